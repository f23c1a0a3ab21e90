# الرسائل بالعربية. لكل رسالة نظيرتها في fr.ftl و en.ftl، ويقارن اختبار بين الثلاثة.
unauthenticated = سجل الدخول أولا: لا يحمل هذا الطلب رمز ولوج.
token-refused = رمز الولوج غير صالح أو انتهت صلاحيته. سجل الدخول من جديد.
forbidden = لا يخول لك دورك الحق { $right }.
not-found = لا يوجد هذا العنصر، أو لا يحق لك الاطلاع عليه.
id-malformed = «{ $id }» ليس معرف { $type ->
    [any] عنصر
   *[other] عنصر من نوع { $type }
  }. أرسل المعرف كما سلم إليك.
first-and-last = اطلب «first» أو «last»، لا كليهما.
after-and-before = يستعمل «after» مع «first»، و«before» مع «last».
page-size = «{ $argument }» عدد من 0 إلى { $maximum }.
too-many-ids = يمكن طلب { $maximum } معرفا على الأكثر في المرة الواحدة.
cursor-refused = المؤشر «{ $argument }» لا ينتمي إلى هذه اللائحة بهذا الترتيب. ابدأ من جديد بدونه.
month-malformed = يكتب الشهر هكذا YYYY-MM، مثلا 2022-05.
year-range = السنة المالية عدد من { $from } إلى { $to }.
delegation-needed = حدد المندوبية: نطاقك ليس مندوبية واحدة.
internal = وقع خطأ من جهتنا وقد سجل. أخبرنا بمعرف الطلب.
sign-in-failed = اسم الدخول أو كلمة السر غير صحيحة.
sign-in-deactivated = هذا الحساب معطل. اتصل بمن يدير الحسابات في مصلحتك.
sign-in-password-expired = غيّر كلمة السر أولا عبر «passwordChange»، ثم سجل الدخول بالكلمة الجديدة.
session-ended = انتهت هذه الجلسة. سجل الدخول من جديد.
link-ended = استُعمل هذا الرابط من قبل أو انتهت صلاحيته. اطلب رابطا آخر ممن سلمه لك.
password-short = تتكون كلمة السر من { $minimum } حرفا على الأقل. بضع كلمات متتالية يسهل تذكرها.
password-same = هذه كلمة السر الحالية. اختر غيرها.
password-guessed = كلمة السر هذه مما يُجرب أولا. اختر بضع كلمات لا علاقة بينها.
mandate-days = اليوم الأخير يسبق اليوم الأول.
mandate-ended = سُحب هذا التكليف من قبل.
role-not-yours = ليس من صلاحياتك إسناد هذا الدور.
slice-needed = حدد معرف ({ $type }) ما يتعلق به هذا الدور.
slice-not-needed = دور الإدارة المركزية يشمل البلاد كلها: لا تحدد شيئا هنا.
delegate-heads-only = لا يفوض غيره للقيام مقامه إلا المندوب، وباسمه وحده.
rights-needed = حدد ما يحق لهذا الشخص القيام به.
right-not-passed-on = لا يفوض تدبير الحسابات (MANAGE_ACCOUNTS): اطلب من الإدارة المركزية تعيين مندوب بالنيابة.
right-not-yours = ليست لديك أنت نفسك صلاحية { $right }.
delegate-too-long = ينتهي تكليفك أنت في { $last }: لا يمكن أن ينتهي هذا بعده.
second-factor-needed = أرفق في «code» الرمز الذي يعرضه جهازك أو أحد رموز الاسترجاع.
second-factor-missing = يتطلب دورك عاملا ثانيا: اطلبه عبر «secondFactorOffer» وأكده عبر «secondFactorConfirm»، ثم سجل الدخول برمز.
second-factor-there = لهذا الحساب عامل ثان من قبل. إذا ضاع الجهاز ورموز الاسترجاع فاتصل بمن يدير الحسابات في مصلحتك.
second-factor-wrong = هذا الرمز خاطئ أو استُعمل من قبل. انتظر الرمز الموالي.
single-sign-on-off = لا يوجد هنا دخول موحد: سجل الدخول باسم الدخول وكلمة السر.
single-sign-on-page = لا تتم العودة إلى هذه الصفحة: اختر صفحة من صفحات هذه المنظومة، أو لا تحدد أي صفحة.
single-sign-on-unavailable = خدمة الدخول في مؤسستك لا تجيب. أعد المحاولة بعد قليل، أو سجل الدخول باسم الدخول وكلمة السر.
single-sign-on-ended = انتهت هذه المحاولة أو استُعملت من قبل أو بدأت في مكان آخر. ابدأ من جديد عبر «singleSignOnBegin».
single-sign-on-refused = ما تقوله خدمة الدخول في مؤسستك غير صالح. ابدأ من جديد؛ وإذا تكرر ذلك فأخبر من يدير الحسابات في مصلحتك.
single-sign-on-email-not-verified = لم تتحقق خدمة الدخول في مؤسستك من عنوانك. اطلب التحقق منه هناك، أو سجل الدخول باسم الدخول وكلمة السر.
single-sign-on-unknown = لا يحمل أي حساب هنا عنوانك. اطلب ممن يدير الحسابات في مصلحتك أن يسجله.
single-sign-on-email-of-many = تحمل عدة حسابات هنا عنوانك. اطلب ممن يدير الحسابات في مصلحتك أن يتركه لحساب واحد منها.
single-sign-on-other = الحساب الذي يحمل عنوانك مرتبط بهوية أخرى لدى خدمة الدخول. اطلب ممن يدير الحسابات في مصلحتك أن يعيد تهيئته.
single-sign-on-code-needed = لهذا الحساب عامل ثان. ابدأ من جديد وأرفق في «secondFactorCode» الرمز الذي يعرضه جهازك أو أحد رموز الاسترجاع.
single-sign-on-code-wrong = هذا الرمز خاطئ أو استُعمل من قبل. ابدأ من جديد بالرمز الموالي.
single-sign-on-factor-missing = يتطلب دورك عاملا ثانيا: قدمه لخدمة الدخول في مؤسستك، أو اختر هنا كلمة سر وأكد عاملا عبر «secondFactorOffer» و«secondFactorConfirm».
access-allowed = مسموح: التكليف سار، والموضوع يقع في نطاقه، والصلاحية له.
access-not-held = التكليف غير سار اليوم، أو حسابه معطل.
access-outside = الموضوع لا يقع في نطاق هذا التكليف.
access-no-right = دور هذا التكليف، أو ما عُهد به منه، لا يشمل هذه الصلاحية.
account-own = هذا حسابك الشخصي: يجب أن يغيره شخص آخر.
account-holds-more = لهذا الحساب تكليف ليس من صلاحياتك إسناده. اتصل بالإدارة المركزية.
account-deactivated = هذا الحساب معطل.
account-active = هذا الحساب غير معطل.
login-form = يتكون اسم الدخول من { $from } إلى { $to } حرفا: من a إلى z والأرقام، وبينها «.» و«-» و«_» و«@».
login-taken = اسم الدخول هذا لحساب آخر. اختر غيره.
email-form = هذا ليس عنوانا بريديا: name@example.ma.
rate-limited = محاولات كثيرة. أعد المحاولة بعد { $seconds } ثانية.
unavailable = تتعذر الآن معرفة ما إذا كنت ما زلت مسجلا. أعد المحاولة بعد قليل.
sign-in-no-mandate = ليس لهذا الحساب تكليف اليوم. اتصل بمن يدير الحسابات في مصلحتك.
text-empty = لا يمكن أن يكون هذا الحقل فارغا.
text-too-long = { $maximum } حرفا على الأكثر.
text-direction = يتضمن هذا النص علامات خفية تقلب اتجاه الكتابة: أعيدوا كتابته دونها.
json-only = محتوى الطلب JSON: أرسله مع «Content-Type: application/json».
request-malformed = محتوى الطلب ليس طلب GraphQL: كائن JSON فيه «query» وعند الحاجة «variables» و«operationName» و«extensions».
deadline = تجاوز الطلب { $seconds } ثوان فتم التخلي عنه. اطلب أقل في المرة الواحدة.
forbidden-here = يحق لك الاطلاع على هذا العنصر دون تعديله. اتصل بالمندوبية التي تمسكه.
conflict = انتقل ما تعدله أثناء التعديل. أعد قراءته ثم أرسل التعديل من جديد.
outcome-unknown = لا يعرف هل تم تعديلك: لم يصل الجواب في وقته. أعد إرساله بمفتاح عدم التكرار نفسه؛ وإن لم يكن له مفتاح فاقرأ العنصر أولا.
version-conflict = تم تعديل العنصر في هذه الأثناء وأصبح في النسخة { $version }. اطلع عليه كما هو ثم قرر من جديد.
idempotency-key-reused = سبق استعمال مفتاح عدم التكرار هذا مع معطيات أخرى. خذ مفتاحا جديدا لتعديل جديد.
name-missing = أعط اسما بالعربية أو بالفرنسية أو بهما معا.
nul = في هذا النص رمز لا يمكن حفظه (NUL). احذفه.
number-range = عدد من { $from } إلى { $to }.
capacity-sum = يجب أن يساوي مجموع أماكن الإناث والذكور العدد الإجمالي { $total }.
unknown-code = لا يوجد «{ $code }». تجد الرموز في { $field }.
commune-elsewhere = تقع الجماعة في إقليم غير إقليم المندوبية.
closed-before-opened = اليوم الأخير يسبق يوم الافتتاح { $opened }.
already-closed = أغلقت منذ { $closed }.
date-future = هذا اليوم في المستقبل.
month-future = لم ينته هذا الشهر بعد.
key-length = مفتاح عدم التكرار من 8 إلى 128 حرفا.
document-limit = الاستعلام أكبر مما يجاب عنه: { $maximum } { $what ->
    [nesting] قوسا متداخلا
    [tokens] كلمة وعلامة
    [depth] مستوى من الحقول
    [aliases] حقلا باسم آخر
    [root-fields] حقلا من حقول العملية نفسها
    [directives] توجيها
    [items] عنصرا في اللائحة
    [cost] من الكلفة (كلفة الصفحة كلفة سطورها، وكلفة البحث خمسمائة)
   *[fields] حقلا (تعد الأجزاء حيث تستعمل)
  } على الأكثر. اطلب أقل في المرة الواحدة.
