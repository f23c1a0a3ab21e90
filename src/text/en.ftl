# Messages in English. Each has its twin in ar.ftl and fr.ftl; a test compares the three.
unauthenticated = Sign in first: this request carries no access token.
token-refused = The access token is not valid or no longer valid. Sign in again.
forbidden = Your role does not have the right { $right }.
not-found = There is no such object, or it is not yours to see.
id-malformed = “{ $id }” is not the id of { $type ->
    [any] an object
   *[other] a { $type }
  }. Send the id as it was given to you.
first-and-last = Ask for “first” or for “last”, not for both.
after-and-before = “after” goes with “first”, “before” with “last”.
page-size = “{ $argument }” is a number from 0 to { $maximum }.
too-many-ids = At most { $maximum } ids can be asked for at once.
cursor-refused = The cursor “{ $argument }” does not belong to this list in this order. Start again without it.
month-malformed = A month is written YYYY-MM, such as 2022-05.
year-range = A budget year is a number from { $from } to { $to }.
delegation-needed = Say which delegation: your own slice is not a single one.
internal = Something went wrong on our side. It has been noted; tell us the request id.
sign-in-failed = Login or password is wrong.
sign-in-deactivated = This account is deactivated. Ask the one who manages accounts in your office.
sign-in-password-expired = Change your password first, by “passwordChange”, then sign in with the new one.
session-ended = This session has ended. Sign in again.
link-ended = This link was used before, or has ended. Ask the one who gave it to you for another.
password-short = A password has at least { $minimum } characters. A few words in a row are easy to remember.
password-same = This is the password you have. Take another one.
password-guessed = This password is among those that are tried first. Take a few words that do not belong together.
mandate-days = The last day is before the first.
mandate-ended = This mandate was taken back before.
role-not-yours = This role is not yours to give.
slice-needed = Say which { $type } the role is for, by its id.
slice-not-needed = A role of the national office is for the whole country: leave this out.
delegate-heads-only = Only the head of a delegation lets somebody act for them, and only for themselves.
rights-needed = Name what they shall be able to do.
right-not-passed-on = Looking after accounts (MANAGE_ACCOUNTS) is not passed on: ask the national office for a head in the meantime.
right-not-yours = You do not have the right { $right } yourself.
delegate-too-long = Your own mandate ends on { $last }: this one cannot end later.
second-factor-needed = Send along the code that your device shows, or one of your recovery codes, as “code”.
second-factor-missing = Your role needs a second factor: ask for one by “secondFactorOffer”, confirm it by “secondFactorConfirm”, then sign in with a code.
second-factor-there = This account has a second factor. If its device and its recovery codes are lost, ask the one who manages accounts in your office.
second-factor-wrong = This code is wrong, or was used before. Wait for the next one.
single-sign-on-off = There is no single sign-on here: sign in with login and password.
single-sign-on-page = People do not come back to this page: take one that this installation names, or leave it out.
single-sign-on-unavailable = The sign-on service of your institution gives no answer. Try again shortly, or sign in with login and password.
single-sign-on-ended = This attempt has ended, was finished before, or was begun elsewhere. Begin again by “singleSignOnBegin”.
single-sign-on-refused = What the sign-on service of your institution says does not hold. Begin again; if it happens again, tell the one who manages accounts in your office.
single-sign-on-email-not-verified = The sign-on service of your institution has not verified your address. Have it verified there, or sign in with login and password.
single-sign-on-unknown = No account here has your address. Ask the one who manages accounts in your office to enter it.
single-sign-on-email-of-many = Several accounts here have your address. Ask the one who manages accounts in your office to leave it to one of them.
single-sign-on-other = The account of your address belongs to another identity of the sign-on service. Ask the one who manages accounts in your office to reset it.
single-sign-on-code-needed = This account has a second factor. Begin again, and send along the code that your device shows, or one of your recovery codes, as “secondFactorCode”.
single-sign-on-code-wrong = This code is wrong, or was used before. Begin again, with the next one.
single-sign-on-factor-missing = Your role needs a second factor: show one to the sign-on service of your institution, or set a password here and confirm one by “secondFactorOffer” and “secondFactorConfirm”.
access-allowed = Allowed: the mandate holds, the object lies in its slice, and it has the right.
access-not-held = The mandate does not hold today, or its account is deactivated.
access-outside = The object does not lie in the slice of this mandate.
access-no-right = The role of this mandate, or what was named of it, does not have the right.
account-own = This is your own account: somebody else has to change it.
account-holds-more = This account holds a mandate that is not yours to give. Ask the national office.
account-deactivated = This account is deactivated.
account-active = This account is not deactivated.
login-form = A login has { $from } to { $to } characters: a to z and digits, with “.”, “-”, “_” and “@” between them.
login-taken = This login belongs to another account. Take another one.
email-form = This is no address: name@example.ma.
rate-limited = Too many attempts. Try again in { $seconds } seconds.
unavailable = It cannot be told right now whether you are still signed in. Try again shortly.
sign-in-no-mandate = This account holds no mandate today. Ask the one who manages accounts in your office.
text-empty = This must not be empty.
text-too-long = At most { $maximum } characters.
text-direction = This text has invisible signs that turn the direction of reading: write it without them.
json-only = The body is JSON: send it with “Content-Type: application/json”.
request-malformed = The body is not a GraphQL request: a JSON object with “query” and, where needed, “variables”, “operationName” and “extensions”.
deadline = It took longer than { $seconds } seconds and was given up. Ask for less at once.
forbidden-here = You may see this object and not change it. Ask the delegation that keeps it.
conflict = What you change has moved while your change was being made. Read it again and send the change once more.
outcome-unknown = It is not known whether your change was made: the answer did not come in time. Send it again with the same idempotency key; without one, read the object first.
version-conflict = It has been changed in the meantime and is now at version { $version }. Look at it as it is and decide again.
idempotency-key-reused = This idempotency key was used before, with another input. Take a new one for a new change.
name-missing = Give a name in Arabic, in French, or in both.
nul = This text has a character that cannot be kept (NUL). Take it out.
number-range = A number from { $from } to { $to }.
capacity-sum = Places for girls and women and for boys and men must add up to the total, { $total }.
unknown-code = There is no “{ $code }”. The codes are listed by { $field }.
commune-elsewhere = The commune lies in another province than the delegation.
closed-before-opened = The last day lies before the day it opened, { $opened }.
already-closed = It is closed since { $closed }.
date-future = This day lies in the future.
month-future = This month has not ended yet.
key-length = An idempotency key has from 8 to 128 characters.
document-limit = The document is too large: at most { $maximum } { $what ->
    [nesting] brackets within brackets
    [tokens] words and signs
    [depth] fields within fields
    [aliases] fields given another name
    [root-fields] fields of the operation itself
    [directives] directives
    [items] items in a list
    [cost] of cost, where a page costs what its rows cost and a search five hundred
   *[fields] fields, fragments counted where they are spread
  }. Ask for less at once.
