//! Rule sets: drafted, published and retired by the national office, never edited once published, and which of them governs; and
//! the public holidays.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::{App, Change, codes, on_both, one};

const FIELDS: &str = "ruleSet { id version framework legalCategory { code } edition state licenceRequired authorityCode validityMonths publishedOn retiredOn
    retirementReason source requiredDocuments { applicationKind category { code } ofAssociation } norms { code subject text { ar fr } mandatory }
    deadlines { step days unit } demonstration } errors { code path message }";
const DRAFT: Change = Change::new("ruleSetDraft", FIELDS);
const UPDATE: Change = Change::new("ruleSetUpdate", FIELDS);
const PUBLISH: Change = Change::new("ruleSetPublish", FIELDS);
const RETIRE: Change = Change::new("ruleSetRetire", FIELDS);
const SET: Change = Change::new(
    "publicHolidaySet",
    "publicHoliday { id version day name(language: FR) provisional } errors { code path }",
);
const REMOVE: Change = Change::new("publicHolidayRemove", "publicHoliday { version } errors { code path }");

const KINDS: [&str; 4] = ["NEW", "RENEWAL", "MODIFICATION", "REGULARISATION"];
const STEPS: [&str; 6] = ["COMPLETENESS", "COMPLETION", "INSTRUCTION", "VISIT", "DECISION", "ISSUE"];
const DAY: i64 = 24 * 3600;

fn document(kind: &str, category: &str, of_association: bool) -> Value {
    json!({ "applicationKind": kind, "category": category, "ofAssociation": of_association })
}

fn norm(code: &str, mandatory: bool) -> Value {
    json!({ "code": code, "subject": "SAFETY", "text": { "ar": "وسائل الوقاية متوفرة.", "fr": "Les moyens sont présents." }, "mandatory": mandatory })
}

fn deadline(step: &str, days: i32) -> Value {
    json!({ "step": step, "days": days, "unit": "WORKING_DAYS" })
}

/// Whatever a rule set must have.
fn whole() -> Value {
    json!({ "authorityCode": "SOCIAL_DEVELOPMENT_MINISTRY", "validityMonths": 36, "source": "A circular",
        "requiredDocuments": KINDS.map(|kind| document(kind, "CAHIER_DES_CHARGES", false)), "norms": [norm("FIRE_SAFETY", true)],
        "deadlines": STEPS.map(|step| deadline(step, 10)) })
}

fn drafted(key: &str, category: Option<&str>, content: &Value) -> Value {
    json!({ "idempotencyKey": key, "framework": "LAW_65_15", "legalCategory": category, "content": content })
}

fn to(id: &Value, version: i32) -> Value {
    json!({ "id": id, "expectedVersion": version })
}

/// The rule set of a law that the reference data lays.
async fn of_law(app: &App, framework: &str) -> Value {
    let query = format!(
        "{{ ruleSets(where: {{ framework: {framework}, state: PUBLISHED }}) {{ nodes {{ id version edition publishedOn }} }} }}"
    );
    app.data("national-officer", &query).await["ruleSets"]["nodes"][0].clone()
}

/// Which rule set governs, as somebody is told.
async fn governing(app: &App, login: &str, category: &str, on: &str) -> Value {
    let query =
        format!("{{ governingRuleSet(framework: LAW_65_15, legalCategory: {category}, on: \"{on}\") {{ id }} }}");
    app.data(login, &query).await["governingRuleSet"]["id"].clone()
}

