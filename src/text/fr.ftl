# Messages en français. Chacun a son pendant dans ar.ftl et en.ftl ; un test compare les trois.
unauthenticated = Identifiez-vous d’abord : cette requête ne porte pas de jeton d’accès.
token-refused = Le jeton d’accès n’est pas ou n’est plus valable. Identifiez-vous de nouveau.
forbidden = Votre rôle n’a pas le droit { $right }.
not-found = Cet objet n’existe pas, ou vous n’avez pas à le voir.
id-malformed = « { $id } » n’est pas l’identifiant { $type ->
    [any] d’un objet
   *[other] d’un objet { $type }
  }. Renvoyez l’identifiant tel qu’il vous a été donné.
first-and-last = Demandez « first » ou « last », pas les deux.
after-and-before = « after » va avec « first », « before » avec « last ».
page-size = « { $argument } » est un nombre de 0 à { $maximum }.
too-many-ids = On peut demander { $maximum } identifiants au plus à la fois.
cursor-refused = Le curseur « { $argument } » n’est pas de cette liste dans cet ordre. Recommencez sans lui.
month-malformed = Un mois s’écrit AAAA-MM, par exemple 2022-05.
year-range = Une année budgétaire est un nombre de { $from } à { $to }.
delegation-needed = Précisez la délégation : votre périmètre n’en est pas une seule.
internal = Une erreur s’est produite de notre côté. Elle est notée ; donnez-nous l’identifiant de la requête.
sign-in-failed = L’identifiant ou le mot de passe est faux.
sign-in-deactivated = Ce compte est désactivé. Adressez-vous à la personne qui gère les comptes de votre service.
sign-in-password-expired = Changez d’abord votre mot de passe, par « passwordChange », puis connectez-vous avec le nouveau.
session-ended = Cette session est terminée. Connectez-vous de nouveau.
link-ended = Ce lien a déjà servi ou n’est plus valable. Demandez-en un autre à la personne qui vous l’a remis.
password-short = Un mot de passe compte au moins { $minimum } caractères. Quelques mots à la suite se retiennent facilement.
password-same = C’est votre mot de passe actuel. Prenez-en un autre.
password-guessed = Ce mot de passe est de ceux que l’on essaie en premier. Prenez quelques mots sans rapport entre eux.
mandate-days = Le dernier jour précède le premier.
mandate-ended = Ce mandat a déjà été retiré.
role-not-yours = Il ne vous appartient pas de confier ce rôle.
slice-needed = Indiquez l’identifiant ({ $type }) de ce que ce rôle concerne.
slice-not-needed = Un rôle du siège concerne tout le pays : n’indiquez rien ici.
delegate-heads-only = Seul le délégué peut charger quelqu’un d’agir pour lui, et seulement en son propre nom.
rights-needed = Indiquez ce que cette personne pourra faire.
right-not-passed-on = La gestion des comptes (MANAGE_ACCOUNTS) ne se délègue pas : demandez au siège un délégué par intérim.
right-not-yours = Vous n’avez pas vous-même le droit { $right }.
delegate-too-long = Votre propre mandat prend fin le { $last } : celui-ci ne peut finir plus tard.
second-factor-needed = Joignez, dans « code », le code affiché par votre appareil ou l’un de vos codes de secours.
second-factor-missing = Votre rôle exige un second facteur : demandez-le par « secondFactorOffer », confirmez-le par « secondFactorConfirm », puis connectez-vous avec un code.
second-factor-there = Ce compte a déjà un second facteur. Si l’appareil et les codes de secours sont perdus, adressez-vous à la personne qui gère les comptes de votre service.
second-factor-wrong = Ce code est faux ou a déjà servi. Attendez le suivant.
single-sign-on-off = Il n’y a pas de connexion unique ici : connectez-vous avec identifiant et mot de passe.
single-sign-on-page = On ne revient pas à cette page : prenez-en une que cette installation nomme, ou ne l’indiquez pas.
single-sign-on-unavailable = Le service de connexion de votre institution ne répond pas. Réessayez sous peu, ou connectez-vous avec identifiant et mot de passe.
single-sign-on-ended = Cette tentative est terminée, a déjà servi ou a commencé ailleurs. Recommencez par « singleSignOnBegin ».
single-sign-on-refused = Ce que dit le service de connexion de votre institution n’est pas valable. Recommencez ; si cela se répète, dites-le à la personne qui gère les comptes de votre service.
single-sign-on-email-not-verified = Le service de connexion de votre institution n’a pas vérifié votre adresse. Faites-la vérifier là-bas, ou connectez-vous avec identifiant et mot de passe.
single-sign-on-unknown = Aucun compte n’a ici votre adresse. Demandez à la personne qui gère les comptes de votre service de l’inscrire.
single-sign-on-email-of-many = Plusieurs comptes ont ici votre adresse. Demandez à la personne qui gère les comptes de votre service de ne la laisser qu’à l’un d’eux.
single-sign-on-other = Le compte de votre adresse appartient à une autre identité du service de connexion. Demandez à la personne qui gère les comptes de votre service de le réinitialiser.
single-sign-on-code-needed = Ce compte a un second facteur. Recommencez, et joignez dans « secondFactorCode » le code affiché par votre appareil ou l’un de vos codes de secours.
single-sign-on-code-wrong = Ce code est faux ou a déjà servi. Recommencez, avec le suivant.
single-sign-on-factor-missing = Votre rôle exige un second facteur : présentez-en un au service de connexion de votre institution, ou choisissez ici un mot de passe et confirmez-en un par « secondFactorOffer » et « secondFactorConfirm ».
access-allowed = Permis : le mandat est en vigueur, l’objet est dans son périmètre et le droit lui appartient.
access-not-held = Le mandat n’est pas en vigueur aujourd’hui, ou son compte est désactivé.
access-outside = L’objet n’est pas dans le périmètre de ce mandat.
access-no-right = Le rôle de ce mandat, ou ce qui en a été confié, ne comporte pas ce droit.
account-own = C’est votre propre compte : une autre personne doit le modifier.
account-holds-more = Ce compte détient un mandat qu’il ne vous appartient pas de confier. Adressez-vous au siège.
account-deactivated = Ce compte est désactivé.
account-active = Ce compte n’est pas désactivé.
login-form = Un identifiant compte de { $from } à { $to } caractères : a à z et chiffres, avec « . », « - », « _ » et « @ » entre eux.
login-taken = Cet identifiant appartient à un autre compte. Prenez-en un autre.
email-form = Ce n’est pas une adresse : nom@example.ma.
rate-limited = Trop de tentatives. Réessayez dans { $seconds } secondes.
unavailable = Impossible de savoir à l’instant si vous êtes encore connecté. Réessayez sous peu.
sign-in-no-mandate = Ce compte n’a pas de mandat aujourd’hui. Adressez-vous à la personne qui gère les comptes de votre service.
text-empty = Ce champ ne peut pas être vide.
text-too-long = { $maximum } caractères au plus.
text-direction = Ce texte contient des signes invisibles qui renversent le sens de lecture : écrivez-le sans eux.
json-only = Le corps est en JSON : envoyez-le avec « Content-Type: application/json ».
request-malformed = Le corps n’est pas une requête GraphQL : un objet JSON avec « query » et, au besoin, « variables », « operationName » et « extensions ».
deadline = La requête a duré plus de { $seconds } secondes et a été abandonnée. Demandez-en moins à la fois.
forbidden-here = Vous pouvez voir cet objet, pas le modifier. Adressez-vous à la délégation qui le tient.
conflict = Ce que vous modifiez a changé de place pendant votre modification. Relisez-le et renvoyez-la.
outcome-unknown = On ne sait pas si votre modification a été faite : la réponse n’est pas venue à temps. Renvoyez-la avec la même clé d’idempotence ; sans clé, relisez d’abord l’objet.
version-conflict = L’objet a été modifié entre-temps ; il en est à la version { $version }. Regardez-le tel qu’il est et décidez à nouveau.
idempotency-key-reused = Cette clé d’idempotence a déjà servi, avec d’autres données. Prenez-en une nouvelle pour une nouvelle modification.
name-missing = Donnez un nom en arabe, en français ou dans les deux langues.
nul = Ce texte contient un caractère qui ne peut être conservé (NUL). Ôtez-le.
number-range = Un nombre de { $from } à { $to }.
capacity-sum = Les places pour filles et femmes et pour garçons et hommes doivent faire le total, { $total }.
unknown-code = « { $code } » n’existe pas. Les codes sont donnés par { $field }.
commune-elsewhere = La commune est dans une autre province que la délégation.
closed-before-opened = Le dernier jour précède le jour d’ouverture, { $opened }.
already-closed = Il est fermé depuis le { $closed }.
date-future = Ce jour est dans le futur.
month-future = Ce mois n’est pas encore terminé.
key-length = Une clé d’idempotence a de 8 à 128 caractères.
document-limit = Le document est trop grand : { $maximum } { $what ->
    [nesting] parenthèses imbriquées
    [tokens] mots et signes
    [depth] niveaux de champs
    [aliases] champs renommés
    [root-fields] champs de l’opération elle-même
    [directives] directives
    [items] éléments dans une liste
    [cost] de coût (une page coûte ce que coûtent ses lignes, une recherche cinq cents)
   *[fields] champs (les fragments sont comptés là où ils sont employés)
  } au plus. Demandez-en moins à la fois.