list-too-long = { $maximum } items at most at a time. Send the rest by itself.
rib-digits = A RIB has digits only.
rib-length = A RIB has { $maximum } digits; you gave { $count }.
rib-key = The key of the RIB (its last two digits) does not fit the others: a digit is wrong.
decided-by-another = You proposed this account: another person must decide.
already-decided = This account was approved or rejected before. Propose another one.
bank-account-in-use = The association is paid to this account already.
bank-account-proposed = An account is proposed for this association already. It has to be approved or rejected first.
final-before-provisional = The final receipt is before the provisional one, of { $provisional }.
mandate-before-election = The mandate has to end after the election of { $elected }.
territory-code = “{ $code }” is no code of this level: 05 for a region, 05.301 for a province, 05.301.07 for a cercle, 05.301.07.03 for a commune.
territory-twice = The code “{ $code }” is in the list twice.
territory-within = “{ $code }” lies in “{ $within }”, which is not there yet. Add it to the list.
territory-kind = This kind does not go with this level.
territory-validity = The last day is before the first.
body-limit = The body is too large: { $maximum } bytes at most. Send less at once.
not-acceptable = The answer is JSON: accept “application/graphql-response+json” or “application/json”.
variable-missing = The variable ${ $name } has no value. Send one in “variables”.
search-too-long = A search has { $characters } characters and { $words } words at most. Shorten it.
no-encoding = Send the body as it is, without “Content-Encoding”.
statement-given-up = This takes too long. Ask for less at once.
persisted-malformed = “extensions.persistedQuery” has the form { $shape }.
persisted-other = The SHA-256 is not that of the document. Compute it over the exact text that is sent.
persisted-not-found = No document of this SHA-256 is known here: sign in, and send it along by POST.
persisted-only = GET asks for persisted queries only: give “extensions” with “persistedQuery” and its “sha256Hash”, no “query”. Send the rest by POST.
persisted-change = Changes are sent by POST.
address-malformed = The address is not a GraphQL request: “variables” and “extensions” are JSON objects, each given once.
trusted-only = Only trusted documents are answered here. Send one of them as it is, or its SHA-256.
answer-too-long = The answer would be longer than { $maximum } MB. Ask for fewer rows, or for less of each.
scopes-needed = Say what its systems may read.
reach-needs = This reach needs it: say which.
reach-other = This does not go with the reach that is given.
agreement-days = The last day is before the first.
agreement-taken = An agreement of this number is entered already.
agreement-ended = This agreement has ended. What is agreed anew is entered as another one.
api-client-ended = This system was ended. Enter another one.
secrets-enough = This system has { $maximum } secrets that are good. End the older one first.
secret-ended = This secret has ended already.
oauth-form = Send a form: grant_type, and where needed scope, client_id, client_secret, each once.
oauth-grant-type = The only grant_type is client_credentials.
oauth-once = Show the client by the header or in the form, not by both.
oauth-client = There is no such client, or the secret is not its own, or either was ended.
oauth-agreement = The agreement of this client does not hold today. Ask Entraide Nationale.
oauth-scope = The agreement of this client does not open this scope.
oauth-late = The request took too long to arrive.
over-budget = You have asked for more than is answered in a minute. There is room again in { $seconds } seconds; ask for fewer fields, or smaller pages, to get further.
mail-invitation-subject = Your account on Taawun
mail-invitation =
    Good day { $name },

    An account was opened for you on Taawun, the platform of Entraide Nationale. Your login:
    { $login }

    { $way }

    If you did not expect this, or it came too late, turn to the one who manages accounts in your office.
mail-reset-subject = Another password for Taawun
mail-reset =
    Good day { $name },

    The one who manages accounts in your office has reset yours on Taawun: the password before opens nothing any more, and you are signed out everywhere. Your login:
    { $login }

    { $way }

    If you did not ask for it, or it came too late, turn to the one who manages accounts in your office.
