//! Associations' files, and their bank accounts, which it takes two people to change.

use serde_json::{Value, json};

use crate::harness::{App, Change, codes, on_both, one};

const FILE: &str = "association { id version names { ar fr } provisionalReceipt { number on } finalReceipt { number on }
    bureau { electedOn mandateEndsOn mandateExpired } bankAccount { rib } delegation { code } } errors { code message path }";
const ACCOUNT: &str = "bankAccount { id rib state proposedByYou proposedOn decidedOn version association { bankAccount { rib } } } errors { code message path }";
/// The RIB inside the IBAN that the SWIFT registry prints as Morocco's example; and another whose key was found by hand:
/// 0115190000012050005350 times 100 leaves 79 when divided by 97, and 97 - 79 is 18.
const RIB: &str = "011519000001205000534921";
const OTHER_RIB: &str = "011519000001205000535018";

async fn associations(app: &App, login: &str) -> Vec<Value> {
    let query = "{ associations(first: 100) { nodes { id name(language: FR) version delegation { code }
        bankAccount { id rib } bankAccounts { id rib state version } } } }";
    app.data(login, query).await["associations"]["nodes"].as_array().unwrap().clone()
}

async fn named(app: &App, login: &str, name: &str) -> Value {
    let all = associations(app, login).await;
    all.iter().find(|node| node["name"] == name).unwrap_or_else(|| panic!("{name} in {all:?}")).clone()
}

async fn commune(app: &App, name: &str) -> Value {
    let data = app.data("national-admin", "{ communes(first: 100) { nodes { id name(language: FR) } } }").await;
    data["communes"]["nodes"].as_array().unwrap().iter().find(|node| node["name"] == name).unwrap()["id"].clone()
}