list-too-long = { $maximum } عنصر على الأكثر دفعة واحدة. أرسل الباقي على حدة.
rib-digits = لا يتكون رقم الحساب البنكي (RIB) إلا من أرقام.
rib-length = رقم الحساب البنكي (RIB) من { $maximum } رقما؛ وقد أعطيت { $count }.
rib-key = مفتاح رقم الحساب البنكي (آخر رقمين) لا يطابق الباقي: هناك رقم خاطئ.
decided-by-another = أنت من اقترح هذا الحساب: يجب أن يقرر شخص آخر.
already-decided = سبق قبول هذا الحساب أو رفضه. اقترح حسابا آخر.
bank-account-in-use = الجمعية تتلقى أداءاتها في هذا الحساب من قبل.
bank-account-proposed = هناك حساب مقترح لهذه الجمعية. يجب أولا قبوله أو رفضه.
final-before-provisional = الوصل النهائي سابق للوصل المؤقت المؤرخ في { $provisional }.
mandate-before-election = يجب أن تنتهي الولاية بعد الانتخاب الذي جرى في { $elected }.
territory-code = «{ $code }» ليس رمزا لهذا المستوى: 05 للجهة و05.301 للإقليم و05.301.07 للدائرة و05.301.07.03 للجماعة.
territory-twice = الرمز «{ $code }» مكرر في اللائحة.
territory-within = «{ $code }» يقع في «{ $within }» الذي لا يوجد بعد. أضفه إلى اللائحة.
territory-kind = هذا النوع لا يناسب هذا المستوى.
territory-validity = اليوم الأخير سابق لليوم الأول.
body-limit = محتوى الطلب كبير جدا: { $maximum } بايت على الأكثر. أرسل أقل في المرة الواحدة.
not-acceptable = الجواب بصيغة JSON: اقبل «application/graphql-response+json» أو «application/json».
variable-missing = المتغير ${ $name } بلا قيمة. أرسل قيمته في «variables».
search-too-long = لا يتجاوز البحث { $characters } حرف و{ $words } كلمة. اختصره.
no-encoding = أرسل محتوى الطلب كما هو، دون «Content-Encoding».
statement-given-up = هذا يستغرق وقتا طويلا. اطلب أقل في المرة الواحدة.
persisted-malformed = لحقل «extensions.persistedQuery» الصيغة { $shape }.
persisted-other = لا تطابق الوثيقة قيمة SHA-256 المرسلة. احسبها من النص المرسل نفسه بالضبط.
persisted-not-found = لا وثيقة معروفة هنا بهذا SHA-256: سجل الدخول وأرسلها معه بواسطة POST.
persisted-only = لا يخدم GET إلا الاستعلامات المحفوظة: أعط «extensions» وفيها «persistedQuery» مع «sha256Hash»، دون «query». أرسل الباقي بواسطة POST.
persisted-change = التعديلات ترسل بواسطة POST.
address-malformed = العنوان ليس طلب GraphQL: «variables» و«extensions» كائنا JSON، يعطى كل منهما مرة واحدة.
trusted-only = لا يجاب هنا إلا عن الوثائق الموثوقة. أرسل إحداها كما هي، أو قيمة SHA-256 الخاصة بها.
answer-too-long = سيتجاوز الجواب { $maximum } ميغابايت. اطلب عددا أقل من الصفوف، أو أقل من كل صف.
scopes-needed = حدد ما يجوز لأنظمته قراءته.
reach-needs = هذا النطاق يستلزم هذا الحقل: املأه.
reach-other = هذا لا يتوافق مع النطاق المعطى.
agreement-days = اليوم الأخير قبل اليوم الأول.
agreement-taken = توجد اتفاقية مسجلة بهذا الرقم.
agreement-ended = انتهت هذه الاتفاقية. ما يُتفق عليه من جديد يُسجل كاتفاقية أخرى.
api-client-ended = أُوقف هذا النظام. سجل نظاما آخر.
secrets-enough = لهذا النظام سران صالحان (الحد الأقصى { $maximum }). أنهِ أقدمهما أولا.
secret-ended = انتهى هذا السر من قبل.
oauth-form = أرسل استمارة: grant_type، وعند الحاجة scope و client_id و client_secret، كل منها مرة واحدة.
oauth-grant-type = grant_type الوحيد هو client_credentials.
oauth-once = أظهر العميل في الترويسة أو في الاستمارة، لا فيهما معا.
oauth-client = لا يوجد عميل كهذا، أو السر ليس سره، أو انتهى أحدهما.
oauth-agreement = اتفاقية هذا العميل غير سارية اليوم. اتصل بالتعاون الوطني.
oauth-scope = اتفاقية هذا العميل لا تفتح هذا النطاق.
oauth-late = استغرق وصول الطلب وقتا طويلا.
over-budget = طلبت أكثر مما يُجاب عنه في دقيقة. سيتسع المجال بعد { $seconds } ثانية؛ اطلب حقولا أقل أو صفحات أصغر لتصل إلى أبعد.
mail-invitation-subject = حسابك على منصة تعاون
mail-invitation =
    السلام عليكم { $name }،

    فُتح لك حساب على «تعاون»، منصة التعاون الوطني. اسم الدخول:
    { $login }

    { $way }

    إذا لم تكن تنتظر هذه الرسالة، أو وصلتك بعد فوات الأجل، فاتصل بمن يدير الحسابات في مصلحتك.