mail-by-page =
    Choose your password at this address:
    { $way }

    It is good once, until { $day } at { $time } (time of Morocco). Give it to nobody: nobody will ask you for it, nor for your password.
mail-by-token =
    To choose your password, enter this code where you use Taawun:
    { $way }

    It is good once, until { $day } at { $time } (time of Morocco). Give it to nobody: nobody will ask you for it, nor for your password.
mail-password-subject = Your password for Taawun was set
mail-password =
    Good day { $name },

    The password of this account was set on { $day } at { $time } (time of Morocco), and all its sessions were ended:
    { $login }

    If it was you, there is nothing to do. If it was not, tell the one who manages accounts in your office at once, who can lock the account.
mail-second-factor-subject = Your second factor for Taawun was taken away
mail-second-factor =
    Good day { $name },

    The one who manages accounts in your office took the second factor of this account away, on { $day } at { $time } (time of Morocco), and all its sessions were ended:
    { $login }

    If you asked for it, sign in and set up another one. If you did not, tell them at once: somebody may be passing themselves off as you.
mail-footer = This message was sent by a machine: nobody reads what is answered to it.
out-of-scope = The agreement of this system does not open { $scope }. Ask Entraide Nationale.
partners-only-read = The systems of partners only read: nothing is changed by them.
mandate-not-yours = This mandate is not yours, or does not hold today. Take one of viewer {"{"} mandates {"}"}.
second-factor-none = This account has no second factor.
email-taken = This address stands at another account. Take another one, or leave it out.
single-sign-on-email-outdated = Your account was given more since its address was entered. Ask the one who manages accounts in your office to confirm the address (“accountUpdate”), then sign in again.
mail-address-subject = Another address stands at your Taawun account
mail-address =
    Good day { $name },

    Since { $day } at { $time } (time of Morocco), mails about this account go to another address:
    { $login }

    If you asked for it, there is nothing to do. If you did not, tell the one who manages accounts in your office at once.
mail-identity-subject = Your Taawun account opens by the sign-on service
mail-identity =
    Good day { $name },

    On { $day } at { $time } (time of Morocco), somebody signed in to this account by the institution's sign-on service for the first time:
    { $login }

    If it was you, there is nothing to do. If it was not, or if this account is not yours, tell the one who manages accounts in your office at once, who can lock the account.
argument-range = “{ $argument }” is from { $from } to { $to }.
each-once = Name from { $from } to { $to } of them in “{ $argument }”, each once.
kind-or-wide-kind = Group by KIND or by WIDE_KIND, not by both.
measure-yearly = { $measure } is of a whole year: ask for it with “per: YEAR”.
measure-not-kept-by = { $measure } is not kept by what you group and filter by together. It is kept by: { $cubes }. Territory goes with all of them; commune, audience and programme not with a single establishment.
measure-not-of-level = { $measure } is not counted for { $level ->
    [ESTABLISHMENT] single establishments
   *[ASSOCIATION] single associations
 } by what you group and filter by. What a house reports stands in its season returns.
order-not-asked = To order by { $measure }, ask for it in “measures” too.
statistics-rows = This would be more than { $maximum } rows: group by less, or filter.
measure-establishments = Establishments of every kind that are open at the end of the month, with or without a licence; one whose opening day is unknown is open since ever. From the register.
measure-licensed-establishments = Establishments that are open at the end of the month and whose licence is in force (laws 14-05 and 65-15). From the register.
measure-establishments-being-licensed = Establishments that are open at the end of the month and whose licence is applied for and not decided. From the register.
measure-capacity = Places of the establishments that are open at the end of the month; what is unknown counts as nothing. From the register.
measure-establishments-opened = Establishments of every kind whose opening day falls in the period; those whose day is unknown are in none. From the register.
measure-establishments-closed = Establishments of every kind whose last day falls in the period. From the register.
measure-licences-granted = Licences whose first day falls in the period, renewals included. From the register.
measure-grants-awarded = Grants to associations in the budget year, which is a calendar year, estimates included. From the grant lines; unknown where none was entered.
measure-projects = Social projects; no day is known of them, so that they are there since ever. From the list of projects.
licence-ends-before = The last day cannot be before the first.
return-no-period = No season or month that this house reports of begins in this month. The templates tell which do.
return-period-future = The period from { $period } has not begun yet.
return-period-not-over = The period is over when { $period } is. Until then figures can be filled in, and not be submitted.
return-not-open = The house was not open in this period.
return-taken = This house has begun its return for this period already.
return-submitted = The return is submitted: the delegation validates it or sends it back.
return-validated = The return is validated. The delegation can open it again, with a reason.
return-with-the-house = The return is with the house: it has to be submitted first.
return-decided-by-another = You submitted this return: another person validates it.
return-figure-missing = This figure is lacking. Where there is nothing, enter 0.
return-of-which = Of those served, at most { $count } can be counted here. Correct this figure or the head-count.
amount-wanted = This is money: give an amount.
count-wanted = This is counted: give a number.
return-item-twice = This item was given twice.
mail-return-subject = A season return of your house is late
mail-return =
    Good day { $name },

    The return of { $house } ({ $reference }) for { $first } to { $last } was due on { $day }, and your delegation has not received it.

    Fill it in on Taawun, the platform of Entraide Nationale, and submit it; or, if something keeps you from it, tell your delegation.
