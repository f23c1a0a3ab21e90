//! Support for creation: the whole way by different people, each refusal with its words, what each role may do in each state (a
//! table written by hand), what is hidden, and what is counted.

use std::collections::BTreeMap;

use entity::mandate::{self, Role};
use serde_json::{Value, json};

use crate::documents::{PDF, add};
use crate::harness::{App, Change, PASSWORD, codes, key_of, on_both, one, plain_mandate};
use crate::procedures::{OFFICES, Step, Table};

const FIELDS: &str = "creationSupport { id reference version state decider submittedOn returnedOn instructedOn decidedOn endedOn reason
    amountAsked { amount } amountProposed { amount } amountGranted { amount } project { id } establishment { reference }
    lines { position kind asked amountAsked { amount } proposed amountProposed { amount } granted amountGranted { amount } grantLine { id } }
    milestones { position title dueOn reachedOn remark } } errors { code message path }";

const fn of(name: &'static str) -> Change {
    Change::new(name, FIELDS)
}

const DRAFT: Change = of("creationSupportDraft");
const UPDATE: Change = of("creationSupportUpdate");
const SUBMIT: Change = of("creationSupportSubmit");
const WITHDRAW: Change = of("creationSupportWithdraw");
const TAKE_UP: Change = of("creationSupportTakeUp");
const SEND_BACK: Change = of("creationSupportSendBack");
const PROPOSE: Change = of("creationSupportPropose");
const PLAN: Change = of("creationSupportPlan");
const GRANT: Change = of("creationSupportGrant");
const REFUSE: Change = of("creationSupportRefuse");
const BEGIN: Change = of("creationSupportBegin");
const REACH: Change = of("creationSupportMilestoneReach");
const LINK: Change = of("creationSupportLink");
const COMPLETE: Change = of("creationSupportComplete");
const ABANDON: Change = of("creationSupportAbandon");

/// An id that nothing has.
const UNKNOWN: &str = "CreationSupport_AZAAAAAAcACAAAAAAAAAAA";

/// What tests refer to.
struct There {
    association: Value,
    commune: Value,
    schooling: Value,
    minors: Value,
    /// Of the association whose manager has an account, in the order of the demonstration: a draft, submitted, under instruction,
    /// granted, refused, in progress, completed, abandoned, withdrawn; and one in progress that is about to be completed.
    supports: Vec<Value>,
}

impl There {
    async fn read(app: &App) -> Self {
        let query = "{ viewer { slice { id } } communes(where: { search: \"05.301.07.03\" }) { nodes { id } } programmes { id code }
            creationSupports { nodes { id } } }";
        let data = app.data("khenifra-association", query).await;
        let programmes = data["programmes"].as_array().unwrap();
        let programme = |code: &str| programmes.iter().find(|one| one["code"] == code).unwrap()["id"].clone();
        let nodes = data["creationSupports"]["nodes"].as_array().unwrap();
        Self {
            association: data["viewer"]["slice"]["id"].clone(),
            commune: data["communes"]["nodes"][0]["id"].clone(),
            schooling: programme("SCHOOLING"),
            minors: programme("PROTECTION_OF_MINORS"),
            supports: nodes.iter().map(|node| node["id"].clone()).collect(),
        }
    }

    /// A request for a house of sixty places: advice, beds and money.
    fn draft(&self, key: &str) -> Value {
        json!({ "idempotencyKey": key, "association": self.association, "programme": self.schooling, "kind": "DAR_TALIBA",
            "commune": self.commune, "names": { "ar": "دار الطالبة", "fr": " Dar Taliba d’Aguelmous " }, "capacity": 60, "need": "Le collège est loin",
            "cost": { "total": "900000.00", "own": "300000.00", "basis": "Devis" },
            "lines": [
                { "kind": "TECHNICAL", "description": "Plans" }, { "kind": "EQUIPMENT", "description": "Soixante lits", "amount": "60000.00" },
                { "kind": "GRANT_LINE", "description": "Cuisine", "amount": "90000.50" },
            ] })
    }
}

fn with(input: &Value, changes: &Value) -> Value {
    let mut input = input.clone();
    input.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    input
}

/// An input about the version that a payload shows.
fn now(payload: &Value, changes: &Value) -> Value {
    let support = &payload["creationSupport"];
    with(&json!({ "id": support["id"], "expectedVersion": support["version"] }), changes)
}

/// Makes a change of which nothing is wrong.
async fn done(app: &App, login: &str, change: Change, input: &Value) -> Value {
    let payload = app.change(&app.token(login).await, change, input).await;
    assert_eq!(payload["errors"], json!([]), "{login}: {input}");
    payload
}

fn states(payload: &Value) -> (&str, &Value) {
    (payload["creationSupport"]["state"].as_str().unwrap(), &payload["creationSupport"]["version"])
}

