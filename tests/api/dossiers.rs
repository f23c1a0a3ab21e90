//! The dossier of an association: who its bureau is and was, what it must have and what it lacks, who sees that, and who is
//! told of what expires.

use serde_json::{Value, json};
use taawun::background::background;

use crate::documents::{ADD, PDF, add, addition, announce, owners, put};
use crate::harness::{App, Change, codes, on_both, one};

const FIELDS: &str = "bureauRenewal { id version electedOn mandateEndsOn declaredOn provisionalReceipt { number on } finalReceipt { number on }
    members { function names { ar fr } } association { version bureau { electedOn mandateEndsOn } } } errors { code path }";
const RENEW: Change = Change::new("bureauRenew", FIELDS);
const UPDATE: Change = Change::new("bureauUpdate", FIELDS);
/// A name that stands nowhere else.
const NAME: &str = "Hamid Ould-Essai";

fn member(function: &str, name: &str) -> Value {
    json!({ "function": function, "names": { "fr": name } })
}

fn renewal(association: &Value, key: &str, elected: &str, ends: Option<&str>) -> Value {
    json!({ "idempotencyKey": key, "association": association, "electedOn": elected, "mandateEndsOn": ends,
        "members": [member("PRESIDENT", NAME), member("SECRETARY_GENERAL", "Une personne"), member("TREASURER", "Une autre"), member("ADVISER", "Un autre")] })
}

/// The dossier of an association, as somebody sees it.
async fn dossier(app: &App, login: &str, association: &Value) -> Value {
    let query = format!(
        "{{ association(id: {association}) {{ dossier {{ state complete bureauState bureauExpiresOn
            pieces {{ category {{ code }} state expiresOn requiredFrom document {{ title }} }} }} }} }}"
    );
    app.data(login, &query).await["association"]["dossier"].clone()
}

/// Each piece and where it stands.
fn states(dossier: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let pieces = dossier["pieces"].as_array().unwrap();
    pieces.iter().map(|piece| (text(&piece["category"]["code"]), text(&piece["state"]))).collect()
}

/// In which of the four states somebody finds an association; it is in one at most.
async fn found_in(app: &App, login: &str, association: &Value) -> Option<&'static str> {
    let mut found = Vec::new();
    for state in ["COMPLETE", "EXPIRING", "EXPIRED", "INCOMPLETE"] {
        let query = format!("{{ associations(first: 100, where: {{ dossier: {state} }}) {{ nodes {{ id }} }} }}");
        let nodes = app.data(login, &query).await["associations"]["nodes"].clone();
        if nodes.as_array().unwrap().iter().any(|node| node["id"] == *association) {
            found.push(state);
        }
    }
    assert!(found.len() < 2, "{found:?}");
    found.first().copied()
}

/// Adds a document that ends on a day.
async fn add_until(app: &App, token: &str, association: &Value, category: &str, ends: &str) {
    let upload = announce(app, token, association, "essai.pdf", PDF.len()).await;
    assert_eq!(put(app, upload["url"].as_str().unwrap(), PDF).await.0, 201);
    let mut input = addition(&upload, category);
    input.as_object_mut().unwrap().insert("expiresOn".to_owned(), json!(ends));
    assert_eq!(app.change(token, ADD, &input).await["errors"], json!([]));
}