measure-houses-reporting = Establishments whose validated return speaks of a period (a season or a month) that holds the month asked for. From the season returns.
measure-people-served = People served in the period of the returns that hold the month, as the houses count them: a person served by two houses is counted by both. Unknown where no house has a validated return. From the season returns.
measure-orphans-served = Of the people served, the orphans. From the season returns.
measure-persons-with-disability-served = Of the people served, the persons with a disability. From the season returns.
measure-people-present = People present on the last day of the period of the returns that hold the month. From the season returns.
measure-places-reported = Places of the houses whose returns say how many people were present, as they were when the return was submitted. From the season returns.
measure-occupancy = People present for each place, over the houses whose returns have both. More than 1 is more people than places. From the season returns.
measure-beds = Beds of the houses whose returns hold the month. From the season returns.
measure-staff = Members of the staff on the last day of the period of the returns that hold the month. From the season returns.
measure-qualified-staff = Of the staff, those with a certificate for their work. From the season returns.
measure-expenditure = Money spent in the whole period of the returns that hold the month, whoever paid it. From the season returns.
release-there = The release of { $month } is there already. It is published once.
release-order = The release of { $last } is published already, and none is published before it any more. Take a later month.
release-unprotected = { $count } small figures, such as “{ $figure }”, could be worked out from this release and the one before. Nothing was published. Publish a later month, in which more has changed.
release-withdrawn = This release was withdrawn already.
release-file = There is no such file. What is published stands at /releases.
release-file-withdrawn = This release was withdrawn. Why stands at /releases.
job-internal = This attempt failed by a fault of ours, which is noted.
job-lost = The process that did this went away, again and again.
job-not-allowed = Whoever asked for this may not do it any more.
job-mail-refused = The mail server did not take the mail.
job-no-font = No font that writes Arabic is here, so nothing is printed. Tell whoever runs this installation.
job-ended = This has ended already: nothing is left to be cancelled.
job-too-many = { $maximum } jobs that you asked for have not ended. Wait for one to end, or cancel one.
notices-ids-or-all = Give either ids or all.
notice-season-return-submitted = A house has submitted a season return: validate it, or send it back.
notice-season-return-sent-back = Your delegation has sent a season return back to you: correct it and submit it again.
notice-season-return-validated = Your delegation has validated a season return.
notice-season-return-overdue = A season return of your house is late: fill it in and submit it.
notice-document-printed = What you asked to be printed is ready: a document, to be read and downloaded.
mail-notices-subject = You have new notices on Taawun
mail-notices =
    Good day { $name },

    This is what you have not read yet:

    { $lines }

    { $way }

    You choose on Taawun how often you are written to.
mail-notices-on-taawun = Read it on Taawun, the platform of Entraide Nationale.
mail-notices-by-portal =
    Read it on Taawun, the platform of Entraide Nationale:
    { $way }
mail-notices-season-return-submitted = – season returns submitted by houses: { $count }
mail-notices-season-return-sent-back = – season returns sent back to you: { $count }
mail-notices-season-return-validated = – season returns validated: { $count }
mail-notices-season-return-overdue = – season returns that are late: { $count }
mail-notices-document-printed = – papers printed for you: { $count }

# Documents
text-hidden-characters = This text has characters that are not seen, such as those that turn the direction of writing. Enter it again without them.
upload-name = Give the name of the file, ending in .pdf, .jpg, .jpeg, .png or .webp.
upload-digest-form = A SHA-256 has 64 hexadecimal digits.
upload-too-many = You have { $maximum } uploads that are no documents yet. Make documents of them, or wait until they are deleted, a day after they were announced.
upload-forged = This address was not made here, or was altered. Announce the file again.
upload-ended = This address, or the upload, has ended. Announce the file again.
upload-ended-wholly = This upload has ended. Announce the file again under a new key.
upload-done = The file has arrived already. Make it a document.
upload-busy = Too many files are being sent at this moment. Try again in a few seconds.
upload-under-way = This file is being sent at this moment. Wait until that has ended, or, where it was cut off, try again in a minute.
upload-several = You are sending several files at this moment. Send the next one when one of them has arrived.
upload-late = The file arrives too slowly. Send it again.
upload-whole = Send the whole file at once, without “Content-Range”.
upload-too-long = The file has more bytes than were announced, or than are taken.
upload-too-short = The file has fewer bytes than were announced. Send all of it.
upload-type = This is no document: its content is { $type }. A PDF, JPEG, PNG or WebP is.
upload-type-unknown = This is no document: nobody knows what its content is. A PDF, JPEG, PNG or WebP is.
upload-named = The content of this file is { $type }, and its name says something else. Give it its right name, and announce it again.
upload-archive = This file is an archive besides. Save the document anew, and send that.
upload-sizeless = This picture does not say how large it is. Save it anew, and send that.
upload-pixels = This picture has { $count } million pixels; { $maximum } million at most. Make it smaller, and send that.
upload-digest = What arrived is not the file that was announced: its SHA-256 is another one. Send it again.
upload-missing = The file has not arrived yet. Send it to the address of the upload first.
document-expires = A document does not end before the day it bears.
document-archived = This document was replaced or withdrawn: it stays as it is.
document-of-another = A document takes the place of one that hangs on the same association or establishment.

