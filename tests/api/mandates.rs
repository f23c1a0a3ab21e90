//! Mandates: who gives which to whom, who looks after whom, and who acts for another.

use entity::mandate::{self, Role};
use serde_json::{Value, json};

use crate::accounts::{INVITE, account, invitation, kept, places};
use crate::harness::{Change, PASSWORD, codes, key_of, on_both, one, plain_mandate};
use crate::sessions::{believed_elsewhere, holds};

on_both! {
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
        assert_eq!(switched["errors"], json!([{ "code": "NOT_FOUND" }]));
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
        assert_eq!(app.change(&officer, switch, &json!({ "mandate": given["mandate"]["id"] })).await["errors"], json!([{ "code": "NOT_FOUND" }]));
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
        assert_eq!(app.change(&officer, switch, &json!({ "mandate": given["mandate"]["id"] })).await["errors"], json!([{ "code": "NOT_FOUND" }]));
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
