//! Notices: who is told what, what they are shown of it, and what they are written to.

#![expect(clippy::disallowed_methods, reason = "what was laid is counted past every door")]

use std::collections::BTreeSet;

use entity::mandate::Role;
use entity::{account, mandate, notice};
use mail_parser::MessageParser;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, PaginatorTrait, Set};
use serde_json::{Value, json};
use taawun::background::background;
use taawun::mail::Mailer;
use uuid::Uuid;

use crate::harness::{App, Change, PASSWORD, codes, key_of, on_both, one, plain_mandate};
use crate::mail::{FROM, MailServer};

const STATE: &str = "seasonReturn { state version } errors { code path }";
const SUBMIT: Change = Change::new("seasonReturnSubmit", STATE);
const SEND_BACK: Change = Change::new("seasonReturnSendBack", STATE);
const VALIDATE: Change = Change::new("seasonReturnValidate", STATE);
const REOPEN: Change = Change::new("seasonReturnReopen", STATE);
const READ: Change = Change::new("noticesMarkRead", "marked unread errors { code message path }");
const PREFER: Change = Change::new("noticePreferencesUpdate", "mail errors { code }");

/// Of EPS-05-301-0025, the return of the season that is over was sent back; the association of Khénifra submits it.
const HOUSE: &str = "EPS-05-301-0025";

const DIGEST: &str = "\
السلام عليكم حساب نموذجي midelt-director،

هذا ما لم تقرأه بعد:

– بيانات أعيدت إليك: 1
– بيانات تمت المصادقة عليها: 1

اطلع عليه على «تعاون»، منصة التعاون الوطني:
https://portal.example.ma/

تختار على «تعاون» متى تُرسل إليك هذه الرسائل.

هذه رسالة آلية: لا يُقرأ ما يُجاب به عليها.

----------------------------------------

Bonjour Compte de démonstration midelt-director,

Voici ce que vous n’avez pas encore lu :

– états qui vous ont été renvoyés : 1
– états validés : 1

Consultez-le sur Taawun, la plateforme de l’Entraide Nationale :
https://portal.example.ma/

Vous choisissez sur Taawun à quelle fréquence ces messages vous sont envoyés.

Ce message est automatique : les réponses ne sont pas lues.";

/// A house of the demonstration, and its return of the season that is over.
async fn house(app: &App, reference: &str) -> (Value, Value) {
    let query = format!(
        "{{ establishments(where: {{ search: \"{reference}\" }}) {{ nodes {{ id delegation {{ id }} seasonReturns {{ id periodFirst }} }} }} }}"
    );
    let found = app.data("auditor", &query).await["establishments"]["nodes"][0].clone();
    let returns = found["seasonReturns"].as_array().unwrap().clone();
    let of_season = returns.iter().find(|one| one["periodFirst"] == "2025-09").map(|one| one["id"].clone());
    (found, of_season.unwrap_or_default())
}

/// Lays a director of a house.
async fn lay_director(app: &App, login: &str, house: &Value) {
    let directs = mandate::Model {
        establishment_id: Some(key_of(&house["id"]).into()),
        delegation_id: Some(key_of(&house["delegation"]["id"]).into()),
        ..plain_mandate(Role::EstablishmentDirector)
    };
    app.lay_account(login, vec![directs]).await;
}

/// The unread notices of a token, the latest first: kind, urgency, and the id of what each is about.
async fn unread(app: &App, token: &str) -> Vec<(String, String, Value)> {
    let query = "{ notices(where: { unread: true }) { nodes { kind urgency about { id } } } }";
    let answer = app.send(Some(token), query, json!({})).await;
    assert!(answer.body.get("errors").is_none(), "{:#}", answer.body);
    let nodes = answer.body["data"]["notices"]["nodes"].as_array().unwrap().clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    nodes.iter().map(|one| (text(&one["kind"]), text(&one["urgency"]), one["about"]["id"].clone())).collect()
}

async fn token_of(app: &App, login: &str) -> String {
    app.sign_in(login, PASSWORD).await["accessToken"].as_str().unwrap().to_owned()
}

async fn count(app: &App) -> u64 {
    let connection = app.connection().await;
    let count = notice::Entity::find().count(&connection).await.unwrap();
    connection.close().await.unwrap();
    count
}

/// Gives an account another address, or none, past every door.
async fn write_to(app: &App, login: &str, email: Option<&str>) {
    let connection = app.connection().await;
    let mut row = app.pool.credentials(login).await.unwrap().unwrap().account.into_active_model();
    row.email = Set(email.map(str::to_owned));
    let _: account::Model = row.update(&connection).await.unwrap();
    connection.close().await.unwrap();
}