# What waits for somebody
work-season-return-correct = A season return was sent back to you: correct it, and submit it again.
work-season-return-begin = A season return is to be begun: its period is over.
work-season-return-submit = A season return is to be filled in and submitted.
work-season-return-decide = A season return was submitted: validate it, or send it back.
work-bank-account-decide = A bank account was proposed by another person: approve or reject it.
work-document-replace = A document is about to expire, or has: put another one in its place.
upload-list-name = The name of the file ends in .xlsx or .csv.
upload-no-list = The file is no list in XLSX or CSV, or is not what its name says. Save it anew in one of the two.
import-lines-wrong = { $count } lines are wrong. Mend the file and send it again, or have the others entered without them.
import-empty = There is no line that can be entered.
import-same-file = This file has been entered before, or is being entered.
import-leaned-on = It cannot be taken back: { $count } of what it brought have been changed since, or have documents, returns, mandates or grants that depend on them. Mend them one by one.
import-stands = The import is { $state }, which does not allow this. Read it again.
import-moved-on = Line { $line }: what was known when the file was read has changed (a house was entered meanwhile, or an association is gone). Send the file again.
sheet-no-list = The sheet “{ $sheet }” has not the headings of a list: it was not read.
column-unknown = The column “{ $heading }” of the sheet “{ $sheet }” is not known: it was not read.
list-none = The file is no list: neither a workbook nor text.
list-other-format = The file is of another format (XLS, ODS). Save it as XLSX or CSV.
list-protected = The file asks for a password. Take it off and send the file again.
list-too-large = The file has more than { $maximum } bytes. Part it.
list-too-much-inside = The file unpacks to more than is read. Save it as CSV, or part it.
list-too-many-lines = The file has more than { $maximum } lines. Part it.
list-too-many-columns = A cell beyond column { $maximum } is not empty. Clear what lies there.
list-too-many-sheets = The workbook has more than { $maximum } sheets. Part it.
list-cell-too-long = A cell in line { $line }, column { $column } has more than { $maximum } characters.
list-quote-open = A quotation mark opened in line { $line } is never closed.
list-broken = The workbook is damaged. Open it and save it anew.
list-no-headings = The file has the headings of no list that is known. Use one of the templates.
list-no-lines = There is no line below the headings.
cell-reversed = The digits stand in reverse order: read as { $read }.
cell-thousands = The comma or point was read as standing between thousands: { $read }.
cell-decimal-comma = The Arabic comma was read as standing before the centimes: { $read }.
cell-unit = The word “{ $unit }” was left out: read as { $read }.
cell-year-only = A year alone: read as { $read }.
cell-month-only = A month alone: read as { $read }.
cell-missing = The cell is empty, and is needed.
cell-no-number = It is no number.
cell-word = The word “{ $word }” beside the number is not known. Write the number alone.
cell-not-exact = An exact number is wanted, without “more than” or “about”.
cell-not-whole = A whole number is wanted.
cell-below-centime = The amount has parts of a centime.
cell-ambiguous = It can be understood in two ways. Write it plainly: 1468 or 1468.00, or 2022-05-04.
cell-negative = It cannot be less than zero.
cell-too-large = It is larger than can be.
cell-no-day = It is no day. Write it 2022-05-04 or 04/05/2022.
cell-no-such-day = There is no such day (day, month, year).
cell-no-month = It is no month. Write it 2022-05.
cell-no-text = A text is wanted.
cell-letters-lost = Letters of it were lost (�). Mend them in the file.
cell-digits-lost = A long number of which the last digits were lost. Write it as a text.
cell-formula = The formula of the cell has an error: { $error }.
cell-no-name = It is no name: it has no letters.
cell-other-language = It is written in another language than its column says, and taken in its own.
line-not-yours = This delegation is not yours.
line-delegation-unknown = This delegation is not known.
line-delegation-missing = The delegation is needed in each line of a national list.
line-commune-several = Several communes of the province bear this name. Write its code.
line-commune-unknown = There is no commune of this name in the delegation's province.
line-association-there = There is an association of this name in the delegation already.
line-association-several = Several associations bear this name. Leave the cell empty, and choose the association afterwards.
line-association-new = An association that is not known: its file will be opened, with its name alone.
line-house-there = There is a house of this kind and name in this commune already: { $reference }.
line-over-full = { $present } people are present in { $capacity } places.
line-kind-unknown = The kind of establishment is not known. Write its code or name, as in the list of kinds.
line-law-unknown = The law is not known: write 14-05 or 65-15.
line-licence-unknown = The state of the licence is not known: write licensed, in progress or unlicensed.
line-unlicensed = A house without a licence, of a kind that needs one.
line-licence-from = The day of the licence is not known: counted from { $day }.
line-figures-not-yours = Figures are declared by delegations alone.
line-measure-unknown = The measure is not known. Write one of those of the template.
template-none = There is no template of this name. They are listed at /imports/templates.
staff-directed-since = Somebody else directs this house since { $from }: note first that they leave.
staff-directed-until = Somebody else directed this house from { $from } to { $to }.
staff-ended = They left on { $ended }.
staff-ended-before = The last day lies before the first one, { $started }.
staff-not-ended = They have not left: that is noted by staffMemberEnd.
document-owner = A document of this category hangs on { $kind ->
    [ASSOCIATION] an association: a house is handed over with its documents, and the bank account is not
    [ESTABLISHMENT] an establishment
   *[STAFF_MEMBER] a member of the staff
  }.
