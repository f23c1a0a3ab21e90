//! Applications for licences, from the draft to the licence or the refusal: each step by whoever takes it, each refusal, and
//! who may do what with one when.

use entity::mandate::Role;
use serde_json::{Value, json};

use crate::documents::{PDF, add, owners};
use crate::harness::{App, Change, codes, key_of, on_both, one, plain_mandate};

pub(crate) const FIELDS: &str =
    "licenceApplication { id state version receiptNumber submittedOn step dueOn pausedOn reason
    decisionNumber decidedOn validFrom validUntil granted { total } ruleSet { id } licence { id state startsOn endsOn }
    lacks { category { code } remark } reserves { position liftedOn } visits { position plannedOn visitedOn opinion }
    events { transition state } } errors { code path message }";

macro_rules! steps {
    ($($constant:ident $name:literal)*) => {$(
        pub(crate) const $constant: Change = Change::new($name, FIELDS);
    )*};
}

steps! {
    CREATE "licenceApplicationCreate"
    UPDATE "licenceApplicationUpdate"
    SUBMIT "licenceApplicationSubmit"
    TAKE_UP "licenceApplicationTakeUp"
    TELL_INCOMPLETE "licenceApplicationTellIncomplete"
    COMPLETE "licenceApplicationComplete"
    ACCEPT "licenceApplicationAccept"
    PLAN_VISIT "licenceApplicationPlanVisit"
    RECORD_VISIT "licenceApplicationRecordVisit"
    SUBMIT_TO_COMMISSION "licenceApplicationSubmitToCommission"
    APPROVE "licenceApplicationApprove"
    REJECT "licenceApplicationReject"
    LIFT_RESERVE "licenceApplicationLiftReserve"
    ISSUE "licenceApplicationIssue"
    ABANDON "licenceApplicationAbandon"
    GIVE_OPINION "licenceApplicationGiveOpinion"
    DISMISS "licenceApplicationDismiss"
}

/// The day that it is for the office, as the harness says.
const TODAY: &str = "2026-11-24";

/// An application on its way, and the people who take its steps.
pub(crate) struct Walk<'a> {
    pub(crate) app: &'a App,
    pub(crate) association: Value,
    pub(crate) house: Value,
    pub(crate) manager: String,
    pub(crate) officer: String,
    pub(crate) national: String,
    pub(crate) id: Value,
    pub(crate) version: i64,
}

impl<'a> Walk<'a> {
    /// A house of Khénifra's association that is open and has no licence, and a draft for it.
    pub(crate) async fn begin(app: &'a App, kind: &str, name: &str) -> Self {
        let (association, _) = owners(app).await;
        let officer = app.token("khenifra-officer").await;
        let communes = app.data("khenifra-officer", "{ projects { nodes { commune { id } } } }").await;
        let entered = Change::new("establishmentCreate", "establishment { id } errors { code }");
        let input = json!({ "idempotencyKey": format!("a-house-{name}"), "kind": "DAR_TALIBA", "names": { "fr": name },
            "commune": communes["projects"]["nodes"][0]["commune"]["id"], "association": association,
            "openedOn": "2020-09-01", "capacity": { "total": 60 }, "legalCategory": "LAW_65_15_SCHOOLED_CHILDREN" });
        let entered = app.change(&officer, entered, &input).await;
        assert_eq!(entered["errors"], json!([]));
        let house = entered["establishment"]["id"].clone();
        let mut walk = Self {
            app,
            association,
            house,
            manager: app.token("khenifra-association").await,
            officer,
            national: app.token("national-officer").await,
            id: Value::Null,
            version: 1,
        };
        walk.draft(kind).await;
        walk
    }

    pub(crate) async fn draft(&mut self, kind: &str) {
        let input = json!({ "idempotencyKey": uuid::Uuid::now_v7().to_string(), "establishment": self.house, "kind": kind,
            "legalCategory": "LAW_65_15_SCHOOLED_CHILDREN", "capacity": { "total": 60, "female": 60, "male": 0 },
            "changes": if kind == "MODIFICATION" { json!(["CAPACITY"]) } else { json!([]) } });
        let created = self.app.change(&self.manager, CREATE, &input).await;
        assert_eq!(created["errors"], json!([]));
        self.id = created["licenceApplication"]["id"].clone();
        self.version = 1;
    }

    pub(crate) fn input(&self, more: &Value) -> Value {
        let mut input = json!({ "id": self.id, "expectedVersion": self.version });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    }

    /// A step that is refused: its errors.
    async fn refused(&self, token: &str, step: Change, more: Value) -> Vec<(String, String)> {
        codes(&self.app.change(token, step, &self.input(&more)).await)
    }

    /// A step that is made: the application.
    async fn step(&mut self, token: &str, step: Change, more: Value) -> Value {
        let made = self.app.change(token, step, &self.input(&more)).await;
        assert_eq!(made["errors"], json!([]));
        self.version += 1;
        assert_eq!(made["licenceApplication"]["version"], json!(self.version));
        made["licenceApplication"].clone()
    }

    async fn by_manager(&mut self, step: Change, more: Value) -> Value {
        let token = self.manager.clone();
        self.step(&token, step, more).await
    }

    async fn by_officer(&mut self, step: Change, more: Value) -> Value {
        let token = self.officer.clone();
        self.step(&token, step, more).await
    }

    async fn by_national(&mut self, step: Change, more: Value) -> Value {
        let token = self.national.clone();
        self.step(&token, step, more).await
    }

    /// The pieces: category, whether it hangs on the association, whether it is there.
    pub(crate) async fn pieces(&self) -> Vec<(String, bool, bool)> {
        let query = format!(
            "{{ licenceApplication(id: {}) {{ pieces {{ category {{ code }} ofAssociation document {{ id }} }} }} }}",
            self.id
        );
        let data = self.app.send(Some(&self.manager), &query, Value::Null).await.body["data"].clone();
        let pieces = data["licenceApplication"]["pieces"].as_array().unwrap().clone();
        let piece = |piece: &Value| {
            let code = piece["category"]["code"].as_str().unwrap().to_owned();
            (code, piece["ofAssociation"].as_bool().unwrap(), !piece["document"].is_null())
        };
        pieces.iter().map(piece).collect()
    }

    /// Brings whatever is missing.
    async fn bring_all(&self) {
        for (code, of_association, there) in self.pieces().await {
            if !there {
                let owner = if of_association { &self.association } else { &self.house };
                add(self.app, &self.manager, owner, &code, PDF).await;
            }
        }
    }

    /// The mandatory norms of its rules.
    async fn norms(&self) -> Vec<String> {
        let query = format!("{{ licenceApplication(id: {}) {{ ruleSet {{ norms {{ code mandatory }} }} }} }}", self.id);
        let data = self.app.send(Some(&self.officer), &query, Value::Null).await.body["data"].clone();
        let norms = data["licenceApplication"]["ruleSet"]["norms"].as_array().unwrap().clone();
        let mandatory = norms.iter().filter(|norm| norm["mandatory"] == json!(true));
        mandatory.map(|norm| norm["code"].as_str().unwrap().to_owned()).collect()
    }

    /// What a visit found: every mandatory norm met, but those that are named.
    pub(crate) async fn visit(&self, minutes: &Value, not_met: &[String]) -> Value {
        let finding = |code: &String| {
            if not_met.contains(code) {
                json!({ "norm": code, "verdict": "NOT_MET", "remark": "Les extincteurs manquent." })
            } else {
                json!({ "norm": code, "verdict": "MET" })
            }
        };
        let findings: Vec<_> = self.norms().await.iter().map(finding).collect();
        json!({ "visitedOn": self.today(), "minutes": minutes, "opinion": "FAVOURABLE", "capacity": { "total": 50 },
            "members": [{ "body": "ENTRAIDE_NATIONALE", "post": "Chef de service" }, { "body": "CIVIL_PROTECTION" }],
            "findings": findings })
    }

    fn today(&self) -> String {
        self.app.now().date_naive().to_string()
    }

    /// From the draft until the visit is recorded.
    async fn until_visited(&mut self, not_met: &[String]) {
        self.by_manager(SUBMIT, json!({})).await;
        self.bring_all().await;
        self.by_officer(TAKE_UP, json!({})).await;
        self.by_officer(ACCEPT, json!({})).await;
        self.by_officer(PLAN_VISIT, json!({ "plannedOn": self.today() })).await;
        let minutes = add(self.app, &self.officer, &self.house, "VISIT_MINUTES", PDF).await["id"].clone();
        let visit = self.visit(&minutes, not_met).await;
        self.by_officer(RECORD_VISIT, visit).await;
    }

