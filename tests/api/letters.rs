//! What persons are written, as a mail server gets it and another library reads it.

use std::time::Duration;

use mail_parser::{HeaderName, Message, MessageParser};
use serde_json::{Value, json};
use taawun::mail::Mailer;
use tokio::net::TcpListener;

use crate::harness::{App, Change, codes, on_both, one};
use crate::mail::{FROM, MailServer, Received};

const INVITE: Change =
    Change::new("accountInvite", "account { id version } link { token url mailed } errors { code path }");
const RESET: Change = Change::new("accountReset", "link { token url mailed } errors { code path }");
const SET: Change = Change::new("passwordSet", "login errors { code path }");
const GOOD: &str = "houses stand where rivers meet";
const PAGE: &str = "https://portal.example.ma/password";

const INVITATION: &str = "\
السلام عليكم زينب تجربة،

فُتح لك حساب على «تعاون»، منصة التعاون الوطني. اسم الدخول:
zineb.essai

اختر كلمة السر على هذا العنوان:
https://portal.example.ma/password#TOKEN

يصلح هذا العنوان مرة واحدة، إلى غاية 27/11/2026 على الساعة 10:00 (بتوقيت المغرب). لا تسلمه لأحد: لن يطلبه منك أحد، ولن تُطلب منك كلمة السر.

إذا لم تكن تنتظر هذه الرسالة، أو وصلتك بعد فوات الأجل، فاتصل بمن يدير الحسابات في مصلحتك.

هذه رسالة آلية: لا يُقرأ ما يُجاب به عليها.

----------------------------------------

Bonjour Zineb Essai,

Un compte vous a été ouvert sur Taawun, la plateforme de l’Entraide Nationale. Votre identifiant :
zineb.essai

Choisissez votre mot de passe à cette adresse :
https://portal.example.ma/password#TOKEN

Elle sert une seule fois, jusqu’au 27/11/2026 à 10:00 (heure du Maroc). Ne la communiquez à personne : nul ne vous la demandera, pas plus que votre mot de passe.

Si vous n’attendiez pas ce message, ou s’il arrive trop tard, adressez-vous à la personne qui gère les comptes de votre service.

Ce message est automatique : les réponses ne sont pas lues.";

const PASSWORD_SET: &str = "\
السلام عليكم زينب تجربة،

تم تعيين كلمة سر هذا الحساب يوم 24/11/2026 على الساعة 11:30 (بتوقيت المغرب)، وأُغلقت جميع جلساته:
zineb.essai

إذا كنت من قام بذلك فلا داعي لأي إجراء. وإلا فأخبر فورا من يدير الحسابات في مصلحتك: بإمكانه إغلاق هذا الحساب.

هذه رسالة آلية: لا يُقرأ ما يُجاب به عليها.

----------------------------------------

Bonjour Zineb Essai,

Le mot de passe de ce compte a été défini le 24/11/2026 à 11:30 (heure du Maroc), et toutes ses sessions ont été fermées :
zineb.essai

Si c’est vous, il n’y a rien à faire. Sinon, prévenez tout de suite la personne qui gère les comptes de votre service : elle peut fermer l’accès à ce compte.

Ce message est automatique : les réponses ne sont pas lues.";

/// Without a page for links, to somebody whose Arabic name is not known.
const RESET_BY_CODE: &str = "\
السلام عليكم Hamid Essai،

أعاد من يدير الحسابات في مصلحتك ضبط حسابك على منصة «تعاون»: لم تعد كلمة السر السابقة صالحة، وأُغلقت جميع جلساتك. اسم الدخول:
khenifra-officer

لاختيار كلمة السر، أدخل هذا الرمز حيث تستعمل «تعاون»:
TOKEN

يصلح هذا الرمز مرة واحدة، إلى غاية 27/11/2026 على الساعة 10:00 (بتوقيت المغرب). لا تسلمه لأحد: لن يطلبه منك أحد، ولن تُطلب منك كلمة السر.

إذا لم تطلب ذلك، أو وصلتك هذه الرسالة بعد فوات الأجل، فاتصل بمن يدير الحسابات في مصلحتك.