mail-reset-subject = كلمة سر أخرى لمنصة تعاون
mail-reset =
    السلام عليكم { $name }،

    أعاد من يدير الحسابات في مصلحتك ضبط حسابك على منصة «تعاون»: لم تعد كلمة السر السابقة صالحة، وأُغلقت جميع جلساتك. اسم الدخول:
    { $login }

    { $way }

    إذا لم تطلب ذلك، أو وصلتك هذه الرسالة بعد فوات الأجل، فاتصل بمن يدير الحسابات في مصلحتك.
mail-by-page =
    اختر كلمة السر على هذا العنوان:
    { $way }

    يصلح هذا العنوان مرة واحدة، إلى غاية { $day } على الساعة { $time } (بتوقيت المغرب). لا تسلمه لأحد: لن يطلبه منك أحد، ولن تُطلب منك كلمة السر.
mail-by-token =
    لاختيار كلمة السر، أدخل هذا الرمز حيث تستعمل «تعاون»:
    { $way }

    يصلح هذا الرمز مرة واحدة، إلى غاية { $day } على الساعة { $time } (بتوقيت المغرب). لا تسلمه لأحد: لن يطلبه منك أحد، ولن تُطلب منك كلمة السر.
mail-password-subject = تم تعيين كلمة سرك على منصة تعاون
mail-password =
    السلام عليكم { $name }،

    تم تعيين كلمة سر هذا الحساب يوم { $day } على الساعة { $time } (بتوقيت المغرب)، وأُغلقت جميع جلساته:
    { $login }

    إذا كنت من قام بذلك فلا داعي لأي إجراء. وإلا فأخبر فورا من يدير الحسابات في مصلحتك: بإمكانه إغلاق هذا الحساب.
mail-second-factor-subject = أُزيل عاملك الثاني على منصة تعاون
mail-second-factor =
    السلام عليكم { $name }،

    أزال من يدير الحسابات في مصلحتك العامل الثاني لهذا الحساب يوم { $day } على الساعة { $time } (بتوقيت المغرب)، وأُغلقت جميع جلساته:
    { $login }

    إذا طلبت ذلك فسجل الدخول وأنشئ عاملا ثانيا آخر. وإلا فأخبره فورا: ربما ينتحل أحد صفتك.
mail-footer = هذه رسالة آلية: لا يُقرأ ما يُجاب به عليها.
out-of-scope = اتفاقية هذا النظام لا تفتح { $scope }. اتصل بالتعاون الوطني.
partners-only-read = أنظمة الشركاء تقرأ فقط: لا يُغيَّر بها شيء.
mandate-not-yours = هذا التكليف ليس لك، أو ليس ساريا اليوم. خذ واحدا من viewer {"{"} mandates {"}"}.
second-factor-none = ليس لهذا الحساب عامل ثان.
email-taken = هذا العنوان مسجل في حساب آخر. خذ عنوانا آخر، أو اتركه فارغا.
single-sign-on-email-outdated = مُنح حسابك صلاحيات أخرى منذ تسجيل عنوانه. اطلب ممن يدير الحسابات في مصلحتك تأكيد العنوان («accountUpdate»)، ثم سجل الدخول من جديد.
mail-address-subject = تغير عنوان حسابك على منصة تعاون
mail-address =
    السلام عليكم { $name }،

    منذ يوم { $day } على الساعة { $time } (بتوقيت المغرب)، تُرسل رسائل هذا الحساب إلى عنوان آخر:
    { $login }

    إذا طلبت ذلك فلا داعي لأي إجراء. وإلا فأخبر فورا من يدير الحسابات في مصلحتك.
mail-identity-subject = أصبح حسابك على منصة تعاون يُفتح بخدمة الدخول الموحد
mail-identity =
    السلام عليكم { $name }،

    يوم { $day } على الساعة { $time } (بتوقيت المغرب)، سجل شخص الدخول لأول مرة إلى هذا الحساب بخدمة الدخول الموحد للمؤسسة:
    { $login }

    إذا كنت أنت فلا داعي لأي إجراء. وإلا، أو إن لم يكن هذا الحساب حسابك، فأخبر فورا من يدير الحسابات في مصلحتك: بإمكانه إغلاق هذا الحساب.
argument-range = «{ $argument }» من { $from } إلى { $to }.
each-once = اذكر من { $from } إلى { $to } في «{ $argument }»، كل واحد مرة واحدة.
kind-or-wide-kind = اجمع حسب KIND أو حسب WIDE_KIND، لا حسب الاثنين معا.
measure-yearly = { $measure } يخص سنة كاملة: اطلبه مع «per: YEAR».
measure-not-kept-by = { $measure } غير ممسوك حسب ما تجمع وتصفي به معا. وهو ممسوك حسب: { $cubes }. المجال الترابي مع الجميع؛ أما الجماعة والفئة المستهدفة والبرنامج فلا تجتمع مع مؤسسة واحدة.
measure-not-of-level = لا يُحسب { $measure } { $level ->
    [ESTABLISHMENT] لمؤسسة واحدة
   *[ASSOCIATION] لجمعية واحدة
 } حسب ما تجمع وتصفي به. ما تدلي به مؤسسة تجده في بياناتها.
order-not-asked = للترتيب حسب { $measure }، اطلبه أيضا في «measures».
statistics-rows = سيتجاوز هذا { $maximum } سطرا: قلل من التجميع أو استعمل التصفية.
measure-establishments = المؤسسات من كل صنف المفتوحة عند نهاية الشهر، مرخصة كانت أم لا؛ والتي لا يعرف يوم افتتاحها تعتبر مفتوحة منذ البداية. من السجل.
measure-licensed-establishments = المؤسسات المفتوحة عند نهاية الشهر والتي رخصتها سارية (القانونان 14-05 و65-15). من السجل.
measure-establishments-being-licensed = المؤسسات المفتوحة عند نهاية الشهر والتي طلبت رخصتها ولم يبت فيها بعد. من السجل.
measure-capacity = أماكن المؤسسات المفتوحة عند نهاية الشهر؛ وما هو مجهول لا يحتسب. من السجل.
measure-establishments-opened = المؤسسات من كل صنف التي يقع يوم افتتاحها في الفترة؛ والتي لا يعرف يومها ليست في أي فترة. من السجل.
measure-establishments-closed = المؤسسات من كل صنف التي يقع آخر يوم لها في الفترة. من السجل.
measure-licences-granted = الرخص التي يقع أول يوم لها في الفترة، بما فيها التجديد. من السجل.
measure-grants-awarded = المنح المرصودة للجمعيات برسم سنة الميزانية، وهي السنة الميلادية، بما فيها التقديرات. من أسطر المنح؛ مجهولة حيث لم يدخل أي سطر.
measure-projects = المشاريع الاجتماعية؛ لا يعرف لها يوم، فهي موجودة منذ البداية. من لائحة المشاريع.
licence-ends-before = لا يمكن أن يكون اليوم الأخير قبل اليوم الأول.
return-no-period = لا يبدأ في هذا الشهر أي موسم أو شهر تقدم هذه المؤسسة بيانا عنه. تجد ذلك في النماذج.
return-period-future = لم تبدأ بعد الفترة ابتداء من { $period }.
return-period-not-over = تنتهي الفترة بنهاية { $period }. يمكن إلى ذلك الحين إدخال الأرقام لا تقديمها.
return-not-open = لم تكن المؤسسة مفتوحة خلال هذه الفترة.
return-taken = سبق أن بدأت هذه المؤسسة بيانها عن هذه الفترة.
return-submitted = قُدم البيان: تصادق عليه المندوبية أو تعيده.
return-validated = تمت المصادقة على البيان. يمكن للمندوبية إعادة فتحه مع ذكر السبب.
return-with-the-house = البيان لدى المؤسسة: يجب تقديمه أولا.
return-decided-by-another = أنت من قدم هذا البيان: يصادق عليه شخص آخر.
return-figure-missing = هذا الرقم ناقص. إذا لم يكن هناك شيء فأدخل 0.
return-of-which = لا يمكن أن يُحتسب هنا أكثر من { $count } من المستفيدين. صحح هذا الرقم أو عدد المستفيدين.
amount-wanted = هذا مال: أدخل مبلغا.
count-wanted = هذا يُعد: أدخل عددا.
return-item-twice = ورد هذا البند مرتين.
mail-return-subject = تأخر بيان مؤسستكم
mail-return =
    السلام عليكم { $name }،

    كان أجل تقديم بيان { $house } ({ $reference }) عن الفترة من { $first } إلى { $last } هو { $day }، ولم تتوصل به مندوبيتكم.

    أدخلوا البيان على «تعاون»، منصة التعاون الوطني، ثم قدموه؛ وإذا تعذر ذلك فأخبروا مندوبيتكم.