    async fn until_review(&mut self, not_met: &[String]) {
        self.until_visited(not_met).await;
        self.by_officer(SUBMIT_TO_COMMISSION, json!({})).await;
    }

    pub(crate) fn approval(&self, reserves: &Value) -> Value {
        json!({ "decisionNumber": "10/26", "decidedOn": self.today(), "capacity": { "total": 50, "female": 50, "male": 0 },
            "validUntil": null, "reserves": reserves })
    }

    async fn licence_state(&self) -> Value {
        let query = format!("{{ establishment(id: {}) {{ licenceState }} }}", self.house);
        self.app.data("khenifra-head", &query).await["establishment"]["licenceState"].clone()
    }
}

/// One person, an officer of Khénifra and of the national office: the two tokens.
pub(crate) async fn two_hats(app: &App) -> (String, String) {
    let delegation = app.sign_in("khenifra-officer", &app.password("khenifra-officer")).await;
    let mut of_delegation = plain_mandate(Role::DelegationOfficer);
    of_delegation.delegation_id = Some(key_of(&delegation["viewer"]["slice"]["id"]).into());
    app.lay_account("two-hats", vec![of_delegation, plain_mandate(Role::NationalOfficer)]).await;
    let signed_in = app.sign_in("two-hats", crate::harness::PASSWORD).await;
    let token = signed_in["accessToken"].as_str().unwrap().to_owned();
    let query = "{ viewer { role mandates { id role } } }";
    let viewer = app.send(Some(&token), query, Value::Null).await.body["data"]["viewer"].clone();
    let other = viewer["mandates"].as_array().unwrap().iter().find(|one| one["role"] != viewer["role"]).unwrap();
    let switch = Change::new("mandateSwitch", "accessToken errors { code }");
    let switched = app.change(&token, switch, &json!({ "mandate": other["id"] })).await["accessToken"]
        .as_str()
        .unwrap()
        .to_owned();
    let is_officer = viewer["role"] == "DELEGATION_OFFICER";
    if is_officer { (token, switched) } else { (switched, token) }
}

/// Licensed houses and those being licensed, of Khénifra, as the annual report and the counters tell them.
async fn licensed(app: &App) -> [i64; 2] {
    let query = "{ annualReport(budgetYear: 2026) { measures { measure computed } } }";
    let report = app.data("khenifra-head", query).await["annualReport"]["measures"].clone();
    let of = |measure: &str| {
        let found = report.as_array().unwrap().iter().find(|one| one["measure"] == measure);
        found.unwrap_or_else(|| panic!("{measure} in {report}"))["computed"].as_i64().unwrap()
    };
    [of("LICENSED_EPS"), of("EPS_BEING_LICENSED")]
}