list-too-long = { $maximum } éléments au plus à la fois. Envoyez le reste à part.
rib-digits = Un RIB n’a que des chiffres.
rib-length = Un RIB a { $maximum } chiffres ; vous en avez donné { $count }.
rib-key = La clé du RIB (ses deux derniers chiffres) ne correspond pas au reste : un chiffre est faux.
decided-by-another = Vous avez proposé ce compte : une autre personne doit décider.
already-decided = Ce compte est déjà approuvé ou rejeté. Proposez-en un autre.
bank-account-in-use = L’association est déjà payée sur ce compte.
bank-account-proposed = Un compte est déjà proposé pour cette association. Il faut d’abord l’approuver ou le rejeter.
final-before-provisional = Le récépissé définitif précède le provisoire, du { $provisional }.
mandate-before-election = Le mandat doit finir après l’élection du { $elected }.
territory-code = « { $code } » n’est pas un code de ce niveau : 05 pour une région, 05.301 pour une province, 05.301.07 pour un cercle, 05.301.07.03 pour une commune.
territory-twice = Le code « { $code } » est deux fois dans la liste.
territory-within = « { $code } » est dans « { $within } », qui n’existe pas encore. Ajoutez-le à la liste.
territory-kind = Ce type ne va pas avec ce niveau.
territory-validity = Le dernier jour précède le premier.
body-limit = Le corps est trop grand : { $maximum } octets au plus. Envoyez-en moins à la fois.
not-acceptable = La réponse est en JSON : acceptez « application/graphql-response+json » ou « application/json ».
variable-missing = La variable ${ $name } n’a pas de valeur. Envoyez-en une dans « variables ».
search-too-long = Une recherche compte au plus { $characters } caractères et { $words } mots. Raccourcissez-la.
no-encoding = Envoyez le corps tel quel, sans « Content-Encoding ».
statement-given-up = Cela prend trop de temps. Demandez-en moins à la fois.
persisted-malformed = « extensions.persistedQuery » a la forme { $shape }.
persisted-other = Ce SHA-256 n’est pas celui du document. Calculez-le sur le texte exact qui est envoyé.
persisted-not-found = Aucun document de ce SHA-256 n’est connu ici : connectez-vous et envoyez-le avec, par POST.
persisted-only = GET ne sert que les requêtes persistées : donnez « extensions » avec « persistedQuery » et son « sha256Hash », sans « query ». Envoyez le reste par POST.
persisted-change = Les modifications s’envoient par POST.
address-malformed = L’adresse n’est pas une requête GraphQL : « variables » et « extensions » sont des objets JSON, donnés une fois chacun.
trusted-only = Seuls les documents de confiance reçoivent ici une réponse. Envoyez l’un d’eux tel quel, ou son SHA-256.
answer-too-long = La réponse dépasserait { $maximum } Mo. Demandez moins de lignes, ou moins de chacune.
scopes-needed = Dites ce que ses systèmes peuvent lire.
reach-needs = Cette étendue exige ce champ : indiquez-le.
reach-other = Ce champ ne s’applique pas à l’étendue choisie.
agreement-days = Le dernier jour précède le premier.
agreement-taken = Une convention portant ce numéro est déjà saisie.
agreement-ended = Cette convention a pris fin. Ce qui est convenu de nouveau se saisit comme une autre convention.
api-client-ended = Ce système a été arrêté. Saisissez-en un autre.
secrets-enough = Ce système a { $maximum } secrets valables. Mettez d’abord fin au plus ancien.
secret-ended = Ce secret a déjà pris fin.
oauth-form = Envoyez un formulaire : grant_type et, au besoin, scope, client_id, client_secret, chacun une fois.
oauth-grant-type = Le seul grant_type est client_credentials.
oauth-once = Montrez le client par l’en-tête ou dans le formulaire, pas par les deux.
oauth-client = Ce client n’existe pas, ou le secret n’est pas le sien, ou l’un des deux a pris fin.
oauth-agreement = La convention de ce client n’est pas en vigueur aujourd’hui. Adressez-vous à l’Entraide Nationale.
oauth-scope = La convention de ce client n’ouvre pas cette portée.
oauth-late = La requête a mis trop de temps à arriver.
over-budget = Vous avez épuisé votre quota par minute. Réessayez dans { $seconds } secondes ; avec moins de champs ou des pages plus petites, vous irez plus loin.
mail-invitation-subject = Votre compte sur Taawun
mail-invitation =
    Bonjour { $name },

    Un compte vous a été ouvert sur Taawun, la plateforme de l’Entraide Nationale. Votre identifiant :
    { $login }

    { $way }

    Si vous n’attendiez pas ce message, ou s’il arrive trop tard, adressez-vous à la personne qui gère les comptes de votre service.
mail-reset-subject = Un autre mot de passe pour Taawun
mail-reset =
    Bonjour { $name },

    La personne qui gère les comptes de votre service a réinitialisé le vôtre sur Taawun : l’ancien mot de passe ne sert plus et vos sessions sont fermées. Votre identifiant :
    { $login }

    { $way }

    Si vous ne l’avez pas demandé, ou si ce message arrive trop tard, adressez-vous à cette personne.