measure-houses-reporting = المؤسسات التي يخص بيانها المصادق عليه فترة (موسما أو شهرا) تضم الشهر المطلوب. من بيانات الموسم.
measure-people-served = الأشخاص المستفيدون في فترة البيانات التي تضم الشهر، كما تحصيهم المؤسسات: من استفاد من مؤسستين تحصيه كلتاهما. مجهول حيث لا بيان مصادقا عليه لأي مؤسسة. من بيانات الموسم.
measure-orphans-served = الأيتام من بين المستفيدين. من بيانات الموسم.
measure-persons-with-disability-served = الأشخاص في وضعية إعاقة من بين المستفيدين. من بيانات الموسم.
measure-people-present = الأشخاص الحاضرون في آخر يوم من فترة البيانات التي تضم الشهر. من بيانات الموسم.
measure-places-reported = أماكن المؤسسات التي يذكر بيانها عدد الحاضرين، كما كانت عند تقديم البيان. من بيانات الموسم.
measure-occupancy = عدد الحاضرين لكل مكان، في المؤسسات التي يذكر بيانها الأمرين. أكثر من 1 يعني أشخاصا أكثر من الأماكن. من بيانات الموسم.
measure-beds = أسرة المؤسسات التي تضم بياناتها الشهر. من بيانات الموسم.
measure-staff = المستخدمون في آخر يوم من فترة البيانات التي تضم الشهر. من بيانات الموسم.
measure-qualified-staff = من بين المستخدمين، الحاصلون على شهادة لعملهم. من بيانات الموسم.
measure-expenditure = المبالغ المصروفة في كامل فترة البيانات التي تضم الشهر، أيا كان من أداها. من بيانات الموسم.
release-there = نشرة { $month } موجودة من قبل. كل شهر يُنشر مرة واحدة.
release-order = نشرة { $last } موجودة من قبل، ولا يُنشر شيء قبلها بعد الآن. اختر شهرا بعدها.
release-unprotected = يمكن استنتاج { $count } من الأرقام الصغيرة، مثل «{ $figure }»، من هذه النشرة والتي قبلها. لم يُنشر شيء. انشر شهرا لاحقا تغيّر فيه أكثر.
release-withdrawn = سُحبت هذه النشرة من قبل.
release-file = لا يوجد هذا الملف. ما نُشر موجود في ‎/releases.
release-file-withdrawn = سُحبت هذه النشرة. السبب موجود في ‎/releases.
job-internal = فشلت هذه المحاولة بسبب خطأ من جانبنا، وقد سُجّل.
job-lost = توقفت العملية التي كانت تقوم بهذا العمل، أكثر من مرة.
job-not-allowed = لم يعد من حق من طلب هذا العمل أن يقوم به.
job-mail-refused = لم يقبل خادم البريد الرسالة.
job-no-font = لا يوجد هنا خط يكتب العربية، فلا يُطبع شيء. أخبر من يدير هذه المنصة.
job-ended = انتهى هذا العمل من قبل: لم يبق ما يُلغى.
job-too-many = لم تنته بعد { $maximum } من المهام التي طلبتها. انتظر انتهاء إحداها أو ألغها.
notices-ids-or-all = أعط إما ids وإما all.
notice-season-return-submitted = قدمت مؤسسة بيانا: صادق عليه أو أعده إليها.
notice-season-return-sent-back = أعادت إليك مندوبيتك بيانا: صححه ثم قدمه من جديد.
notice-season-return-validated = صادقت مندوبيتك على بيان.
notice-season-return-overdue = تأخر بيان لمؤسستك: أدخله ثم قدمه.
notice-document-printed = ما طلبت طباعته جاهز: وثيقة يمكنك قراءتها وتنزيلها.
mail-notices-subject = لديك إشعارات جديدة على «تعاون»
mail-notices =
    السلام عليكم { $name }،

    هذا ما لم تقرأه بعد:

    { $lines }

    { $way }

    تختار على «تعاون» متى تُرسل إليك هذه الرسائل.
mail-notices-on-taawun = اطلع عليه على «تعاون»، منصة التعاون الوطني.
mail-notices-by-portal =
    اطلع عليه على «تعاون»، منصة التعاون الوطني:
    { $way }
mail-notices-season-return-submitted = – بيانات قدمتها مؤسسات: { $count }
mail-notices-season-return-sent-back = – بيانات أعيدت إليك: { $count }
mail-notices-season-return-validated = – بيانات تمت المصادقة عليها: { $count }
mail-notices-season-return-overdue = – بيانات متأخرة: { $count }
mail-notices-document-printed = – وثائق طُبعت لك: { $count }

# Documents
text-hidden-characters = في هذا النص أحرف لا تُرى، كالتي تغير اتجاه الكتابة. أدخله من جديد دونها.
upload-name = أدخل اسم الملف منتهيا بـ ‎.pdf أو ‎.jpg أو ‎.jpeg أو ‎.png أو ‎.webp.
upload-digest-form = لبصمة SHA-256 أربعة وستون رقما ستة عشريا.
upload-too-many = لديك { $maximum } ملف لم يصبح وثيقة بعد. اجعلها وثائق، أو انتظر حذفها بعد يوم من الإعلان عنها.
upload-forged = لم يُنشأ هذا العنوان هنا، أو غُيّر. أعلن عن الملف من جديد.
upload-ended = انتهت صلاحية هذا العنوان أو هذا الإرسال. أعلن عن الملف من جديد.
upload-ended-wholly = انتهى هذا الإرسال. أعلن عن الملف من جديد بمفتاح جديد.
upload-done = وصل الملف من قبل. اجعله وثيقة.
upload-busy = تُرسل ملفات كثيرة في هذه اللحظة. حاول بعد ثوان.
upload-under-way = يُرسل هذا الملف في هذه اللحظة. انتظر انتهاء الإرسال، أو أعد المحاولة بعد دقيقة إن كان قد انقطع.
upload-several = أنت ترسل عدة ملفات في هذه اللحظة. أرسل التالي عندما يصل أحدها.
upload-late = يصل الملف ببطء شديد. أرسله من جديد.
upload-whole = أرسل الملف كله دفعة واحدة، دون «Content-Range».
upload-too-long = في الملف بايتات أكثر مما أُعلن عنه، أو مما يُقبل.
upload-too-short = في الملف بايتات أقل مما أُعلن عنه. أرسله كاملا.
upload-type = ليست هذه وثيقة: محتواها { $type }. تُقبل ملفات PDF و JPEG و PNG و WebP.
upload-type-unknown = ليست هذه وثيقة: محتواها غير معروف. تُقبل ملفات PDF و JPEG و PNG و WebP.
upload-named = محتوى هذا الملف { $type }، واسمه يقول غير ذلك. أعطه اسمه الصحيح، وأعلن عنه من جديد.
upload-archive = هذا الملف أرشيف أيضا. احفظ الوثيقة من جديد، وأرسلها.
upload-sizeless = لا تقول هذه الصورة حجمها. احفظها من جديد، وأرسلها.
upload-pixels = في هذه الصورة { $count } مليون بكسل؛ { $maximum } مليون على الأكثر. صغّرها، وأرسلها.
upload-digest = ما وصل ليس الملف المعلن عنه: بصمته SHA-256 مختلفة. أرسله من جديد.
upload-missing = لم يصل الملف بعد. أرسله أولا إلى عنوان الإرسال.
document-expires = لا تنتهي صلاحية وثيقة قبل اليوم الذي تحمله.
document-archived = عُوّضت هذه الوثيقة أو سُحبت: تبقى كما هي.
document-of-another = تعوض الوثيقة وثيقة أخرى للجمعية نفسها أو للمؤسسة نفسها.

