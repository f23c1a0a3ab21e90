//! Accounts: invited, looked after, left; and who may look after whom.

use entity::mandate::{self, Role};
use serde_json::{Value, json};

use crate::harness::{App, Change, PASSWORD, codes, key_of, on_both, one, plain_mandate};
use crate::sessions::{believed_elsewhere, events, holds};

const INVITE: Change = Change::new(
    "accountInvite",
    "account { id login version email delegation { code } association { id } mandates { role } }
     link { token url expiresAt } errors { code message path }",
);
const SET: Change = Change::new("passwordSet", "login errors { code message path }");
const GOOD: &str = "houses stand where rivers meet";

fn kept(name: &'static str) -> Change {
    Change::new(name, "account { version deactivatedAt } errors { code message path }")
}

/// The ids of what Khénifra's people are in.
struct Places {
    khenifra: Value,
    midelt: Value,
    association: Value,
    house: Value,
}

async fn places(app: &App) -> Places {
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

fn invitation(login: &str, role: &str, slice: &Value) -> Value {
    json!({
        "idempotencyKey": format!("an-invitation-of-{login}"), "login": login, "names": { "fr": "Zineb Essai", "ar": "زينب تجربة" },
        "email": format!("{login}@example.ma"), "mandate": { "role": role, "slice": slice },
    })
}

async fn account(app: &App, login: &str) -> Value {
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

    /// What an account holds beyond what its keeper may give protects it: whoever resets a password has all of it.
    async fn nobody_takes_over_an_account_that_holds_more(app: &App) {
        let officer = account(app, "khenifra-officer").await;
        let (admin, head) = (app.token("national-admin").await, app.token("khenifra-head").await);
        let grant = Change::new("mandateGrant", "mandate { id version } errors { code path }");
        let more = json!({ "idempotencyKey": "a-mandate-of-more", "account": officer["id"], "mandate": { "role": "NATIONAL_FINANCE", "validFrom": "2027-01-01" } });
        let granted = app.change(&admin, grant, &more).await;
        for name in ["accountReset", "accountExpirePassword", "accountDeactivate", "accountUpdate", "accountEndSessions"] {
            let refused = app.change(&head, kept(name), &json!({ "id": officer["id"], "expectedVersion": 1, "validateOnly": true })).await;
            assert_eq!(codes(&refused), one("FORBIDDEN", "input.id"), "{name}: also for what begins next year");
        }
        let end = Change::new("mandateEnd", "errors { code path }");
        let hidden = app.change(&head, end, &json!({ "id": granted["mandate"]["id"], "expectedVersion": 1 })).await;
        assert_eq!(codes(&hidden), one("NOT_FOUND", "input.id"));
        app.change(&admin, end, &json!({ "id": granted["mandate"]["id"], "expectedVersion": 1 })).await;
        let may = app.change(&head, kept("accountReset"), &json!({ "id": officer["id"], "expectedVersion": 1, "validateOnly": true })).await;
        assert_eq!(may["errors"], json!([]));
    }

    /// Every asker on every account: by hand from the words of the institution. The administrators keep all but
    /// themselves; a head, the staff below, managers and directors of the delegation; a manager, the directors of the association's houses.
    async fn who_looks_after_whom(app: &App) {
        let below = |login: &str, delegation: &str| {
            ["officer", "social", "association", "director"].iter().any(|role| login == format!("{delegation}-{role}"))
        };
        let logins = app.logins();
        let mut ids = Vec::new();
        for login in &logins {
            ids.push(account(app, login).await["id"].clone());
        }
        let mut pairs = [0, 0, 0];
        for asker in &logins {
            let token = app.token(asker).await;
            for (login, id) in logins.iter().zip(&ids) {
                let keeps = match asker.as_str() {
                    "national-admin" => login != "national-admin",
                    "khenifra-head" => below(login, "khenifra"),
                    "midelt-head" => below(login, "midelt"),
                    "khenifra-association" => login == "khenifra-director",
                    "midelt-association" => login == "midelt-director",
                    _ => false,
                };
                // Colleagues are seen, and not theirs to change.
                let sees = keeps || match asker.as_str() {
                    "national-admin" => true,
                    "khenifra-head" | "khenifra-association" | "midelt-head" | "midelt-association" => asker == login,
                    _ => false,
                };
                let answer = app.try_change(&token, kept("accountUpdate"), &json!({ "id": id, "expectedVersion": 1, "validateOnly": true })).await;
                let verdict = answer.body["errors"][0]["extensions"]["code"].as_str().map_or_else(|| codes(&answer.body["data"]["accountUpdate"]), |code| one(code, ""));
                let verdict: Vec<_> = verdict.iter().map(|(code, _)| code.as_str()).collect();
                let manages = matches!(asker.as_str(), "national-admin" | "khenifra-head" | "midelt-head" | "khenifra-association" | "midelt-association");
                if keeps {
                    assert_eq!(verdict, [""; 0], "{asker} {login}");
                    pairs[0] += 1;
                } else if sees || !manages {
                    assert!(verdict.iter().all(|code| *code == "FORBIDDEN") && !verdict.is_empty(), "{asker} {login}: {verdict:?}");
                    pairs[1] += 1;
                } else {
                    assert_eq!(verdict, ["NOT_FOUND"], "{asker} {login}");
                    pairs[2] += 1;
                }
            }
        }
        assert_eq!(pairs, [16 + 4 + 4 + 1 + 1, 12 * 17 + 5, 2 * 12 + 2 * 15]);
    }

    /// Every asker gives every role on every slice: who may, by hand.
    async fn who_gives_what(app: &App) {
        let places = places(app).await;
        let slices = [("khenifra", &places.khenifra), ("midelt", &places.midelt), ("association", &places.association), ("house", &places.house)];
        let roles = ["NATIONAL_ADMIN", "NATIONAL_AUDITOR", "REGIONAL_COORDINATOR", "DELEGATION_HEAD", "DELEGATION_OFFICER", "SOCIAL_WORKER",
            "ASSOCIATION_MANAGER", "ESTABLISHMENT_DIRECTOR", "PARTNER"];
        app.lay_account("nobody", vec![plain_mandate(Role::NationalOfficer)]).await;
        let mut given = Vec::new();
        for asker in app.logins() {
            let token = app.token(&asker).await;
            for role in roles {
                for (name, slice) in slices {
                    let mut input = invitation("somebody.new", role, slice);
                    input["validateOnly"] = json!(true);
                    let answer = app.try_change(&token, INVITE, &input).await;
                    if answer.body["data"]["accountInvite"]["errors"] == json!([]) {
                        given.push(format!("{asker} {role} {name}"));
                    }
                }
            }
        }
        assert_eq!(given, [
            "khenifra-association ESTABLISHMENT_DIRECTOR house",
            "khenifra-head DELEGATION_OFFICER khenifra", "khenifra-head SOCIAL_WORKER khenifra",
            "khenifra-head ASSOCIATION_MANAGER association", "khenifra-head ESTABLISHMENT_DIRECTOR house",
            "midelt-head DELEGATION_OFFICER midelt", "midelt-head SOCIAL_WORKER midelt",
            "national-admin DELEGATION_HEAD khenifra", "national-admin DELEGATION_HEAD midelt",
            "national-admin DELEGATION_OFFICER khenifra", "national-admin DELEGATION_OFFICER midelt",
            "national-admin SOCIAL_WORKER khenifra", "national-admin SOCIAL_WORKER midelt",
            "national-admin ASSOCIATION_MANAGER association", "national-admin ESTABLISHMENT_DIRECTOR house",
        ]);
    }

    async fn a_director_of_two_houses_is_seen_where_they_stand_and_goes_along_when_one_moves(app: &App) {
        let places = places(app).await;
        let admin = app.token("national-admin").await;
        let of_midelt = account(app, "midelt-director").await;
        let grant = Change::new("mandateGrant", "mandate { id delegation { code } association { id } } errors { code path }");
        let input = json!({ "idempotencyKey": "a-second-house", "account": of_midelt["id"], "mandate": { "role": "ESTABLISHMENT_DIRECTOR", "slice": places.house } });
        let granted = app.change(&admin, grant, &input).await;
        assert_eq!(granted["mandate"]["delegation"]["code"], "EN-05-301");
        let sees = async |login: &str| {
            let query = "{ accounts(where: { role: ESTABLISHMENT_DIRECTOR }) { nodes { login mandates { role } } } }";
            let mut found = app.data(login, query).await["accounts"]["nodes"].as_array().unwrap().clone();
            found.sort_by_key(|account| account["login"].to_string());
            found
        };
        let director = |login: &str, mandates: usize| json!({ "login": login, "mandates": vec![json!({ "role": "ESTABLISHMENT_DIRECTOR" }); mandates] });
        assert_eq!(sees("khenifra-head").await, [director("khenifra-director", 1), director("midelt-director", 1)]);
        assert_eq!(sees("midelt-head").await, [director("midelt-director", 1)]);
        assert_eq!(sees("national-admin").await[1], director("midelt-director", 2));
        // The head gave neither the account nor the other house: it is not theirs to reset.
        let id = &of_midelt["id"];
        let refused = app.try_change(&app.token("khenifra-head").await, kept("accountReset"), &json!({ "id": id, "expectedVersion": 1 })).await;
        assert_eq!(refused.only_code(), "FORBIDDEN");

        let commune = app.data("national-admin", "{ communes(where: { search: \"08.363.X1\" }) { nodes { id } } }").await["communes"]["nodes"][0]["id"].clone();
        let moved = Change::new("establishmentMove", "establishment { version } errors { code path }");
        let version = app.data("national-admin", &format!("{{ establishment(id: {}) {{ version }} }}", places.house)).await["establishment"]["version"].clone();
        let input = json!({ "id": places.house, "expectedVersion": version, "delegation": places.midelt, "commune": commune });
        assert_eq!(app.change(&admin, moved, &input).await["errors"], json!([]));
        assert_eq!(sees("midelt-head").await, [director("khenifra-director", 1), director("midelt-director", 2)]);
        // Its account is still kept in Khénifra, and holds nothing there any more.
        assert_eq!(sees("khenifra-head").await, [""; 0]);
        assert_eq!(app.sign_in("khenifra-director", &app.password("khenifra-director")).await["errors"], json!([]));
    }

    async fn a_deputy_does_what_was_named_and_it_is_noted_for_whom(app: &App) {
        let head = app.token("khenifra-head").await;
        let officer = account(app, "khenifra-officer").await;
        let delegate = Change::new("mandateDelegate", "mandate { id rights onBehalfOf { login } validTo } errors { code path }");
        let input = |key: &str, rights: Value, from: &str, to: &str| {
            json!({ "idempotencyKey": key, "account": officer["id"], "rights": rights, "validFrom": from, "validTo": to })
        };
        let rights = json!(["READ_NETWORK", "KEEP_ASSOCIATIONS", "READ_JOURNAL"]);
        let given = app.change(&head, delegate, &input("while-on-leave", rights.clone(), "2026-11-24", "2026-11-26")).await;
        assert_eq!(given["mandate"]["onBehalfOf"]["login"], "khenifra-head");
        assert_eq!(given["mandate"]["rights"], json!(["READ_NETWORK", "READ_JOURNAL", "KEEP_ASSOCIATIONS"]));

        // All at once; what one does not have oneself; and only by a head.
        let wrong = app.change(&head, delegate, &input("wrong-in-two-places", json!(["KEEP_TERRITORY"]), "2026-11-26", "2026-11-25")).await;
        assert_eq!(codes(&wrong), [("FORBIDDEN".to_owned(), "input.rights".to_owned()), ("INVALID".to_owned(), "input.validTo".to_owned())]);
        let admin = app.token("national-admin").await;
        assert_eq!(codes(&app.change(&admin, delegate, &input("by-an-administrator", rights.clone(), "2026-11-24", "2026-11-26")).await), one("FORBIDDEN", "input"));

        // The officer speaks as the officer first, and switches.
        let signed_in = app.sign_in("khenifra-officer", &app.password("khenifra-officer")).await;
        assert_eq!(signed_in["viewer"]["role"], "DELEGATION_OFFICER");
        let switch = Change::new("mandateSwitch", "accessToken accessTokenExpiresAt viewer { role rights onBehalfOf { fr } } errors { code }");
        let deputy = app.change(signed_in["accessToken"].as_str().unwrap(), switch, &json!({ "mandate": given["mandate"]["id"] })).await;
        assert_eq!(deputy["viewer"], json!({
            "role": "DELEGATION_HEAD", "rights": ["READ_NETWORK", "READ_JOURNAL", "KEEP_ASSOCIATIONS"],
            "onBehalfOf": { "fr": "Compte de démonstration khenifra-head" },
        }));
        let token = deputy["accessToken"].as_str().unwrap();
        let read = async |token: &str, query: &str| app.send(Some(token), query, json!({})).await;
        assert_eq!(read(token, "{ establishments { totalCount } }").await.body["data"]["establishments"]["totalCount"], 84);
        assert_eq!(read(token, "{ grantLines { totalCount } }").await.only_code(), "FORBIDDEN");
        let figure = Change::new("declaredFigureRecord", "errors { code }");
        let input_of_figure = json!({ "idempotencyKey": "not-their-right", "measure": "CEF", "value": 24, "asOf": "2026-10", "source": "A count" });
        assert_eq!(app.try_change(token, figure, &input_of_figure).await.only_code(), "FORBIDDEN");
        // Nobody passes on what they do for another; looking after accounts is passed on by nobody.
        let social = account(app, "khenifra-social").await;
        let mut on = input("passed-on-to-another", json!(["READ_JOURNAL"]), "2026-11-24", "2026-11-25");
        on["account"] = social["id"].clone();
        assert_eq!(app.try_change(token, delegate, &on).await.only_code(), "FORBIDDEN");
        let managing = input("to-look-after-accounts", json!(["MANAGE_ACCOUNTS"]), "2026-11-24", "2026-11-25");
        assert_eq!(codes(&app.change(&head, delegate, &managing).await), one("FORBIDDEN", "input.rights"));

        let association = places(app).await.association;
        let update = Change::new("associationUpdate", "association { version } errors { code }");
        let renamed = json!({ "id": association, "expectedVersion": 1, "names": { "fr": "Une association" } });
        assert_eq!(app.change(token, update, &renamed).await["association"]["version"], 2);
        let head_account = account(app, "khenifra-head").await;
        let noted = read(token, "{ journal(first: 1) { nodes { mutation account onBehalfOf mandate } } }").await.body["data"]["journal"]["nodes"][0].clone();
        assert_eq!(noted, json!({
            "mutation": "associationUpdate", "account": officer["id"], "onBehalfOf": head_account["id"], "mandate": given["mandate"]["id"],
        }));
        assert_eq!(app.journal().await, 2, "the journal holds");

        // It ends by itself: on the last day its token ends at midnight, and then the officer is the officer.
        app.advance(2 * 24 * 60 * 60 + 13 * 60 * 60 + 50 * 60);
        let signed_in = app.sign_in("khenifra-officer", &app.password("khenifra-officer")).await;
        let first = signed_in["accessToken"].as_str().unwrap();
        let last = app.change(first, switch, &json!({ "mandate": given["mandate"]["id"] })).await;
        assert_eq!(last["accessTokenExpiresAt"], "2026-11-26T23:00:00+00:00");
        app.advance(10 * 60 + 5);
        assert!(!holds(app, &app.url, last["accessToken"].as_str().unwrap()).await);
        let switched = app.change(first, switch, &json!({ "mandate": given["mandate"]["id"] })).await;
        assert_eq!(switched["errors"], json!([{ "code": "NO_MANDATE" }]));
    }

    async fn who_acts_for_one_who_has_left_is_out_too(app: &App) {
        let (elsewhere, head) = (app.listen_again().await, app.token("khenifra-head").await);
        let delegate = Change::new("mandateDelegate", "mandate { id } errors { code path }");
        let officer = account(app, "khenifra-officer").await;
        let input = json!({ "idempotencyKey": "while-on-leave", "account": officer["id"], "rights": ["READ_JOURNAL"], "validTo": "2026-12-24" });
        let given = app.change(&head, delegate, &input).await;
        let switch = Change::new("mandateSwitch", "accessToken accessTokenExpiresAt errors { code }");
        let officer = app.token("khenifra-officer").await;
        app.advance(300);
        let deputy = app.change(&officer, switch, &json!({ "mandate": given["mandate"]["id"] })).await;
        assert_eq!(deputy["accessTokenExpiresAt"], "2026-11-24T09:15:00+00:00", "no later than the token that was shown");
        let deputy = deputy["accessToken"].as_str().unwrap();
        let gone = json!({ "id": account(app, "khenifra-head").await["id"], "expectedVersion": 1 });
        app.change(&app.token("national-admin").await, kept("accountDeactivate"), &gone).await;
        assert!(!holds(app, &app.url, deputy).await);
        believed_elsewhere(app, &elsewhere, deputy).await;
        assert_eq!(app.change(&officer, switch, &json!({ "mandate": given["mandate"]["id"] })).await["errors"], json!([{ "code": "NO_MANDATE" }]));
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

    async fn who_acts_for_another_is_out_with_them(app: &App) {
        let (elsewhere, head) = (app.listen_again().await, app.token("khenifra-head").await);
        let delegate = Change::new("mandateDelegate", "mandate { id version } errors { code path }");
        let officer = account(app, "khenifra-officer").await;
        let input = json!({ "idempotencyKey": "while-on-leave", "account": officer["id"], "rights": ["READ_JOURNAL"], "validTo": "2026-12-24" });
        let given = app.change(&head, delegate, &input).await;
        let switch = Change::new("mandateSwitch", "accessToken errors { code }");
        let officer = app.token("khenifra-officer").await;
        let deputy = app.change(&officer, switch, &json!({ "mandate": given["mandate"]["id"] })).await;
        let deputy = deputy["accessToken"].as_str().unwrap();
        let own = account(app, "khenifra-head").await["mandates"][0].clone();
        let end = Change::new("mandateEnd", "errors { code path }");
        let tried = json!({ "id": own["id"], "expectedVersion": 1, "validateOnly": true });
        assert_eq!(app.try_change(&head, end, &tried).await.only_code(), "FORBIDDEN", "one's own");
        assert_eq!(app.change(&app.token("national-admin").await, end, &json!({ "id": own["id"], "expectedVersion": 1 })).await["errors"], json!([]));
        assert!(!holds(app, &app.url, deputy).await);
        believed_elsewhere(app, &elsewhere, deputy).await;
        assert!(holds(app, &app.url, &officer).await, "the officer's own mandate stands");
        assert_eq!(app.change(&officer, switch, &json!({ "mandate": given["mandate"]["id"] })).await["errors"], json!([{ "code": "NO_MANDATE" }]));
    }

    async fn why_somebody_may_or_may_not_is_explained(app: &App) {
        let officer = account(app, "khenifra-officer").await["id"].clone();
        let house = async |login: &str| app.data(login, "{ establishments(first: 1) { nodes { id } } }").await["establishments"]["nodes"][0]["id"].clone();
        let (here, there) = (house("khenifra-head").await, house("midelt-head").await);
        let explain = async |login: &str, of: &Value, node: &Value, right: &str| {
            let query = format!("{{ explainAccess(account: {of}, node: {node}, right: {right}) {{ mandate {{ role }} holds inSlice hasRight allowed reason }} }}");
            app.send(Some(&app.token(login).await), &query, json!({})).await
        };
        let verdict = |holds: bool, in_slice: bool, has_right: bool, reason: &str| json!([{
            "mandate": { "role": "DELEGATION_OFFICER" }, "holds": holds, "inSlice": in_slice, "hasRight": has_right,
            "allowed": holds && in_slice && has_right, "reason": reason,
        }]);
        let admin = async |of: &Value, node: &Value, right: &str| explain("national-admin", of, node, right).await.body["data"]["explainAccess"].clone();
        let allowed = "Allowed: the mandate holds, the object lies in its slice, and it has the right.";
        assert_eq!(admin(&officer, &here, "KEEP_NETWORK").await, verdict(true, true, true, allowed));
        assert_eq!(admin(&officer, &there, "KEEP_NETWORK").await, verdict(true, false, true, "The object does not lie in the slice of this mandate."));
        let no_right = "The role of this mandate, or what was named of it, does not have the right.";
        assert_eq!(admin(&officer, &here, "APPROVE_BANK_ACCOUNTS").await, verdict(true, true, false, no_right));
        let former = account(app, "khenifra-former").await["id"].clone();
        let not_held = "The mandate does not hold today, or its account is deactivated.";
        assert_eq!(admin(&former, &here, "KEEP_NETWORK").await, verdict(false, true, true, not_held));
        // A head is told of what the head sees; others are told nothing.
        assert_eq!(explain("khenifra-head", &officer, &here, "KEEP_NETWORK").await.body["data"]["explainAccess"][0]["allowed"], true);
        assert_eq!(explain("khenifra-head", &officer, &there, "KEEP_NETWORK").await.only_code(), "NOT_FOUND");
        assert_eq!(explain("midelt-head", &officer, &there, "KEEP_NETWORK").await.only_code(), "NOT_FOUND");
        assert_eq!(explain("khenifra-officer", &officer, &here, "KEEP_NETWORK").await.only_code(), "FORBIDDEN");
    }

    /// Two who invite the same login at the same moment: one account.
    async fn a_login_stands_once(app: &App) {
        let places = places(app).await;
        let (khenifra, midelt) = (app.token("khenifra-head").await, app.token("midelt-head").await);
        let (one_input, other_input) = (invitation("zineb", "SOCIAL_WORKER", &places.khenifra), invitation("zineb", "SOCIAL_WORKER", &places.midelt));
        let (first, second) = tokio::join!(app.change(&khenifra, INVITE, &one_input), app.change(&midelt, INVITE, &other_input));
        let mut codes: Vec<_> = [first, second].iter().map(codes).collect();
        codes.sort();
        assert_eq!(codes, [vec![], one("TAKEN", "input.login")]);
    }

    /// A row that somebody put together past the doors makes nobody.
    async fn a_mandate_without_the_key_of_its_role_speaks_for_nobody(app: &App) {
        let places = places(app).await;
        let khenifra = Some(key_of(&places.khenifra).into());
        app.lay_account("bent", vec![
            plain_mandate(Role::DelegationHead),
            mandate::Model { delegation_id: khenifra, ..plain_mandate(Role::NationalAdmin) },
            mandate::Model { delegation_id: khenifra, ..plain_mandate(Role::EstablishmentDirector) },
        ]).await;
        assert_eq!(codes(&app.sign_in("bent", PASSWORD).await), one("NO_MANDATE", "input"));
    }
}

/// Sends a mutation without a token, and returns its payload.
async fn anonymous(app: &App, change: Change, input: &Value) -> Value {
    let answer = app.send(None, &change.document(), json!({ "input": input })).await;
    assert!(answer.body.get("errors").is_none(), "{:#}", answer.body);
    answer.body["data"].as_object().unwrap().values().next().unwrap().clone()
}