mail-by-page =
    Choisissez votre mot de passe à cette adresse :
    { $way }

    Elle sert une seule fois, jusqu’au { $day } à { $time } (heure du Maroc). Ne la communiquez à personne : nul ne vous la demandera, pas plus que votre mot de passe.
mail-by-token =
    Pour choisir votre mot de passe, saisissez ce code là où vous utilisez Taawun :
    { $way }

    Il sert une seule fois, jusqu’au { $day } à { $time } (heure du Maroc). Ne le communiquez à personne : nul ne vous le demandera, pas plus que votre mot de passe.
mail-password-subject = Votre mot de passe Taawun a été défini
mail-password =
    Bonjour { $name },

    Le mot de passe de ce compte a été défini le { $day } à { $time } (heure du Maroc), et toutes ses sessions ont été fermées :
    { $login }

    Si c’est vous, il n’y a rien à faire. Sinon, prévenez tout de suite la personne qui gère les comptes de votre service : elle peut fermer l’accès à ce compte.
mail-second-factor-subject = Votre second facteur Taawun a été retiré
mail-second-factor =
    Bonjour { $name },

    La personne qui gère les comptes de votre service a retiré le second facteur de ce compte le { $day } à { $time } (heure du Maroc), et toutes ses sessions ont été fermées :
    { $login }

    Si vous l’avez demandé, connectez-vous et mettez-en un autre en place. Sinon, prévenez-la tout de suite : quelqu’un se fait peut-être passer pour vous.
mail-footer = Ce message est automatique : les réponses ne sont pas lues.
out-of-scope = La convention de ce système n’ouvre pas { $scope }. Adressez-vous à l’Entraide Nationale.
partners-only-read = Les systèmes des partenaires lisent seulement : ils ne modifient rien.
mandate-not-yours = Ce mandat n’est pas le vôtre, ou n’est pas en vigueur aujourd’hui. Prenez-en un de viewer {"{"} mandates {"}"}.
second-factor-none = Ce compte n’a pas de second facteur.
email-taken = Cette adresse figure à un autre compte. Prenez-en une autre, ou laissez-la vide.
single-sign-on-email-outdated = Votre compte a reçu d’autres droits depuis que son adresse a été saisie. Demandez à la personne qui gère les comptes de votre service de confirmer l’adresse (« accountUpdate »), puis connectez-vous à nouveau.
mail-address-subject = L’adresse de votre compte Taawun a changé
mail-address =
    Bonjour { $name },

    Depuis le { $day } à { $time } (heure du Maroc), les messages de ce compte vont à une autre adresse :
    { $login }

    Si vous l’avez demandé, il n’y a rien à faire. Sinon, prévenez tout de suite la personne qui gère les comptes de votre service.
mail-identity-subject = Votre compte Taawun s’ouvre par le service de connexion
mail-identity =
    Bonjour { $name },

    Le { $day } à { $time } (heure du Maroc), quelqu’un s’est connecté pour la première fois à ce compte par le service de connexion de l’institution :
    { $login }

    Si c’est vous, il n’y a rien à faire. Sinon, ou si ce compte n’est pas le vôtre, prévenez tout de suite la personne qui gère les comptes de votre service : elle peut fermer l’accès à ce compte.
argument-range = « { $argument } » va de { $from } à { $to }.
each-once = Nommez-en de { $from } à { $to } dans « { $argument } », chacun une fois.
kind-or-wide-kind = Groupez par KIND ou par WIDE_KIND, pas par les deux.
measure-yearly = { $measure } porte sur une année entière : demandez-le avec « per: YEAR ».
measure-not-kept-by = { $measure } n'est pas tenu selon ce par quoi vous groupez et filtrez ensemble. Il est tenu selon : { $cubes }. Le territoire va avec tous ; commune, public et programme ne vont pas avec un établissement seul.
measure-not-of-level = { $measure } n’est pas compté pour { $level ->
    [ESTABLISHMENT] un établissement seul
   *[ASSOCIATION] une association seule
 } selon ce par quoi vous groupez et filtrez. Ce qu’un établissement déclare se lit dans ses états de saison.
order-not-asked = Pour ordonner selon { $measure }, demandez-le aussi dans « measures ».
statistics-rows = Cela ferait plus de { $maximum } lignes : groupez moins, ou filtrez.
measure-establishments = Établissements de toute nature ouverts à la fin du mois, autorisés ou non ; celui dont le jour d'ouverture est inconnu est ouvert depuis toujours. D'après le registre.
measure-licensed-establishments = Établissements ouverts à la fin du mois et dont l'autorisation est en vigueur (lois 14-05 et 65-15). D'après le registre.
measure-establishments-being-licensed = Établissements ouverts à la fin du mois et dont l'autorisation est demandée et non décidée. D'après le registre.
measure-capacity = Places des établissements ouverts à la fin du mois ; ce qui est inconnu ne compte pas. D'après le registre.
measure-establishments-opened = Établissements de toute nature dont le jour d'ouverture tombe dans la période ; ceux dont le jour est inconnu ne sont dans aucune. D'après le registre.
measure-establishments-closed = Établissements de toute nature dont le dernier jour tombe dans la période. D'après le registre.
measure-licences-granted = Autorisations dont le premier jour tombe dans la période, renouvellements compris. D'après le registre.
measure-grants-awarded = Subventions aux associations au titre de l'année budgétaire, qui est l'année civile, estimations comprises. D'après les lignes de subvention ; inconnu là où aucune n'a été saisie.
measure-projects = Projets sociaux ; aucun jour n'en est connu, ils sont donc là depuis toujours. D'après la liste des projets.
licence-ends-before = Le dernier jour ne peut pas précéder le premier.
return-no-period = Aucune saison ni aucun mois dont cet établissement rend compte ne commence ce mois-ci. Les modèles indiquent lesquels.
return-period-future = La période à partir de { $period } n’a pas encore commencé.
return-period-not-over = La période s’achève à la fin de { $period }. Jusque-là, les chiffres peuvent être saisis, mais pas présentés.
return-not-open = L’établissement n’était pas ouvert pendant cette période.
return-taken = Cet établissement a déjà commencé son état pour cette période.
return-submitted = L’état est présenté : la délégation le valide ou le renvoie.
return-validated = L’état est validé. La délégation peut le rouvrir, en donnant un motif.
return-with-the-house = L’état est chez l’établissement : il doit d’abord être présenté.
return-decided-by-another = Vous avez présenté cet état : une autre personne le valide.
return-figure-missing = Ce chiffre manque. S’il n’y a rien, saisissez 0.
return-of-which = Parmi les bénéficiaires, { $count } au plus peuvent être comptés ici. Corrigez ce chiffre ou l’effectif.
amount-wanted = C’est de l’argent : donnez un montant.
count-wanted = Cela se compte : donnez un nombre.
return-item-twice = Cette rubrique a été donnée deux fois.
mail-return-subject = L’état de votre établissement est en retard
mail-return =
    Bonjour { $name },

    L’état de { $house } ({ $reference }) pour la période de { $first } à { $last } était attendu le { $day } au plus tard, et votre délégation ne l’a pas reçu.

    Remplissez-le sur Taawun, la plateforme de l’Entraide Nationale, et présentez-le ; ou, si quelque chose vous en empêche, dites-le à votre délégation.