هذه رسالة آلية: لا يُقرأ ما يُجاب به عليها.

----------------------------------------

Bonjour Hamid Essai,

La personne qui gère les comptes de votre service a réinitialisé le vôtre sur Taawun : l’ancien mot de passe ne sert plus et vos sessions sont fermées. Votre identifiant :
khenifra-officer

Pour choisir votre mot de passe, saisissez ce code là où vous utilisez Taawun :
TOKEN

Il sert une seule fois, jusqu’au 27/11/2026 à 10:00 (heure du Maroc). Ne le communiquez à personne : nul ne vous le demandera, pas plus que votre mot de passe.

Si vous ne l’avez pas demandé, ou si ce message arrive trop tard, adressez-vous à cette personne.

Ce message est automatique : les réponses ne sont pas lues.";

const SECOND_FACTOR_REMOVED: &str = "\
السلام عليكم Hamid Essai،

أزال من يدير الحسابات في مصلحتك العامل الثاني لهذا الحساب يوم 24/11/2026 على الساعة 10:00 (بتوقيت المغرب)، وأُغلقت جميع جلساته:
khenifra-officer

إذا طلبت ذلك فسجل الدخول وأنشئ عاملا ثانيا آخر. وإلا فأخبره فورا: ربما ينتحل أحد صفتك.

هذه رسالة آلية: لا يُقرأ ما يُجاب به عليها.

----------------------------------------

Bonjour Hamid Essai,

La personne qui gère les comptes de votre service a retiré le second facteur de ce compte le 24/11/2026 à 10:00 (heure du Maroc), et toutes ses sessions ont été fermées :
khenifra-officer

Si vous l’avez demandé, connectez-vous et mettez-en un autre en place. Sinon, prévenez-la tout de suite : quelqu’un se fait peut-être passer pour vous.

Ce message est automatique : les réponses ne sont pas lues.";

fn read(mail: &Received) -> Message<'_> {
    assert!(mail.data.is_ascii(), "any mail server takes it");
    MessageParser::default().parse(&mail.data).expect("it is a mail")
}

/// The text, with the token taken out.
fn text(mail: &Message<'_>, token: &Value) -> String {
    let text = mail.body_text(0).unwrap().replace("\r\n", "\n");
    token.as_str().map_or(text.clone(), |token| text.replace(token, "TOKEN")).trim_end().to_owned()
}

/// Sends a mutation to a server, and returns its payload.
async fn send(app: &App, url: &str, token: Option<&str>, change: Change, input: &Value) -> Value {
    let answer = app.send_to(url, token, &change.document(), json!({ "input": input })).await;
    assert!(answer.body.get("errors").is_none(), "{:#}", answer.body);
    answer.body["data"].as_object().unwrap().values().next().unwrap().clone()
}

async fn invitation(app: &App, login: &str) -> Value {
    let slice = app.data("khenifra-head", "{ viewer { slice { id } } }").await["viewer"]["slice"]["id"].clone();
    json!({
        "idempotencyKey": format!("an-invitation-of-{login}"), "login": login, "names": { "fr": "Zineb Essai", "ar": "زينب تجربة" },
        "email": format!("{login}@example.ma"), "mandate": { "role": "SOCIAL_WORKER", "slice": slice },
    })
}