# What waits for somebody
work-season-return-correct = أعيد إليك بيان موسم: صححه ثم قدمه من جديد.
work-season-return-begin = بيان موسم ينتظر أن تبدأه: انتهت فترته.
work-season-return-submit = بيان موسم ينتظر أن تملأه وتقدمه.
work-season-return-decide = قُدّم بيان موسم: صادق عليه أو أعده.
work-bank-account-decide = اقترح شخص آخر حسابا بنكيا: وافق عليه أو ارفضه.
work-document-replace = وثيقة تقترب نهاية صلاحيتها أو انتهت: استبدلها.
upload-list-name = اسم الملف ينتهي بـ ‎.xlsx أو ‎.csv.
upload-no-list = الملف ليس لائحة بصيغة XLSX أو CSV، أو ليس كما يقول اسمه. احفظه من جديد بإحدى الصيغتين.
import-lines-wrong = { $count } من الأسطر خاطئة. صحح الملف وأرسله من جديد، أو أدخل الباقي بدونها.
import-empty = لا يوجد أي سطر يمكن إدخاله.
import-same-file = هذا الملف أُدخل من قبل أو هو قيد الإدخال.
import-leaned-on = لا يمكن الإلغاء: { $count } من السجلات المدخلة تغيرت منذئذ، أو ترتبط بها وثائق أو بيانات أو انتدابات أو منح. احذف ما يرتبط بها أولا أو صححها واحدا واحدا.
import-stands = حالة الاستيراد { $state } لا تسمح بهذا. اقرأه من جديد.
import-moved-on = السطر { $line }: ما كان معروفا عند القراءة تغير (مؤسسة أُدخلت أو جمعية زالت). أرسل الملف من جديد.
sheet-no-list = الورقة « { $sheet } » ليست لائحة معروفة العناوين: لم تُقرأ.
column-unknown = العمود « { $heading } » في الورقة « { $sheet } » غير معروف: لم يُقرأ.
list-none = الملف ليس لائحة: لا مصنف ولا نص.
list-other-format = صيغة الملف قديمة أو أخرى (XLS، ODS). احفظه بصيغة XLSX أو CSV.
list-protected = الملف محمي بكلمة سر. أزلها وأرسله من جديد.
list-too-large = الملف أكبر من { $maximum } بايت. قسمه.
list-too-much-inside = محتوى الملف بعد فكه أكبر مما يُقرأ. احفظه بصيغة CSV أو قسمه.
list-too-many-lines = في الملف أكثر من { $maximum } سطر. قسمه.
list-too-many-columns = خلية بعد العمود { $maximum } ليست فارغة. امسح ما بعده.
list-too-many-sheets = في المصنف أكثر من { $maximum } ورقة. قسمه.
list-cell-too-long = خلية في السطر { $line } والعمود { $column } أطول من { $maximum } حرف.
list-quote-open = علامة اقتباس فُتحت في السطر { $line } ولم تُغلق.
list-broken = المصنف تالف. افتحه واحفظه من جديد.
list-no-headings = لا توجد في الملف عناوين لائحة معروفة. استعمل أحد القوالب.
list-no-lines = لا يوجد أي سطر تحت العناوين.
cell-reversed = الأرقام معكوسة الترتيب: قُرئت { $read }.
cell-thousands = الفاصلة قُرئت بين الآلاف: { $read }.
cell-decimal-comma = الفاصلة العربية قُرئت قبل السنتيمات: { $read }.
cell-unit = تُركت الكلمة « { $unit } »: قُرئ { $read }.
cell-year-only = السنة وحدها: قُرئت { $read }.
cell-month-only = الشهر وحده: قُرئ { $read }.
cell-missing = الخلية فارغة، وهي ضرورية.
cell-no-number = ليس عددا.
cell-word = الكلمة « { $word } » بجانب العدد غير معروفة. اكتب العدد وحده.
cell-not-exact = المطلوب عدد مضبوط، بدون « أزيد من » أو « حوالي ».
cell-not-whole = المطلوب عدد صحيح.
cell-below-centime = المبلغ فيه أجزاء من السنتيم.
cell-ambiguous = يُفهم على وجهين. اكتبه بوضوح: 1468 أو 1468.00، أو 2022-05-04.
cell-negative = لا يكون أقل من صفر.
cell-too-large = أكبر مما يكون.
cell-no-day = ليس تاريخا. اكتبه 2022-05-04 أو 04/05/2022.
cell-no-such-day = لا يوجد هذا اليوم في التقويم (اليوم ثم الشهر ثم السنة).
cell-no-month = ليس شهرا. اكتبه 2022-05.
cell-no-text = المطلوب نص.
cell-letters-lost = ضاعت حروف من الخلية (�). صححها في الملف.
cell-digits-lost = عدد طويل ضاعت أرقامه الأخيرة. اكتبه كنص.
cell-formula = صيغة الخلية فيها خطأ: { $error }.
cell-no-name = ليس اسما: لا حروف فيه.
cell-other-language = مكتوب بلغة أخرى غير ما يقوله العمود: أُخذ في لغته.
line-not-yours = هذه المندوبية ليست مندوبيتك.
line-delegation-unknown = هذه المندوبية غير معروفة.
line-delegation-missing = المندوبية ضرورية في كل سطر من لائحة وطنية.
line-commune-several = عدة جماعات بهذا الاسم في الإقليم. اكتب رمزها.
line-commune-unknown = لا توجد جماعة بهذا الاسم في إقليم المندوبية.
line-association-there = توجد جمعية بهذا الاسم في المندوبية.
line-association-several = عدة جمعيات بهذا الاسم. أدخل المؤسسة ثم اختر الجمعية.
line-association-new = جمعية غير معروفة: سيفتح لها ملف بالاسم وحده.
line-house-there = توجد مؤسسة من هذا الصنف بهذا الاسم في هذه الجماعة: { $reference }.
line-over-full = عدد الحاضرين { $present } أكبر من الطاقة الاستيعابية { $capacity }.
line-kind-unknown = صنف المؤسسة غير معروف. اكتب رمزه أو اسمه كما في لائحة الأصناف.
line-law-unknown = القانون غير معروف: اكتب 14-05 أو 65-15.
line-licence-unknown = وضعية الترخيص غير معروفة: اكتب مرخصة، أو في طور الترخيص، أو غير مرخصة.
line-unlicensed = مؤسسة بدون ترخيص، وصنفها يحتاجه.
line-licence-from = تاريخ الترخيص غير معروف: يُحسب ابتداء من { $day }.
line-figures-not-yours = المندوبيات وحدها تصرح بالمعطيات.
line-measure-unknown = المؤشر غير معروف. اكتب أحد المؤشرات المذكورة في القالب.
template-none = لا يوجد قالب بهذا الاسم. لائحة القوالب في ‎/imports/templates.
staff-directed-since = يدير شخص آخر هذه المؤسسة منذ { $from }: سجل مغادرته أولا.
staff-directed-until = أدار شخص آخر هذه المؤسسة من { $from } إلى { $to }.
staff-ended = غادر هذا الشخص يوم { $ended }.
staff-ended-before = اليوم الأخير يسبق اليوم الأول { $started }.
staff-not-ended = لم يغادر هذا الشخص: تسجل المغادرة عبر staffMemberEnd.
document-owner = وثيقة من هذا الصنف تُرفق { $kind ->
    [ASSOCIATION] بجمعية: تُسلم المؤسسة مع وثائقها، ولا يُسلم معها الحساب البنكي
    [ESTABLISHMENT] بمؤسسة
   *[STAFF_MEMBER] بأحد المستخدمين
  }.