measure-houses-reporting = Établissements dont l'état validé porte sur une période (saison ou mois) qui contient le mois demandé. D'après les états de saison.
measure-people-served = Personnes accueillies pendant la période des états qui contiennent le mois, telles que les établissements les comptent : qui est accueilli par deux établissements est compté par les deux. Inconnu là où aucun établissement n'a d'état validé. D'après les états de saison.
measure-orphans-served = Parmi les personnes accueillies, les orphelins. D'après les états de saison.
measure-persons-with-disability-served = Parmi les personnes accueillies, les personnes en situation de handicap. D'après les états de saison.
measure-people-present = Personnes présentes le dernier jour de la période des états qui contiennent le mois. D'après les états de saison.
measure-places-reported = Places des établissements dont l'état dit combien de personnes étaient présentes, telles qu'au moment de la remise. D'après les états de saison.
measure-occupancy = Personnes présentes par place, pour les établissements dont l'état donne les deux. Plus de 1 : plus de personnes que de places. D'après les états de saison.
measure-beds = Lits des établissements dont l'état contient le mois. D'après les états de saison.
measure-staff = Personnel au dernier jour de la période des états qui contiennent le mois. D'après les états de saison.
measure-qualified-staff = Parmi le personnel, celui qui a un diplôme pour son travail. D'après les états de saison.
measure-expenditure = Sommes dépensées sur toute la période des états qui contiennent le mois, quel que soit le payeur. D'après les états de saison.
release-there = La publication de { $month } existe déjà. Un mois se publie une fois.
release-order = La publication de { $last } existe déjà, et rien ne se publie plus avant elle. Prenez un mois plus récent.
release-unprotected = { $count } petits chiffres, comme « { $figure } », pourraient se déduire de cette publication et de la précédente. Rien n’a été publié. Publiez un mois plus récent, où davantage a changé.
release-withdrawn = Cette publication a déjà été retirée.
release-file = Ce fichier n’existe pas. Ce qui est publié se trouve à /releases.
release-file-withdrawn = Cette publication a été retirée. La raison se trouve à /releases.
job-internal = Cette tentative a échoué par une erreur de notre part, qui est consignée.
job-lost = Le processus qui s’en chargeait a disparu, à plusieurs reprises.
job-not-allowed = La personne qui l’avait demandé n’en a plus le droit.
job-mail-refused = Le serveur de courrier n’a pas pris le message.
job-no-font = Aucune police qui écrit l’arabe n’est installée ici : rien n’est imprimé. Dites-le à la personne qui gère cette installation.
job-ended = Cette tâche est déjà terminée : il n’y a plus rien à annuler.
job-too-many = { $maximum } tâches que vous avez demandées ne sont pas terminées. Attendez qu’une s’achève, ou annulez-en une.
notices-ids-or-all = Donnez soit ids, soit all.
notice-season-return-submitted = Un établissement a présenté un état : validez-le ou renvoyez-le.
notice-season-return-sent-back = Votre délégation vous a renvoyé un état : corrigez-le et présentez-le de nouveau.
notice-season-return-validated = Votre délégation a validé un état.
notice-season-return-overdue = Un état de votre établissement est en retard : remplissez-le et présentez-le.
notice-document-printed = Ce que vous avez demandé d’imprimer est prêt : un document, à lire et à télécharger.
mail-notices-subject = Vous avez de nouveaux avis sur Taawun
mail-notices =
    Bonjour { $name },

    Voici ce que vous n’avez pas encore lu :

    { $lines }

    { $way }

    Vous choisissez sur Taawun à quelle fréquence ces messages vous sont envoyés.
mail-notices-on-taawun = Consultez-le sur Taawun, la plateforme de l’Entraide Nationale.
mail-notices-by-portal =
    Consultez-le sur Taawun, la plateforme de l’Entraide Nationale :
    { $way }
mail-notices-season-return-submitted = – états présentés par des établissements : { $count }
mail-notices-season-return-sent-back = – états qui vous ont été renvoyés : { $count }
mail-notices-season-return-validated = – états validés : { $count }
mail-notices-season-return-overdue = – états en retard : { $count }
mail-notices-document-printed = – documents imprimés pour vous : { $count }

# Documents
text-hidden-characters = Ce texte contient des caractères invisibles, par exemple de ceux qui changent le sens de l’écriture. Saisissez-le de nouveau sans eux.
upload-name = Donnez le nom du fichier, terminé par .pdf, .jpg, .jpeg, .png ou .webp.
upload-digest-form = Une empreinte SHA-256 a 64 chiffres hexadécimaux.
upload-too-many = Vous avez { $maximum } envois qui ne sont pas encore des documents. Faites-en des documents, ou attendez leur suppression, un jour après leur annonce.
upload-forged = Cette adresse n’a pas été faite ici, ou a été modifiée. Annoncez de nouveau le fichier.
upload-ended = Cette adresse, ou l’envoi, a expiré. Annoncez de nouveau le fichier.
upload-ended-wholly = Cet envoi a expiré. Annoncez de nouveau le fichier sous une nouvelle clé.
upload-done = Le fichier est déjà arrivé. Faites-en un document.
upload-busy = Trop de fichiers sont envoyés en ce moment. Réessayez dans quelques secondes.
upload-under-way = Ce fichier est en cours d’envoi. Attendez la fin de l’envoi ou, s’il a été interrompu, réessayez dans une minute.
upload-several = Vous envoyez plusieurs fichiers en ce moment. Envoyez le suivant quand l’un d’eux sera arrivé.
upload-late = Le fichier arrive trop lentement. Envoyez-le de nouveau.
upload-whole = Envoyez le fichier entier en une fois, sans « Content-Range ».
upload-too-long = Le fichier a plus d’octets qu’annoncé, ou qu’il n’en est accepté.
upload-too-short = Le fichier a moins d’octets qu’annoncé. Envoyez-le en entier.
upload-type = Ce n’est pas un document : son contenu est { $type }. Un PDF, JPEG, PNG ou WebP en est un.
upload-type-unknown = Ce n’est pas un document : son contenu est inconnu. Un PDF, JPEG, PNG ou WebP en est un.
upload-named = Le contenu de ce fichier est { $type }, et son nom dit autre chose. Donnez-lui son vrai nom, et annoncez-le de nouveau.
upload-archive = Ce fichier est aussi une archive. Enregistrez de nouveau le document, et envoyez celui-là.
upload-sizeless = Cette image ne dit pas sa taille. Enregistrez-la de nouveau, et envoyez celle-là.
upload-pixels = Cette image a { $count } millions de pixels ; { $maximum } millions au plus. Réduisez-la, et envoyez celle-là.
upload-digest = Ce qui est arrivé n’est pas le fichier annoncé : son empreinte SHA-256 est autre. Envoyez-le de nouveau.
upload-missing = Le fichier n’est pas encore arrivé. Envoyez-le d’abord à l’adresse de l’envoi.
document-expires = Un document n’expire pas avant le jour qu’il porte.
document-archived = Ce document a été remplacé ou retiré : il reste tel quel.
document-of-another = Un document en remplace un autre de la même association ou du même établissement.