on_both! {
    async fn a_house_without_a_licence_is_regularised(app: &App) {
        let before = licensed(app).await;
        let mut walk = Walk::begin(app, "REGULARISATION", "Dar Taliba de la forêt").await;
        assert_eq!(walk.licence_state().await, Value::Null);
        assert_eq!(licensed(app).await, before, "a draft counts for nothing");

        // Handed in: a receipt, the rules of the day, a deadline; the house counts as being licensed.
        let submitted = walk.by_manager(SUBMIT, json!({})).await;
        assert_eq!((&submitted["state"], &submitted["receiptNumber"], &submitted["submittedOn"], &submitted["step"]),
            (&json!("SUBMITTED"), &json!("LIC-05-301-0040"), &json!(TODAY), &json!("COMPLETENESS")));
        assert!(submitted["dueOn"].as_str().unwrap() > TODAY, "{submitted}");
        assert_eq!(walk.licence_state().await, "IN_PROGRESS");
        assert_eq!(licensed(app).await, [before[0], before[1] + 1]);

        // Incomplete: what is missing is told, once.
        let missing: Vec<_> = walk.pieces().await.into_iter().filter(|(_, _, there)| !there).map(|(code, ..)| code).collect();
        assert!(missing.len() >= 3, "{missing:?}");
        walk.by_officer(TAKE_UP, json!({})).await;
        let lacking: Vec<_> = missing.iter().map(|_| ("BLANK".to_owned(), "input.id".to_owned())).collect();
        assert_eq!(walk.refused(&walk.officer, ACCEPT, json!({})).await, lacking);
        let lack = |code: &str| json!({ "lacks": [{ "category": code, "remark": "Non signé" }] });
        assert_eq!(walk.refused(&walk.officer, TELL_INCOMPLETE, lack("NOTHING_OF_THE_KIND")).await, one("NOT_FOUND", "input.lacks.0.category"));
        assert_eq!(walk.refused(&walk.officer, TELL_INCOMPLETE, json!({ "lacks": [] })).await, one("BLANK", "input.lacks"));
        app.advance(2 * 86400);
        walk.officer = app.token("khenifra-officer").await;
        walk.manager = app.token("khenifra-association").await;
        let told = walk.by_officer(TELL_INCOMPLETE, json!({ "lacks": missing[..2].iter().map(|code| json!({ "category": code })).collect::<Vec<_>>() })).await;
        assert_eq!((&told["state"], &told["step"], &told["pausedOn"]), (&json!("INCOMPLETE"), &json!("COMPLETION"), &json!("2026-11-26")));
        assert_eq!(walk.refused(&walk.manager, COMPLETE, json!({})).await, lacking[..2]);
        for code in &missing[..2] {
            let of_association = walk.pieces().await.iter().any(|(one, of_association, _)| one == code && *of_association);
            add(app, &walk.manager, if of_association { &walk.association } else { &walk.house }, code, PDF).await;
        }
        // Ten days later the delegation has as many days left as it had: the same last day, ten days on, or the next that is worked.
        app.advance(10 * 86400);
        walk.officer = app.token("khenifra-officer").await;
        walk.manager = app.token("khenifra-association").await;
        let completed = walk.by_manager(COMPLETE, json!({})).await;
        assert_eq!((&completed["state"], &completed["step"], &completed["pausedOn"]), (&json!("COMPLETENESS_CHECK"), &json!("COMPLETENESS"), &Value::Null));
        assert!(completed["dueOn"].as_str() > submitted["dueOn"].as_str(), "{completed}");
        // Nothing else may be asked for now.
        assert_eq!(walk.refused(&walk.officer, TELL_INCOMPLETE, lack(&missing[2])).await, one("INVALID", "input.lacks.0.category"));
        walk.bring_all().await;
        walk.by_officer(ACCEPT, json!({})).await;

        // The visit: every mandatory norm is judged, and the minutes are the house's.
        assert_eq!(walk.refused(&walk.officer, PLAN_VISIT, json!({ "plannedOn": TODAY })).await, one("INVALID", "input.plannedOn"));
        walk.by_officer(PLAN_VISIT, json!({ "plannedOn": "2026-12-10" })).await;
        let again = walk.by_officer(PLAN_VISIT, json!({ "plannedOn": walk.today() })).await;
        assert_eq!(again["visits"], json!([{ "position": 1, "plannedOn": "2026-12-06", "visitedOn": null, "opinion": null }]));
        let photo = add(app, &walk.officer, &walk.house, "PHOTO", PDF).await["id"].clone();
        let norms = walk.norms().await;
        let mut wrong = walk.visit(&photo, &[]).await;
        wrong["findings"].as_array_mut().unwrap().pop();
        wrong["members"] = json!([]);
        assert_eq!(walk.refused(&walk.officer, RECORD_VISIT, wrong).await,
            [("INVALID", "input.minutes"), ("BLANK", "input.members"), ("BLANK", "input.findings")].map(|(code, path)| (code.to_owned(), path.to_owned())));
        let minutes = add(app, &walk.officer, &walk.house, "VISIT_MINUTES", PDF).await["id"].clone();
        let not_met = &norms[..1];
        walk.by_officer(RECORD_VISIT, walk.visit(&minutes, not_met).await).await;
        walk.by_officer(SUBMIT_TO_COMMISSION, json!({})).await;

        // The decision: a norm that is not met needs its reserve.
        walk.national = app.token("national-officer").await;
        assert_eq!(walk.refused(&walk.national, APPROVE, walk.approval(&json!([]))).await, one("INVALID", "input.reserves"));
        let reserve = json!([{ "norm": not_met[0], "text": "Installer des extincteurs", "dueOn": "2027-01-31" }]);
        let approved = walk.by_national(APPROVE, walk.approval(&reserve)).await;
        assert_eq!((&approved["state"], &approved["step"], &approved["decisionNumber"]), (&json!("APPROVED_WITH_RESERVES"), &Value::Null, &json!("10/26")));
        assert_eq!(walk.licence_state().await, "IN_PROGRESS", "decided, and not issued");
        assert_eq!(walk.refused(&walk.national, ISSUE, json!({})).await, one("INVALID", "input.id"));
        let lift = |reserve: i32| json!({ "reserve": reserve, "remark": "Vu sur place" });
        assert_eq!(walk.refused(&walk.officer, LIFT_RESERVE, lift(2)).await, one("NOT_FOUND", "input.reserve"));
        let lifted = walk.by_officer(LIFT_RESERVE, lift(1)).await;
        assert_eq!(lifted["reserves"], json!([{ "position": 1, "liftedOn": "2026-12-06" }]));
        assert_eq!((&lifted["state"], &lifted["step"]), (&json!("APPROVED"), &json!("ISSUE")), "with the last reserve");

        let issued = walk.by_national(ISSUE, json!({})).await;
        assert_eq!((&issued["state"], &issued["dueOn"]), (&json!("LICENSED"), &Value::Null));
        assert_eq!((&issued["licence"]["state"], &issued["licence"]["startsOn"], &issued["licence"]["endsOn"]), (&json!("LICENSED"), &json!("2026-12-06"), &Value::Null));
        assert_eq!(walk.licence_state().await, "LICENSED");
        assert_eq!(licensed(app).await, [before[0] + 1, before[1]], "the two figures of the report follow from licences alone");
        assert_eq!(taawun::statistics::differences(&app.pool).await.unwrap(), []);
        let done: Vec<_> = issued["events"].as_array().unwrap().iter().map(|event| event["transition"].as_str().unwrap()).collect();
        assert_eq!(done, ["UPDATE", "SUBMIT", "TAKE_UP", "TELL_INCOMPLETE", "COMPLETE", "ACCEPT", "PLAN_VISIT", "PLAN_VISIT", "RECORD_VISIT",
            "SUBMIT_TO_COMMISSION", "APPROVE", "LIFT_RESERVE", "ISSUE"]);
    }

    async fn what_is_refused_or_taken_back_is_not_being_licensed_any_more(app: &App) {
        let before = licensed(app).await;
        let mut walk = Walk::begin(app, "NEW", "Dar Taliba du lac").await;
        // One at a time.
        let another = json!({ "idempotencyKey": "another-of-the-lake", "establishment": walk.house, "kind": "REGULARISATION",
            "legalCategory": "LAW_65_15_SCHOOLED_CHILDREN" });
        assert_eq!(codes(&app.change(&walk.manager, CREATE, &another).await), one("TAKEN", "input.establishment"));
        walk.until_review(&[]).await;
        assert_eq!(licensed(app).await, [before[0], before[1] + 1]);
        let refusal = |reason: &str| json!({ "decisionNumber": "11/26", "decidedOn": TODAY, "reason": reason });
        assert_eq!(walk.refused(&walk.national, REJECT, refusal(" ")).await, one("BLANK", "input.reason"), "a refusal has reasons");
        let refused = walk.by_national(REJECT, refusal("Les locaux sont inondables.")).await;
        assert_eq!((&refused["state"], &refused["reason"]), (&json!("REJECTED"), &json!("Les locaux sont inondables.")));
        assert_eq!((licensed(app).await, walk.licence_state().await), (before, Value::Null));
        // It may apply again, and take that back.
        walk.draft("NEW").await;
        walk.by_manager(SUBMIT, json!({})).await;
        assert_eq!(licensed(app).await, [before[0], before[1] + 1]);
        let abandoned = walk.by_manager(ABANDON, json!({ "reason": "Le projet change." })).await;
        assert_eq!((&abandoned["state"], licensed(app).await), (&json!("ABANDONED"), before));
        assert_eq!(taawun::statistics::differences(&app.pool).await.unwrap(), []);
    }

    async fn a_licence_is_renewed_and_modified(app: &App) {
        let mut walk = Walk::begin(app, "REGULARISATION", "Dar Taliba des cèdres").await;
        for kind in ["RENEWAL", "MODIFICATION"] {
            let input = json!({ "idempotencyKey": format!("too-early-{kind}"), "establishment": walk.house, "kind": kind,
                "legalCategory": "LAW_65_15_SCHOOLED_CHILDREN", "changes": if kind == "RENEWAL" { json!([]) } else { json!(["CAPACITY"]) } });
            let refused = codes(&app.change(&walk.manager, CREATE, &input).await);
            assert!(refused.contains(&("INVALID".to_owned(), "input.kind".to_owned())), "{kind}: {refused:?}");
        }
        walk.until_review(&[]).await;
        let mut first = walk.approval(&json!([]));
        first["validUntil"] = json!("2027-11-23");
        walk.by_national(APPROVE, first).await;
        let issued = walk.by_national(ISSUE, json!({})).await;
        assert_eq!((&issued["licence"]["startsOn"], &issued["licence"]["endsOn"]), (&json!(TODAY), &json!("2027-11-23")));

        // More places: the licence in force ends where the new one begins.
        walk.draft("MODIFICATION").await;
        walk.until_review(&[]).await;
        let mut modified = walk.approval(&json!([]));
        modified["decisionNumber"] = json!("12/26");
        // It holds as long as what it modifies, where nobody says otherwise.
        modified.as_object_mut().unwrap().remove("validUntil");
        walk.by_national(APPROVE, modified).await;
        walk.by_national(ISSUE, json!({})).await;

        // Renewed from the day after its end; meanwhile it is licensed, and then would be being licensed.
        walk.draft("RENEWAL").await;
        walk.by_manager(SUBMIT, json!({})).await;
        let query = format!("{{ establishment(id: {}) {{ licencePeriods {{ state startsOn endsOn decisionNumber }} }} }}", walk.house);
        let periods = app.data("khenifra-head", &query).await["establishment"]["licencePeriods"].clone();
        assert_eq!(periods, json!([
            { "state": "LICENSED", "startsOn": TODAY, "endsOn": "2027-11-23", "decisionNumber": "12/26" },
            { "state": "IN_PROGRESS", "startsOn": "2027-11-24", "endsOn": null, "decisionNumber": null },
        ]));
        walk.by_officer(TAKE_UP, json!({})).await;
        walk.bring_all().await;
        walk.by_officer(ACCEPT, json!({})).await;
        walk.by_officer(PLAN_VISIT, json!({ "plannedOn": TODAY })).await;
        let minutes = add(app, &walk.officer, &walk.house, "VISIT_MINUTES", PDF).await["id"].clone();
        walk.by_officer(RECORD_VISIT, walk.visit(&minutes, &[]).await).await;
        walk.by_officer(SUBMIT_TO_COMMISSION, json!({})).await;
        // Two years at most between a decision and its licence; from the day after the licence that runs, where nobody says otherwise.
        let mut late = walk.approval(&json!([]));
        late["validFrom"] = json!("2028-11-25");
        assert_eq!(walk.refused(&walk.national, APPROVE, late).await, one("INVALID", "input.validFrom"));
        walk.by_national(APPROVE, walk.approval(&json!([]))).await;
        walk.by_national(ISSUE, json!({})).await;
        let periods = app.data("khenifra-head", &query).await["establishment"]["licencePeriods"].clone();
        assert_eq!(periods, json!([
            { "state": "LICENSED", "startsOn": TODAY, "endsOn": "2027-11-23", "decisionNumber": "12/26" },
            { "state": "LICENSED", "startsOn": "2027-11-24", "endsOn": null, "decisionNumber": "10/26" },
        ]));
        assert_eq!(taawun::statistics::differences(&app.pool).await.unwrap(), []);
    }

    async fn what_was_decided_for_later_is_not_touched_by_who_applies_again(app: &App) {
        let mut walk = Walk::begin(app, "NEW", "Dar Taliba de demain").await;
        walk.until_review(&[]).await;
        let over = json!({ "decisionNumber": "9/26", "decidedOn": TODAY, "validUntil": "2026-11-23" });
        let refused = walk.refused(&walk.national, APPROVE, over).await;
        assert!(refused.contains(&("INVALID".to_owned(), "input.validUntil".to_owned())), "{refused:?}");
        let too_early = json!({ "decisionNumber": "9/26", "decidedOn": "2026-11-23" });
        let refused = walk.refused(&walk.national, APPROVE, too_early).await;
        assert!(refused.contains(&("INVALID".to_owned(), "input.decidedOn".to_owned())), "before the visit: {refused:?}");
        let mut later = walk.approval(&json!([]));
        later["validFrom"] = json!("2027-06-01");
        walk.by_national(APPROVE, later).await;
        walk.by_national(ISSUE, json!({})).await;
        let query = format!("{{ establishment(id: {}) {{ licencePeriods {{ state startsOn endsOn }} }} }}", walk.house);
        let decided = json!([
            { "state": "IN_PROGRESS", "startsOn": TODAY, "endsOn": "2027-05-31" },
            { "state": "LICENSED", "startsOn": "2027-06-01", "endsOn": null },
        ]);
        assert_eq!(app.data("khenifra-head", &query).await["establishment"]["licencePeriods"], decided);
        let again = json!({ "idempotencyKey": "again-of-tomorrow", "establishment": walk.house, "kind": "NEW",
            "legalCategory": "LAW_65_15_SCHOOLED_CHILDREN" });
        assert_eq!(codes(&app.change(&walk.manager, CREATE, &again).await), one("INVALID", "input.kind"), "it is granted already");
        assert_eq!(taawun::statistics::differences(&app.pool).await.unwrap(), []);
    }

    async fn a_modification_leaves_what_was_granted_for_later(app: &App) {
        let mut walk = Walk::begin(app, "REGULARISATION", "Dar Taliba de l’oued").await;
        walk.until_review(&[]).await;
        let mut first = walk.approval(&json!([]));
        first["validUntil"] = json!("2027-11-23");
        walk.by_national(APPROVE, first).await;
        walk.by_national(ISSUE, json!({})).await;
        walk.draft("RENEWAL").await;
        walk.until_review(&[]).await;
        walk.by_national(APPROVE, walk.approval(&json!([]))).await;
        walk.by_national(ISSUE, json!({})).await;
        // Of the director, not of the places: these stay, and so does the renewal.
        let input = json!({ "idempotencyKey": "another-director", "establishment": walk.house, "kind": "MODIFICATION",
            "legalCategory": "LAW_65_15_SCHOOLED_CHILDREN", "changes": ["DIRECTOR"] });
        walk.id = app.change(&walk.manager, CREATE, &input).await["licenceApplication"]["id"].clone();
        walk.version = 1;
        walk.until_review(&[]).await;
        let none = json!({ "decisionNumber": "13/26", "decidedOn": TODAY, "capacity": { "total": 0 } });
        assert_eq!(walk.refused(&walk.national, APPROVE, none).await, one("BLANK", "input.capacity.total"));
        let approved = walk.by_national(APPROVE, json!({ "decisionNumber": "13/26", "decidedOn": TODAY })).await;
        assert_eq!((&approved["granted"]["total"], &approved["validUntil"]), (&json!(50), &json!("2027-11-23")));
        // Minutes of which there is a better copy are still its minutes.
        let query = format!("{{ establishment(id: {}) {{ documents(where: {{ category: \"VISIT_MINUTES\" }}, last: 1) {{ nodes {{ id version }} }} }} }}", walk.house);
        let minutes = app.data("khenifra-officer", &query).await["establishment"]["documents"]["nodes"][0].clone();
        let upload = crate::documents::announce(app, &walk.officer, &walk.house, "pv-net.pdf", PDF.len()).await;
        crate::documents::put(app, upload["url"].as_str().unwrap(), PDF).await;
        let mut better = crate::documents::addition(&upload, "VISIT_MINUTES");
        better["replaces"] = json!({ "id": minutes["id"], "expectedVersion": minutes["version"], "reason": "Plus lisible" });
        assert_eq!(app.change(&walk.officer, crate::documents::ADD, &better).await["errors"], json!([]));
        walk.by_national(ISSUE, json!({})).await;
        let query = format!("{{ establishment(id: {}) {{ licencePeriods {{ state startsOn endsOn decisionNumber capacity {{ total }} }} }} }}", walk.house);
        assert_eq!(app.data("khenifra-head", &query).await["establishment"]["licencePeriods"], json!([
            { "state": "LICENSED", "startsOn": TODAY, "endsOn": "2027-11-23", "decisionNumber": "13/26", "capacity": { "total": 50 } },
            { "state": "LICENSED", "startsOn": "2027-11-24", "endsOn": null, "decisionNumber": "10/26", "capacity": { "total": 50 } },
        ]));
        assert_eq!(taawun::statistics::differences(&app.pool).await.unwrap(), []);
    }

    async fn whoever_prepared_it_does_not_decide(app: &App) {
        let (officer, national) = two_hats(app).await;
        let mut walk = Walk::begin(app, "NEW", "Dar Taliba des deux mains").await;
        walk.until_visited(&[]).await;
        walk.step(&officer, SUBMIT_TO_COMMISSION, json!({})).await;
        assert_eq!(walk.refused(&national, APPROVE, walk.approval(&json!([]))).await, one("FORBIDDEN", "input.id"));
        let refusal = json!({ "decisionNumber": "11/26", "decidedOn": TODAY, "reason": "Non" });
        assert_eq!(walk.refused(&national, REJECT, refusal).await, one("FORBIDDEN", "input.id"));
        walk.by_national(APPROVE, walk.approval(&json!([]))).await;
        assert_eq!(walk.refused(&national, ISSUE, json!({})).await, one("FORBIDDEN", "input.id"));
        walk.by_national(ISSUE, json!({})).await;
    }

    async fn the_file_of_an_association_of_elsewhere_is_read_while_it_is_instructed(app: &App) {
        // A house of an association of Midelt comes to Khénifra.
        let head = app.token("midelt-head").await;
        let signed_in = app.sign_in("midelt-association", &app.password("midelt-association")).await;
        let association = signed_in["viewer"]["slice"]["id"].clone();
        let there = app.data("midelt-head", "{ projects { nodes { commune { id } } } }").await;
        let here = app.data("khenifra-officer", "{ delegations(first: 5) { nodes { id } } projects { nodes { commune { id } } } }").await;
        let entered = Change::new("establishmentCreate", "establishment { id version } errors { code }");
        let input = json!({ "idempotencyKey": "from-elsewhere", "kind": "DAR_TALIBA", "names": { "fr": "Dar Taliba venue d’ailleurs" },
            "commune": there["projects"]["nodes"][0]["commune"]["id"], "association": association, "openedOn": "2020-09-01",
            "legalCategory": "LAW_65_15_SCHOOLED_CHILDREN", "capacity": { "total": 60 } });
        let house = app.change(&head, entered, &input).await["establishment"].clone();
        let moved = Change::new("establishmentMove", "establishment { id } errors { code path message }");
        let input = json!({ "id": house["id"], "expectedVersion": 1, "delegation": here["delegations"]["nodes"][0]["id"],
            "commune": here["projects"]["nodes"][0]["commune"]["id"] });
        assert_eq!(app.change(&app.token("national-admin").await, moved, &input).await["errors"], json!([]));

        let mut walk = Walk { app, association, house: house["id"].clone(), manager: app.token("midelt-association").await,
            officer: app.token("khenifra-officer").await, national: app.token("national-officer").await, id: Value::Null, version: 1 };
        walk.draft("REGULARISATION").await;
        // It stays where it is while it is being instructed there.
        let midelt = app.data("midelt-head", "{ delegations(first: 5) { nodes { id } } }").await["delegations"]["nodes"][0]["id"].clone();
        let input = json!({ "id": walk.house, "expectedVersion": 2, "delegation": midelt, "commune": there["projects"]["nodes"][0]["commune"]["id"] });
        assert_eq!(codes(&app.change(&app.token("national-admin").await, moved, &input).await), one("INVALID", "input.commune"));
        walk.bring_all().await;
        let statutes = add(app, &walk.manager, &walk.association, "STATUTES", PDF).await["id"].clone();
        let other = add(app, &walk.manager, &walk.association, "OTHER", PDF).await["id"].clone();
        let bank = add(app, &walk.manager, &walk.association, "BANK_CERTIFICATE", PDF).await["id"].clone();
        let read = |id: &Value| format!("{{ document(id: {id}) {{ category {{ code }} }} }}");
        let nobody = "{ document(id: \"Document_AZAAAAAAcACAAAAAAAAAAA\") { category { code } } }";
        assert_eq!(app.refusal("khenifra-officer", &read(&statutes)).await, app.refusal("khenifra-officer", nobody).await, "of a draft");
        walk.by_manager(SUBMIT, json!({})).await;
        assert_eq!(app.data("khenifra-officer", &read(&statutes)).await["document"]["category"]["code"], "STATUTES");
        for login in ["khenifra-social", "khenifra-association", "khenifra-director"] {
            assert_eq!(app.refusal(login, &read(&statutes)).await, app.refusal(login, nobody).await, "{login}");
        }
        for aside in [&bank, &other] {
            assert_eq!(app.refusal("khenifra-officer", &read(aside)).await, app.refusal("khenifra-officer", nobody).await, "no part of the file");
        }
        let withdraw = Change::new("documentWithdraw", "errors { code path }");
        let input = json!({ "id": statutes, "expectedVersion": 1, "reason": "Non" });
        let refused = app.try_change(&walk.officer, withdraw, &input).await.body;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN", "it is read, and not kept: {refused}");
        walk.by_officer(TAKE_UP, json!({})).await;
        walk.by_officer(ACCEPT, json!({})).await;
        walk.by_manager(ABANDON, json!({ "reason": "Non" })).await;
        assert_eq!(app.refusal("khenifra-officer", &read(&statutes)).await, app.refusal("khenifra-officer", nobody).await, "afterwards");
    }

    async fn an_application_is_about_its_house_as_it_is(app: &App) {
        let mut walk = Walk::begin(app, "NEW", "Dar Taliba des saules").await;
        // Of the category in which the house is registered.
        let update = json!({ "legalCategory": "LAW_65_15_WOMEN" });
        assert_eq!(walk.refused(&walk.manager, UPDATE, update).await, one("INVALID", "input.legalCategory"));
        walk.by_manager(SUBMIT, json!({})).await;
        // Whoever manages it stays while it is open.
        let given_up = Change::new("establishmentUpdate", "errors { code path message }");
        let input = json!({ "id": walk.house, "expectedVersion": 1, "association": null });
        let refused = app.change(&walk.officer, given_up, &input).await;
        assert_eq!(codes(&refused), one("INVALID", "input.association"));
        assert!(refused["errors"][0]["message"].as_str().unwrap().contains("LIC-05-301-"), "{refused}");
        // What is missing is named in words.
        walk.by_officer(TAKE_UP, json!({})).await;
        let query = format!("{{ licenceApplication(id: {}) {{ availableTransitions {{ name reasons }} }} }}", walk.id);
        let told = app.data("khenifra-officer", &query).await["licenceApplication"]["availableTransitions"].to_string();
        assert!(told.contains("Plan du bâtiment · تصميم البناية"), "{told}");
        walk.bring_all().await;
        walk.by_officer(ACCEPT, json!({})).await;
        walk.by_officer(PLAN_VISIT, json!({ "plannedOn": TODAY })).await;
        // Minutes are the office's, and of one visit.
        let upload = crate::documents::announce(app, &walk.manager, &walk.house, "pv.pdf", PDF.len()).await;
        crate::documents::put(app, upload["url"].as_str().unwrap(), PDF).await;
        let added = app.change(&walk.manager, crate::documents::ADD, &crate::documents::addition(&upload, "VISIT_MINUTES")).await;
        assert_eq!(codes(&added), one("FORBIDDEN", "input.category"));
        let minutes = add(app, &walk.officer, &walk.house, "VISIT_MINUTES", PDF).await["id"].clone();
        let withdraw = Change::new("documentWithdraw", "errors { code path }");
        let input = json!({ "id": minutes, "expectedVersion": 1, "reason": "Non" });
        assert_eq!(codes(&app.change(&walk.manager, withdraw, &input).await), one("FORBIDDEN", "input.id"));
        let visit = walk.visit(&minutes, &[]).await;
        walk.by_officer(RECORD_VISIT, visit.clone()).await;
        walk.by_officer(PLAN_VISIT, json!({ "plannedOn": TODAY })).await;
        assert_eq!(walk.refused(&walk.officer, RECORD_VISIT, visit).await, one("INVALID", "input.minutes"));
        // Who instructs is told that it was taken back.
        walk.by_manager(ABANDON, json!({ "reason": "Le projet change." })).await;
        let query = "{ notices(where: { kind: APPLICATION_ABANDONED }) { nodes { message about { id } } } }";
        let notices = app.data("khenifra-officer", query).await["notices"]["nodes"].clone();
        assert_eq!((&notices[0]["about"]["id"], notices.as_array().unwrap().len()), (&walk.id, 1), "{notices}");
    }

    async fn a_file_is_decided_as_it_was_accepted(app: &App) {
        let mut walk = Walk::begin(app, "NEW", "Dar Taliba des dossiers").await;
        walk.until_review(&[]).await;
        assert_eq!(walk.refused(&walk.officer, ACCEPT, json!({})).await, one("INVALID", "input.id"), "there is nothing to look at again");
        let pieces = format!("{{ licenceApplication(id: {}) {{ pieces {{ category {{ code }} ofAssociation document {{ id version state }} }} }} }}", walk.id);
        let shown = |pieces: &Value| pieces["licenceApplication"]["pieces"].as_array().unwrap().iter().find(|one| one["ofAssociation"] == json!(false)).unwrap().clone();
        let accepted = shown(&app.data("khenifra-officer", &pieces).await);
        let code = accepted["category"]["code"].as_str().unwrap().to_owned();
        // The association exchanges a piece after it was looked at: what was accepted is shown, and nothing is decided on it.
        let upload = crate::documents::announce(app, &walk.manager, &walk.house, "autre.pdf", PDF.len()).await;
        crate::documents::put(app, upload["url"].as_str().unwrap(), PDF).await;
        let mut other = crate::documents::addition(&upload, &code);
        other["replaces"] = json!({ "id": accepted["document"]["id"], "expectedVersion": accepted["document"]["version"], "reason": "Autre plan" });
        let exchanged = app.change(&walk.manager, crate::documents::ADD, &other).await;
        assert_eq!(exchanged["errors"], json!([]));
        let now = shown(&app.data("khenifra-officer", &pieces).await);
        assert_eq!((&now["document"]["id"], &now["document"]["state"]), (&accepted["document"]["id"], &json!("REPLACED")));
        let refused = app.change(&walk.national, APPROVE, &walk.input(&walk.approval(&json!([])))).await;
        assert_eq!(codes(&refused), one("BLANK", "input.id"));
        assert!(refused["errors"][0]["message"].as_str().unwrap().contains("must look at the file again"), "{refused}");
        // Looked at again, it goes on from where it was.
        let again = walk.by_officer(ACCEPT, json!({})).await;
        assert_eq!(again["state"], "COMMISSION_REVIEW");
        walk.by_national(APPROVE, walk.approval(&json!([]))).await;
        walk.by_national(ISSUE, json!({})).await;
        // Long after, the file is the one that was decided on.
        let decided = shown(&app.data("khenifra-officer", &pieces).await);
        let withdraw = Change::new("documentWithdraw", "errors { code path }");
        let input = json!({ "id": decided["document"]["id"], "expectedVersion": decided["document"]["version"], "reason": "Vieux" });
        assert_eq!(app.change(&walk.manager, withdraw, &input).await["errors"], json!([]));
        add(app, &walk.manager, &walk.house, &code, PDF).await;
        let kept = shown(&app.data("khenifra-officer", &pieces).await);
        assert_eq!((&kept["document"]["id"], &kept["document"]["state"]), (&decided["document"]["id"], &json!("WITHDRAWN")));
    }

    async fn whoever_changes_what_is_said_of_a_piece_does_not_decide(app: &App) {
        let (officer, national) = two_hats(app).await;
        let mut walk = Walk::begin(app, "NEW", "Dar Taliba des dates").await;
        walk.until_review(&[]).await;
        let pieces = format!("{{ licenceApplication(id: {}) {{ pieces {{ document {{ id version }} }} }} }}", walk.id);
        let piece = app.data("khenifra-officer", &pieces).await["licenceApplication"]["pieces"][0]["document"].clone();
        let dated = Change::new("documentUpdate", "errors { code path }");
        let input = json!({ "id": piece["id"], "expectedVersion": piece["version"], "expiresOn": "2030-01-01" });
        assert_eq!(app.change(&officer, dated, &input).await["errors"], json!([]));
        // It is another piece with another day: it is looked at again, and then whoever changed it has had a hand in it.
        assert_eq!(walk.refused(&walk.national, APPROVE, walk.approval(&json!([]))).await, one("BLANK", "input.id"));
        let stale = json!({ "pieces": ["Document_AZAAAAAAcACAAAAAAAAAAA"] });
        assert_eq!(walk.refused(&walk.officer, ACCEPT, stale).await, one("INVALID", "input.pieces"));
        let all = app.data("khenifra-officer", &pieces).await["licenceApplication"]["pieces"].clone();
        let seen: Vec<_> = all.as_array().unwrap().iter().map(|piece| piece["document"]["id"].clone()).collect();
        walk.by_officer(ACCEPT, json!({ "pieces": seen })).await;
        assert_eq!(walk.refused(&national, APPROVE, walk.approval(&json!([]))).await, one("FORBIDDEN", "input.id"));
        walk.by_national(APPROVE, walk.approval(&json!([]))).await;
    }

    async fn what_is_not_completed_or_fixed_in_time_is_dismissed(app: &App) {
        let before = licensed(app).await;
        let mut walk = Walk::begin(app, "NEW", "Dar Taliba des délais").await;
        walk.by_manager(SUBMIT, json!({})).await;
        walk.by_officer(TAKE_UP, json!({})).await;
        let told = walk.by_officer(TELL_INCOMPLETE, json!({ "lacks": [{ "category": walk.pieces().await[0].0 }] })).await;
        let reason = json!({ "reason": "Le dossier n’a pas été complété." });
        assert_eq!(walk.refused(&walk.national, DISMISS, reason.clone()).await, one("INVALID", "input.id"), "there is time");
        // Up to the last day, and no day less.
        let last = told["dueOn"].as_str().unwrap().parse::<chrono::NaiveDate>().unwrap();
        app.advance((last - app.now().date_naive()).num_seconds());
        walk.national = app.token("national-officer").await;
        assert_eq!(walk.refused(&walk.national, DISMISS, reason.clone()).await, one("INVALID", "input.id"), "the last day");
        app.advance(86400);
        walk.national = app.token("national-officer").await;
        walk.manager = app.token("khenifra-association").await;
        walk.officer = app.token("khenifra-officer").await;
        assert_eq!(walk.refused(&walk.national, DISMISS, json!({ "reason": " " })).await, one("BLANK", "input.reason"));
        let dismissed = walk.by_national(DISMISS, reason.clone()).await;
        assert_eq!((&dismissed["state"], &dismissed["reason"], &dismissed["dueOn"]), (&json!("DISMISSED"), &reason["reason"], &Value::Null));
        assert_eq!((licensed(app).await, walk.licence_state().await), (before, Value::Null));
        let query = "{ notices(where: { kind: APPLICATION_DECIDED }) { nodes { about { id } } } }";
        assert_eq!(app.data("khenifra-association", query).await["notices"]["nodes"][0]["about"]["id"], walk.id);
        // It may apply anew; a reserve that is not fixed in time ends that one likewise.
        walk.draft("NEW").await;
        walk.until_review(&[]).await;
        let (due, later) = (walk.today(), (app.now().date_naive() + chrono::Days::new(9)).to_string());
        let reserves = json!([{ "text": "Un garde-corps", "dueOn": due }, { "text": "Repeindre", "dueOn": due }, { "text": "Une rampe", "dueOn": later }]);
        let approved = walk.by_national(APPROVE, walk.approval(&reserves)).await;
        assert_eq!((&approved["step"], &approved["dueOn"]), (&Value::Null, &json!(due)), "due with the first of its reserves");
        let lift = |reserve: u8| json!({ "reserve": reserve, "remark": "Vu" });
        assert_eq!(walk.by_officer(LIFT_RESERVE, lift(1)).await["dueOn"], json!(due), "another one is due on that day");
        assert_eq!(walk.refused(&walk.national, DISMISS, reason.clone()).await, one("INVALID", "input.id"), "the last day of the reserve");
        let overdue = "{ licenceApplications(where: { overdue: true, state: APPROVED_WITH_RESERVES }) { nodes { id } } work: workQueue(where: { kind: APPLICATION_DISMISS }) { nodes { about { id } } } }";
        let id = walk.id.clone();
        let late = async || {
            let found = app.data("national-officer", overdue).await;
            let has = |nodes: &Value, at: &str| nodes.as_array().unwrap().iter().any(|node| *node.pointer(at).unwrap() == id);
            (has(&found["licenceApplications"]["nodes"], "/id"), has(&found["work"]["nodes"], "/about/id"))
        };
        assert_eq!(late().await, (false, false), "there is time up to the last day");
        app.advance(86400);
        assert_eq!(late().await, (true, true));
        walk.officer = app.token("khenifra-officer").await;
        assert_eq!(walk.by_officer(LIFT_RESERVE, lift(2)).await["dueOn"], json!(later), "what is fixed is late no more");
        assert_eq!(late().await, (false, false));
        app.advance(9 * 86400);
        walk.national = app.token("national-officer").await;
        walk.by_national(DISMISS, reason.clone()).await;
        // So does one whose licence cannot be issued in time.
        walk.manager = app.token("khenifra-association").await;
        walk.officer = app.token("khenifra-officer").await;
        walk.draft("NEW").await;
        walk.until_review(&[]).await;
        let approved = walk.by_national(APPROVE, walk.approval(&json!([]))).await;
        let last = approved["dueOn"].as_str().unwrap().parse::<chrono::NaiveDate>().unwrap();
        assert_eq!(walk.refused(&walk.national, DISMISS, reason.clone()).await, one("INVALID", "input.id"), "there is time");
        app.advance((last - app.now().date_naive()).num_seconds() + 86400);
        walk.national = app.token("national-officer").await;
        walk.by_national(DISMISS, reason).await;
        // Another year has begun by now: what the report of this one says, it says of its last day.
        assert_eq!(walk.licence_state().await, Value::Null);
        assert_eq!(taawun::statistics::differences(&app.pool).await.unwrap(), []);
    }

    async fn what_an_association_applied_for_it_alone_takes_back(app: &App) {
        let mut walk = Walk::begin(app, "NEW", "Dar Taliba de soi").await;
        walk.by_manager(SUBMIT, json!({})).await;
        assert_eq!(walk.refused(&walk.officer, ABANDON, json!({ "reason": "Non" })).await, one("INVALID", "input.id"));
        walk.by_manager(ABANDON, json!({ "reason": "Le projet change." })).await;
        // What the delegation applied for in its name, either takes back.
        let manager = std::mem::replace(&mut walk.manager, walk.officer.clone());
        walk.draft("NEW").await;
        walk.by_manager(SUBMIT, json!({})).await;
        let events = format!("{{ licenceApplication(id: {}) {{ events {{ transition byApplicant }} }} }}", walk.id);
        assert_eq!(app.data("khenifra-head", &events).await["licenceApplication"]["events"], json!([
            { "transition": "UPDATE", "byApplicant": false }, { "transition": "SUBMIT", "byApplicant": false } ]));
        walk.by_officer(ABANDON, json!({ "reason": "Erreur de saisie." })).await;
        walk.draft("NEW").await;
        walk.step(&manager, ABANDON, json!({ "reason": "Le projet change." })).await;
    }

    async fn the_coordination_of_the_region_says_what_it_thinks(app: &App) {
        let mut walk = Walk::begin(app, "NEW", "Dar Taliba de la région").await;
        let region = app.token("region-05").await;
        let opinion = json!({ "opinion": "WITH_RESERVES", "remark": "Une autre maison est proche." });
        walk.by_manager(SUBMIT, json!({})).await;
        assert_eq!(walk.refused(&region, GIVE_OPINION, opinion.clone()).await, one("INVALID", "input.id"), "it is not being instructed");
        walk.bring_all().await;
        walk.by_officer(TAKE_UP, json!({})).await;
        walk.by_officer(ACCEPT, json!({})).await;
        assert_eq!(walk.refused(&region, GIVE_OPINION, json!({ "opinion": "FAVOURABLE", "remark": "" })).await, one("BLANK", "input.remark"));
        let given = walk.step(&region, GIVE_OPINION, opinion).await;
        assert_eq!(given["state"], "UNDER_INSTRUCTION");
        let query = format!("{{ licenceApplication(id: {}) {{ regionalOpinion regionalRemark regionalOpinionOn }} }}", walk.id);
        assert_eq!(app.data("khenifra-association", &query).await["licenceApplication"],
            json!({ "regionalOpinion": "WITH_RESERVES", "regionalRemark": "Une autre maison est proche.", "regionalOpinionOn": TODAY }));
        let query = "{ notices(where: { kind: APPLICATION_OPINION }) { nodes { about { id } } } }";
        assert_eq!(app.data("khenifra-officer", query).await["notices"]["nodes"], json!([{ "about": { "id": walk.id } }]));
    }

    async fn a_licence_keeps_what_was_decided_of_its_house(app: &App) {
        let mut walk = Walk::begin(app, "NEW", "Dar Taliba des souvenirs").await;
        walk.until_review(&[]).await;
        walk.by_national(APPROVE, walk.approval(&json!([]))).await;
        walk.by_national(ISSUE, json!({})).await;
        let query = format!("{{ establishment(id: {}) {{ version commune {{ id }} licencePeriods {{ legalCategory {{ code }} commune {{ id }} manager {{ id }} }} }} }}", walk.house);
        let house = app.data("khenifra-head", &query).await["establishment"].clone();
        assert_eq!(house["licencePeriods"], json!([{ "legalCategory": { "code": "LAW_65_15_SCHOOLED_CHILDREN" },
            "commune": { "id": house["commune"]["id"] }, "manager": { "id": walk.association } }]));
        // It stays in the category in which it is licensed, until another one is approved.
        let update = Change::new("establishmentUpdate", "errors { code path message }");
        let input = json!({ "id": walk.house, "expectedVersion": house["version"], "legalCategory": "LAW_65_15_WOMEN" });
        assert_eq!(codes(&app.change(&walk.officer, update, &input).await), one("INVALID", "input.legalCategory"));
        // What moves the house or lets another one manage it leaves that open.
        let input = json!({ "idempotencyKey": "another-manager", "establishment": walk.house, "kind": "MODIFICATION",
            "legalCategory": "LAW_65_15_WOMEN", "changes": ["MANAGER", "PREMISES", "CATEGORY"] });
        walk.id = app.change(&walk.manager, CREATE, &input).await["licenceApplication"]["id"].clone();
        walk.version = 1;
        walk.until_review(&[]).await;
        walk.by_national(APPROVE, json!({ "decisionNumber": "14/26", "decidedOn": TODAY })).await;
        let input = json!({ "id": walk.house, "expectedVersion": house["version"], "legalCategory": "LAW_65_15_WOMEN" });
        assert_eq!(app.change(&walk.officer, update, &input).await["errors"], json!([]));
        walk.by_national(ISSUE, json!({})).await;
        let licences = app.data("khenifra-head", &query).await["establishment"]["licencePeriods"].clone();
        assert_eq!(licences, json!([{ "legalCategory": { "code": "LAW_65_15_WOMEN" }, "commune": null, "manager": null }]));
    }

    async fn photos_of_a_visit_are_documents_of_its_house(app: &App) {
        let mut walk = Walk::begin(app, "NEW", "Dar Taliba des images").await;
        walk.by_manager(SUBMIT, json!({})).await;
        walk.bring_all().await;
        walk.by_officer(TAKE_UP, json!({})).await;
        walk.by_officer(ACCEPT, json!({})).await;
        walk.by_officer(PLAN_VISIT, json!({ "plannedOn": TODAY })).await;
        let minutes = add(app, &walk.officer, &walk.house, "VISIT_MINUTES", PDF).await["id"].clone();
        let photo = add(app, &walk.officer, &walk.house, "VISIT_PHOTO", PDF).await["id"].clone();
        let mut visit = walk.visit(&minutes, &[]).await;
        visit["photos"] = json!([minutes, photo, photo]);
        assert_eq!(walk.refused(&walk.officer, RECORD_VISIT, visit.clone()).await,
            [("INVALID", "input.photos.0"), ("INVALID", "input.photos.2")].map(|(code, path)| (code.to_owned(), path.to_owned())));
        visit["photos"] = json!([photo]);
        walk.by_officer(RECORD_VISIT, visit).await;
        let query = format!("{{ licenceApplication(id: {}) {{ visits {{ photos {{ position document {{ id }} }} }} }} }}", walk.id);
        assert_eq!(app.data("khenifra-association", &query).await["licenceApplication"]["visits"],
            json!([{ "photos": [{ "position": 1, "document": { "id": photo } }] }]));
    }

    async fn a_reason_that_turns_the_direction_of_reading_is_refused(app: &App) {
        let walk = Walk::begin(app, "NEW", "Dar Taliba des signes").await;
        let turned = json!({ "reason": "Refus\u{202e}é" });
        assert_eq!(walk.refused(&walk.manager, ABANDON, turned).await, one("INVALID", "input.reason"));
        // A mark that keeps two scripts apart is honest.
        let marked = json!({ "reason": "Décision\u{200f} رقم 12" });
        assert_eq!(app.change(&walk.manager, ABANDON, &walk.input(&marked)).await["errors"], json!([]));
    }

    async fn every_step_is_its_own_role_s_where_it_is_due(app: &App) {
        table(app).await;
    }

    async fn others_see_nothing_of_it(app: &App) {
        let walk = Walk::begin(app, "NEW", "Dar Taliba cachée").await;
        let query = format!("{{ licenceApplication(id: {}) {{ id }} }}", walk.id);
        let nobody = "{ licenceApplication(id: \"LicenceApplication_AZAAAAAAcACAAAAAAAAAAA\") { id } }";
        for login in ["midelt-head", "midelt-association", "khenifra-social", "khenifra-director", "partner-indh"] {
            assert_eq!(app.refusal(login, &query).await, app.refusal(login, nobody).await, "{login}");
        }
        let refused = app.try_change(&app.token("midelt-head").await, ABANDON, &walk.input(&json!({ "reason": "Non" }))).await;
        assert_eq!(codes(&refused.body["data"]["licenceApplicationAbandon"]), one("NOT_FOUND", "input.id"));
    }
}