document-official = هذه وثيقة تحررها الإدارة: المندوبية وحدها تضيفها أو تعوضها أو تسحبها.
bureau-one = للمكتب { $function ->
    [PRESIDENT] رئيس
    [SECRETARY_GENERAL] كاتب عام
   *[TREASURER] أمين مال
  } واحد بالضبط؛ وقد أعطيت { $count }.
bureau-order = يسبق هذا اليوم { $before } الذي تم فيه ما يأتي قبله.
bureau-taken = تجديد هذا الجمع العام مسجل من قبل: صححه عبر bureauUpdate.
bureau-by-renewal = مكتب هذا الملف هو مكتب آخر تجديد: سجل تجديدا آخر عبر bureauRenew أو صححه عبر bureauUpdate.
notice-dossier-expiring = انتهت أو توشك أن تنتهي صلاحية وثيقة في ملف جمعيتك أو ولاية مكتبها: جددها.
mail-notices-dossier-expiring = – وثائق في ملفك تنتهي صلاحيتها: { $count }
line-twice = مكرر: نفس ما في السطر { $place }. احذف أحدهما.
line-association-wrong = الجمعية مذكورة في السطر { $place } من هذا الملف، وهو خاطئ: صححه أولا.
line-association-elsewhere = جمعية بهذا الاسم مقرها في مندوبية أخرى ({ $delegation }): تأكد أنها هي.
line-licence-without-state = قرار ترخيص، والوضعية تقول إن المؤسسة غير مرخصة: لم يُؤخذ القرار.
line-figure-there = هذا المعطى مصرح به من قبل لهذا الشهر: سيحل الجديد محله.
sheet-misses = الورقة « { $sheet } »، السطر { $line }: تنقص الأعمدة { $columns }. أضفها ثم أرسل الملف من جديد.
sheet-left-out = الورقة « { $sheet } »: أسطر المجاميع أو الأسطر ذات الخلية الواحدة لم تُقرأ: { $lines }.
import-other-under-way = لائحة أخرى قيد الإدخال في المندوبية نفسها. انتظر حتى تنتهي ثم أعد المحاولة.