# What waits for somebody
work-season-return-correct = Un état de saison vous a été renvoyé : corrigez-le et présentez-le de nouveau.
work-season-return-begin = Un état de saison est à commencer : sa période est terminée.
work-season-return-submit = Un état de saison est à remplir et à présenter.
work-season-return-decide = Un état de saison a été présenté : validez-le ou renvoyez-le.
work-bank-account-decide = Un compte bancaire a été proposé par une autre personne : approuvez-le ou rejetez-le.
work-document-replace = Un document arrive à échéance ou l’a dépassée : remplacez-le.
upload-list-name = Le nom du fichier se termine par .xlsx ou .csv.
upload-no-list = Le fichier n'est pas une liste XLSX ou CSV, ou n'est pas ce que dit son nom. Enregistrez-le de nouveau dans l'un de ces formats.
import-lines-wrong = { $count } lignes sont fausses. Corrigez le fichier et envoyez-le de nouveau, ou saisissez le reste sans elles.
import-empty = Aucune ligne ne peut être saisie.
import-same-file = Ce fichier a déjà été saisi, ou est en train de l'être.
import-leaned-on = Ne peut être annulé : { $count } éléments saisis ont été modifiés depuis, ou des documents, déclarations, mandats ou subventions en dépendent. Corrigez-les un à un.
import-stands = L'état de l'import, { $state }, ne le permet pas. Relisez-le.
import-moved-on = Ligne { $line } : ce qui était connu à la lecture a changé (un établissement saisi entre-temps, ou une association disparue). Envoyez le fichier de nouveau.
sheet-no-list = La feuille « { $sheet } » n'a pas les titres d'une liste : elle n'a pas été lue.
column-unknown = La colonne « { $heading } » de la feuille « { $sheet } » est inconnue : elle n'a pas été lue.
list-none = Le fichier n'est pas une liste : ni classeur, ni texte.
list-other-format = Le fichier est dans un autre format (XLS, ODS). Enregistrez-le en XLSX ou CSV.
list-protected = Le fichier est protégé par un mot de passe. Retirez-le et envoyez le fichier de nouveau.
list-too-large = Le fichier dépasse { $maximum } octets. Divisez-le.
list-too-much-inside = Le contenu décompressé du fichier est trop grand. Enregistrez-le en CSV, ou divisez-le.
list-too-many-lines = Le fichier a plus de { $maximum } lignes. Divisez-le.
list-too-many-columns = Une cellule au-delà de la colonne { $maximum } n'est pas vide. Effacez ce qui suit.
list-too-many-sheets = Le classeur a plus de { $maximum } feuilles. Divisez-le.
list-cell-too-long = Une cellule, ligne { $line } colonne { $column }, dépasse { $maximum } caractères.
list-quote-open = Un guillemet ouvert à la ligne { $line } n'est jamais fermé.
list-broken = Le classeur est endommagé. Ouvrez-le et enregistrez-le de nouveau.
list-no-headings = Le fichier n'a les titres d'aucune liste connue. Utilisez l'un des modèles.
list-no-lines = Aucune ligne sous les titres.
cell-reversed = Les chiffres sont en ordre inverse : lu { $read }.
cell-thousands = La virgule ou le point a été lu entre les milliers : { $read }.
cell-decimal-comma = La virgule arabe a été lue avant les centimes : { $read }.
cell-unit = Le mot « { $unit } » a été laissé de côté : lu { $read }.
cell-year-only = Année seule : lu { $read }.
cell-month-only = Mois seul : lu { $read }.
cell-missing = La cellule est vide, elle est nécessaire.
cell-no-number = Ce n'est pas un nombre.
cell-word = Le mot « { $word } » à côté du nombre est inconnu. Écrivez le nombre seul.
cell-not-exact = Un nombre exact est demandé, sans « plus de » ni « environ ».
cell-not-whole = Un nombre entier est demandé.
cell-below-centime = Le montant a des fractions de centime.
cell-ambiguous = Se comprend de deux façons. Écrivez-le clairement : 1468 ou 1468.00, ou 2022-05-04.
cell-negative = Ne peut être inférieur à zéro.
cell-too-large = Plus grand que possible.
cell-no-day = Ce n'est pas une date. Écrivez-la 2022-05-04 ou 04/05/2022.
cell-no-such-day = Ce jour n'existe pas (jour, mois, année).
cell-no-month = Ce n'est pas un mois. Écrivez-le 2022-05.
cell-no-text = Un texte est demandé.
cell-letters-lost = Des lettres se sont perdues (�). Corrigez-les dans le fichier.
cell-digits-lost = Nombre trop long, dont les derniers chiffres sont perdus. Écrivez-le comme texte.
cell-formula = La formule de la cellule est en erreur : { $error }.
cell-no-name = Ce n'est pas un nom : il n'a pas de lettres.
cell-other-language = Écrit dans une autre langue que celle de la colonne : pris dans sa langue.
line-not-yours = Cette délégation n'est pas la vôtre.
line-delegation-unknown = Cette délégation est inconnue.
line-delegation-missing = La délégation est nécessaire à chaque ligne d'une liste nationale.
line-commune-several = Plusieurs communes de la province portent ce nom. Écrivez son code.
line-commune-unknown = Aucune commune de ce nom dans la province de la délégation.
line-association-there = Une association de ce nom existe déjà dans la délégation.
line-association-several = Plusieurs associations portent ce nom. Laissez la cellule vide, et choisissez l'association ensuite.
line-association-new = Association inconnue : son dossier sera ouvert, avec son seul nom.
line-house-there = Un établissement de ce type et de ce nom existe déjà dans cette commune : { $reference }.
line-over-full = { $present } présents pour une capacité de { $capacity }.
line-kind-unknown = Type d'établissement inconnu. Écrivez son code ou son nom, comme dans la liste des types.
line-law-unknown = Loi inconnue : écrivez 14-05 ou 65-15.
line-licence-unknown = Situation de l'autorisation inconnue : écrivez autorisé, en cours ou non autorisé.
line-unlicensed = Établissement sans autorisation, alors que son type en demande une.
line-licence-from = Date de l'autorisation inconnue : comptée à partir du { $day }.
line-figures-not-yours = Seules les délégations déclarent des chiffres.
line-measure-unknown = Indicateur inconnu. Écrivez l'un de ceux du modèle.
template-none = Il n'y a pas de modèle de ce nom. La liste est à /imports/templates.
staff-directed-since = Une autre personne dirige cet établissement depuis le { $from } : notez d’abord son départ.
staff-directed-until = Une autre personne a dirigé cet établissement du { $from } au { $to }.
staff-ended = Cette personne est partie le { $ended }.
staff-ended-before = Le dernier jour précède le premier, { $started }.
staff-not-ended = Cette personne n’est pas partie : un départ se note par staffMemberEnd.
document-owner = Un document de cette catégorie se rattache à { $kind ->
    [ASSOCIATION] une association : un établissement est transmis avec ses documents, et le compte bancaire ne l’est pas
    [ESTABLISHMENT] un établissement
   *[STAFF_MEMBER] un membre du personnel
  }.