on_both! {
    async fn the_link_reaches_the_person_and_opens_once(app: &App) {
        let mut server = MailServer::start().await;
        let url = app.listen_with_mail(server.mailer(), Some(PAGE)).await;
        let (head, input) = (app.token("khenifra-head").await, invitation(app, "zineb.essai").await);
        let mut tried = input.clone();
        tried["validateOnly"] = json!(true);
        assert_eq!(send(app, &url, Some(&head), INVITE, &tried).await["errors"], json!([]));
        let invited = send(app, &url, Some(&head), INVITE, &input).await;
        let token = &invited["link"]["token"];
        assert_eq!(invited["link"]["mailed"], true);
        let received = server.next().await;
        let mail = read(&received);
        assert_eq!((received.from.as_str(), &received.to), ("taawun@example.ma", &vec!["zineb.essai@example.ma".to_owned()]));
        assert_eq!(mail.subject(), Some("حسابك على منصة تعاون – Votre compte sur Taawun"));
        let address = |address: &mail_parser::Address<'_>| {
            let [one] = address.as_list().unwrap() else { panic!("one address") };
            (one.name().map(str::to_owned), one.address().unwrap().to_owned())
        };
        assert_eq!(address(mail.from().unwrap()), (Some("Taawun".to_owned()), "taawun@example.ma".to_owned()));
        assert_eq!(address(mail.to().unwrap()), (Some("زينب تجربة".to_owned()), "zineb.essai@example.ma".to_owned()));
        assert_eq!(mail.date().unwrap().to_rfc3339(), "2026-11-24T09:00:00Z");
        assert_eq!(mail.header_raw("Auto-Submitted").unwrap().trim(), "auto-generated");
        let id = mail.message_id().unwrap();
        assert!(id.len() > 36 && id.ends_with("@example.ma"), "{id}");
        assert_eq!(text(&mail, token), INVITATION);
        assert_eq!(invited["link"]["url"], format!("{PAGE}#{}", token.as_str().unwrap()));

        // Nothing was sent for the attempt, and nothing is for the same key sent again.
        assert_eq!(send(app, &url, Some(&head), INVITE, &input).await["link"], Value::Null);
        app.advance(90 * 60);
        let set = json!({ "token": token, "password": GOOD });
        assert_eq!(send(app, &url, None, SET, &set).await["login"], "zineb.essai");
        let told = server.next().await;
        assert_eq!(read(&told).subject(), Some("تم تعيين كلمة سرك على منصة تعاون – Votre mot de passe Taawun a été défini"));
        assert_eq!(text(&read(&told), &Value::Null), PASSWORD_SET);
        assert_ne!(read(&told).message_id().unwrap(), id);
        assert_eq!(codes(&send(app, &url, None, SET, &set).await), one("LINK_ENDED", "input.token"));
        let change = Change::new("passwordChange", "login errors { code }");
        let input = json!({ "login": "zineb.essai", "currentPassword": "a guess", "password": "rivers meet where houses stand" });
        assert_eq!(send(app, &url, None, change, &input).await["errors"], json!([{ "code": "INVALID_CREDENTIALS" }]));
        let input = json!({ "login": "zineb.essai", "currentPassword": GOOD, "password": "rivers meet where houses stand" });
        assert_eq!(send(app, &url, None, change, &input).await["login"], "zineb.essai");
        assert_eq!(text(&read(&server.next().await), &Value::Null), PASSWORD_SET);
        assert!(!server.has_more(), "one mail for each of the three");
    }

    async fn what_was_done_to_an_account_is_told_to_whoever_has_an_address(app: &App) {
        let mut server = MailServer::start().await;
        let url = app.listen_with_mail(server.mailer(), None).await;
        let head = app.token("khenifra-head").await;
        let found = app.data("khenifra-head", "{ accounts(where: { login: \"khenifra-officer\" }) { nodes { id } } }").await;
        let id = &found["accounts"]["nodes"][0]["id"];
        let input = |version: i32| json!({ "id": id, "expectedVersion": version });
        let remove = Change::new("accountRemoveSecondFactor", "errors { code path }");
        let update = Change::new("accountUpdate", "account { version } errors { code path }");
        let unknown = json!({ "id": id, "expectedVersion": 1, "email": null });
        assert_eq!(send(app, &url, Some(&head), update, &unknown).await["account"]["version"], 2);
        assert_eq!(server.next().await.to, ["khenifra-officer@demonstration.invalid"], "the address before is told");
        app.lay_second_factor("khenifra-officer").await;
        let without = send(app, &url, Some(&head), RESET, &input(2)).await;
        assert_eq!(without["link"]["mailed"], false, "nobody knows where to write to");
        assert_eq!(send(app, &url, Some(&head), remove, &input(3)).await["errors"], json!([]));

        let known = json!({ "id": id, "expectedVersion": 4, "email": "hamid@example.ma", "names": { "fr": "Hamid Essai" } });
        assert_eq!(send(app, &url, Some(&head), update, &known).await["account"]["version"], 5);
        app.lay_second_factor("khenifra-officer").await;
        let mut tried = input(5);
        tried["validateOnly"] = json!(true);
        assert_eq!(send(app, &url, Some(&head), remove, &tried).await["errors"], json!([]));
        assert_eq!(codes(&send(app, &url, Some(&head), remove, &input(1)).await), one("CONFLICT", "input.expectedVersion"));
        let reset = send(app, &url, Some(&head), RESET, &input(5)).await;
        assert_eq!((&reset["link"]["mailed"], &reset["link"]["url"]), (&json!(true), &Value::Null));
        let mail = server.next().await;
        assert_eq!(mail.to, ["hamid@example.ma"]);
        assert_eq!(read(&mail).subject(), Some("كلمة سر أخرى لمنصة تعاون – Un autre mot de passe pour Taawun"));
        assert_eq!(text(&read(&mail), &reset["link"]["token"]), RESET_BY_CODE);
        assert_eq!(send(app, &url, Some(&head), remove, &input(6)).await["errors"], json!([]));
        let mail = server.next().await;
        assert_eq!(read(&mail).subject(), Some("أُزيل عاملك الثاني على منصة تعاون – Votre second facteur Taawun a été retiré"));
        assert_eq!(text(&read(&mail), &Value::Null), SECOND_FACTOR_REMOVED);
        assert!(!server.has_more());
    }

    async fn who_had_the_address_before_hears_that_it_is_another(app: &App) {
        let mut server = MailServer::start().await;
        let url = app.listen_with_mail(server.mailer(), None).await;
        let head = app.token("khenifra-head").await;
        let found = app.data("khenifra-head", "{ accounts(where: { login: \"khenifra-officer\" }) { nodes { id } } }").await;
        let id = &found["accounts"]["nodes"][0]["id"];
        let update = Change::new("accountUpdate", "errors { code path }");
        let entered = json!({ "id": id, "expectedVersion": 1, "email": "thief@example.ma" });
        assert_eq!(send(app, &url, Some(&head), update, &entered).await["errors"], json!([]));
        let mail = server.next().await;
        assert_eq!(mail.to, ["khenifra-officer@demonstration.invalid"]);
        assert_eq!(read(&mail).subject(), Some("تغير عنوان حسابك على منصة تعاون – L’adresse de votre compte Taawun a changé"));
        assert!(!read(&mail).body_text(0).unwrap().contains("thief"), "not the address itself");
        // As it was, nobody is told.
        let again = json!({ "id": id, "expectedVersion": 2, "email": "Thief@example.ma" });
        assert_eq!(send(app, &url, Some(&head), update, &again).await["errors"], json!([]));
        assert!(!server.has_more());
    }

    /// Nobody is flooded in the institution's name.
    async fn few_links_go_to_one_account(app: &App) {
        let mut server = MailServer::start().await;
        let url = app.listen_with_mail(server.mailer(), None).await;
        let head = app.token("khenifra-head").await;
        let found = app.data("khenifra-head", "{ accounts(where: { login: \"khenifra-officer\" }) { nodes { id } } }").await;
        let mut mailed = Vec::new();
        for version in 1..=7 {
            let input = json!({ "id": found["accounts"]["nodes"][0]["id"], "expectedVersion": version });
            mailed.push(send(app, &url, Some(&head), RESET, &input).await["link"]["mailed"].as_bool().unwrap());
        }
        assert_eq!(mailed, [true, true, true, true, true, false, false]);
        for _ in 0..5 {
            server.next().await;
        }
        assert!(!server.has_more());
        app.advance(600);
        let input = json!({ "id": found["accounts"]["nodes"][0]["id"], "expectedVersion": 8 });
        assert_eq!(send(app, &url, Some(&app.token("khenifra-head").await), RESET, &input).await["link"]["mailed"], true);
    }

    /// Down, or taking the connection and then saying nothing.
    async fn an_invitation_is_made_where_no_mail_goes(app: &App) {
        let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let down = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        for (login, place) in [("one.silent", silent.local_addr().unwrap()), ("one.down", down)] {
            let mailer = Mailer::new(&format!("smtp://{place}"), FROM, false).unwrap().with_patience(Duration::from_millis(300));
            let url = app.listen_with_mail(mailer, Some(PAGE)).await;
            let (head, input) = (app.token("khenifra-head").await, invitation(app, login).await);
            // Far below the twenty seconds that the mail server has.
            let invited = tokio::time::timeout(Duration::from_secs(8), send(app, &url, Some(&head), INVITE, &input)).await.expect("it is answered");
            assert_eq!((&invited["link"]["mailed"], &invited["errors"]), (&json!(false), &json!([])), "{login}");
            let set = json!({ "token": invited["link"]["token"], "password": GOOD });
            assert_eq!(send(app, &url, None, SET, &set).await["login"], login);
        }
    }

    /// A name may hold any letter, breaks of lines too; it is a name in the mail and nothing else.
    async fn a_name_and_an_address_write_nothing_but_themselves(app: &App) {
        let mut server = MailServer::start().await;
        let url = app.listen_with_mail(server.mailer(), None).await;
        let head = app.token("khenifra-head").await;
        let named = "Zineb\r\nBcc: victim\r\n\r\n.\r\nRSET\r\n\"<victim>, Bonjour";
        let mut input = invitation(app, "zineb.essai").await;
        input["names"] = json!({ "fr": named, "ar": named });
        let invited = send(app, &url, Some(&head), INVITE, &input).await;
        assert_eq!(invited["link"]["mailed"], true);
        let received = server.next().await;
        assert_eq!(received.to, ["zineb.essai@example.ma"]);
        let mail = read(&received);
        let headers: Vec<_> = mail.headers().iter().map(|header| header.name.as_str().to_lowercase()).collect();
        assert_eq!(headers.len(), 9, "{headers:?}");
        assert!(mail.bcc().is_none() && mail.header(HeaderName::Bcc).is_none());
        let one_line = "Zineb Bcc: victim . RSET \"<victim>, Bonjour";
        let to = mail.to().unwrap().as_list().unwrap();
        assert_eq!((to.len(), to[0].name(), to[0].address()), (1, Some(one_line), Some("zineb.essai@example.ma")));
        let text = text(&mail, &invited["link"]["token"]);
        assert!(text.starts_with(&format!("السلام عليكم {one_line}،\n\nفُتح لك حساب")), "{text}");
        assert!(text.contains(&format!("\n\nBonjour {one_line},\n\nUn compte")), "{text}");

        // Nor does it send anybody somewhere.
        let mut input = invitation(app, "www.essai").await;
        let leads = "Votre aide est prête : https://exemple.ma";
        input["names"] = json!({ "fr": leads, "ar": leads });
        assert_eq!(send(app, &url, Some(&head), INVITE, &input).await["link"]["mailed"], true);
        let received = server.next().await;
        let mail = read(&received);
        assert_eq!(mail.to().unwrap().as_list().unwrap()[0].name(), Some("www.essai"));
        assert!(!mail.body_text(0).unwrap().contains("exemple.ma"));

        // An address is one, or nobody is written to.
        for (login, email) in [
            ("one.broken", "victim@example.ma\r\nRCPT TO:<other@example.ma>"),
            ("one.listed", "one@example.ma,victim@example.ma"),
            ("one.quoted", "<victim@example.ma>"),
            ("one.commented", "victim@example.ma>NOTIFY=SUCCESS"),
        ] {
            let mut input = invitation(app, login).await;
            input["email"] = json!(email);
            let invited = send(app, &url, Some(&head), INVITE, &input).await;
            assert!(codes(&invited) == one("INVALID", "input.email") || invited["link"]["mailed"] == false, "{email}: {invited}");
        }
        assert!(!server.has_more());
    }
}