/// The ids that a list shows, by the filter.
async fn listed(app: &App, login: &str, filter: &str) -> Vec<Value> {
    let data =
        app.data(login, &format!("{{ creationSupports(first: 100, where: {filter}) {{ nodes {{ id }} }} }}")).await;
    data["creationSupports"]["nodes"].as_array().unwrap().iter().map(|node| node["id"].clone()).collect()
}

/// What somebody was told and has not read, about a request.
async fn told(app: &App, login: &str, about: &Value) -> Vec<String> {
    let data = app.data(login, "{ notices(where: { unread: true }) { nodes { kind about { id } } } }").await;
    let nodes = data["notices"]["nodes"].as_array().unwrap().iter().filter(|node| node["about"]["id"] == *about);
    nodes.map(|node| node["kind"].as_str().unwrap().to_owned()).collect()
}

/// The states of the demonstration's requests, in its order.
const STATES: [&str; 9] = [
    "DRAFT",
    "SUBMITTED",
    "UNDER_INSTRUCTION",
    "GRANTED",
    "REFUSED",
    "IN_PROGRESS",
    "COMPLETED",
    "ABANDONED",
    "WITHDRAWN",
];

const APPLICANTS: &[&str] = &["khenifra-association", "midelt-association"];
const DECIDERS: &[&str] = &["khenifra-head", "midelt-head", "national-officer"];

/// The procedure by hand.
const PROCEDURE: [Step; 14] = [
    Step("UPDATE", UPDATE, APPLICANTS, &["DRAFT"]),
    Step("SUBMIT", SUBMIT, APPLICANTS, &["DRAFT"]),
    Step("WITHDRAW", WITHDRAW, APPLICANTS, &["DRAFT", "SUBMITTED", "UNDER_INSTRUCTION"]),
    Step("TAKE_UP", TAKE_UP, OFFICES, &["SUBMITTED"]),
    Step("SEND_BACK", SEND_BACK, OFFICES, &["SUBMITTED", "UNDER_INSTRUCTION"]),
    Step("PROPOSE", PROPOSE, OFFICES, &["UNDER_INSTRUCTION"]),
    Step("PLAN", PLAN, OFFICES, &["UNDER_INSTRUCTION", "GRANTED", "IN_PROGRESS"]),
    Step("GRANT", GRANT, DECIDERS, &["UNDER_INSTRUCTION"]),
    Step("REFUSE", REFUSE, DECIDERS, &["UNDER_INSTRUCTION"]),
    Step("BEGIN", BEGIN, OFFICES, &["GRANTED"]),
    Step("REACH", REACH, OFFICES, &["IN_PROGRESS"]),
    Step("LINK", LINK, OFFICES, &["GRANTED", "IN_PROGRESS", "COMPLETED"]),
    Step("COMPLETE", COMPLETE, OFFICES, &["IN_PROGRESS"]),
    Step("ABANDON", ABANDON, OFFICES, &["GRANTED", "IN_PROGRESS"]),
];

/// The head decides on the one that is under instruction.
fn the_head_decides(login: &str, step: &str) -> &'static [&'static str] {
    if login == "national-officer" && ["GRANT", "REFUSE"].contains(&step) { &["FORBIDDEN"] } else { &[] }
}

/// Who sees the requests of the association of Khénifra, by hand.
const SEE: [&str; 9] = [
    "auditor",
    "dpo",
    "khenifra-association",
    "khenifra-head",
    "khenifra-officer",
    "national-admin",
    "national-finance",
    "national-officer",
    "region-05",
];

/// A proposal to grant nothing of three lines.
fn nothing() -> Value {
    let lines = [1, 2, 3].map(|position| json!({ "position": position, "grant": false }));
    json!({ "lines": lines })
}

/// What a transition is given beside the request.
fn beside(transition: &str) -> Value {
    match transition {
        "WITHDRAW" | "SEND_BACK" | "REFUSE" | "ABANDON" => json!({ "reason": "Un motif" }),
        "PROPOSE" => nothing(),
        "PLAN" => json!({ "milestones": [{ "title": "Fin des travaux", "dueOn": "2027-06-30" }] }),
        "REACH" => json!({ "position": 2, "reachedOn": "2026-11-02" }),
        _ => json!({}),
    }
}

