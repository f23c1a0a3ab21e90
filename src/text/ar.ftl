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
sign-in-no-mandate = ليس لهذا الحساب تكليف اليوم. اتصل بالمكلف بالحسابات في مكتبك.
text-empty = لا يمكن أن يكون هذا الحقل فارغا.
text-too-long = { $maximum } حرفا على الأكثر.
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
