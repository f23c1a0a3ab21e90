//! Accounts: invited, looked after, left.

use serde_json::{Value, json};

use crate::harness::{App, Change, codes, on_both, one};
use crate::sessions::{believed_elsewhere, events, holds};

pub(crate) const INVITE: Change = Change::new(
    "accountInvite",
    "account { id login version email delegation { code } association { id } mandates { role } }
     link { token url expiresAt } errors { code message path }",
);
pub(crate) const SET: Change = Change::new("passwordSet", "login errors { code message path }");
pub(crate) const GOOD: &str = "houses stand where rivers meet";

pub(crate) fn kept(name: &'static str) -> Change {
    Change::new(name, "account { version deactivatedAt } errors { code message path }")
}

/// The ids of what Khénifra's people are in.
pub(crate) struct Places {
    pub(crate) khenifra: Value,
    pub(crate) midelt: Value,
    pub(crate) association: Value,
    pub(crate) house: Value,
}

pub(crate) async fn places(app: &App) -> Places {
    let delegations = app.data("national-admin", "{ delegations { nodes { id code } } }").await;
    let of = |code: &str| {
        let all = delegations["delegations"]["nodes"].as_array().unwrap();
        all.iter().find(|one| one["code"] == code).unwrap()["id"].clone()
    };
    let viewer = "{ viewer { slice { id } } }";
    Places {
        khenifra: of("EN-05-301"),
        midelt: of("EN-08-363"),
        association: app.data("khenifra-association", viewer).await["viewer"]["slice"]["id"].clone(),
        house: app.data("khenifra-director", viewer).await["viewer"]["slice"]["id"].clone(),
    }
}

pub(crate) fn invitation(login: &str, role: &str, slice: &Value) -> Value {
    json!({
        "idempotencyKey": format!("an-invitation-of-{login}"), "login": login, "names": { "fr": "Zineb Essai", "ar": "زينب تجربة" },
        "email": format!("{login}@example.ma"), "mandate": { "role": role, "slice": slice },
    })
}

pub(crate) async fn account(app: &App, login: &str) -> Value {
    let query = format!(
        "{{ accounts(where: {{ login: \"{login}\" }}) {{ nodes {{ id version mandates {{ id version role }} }} }} }}"
    );
    app.data("national-admin", &query).await["accounts"]["nodes"][0].clone()
}