document-official = Ce document est établi par l’administration : seule la délégation l’ajoute, le remplace ou le retire.
bureau-one = Un bureau a exactement un { $function ->
    [PRESIDENT] président
    [SECRETARY_GENERAL] secrétaire général
   *[TREASURER] trésorier
  } ; vous en avez donné { $count }.
bureau-order = Ce jour précède le { $before }, où a eu lieu ce qui vient avant.
bureau-taken = Le renouvellement de cette assemblée générale est déjà noté : corrigez-le par bureauUpdate.
bureau-by-renewal = Le bureau de ce dossier est celui de son dernier renouvellement : notez-en un autre par bureauRenew ou corrigez-le par bureauUpdate.
notice-dossier-expiring = Une pièce du dossier de votre association, ou le mandat de son bureau, a expiré ou va expirer : renouvelez-la.
mail-notices-dossier-expiring = – pièces de votre dossier qui expirent : { $count }
line-twice = En double : la même chose qu’à la ligne { $place }. Supprimez l’une des deux.
line-association-wrong = L’association est nommée à la ligne { $place } de ce fichier, qui est fausse : corrigez-la d’abord.
line-association-elsewhere = Une association de ce nom a son siège dans une autre délégation ({ $delegation }) : vérifiez que c’est elle.
line-licence-without-state = Une décision, alors que la situation dit que l’établissement n’est pas autorisé : la décision n’est pas retenue.
line-figure-there = Ce chiffre est déjà déclaré pour ce mois : le nouveau prendra sa place.
sheet-misses = Feuille « { $sheet } », ligne { $line } : il manque les colonnes { $columns }. Ajoutez-les et envoyez le fichier de nouveau.
sheet-left-out = Feuille « { $sheet } » : les lignes de totaux, ou d’une seule cellule, n’ont pas été lues : { $lines }.
import-other-under-way = Une autre liste est en train d’être saisie dans la même délégation. Attendez sa fin, puis réessayez.