on_both! {
    async fn an_edition_is_drafted_and_published_and_takes_the_place_of_the_one_before(app: &App) {
        let officer = app.token("national-officer").await;
        let before = of_law(app, "LAW_65_15").await;
        let input = drafted("the-edition-of-2026", None, &whole());
        let made = app.change(&officer, DRAFT, &input).await;
        let id = made["ruleSet"]["id"].clone();
        let by_step: BTreeMap<_, _> = STEPS.iter().map(|step| (*step, deadline(step, 10))).collect();
        let text = json!({ "ar": "وسائل الوقاية متوفرة.", "fr": "Les moyens sont présents." });
        assert_eq!(made, json!({ "errors": [], "ruleSet": {
            "id": id, "version": 1, "framework": "LAW_65_15", "legalCategory": null, "edition": 3, "state": "DRAFT", "licenceRequired": true,
            "authorityCode": "SOCIAL_DEVELOPMENT_MINISTRY", "validityMonths": 36, "publishedOn": null, "retiredOn": null, "retirementReason": null, "source": "A circular",
            "requiredDocuments": KINDS.map(|kind| json!({ "applicationKind": kind, "category": { "code": "CAHIER_DES_CHARGES" }, "ofAssociation": false })),
            "norms": [{ "code": "FIRE_SAFETY", "subject": "SAFETY", "text": text, "mandatory": true }],
            "deadlines": by_step.into_values().collect::<Vec<_>>(), "demonstration": false } }), "behind the edition in force and the draft there is");
        assert_eq!(app.change(&officer, DRAFT, &input).await, made, "sent twice");
        // Nobody else sees it, and it governs nothing.
        let seen = format!("{{ node(id: {id}) {{ id }} }}");
        for login in ["khenifra-head", "khenifra-association", "national-finance", "region-05"] {
            assert_eq!(app.send(Some(&app.token(login).await), &seen, json!({})).await.only_code(), "NOT_FOUND", "{login}");
        }
        assert_eq!(governing(app, "national-officer", "null", "2026-11-24").await, before["id"]);

        // Written anew: the whole of it.
        let mut other = whole();
        other["requiredDocuments"] = json!([document("RENEWAL", "INSURANCE", false), document("NEW", "STATUTES", true), document("NEW", "INSURANCE", true)]);
        other["deadlines"] = json!([deadline("VISIT", 3)]);
        other["validityMonths"] = Value::Null;
        let mut update = to(&id, 1);
        update["content"] = other;
        let now = app.change(&officer, UPDATE, &update).await["ruleSet"].clone();
        let kinds: Vec<_> = now["requiredDocuments"].as_array().unwrap().iter().map(|one| (&one["applicationKind"], &one["category"]["code"], &one["ofAssociation"])).collect();
        let (renewal, new) = (json!("RENEWAL"), json!("NEW"));
        let (insurance, statutes) = (json!("INSURANCE"), json!("STATUTES"));
        assert_eq!(kinds, [(&renewal, &insurance, &json!(false)), (&new, &statutes, &json!(true)), (&new, &insurance, &json!(true))]);
        assert_eq!((&now["version"], &now["validityMonths"], &now["deadlines"]), (&json!(2), &Value::Null, &json!([deadline("VISIT", 3)])));
        assert_eq!(codes(&app.change(&officer, UPDATE, &update).await), one("CONFLICT", "input.expectedVersion"));
        let mut update = to(&id, 2);
        update["content"] = whole();
        assert_eq!(app.change(&officer, UPDATE, &update).await["errors"], json!([]));

        // Published tomorrow: it governs from that day, and the one before until the day before.
        app.advance(DAY);
        let officer = app.token("national-officer").await;
        let published = app.change(&app.token("national-admin").await, PUBLISH, &to(&id, 3)).await["ruleSet"].clone();
        assert_eq!((&published["state"], &published["publishedOn"], &published["version"]), (&json!("PUBLISHED"), &json!("2026-11-25"), &json!(4)));
        for (on, governs) in [("2026-11-24", &before["id"]), ("2026-11-25", &id), ("2030-01-01", &id), ("2021-03-22", &before["id"]), ("2021-03-21", &Value::Null)] {
            assert_eq!(governing(app, "khenifra-association", "null", on).await, *governs, "{on}");
        }
        let query = format!("{{ ruleSet(id: {}) {{ state retiredOn retirementReason version }} }}", before["id"]);
        assert_eq!(app.data("khenifra-director", &query).await["ruleSet"], json!({ "state": "RETIRED", "retiredOn": "2026-11-25", "retirementReason": null, "version": 2 }));
        // Never edited.
        let mut update = to(&id, 4);
        update["content"] = whole();
        assert_eq!(codes(&app.change(&officer, UPDATE, &update).await), one("INVALID", "input.id"));
        assert_eq!(codes(&app.change(&officer, PUBLISH, &to(&id, 4)).await), one("INVALID", "input.id"));
        assert_eq!(app.journal().await, 5, "a draft, two updates, one published and one retired");
    }

    async fn everything_that_a_draft_lacks_is_told_at_once(app: &App) {
        let officer = app.token("national-officer").await;
        let bare = json!({ "authorityCode": "A_MINISTRY", "norms": [norm("FIRST_AID", false)], "requiredDocuments": [document("RENEWAL", "INSURANCE", false)], "deadlines": [deadline("VISIT", 3)] });
        let made = app.change(&officer, DRAFT, &drafted("a-bare-draft", None, &bare)).await;
        let id = made["ruleSet"]["id"].clone();
        let refused = app.change(&officer, PUBLISH, &to(&id, 1)).await;
        assert!(refused["ruleSet"].is_null());
        let told: Vec<_> = refused["errors"].as_array().unwrap().iter().map(|error| error["message"].as_str().unwrap().to_owned()).collect();
        // No source; documents of three kinds; no norm; deadlines of five steps.
        assert_eq!(told.len(), 1 + 3 + 1 + 5, "{told:#?}");
        for part in ["where it comes from", "new licence", "a modification", "a regularisation", "no norm", "file is whole", "what is missing", "the instruction", "the decision", "issuing"] {
            assert_eq!(told.iter().filter(|message| message.contains(part)).count(), 1, "{part}: {told:#?}");
        }
        let query = format!("{{ ruleSet(id: {id}) {{ availableTransitions {{ name allowed reasons }} }} }}");
        let transitions = app.data("national-officer", &query).await["ruleSet"]["availableTransitions"].clone();
        assert_eq!(transitions[1], json!({ "name": "PUBLISH", "allowed": false, "reasons": told }));
        assert_eq!((&transitions[0]["allowed"], &transitions[2]["allowed"]), (&json!(true), &json!(true)));
        // Where no licence is needed, it has nothing to demand; but where that comes from, it says.
        let mut update = to(&id, 1);
        update["content"] = json!({ "authorityCode": "A_MINISTRY", "licenceRequired": false, "source": "  Law 65-15  " });
        assert_eq!(app.change(&officer, UPDATE, &update).await["ruleSet"]["source"], "Law 65-15");
        assert_eq!(app.change(&officer, PUBLISH, &to(&id, 2)).await["ruleSet"]["licenceRequired"], json!(false));
    }

    async fn what_cannot_be_in_a_rule_set_is_told_at_once(app: &App) {
        let officer = app.token("national-officer").await;
        let wrong = json!({ "authorityCode": "a ministry", "validityMonths": 0,
            "requiredDocuments": [document("NEW", "NONE_SUCH", true), document("NEW", "DIPLOMA", false), document("NEW", "BANK_CERTIFICATE", false), document("NEW", "PRINTED_RETURN", true),
                document("NEW", "STATUTES", true), document("NEW", "STATUTES", false)],
            "norms": [{ "code": "", "subject": "STAFF", "text": { "fr": " " }, "mandatory": true }, norm("FIRE_SAFETY", true), norm("FIRE_SAFETY", false)],
            "deadlines": [deadline("VISIT", 0), deadline("VISIT", 1001)] });
        let input = json!({ "idempotencyKey": "everything-wrong", "framework": "LAW_65_15", "legalCategory": "LAW_14_05_WOMEN", "content": wrong });
        let at = |code: &str, path: &str| (code.to_owned(), format!("input.{path}"));
        let expected = [
            at("INVALID", "legalCategory"), at("INVALID", "content.authorityCode"), at("INVALID", "content.validityMonths"),
            at("NOT_FOUND", "content.requiredDocuments.0.category"), at("INVALID", "content.requiredDocuments.1.category"),
            at("INVALID", "content.requiredDocuments.2.category"), at("INVALID", "content.requiredDocuments.3.category"),
            at("TAKEN", "content.requiredDocuments.5.category"), at("INVALID", "content.norms.0.code"), at("BLANK", "content.norms.0.text"),
            at("TAKEN", "content.norms.2.code"), at("INVALID", "content.deadlines.0.days"), at("INVALID", "content.deadlines.1.days"),
            at("TAKEN", "content.deadlines.1.step"),
        ];
        assert_eq!(codes(&app.change(&officer, DRAFT, &input).await), expected);
        let law = of_law(app, "LAW_14_05").await;
        let base = json!({ "idempotencyKey": "from-nothing-or-both", "framework": "LAW_14_05" });
        assert_eq!(codes(&app.change(&officer, DRAFT, &base).await), one("INVALID", "input.content"));
        let mut both = base.clone();
        both["content"] = whole();
        both["copyOf"] = law["id"].clone();
        assert_eq!(codes(&app.change(&officer, DRAFT, &both).await), one("INVALID", "input.content"));
        let mut unknown = base.clone();
        unknown["copyOf"] = json!("RuleSet_AZAAAAAAcACAAAAAAAAAAA");
        unknown["legalCategory"] = json!("NONE_SUCH");
        assert_eq!(codes(&app.change(&officer, DRAFT, &unknown).await), [("NOT_FOUND".to_owned(), "input.legalCategory".to_owned()), ("NOT_FOUND".to_owned(), "input.copyOf".to_owned())]);
        assert_eq!(app.journal().await, 0);
    }

    async fn a_category_is_governed_by_its_own_rule_set_and_otherwise_by_that_of_the_law(app: &App) {
        let officer = app.token("national-officer").await;
        let law = of_law(app, "LAW_65_15").await;
        // A copy of what the law demands, for schooled children alone.
        let input = json!({ "idempotencyKey": "for-schooled-children", "framework": "LAW_65_15", "legalCategory": "LAW_65_15_SCHOOLED_CHILDREN", "copyOf": law["id"] });
        let made = app.change(&officer, DRAFT, &input).await["ruleSet"].clone();
        let query = format!("{{ ruleSet(id: {}) {{ requiredDocuments {{ applicationKind category {{ code }} ofAssociation }} norms {{ code subject text {{ ar fr }} mandatory }} deadlines {{ step days unit }} authorityCode source }} }}", law["id"]);
        let copied = app.data("auditor", &query).await["ruleSet"].clone();
        for (field, value) in copied.as_object().unwrap() {
            assert_eq!(made[field], *value, "{field}");
        }
        // Of law 65-15: 14 categories for a new house and a regularisation, 7 to renew, 2 to modify; 17 norms; 6 steps.
        let count = |field: &str| copied[field].as_array().unwrap().len();
        assert_eq!((count("requiredDocuments"), count("norms"), count("deadlines")), (14 + 14 + 7 + 2, 17, 6));
        assert_eq!((&made["edition"], &made["demonstration"]), (&json!(1), &json!(false)));
        let (id, schooled) = (&made["id"], "\"LAW_65_15_SCHOOLED_CHILDREN\"");
        assert_eq!(governing(app, "khenifra-association", schooled, "2026-11-24").await, law["id"], "a draft governs nothing");
        assert_eq!(app.change(&officer, PUBLISH, &to(id, 1)).await["errors"], json!([]));
        assert_eq!(governing(app, "khenifra-association", schooled, "2026-11-24").await, *id);
        assert_eq!(governing(app, "khenifra-association", schooled, "2026-11-23").await, law["id"]);
        for other in ["\"LAW_65_15_ELDERLY\"", "null", "\"NONE_SUCH\""] {
            assert_eq!(governing(app, "khenifra-association", other, "2026-11-24").await, law["id"], "{other}");
        }
        assert_eq!(of_law(app, "LAW_65_15").await["id"], *id, "and that of the law was not retired: both stand, the latest first");
        // Retired, with a reason, it governs nothing from that day on.
        app.advance(2 * DAY);
        let officer = app.token("national-officer").await;
        let mut retire = to(id, 2);
        retire["reason"] = json!(" ");
        assert_eq!(codes(&app.change(&officer, RETIRE, &retire).await), one("BLANK", "input.reason"));
        retire["reason"] = json!("The law has one for all");
        let retired = app.change(&officer, RETIRE, &retire).await["ruleSet"].clone();
        assert_eq!((&retired["state"], &retired["retiredOn"], &retired["retirementReason"]), (&json!("RETIRED"), &json!("2026-11-26"), &json!("The law has one for all")));
        assert_eq!(governing(app, "khenifra-association", schooled, "2026-11-25").await, *id);
        assert_eq!(governing(app, "khenifra-association", schooled, "2026-11-26").await, law["id"]);
        retire["expectedVersion"] = json!(3);
        assert_eq!(codes(&app.change(&officer, RETIRE, &retire).await), one("INVALID", "input.id"));
        // A draft that is given up is still nobody else's to see.
        let query = "{ ruleSets(where: { state: DRAFT, legalCategory: \"LAW_65_15_ELDERLY\" }) { nodes { id } } }";
        let begun = app.data("national-officer", query).await["ruleSets"]["nodes"][0]["id"].clone();
        let mut give_up = to(&begun, 1);
        give_up["reason"] = json!("Not needed");
        assert_eq!(app.change(&officer, RETIRE, &give_up).await["ruleSet"]["state"], "RETIRED");
        let seen = format!("{{ node(id: {begun}) {{ id }} }}");
        assert_eq!(app.send(Some(&app.token("khenifra-head").await), &seen, json!({})).await.only_code(), "NOT_FOUND");
    }

    async fn holidays_are_set_and_removed_by_the_national_office(app: &App) {
        let days = async |year: i32| {
            let query = format!("{{ publicHolidays(where: {{ year: {year} }}) {{ id day provisional }} }}");
            app.data("khenifra-director", &query).await["publicHolidays"].as_array().unwrap().clone()
        };
        // Unity Day since 2026; of the moon, seven in each year of which they are worked out.
        for (year, count, by_moon) in [(2023, 0, 0), (2024, 10, 0), (2025, 17, 7), (2026, 18, 7), (2027, 18, 7), (2028, 11, 0), (2031, 0, 0)] {
            let found = days(year).await;
            assert_eq!((found.len(), found.iter().filter(|day| day["provisional"] == json!(true)).count()), (count, by_moon), "{year}");
        }
        let officer = app.token("national-officer").await;
        let set = |key: &str, day: &str, version: Option<i32>, name: &str| json!({ "idempotencyKey": key, "expectedVersion": version, "day": day, "names": { "fr": name }, "source": "A decree" });
        let input = set("an-exceptional-day", "2026-12-24", None, "Jour férié exceptionnel");
        let made = app.change(&officer, SET, &input).await;
        assert_eq!((&made["publicHoliday"]["day"], &made["publicHoliday"]["version"]), (&json!("2026-12-24"), &json!(1)));
        assert_eq!(app.change(&officer, SET, &input).await, made, "sent twice");
        let id = &made["publicHoliday"]["id"];
        assert_eq!(codes(&app.change(&officer, SET, &set("the-same-day-again", "2026-12-24", None, "Un autre")).await), one("TAKEN", "input.day"));
        assert_eq!(codes(&app.change(&officer, SET, &set("no-such-day-there", "2026-12-23", Some(1), "Un autre")).await), one("NOT_FOUND", "input.day"));
        let corrected = app.change(&officer, SET, &set("another-name-of-it", "2026-12-24", Some(1), "Un autre")).await["publicHoliday"].clone();
        assert_eq!((&corrected["id"], &corrected["name"], &corrected["version"]), (id, &json!("Un autre"), &json!(2)));
        let nothing = json!({ "idempotencyKey": "nothing-is-said", "day": "2026-12-22", "names": {}, "source": "" });
        assert_eq!(codes(&app.change(&officer, SET, &nothing).await), [("BLANK".to_owned(), "input.names".to_owned()), ("BLANK".to_owned(), "input.source".to_owned())]);
        // The moon moved a feast by a day: the first of its two days is none, the day behind the second is one.
        let feast = days(2027).await.into_iter().find(|day| day["day"] == "2027-03-10").unwrap();
        assert_eq!(codes(&app.change(&officer, REMOVE, &to(&feast["id"], 7)).await), one("CONFLICT", "input.expectedVersion"));
        assert_eq!(app.change(&officer, REMOVE, &to(&feast["id"], 1)).await["publicHoliday"]["version"], 2);
        assert!(days(2027).await.iter().all(|day| day["day"] != "2027-03-10"));
        assert_eq!(app.send(Some(&officer), &format!("{{ node(id: {}) {{ id }} }}", feast["id"]), json!({})).await.only_code(), "NOT_FOUND");
        // It may be one again, as another row.
        let again = app.change(&officer, SET, &set("one-again-after-all", "2027-03-10", None, "Aïd al-Fitr")).await["publicHoliday"].clone();
        assert!(again["id"] != feast["id"] && again["version"] == 1);
        let refused = app.try_change(&app.token("khenifra-head").await, SET, &input).await;
        assert_eq!(refused.only_code(), "FORBIDDEN");
        let year = app.send(Some(&officer), "{ publicHolidays(where: { year: 99999 }) { id } }", json!({})).await;
        assert_eq!(year.only_code(), "BAD_USER_INPUT");
        assert_eq!(app.journal().await, 4, "set, corrected, removed, set");
    }
}