on_both! {
    async fn a_person_is_invited_sets_a_password_and_signs_in(app: &App) {
        let places = places(app).await;
        let head = app.token("khenifra-head").await;
        let input = invitation("zineb.essai", "DELEGATION_OFFICER", &places.khenifra);
        let mut tried = input.clone();
        tried["validateOnly"] = json!(true);
        assert_eq!(app.change(&head, INVITE, &tried).await, json!({ "account": null, "link": null, "errors": [] }));
        let invited = app.change(&head, INVITE, &input).await;
        assert_eq!(invited["errors"], json!([]));
        let account = &invited["account"];
        assert_eq!((&account["login"], &account["version"]), (&json!("zineb.essai"), &json!(1)));
        assert_eq!((&account["delegation"]["code"], &account["mandates"]), (&json!("EN-05-301"), &json!([{ "role": "DELEGATION_OFFICER" }])));
        assert_eq!((&invited["link"]["expiresAt"], &invited["link"]["url"]), (&json!("2026-11-27T09:00:00+00:00"), &Value::Null));
        // Sent again, it is the same account, and the link is shown no more.
        let again = app.change(&head, INVITE, &input).await;
        assert_eq!((&again["account"], &again["link"]), (account, &Value::Null));

        assert_eq!(app.sign_in("zineb.essai", GOOD).await["errors"][0]["code"], "INVALID_CREDENTIALS", "there is no password yet");
        let token = &invited["link"]["token"];
        for (password, message) in [
            ("short words", "A password has at least 12 characters. A few words in a row are easy to remember."),
            ("zineb.essai.26", "This password is among those that are tried first. Take a few words that do not belong together."),
        ] {
            let set = anonymous(app, SET, &json!({ "token": token, "password": password })).await;
            assert_eq!(set, json!({ "login": null, "errors": [{ "code": "WEAK_PASSWORD", "message": message, "path": ["input", "password"] }] }));
        }
        let unknown = anonymous(app, SET, &json!({ "token": "A token of nothing", "password": GOOD })).await;
        assert_eq!(codes(&unknown), one("LINK_ENDED", "input.token"));
        // A link by which nothing was set stays good.
        assert_eq!(anonymous(app, SET, &json!({ "token": token, "password": GOOD })).await["login"], "zineb.essai");
        assert_eq!(app.sign_in("zineb.essai", GOOD).await["viewer"]["role"], "DELEGATION_OFFICER");
    }

    async fn a_link_is_good_once_and_for_three_days(app: &App) {
        let places = places(app).await;
        let head = app.token("khenifra-head").await;
        let invited = app.change(&head, INVITE, &invitation("zineb.essai", "SOCIAL_WORKER", &places.khenifra)).await;
        let set = json!({ "token": invited["link"]["token"], "password": GOOD });
        assert_eq!(anonymous(app, SET, &set).await, json!({ "login": "zineb.essai", "errors": [] }));
        assert_eq!(app.sign_in("zineb.essai", GOOD).await["viewer"]["role"], "SOCIAL_WORKER");
        assert_eq!(codes(&anonymous(app, SET, &set).await), one("LINK_ENDED", "input.token"));
        assert_eq!(events(app, "zineb.essai").await, ["SIGNED_IN", "PASSWORD_SET", "LINK_ISSUED"]);

        // Of two links the later one is good; after three days, none.
        let other = app.change(&head, INVITE, &invitation("hamid.essai", "SOCIAL_WORKER", &places.khenifra)).await;
        let reset = Change::new("accountReset", "account { version } link { token } errors { code }");
        let second = app.change(&head, reset, &json!({ "id": other["account"]["id"], "expectedVersion": 1 })).await;
        let by = async |link: &Value| anonymous(app, SET, &json!({ "token": link["link"]["token"], "password": GOOD })).await;
        assert_eq!(codes(&by(&other).await), one("LINK_ENDED", "input.token"));
        app.advance(3 * 24 * 60 * 60);
        assert_eq!(codes(&by(&second).await), one("LINK_ENDED", "input.token"));
    }

    async fn all_mistakes_of_an_invitation_are_told_at_once(app: &App) {
        let places = places(app).await;
        let head = app.token("khenifra-head").await;
        let input = json!({
            "idempotencyKey": "an-invitation-that-is-wrong", "login": "Zineb Essai", "names": { "fr": " " }, "email": "nowhere",
            "mandate": { "role": "NATIONAL_ADMIN", "slice": places.khenifra, "validFrom": "2026-12-01", "validTo": "2026-11-30" },
        });
        let refused = app.change(&head, INVITE, &input).await;
        let told: Vec<_> = codes(&refused).into_iter().map(|(code, path)| format!("{code} {path}")).collect();
        assert_eq!(told, [
            "INVALID input.mandate.validTo", "FORBIDDEN input.mandate.role", "INVALID input.mandate.slice", "INVALID input.login",
            "BLANK input.names", "INVALID input.email",
        ]);
        let mut taken = invitation("Khenifra-Officer", "SOCIAL_WORKER", &Value::Null);
        taken["mandate"].as_object_mut().unwrap().remove("slice");
        let refused = app.change(&head, INVITE, &taken).await;
        assert_eq!(codes(&refused), [("BLANK".to_owned(), "input.mandate.slice".to_owned()), ("TAKEN".to_owned(), "input.login".to_owned())]);
        let of_another_kind = app.change(&head, INVITE, &invitation("zineb", "ESTABLISHMENT_DIRECTOR", &places.khenifra)).await;
        assert_eq!(codes(&of_another_kind), one("INVALID", "input.mandate.slice"));
        assert_eq!(app.journal().await, 0);
    }

    async fn one_who_has_left_is_out_everywhere_and_what_they_did_stays(app: &App) {
        let elsewhere = app.listen_again().await;
        let officer = app.sign_in("khenifra-officer", &app.password("khenifra-officer")).await;
        let token = officer["accessToken"].as_str().unwrap();
        let (head, id) = (app.token("khenifra-head").await, account(app, "khenifra-officer").await["id"].clone());
        let gone = app.change(&head, kept("accountDeactivate"), &json!({ "id": id, "expectedVersion": 1 })).await;
        assert_eq!(gone["account"], json!({ "version": 2, "deactivatedAt": "2026-11-24T09:00:00+00:00" }));
        assert!(!holds(app, &app.url, token).await);
        believed_elsewhere(app, &elsewhere, token).await;
        let refused = app.sign_in("khenifra-officer", &app.password("khenifra-officer")).await;
        assert_eq!((codes(&refused), &refused["accessToken"]), (one("ACCOUNT_DEACTIVATED", "input"), &Value::Null));
        // Who does not know the password learns nothing of it.
        assert_eq!(codes(&app.sign_in("khenifra-officer", "a guess").await), one("INVALID_CREDENTIALS", "input"));
        let refresh = Change::new("sessionRefresh", "accessToken errors { code path }");
        let refreshed = anonymous(app, refresh, &json!({ "refreshToken": officer["refreshToken"] })).await;
        assert_eq!(codes(&refreshed), one("SESSION_ENDED", "input.refreshToken"));
        assert_eq!(codes(&app.change(&head, kept("accountDeactivate"), &json!({ "id": id, "expectedVersion": 2 })).await), one("INVALID", "input.id"));

        app.change(&head, kept("accountReactivate"), &json!({ "id": id, "expectedVersion": 2 })).await;
        assert!(!holds(app, &app.url, token).await, "the session before stays ended");
        assert_eq!(app.sign_in("khenifra-officer", &app.password("khenifra-officer")).await["errors"], json!([]));
        assert_eq!(app.journal().await, 2);
    }

    async fn a_reset_locks_out_and_an_expired_password_opens_only_the_way_to_another(app: &App) {
        let (head, officer) = (app.token("khenifra-head").await, account(app, "khenifra-officer").await);
        let token = app.token("khenifra-officer").await;
        let before = app.password("khenifra-officer");
        let expire = app.change(&head, kept("accountExpirePassword"), &json!({ "id": officer["id"], "expectedVersion": 1 })).await;
        assert_eq!(expire["account"]["version"], 2);
        assert!(!holds(app, &app.url, &token).await);
        assert_eq!(codes(&app.sign_in("khenifra-officer", &before).await), one("PASSWORD_EXPIRED", "input"));
        let change = Change::new("passwordChange", "login errors { code path }");
        let wrong = anonymous(app, change, &json!({ "login": "khenifra-officer", "currentPassword": "a guess", "password": GOOD })).await;
        assert_eq!(codes(&wrong), one("INVALID_CREDENTIALS", "input"));
        let same = anonymous(app, change, &json!({ "login": "khenifra-officer", "currentPassword": before, "password": before })).await;
        assert_eq!(codes(&same), one("WEAK_PASSWORD", "input.password"));
        let right = json!({ "login": "khenifra-officer", "currentPassword": before, "password": GOOD });
        assert_eq!(anonymous(app, change, &right).await, json!({ "login": "khenifra-officer", "errors": [] }));
        assert_eq!(codes(&app.sign_in("khenifra-officer", &before).await), one("INVALID_CREDENTIALS", "input"));
        let token = app.sign_in("khenifra-officer", GOOD).await["accessToken"].as_str().unwrap().to_owned();

        let reset = Change::new("accountReset", "account { version } link { token } errors { code }");
        let reset = app.change(&head, reset, &json!({ "id": officer["id"], "expectedVersion": 2 })).await;
        assert!(!holds(app, &app.url, &token).await);
        assert_eq!(codes(&app.sign_in("khenifra-officer", GOOD).await), one("INVALID_CREDENTIALS", "input"));
        anonymous(app, SET, &json!({ "token": reset["link"]["token"], "password": "rivers meet where houses stand" })).await;
        let token = app.sign_in("khenifra-officer", "rivers meet where houses stand").await["accessToken"].as_str().unwrap().to_owned();
        app.change(&head, kept("accountEndSessions"), &json!({ "id": officer["id"], "expectedVersion": 3 })).await;
        assert!(!holds(app, &app.url, &token).await);
        assert_eq!(app.sign_in("khenifra-officer", "rivers meet where houses stand").await["errors"], json!([]), "the password stays good");
        assert_eq!(events(app, "khenifra-officer").await, [
            "SIGNED_IN", "SESSIONS_ENDED", "SIGNED_IN", "PASSWORD_SET", "SIGN_IN_REFUSED", "LINK_ISSUED", "SIGNED_IN", "SIGN_IN_REFUSED", "PASSWORD_SET",
            "SIGN_IN_REFUSED", "PASSWORD_EXPIRED", "SIGNED_IN",
        ]);
    }

    /// A client that goes away cannot leave somebody in who was locked out.
    async fn a_lock_out_is_part_of_the_change(app: &App) {
        let (token, head) = (app.token("khenifra-officer").await, app.token("khenifra-head").await);
        let id = account(app, "khenifra-officer").await["id"].clone();
        let reset = Change::new("accountReset", "errors { code }");
        let input = json!({ "id": id, "expectedVersion": 1 });
        for wait in 0..400 {
            let sent = app.try_change(&head, reset, &input);
            if tokio::time::timeout(std::time::Duration::from_micros(wait * 50), sent).await.is_ok() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            if account(app, "khenifra-officer").await["version"] == 2 {
                break;
            }
        }
        assert_eq!(account(app, "khenifra-officer").await["version"], 2, "it was made");
        let elsewhere = app.listen_again().await;
        assert!(!holds(app, &elsewhere, &token).await);
        assert_eq!(codes(&app.sign_in("khenifra-officer", &app.password("khenifra-officer")).await), one("INVALID_CREDENTIALS", "input"));
    }

    /// Whoever had a link made does not use it for what the account was given since.
    async fn a_link_ends_when_the_account_is_given_more(app: &App) {
        let (manager, director) = (app.token("khenifra-association").await, account(app, "khenifra-director").await);
        let reset = Change::new("accountReset", "link { token } errors { code }");
        let link = app.change(&manager, reset, &json!({ "id": director["id"], "expectedVersion": 1 })).await;
        let grant = Change::new("mandateGrant", "errors { code }");
        let more = json!({ "idempotencyKey": "more-than-a-director", "account": director["id"], "mandate": { "role": "NATIONAL_OFFICER" } });
        assert_eq!(app.change(&app.token("national-admin").await, grant, &more).await["errors"], json!([]));
        let set = anonymous(app, SET, &json!({ "token": link["link"]["token"], "password": GOOD })).await;
        assert_eq!(codes(&set), one("LINK_ENDED", "input.token"));
        let again = app.change(&app.token("national-admin").await, reset, &json!({ "id": director["id"], "expectedVersion": 2 })).await;
        assert_eq!(anonymous(app, SET, &json!({ "token": again["link"]["token"], "password": GOOD })).await["login"], "khenifra-director");
    }

    /// Two who invite the same login at the same moment: one account.
    async fn a_login_stands_once(app: &App) {
        let places = places(app).await;
        let (khenifra, midelt) = (app.token("khenifra-head").await, app.token("midelt-head").await);
        let (one_input, other_input) = (invitation("zineb", "SOCIAL_WORKER", &places.khenifra), invitation("zineb", "SOCIAL_WORKER", &places.midelt));
        let (first, second) = tokio::join!(app.change(&khenifra, INVITE, &one_input), app.change(&midelt, INVITE, &other_input));
        let mut codes: Vec<_> = [first, second].iter().map(codes).collect();
        codes.sort();
        // So does an address.
        assert_eq!(codes, [vec![], [one("TAKEN", "input.login"), one("TAKEN", "input.email")].concat()]);
    }
}

/// Sends a mutation without a token, and returns its payload.
pub(crate) async fn anonymous(app: &App, change: Change, input: &Value) -> Value {
    let answer = app.send(None, &change.document(), json!({ "input": input })).await;
    assert!(answer.body.get("errors").is_none(), "{:#}", answer.body);
    answer.body["data"].as_object().unwrap().values().next().unwrap().clone()
}