application-house-closed = هذه المؤسسة مغلقة: لا يمكن طلب ترخيص لها.
house-licensed-category = المؤسسة مرخصة في الصنف { $category }: لتغييره، اطلبوا تعديل الترخيص.
application-other-category = المؤسسة مسجلة في الصنف { $category }: اطلبوا الترخيص لهذا الصنف، أو اطلبوا تغيير الصنف.
application-category-of-house = لم تسجل المؤسسة بعد في الصنف { $category }: على المندوبية تسجيله في بطاقتها أولا.
application-open = الطلب { $number } ما زال مفتوحا: انتظروا البت فيه أو اسحبوه أولا.
application-open-draft = للمؤسسة مسودة طلب ترخيص: أودعوها أو اسحبوها أولا.
application-minutes-twice = هذا المحضر محضر زيارة أخرى: أضيفوا محضر هذه الزيارة.
application-valid-too-late = لا يبدأ الترخيص بعد { $latest }.
application-licensed-already = هذه المؤسسة مرخصة أصلا: اطلبوا تجديدا أو تعديلا.
application-licensed-ahead = لهذه المؤسسة ترخيص ممنوح يبدأ لاحقا: انتظروا بدايته، أو اطلبوا بعد ذلك تجديدا أو تعديلا.
application-not-open = هذه المؤسسة لم تفتح بعد: اطلبوا ترخيصا جديدا.
application-nothing-to-renew = لم يسبق الترخيص لهذه المؤسسة: ليس هناك ما يُجدد.
application-nothing-to-modify = ليس لهذه المؤسسة ترخيص ساري المفعول: ليس هناك ما يُعدل.
application-another-open = يوجد طلب آخر قيد المعالجة لهذه المؤسسة: أتموه أو اسحبوه.
application-changes-blank = بينوا ما سيغيره التعديل.
application-changes-none = التعديل وحده يبين ما يغيره: اتركوا اللائحة فارغة.
application-no-rules = لا توجد قواعد منشورة لهذا الصنف: اتصلوا بالإدارة المركزية.
application-not-needed = هذا الصنف لا يحتاج إلى ترخيص.
application-capacity-blank = بينوا الطاقة الاستيعابية المطلوبة قبل إيداع الطلب.
application-piece-missing = تنقص وثيقة صالحة من صنف { $category }.
application-lack-told-once = تبلغ الوثائق الناقصة مرة واحدة: لم تذكر هذه في المرة الأولى.
application-lack-twice = هذه الوثيقة مذكورة مرتين.
application-lacks-blank = بينوا وثيقة ناقصة واحدة على الأقل.
application-decided-by-another = لقد شاركتم في إعداد هذا الطلب: على شخص آخر أن يسجل القرار ويسلم الترخيص.
application-not-visited = زيارة اللجنة غير مسجلة.
application-norm-not-met = المعيار الإلزامي { $norm } غير محترم: يجب أن يكون موضوع تحفظ.
application-no-open-reserve = تم رفع جميع التحفظات.
application-open-reserves = تحفظات لم ترفع بعد: { $count }.
application-before-submitted = هذا اليوم سابق لإيداع الطلب.
application-valid-before-decision = لا يمكن أن يبدأ الترخيص قبل القرار.
application-valid-order = ينتهي الترخيص قبل أن يبدأ.
application-reserve-over = أجل رفع التحفظ اليوم أو بعده.
application-visit-past = هذا اليوم مضى: تبرمج الزيارة اليوم أو لاحقا.
visit-minutes-wanted = بينوا المحضر: وثيقة للمؤسسة من صنف VISIT_MINUTES.
visit-members-blank = بينوا من شارك في الزيارة.
visit-post-blank = بينوا الصفة أو الهيئة.
visit-norm-twice = هذا المعيار مذكور مرتين.
visit-photo-twice = هذه الصورة مذكورة مرتين.
visit-photo-wanted = اختاروا صورا سارية لهذه المؤسسة، من صنف صورة من زيارة اللجنة (VISIT_PHOTO).
visit-norm-not-judged = لم يتم تقييم المعيار الإلزامي { $norm }.
visit-finding-remark = بينوا ما لوحظ: المعيار غير محترم أو غير منطبق.
application-no-receipt = ليس للمسودة وصل: قدموا الطلب أولا.
application-receipt-over = يطبع الوصل ما دام الطلب قيد المعالجة: تجدون ما طبع من قبل بين وثائق المؤسسة.
certificate-not-licensed = لا توجد شهادة: المؤسسة غير مرخصة خلال هذه الفترة.
certificate-without-decision = رقم القرار غير معروف، فلا توجد شهادة.
certificate-code-malformed = هذا ليس رمز شهادة: يتكون الرمز من 20 حرفا ورقما في مجموعات من أربعة.
certificate-unknown = لم تُسلَّم هنا أي شهادة بهذا الرمز. تأكدوا من أن كل علامة مطابقة لما في الوثيقة.
certificate-in-force = الترخيص ساري المفعول اليوم.
certificate-not-begun = الترخيص ممنوح، ويبدأ سريانه لاحقا.
certificate-expired = لم يعد الترخيص ساري المفعول: انقضى آخر يوم له.
certificate-suspended = الترخيص غير ساري المفعول لأنه موقوف.
certificate-withdrawn = لم يعد الترخيص ساري المفعول: تم سحبه.
certificate-replaced = لم يعد الترخيص ساري المفعول: حل محله ترخيص آخر.
certificate-house-closed = لم يعد الترخيص ساري المفعول: المؤسسة مغلقة.
application-draft = الطلب ما زال مسودة: أودعوه أولا.
application-submitted = الطلب مودع: على المندوبية أن تشرع أولا في معالجته.
application-completeness-check = المندوبية بصدد التحقق من اكتمال الملف: انتظروا قبولها له أو ما ستطلبه.
application-incomplete = الملف ناقص: على صاحب الطلب أن يستكمله أولا.
application-under-instruction = الطلب في طور الدراسة: برمجوا زيارة اللجنة.
application-visit-scheduled = الزيارة مبرمجة: يجب أولا تسجيل ما عاينته.
application-visited = تمت الزيارة: يعرض الطلب على اللجنة.
application-commission-review = الطلب معروض على اللجنة والسلطة.
application-approved = تم قبول الطلب: يبقى تسليم الترخيص.
application-approved-with-reserves = تم قبول الطلب بتحفظات: يجب أولا رفعها.
application-rejected = تم رفض الطلب: ضعوا طلبا جديدا.
application-licensed = تم تسليم الترخيص: كل تغيير يحتاج إلى طلب جديد.
application-abandoned = تم سحب الطلب: ضعوا طلبا جديدا.
application-piece-not-seen = وثيقة أخرى حلت محل إحدى الوثائق التي اطلعتم عليها: أعيدوا النظر في الملف.
application-nothing-exchanged = وثائق الملف هي التي قُبل بها: لا شيء لإعادة النظر فيه.
application-piece-exchanged = الوثيقة من صنف { $category } التي قُبل بها الملف تغيرت أو عوضت أو سحبت أو انتهت صلاحيتها: يدلي صاحب الطلب بأخرى عند الحاجة، ثم تعيد المندوبية النظر في الملف.
application-not-late = الأجل جار إلى غاية { $last }: لا يحفظ الملف قبل انقضائه.
application-of-another = أودعت الجمعية هذا الطلب بنفسها: وحدها يمكنها سحبه.
application-dismissed = تم حفظ الملف: ضعوا طلبا جديدا.
notice-application-submitted = أودع طلب ترخيص أو استكمل: تولوا معالجته.
notice-application-incomplete = تنقص وثائق في طلب الترخيص الخاص بكم: أدلوا بها وأتموا الطلب.
notice-application-to-decide = طلب ترخيص معروض على السلطة: سجلوا قرارها.
notice-application-decided = تم تسجيل قرار بشأن طلب ترخيص.
notice-application-abandoned = تم سحب طلب ترخيص.
notice-application-opinion = أبدت المنسقية الجهوية رأيها في طلب ترخيص.
notice-licence-issued = تم تسليم ترخيص.
mail-notices-application-submitted = – طلبات ترخيص مودعة: { $count }
mail-notices-application-incomplete = – طلبات ترخيص ناقصة: { $count }
mail-notices-application-to-decide = – طلبات ترخيص في انتظار القرار: { $count }
mail-notices-application-decided = – قرارات بشأن طلبات ترخيص: { $count }
mail-notices-application-abandoned = – طلبات ترخيص مسحوبة: { $count }
mail-notices-application-opinion = – آراء المنسقية الجهوية: { $count }
mail-notices-licence-issued = – تراخيص مسلمة: { $count }
house-not-open = هذه المؤسسة ليست مفتوحة.
house-not-licensed = هذه المؤسسة غير مرخصة اليوم.
inspection-past = هذا اليوم مضى: يبرمج التفتيش اليوم أو لاحقا.
inspection-made = تم هذا التفتيش.
inspection-cancelled = ألغي هذا التفتيش.
relocation-missing = يقيم بالمؤسسة { $residents } مستفيدا: لا بد من خطة مصادق عليها لإعادة إيوائهم جميعا.
relocation-unknown = لا يبين أي كشف عدد المقيمين: لا بد من خطة مصادق عليها تبينه.
relocation-short = تؤوي الخطة { $placed } من أصل { $residents } مقيما.
relocation-of-another = أعد شخص آخر هذه الخطة: أعدوا خطة أخرى.
relocation-approved-by-another = أعددتم هذه الخطة: يصادق عليها شخص آخر.
relocation-approved = تمت المصادقة على هذه الخطة.
relocation-superseded = عوضت هذه الخطة بأخرى.
relocation-destination-blank = بينوا المؤسسة.
relocation-no-house-here = لا تبين مؤسسة إلا للإيواء في مؤسسة.
relocation-house-itself = لا يعاد الإيواء في المؤسسة نفسها.
relocation-too-many = طاقة هذه المؤسسة { $places } مقعدا.
relocation-residents-counted = عدد المقيمين { $residents } حسب آخر كشف: لا يصرح به.
relocation-residents-blank = لا يبين أي كشف عدد المقيمين: بينوه.
relocation-remark-blank = بينوا الوجهة.
notice-inspection-announced = برمج تفتيش لإحدى مؤسساتكم.
notice-inspection-made = تم تفتيش إحدى مؤسساتكم.
mail-notices-inspection-announced = – عمليات تفتيش مبرمجة: { $count }
mail-notices-inspection-made = – عمليات تفتيش منجزة: { $count }
work-inspection-record = تفتيش مبرمج: أنجزوه وسجلوا ما لوحظ.
work-relocation-plan-approve = خطة لإعادة الإيواء تنتظر المصادقة.
notice-inspection-wanted = بينوا تفتيشا منجزا لهذه المؤسسة.
notice-due-before = يحل الأجل بعد يوم التبليغ.
notice-items-blank = بينوا ما يجب تصحيحه.
notice-met-before = لم يكن الإنذار قد بلغ في هذا اليوم.
notice-met = تم استيفاء هذا الإنذار.
notice-not-met = أغلق هذا الإنذار دون استيفائه.
notice-withdrawn = سحب هذا الإنذار.
notice-not-due = لم ينقض الأجل بعد: ما زال يمكن استيفاء الإنذار.
measure-decided-by-another = اقترحتم هذا التدبير: يسجل القرار شخص آخر.
measure-no-licence = لا ترخيص ساري المفعول لهذه المؤسسة.
measure-not-in-force = لا ترخيص ساري المفعول في هذا اليوم.
measure-for-good = السحب نهائي.
measure-end-blank = بينوا آخر يوم للتوقيف.
measure-ends-before = ينتهي قبل أن يبدأ.
measure-first-day = لم يكن الترخيص ساريا في اليوم السابق.
measure-beyond-licence = هذا الترخيص سار إلى غاية { $until }.
measure-not-suspended = الترخيص غير موقوف في هذا اليوم بهذا التدبير.
measure-over = انتهى هذا التوقيف.
measure-proposed = هذا التدبير مقترح.
measure-decided = تقرر هذا التدبير.
measure-refused = رفض هذا التدبير.
measure-lifted = رفع هذا التوقيف.
measure-urgency-blank = بينوا الإنذار غير المستوفى، أو سبب الاستعجال.
measure-notice-wanted = بينوا إنذارا لهذه المؤسسة أغلق دون استيفائه.
measure-another-proposed = هناك تدبير آخر مقترح لهذه المؤسسة.
measure-before-proposed = لم يكن التدبير قد اقترح في هذا اليوم.
measure-before-decision = لا يبدأ التدبير قبل القرار.
notice-formal-notice-served = بلغ إنذار إلى إحدى مؤسساتكم.
notice-formal-notice-closed = أغلق إنذار لإحدى مؤسساتكم.
notice-licence-measure-proposed = اقترح تدبير في حق ترخيص.
notice-licence-measure-decided = تقرر في تدبير في حق ترخيص.
mail-notices-formal-notice-served = – إنذارات مبلغة: { $count }
mail-notices-formal-notice-closed = – إنذارات مغلقة: { $count }
mail-notices-licence-measure-proposed = – تدابير مقترحة في حق تراخيص: { $count }
mail-notices-licence-measure-decided = – تدابير تقرر فيها في حق تراخيص: { $count }
work-formal-notice-overdue = انقضى أجل إنذار: تحققوا من استيفائه أو أغلقوه.
work-licence-measure-decide = تدبير في حق ترخيص ينتظر القرار.
work-import-enter = قُرئت لائحة أرسلتها: اطلع على ما وُجد فيها، ثم أدخلها أو تخل عنها.
work-dossier-complete = في ملف الجمعية وثيقة ناقصة، أو انتهت صلاحيتها أو أوشكت على الانتهاء: حيّن الملف.
work-application-submit = مسودة طلب ترخيص في انتظار الإيداع.
work-application-complete = تنقص وثائق في طلب ترخيص: أدلوا بها وأتموا الطلب.
work-application-instruct = طلب ترخيص في انتظار مرحلته المقبلة.
work-application-reserves = طلب مقبول بتحفظات: تحققوا من رفعها.
work-application-decide = طلب ترخيص معروض على السلطة: سجلوا قرارها.
work-application-issue = طلب مقبول: سلموا الترخيص.
work-application-dismiss = طلب لم يُستكمل أو لم تُرفع تحفظاته في الأجل: احفظوه أو انتظروا.
holiday-there = هذا اليوم عطلة رسمية من قبل: حدد نسختها التي رأيتها.
holiday-year = السنة عدد من { $from } إلى { $to }.
rule-set-number = هذا عدد من { $from } إلى { $to }.
rule-set-twice = هذا مكرر.
rule-set-owner = وثائق هذا الصنف لا ترتبط بهذا: غيّروا ما ترتبط به أو اختاروا صنفا آخر.
rule-set-restricted = لا تطلب وثيقة ذات اطلاع مقيد: من يسجل القرار لا يراها.
rule-set-code = يتكون الرمز من حروف لاتينية كبيرة وأرقام وشرطات سفلية، { $maximum } على الأكثر: FIRE_SAFETY.
rule-set-no-draft = لا يُعدَّل ولا يُنشر إلا المشروع: ما نُشر يبقى كما هو. أعدّوا الطبعة التالية بنسخه.
rule-set-retired = أُلغي دفتر الشروط هذا من قبل.
rule-set-begin = أعطوا المحتوى أو دفتر الشروط المراد نسخه: أحدهما.
rule-set-category = هذا الصنف القانوني يخضع لقانون آخر.
rule-set-source = لا يذكر مصدره: قانون أو مرسوم أو دورية.
rule-set-documents = لا يشترط أي وثيقة في { $kind ->
    [NEW] طلبات الترخيص الجديد
    [RENEWAL] طلبات التجديد
    [MODIFICATION] طلبات التعديل
   *[REGULARISATION] طلبات تسوية الوضعية
}.
rule-set-norms = ليست فيه أي قاعدة ملزمة.
rule-set-deadline = لا يحدد أي أجل { $step ->
    [COMPLETENESS] للتحقق من اكتمال الملف
    [COMPLETION] لاستكمال الوثائق الناقصة
    [INSTRUCTION] للدراسة
    [VISIT] للزيارة
    [DECISION] للقرار
   *[ISSUE] لتسليم الرخصة
}.
# Support for creation
creation-support-no-lines = أضف على الأقل سطرا واحدا لما تطلبه.
creation-support-asks-too-much = يطلب هنا أكثر من { $amount } درهم، وهو ما ينقص بعد مساهمة الجمعية.
creation-support-own-part = مساهمة الجمعية تفوق الكلفة الإجمالية.
creation-support-programme = لا تُطلب في هذا البرنامج مساعدة على إحداث المؤسسات. تجد البرامج في programmes.
creation-support-no-money = الدعم التقني ليس مالا: احذف المبلغ.
creation-support-not-granted = ما لا يُقترح قبوله ليس له مبلغ.
creation-support-line-missing = السطر { $position } ينتظر اقتراحا.
creation-support-line-twice = ذُكر هذا السطر مرتين.
creation-support-not-proposed = لم تقترح المندوبية شيئا بعد.
creation-support-nothing-proposed = يُقترح عدم قبول أي شيء: ارفض الطلب أو اقترح من جديد.
creation-support-head-decides = يقرر في هذا الطلب رئيس المندوبية.
creation-support-national-decides = يقرر في هذا الطلب المقر الوطني: المبلغ يفوق ما يقرره رؤساء المندوبيات في هذا البرنامج.
creation-support-decided-by-another = أنت من قدم هذا الطلب أو اقترح فيه: يقرر شخص آخر.
creation-support-no-house = اربط أولا المؤسسة التي أُحدثت.
creation-support-milestones-left = عدد المراحل التي لم تُنجز بعد: { $count }.
creation-support-of-another = ليس لهذه الجمعية ولا في هذه المندوبية.
creation-support-application-of-another-house = هذا الطلب ليس للمؤسسة المرتبطة بهذا الدعم: اربطوا المؤسسة أولا.
creation-support-not-paid = ليس هذا السطر منحة مالية مقبولة.
creation-support-draft = الطلب مسودة لدى الجمعية: يجب تقديمه أولا.
creation-support-submitted = قُدم الطلب: تشرع المندوبية في دراسته أو تعيده.
creation-support-under-instruction = الطلب قيد الدراسة لدى المندوبية.
creation-support-granted = قُبل الطلب ولم يبدأ الإنجاز بعد.
creation-support-refused = رُفض الطلب: انتهى أمره.
creation-support-in-progress = المؤسسة في طور الإحداث.
creation-support-completed = أُحدثت المؤسسة: انتهى أمر الطلب.
creation-support-abandoned = تم التخلي عن الطلب: انتهى أمره.
creation-support-withdrawn = سُحب الطلب: انتهى أمره.
notice-creation-support-submitted = قدمت جمعية طلب دعم لإحداث مؤسسة: اشرع في دراسته أو أعده.
notice-creation-support-sent-back = أُعيد إليك طلب دعم لإحداث مؤسسة: صححه ثم قدمه من جديد.
notice-creation-support-decided = تقرر في طلب دعم لإحداث مؤسسة.
mail-notices-creation-support-submitted = – طلبات دعم الإحداث التي قُدمت: { $count }
mail-notices-creation-support-sent-back = – طلبات دعم الإحداث التي أعيدت إليك: { $count }
mail-notices-creation-support-decided = – طلبات دعم الإحداث التي تقرر فيها: { $count }
work-creation-support-correct = أعيد إليك طلب دعم لإحداث مؤسسة: صححه ثم قدمه من جديد.
work-creation-support-take-up = قُدم طلب دعم لإحداث مؤسسة: اشرع في دراسته أو أعده.
work-creation-support-propose = طلب دعم لإحداث مؤسسة قيد الدراسة: اقترح ما يُقبل منه.
work-creation-support-decide = طلب دعم لإحداث مؤسسة ينتظر قرارا: اقبله أو ارفضه.
measure-creation-support-requested = طلبات الجمعيات لدعم إحداث المؤسسات، حسب شهر آخر تقديم، بما فيها ما رُفض أو سُحب بعد تقديمه.
measure-creation-support-granted = طلبات دعم الإحداث المقبولة، حسب شهر القرار، بما فيها ما تم التخلي عنه بعد ذلك.
measure-creation-support-amount-granted = ما قُبل في طلبات دعم الإحداث من مال وقيمة ما يُعطى عينا، حسب شهر القرار.
application-over = انقضى آخر يوم للترخيص: لم يعد ممكنا تسليمه.
application-before-visit = تقرر السلطة بعد الزيارة: هذا اليوم سابق لها.
application-minutes-gone = سحب محضر الزيارة أو عوض: سجلوا زيارة جديدة.