on_both! {
    async fn a_file_is_opened_and_kept(app: &App) {
        let officer = app.token("khenifra-officer").await;
        let input = json!({
            "idempotencyKey": "association-al-amal", "names": { "ar": "جمعية الأمل" }, "commune": commune(app, "Aguelmous").await,
            "provisionalReceipt": { "number": " 12/2026 ", "on": "2026-09-01" },
            "bureau": { "electedOn": "2026-08-15", "mandateEndsOn": "2026-11-24" },
        });
        let made = app.change(&officer, Change::new("associationCreate", FILE), &input).await;
        let file = &made["association"];
        assert_eq!(made["errors"], json!([]));
        assert_eq!(file["provisionalReceipt"], json!({ "number": "12/2026", "on": "2026-09-01" }));
        assert_eq!(file["bureau"]["mandateExpired"], false, "a mandate holds on its last day, today");
        assert_eq!((&file["finalReceipt"], &file["bankAccount"], &file["version"]), (&Value::Null, &Value::Null, &json!(1)));
        assert_eq!(app.change(&officer, Change::new("associationCreate", FILE), &input).await, made, "sent twice");

        let update = json!({ "id": file["id"], "expectedVersion": 1, "names": { "ar": "جمعية الأمل", "fr": "Al Amal" },
            "finalReceipt": { "number": "77", "on": "2026-10-01" }, "bureau": { "electedOn": "2023-01-01", "mandateEndsOn": "2026-11-23" } });
        let kept = app.change(&officer, Change::new("associationUpdate", FILE), &update).await;
        assert_eq!(kept["errors"], json!([]));
        assert_eq!((&kept["association"]["version"], &kept["association"]["bureau"]["mandateExpired"]), (&json!(2), &json!(true)));
        assert_eq!(codes(&app.change(&officer, Change::new("associationUpdate", FILE), &update).await), one("CONFLICT", "input.expectedVersion"));

        // Its bureau's mandate ended yesterday: it is among those to be reminded.
        let query = "query ($before: Date) { associations(where: { bureauMandateEndsBefore: $before }, first: 100) { nodes { id } } }";
        let due = async |before: &str| {
            let answer = app.send(Some(&officer), query, json!({ "before": before })).await;
            answer.body["data"]["associations"]["nodes"].as_array().unwrap().contains(&json!({ "id": file["id"] }))
        };
        assert!(due("2026-11-24").await && !due("2026-11-23").await);

        // The journal tells, to those who read it; history is the same, of the object.
        let head = app.token("khenifra-head").await;
        let query = format!("{{ association(id: {}) {{ history {{ mutation version }} }} }}", file["id"]);
        let answer = app.send(Some(&head), &query, json!({})).await;
        assert_eq!(answer.body["data"]["association"]["history"], json!([{ "mutation": "associationUpdate", "version": 2 }, { "mutation": "associationCreate", "version": 1 }]));
        let answer = app.send(Some(&officer), &query, json!({})).await;
        assert_eq!(answer.only_code(), "FORBIDDEN");
        assert_eq!(answer.body["data"]["association"], json!({ "history": null }), "the rest of the object would stay");
    }

    async fn what_is_wrong_with_a_file_is_told_at_once_in_the_readers_language(app: &App) {
        let officer = app.token("khenifra-officer").await;
        let input = json!({
            "idempotencyKey": "everything-wrong", "names": { "ar": " " }, "commune": commune(app, "Midelt").await,
            "provisionalReceipt": { "number": "", "on": "2026-11-25" }, "finalReceipt": { "number": "x".repeat(65), "on": "2026-01-01" },
            "bureau": { "electedOn": "2026-05-01", "mandateEndsOn": "2026-05-01" },
        });
        let wrong = app.change(&officer, Change::new("associationCreate", FILE), &input).await;
        let mut found = codes(&wrong);
        found.sort();
        let expected = [
            ("BLANK", "input.names"), ("BLANK", "input.provisionalReceipt.number"), ("INVALID", "input.bureau.mandateEndsOn"),
            ("INVALID", "input.commune"), ("INVALID", "input.provisionalReceipt.on"), ("TOO_LONG", "input.finalReceipt.number"),
        ];
        assert_eq!(found, expected.map(|(code, path)| (code.to_owned(), path.to_owned())));
        let early = json!({ "idempotencyKey": "final-too-early", "names": { "fr": "A" }, "commune": commune(app, "Aguelmous").await,
            "provisionalReceipt": { "number": "1", "on": "2026-03-01" }, "finalReceipt": { "number": "2", "on": "2026-02-28" } });
        assert_eq!(codes(&app.change(&officer, Change::new("associationCreate", FILE), &early).await), one("INVALID", "input.finalReceipt.on"));

        for (language, said) in [("fr", "Un RIB a 24 chiffres ; vous en avez donné 21."), ("ar", "رقم الحساب البنكي (RIB) من 24 رقما؛ وقد أعطيت 21."), ("en", "A RIB has 24 digits; you gave 21.")] {
            let association = named(app, "khenifra-officer", "Association de Khénifra (démonstration 1)").await;
            let query = "mutation ($input: BankAccountProposeInput!) { bankAccountPropose(input: $input) { errors { message } } }";
            let input = json!({ "idempotencyKey": "twenty-one-digits", "association": association["id"], "rib": &RIB[..21] });
            let request = app.client().post(format!("{}/graphql", app.url)).bearer_auth(&officer).header("accept-language", language);
            let answer = app.receive(request.json(&json!({ "query": query, "variables": { "input": input } }))).await;
            let message = answer.body["data"]["bankAccountPropose"]["errors"][0]["message"].as_str().unwrap().replace(['\u{2068}', '\u{2069}'], "");
            assert_eq!(message, said);
        }
        assert_eq!(app.journal().await, 0);
    }

    async fn it_takes_two_people_to_change_a_bank_account(app: &App) {
        let [manager, officer, head] = [app.token("khenifra-association").await, app.token("khenifra-officer").await, app.token("khenifra-head").await];
        let before = named(app, "khenifra-head", "Association de Khénifra (démonstration 1)").await;
        let in_use = before["bankAccount"]["rib"].clone();
        let propose = |key: &str, rib: &str| json!({ "idempotencyKey": key, "association": before["id"], "rib": rib });
        let change = async |token: &str, name: &'static str, input: &Value| app.change(token, Change::new(name, ACCOUNT), input).await;

        for (rib, wrong) in [("000000000000000000000000", "no key is 00"), ("011519000001205000534922", "a digit altered"), ("115019000001205000534921", "two digits exchanged"), ("", "none"), ("MA64011519000001205000534921", "an IBAN")] {
            assert_eq!(codes(&change(&manager, "bankAccountPropose", &propose("wrong-rib", rib)).await), one("INVALID", "input.rib"), "{wrong}");
        }
        assert_eq!(codes(&change(&manager, "bankAccountPropose", &propose("the-same", in_use.as_str().unwrap())).await), one("INVALID", "input.rib"));
        let proposed = change(&manager, "bankAccountPropose", &propose("a-new-account", "011-519 0000012050005349 21")).await["bankAccount"].clone();
        assert_eq!((&proposed["rib"], &proposed["state"], &proposed["proposedOn"]), (&json!(RIB), &json!("PROPOSED"), &json!("2026-11-24")));
        assert_eq!(proposed["association"]["bankAccount"]["rib"], in_use, "it is paid to the old one until another person decides");
        assert_eq!(codes(&change(&officer, "bankAccountPropose", &propose("another-one", OTHER_RIB)).await), one("INVALID", "input.association"), "one proposal at a time");

        let decide = |account: &Value, version: i64| json!({ "id": account["id"], "expectedVersion": version });
        for token in [&manager, &officer] {
            let answer = app.try_change(token, Change::new("bankAccountApprove", ACCOUNT), &decide(&proposed, 1)).await;
            assert_eq!(answer.only_code(), "FORBIDDEN");
        }
        let approved = change(&head, "bankAccountApprove", &decide(&proposed, 1)).await["bankAccount"].clone();
        assert_eq!((&approved["state"], &approved["decidedOn"], &approved["association"]["bankAccount"]["rib"]), (&json!("APPROVED"), &json!("2026-11-24"), &json!(RIB)));
        assert_eq!(codes(&change(&head, "bankAccountReject", &decide(&proposed, 2)).await), one("INVALID", "input.id"), "what is decided is");

        // The head may propose, and then another must decide.
        let own = change(&head, "bankAccountPropose", &propose("the-heads-own", OTHER_RIB)).await["bankAccount"].clone();
        assert_eq!(codes(&change(&head, "bankAccountApprove", &decide(&own, 1)).await), one("FORBIDDEN", "input.id"));
        let admin = app.token("national-admin").await;
        let rejected = change(&admin, "bankAccountReject", &decide(&own, 1)).await["bankAccount"].clone();
        assert_eq!((&rejected["state"], &rejected["association"]["bankAccount"]["rib"]), (&json!("REJECTED"), &json!(RIB)));
        assert_eq!(change(&head, "bankAccountPropose", &propose("the-heads-own-again", OTHER_RIB)).await["errors"], json!([]), "rejected, it may be proposed again");

        // Whoever proposed may withdraw; the one who may only propose rejects nobody else's.
        let waiting = &named(app, "khenifra-head", "Association de Khénifra (démonstration 1)").await["bankAccounts"];
        let waiting = waiting.as_array().unwrap().iter().find(|account| account["state"] == "PROPOSED").unwrap().clone();
        for token in [&manager, &officer] {
            assert_eq!(app.try_change(token, Change::new("bankAccountReject", ACCOUNT), &decide(&waiting, 1)).await.only_code(), "FORBIDDEN");
        }
        assert_eq!(change(&head, "bankAccountReject", &decide(&waiting, 1)).await["bankAccount"]["state"], "REJECTED");
        let mine = change(&manager, "bankAccountPropose", &propose("the-managers-own", OTHER_RIB)).await["bankAccount"].clone();
        assert_eq!(mine["proposedByYou"], true);
        assert_eq!(change(&manager, "bankAccountReject", &decide(&mine, 1)).await["bankAccount"]["state"], "REJECTED");

        let query = format!("{{ node(id: {}) {{ ... on BankAccount {{ history {{ mutation version }} }} }} }}", proposed["id"]);
        let history = app.send(Some(&head), &query, json!({})).await.body["data"]["node"]["history"].clone();
        assert_eq!(history, json!([{ "mutation": "bankAccountApprove", "version": 2 }, { "mutation": "bankAccountPropose", "version": 1 }]));

        // An approval is two entries in one change: the account's, and the association's.
        let read = "{ journal(first: 100) { nodes { mutation objectType version } } }";
        let journal = app.data("auditor", read).await["journal"]["nodes"].as_array().unwrap().clone();
        let of_approval: Vec<_> = journal.iter().filter(|entry| entry["mutation"] == "bankAccountApprove").map(|entry| entry["objectType"].clone()).collect();
        assert_eq!(of_approval, ["Association", "BankAccount"]);
        assert_eq!(app.journal().await, 9);
    }

    /// Two changes in one request: the second one's answer shows what it did, though the first one's has been read.
    async fn an_answer_shows_what_its_own_change_did(app: &App) {
        let association = named(app, "khenifra-head", "Association de Khénifra (démonstration 3)").await;
        let account = &association["bankAccounts"][0];
        let query = "mutation ($first: AssociationUpdateInput!, $second: BankAccountApproveInput!) {
            associationUpdate(input: $first) { association { bankAccount { rib } bankAccounts { state } version } errors { code } }
            bankAccountApprove(input: $second) { bankAccount { association { bankAccount { rib } bankAccounts { state } version } } errors { code } } }";
        let variables = json!({ "first": { "id": association["id"], "expectedVersion": 1, "names": { "fr": "Another name" } },
            "second": { "id": account["id"], "expectedVersion": 1 } });
        let answer = app.send(Some(&app.token("khenifra-head").await), query, variables).await;
        let data = &answer.body["data"];
        assert_eq!(data["associationUpdate"]["association"], json!({ "bankAccount": null, "bankAccounts": [{ "state": "PROPOSED" }], "version": 2 }));
        assert_eq!(data["bankAccountApprove"]["bankAccount"]["association"], json!({ "bankAccount": { "rib": account["rib"] }, "bankAccounts": [{ "state": "APPROVED" }], "version": 3 }));
    }

    /// Of eight who approve and reject the same proposal at once, one decides.
    async fn a_proposal_is_decided_once(app: &App) {
        let association = named(app, "khenifra-head", "Association de Khénifra (démonstration 3)").await;
        let [head, admin] = [app.token("khenifra-head").await, app.token("national-admin").await];
        let account = &association["bankAccounts"][0];
        assert_eq!(account["state"], "PROPOSED");
        let input = &json!({ "id": account["id"], "expectedVersion": 1 });
        let decisions = (0..8).map(|number| {
            let (token, name) = (if number % 2 == 0 { &head } else { &admin }, if number % 3 == 0 { "bankAccountReject" } else { "bankAccountApprove" });
            app.change(token, Change::new(name, ACCOUNT), input)
        });
        let answers = async_graphql::futures_util::future::join_all(decisions).await;
        let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer["errors"] == json!([]));
        assert_eq!((won.len(), lost.len()), (1, 7));
        assert!(lost.iter().all(|answer| codes(answer) == one("CONFLICT", "input.expectedVersion")));
        let after = named(app, "khenifra-head", "Association de Khénifra (démonstration 3)").await;
        assert_eq!(after["bankAccounts"][0]["state"], won[0]["bankAccount"]["state"]);
        assert_eq!(after["bankAccount"].is_null(), won[0]["bankAccount"]["state"] == "REJECTED");
    }

    async fn only_those_who_keep_the_file_touch_it(app: &App) {
        // An association of Midelt runs a house in Khénifra: it is seen there, not kept.
        let foreign = named(app, "khenifra-officer", "Association de Midelt (démonstration 1)").await;
        assert_eq!((&foreign["bankAccount"], &foreign["bankAccounts"]), (&Value::Null, &json!([])));
        let officer = app.token("khenifra-officer").await;
        let propose = json!({ "idempotencyKey": "not-mine-to-propose", "association": foreign["id"], "rib": RIB });
        assert_eq!(app.try_change(&officer, Change::new("bankAccountPropose", ACCOUNT), &propose).await.only_code(), "FORBIDDEN");
        let update = json!({ "id": foreign["id"], "expectedVersion": 1, "names": { "fr": "Mine" } });
        assert_eq!(app.try_change(&officer, Change::new("associationUpdate", FILE), &update).await.only_code(), "FORBIDDEN");
        // What is not seen is not there.
        let hidden = named(app, "midelt-head", "Association de Midelt (démonstration 3)").await;
        let propose = json!({ "idempotencyKey": "not-there-for-me", "association": hidden["id"], "rib": RIB });
        assert_eq!(codes(&app.change(&officer, Change::new("bankAccountPropose", ACCOUNT), &propose).await), one("NOT_FOUND", "input.association"));
        let account = &named(app, "midelt-head", "Association de Midelt (démonstration 1)").await["bankAccounts"][0];
        let head = app.token("khenifra-head").await;
        let approve = json!({ "id": account["id"], "expectedVersion": 1 });
        assert_eq!(codes(&app.change(&head, Change::new("bankAccountApprove", ACCOUNT), &approve).await), one("NOT_FOUND", "input.id"));
        for login in ["khenifra-social", "khenifra-director", "region-05", "national-finance", "national-officer", "auditor", "dpo", "partner-indh"] {
            let token = app.token(login).await;
            for name in ["bankAccountPropose", "bankAccountApprove", "bankAccountReject", "associationUpdate", "associationCreate"] {
                let input = match name {
                    "bankAccountPropose" => propose.clone(),
                    "associationUpdate" => update.clone(),
                    "associationCreate" => json!({ "idempotencyKey": "not-mine-to-create", "names": { "fr": "A" }, "commune": commune(app, "Midelt").await }),
                    _ => approve.clone(),
                };
                let fields = if name.starts_with("bank") { ACCOUNT } else { FILE };
                assert_eq!(app.try_change(&token, Change::new(name, fields), &input).await.only_code(), "FORBIDDEN", "{login}: {name}");
            }
        }
        // A manager keeps its own file, and opens none.
        let manager = app.token("khenifra-association").await;
        let input = json!({ "idempotencyKey": "not-mine-to-create", "names": { "fr": "A" }, "commune": commune(app, "Aguelmous").await });
        assert_eq!(app.try_change(&manager, Change::new("associationCreate", FILE), &input).await.only_code(), "FORBIDDEN");
        assert_eq!(app.journal().await, 0);
    }
}