/// Who takes which step from where: written by hand from the law-neutral procedure, role by role.
const APPLICANT: &[&str] = &["khenifra-association", "khenifra-officer", "khenifra-head"];
const INSTRUCTOR: &[&str] = &["khenifra-officer", "khenifra-head"];
const DECIDER: &[&str] = &["national-officer", "national-admin"];

const PROCEDURE: [(&str, &[&str], &[&str]); 16] = [
    ("UPDATE", APPLICANT, &["DRAFT"]),
    ("SUBMIT", APPLICANT, &["DRAFT"]),
    ("TAKE_UP", INSTRUCTOR, &["SUBMITTED"]),
    ("TELL_INCOMPLETE", INSTRUCTOR, &["COMPLETENESS_CHECK"]),
    ("COMPLETE", APPLICANT, &["INCOMPLETE"]),
    ("ACCEPT", INSTRUCTOR, &["COMPLETENESS_CHECK"]),
    ("PLAN_VISIT", INSTRUCTOR, &["UNDER_INSTRUCTION", "VISIT_SCHEDULED", "VISITED", "COMMISSION_REVIEW"]),
    ("RECORD_VISIT", INSTRUCTOR, &["VISIT_SCHEDULED"]),
    ("SUBMIT_TO_COMMISSION", INSTRUCTOR, &["VISITED"]),
    ("GIVE_OPINION", &["region-05"], &["UNDER_INSTRUCTION", "VISIT_SCHEDULED", "VISITED", "COMMISSION_REVIEW"]),
    ("APPROVE", DECIDER, &["COMMISSION_REVIEW"]),
    ("REJECT", DECIDER, &["COMMISSION_REVIEW"]),
    ("LIFT_RESERVE", INSTRUCTOR, &["APPROVED_WITH_RESERVES"]),
    ("ISSUE", DECIDER, &["APPROVED", "APPROVED_WITH_RESERVES"]),
    (
        "ABANDON",
        APPLICANT,
        &[
            "DRAFT",
            "SUBMITTED",
            "COMPLETENESS_CHECK",
            "INCOMPLETE",
            "UNDER_INSTRUCTION",
            "VISIT_SCHEDULED",
            "VISITED",
            "COMMISSION_REVIEW",
            "APPROVED",
            "APPROVED_WITH_RESERVES",
        ],
    ),
    ("DISMISS", DECIDER, &["INCOMPLETE", "APPROVED_WITH_RESERVES", "APPROVED"]),
];