on_both! {
    async fn a_house_is_asked_for_instructed_granted_and_created(app: &App) {
        let there = There::read(app).await;
        // The association asks.
        let drafted = done(app, "khenifra-association", DRAFT, &there.draft("a-house-is-drafted")).await;
        let support = drafted["creationSupport"].clone();
        let id = support["id"].clone();
        // Eleven of Khénifra are there.
        assert_eq!((&support["reference"], &support["state"], &support["version"]), (&json!("DCR-05-301-0012"), &json!("DRAFT"), &json!(1)));
        // 60,000 and 90,000.50
        assert_eq!(support["amountAsked"]["amount"], "150000.50");
        assert_eq!(done(app, "khenifra-association", DRAFT, &there.draft("a-house-is-drafted")).await["creationSupport"]["id"], id, "sent twice");
        assert_eq!(codes(&app.change(&app.token("khenifra-association").await, DRAFT, &with(&there.draft("a-house-is-drafted"), &json!({ "capacity": 61 }))).await)[0].0, "IDEMPOTENCY_KEY_REUSED");
        let submitted = done(app, "khenifra-association", SUBMIT, &now(&drafted, &json!({}))).await;
        assert_eq!((states(&submitted), &submitted["creationSupport"]["submittedOn"]), (("SUBMITTED", &json!(2)), &json!("2026-11-24")));
        for (login, told_of) in [("khenifra-officer", 1), ("khenifra-head", 1), ("khenifra-association", 0), ("midelt-officer", 0), ("khenifra-social", 0)] {
            assert_eq!(told(app, login, &id).await, vec!["CREATION_SUPPORT_SUBMITTED".to_owned(); told_of], "{login}");
        }

        // The officer sends it back; the association corrects and submits it again.
        let back = done(app, "khenifra-officer", SEND_BACK, &now(&submitted, &json!({ "reason": " Le devis manque " }))).await;
        assert_eq!((states(&back), &back["creationSupport"]["reason"], &back["creationSupport"]["returnedOn"]), (("DRAFT", &json!(3)), &json!("Le devis manque"), &json!("2026-11-24")));
        assert_eq!(told(app, "khenifra-association", &id).await, ["CREATION_SUPPORT_SENT_BACK"]);
        // Written anew: the names stay, the lines are replaced.
        let lines = json!([{ "kind": "TECHNICAL", "description": "Plans" }, { "kind": "GRANT_LINE", "description": "Cuisine", "amount": "120000.00" }]);
        let updated = done(app, "khenifra-association", UPDATE, &now(&back, &json!({ "capacity": 40, "lines": lines }))).await;
        assert_eq!((&updated["creationSupport"]["amountAsked"]["amount"], updated["creationSupport"]["lines"].as_array().unwrap().len()), (&json!("120000.00"), 2));
        assert_eq!(codes(&app.change(&app.token("khenifra-association").await, SUBMIT, &now(&back, &json!({}))).await), one("CONFLICT", "input.expectedVersion"));
        let submitted = done(app, "khenifra-association", SUBMIT, &now(&updated, &json!({}))).await;
        assert_eq!((&submitted["creationSupport"]["reason"], &submitted["creationSupport"]["returnedOn"]), (&Value::Null, &Value::Null));

        // The officer takes it up, proposes line by line, adds beds, and plans.
        let taken = done(app, "khenifra-officer", TAKE_UP, &now(&submitted, &json!({}))).await;
        assert_eq!((states(&taken).0, &taken["creationSupport"]["decider"]), ("UNDER_INSTRUCTION", &Value::Null));
        let proposal = json!({
            "lines": [{ "position": 1, "grant": false }, { "position": 2, "grant": true, "amount": "100000.00" }],
            "added": [{ "kind": "EQUIPMENT", "description": "Quarante lits", "amount": "99999.99" }] });
        let proposed = done(app, "khenifra-officer", PROPOSE, &now(&taken, &proposal)).await;
        // Up to 200,000 heads decide.
        assert_eq!((&proposed["creationSupport"]["amountProposed"]["amount"], &proposed["creationSupport"]["decider"]), (&json!("199999.99"), &json!("DELEGATION_HEAD")));
        assert_eq!(proposed["creationSupport"]["amountGranted"], Value::Null);
        let plan = json!({ "milestones": [{ "title": "Gros œuvre", "dueOn": "2026-11-25" }, { "title": "Équipement", "dueOn": "2027-03-31" }] });
        let planned = done(app, "khenifra-officer", PLAN, &now(&proposed, &plan)).await;

        // The head grants it: what was proposed and nothing else.
        let granted = done(app, "khenifra-head", GRANT, &now(&planned, &json!({}))).await;
        assert_eq!((states(&granted).0, &granted["creationSupport"]["decidedOn"], &granted["creationSupport"]["amountGranted"]["amount"]), ("GRANTED", &json!("2026-11-24"), &json!("199999.99")));
        let line = |payload: &Value, at: usize| {
            let line = &payload["creationSupport"]["lines"][at];
            json!([line["kind"], line["asked"], line["proposed"], line["granted"], line["amountAsked"]["amount"], line["amountGranted"]["amount"]])
        };
        assert_eq!(line(&granted, 0), json!(["TECHNICAL", true, false, false, null, null]));
        assert_eq!(line(&granted, 1), json!(["GRANT_LINE", true, true, true, "120000.00", "100000.00"]));
        assert_eq!(line(&granted, 2), json!(["EQUIPMENT", false, true, true, null, "99999.99"]));
        assert_eq!(told(app, "khenifra-association", &id).await.iter().filter(|kind| *kind == "CREATION_SUPPORT_DECIDED").count(), 1);
        assert_eq!(told(app, "khenifra-officer", &id).await.iter().filter(|kind| *kind == "CREATION_SUPPORT_DECIDED").count(), 1);

        // The work begins; a milestone becomes late without a write, and is reached.
        let begun = done(app, "khenifra-officer", BEGIN, &now(&granted, &json!({}))).await;
        assert!(!listed(app, "khenifra-officer", "{ overdue: true }").await.contains(&id), "today is its last day but one");
        app.advance(2 * 24 * 3600);
        assert!(listed(app, "khenifra-officer", "{ overdue: true }").await.contains(&id));
        assert!(!listed(app, "khenifra-officer", "{ overdue: false }").await.contains(&id));
        let reached = done(app, "khenifra-officer", REACH, &now(&begun, &json!({ "position": 1, "reachedOn": "2026-11-26", "remark": "Visite faite" }))).await;
        assert_eq!(reached["creationSupport"]["milestones"][0], json!({ "position": 1, "title": "Gros œuvre", "dueOn": "2026-11-25", "reachedOn": "2026-11-26", "remark": "Visite faite" }));
        assert!(!listed(app, "khenifra-officer", "{ overdue: true }").await.contains(&id));
        // What is planned anew keeps what is reached.
        let replanned = done(app, "khenifra-head", PLAN, &now(&reached, &json!({ "milestones": [{ "title": "Lits", "dueOn": "2027-04-30" }] }))).await;
        let titles = replanned["creationSupport"]["milestones"].as_array().unwrap();
        assert_eq!(titles.iter().map(|one| (&one["position"], &one["title"])).collect::<Vec<_>>(), [(&json!(1), &json!("Gros œuvre")), (&json!(2), &json!("Lits"))]);

        // What came of it is linked, and it is completed.
        let found = app.data("khenifra-officer", "{ establishments(where: { search: \"EPS-05-301-0013\" }) { nodes { id } } projects(first: 1) { nodes { id } }
            grantLines { nodes { id association { id } } } }").await;
        let for_a_group = found["grantLines"]["nodes"].as_array().unwrap().iter().find(|line| line["association"].is_null()).unwrap()["id"].clone();
        let came_of_it = json!({ "establishment": found["establishments"]["nodes"][0]["id"], "project": found["projects"]["nodes"][0]["id"], "grantLines": [{ "position": 2, "grantLine": for_a_group }] });
        let early = app.change(&app.token("khenifra-officer").await, COMPLETE, &now(&replanned, &json!({}))).await;
        assert_eq!(early["errors"], json!([
            { "code": "INVALID", "message": "Link first the house that was created.", "path": ["input", "id"] },
            { "code": "INVALID", "message": "Milestones that are not reached: 1.", "path": ["input", "id"] },
        ]));
        let linked = done(app, "khenifra-officer", LINK, &now(&replanned, &came_of_it)).await;
        assert_eq!((&linked["creationSupport"]["establishment"]["reference"], &linked["creationSupport"]["project"]["id"]), (&json!("EPS-05-301-0013"), &found["projects"]["nodes"][0]["id"]));
        assert_eq!(linked["creationSupport"]["lines"][1]["grantLine"]["id"], for_a_group);
        let reached = done(app, "khenifra-officer", REACH, &now(&linked, &json!({ "position": 2, "reachedOn": "2026-11-25" }))).await;
        let completed = done(app, "khenifra-officer", COMPLETE, &now(&reached, &json!({}))).await;
        assert_eq!((states(&completed).0, &completed["creationSupport"]["endedOn"]), ("COMPLETED", &json!("2026-11-26")));
        // Fifteen changes, each one entry; the journal holds, and the counters equal a recount.
        assert_eq!(app.journal().await, 15);
    }

    async fn what_each_role_may_do_in_each_state_is_what_it_is_told(app: &App) {
        let there = There::read(app).await;
        let mut table = Table::new(app, "creationSupport", &PROCEDURE).await;
        for (at, state) in STATES.into_iter().enumerate() {
            // What is in progress is asked of the house that is about to be completed.
            let id = &there.supports[if state == "IN_PROGRESS" { 9 } else { at }];
            table.at(&json!({ "id": id, "version": 1 }), state, &SEE, beside, the_head_decides).await;
        }
        // 17 accounts, 9 states, 14 transitions. Done: by the association 5, by the officer 15, by the head these and 2 more.
        table.came_out(&[
            ("done", 5 + 15 + 17), ("elsewhere", (27 - 5) + 2 * (81 - 15) + (36 - 2 - 2)), ("hindered", 2),
            ("no right", 15 * 27 + 13 * 81 + 14 * 18), ("not there", 27 + 2 * 81 + 18),
        ]);
        assert_eq!(app.journal().await, 0, "it was only tried");
    }

    async fn all_that_is_wrong_is_told_at_once(app: &App) {
        let there = There::read(app).await;
        let manager = app.token("khenifra-association").await;
        let elsewhere = app.data("national-admin", "{ communes(where: { search: \"08.363.X1\" }) { nodes { id } } programmes { id code } delegations { nodes { id code } } }").await;
        let plain = elsewhere["programmes"].as_array().unwrap().iter().find(|one| one["code"] == "EPS_SUPPORT").unwrap()["id"].clone();
        let wrong = with(&there.draft("everything-is-wrong"), &json!({
            "programme": plain, "kind": "PALACE", "commune": elsewhere["communes"]["nodes"][0]["id"], "names": {}, "capacity": 0, "need": " ",
            "cost": { "total": "10.00", "own": "10.01", "basis": "Devis" },
            "lines": [{ "kind": "TECHNICAL", "description": "Plans", "amount": "1.00" }, { "kind": "GRANT_LINE", "description": "" }] }));
        let expected = [
            ("INVALID", "input.programme"), ("NOT_FOUND", "input.kind"), ("INVALID", "input.commune"), ("BLANK", "input.names"), ("INVALID", "input.capacity"),
            ("BLANK", "input.need"), ("INVALID", "input.cost.own"), ("INVALID", "input.lines.0.amount"), ("BLANK", "input.lines.1.description"), ("BLANK", "input.lines.1.amount"),
        ];
        assert_eq!(codes(&app.change(&manager, DRAFT, &wrong).await), expected.map(|(code, path)| (code.to_owned(), path.to_owned())));
        // A delegation where the association neither has its seat nor runs a house, as one that does not exist.
        let midelt = elsewhere["delegations"]["nodes"].as_array().unwrap().iter().find(|one| one["code"] == "EN-08-363").unwrap()["id"].clone();
        for delegation in [midelt, json!("Delegation_AZAAAAAAcACAAAAAAAAAAA")] {
            let there = with(&there.draft("in-another-place"), &json!({ "delegation": delegation }));
            assert_eq!(codes(&app.change(&manager, DRAFT, &there).await), one("NOT_FOUND", "input.delegation"));
        }

        // Nothing is asked; more is asked than is lacking.
        let nothing = done(app, "khenifra-association", DRAFT, &with(&there.draft("nothing-is-asked"), &json!({ "lines": [] }))).await;
        let refused = app.change(&manager, SUBMIT, &now(&nothing, &json!({}))).await;
        assert_eq!(refused["errors"], json!([{ "code": "BLANK", "message": "Add at least one line of what you ask for.", "path": ["input", "lines"] }]));
        let much = json!({ "lines": [{ "kind": "GRANT_LINE", "description": "Tout", "amount": "600000.01" }] });
        let much = done(app, "khenifra-association", UPDATE, &now(&nothing, &much)).await;
        let refused = app.change(&manager, SUBMIT, &now(&much, &json!({}))).await;
        assert_eq!(refused["errors"], json!([{ "code": "INVALID", "message": "More is asked than 600000.00 dirhams, which is what is lacking beyond the association’s own part.", "path": ["input", "lines"] }]));
        let enough = json!({ "lines": [{ "kind": "GRANT_LINE", "description": "Tout", "amount": "600000.00" }] });
        let enough = done(app, "khenifra-association", UPDATE, &now(&much, &enough)).await;
        let submitted = done(app, "khenifra-association", SUBMIT, &now(&enough, &json!({}))).await;

        // A proposal judges each line that was asked, once.
        let taken = done(app, "khenifra-officer", TAKE_UP, &now(&submitted, &json!({}))).await;
        let officer = app.token("khenifra-officer").await;
        let lines = |lines: Value| now(&taken, &json!({ "lines": lines }));
        for (given, expected) in [
            (json!([]), ("BLANK", "input.lines")),
            (json!([{ "position": 1, "grant": true }]), ("BLANK", "input.lines.0.amount")),
            (json!([{ "position": 1, "grant": false, "amount": "1.00" }]), ("INVALID", "input.lines.0.amount")),
            (json!([{ "position": 1, "grant": false }, { "position": 2, "grant": false }]), ("NOT_FOUND", "input.lines.1.position")),
            (json!([{ "position": 1, "grant": false }, { "position": 1, "grant": false }]), ("INVALID", "input.lines.1.position")),
        ] {
            assert_eq!(codes(&app.change(&officer, PROPOSE, &lines(given.clone())).await), one(expected.0, expected.1), "{given}");
        }
        // Without a proposal nothing is decided; where it is to grant nothing, nothing is granted.
        let head = app.token("khenifra-head").await;
        let refused = app.change(&head, GRANT, &now(&taken, &json!({}))).await;
        assert_eq!(refused["errors"], json!([{ "code": "INVALID", "message": "The delegation has not made its proposal yet.", "path": ["input", "id"] }]));
        let proposed = done(app, "khenifra-officer", PROPOSE, &lines(json!([{ "position": 1, "grant": false }]))).await;
        let refused = app.change(&head, GRANT, &now(&proposed, &json!({}))).await;
        assert_eq!(refused["errors"][0]["message"], "It is proposed to grant nothing: refuse the request, or propose anew.");
        assert_eq!(codes(&app.change(&head, REFUSE, &now(&proposed, &json!({ "reason": " " }))).await), one("BLANK", "input.reason"));
        let refused = done(app, "khenifra-head", REFUSE, &now(&proposed, &json!({ "reason": "Hors programme" }))).await;
        assert_eq!((states(&refused).0, &refused["creationSupport"]["amountGranted"], &refused["creationSupport"]["lines"][0]["granted"]), ("REFUSED", &Value::Null, &json!(false)));

        // Milestones that are not there, or not yet; links to what is of others.
        let begun = json!({ "creationSupport": { "id": there.supports[9], "version": 1 } });
        let reach = |position: i32, day: &str| now(&begun, &json!({ "position": position, "reachedOn": day }));
        assert_eq!(codes(&app.change(&officer, REACH, &reach(3, "2026-11-02")).await), one("NOT_FOUND", "input.position"));
        assert_eq!(codes(&app.change(&officer, REACH, &reach(2, "2026-11-25")).await), one("INVALID", "input.reachedOn"));
        let found = app.data("national-admin", "{ establishments(where: { search: \"EPS-08-363-0001\" }) { nodes { id } } own: associations(where: { search: \"Association de gestion du centre social\" }) { nodes { id grantLines { nodes { id } } } }
            grantLines { nodes { id association { id } } } }").await;
        let hidden = now(&begun, &json!({ "establishment": found["establishments"]["nodes"][0]["id"] }));
        assert_eq!(codes(&app.change(&officer, LINK, &hidden).await), one("NOT_FOUND", "input.establishment"));
        let other = found["own"]["nodes"][0]["grantLines"]["nodes"][0]["id"].clone();
        let pays = |position: i32| now(&begun, &json!({ "grantLines": [{ "position": position, "grantLine": other }] }));
        let refused = app.change(&officer, LINK, &pays(3)).await;
        assert_eq!(refused["errors"], json!([{ "code": "INVALID", "message": "It is neither of this association nor in this delegation.", "path": ["input", "grantLines", "0", "grantLine"] }]));
        let refused = app.change(&officer, LINK, &pays(2)).await;
        assert_eq!(refused["errors"][0]["message"], "This line is no money that was granted.");
        assert_eq!(codes(&app.change(&officer, LINK, &pays(4)).await), one("NOT_FOUND", "input.grantLines.0.position"));
    }

    async fn the_national_office_decides_above_and_nobody_on_their_own(app: &App) {
        let there = There::read(app).await;
        // Of the protection of minors heads decide nothing.
        let drafted = done(app, "khenifra-association", DRAFT, &with(&there.draft("protection-of-minors"), &json!({ "programme": there.minors, "kind": "CHILDREN_HOME" }))).await;
        let submitted = done(app, "khenifra-association", SUBMIT, &now(&drafted, &json!({}))).await;
        let taken = done(app, "khenifra-officer", TAKE_UP, &now(&submitted, &json!({}))).await;
        let all = json!({ "lines": [{ "position": 1, "grant": true }, { "position": 2, "grant": true, "amount": "60000.00" }, { "position": 3, "grant": true, "amount": "0.01" }] });
        let proposed = done(app, "khenifra-head", PROPOSE, &now(&taken, &all)).await;
        assert_eq!(proposed["creationSupport"]["decider"], "NATIONAL_OFFICE");
        let head = app.change(&app.token("khenifra-head").await, GRANT, &now(&proposed, &json!({}))).await;
        assert_eq!(head["errors"], json!([
            { "code": "FORBIDDEN", "message": "The national office decides on this request: the amount is more than heads of delegations decide under this programme.", "path": ["input", "id"] },
            { "code": "FORBIDDEN", "message": "You submitted this request or made the proposal: another person decides.", "path": ["input", "id"] },
        ]));
        let granted = done(app, "national-officer", GRANT, &now(&proposed, &json!({}))).await;
        assert_eq!((states(&granted).0, &granted["creationSupport"]["amountGranted"]["amount"]), ("GRANTED", &json!("60000.01")));

        // Of schooling up to 200,000: a centime more is the national office's.
        let much = with(&there.draft("a-centime-more"), &json!({ "lines": [{ "kind": "GRANT_LINE", "description": "Tout", "amount": "300000.00" }] }));
        let drafted = done(app, "khenifra-association", DRAFT, &much).await;
        let submitted = done(app, "khenifra-association", SUBMIT, &now(&drafted, &json!({}))).await;
        let mut last = done(app, "khenifra-officer", TAKE_UP, &now(&submitted, &json!({}))).await;
        for (by, amount, decider) in [("khenifra-officer", "200000.01", "NATIONAL_OFFICE"), ("khenifra-head", "200000.00", "DELEGATION_HEAD")] {
            let proposal = json!({ "lines": [{ "position": 1, "grant": true, "amount": amount }] });
            last = done(app, by, PROPOSE, &now(&last, &proposal)).await;
            assert_eq!(last["creationSupport"]["decider"], decider, "{amount}");
        }
        // The head proposed it, and does not decide; the national office does not decide what heads do.
        let own = app.change(&app.token("khenifra-head").await, GRANT, &now(&last, &json!({}))).await;
        assert_eq!((codes(&own), &own["errors"][0]["message"]), (one("FORBIDDEN", "input.id"), &json!("You submitted this request or made the proposal: another person decides.")));
        let above = app.change(&app.token("national-officer").await, REFUSE, &now(&last, &json!({ "reason": "Non" }))).await;
        assert_eq!((codes(&above), &above["errors"][0]["message"]), (one("FORBIDDEN", "input.id"), &json!("The head of the delegation decides on this request.")));
        // Whoever submitted it, as the manager of the association, does not decide on it as a head either.
        let in_khenifra = |role| mandate::Model { delegation_id: Some(key_of(&json!("Delegation_AZt22qgAd8ewTaL3qIzXJQ")).into()), ..plain_mandate(role) };
        let delegation = app.data("khenifra-head", "{ viewer { slice { id } } }").await["viewer"]["slice"]["id"].clone();
        let seat = Some(key_of(&delegation).into());
        let of_association = mandate::Model { association_id: Some(key_of(&there.association).into()), delegation_id: seat, ..in_khenifra(Role::AssociationManager) };
        let of_delegation = mandate::Model { delegation_id: seat, ..in_khenifra(Role::DelegationHead) };
        app.lay_account("both", vec![of_association, of_delegation]).await;
        let signed_in = app.sign_in("both", PASSWORD).await;
        let access = signed_in["accessToken"].as_str().unwrap().to_owned();
        let mandates = app.send(Some(&access), "{ viewer { role mandates { id role } } }", json!({})).await.body["data"]["viewer"].clone();
        let (manager, head) = {
            let other = |role: &str| mandates["mandates"].as_array().unwrap().iter().find(|one| one["role"] == role).unwrap()["id"].clone();
            let switch = Change::new("mandateSwitch", "accessToken errors { code }");
            let to = async |role: &str| app.change(&access, switch, &json!({ "mandate": other(role) })).await["accessToken"].as_str().unwrap_or(&access).to_owned();
            (to("ASSOCIATION_MANAGER").await, to("DELEGATION_HEAD").await)
        };
        let drafted = app.change(&manager, DRAFT, &there.draft("asked-by-who-heads")).await;
        let submitted = app.change(&manager, SUBMIT, &now(&drafted, &json!({}))).await;
        let taken = done(app, "khenifra-officer", TAKE_UP, &now(&submitted, &json!({}))).await;
        let proposed = done(app, "khenifra-officer", PROPOSE, &now(&taken, &nothing())).await;
        let own = app.change(&head, REFUSE, &now(&proposed, &json!({ "reason": "Non" }))).await;
        assert_eq!(codes(&own), one("FORBIDDEN", "input.id"));
    }

    async fn what_is_of_others_is_as_what_does_not_exist(app: &App) {
        let there = There::read(app).await;
        let queries = ["query ($id: ID!) { creationSupport(id: $id) { id } }", "query ($id: ID!) { node(id: $id) { id } }"];
        let of_another = app.data("khenifra-head", "{ creationSupports(where: { search: \"DCR-05-301-0011\" }) { nodes { id reference } } }").await;
        assert_eq!(of_another["creationSupports"]["nodes"][0]["reference"], "DCR-05-301-0011");
        let of_another = of_another["creationSupports"]["nodes"][0]["id"].clone();
        // Another association's request, and another delegation's.
        for (login, hidden) in [("khenifra-association", &of_another), ("midelt-association", &there.supports[2]), ("midelt-head", &there.supports[2]), ("midelt-officer", &there.supports[1])] {
            let token = app.token(login).await;
            for query in queries {
                let before = app.statements();
                let answer = app.send(Some(&token), query, json!({ "id": hidden })).await.body;
                let between = app.statements();
                let unknown = app.send(Some(&token), query, json!({ "id": UNKNOWN })).await.body;
                assert_eq!((answer, between - before), (unknown, app.statements() - between), "{login}");
            }
            let change = if login.ends_with("-association") { WITHDRAW } else { SEND_BACK };
            let input = |id: &Value| json!({ "id": id, "expectedVersion": 1, "reason": "Un motif" });
            let refused = app.try_change(&token, change, &input(hidden)).await.body;
            assert_eq!(refused, app.try_change(&token, change, &input(&json!(UNKNOWN))).await.body, "{login}");
            assert!(refused.to_string().contains("NOT_FOUND"), "{refused}");
            assert!(!listed(app, login, "{}").await.contains(hidden), "{login}");
        }
        // Social workers, directors and partners read none.
        for login in ["khenifra-social", "khenifra-director", "partner-indh"] {
            assert_eq!(app.refusal(login, "{ creationSupports { totalCount } }").await, "FORBIDDEN", "{login}");
        }
        assert_eq!(app.journal().await, 0);
    }

    async fn papers_hang_on_a_request(app: &App) {
        let there = There::read(app).await;
        let support = &there.supports[0];
        let added = add(app, &app.token("khenifra-association").await, support, "FLOOR_PLAN", PDF).await;
        assert_eq!((&added["ownerKind"], &added["association"]["id"], &added["establishment"]), (&json!("CREATION_SUPPORT"), &there.association, &Value::Null));
        let query = format!("{{ creationSupport(id: {support}) {{ documents {{ nodes {{ id }} }} }} }}");
        for login in ["khenifra-association", "khenifra-officer", "region-05", "national-officer"] {
            assert_eq!(app.data(login, &query).await["creationSupport"]["documents"]["nodes"], json!([{ "id": added["id"] }]), "{login}");
        }
        for login in ["khenifra-director", "khenifra-social", "midelt-head"] {
            let query = format!("{{ document(id: {}) {{ id }} }}", added["id"]);
            assert_eq!(app.refusal(login, &query).await, "NOT_FOUND", "{login}");
        }
    }

    async fn requests_and_grants_are_counted_by_programme(app: &App) {
        let there = There::read(app).await;
        let figures = async |login: &str, year: &str| {
            let query = format!("{{ statistics(measures: [CREATION_SUPPORT_REQUESTED, CREATION_SUPPORT_GRANTED, CREATION_SUPPORT_AMOUNT_GRANTED], groupBy: [PROGRAMME], asOf: \"{year}\") {{ rows {{ programme {{ code }} figures {{ count money {{ amount }} }} }} }} }}");
            let data = app.data(login, &query).await;
            let rows = data["statistics"]["rows"].as_array().unwrap().iter().map(|row| {
                let count = |at: usize| row["figures"][at]["count"].as_i64().unwrap();
                (row["programme"]["code"].as_str().unwrap().to_owned(), (count(0), count(1), row["figures"][2]["money"]["amount"].as_str().unwrap().to_owned()))
            });
            rows.collect::<BTreeMap<_, _>>()
        };
        let row = |code: &str, requested, granted, amount: &str| (code.to_owned(), (requested, granted, amount.to_owned()));
        // Of the association's ten all but the draft were submitted; five of them granted, 150,000 each; of another, one.
        let own = figures("khenifra-association", "2026-11").await;
        assert_eq!(own, BTreeMap::from([row("SCHOOLING", 9, 5, "750000.00")]));
        assert_eq!(figures("khenifra-officer", "2026-11").await, BTreeMap::from([row("SCHOOLING", 9, 5, "750000.00"), row("PROTECTION_OF_MINORS", 1, 0, "0.00")]));
        assert_eq!(figures("national-finance", "2026-11").await, BTreeMap::from([row("SCHOOLING", 10, 5, "750000.00"), row("PROTECTION_OF_MINORS", 1, 0, "0.00")]));
        assert_eq!(app.refusal("khenifra-social", "{ statistics(measures: [CREATION_SUPPORT_REQUESTED]) { rowCount } }").await, "FORBIDDEN");
        // One more is granted; one is submitted, and, sent back and submitted again in December, counts there.
        let under = json!({ "creationSupport": { "id": there.supports[2], "version": 1 } });
        done(app, "khenifra-head", GRANT, &now(&under, &json!({}))).await;
        let draft = json!({ "creationSupport": { "id": there.supports[0], "version": 1 } });
        let submitted = done(app, "khenifra-association", SUBMIT, &now(&draft, &json!({}))).await;
        assert_eq!(figures("khenifra-association", "2026-11").await, BTreeMap::from([row("SCHOOLING", 10, 6, "900000.00")]));
        let back = done(app, "khenifra-officer", SEND_BACK, &now(&submitted, &json!({ "reason": "Le devis" }))).await;
        app.advance(10 * 24 * 3600);
        done(app, "khenifra-association", SUBMIT, &now(&back, &json!({}))).await;
        assert_eq!(figures("khenifra-association", "2026-11").await, BTreeMap::from([row("SCHOOLING", 9, 6, "900000.00")]));
        assert_eq!(figures("khenifra-association", "2026-12").await, BTreeMap::from([row("SCHOOLING", 10, 6, "900000.00")]));
        assert_eq!(app.journal().await, 4, "and the counters equal a recount");
    }
}