document-official = The office writes this document: only the delegation adds, replaces or withdraws it.
bureau-one = A bureau has exactly one { $function ->
    [PRESIDENT] president
    [SECRETARY_GENERAL] secretary general
   *[TREASURER] treasurer
  }; you gave { $count }.
bureau-order = This day lies before { $before }, on which what comes first was done.
bureau-taken = The renewal of this general assembly is recorded already: correct it by bureauUpdate.
bureau-by-renewal = The bureau of this file is that of its last renewal: record another one by bureauRenew, or correct it by bureauUpdate.
notice-dossier-expiring = Something in the dossier of your association, or the mandate of its bureau, has expired or is about to: renew it.
mail-notices-dossier-expiring = – pieces of your dossier that expire: { $count }
line-twice = The same stands in line { $place }. Take one of the two away.
line-association-wrong = The association is named in line { $place } of this file, which is wrong: mend that first.
line-association-elsewhere = An association of this name has its seat in another delegation ({ $delegation }): see whether it is the one.
line-licence-without-state = A decision, while the state says that the house is not licensed: the decision is not taken.
line-figure-there = This figure is declared already for this month: the new one will stand in its place.
sheet-misses = The sheet “{ $sheet }”, line { $line }: the columns { $columns } are missing. Add them, and send the file again.
sheet-left-out = The sheet “{ $sheet }”: lines that add up, or have a single cell, were not read: { $lines }.
import-other-under-way = Another list is being entered into the same delegation. Wait for its end, and try again.