/// What is due by the table, and still not done: there are reserves, or the time runs, or the association itself handed it in. What was
/// accepted is accepted again only where something was exchanged, which is shown elsewhere.
fn hindered(name: &str, login: &str, state: &str) -> bool {
    match name {
        "ISSUE" => state == "APPROVED_WITH_RESERVES",
        "DISMISS" => true,
        "ABANDON" => login != "khenifra-association" && state != "DRAFT",
        _ => false,
    }
}

/// Everyone who could see it, and some who do not.
const ROLES: [&str; 10] = [
    "khenifra-association",
    "khenifra-officer",
    "khenifra-head",
    "khenifra-social",
    "khenifra-director",
    "region-05",
    "national-officer",
    "national-admin",
    "auditor",
    "midelt-head",
];

/// At each state, what each role is told that it may do, and what happens when it tries.
async fn table(app: &App) {
    let mut walk = Walk::begin(app, "NEW", "Dar Taliba du tableau").await;
    let mut tokens = Vec::new();
    for login in ROLES {
        tokens.push((login, app.token(login).await));
    }
    let mut seen = Vec::new();
    macro_rules! at {
        ($state:literal) => {
            at(&walk, &tokens, $state).await;
            seen.push($state);
        };
    }
    at!("DRAFT");
    walk.by_manager(SUBMIT, json!({})).await;
    at!("SUBMITTED");
    walk.bring_all().await;
    walk.by_officer(TAKE_UP, json!({})).await;
    at!("COMPLETENESS_CHECK");
    walk.by_officer(TELL_INCOMPLETE, json!({ "lacks": [{ "category": walk.pieces().await[0].0 }] })).await;
    at!("INCOMPLETE");
    walk.by_manager(COMPLETE, json!({})).await;
    walk.by_officer(ACCEPT, json!({})).await;
    at!("UNDER_INSTRUCTION");
    walk.by_officer(PLAN_VISIT, json!({ "plannedOn": TODAY })).await;
    at!("VISIT_SCHEDULED");
    let minutes = add(app, &walk.officer, &walk.house, "VISIT_MINUTES", PDF).await["id"].clone();
    walk.by_officer(RECORD_VISIT, walk.visit(&minutes, &[]).await).await;
    at!("VISITED");
    walk.by_officer(SUBMIT_TO_COMMISSION, json!({})).await;
    at!("COMMISSION_REVIEW");
    let reserve = json!([{ "text": "Repeindre", "dueOn": "2027-01-31" }]);
    walk.by_national(APPROVE, walk.approval(&reserve)).await;
    // With a reserve open, there is nothing to issue; with none, nothing to lift.
    at!("APPROVED_WITH_RESERVES");
    walk.by_officer(LIFT_RESERVE, json!({ "reserve": 1, "remark": "Vu" })).await;
    walk.by_national(ISSUE, json!({})).await;
    at!("LICENSED");
    let mut other = Walk::begin(app, "NEW", "Dar Taliba du tableau bis").await;
    other.until_review(&[]).await;
    other.by_national(APPROVE, other.approval(&json!([]))).await;
    walk = other;
    at!("APPROVED");
    let mut other = Walk::begin(app, "NEW", "Dar Taliba du tableau ter").await;
    other.until_review(&[]).await;
    other.by_national(REJECT, json!({ "decisionNumber": "1", "decidedOn": TODAY, "reason": "Non" })).await;
    walk = other;
    at!("REJECTED");
    walk.draft("NEW").await;
    walk.by_manager(ABANDON, json!({ "reason": "Non" })).await;
    at!("ABANDONED");
    walk.draft("NEW").await;
    walk.by_manager(SUBMIT, json!({})).await;
    walk.by_officer(TAKE_UP, json!({})).await;
    walk.by_officer(TELL_INCOMPLETE, json!({ "lacks": [{ "category": walk.pieces().await[0].0 }] })).await;
    app.advance(90 * 86400);
    walk.national = app.token("national-officer").await;
    walk.by_national(DISMISS, json!({ "reason": "Le dossier n’a pas été complété." })).await;
    tokens.clear();
    for login in ROLES {
        tokens.push((login, app.token(login).await));
    }
    at!("DISMISSED");
    assert_eq!(seen.len(), 14, "every state: {seen:?}");
}