on_both! {
    async fn a_bureau_is_renewed_and_the_one_before_it_stays(app: &App) {
        let (association, _) = owners(app).await;
        let manager = app.token("khenifra-association").await;
        let input = renewal(&association, "the-renewal-of-2026", "2026-11-02", Some("2030-11-01"));
        let made = app.change(&manager, RENEW, &input).await;
        let id = made["bureauRenewal"]["id"].clone();
        assert_eq!(made, json!({ "errors": [], "bureauRenewal": {
            "id": id, "version": 1, "electedOn": "2026-11-02", "mandateEndsOn": "2030-11-01", "declaredOn": null, "provisionalReceipt": null, "finalReceipt": null,
            "members": [
                { "function": "PRESIDENT", "names": { "ar": null, "fr": NAME } }, { "function": "SECRETARY_GENERAL", "names": { "ar": null, "fr": "Une personne" } },
                { "function": "TREASURER", "names": { "ar": null, "fr": "Une autre" } }, { "function": "ADVISER", "names": { "ar": null, "fr": "Un autre" } },
            ],
            "association": { "version": 2, "bureau": { "electedOn": "2026-11-02", "mandateEndsOn": "2030-11-01" } } } }));
        assert_eq!(app.change(&manager, RENEW, &input).await, made, "sent twice");
        let terms = async |login: &str| {
            let query = format!("{{ association(id: {association}) {{ bureauRenewals {{ electedOn members {{ name }} }} }} }}");
            app.data(login, &query).await["association"]["bureauRenewals"].clone()
        };
        let elected: Vec<_> = terms("khenifra-officer").await.as_array().unwrap().iter().map(|one| one["electedOn"].clone()).collect();
        assert_eq!(elected, ["2019-02-10", "2023-02-15", "2026-11-02"]);
        assert_eq!(terms("khenifra-director").await, json!([]), "a director sees the association, and not who directs it");

        // Corrected: the declaration and the receipts that follow, and another treasurer.
        let officer = app.token("khenifra-officer").await;
        let corrected = json!({ "id": id, "expectedVersion": 1, "mandateEndsOn": "2029-11-01", "declaredOn": "2026-11-05",
            "provisionalReceipt": { "number": "9/2026", "on": "2026-11-05" },
            "members": [member("PRESIDENT", NAME), member("SECRETARY_GENERAL", "Une personne"), member("TREASURER", "Encore une autre")] });
        let now = app.change(&officer, UPDATE, &corrected).await["bureauRenewal"].clone();
        assert_eq!((&now["version"], &now["members"].as_array().unwrap().len(), &now["members"][2]["names"]["fr"]), (&json!(2), &3, &json!("Encore une autre")));
        assert_eq!(now["provisionalReceipt"], json!({ "number": "9/2026", "on": "2026-11-05" }));
        assert_eq!(now["association"], json!({ "version": 3, "bureau": { "electedOn": "2026-11-02", "mandateEndsOn": "2029-11-01" } }));
        assert_eq!(codes(&app.change(&officer, UPDATE, &corrected).await), one("CONFLICT", "input.expectedVersion"));
        // One that lies before is history: the file keeps the last.
        let earlier = renewal(&association, "the-renewal-of-2015", "2015-02-01", None);
        assert_eq!(app.change(&officer, RENEW, &earlier).await["bureauRenewal"]["association"]["version"], 3);

        // The file is told by renewals from now on; elsewhere as before.
        let file = Change::new("associationUpdate", "association { version } errors { code path }");
        let bureau = json!({ "electedOn": "2026-01-01", "mandateEndsOn": "2027-01-01" });
        assert_eq!(codes(&app.change(&officer, file, &json!({ "id": association, "expectedVersion": 3, "bureau": bureau })).await), one("INVALID", "input.bureau"));

        // The journal has its days, and of its members only that they changed.
        let query = format!("{{ node(id: {id}) {{ ... on BureauRenewal {{ history {{ changes {{ field before after personal }} }} }} }} }}");
        let history = app.data("khenifra-head", &query).await["node"]["history"].clone();
        let members = history[1]["changes"].as_array().unwrap().iter().find(|change| change["field"] == "members").unwrap();
        assert_eq!(members, &json!({ "field": "members", "before": null, "after": null, "personal": true }));
        assert!(!history.to_string().contains(NAME));
        assert_eq!(app.journal().await, 5, "two renewals and one correction, two of which the file repeats");
    }

    async fn all_that_is_wrong_with_a_bureau_is_told_at_once(app: &App) {
        let (association, _) = owners(app).await;
        let officer = app.token("khenifra-officer").await;
        let wrong = json!({ "idempotencyKey": "everything-wrong", "association": association, "electedOn": "2026-11-10", "mandateEndsOn": "2026-11-10",
            "declaredOn": "2026-11-09", "provisionalReceipt": { "number": " ", "on": "2026-11-25" },
            "members": [member("PRESIDENT", NAME), member("PRESIDENT", NAME), member("SECRETARY_GENERAL", " ")] });
        let expected = [
            ("BLANK", "input.provisionalReceipt.number"), ("INVALID", "input.provisionalReceipt.on"), ("INVALID", "input.declaredOn"),
            ("INVALID", "input.mandateEndsOn"), ("BLANK", "input.members.2.names"), ("INVALID", "input.members"), ("INVALID", "input.members"),
        ];
        assert_eq!(codes(&app.change(&officer, RENEW, &wrong).await), expected.map(|(code, path)| (code.to_owned(), path.to_owned())));
        let again = renewal(&association, "the-same-assembly", "2023-02-15", None);
        assert_eq!(codes(&app.change(&officer, RENEW, &again).await), one("TAKEN", "input.electedOn"));
        let future = renewal(&association, "an-assembly-to-come", "2026-11-25", None);
        assert_eq!(codes(&app.change(&officer, RENEW, &future).await), one("INVALID", "input.electedOn"));
        assert_eq!(app.try_change(&app.token("khenifra-director").await, RENEW, &again).await.only_code(), "FORBIDDEN");
        assert_eq!(codes(&app.change(&app.token("midelt-officer").await, RENEW, &again).await), one("NOT_FOUND", "input.association"));
        assert_eq!(app.journal().await, 0);
    }

    async fn a_dossier_says_what_it_lacks_and_what_expires(app: &App) {
        let (association, _) = owners(app).await;
        let manager = app.token("khenifra-association").await;
        let before = dossier(app, "khenifra-association", &association).await;
        let all = |states: [&str; 4]| {
            ["STATUTES", "REGISTRATION_RECEIPT", "BUREAU_LIST", "ASSEMBLY_MINUTES"].into_iter().zip(states).map(|(code, state)| (code.to_owned(), state.to_owned())).collect::<Vec<_>>()
        };
        assert_eq!(states(&before), all(["PRESENT", "MISSING", "PRESENT", "MISSING"]));
        assert_eq!((&before["state"], &before["complete"], &before["bureauExpiresOn"]), (&json!("INCOMPLETE"), &json!(false), &json!("2027-02-15")));
        // The provisional receipt of 4 March 2019 and sixty days.
        assert_eq!((&before["pieces"][1]["requiredFrom"], &before["pieces"][2]["document"]["title"], &before["pieces"][2]["expiresOn"]), (&json!("2019-05-03"), &json!("Bureau élu en 2026"), &json!("2030-01-31")));
        assert_eq!(found_in(app, "khenifra-head", &association).await, Some("INCOMPLETE"));

        add(app, &manager, &association, "REGISTRATION_RECEIPT", PDF).await;
        add(app, &manager, &association, "ASSEMBLY_MINUTES", PDF).await;
        // The mandate ends on 15 February 2027, 83 days from now: that is told 90 days before.
        let now = dossier(app, "khenifra-association", &association).await;
        assert_eq!(states(&now), all(["PRESENT"; 4]));
        assert_eq!((&now["state"], &now["complete"], &now["bureauState"]), (&json!("EXPIRING"), &json!(true), &json!("EXPIRING")));
        assert_eq!(found_in(app, "khenifra-association", &association).await, Some("EXPIRING"));
        let renewed = renewal(&association, "the-renewal-of-2026", "2026-11-02", Some("2030-11-01"));
        assert_eq!(app.change(&manager, RENEW, &renewed).await["errors"], json!([]));
        assert_eq!(dossier(app, "national-officer", &association).await["state"], "COMPLETE");
        assert_eq!(found_in(app, "region-05", &association).await, Some("COMPLETE"));

        // Of two, the one that holds longest counts; a last day is still good.
        let day = |days: i64| app.now().date_naive() + chrono::Duration::days(days);
        let query = format!("{{ documents(where: {{ association: {association}, category: \"BUREAU_LIST\", archived: false }}) {{ nodes {{ id version }} }} }}");
        let list = app.data("khenifra-association", &query).await["documents"]["nodes"][0].clone();
        let withdraw = Change::new("documentWithdraw", "errors { code path }");
        let input = json!({ "id": list["id"], "expectedVersion": list["version"], "reason": "Une autre" });
        assert_eq!(app.change(&manager, withdraw, &input).await["errors"], json!([]));
        assert_eq!(found_in(app, "khenifra-head", &association).await, Some("INCOMPLETE"));
        for (ends, state, whole) in [(-1, "EXPIRED", "EXPIRED"), (0, "EXPIRING", "EXPIRING"), (89, "EXPIRING", "EXPIRING"), (90, "PRESENT", "COMPLETE")] {
            add_until(app, &manager, &association, "BUREAU_LIST", &day(ends).to_string()).await;
            let now = dossier(app, "khenifra-head", &association).await;
            assert_eq!(states(&now), all(["PRESENT", "PRESENT", state, "PRESENT"]), "{ends}");
            assert_eq!(now["state"], whole);
            assert_eq!(found_in(app, "khenifra-head", &association).await, Some(whole), "{ends}");
        }
    }

    async fn a_dossier_is_seen_by_those_who_keep_it_and_those_above(app: &App) {
        let (association, _) = owners(app).await;
        for login in ["khenifra-association", "khenifra-head", "khenifra-officer", "region-05", "national-officer", "auditor", "dpo"] {
            assert_eq!(states(&dossier(app, login, &association).await).len(), 4, "{login}");
            assert_eq!(found_in(app, login, &association).await, Some("INCOMPLETE"), "{login}");
        }
        // The director sees the association; and so does Béni Mellal, where it manages a house.
        assert_eq!(dossier(app, "khenifra-director", &association).await, Value::Null);
        assert_eq!(found_in(app, "khenifra-director", &association).await, None);
        let query = format!("{{ association(id: {association}) {{ dossier {{ state }} }} }}");
        let token = app.token("khenifra-social").await;
        let answer = app.send(Some(&token), &query, json!({})).await;
        assert_eq!((answer.only_code().as_str(), &answer.body["data"]["association"]), ("FORBIDDEN", &json!({ "dossier": null })));
        for login in ["khenifra-social", "partner-indh"] {
            assert_eq!(app.refusal(login, "{ associations(where: { dossier: COMPLETE }) { totalCount } }").await, "FORBIDDEN");
        }
        // Where one is in no state, somebody sees the association and not its file; whoever sees all files finds each in one.
        let data = app.data("auditor", "{ a: associations(where: { dossier: COMPLETE }) { totalCount } b: associations(where: { dossier: EXPIRING }) { totalCount }
            c: associations(where: { dossier: EXPIRED }) { totalCount } d: associations(where: { dossier: INCOMPLETE }) { totalCount } }").await;
        let count: u64 = ["a", "b", "c", "d"].iter().map(|part| data[part]["totalCount"].as_u64().unwrap()).sum();
        assert_eq!(count, 13 + 3 + 3);
    }

    async fn managers_are_told_once_of_what_expires(app: &App) {
        let (association, _) = owners(app).await;
        let worker = app.worker(background()).await;
        let told = async || {
            let query = "{ notices(where: { unread: true }) { nodes { kind urgency message about { id } } } }";
            let nodes = app.data("khenifra-association", query).await["notices"]["nodes"].as_array().unwrap().clone();
            nodes.into_iter().filter(|node| node["kind"] == "DOSSIER_EXPIRING").collect::<Vec<_>>()
        };
        assert_eq!(told().await, Vec::<Value>::new());
        worker.work_off().await.unwrap();
        let first = told().await;
        assert_eq!(first.len(), 1, "of the bureau, whose mandate ends in 83 days");
        assert_eq!((&first[0]["urgency"], &first[0]["about"]["id"]), (&json!("HIGH"), &association));
        // The same on the next days is not told again; a list that ends soon is.
        app.advance(24 * 3600);
        worker.work_off().await.unwrap();
        assert_eq!(told().await.len(), 1);
        let manager = app.token("khenifra-association").await;
        let query = format!("{{ documents(where: {{ association: {association}, category: \"BUREAU_LIST\", archived: false }}) {{ nodes {{ id version }} }} }}");
        let list = app.data("khenifra-association", &query).await["documents"]["nodes"][0].clone();
        let update = Change::new("documentUpdate", "errors { code path }");
        let input = json!({ "id": list["id"], "expectedVersion": list["version"], "expiresOn": "2026-12-01" });
        assert_eq!(app.change(&manager, update, &input).await["errors"], json!([]));
        for _ in 0..2 {
            app.advance(24 * 3600);
            worker.work_off().await.unwrap();
            assert_eq!(told().await.len(), 2);
        }
    }
}