application-house-closed = This house is closed: it cannot apply for a licence.
house-licensed-category = This house is licensed in the category { $category }: to change it, apply for a modification of the licence.
application-other-category = This house is registered in the category { $category }: apply for that one, or for a modification of the category.
application-category-of-house = This house is not yet registered in the category { $category }: the delegation must say so in its record first.
application-open = The application { $number } is still open: wait for the decision, or take it back first.
application-open-draft = This house has a draft of an application for a licence: submit it or take it back first.
application-minutes-twice = These are the minutes of another visit: add those of this one.
application-valid-too-late = A licence does not begin after { $latest }.
application-licensed-already = This house is licensed already: apply for a renewal or a modification.
application-licensed-ahead = A licence that was granted to this house begins later: wait for it, then apply for a renewal or a modification.
application-not-open = This house is not open yet: apply for a new licence.
application-nothing-to-renew = This house was never licensed: there is nothing to renew.
application-nothing-to-modify = This house has no licence in force: there is nothing to modify.
application-another-open = Another application is under way for this house: bring it to its end, or take it back.
application-changes-blank = Say what the modification would change.
application-changes-none = Only a modification says what it changes: leave the list empty.
application-no-rules = No published rules govern this category: ask the national office.
application-not-needed = This category needs no licence.
application-capacity-blank = Say how many places are applied for before it is submitted.
application-piece-missing = A document that holds is missing, of the category { $category }.
application-lack-told-once = What is missing is told once: this piece was not told the first time.
application-lack-twice = This piece is named twice.
application-lacks-blank = Name at least one piece that is missing.
application-decided-by-another = You had a hand in preparing it: another person must record the decision and issue the licence.
application-not-visited = The commission’s visit is not recorded.
application-norm-not-met = The mandatory norm { $norm } is not met: there must be a reserve about it.
application-no-open-reserve = All reserves are lifted.
application-open-reserves = Reserves that are not lifted: { $count }.
application-before-submitted = This day lies before the application was submitted.
application-valid-before-decision = The licence cannot begin before the decision.
application-valid-order = The licence would end before it begins.
application-reserve-over = The time for a reserve ends today or later.
application-visit-past = This day has passed: a visit is planned for today or later.
visit-minutes-wanted = Name the minutes: a document of the house in the category VISIT_MINUTES.
visit-members-blank = Say who took part in the visit.
visit-post-blank = Say which body, or as what.
visit-norm-twice = This norm is named twice.
visit-photo-twice = This photo is named twice.
visit-photo-wanted = Choose photos of this house that stand, in the category VISIT_PHOTO.
visit-norm-not-judged = The mandatory norm { $norm } is not judged.
visit-finding-remark = Say what was seen: the norm is not met, or does not apply.
application-no-receipt = A draft has no receipt: submit the application first.
application-receipt-over = A receipt is printed while the application is under way: one that was printed before is among the documents of the house.
certificate-not-licensed = There is no certificate of this: the house is not licensed in this span of time.
certificate-without-decision = The number of the decision is not known, so there is no certificate.
certificate-code-malformed = This is no code of a certificate: it has 20 letters and digits, in groups of four.
certificate-unknown = No certificate with this code was issued here. Look whether every sign is as on the paper.
certificate-in-force = The licence is in force today.
certificate-not-begun = The licence was granted, and begins later.
certificate-expired = The licence is not in force any more: its last day has passed.
certificate-suspended = The licence is not in force: it is suspended.
certificate-withdrawn = The licence is not in force any more: it was withdrawn.
certificate-replaced = The licence is not in force any more: another one took its place.
certificate-house-closed = The licence is not in force any more: the house is closed.
application-draft = The application is still a draft: submit it first.
application-submitted = The application is submitted: the delegation must take it up first.
application-completeness-check = The delegation is checking whether the file is whole: wait until it accepts it, or says what is missing.
application-incomplete = The file is incomplete: the applicant must complete it first.
application-under-instruction = The application is under instruction: the commission’s visit is to be planned.
application-visit-scheduled = The visit is scheduled: what it found must be recorded first.
application-visited = The visit is made: the application is to be laid before the commission.
application-commission-review = The application lies before the commission and the authority.
application-approved = The application is approved: the licence is to be issued.
application-approved-with-reserves = The application is approved with reserves: they must be lifted first.
application-rejected = The application is refused: make a new one.
application-licensed = The licence is issued: any change needs a new application.
application-abandoned = The application is taken back: make a new one.
application-piece-not-seen = Another document has taken the place of one that you have seen: look at the file again.
application-nothing-exchanged = The pieces are those with which the file was accepted: there is nothing to look at again.
application-piece-exchanged = The document of the category { $category } with which the file was accepted was changed, replaced or withdrawn, or has expired: the applicant brings another one where needed, and then the delegation must look at the file again.
application-not-late = There is time until { $last }: the file is not closed before.
application-of-another = The association has submitted this application itself: it alone can take it back.
application-dismissed = The file is closed: make a new application.
notice-application-submitted = An application for a licence was submitted or completed: take it up.
notice-application-incomplete = Something is missing in your application for a licence: bring it, and complete the application.
notice-application-to-decide = An application for a licence lies before the authority: record its decision.
notice-application-decided = A decision on an application for a licence was recorded.
notice-application-abandoned = An application for a licence was taken back.
notice-application-opinion = The regional coordination has said what it thinks of an application for a licence.
notice-licence-issued = A licence was issued.
mail-notices-application-submitted = – applications for licences that were submitted: { $count }
mail-notices-application-incomplete = – applications for licences that are incomplete: { $count }
mail-notices-application-to-decide = – applications for licences to be decided: { $count }
mail-notices-application-decided = – decisions on applications for licences: { $count }
mail-notices-application-abandoned = – applications for licences taken back: { $count }
mail-notices-application-opinion = – opinions of the regional coordination: { $count }
mail-notices-licence-issued = – licences that were issued: { $count }
house-not-open = This house is not open.
house-not-licensed = This house is not licensed today.
inspection-past = This day has passed: an inspection is planned for today or later.
inspection-made = This inspection was made.
inspection-cancelled = This inspection was cancelled.
relocation-missing = { $residents } people live in the house: an approved relocation plan must give all of them a place.
relocation-unknown = No return counts the residents: an approved relocation plan must state how many there are.
relocation-short = The plan gives { $placed } of { $residents } residents a place.
relocation-of-another = Somebody else has prepared this plan: prepare another one.
relocation-approved-by-another = You have prepared this plan: somebody else approves it.
relocation-approved = This plan is approved.
relocation-superseded = Another plan has taken the place of this one.
relocation-destination-blank = Name the house.
relocation-no-house-here = A house is named only where residents are placed in one.
relocation-house-itself = Nobody is relocated to the house itself.
relocation-too-many = This house has { $places } places.
relocation-residents-counted = The last return counts { $residents } residents: their number is not stated.
relocation-residents-blank = No return counts the residents: say how many there are.
relocation-remark-blank = Say where.
notice-inspection-announced = An inspection of one of your houses is planned.
notice-inspection-made = One of your houses was inspected.
mail-notices-inspection-announced = – inspections that are planned: { $count }
mail-notices-inspection-made = – inspections that were made: { $count }
work-inspection-record = An inspection is planned: make it, and record what it found.
work-relocation-plan-approve = A relocation plan waits for approval.
notice-inspection-wanted = Name an inspection of this house that was made.
notice-due-before = The last day comes after the day on which it was served.
notice-items-blank = Say what is to be put right.
notice-met-before = The notice was not served yet on this day.
notice-met = This notice is met.
notice-not-met = This notice was closed as not met.
notice-withdrawn = This notice was taken back.
notice-not-due = Its last day has not passed: it may still be met.
measure-decided-by-another = You have proposed this measure: somebody else records the decision.
measure-no-licence = This house has no licence against which it could be taken.
measure-not-in-force = No licence is in force on this day.
measure-for-good = A withdrawal is for good.
measure-end-blank = Say the last day of the suspension.
measure-ends-before = It ends before it begins.
measure-first-day = The licence did not hold on the day before.
measure-beyond-licence = This licence holds until { $until }.
measure-not-suspended = The licence is not suspended on this day by this measure.
measure-over = This suspension is over.
measure-proposed = This measure is proposed.
measure-decided = This measure is decided.
measure-refused = This measure was refused.
measure-lifted = This suspension was lifted.
measure-urgency-blank = Name the notice that was not met, or say why none could be waited for.
measure-notice-wanted = Name a notice to this house that was closed as not met.
measure-another-proposed = Another measure is proposed of this house.
measure-before-proposed = The measure was not proposed yet on this day.
measure-before-decision = A measure does not begin before its decision.
notice-formal-notice-served = A formal notice was served on one of your houses.
notice-formal-notice-closed = A formal notice to one of your houses was closed.
notice-licence-measure-proposed = A measure against a licence was proposed.
notice-licence-measure-decided = A measure against a licence was decided.
mail-notices-formal-notice-served = – formal notices that were served: { $count }
mail-notices-formal-notice-closed = – formal notices that were closed: { $count }
mail-notices-licence-measure-proposed = – measures against licences that were proposed: { $count }
mail-notices-licence-measure-decided = – measures against licences that were decided: { $count }
work-formal-notice-overdue = The last day of a formal notice has passed: see whether it is met, or close it.
work-licence-measure-decide = A measure against a licence waits for its decision.
work-import-enter = A list that you sent has been read: see what was found, and enter it, or give it up.
work-dossier-complete = Something in the dossier of the association is missing, has expired or is about to: bring it up to date.
work-application-submit = A draft of an application for a licence is to be submitted.
work-application-complete = Something is missing in an application for a licence: bring it, and complete the application.
work-application-instruct = An application for a licence waits for its next step.
work-application-reserves = An application was approved with reserves: see whether they are fixed.
work-application-decide = An application for a licence lies before the authority: record its decision.
work-application-issue = An application was approved: issue the licence.
work-application-dismiss = An application was not completed, or its reserves were not fixed, in time: dismiss it, or wait longer.
holiday-there = This day is a public holiday already: say which version of it you have seen.
holiday-year = A year is a number from { $from } to { $to }.
rule-set-number = This is a number from { $from } to { $to }.
rule-set-twice = This stands here twice.
rule-set-owner = Documents of this category do not hang on this: change what it hangs on, or take another category.
rule-set-restricted = A document of restricted access cannot be asked for: whoever records the decision would not see it.
rule-set-code = A code is of capital letters, digits and underscores, { $maximum } at most: FIRE_SAFETY.
rule-set-no-draft = Only a draft is changed and published: what was published stays as it is. Draft the next edition, as a copy of it.
rule-set-retired = This rule set is retired already.
rule-set-begin = Give the content, or the rule set to be copied: one of the two.
rule-set-category = This legal category is of another law.
rule-set-source = It does not say where it comes from: law, decree or circular.
rule-set-documents = It demands no document of { $kind ->
    [NEW] applications for a new licence
    [RENEWAL] applications for a renewal
    [MODIFICATION] applications for a modification
   *[REGULARISATION] applications for a regularisation
}.
rule-set-norms = It has no norm that a house must meet.
rule-set-deadline = It has no deadline for { $step ->
    [COMPLETENESS] checking whether the file is whole
    [COMPLETION] bringing what is missing
    [INSTRUCTION] the instruction
    [VISIT] the visit
    [DECISION] the decision
   *[ISSUE] issuing the licence
}.
# Support for creation
creation-support-no-lines = Add at least one line of what you ask for.
creation-support-asks-too-much = More is asked than { $amount } dirhams, which is what is lacking beyond the association’s own part.
creation-support-own-part = The association’s own part is more than the whole cost.
creation-support-programme = This programme does not support the creation of houses. See programmes.
creation-support-no-money = Technical support is no money: leave the amount out.
creation-support-not-granted = What it is proposed not to grant has no amount.
creation-support-line-missing = Line { $position } has no proposal yet.
creation-support-line-twice = This line is given twice.
creation-support-not-proposed = The delegation has not made its proposal yet.
creation-support-nothing-proposed = It is proposed to grant nothing: refuse the request, or propose anew.
creation-support-head-decides = The head of the delegation decides on this request.
creation-support-national-decides = The national office decides on this request: the amount is more than heads of delegations decide under this programme.
creation-support-decided-by-another = You submitted this request or made the proposal: another person decides.
creation-support-no-house = Link first the house that was created.
creation-support-milestones-left = Milestones that are not reached: { $count }.
creation-support-of-another = It is neither of this association nor in this delegation.
creation-support-application-of-another-house = This application is not for the house that is linked: link the house first.
creation-support-not-paid = This line is no money that was granted.
creation-support-draft = The request is a draft with the association: it has to be submitted first.
creation-support-submitted = The request is submitted: the delegation takes it up or sends it back.
creation-support-under-instruction = The request is under instruction in the delegation.
creation-support-granted = The request is granted, and the work has not begun.
creation-support-refused = The request is refused: it has ended.
creation-support-in-progress = The house is being created.
creation-support-completed = The house is there: the request has ended.
creation-support-abandoned = The request was given up: it has ended.
creation-support-withdrawn = The request was taken back: it has ended.
notice-creation-support-submitted = An association has submitted a request for support to create a house: take it up, or send it back.
notice-creation-support-sent-back = A request for support to create a house was sent back to you: correct it and submit it again.
notice-creation-support-decided = A request for support to create a house was decided.
mail-notices-creation-support-submitted = – requests for support to create houses submitted: { $count }
mail-notices-creation-support-sent-back = – requests for support to create houses sent back to you: { $count }
mail-notices-creation-support-decided = – requests for support to create houses decided: { $count }
work-creation-support-correct = A request for support to create a house was sent back to you: correct it, and submit it again.
work-creation-support-take-up = A request for support to create a house was submitted: take it up, or send it back.
work-creation-support-propose = A request for support to create a house is under instruction: propose what shall be granted.
work-creation-support-decide = A request for support to create a house waits for a decision: grant or refuse it.
measure-creation-support-requested = Requests of associations for support to create houses, in the month in which they were last submitted, those included that were refused or withdrawn afterwards.
measure-creation-support-granted = Requests for support to create houses that were granted, in the month of the decision, those included that were given up afterwards.
measure-creation-support-amount-granted = What was granted to create houses, in money and in the worth of what is given in kind, in the month of the decision.
application-over = The last day of the licence has passed: it is not issued any more.
application-before-visit = The authority decides after the visit: this day lies before it.
application-minutes-gone = The minutes of the visit were withdrawn or replaced: record another visit.