async fn at(walk: &Walk<'_>, tokens: &[(&str, String)], state: &str) {
    let query = format!(
        "{{ licenceApplication(id: {}) {{ state availableTransitions {{ name allowed reasons }} }} }}",
        walk.id
    );
    for (login, token) in tokens {
        let answer = walk.app.send(Some(token), &query, Value::Null).await.body["data"]["licenceApplication"].clone();
        if ["khenifra-social", "khenifra-director", "midelt-head"].contains(login) {
            assert_eq!(answer, Value::Null, "{login} sees none");
            continue;
        }
        assert_eq!(answer["state"], state);
        let told = answer["availableTransitions"].as_array().unwrap();
        assert_eq!(told.len(), PROCEDURE.len());
        for ((name, roles, states), told) in PROCEDURE.iter().zip(told) {
            assert_eq!(told["name"], *name);
            // What else keeps a step from being made at this state of this walk.
            let hindered = hindered(name, login, state);
            let expected = roles.contains(login) && states.contains(&state) && !hindered;
            assert_eq!(told["allowed"], json!(expected), "{login}, {name} at {state}: {told}");
            assert_eq!(told["reasons"].as_array().unwrap().is_empty(), expected);
            let due = states.contains(&state) && !hindered;
            tried(walk, login, token, name, roles.contains(login), due).await;
        }
    }
}