/// Nobody of the demonstration has an address, but for these.
async fn write_only_to(app: &App, logins: &[&str]) {
    for login in app.logins() {
        if !logins.contains(&login.as_str()) {
            write_to(app, &login, None).await;
        }
    }
}

on_both! {
    async fn each_step_of_a_return_is_told_to_those_who_go_on_with_it(app: &App) {
        let (house, id) = house(app, HOUSE).await;
        lay_director(app, "director", &house).await;
        // Of the demonstration head and officer have two notices each, of which they have read none.
        let before = count(app).await;
        let association = app.token("khenifra-association").await;
        let of = |version: i32| json!({ "id": id, "expectedVersion": version });
        let for_a = |version: i32| json!({ "id": id, "expectedVersion": version, "reason": "Les orphelins" });
        let mut tried = of(1);
        tried["validateOnly"] = json!(true);
        assert_eq!(app.change(&association, SUBMIT, &tried).await["errors"], json!([]));
        assert_eq!(codes(&app.change(&association, SUBMIT, &of(9)).await), one("CONFLICT", "input.expectedVersion"));
        assert_eq!(count(app).await, before, "what is only tried, and what is refused, is told to nobody");

        assert_eq!(app.change(&association, SUBMIT, &of(1)).await["errors"], json!([]));
        // Sent again, it is refused, and nobody is told again.
        assert_eq!(codes(&app.change(&association, SUBMIT, &of(1)).await), one("CONFLICT", "input.expectedVersion"));
        let submitted = ("SEASON_RETURN_SUBMITTED".to_owned(), "NORMAL".to_owned(), id.clone());
        let (head, officer, director) = (app.token("khenifra-head").await, app.token("khenifra-officer").await, token_of(app, "director").await);
        for token in [&head, &officer] {
            let told = unread(app, token).await;
            assert_eq!((told.len(), &told[0]), (3, &submitted));
        }
        assert_eq!(unread(app, &director).await, []);
        assert_eq!(app.change(&officer, SEND_BACK, &for_a(2)).await["errors"], json!([]));
        let sent_back = ("SEASON_RETURN_SENT_BACK".to_owned(), "HIGH".to_owned(), id.clone());
        assert_eq!(unread(app, &director).await, std::slice::from_ref(&sent_back));
        // The house submits it itself now; who does something is not told of it.
        assert_eq!(app.change(&director, SUBMIT, &of(3)).await["errors"], json!([]));
        assert_eq!(app.change(&head, VALIDATE, &of(4)).await["errors"], json!([]));
        let validated = ("SEASON_RETURN_VALIDATED".to_owned(), "NORMAL".to_owned(), id.clone());
        assert_eq!(unread(app, &director).await, [validated.clone(), sent_back.clone()]);
        assert_eq!(app.change(&head, REOPEN, &for_a(5)).await["errors"], json!([]));
        assert_eq!(unread(app, &director).await, [sent_back.clone(), validated, sent_back]);
        assert_eq!(count(app).await, before + 2 + 1 + 2 + 1 + 1);
        assert_eq!(app.journal().await, 5, "a notice is no record");

        // Nobody else was told anything.
        for login in app.logins() {
            let told = unread(app, &app.token(&login).await).await;
            let expected = if ["khenifra-head", "khenifra-officer"].contains(&login.as_str()) { 4 } else { 0 };
            assert_eq!(told.len(), expected, "{login}");
        }
        assert_eq!(app.send(None, "{ notices { totalCount } }", json!({})).await.only_code(), "UNAUTHENTICATED");
    }

    async fn a_deputy_is_told_what_the_deputy_may_do(app: &App) {
        let delegation = app.pool.mandates_of(app.pool.credentials("khenifra-head").await.unwrap().unwrap().account.id).await.unwrap()[0].delegation_id;
        let with = |rights: &str| mandate::Model { delegation_id: delegation, rights: Some(rights.to_owned()), ..plain_mandate(Role::DelegationHead) };
        app.lay_account("validates", vec![with("READ_RETURNS VALIDATE_RETURNS")]).await;
        app.lay_account("declares", vec![with("DECLARE_FIGURES")]).await;
        // Two mandates at one place are one notice; one that has ended, or begins later, is none.
        let officer = || mandate::Model { delegation_id: delegation, ..plain_mandate(Role::DelegationOfficer) };
        app.lay_account("twice", vec![officer(), with("VALIDATE_RETURNS")]).await;
        let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
        app.lay_account("before", vec![mandate::Model { valid_to: Some(day("2026-11-23")), ..officer() }]).await;
        app.lay_account("later", vec![mandate::Model { valid_from: day("2026-11-25"), ..officer() }]).await;
        // Whoever submits it as the director is not told as the officer.
        let (house, id) = house(app, HOUSE).await;
        let directs = mandate::Model {
            establishment_id: Some(key_of(&house["id"]).into()),
            delegation_id: Some(key_of(&house["delegation"]["id"]).into()),
            valid_from: day("1960-01-01"),
            ..plain_mandate(Role::EstablishmentDirector)
        };
        app.lay_account("both", vec![directs, mandate::Model { valid_from: day("1970-01-02"), ..officer() }]).await;
        let submitted = app.change(&token_of(app, "both").await, SUBMIT, &json!({ "id": id, "expectedVersion": 1 })).await;
        assert_eq!(submitted["errors"], json!([]));
        for (login, told) in [("both", 0), ("validates", 1), ("declares", 0), ("twice", 1), ("before", 0), ("later", 0)] {
            let account = app.pool.credentials(login).await.unwrap().unwrap().account.id;
            assert_eq!(app.pool.notices_of(account).unread().await.unwrap(), told, "{login}");
        }
    }

    async fn a_notice_is_read_by_whom_it_is_to_and_by_nobody_else(app: &App) {
        let (officer, head) = (app.token("khenifra-officer").await, app.token("khenifra-head").await);
        let ids = async |token: &str| {
            let answer = app.send(Some(token), "{ notices { nodes { id } } }", json!({})).await;
            answer.body["data"]["notices"]["nodes"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect::<Vec<_>>()
        };
        let (own, others) = (ids(&officer).await, ids(&head).await);
        assert_eq!((own.len(), others.len()), (2, 2));
        assert!(own.iter().all(|id| !others.contains(id)));
        let viewer = "{ viewer { unreadNotices noticeMail } }";
        assert_eq!(app.send(Some(&officer), viewer, json!({})).await.body["data"]["viewer"], json!({ "unreadNotices": 2, "noticeMail": "DAILY" }));

        // Another's is as one that does not exist, and nothing is marked beside it.
        let unknown = taawun::global_id::global_of("Notice", Uuid::nil());
        for other in [&others[0], &json!(unknown)] {
            let refused = app.change(&officer, READ, &json!({ "ids": [own[0], other] })).await;
            assert_eq!((codes(&refused), &refused["marked"], &refused["unread"]), (one("NOT_FOUND", "input.ids.1"), &json!(0), &json!(2)));
        }
        for (input, error) in [
            (json!({ "ids": ["Notice_none"] }), one("INVALID", "input.ids.0")),
            (json!({}), one("INVALID", "input.ids")),
            (json!({ "ids": [own[0]], "all": true }), one("INVALID", "input.ids")),
            (json!({ "ids": vec![&own[0]; 101] }), one("TOO_LONG", "input.ids")),
        ] {
            assert_eq!(codes(&app.change(&officer, READ, &input).await), error);
        }
        app.advance(60);
        let marked = app.change(&officer, READ, &json!({ "ids": [own[0], own[0]] })).await;
        assert_eq!(marked, json!({ "marked": 1, "unread": 1, "errors": [] }));
        app.advance(60);
        assert_eq!(app.change(&officer, READ, &json!({ "ids": [own[0]] })).await["marked"], 0);
        let by_read = "{ read: notices(where: { unread: false }) { totalCount nodes { id readAt } }
            unread: notices(where: { unread: true, kind: SEASON_RETURN_SUBMITTED }) { nodes { id readAt } }
            none: notices(where: { kind: SEASON_RETURN_OVERDUE }) { totalCount } }";
        assert_eq!(app.send(Some(&officer), by_read, json!({})).await.body["data"], json!({
            "read": { "totalCount": 1, "nodes": [{ "id": own[0], "readAt": "2026-11-24T09:01:00+00:00" }] },
            "unread": { "nodes": [{ "id": own[1], "readAt": null }] },
            "none": { "totalCount": 0 },
        }));
        assert_eq!(app.change(&officer, READ, &json!({ "all": true })).await, json!({ "marked": 1, "unread": 0, "errors": [] }));
        assert_eq!(app.send(Some(&head), viewer, json!({})).await.body["data"]["viewer"]["unreadNotices"], 2);
        for field in ["node", "nodes"] {
            let query = if field == "node" { format!("{{ node(id: {}) {{ id }} }}", own[0]) } else { format!("{{ nodes(ids: [{}]) {{ id }} }}", own[0]) };
            assert_eq!(app.send(Some(&officer), &query, json!({})).await.only_code(), "BAD_USER_INPUT", "a notice is no node");
        }
    }

    async fn whoever_has_moved_is_told_nothing_of_what_they_left(app: &App) {
        let query = "{ notices { nodes { kind message about { id } } } }";
        let message = "A house has submitted a season return: validate it, or send it back.";
        let before = app.data("khenifra-officer", query).await["notices"]["nodes"].clone();
        assert!(before.as_array().unwrap().iter().all(|one| one["message"] == message && one["about"]["id"].is_string()), "{before:#}");
        let midelt = app.pool.mandates_of(app.pool.credentials("midelt-officer").await.unwrap().unwrap().account.id).await.unwrap()[0].delegation_id;
        // Past every door, as in the years to come: the officer of Khénifra is one of Midelt.
        let connection = app.connection().await;
        let account = app.pool.credentials("khenifra-officer").await.unwrap().unwrap().account.id;
        let mut mandate = app.pool.mandates_of(account).await.unwrap()[0].clone().into_active_model();
        mandate.delegation_id = Set(midelt);
        let _: mandate::Model = mandate.update(&connection).await.unwrap();
        connection.close().await.unwrap();
        let answer = app.send(Some(&app.token("khenifra-officer").await), query, json!({})).await;
        let nothing = json!({ "kind": "SEASON_RETURN_SUBMITTED", "message": message, "about": null });
        assert_eq!(answer.body, json!({ "data": { "notices": { "nodes": [nothing, nothing] } } }));
    }

    async fn a_return_that_is_late_is_told_of_once(app: &App) {
        // The director of EPS-05-301-0001 owes the season that is over, since 29 September.
        let worker = app.worker(background()).await;
        worker.work_off().await.unwrap();
        let found = app.data("khenifra-director", "{ establishments { nodes { id } } }").await;
        let overdue = ("SEASON_RETURN_OVERDUE".to_owned(), "HIGH".to_owned(), found["establishments"]["nodes"][0]["id"].clone());
        assert_eq!(unread(app, &app.token("khenifra-director").await).await, std::slice::from_ref(&overdue));
        for days in 1..=3 {
            app.advance(24 * 3600);
            assert_eq!(worker.work_off().await.unwrap(), 4, "day {days}");
        }
        assert_eq!(unread(app, &app.token("khenifra-director").await).await, [overdue]);
        // Another one who comes to direct a house that is late is told, and is the only one who is.
        let all = count(app).await;
        let (house, _) = house(app, "EPS-05-301-0013").await;
        lay_director(app, "newcomer", &house).await;
        app.advance(24 * 3600);
        worker.work_off().await.unwrap();
        assert_eq!(unread(app, &token_of(app, "newcomer").await).await.len(), 1);
        assert_eq!(count(app).await, all + 1);
    }

    async fn who_has_not_read_is_written_to_in_the_morning_and_once(app: &App) {
        let mut server = MailServer::start().await;
        write_only_to(app, &["midelt-director"]).await;
        let worker = app.worker_with_mail(server.mailer(), Some("https://portal.example.ma/")).await;
        worker.work_off().await.unwrap();
        assert!(!server.has_more(), "nobody with an address has a notice");
        // A return of Midelt's house is sent back, submitted, validated.
        let query = "{ establishments { nodes { seasonReturns { id state version } } } }";
        let found = app.data("midelt-director", query).await["establishments"]["nodes"][0]["seasonReturns"].clone();
        let row = found.as_array().unwrap().iter().find(|one| one["state"] == "VALIDATED").unwrap().clone();
        let (director, head) = (app.token("midelt-director").await, app.token("midelt-head").await);
        let of = |version: i64| json!({ "id": row["id"], "expectedVersion": version });
        let version = row["version"].as_i64().unwrap();
        let mut for_a = of(version);
        for_a["reason"] = json!("Une correction tardive");
        assert_eq!(app.change(&head, REOPEN, &for_a).await["errors"], json!([]));
        assert_eq!(app.change(&director, SUBMIT, &of(version + 1)).await["errors"], json!([]));
        assert_eq!(app.change(&head, VALIDATE, &of(version + 2)).await["errors"], json!([]));
        worker.work_off().await.unwrap();
        assert!(!server.has_more(), "not before the morning");

        app.advance(24 * 3600);
        worker.work_off().await.unwrap();
        let mail = server.next().await;
        assert_eq!(mail.to, ["midelt-director@demonstration.invalid"]);
        let read = MessageParser::default().parse(&mail.data).unwrap();
        assert_eq!(read.subject(), Some("لديك إشعارات جديدة على «تعاون» – Vous avez de nouveaux avis sur Taawun"));
        assert_eq!(read.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), DIGEST);
        app.advance(24 * 3600);
        worker.work_off().await.unwrap();
        assert!(!server.has_more(), "of each notice once");
        assert_eq!(unread(app, &app.token("midelt-director").await).await.len(), 2, "a mail is not read");
    }

    async fn a_mail_that_is_refused_is_tried_again(app: &App) {
        write_only_to(app, &["khenifra-head"]).await;
        // Nobody listens there.
        let nobody = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        let mailer = Mailer::new(&format!("smtp://127.0.0.1:{nobody}"), FROM, false).unwrap();
        app.worker_with_mail(mailer, None).await.work_off().await.unwrap();
        let failed = "{ jobs(where: { kind: NOTICES_MAIL }) { nodes { state attempts error } } }";
        let refused = json!([{ "state": "QUEUED", "attempts": 1, "error": "The mail server did not take the mail." }]);
        assert_eq!(app.data("national-admin", failed).await["jobs"]["nodes"], refused);
        app.advance(60);
        let mut server = MailServer::start().await;
        let worker = app.worker_with_mail(server.mailer(), None).await;
        assert_eq!(worker.work_off().await.unwrap(), 1);
        let mail = server.next().await;
        let read = MessageParser::default().parse(&mail.data).unwrap();
        let text = read.body_text(0).unwrap().into_owned();
        assert!(text.contains("– états présentés par des établissements : 2"), "{text}");
        assert!(text.contains("Consultez-le sur Taawun, la plateforme de l’Entraide Nationale."), "{text}");
        // It names no house, no place and no period.
        for secret in ["EPS-", "Dar", "دار", "Khénifra", "2025"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
        assert_eq!(app.data("national-admin", failed).await["jobs"]["nodes"], json!([{ "state": "DONE", "attempts": 2, "error": null }]));
    }

    async fn everyone_says_how_often_they_are_written_to(app: &App) {
        let mut server = MailServer::start().await;
        write_only_to(app, &["khenifra-head", "khenifra-officer"]).await;
        let worker = app.worker_with_mail(server.mailer(), None).await;
        let (head, officer) = (app.token("khenifra-head").await, app.token("khenifra-officer").await);
        for mail in ["DAILY", "NONE"] {
            assert_eq!(app.change(&head, PREFER, &json!({ "mail": mail })).await, json!({ "mail": mail, "errors": [] }));
        }
        assert_eq!(app.change(&officer, PREFER, &json!({ "mail": "IMMEDIATE" })).await["errors"], json!([]));
        worker.work_off().await.unwrap();
        assert_eq!(server.next().await.to, ["khenifra-officer@demonstration.invalid"], "in the morning");
        assert!(!server.has_more());
        // At once: within the same hour, one mail of all that came before it was written.
        let association = app.token("khenifra-association").await;
        let (_, id) = house(app, HOUSE).await;
        assert_eq!(app.change(&association, SUBMIT, &json!({ "id": id, "expectedVersion": 1 })).await["errors"], json!([]));
        assert_eq!(worker.work_off().await.unwrap(), 1);
        let mail = server.next().await;
        assert_eq!(mail.to, ["khenifra-officer@demonstration.invalid"]);
        let text = MessageParser::default().parse(&mail.data).unwrap().body_text(0).unwrap().into_owned();
        assert!(text.contains("– بيانات قدمتها مؤسسات: 1"), "{text}");
        // What was read meanwhile is not written of.
        assert_eq!(app.change(&officer, SEND_BACK, &json!({ "id": id, "expectedVersion": 2, "reason": "Les orphelins" })).await["errors"], json!([]));
        assert_eq!(app.change(&association, SUBMIT, &json!({ "id": id, "expectedVersion": 3 })).await["errors"], json!([]));
        assert_eq!(app.change(&officer, READ, &json!({ "all": true })).await["errors"], json!([]));
        assert_eq!(worker.work_off().await.unwrap(), 1);
        let all: BTreeSet<_> = unread(app, &head).await.into_iter().map(|(kind, ..)| kind).collect();
        assert_eq!(all, BTreeSet::from(["SEASON_RETURN_SUBMITTED".to_owned()]));
        assert!(!server.has_more());
    }
}