application-house-closed = Cet établissement est fermé : il ne peut pas demander d’autorisation.
house-licensed-category = L’établissement est autorisé dans la catégorie { $category } : pour en changer, demandez une modification de l’autorisation.
application-other-category = L’établissement est enregistré dans la catégorie { $category } : demandez l’autorisation pour cette catégorie, ou une modification de la catégorie.
application-category-of-house = L’établissement n’est pas encore enregistré dans la catégorie { $category } : la délégation doit d’abord l’inscrire dans sa fiche.
application-open = La demande { $number } est encore ouverte : attendez la décision, ou retirez-la d’abord.
application-open-draft = L’établissement a un brouillon de demande d’autorisation : déposez-le ou retirez-le d’abord.
application-minutes-twice = Ce procès-verbal est celui d’une autre visite : ajoutez celui de cette visite.
application-valid-too-late = L’autorisation ne commence pas après le { $latest }.
application-licensed-already = Cet établissement est déjà autorisé : demandez un renouvellement ou une modification.
application-licensed-ahead = Une autorisation accordée à cet établissement commence plus tard : attendez-la, puis demandez un renouvellement ou une modification.
application-not-open = Cet établissement n’est pas encore ouvert : demandez une nouvelle autorisation.
application-nothing-to-renew = Cet établissement n’a jamais été autorisé : il n’y a rien à renouveler.
application-nothing-to-modify = Cet établissement n’a pas d’autorisation en vigueur : il n’y a rien à modifier.
application-another-open = Une autre demande est en cours pour cet établissement : menez-la à son terme ou retirez-la.
application-changes-blank = Indiquez ce que la modification changerait.
application-changes-none = Seule une modification indique ce qu’elle change : laissez la liste vide.
application-no-rules = Aucune règle publiée ne régit cette catégorie : adressez-vous au siège.
application-not-needed = Cette catégorie n’a pas besoin d’autorisation.
application-capacity-blank = Indiquez la capacité demandée avant de déposer la demande.
application-piece-missing = Il manque un document valable de la catégorie { $category }.
application-lack-told-once = Les pièces manquantes sont indiquées une seule fois : celle-ci ne l’a pas été la première fois.
application-lack-twice = Cette pièce figure deux fois.
application-lacks-blank = Indiquez au moins une pièce manquante.
application-decided-by-another = Vous avez préparé cette demande : une autre personne doit enregistrer la décision et délivrer l’autorisation.
application-not-visited = La visite de la commission n’est pas enregistrée.
application-norm-not-met = La norme obligatoire { $norm } n’est pas respectée : elle doit faire l’objet d’une réserve.
application-no-open-reserve = Toutes les réserves sont levées.
application-open-reserves = Des réserves ne sont pas levées : { $count }.
application-before-submitted = Ce jour précède le dépôt de la demande.
application-valid-before-decision = L’autorisation ne peut pas commencer avant la décision.
application-valid-order = L’autorisation finirait avant de commencer.
application-reserve-over = Le délai d’une réserve finit aujourd’hui ou plus tard.
application-visit-past = Ce jour est passé : la visite est prévue aujourd’hui ou plus tard.
visit-minutes-wanted = Indiquez le procès-verbal : un document de l’établissement de la catégorie VISIT_MINUTES.
visit-members-blank = Indiquez qui a pris part à la visite.
visit-post-blank = Indiquez la fonction ou l’organisme.
visit-norm-twice = Cette norme figure deux fois.
visit-photo-twice = Cette photo figure deux fois.
visit-photo-wanted = Choisissez des photos de cet établissement qui soient en vigueur, de la catégorie Photographie prise lors d’une visite (VISIT_PHOTO).
visit-norm-not-judged = La norme obligatoire { $norm } n’est pas appréciée.
visit-finding-remark = Indiquez ce qui a été constaté : la norme n’est pas respectée, ou ne s’applique pas.
application-no-receipt = Un brouillon n’a pas de récépissé : déposez d’abord la demande.
application-receipt-over = Le récépissé s’imprime tant que la demande est en cours : celui qui l’a déjà été est parmi les documents de l’établissement.
certificate-not-licensed = Il n’y a pas de certificat : l’établissement n’est pas autorisé pendant cette période.
certificate-without-decision = Le numéro de la décision n’est pas connu : il n’y a donc pas de certificat.
certificate-code-malformed = Ce n’est pas le code d’un certificat : il compte 20 lettres et chiffres, par groupes de quatre.
certificate-unknown = Aucun certificat portant ce code n’est connu ici, ou ne l’est plus. Vérifiez que chaque signe est celui du document.
certificate-in-force = L’autorisation est en vigueur aujourd’hui.
certificate-not-begun = L’autorisation est accordée et prendra effet plus tard.
certificate-expired = L’autorisation n’est plus en vigueur : son dernier jour est passé.
certificate-suspended = L’autorisation n’est pas en vigueur : elle est suspendue.
certificate-withdrawn = L’autorisation n’est plus en vigueur : elle a été retirée.
certificate-replaced = L’autorisation n’est plus en vigueur : une autre l’a remplacée.
certificate-house-closed = L’autorisation n’est plus en vigueur : l’établissement est fermé.
application-draft = La demande est encore un brouillon : déposez-la d’abord.
application-submitted = La demande est déposée : la délégation doit d’abord la prendre en charge.
application-completeness-check = La délégation vérifie si le dossier est complet : attendez qu’elle l’accepte ou dise ce qui manque.
application-incomplete = Le dossier est incomplet : le demandeur doit d’abord le compléter.
application-under-instruction = La demande est en cours d’instruction : la visite de la commission est à prévoir.
application-visit-scheduled = La visite est prévue : il faut d’abord enregistrer ce qu’elle a constaté.
application-visited = La visite est faite : la demande est à soumettre à la commission.
application-commission-review = La demande est soumise à la commission et à l’autorité.
application-approved = La demande est approuvée : il reste à délivrer l’autorisation.
application-approved-with-reserves = La demande est approuvée avec réserves : il faut d’abord les lever.
application-rejected = La demande est rejetée : faites-en une nouvelle.
application-licensed = L’autorisation est délivrée : tout changement demande une nouvelle demande.
application-abandoned = La demande est retirée : faites-en une nouvelle.
application-piece-not-seen = Un autre document a pris la place d’un de ceux que vous avez vus : revoyez le dossier.
application-nothing-exchanged = Les pièces sont celles avec lesquelles le dossier a été accepté : il n’y a rien à revoir.
application-piece-exchanged = Le document de la catégorie { $category } avec lequel le dossier a été accepté a été changé, remplacé ou retiré, ou a expiré : le demandeur en apporte un autre s’il le faut, puis la délégation revoit le dossier.
application-not-late = Le délai court jusqu’au { $last } : le dossier ne se classe pas avant.
application-of-another = L’association a déposé elle-même cette demande : elle seule peut la retirer.
application-dismissed = Le dossier est classé sans suite : faites une nouvelle demande.
notice-application-submitted = Une demande d’autorisation a été déposée ou complétée : prenez-la en charge.
notice-application-incomplete = Il manque des pièces à votre demande d’autorisation : apportez-les et complétez-la.
notice-application-to-decide = Une demande d’autorisation est soumise à l’autorité : enregistrez sa décision.
notice-application-decided = Une décision a été enregistrée sur une demande d’autorisation.
notice-application-abandoned = Une demande d’autorisation a été retirée.
notice-application-opinion = La coordination régionale a donné son avis sur une demande d’autorisation.
notice-licence-issued = Une autorisation a été délivrée.
mail-notices-application-submitted = – demandes d’autorisation déposées : { $count }
mail-notices-application-incomplete = – demandes d’autorisation incomplètes : { $count }
mail-notices-application-to-decide = – demandes d’autorisation à décider : { $count }
mail-notices-application-decided = – décisions sur des demandes d’autorisation : { $count }
mail-notices-application-abandoned = – demandes d’autorisation retirées : { $count }
mail-notices-application-opinion = – avis de la coordination régionale : { $count }
mail-notices-licence-issued = – autorisations délivrées : { $count }
house-not-open = Cet établissement n’est pas ouvert.
house-not-licensed = Cet établissement n’est pas autorisé aujourd’hui.
inspection-past = Ce jour est passé : l’inspection est prévue aujourd’hui ou plus tard.
inspection-made = Cette inspection a été faite.
inspection-cancelled = Cette inspection a été annulée.
relocation-missing = { $residents } personnes vivent dans l’établissement : un plan de relogement approuvé doit donner une place à chacune.
relocation-unknown = Aucun état ne compte les résidents : un plan de relogement approuvé doit en indiquer le nombre.
relocation-short = Le plan donne une place à { $placed } résidents sur { $residents }.
relocation-of-another = Une autre personne a préparé ce plan : préparez-en un autre.
relocation-approved-by-another = Vous avez préparé ce plan : une autre personne l’approuve.
relocation-approved = Ce plan est approuvé.
relocation-superseded = Un autre plan a remplacé celui-ci.
relocation-destination-blank = Indiquez l’établissement.
relocation-no-house-here = Un établissement n’est indiqué que si des résidents y sont placés.
relocation-house-itself = Personne n’est relogé dans l’établissement même.
relocation-too-many = Cet établissement a { $places } places.
relocation-residents-counted = Le dernier état compte { $residents } résidents : leur nombre n’est pas indiqué.
relocation-residents-blank = Aucun état ne compte les résidents : indiquez leur nombre.
relocation-remark-blank = Indiquez où.
notice-inspection-announced = Une inspection d’un de vos établissements est prévue.
notice-inspection-made = Un de vos établissements a été inspecté.
mail-notices-inspection-announced = – inspections prévues : { $count }
mail-notices-inspection-made = – inspections faites : { $count }
work-inspection-record = Une inspection est prévue : faites-la et consignez ce qui a été constaté.
work-relocation-plan-approve = Un plan de relogement attend d’être approuvé.
notice-inspection-wanted = Indiquez une inspection faite de cet établissement.
notice-due-before = Le dernier jour suit celui de la notification.
notice-items-blank = Indiquez ce qui doit être corrigé.
notice-met-before = La mise en demeure n’était pas encore notifiée ce jour-là.
notice-met = Cette mise en demeure est satisfaite.
notice-not-met = Cette mise en demeure a été close sans être satisfaite.
notice-withdrawn = Cette mise en demeure a été retirée.
notice-not-due = Son dernier jour n’est pas passé : elle peut encore être satisfaite.
measure-decided-by-another = Vous avez proposé cette mesure : une autre personne consigne la décision.
measure-no-licence = Cet établissement n’a pas d’autorisation qui puisse en faire l’objet.
measure-not-in-force = Aucune autorisation n’est en vigueur ce jour-là.
measure-for-good = Un retrait est définitif.
measure-end-blank = Indiquez le dernier jour de la suspension.
measure-ends-before = Elle finit avant de commencer.
measure-first-day = L’autorisation n’était pas en vigueur la veille.
measure-beyond-licence = Cette autorisation vaut jusqu’au { $until }.
measure-not-suspended = L’autorisation n’est pas suspendue ce jour-là par cette mesure.
measure-over = Cette suspension est terminée.
measure-proposed = Cette mesure est proposée.
measure-decided = Cette mesure est décidée.
measure-refused = Cette mesure a été refusée.
measure-lifted = Cette suspension a été levée.
measure-urgency-blank = Indiquez la mise en demeure non satisfaite, ou l’urgence.
measure-notice-wanted = Indiquez une mise en demeure de cet établissement close sans être satisfaite.
measure-another-proposed = Une autre mesure est proposée pour cet établissement.
measure-before-proposed = La mesure n’était pas encore proposée ce jour-là.
measure-before-decision = Une mesure ne commence pas avant sa décision.
notice-formal-notice-served = Une mise en demeure a été notifiée à un de vos établissements.
notice-formal-notice-closed = Une mise en demeure d’un de vos établissements est close.
notice-licence-measure-proposed = Une mesure contre une autorisation est proposée.
notice-licence-measure-decided = Il est statué sur une mesure contre une autorisation.
mail-notices-formal-notice-served = – mises en demeure notifiées : { $count }
mail-notices-formal-notice-closed = – mises en demeure closes : { $count }
mail-notices-licence-measure-proposed = – mesures proposées contre des autorisations : { $count }
mail-notices-licence-measure-decided = – mesures décidées contre des autorisations : { $count }
work-formal-notice-overdue = Le délai d’une mise en demeure est passé : vérifiez si elle est satisfaite, ou close.
work-licence-measure-decide = Une mesure contre une autorisation attend sa décision.
work-import-enter = Une liste que vous avez envoyée a été lue : voyez ce qui y a été relevé, puis faites-la saisir ou abandonnez-la.
work-dossier-complete = Le dossier de l’association est incomplet, ou une pièce a expiré ou va expirer : mettez-le à jour.
work-application-submit = Un brouillon de demande d’autorisation est à déposer.
work-application-complete = Il manque des pièces à une demande d’autorisation : apportez-les et complétez-la.
work-application-instruct = Une demande d’autorisation attend sa prochaine étape.
work-application-reserves = Une demande est approuvée avec réserves : vérifiez si elles sont levées.
work-application-decide = Une demande d’autorisation est soumise à l’autorité : enregistrez sa décision.
work-application-issue = Une demande est approuvée : délivrez l’autorisation.
work-application-dismiss = Une demande n’a pas été complétée, ou ses réserves n’ont pas été levées, à temps : classez-la sans suite, ou attendez encore.
holiday-there = Ce jour est déjà férié : indiquez la version que vous avez vue.
holiday-year = Une année est un nombre de { $from } à { $to }.
rule-set-number = C’est un nombre de { $from } à { $to }.
rule-set-twice = Ceci figure deux fois.
rule-set-owner = Les documents de cette catégorie ne se rattachent pas à cela : changez le rattachement ou prenez une autre catégorie.
rule-set-restricted = Un document d’accès restreint ne peut pas être exigé : qui enregistre la décision ne le verrait pas.
rule-set-code = Un code se compose de majuscules, de chiffres et de tirets bas, { $maximum } au plus : FIRE_SAFETY.
rule-set-no-draft = Seul un projet se modifie et se publie : ce qui a été publié reste tel quel. Préparez l’édition suivante en le copiant.
rule-set-retired = Ce référentiel est déjà retiré.
rule-set-begin = Donnez le contenu ou le référentiel à copier : l’un des deux.
rule-set-category = Cette catégorie juridique relève d’une autre loi.
rule-set-source = Il ne dit pas d’où il vient : loi, décret ou circulaire.
rule-set-documents = Il n’exige aucun document pour { $kind ->
    [NEW] les demandes de nouvelle autorisation
    [RENEWAL] les demandes de renouvellement
    [MODIFICATION] les demandes de modification
   *[REGULARISATION] les demandes de régularisation
}.
rule-set-norms = Il n’a aucune norme obligatoire.
rule-set-deadline = Il ne fixe aucun délai pour { $step ->
    [COMPLETENESS] la vérification du dossier
    [COMPLETION] l’apport des pièces manquantes
    [INSTRUCTION] l’instruction
    [VISIT] la visite
    [DECISION] la décision
   *[ISSUE] la délivrance de l’autorisation
}.
# Support for creation
creation-support-no-lines = Ajoutez au moins une ligne de ce que vous demandez.
creation-support-asks-too-much = Il est demandé plus que { $amount } dirhams, ce qui manque après la part de l’association.
creation-support-own-part = La part de l’association dépasse le coût total.
creation-support-programme = Ce programme ne soutient pas la création d’établissements. Voyez programmes.
creation-support-no-money = L’appui technique n’est pas de l’argent : retirez le montant.
creation-support-not-granted = Ce qu’il n’est pas proposé d’accorder n’a pas de montant.
creation-support-line-missing = La ligne { $position } attend une proposition.
creation-support-line-twice = Cette ligne est donnée deux fois.
creation-support-not-proposed = La délégation n’a encore rien proposé.
creation-support-nothing-proposed = Il est proposé de ne rien accorder : refusez la demande, ou proposez de nouveau.
creation-support-head-decides = C’est le chef de la délégation qui décide de cette demande.
creation-support-national-decides = C’est le siège national qui décide de cette demande : le montant dépasse ce dont décident les chefs de délégation dans ce programme.
creation-support-decided-by-another = Vous avez présenté cette demande ou fait la proposition : une autre personne décide.
creation-support-no-house = Reliez d’abord l’établissement qui a été créé.
creation-support-milestones-left = Étapes qui ne sont pas atteintes : { $count }.
creation-support-of-another = Il n’est ni de cette association ni dans cette délégation.
creation-support-application-of-another-house = Cette demande d’autorisation n’est pas celle de l’établissement lié : liez d’abord l’établissement.
creation-support-not-paid = Cette ligne n’est pas une subvention accordée.
creation-support-draft = La demande est un brouillon chez l’association : elle doit d’abord être présentée.
creation-support-submitted = La demande est présentée : la délégation la prend en charge ou la renvoie.
creation-support-under-instruction = La demande est à l’instruction dans la délégation.
creation-support-granted = La demande est accordée, les travaux n’ont pas commencé.
creation-support-refused = La demande est refusée : elle est close.
creation-support-in-progress = L’établissement est en cours de création.
creation-support-completed = L’établissement est créé : la demande est close.
creation-support-abandoned = La demande est abandonnée : elle est close.
creation-support-withdrawn = La demande est retirée : elle est close.
notice-creation-support-submitted = Une association a présenté une demande d’appui à la création d’un établissement : prenez-la en charge ou renvoyez-la.
notice-creation-support-sent-back = Une demande d’appui à la création vous a été renvoyée : corrigez-la et présentez-la de nouveau.
notice-creation-support-decided = Il a été décidé d’une demande d’appui à la création d’un établissement.
mail-notices-creation-support-submitted = – demandes d’appui à la création présentées : { $count }
mail-notices-creation-support-sent-back = – demandes d’appui à la création qui vous ont été renvoyées : { $count }
mail-notices-creation-support-decided = – demandes d’appui à la création décidées : { $count }
work-creation-support-correct = Une demande d’appui à la création vous a été renvoyée : corrigez-la et présentez-la de nouveau.
work-creation-support-take-up = Une demande d’appui à la création a été présentée : prenez-la en charge ou renvoyez-la.
work-creation-support-propose = Une demande d’appui à la création est à l’instruction : proposez ce qui en est accordé.
work-creation-support-decide = Une demande d’appui à la création attend une décision : accordez-la ou refusez-la.
measure-creation-support-requested = Demandes d’appui à la création d’établissements, au mois de leur dernière présentation, y compris celles qui ont été refusées ou retirées ensuite.
measure-creation-support-granted = Demandes d’appui à la création accordées, au mois de la décision, y compris celles qui ont été abandonnées ensuite.
measure-creation-support-amount-granted = Ce qui a été accordé à la création d’établissements, en argent et en valeur de ce qui est donné en nature, au mois de la décision.
application-over = Le dernier jour de l’autorisation est passé : elle ne peut plus être délivrée.
application-before-visit = L’autorité décide après la visite : ce jour la précède.
application-minutes-gone = Le procès-verbal de la visite a été retiré ou remplacé : enregistrez une nouvelle visite.