/// What happens when it is tried, and taken back: whoever has no right is forbidden it, what is not due is refused for where
/// the application stands, and of what is due, nothing is wrong with that.
async fn tried(walk: &Walk<'_>, login: &str, token: &str, name: &str, may: bool, due: bool) {
    let step = |step: &'static str, more: Value| (Change::new(step, "errors { code path message }"), more);
    let minutes = json!("Document_AZAAAAAAcACAAAAAAAAAAA");
    let (step, more) = match name {
        "UPDATE" => (UPDATE, json!({ "statement": "Un essai" })),
        "SUBMIT" => (SUBMIT, json!({})),
        "TAKE_UP" => (TAKE_UP, json!({})),
        "TELL_INCOMPLETE" => (TELL_INCOMPLETE, json!({ "lacks": [{ "category": "INSURANCE" }] })),
        "COMPLETE" => (COMPLETE, json!({})),
        "ACCEPT" => (ACCEPT, json!({})),
        "PLAN_VISIT" => (PLAN_VISIT, json!({ "plannedOn": TODAY })),
        "RECORD_VISIT" => (
            RECORD_VISIT,
            json!({ "visitedOn": TODAY, "minutes": minutes, "opinion": "FAVOURABLE", "members": [], "findings": [] }),
        ),
        "SUBMIT_TO_COMMISSION" => (SUBMIT_TO_COMMISSION, json!({})),
        "APPROVE" => (APPROVE, json!({ "decisionNumber": "1", "decidedOn": TODAY })),
        "REJECT" => (REJECT, json!({ "decisionNumber": "1", "decidedOn": TODAY, "reason": "Non" })),
        "LIFT_RESERVE" => (LIFT_RESERVE, json!({ "reserve": 1, "remark": "Vu" })),
        "ISSUE" => (ISSUE, json!({})),
        "ABANDON" => step("licenceApplicationAbandon", json!({ "reason": "Non" })),
        "GIVE_OPINION" => (GIVE_OPINION, json!({ "opinion": "FAVOURABLE", "remark": "Oui" })),
        "DISMISS" => (DISMISS, json!({ "reason": "Non" })),
        _ => panic!("{name}"),
    };
    let mut input = walk.input(&more);
    input["validateOnly"] = json!(true);
    let answer = walk.app.try_change(token, step, &input).await.body;
    if !may {
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{login}, {name}: {answer}");
        return;
    }
    let payload = answer["data"].as_object().unwrap().values().next().unwrap().clone();
    let stands = codes(&payload) == one("INVALID", "input.id");
    assert!(stands != due, "{login}, {name}, due {due}: {payload}");
}
