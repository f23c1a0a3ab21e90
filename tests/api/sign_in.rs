//! Signing in.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use entity::mandate;
use reqwest::header::ACCEPT_LANGUAGE;
use serde_json::{Value, json};

use crate::harness::{PASSWORD, on_both, plain_mandate};

/// The errors of an attempt.
fn errors(payload: &Value) -> &Value {
    assert_eq!(payload["accessToken"], Value::Null);
    assert_eq!(payload["refreshToken"], Value::Null);
    assert_eq!(payload["viewer"], Value::Null);
    &payload["errors"]
}

/// Each login, its role and its slice, typed from the list of roles.
const ROLES: [(&str, &str, &str); 17] = [
    ("national-admin", "NATIONAL_ADMIN", "NATIONAL"),
    ("national-officer", "NATIONAL_OFFICER", "NATIONAL"),
    ("national-finance", "NATIONAL_FINANCE", "NATIONAL"),
    ("auditor", "NATIONAL_AUDITOR", "NATIONAL"),
    ("dpo", "DATA_PROTECTION_OFFICER", "NATIONAL"),
    ("region-05", "REGIONAL_COORDINATOR", "REGION"),
    ("khenifra-head", "DELEGATION_HEAD", "DELEGATION"),
    ("khenifra-officer", "DELEGATION_OFFICER", "DELEGATION"),
    ("khenifra-social", "SOCIAL_WORKER", "DELEGATION"),
    ("khenifra-association", "ASSOCIATION_MANAGER", "ASSOCIATION"),
    ("khenifra-director", "ESTABLISHMENT_DIRECTOR", "ESTABLISHMENT"),
    ("partner-indh", "PARTNER", "PARTNER"),
    ("midelt-head", "DELEGATION_HEAD", "DELEGATION"),
    ("midelt-officer", "DELEGATION_OFFICER", "DELEGATION"),
    ("midelt-social", "SOCIAL_WORKER", "DELEGATION"),
    ("midelt-association", "ASSOCIATION_MANAGER", "ASSOCIATION"),
    ("midelt-director", "ESTABLISHMENT_DIRECTOR", "ESTABLISHMENT"),
];

on_both! {
    async fn every_role_signs_in_and_is_told_who_it_is(app: &App) {
        let mut logins: Vec<_> = ROLES.iter().map(|(login, ..)| (*login).to_owned()).collect();
        logins.sort();
        assert_eq!(app.logins(), logins);
        for (login, role, level) in ROLES {
            let payload = app.sign_in(login, &app.password(login)).await;
            assert_eq!(payload["errors"], json!([]), "{login}");
            assert_eq!(payload["viewer"]["login"], login);
            assert_eq!(payload["viewer"]["role"], role);
            assert_eq!(payload["viewer"]["slice"]["level"], level);
            assert_eq!(payload["viewer"]["slice"]["id"].is_null(), level == "NATIONAL", "{login}");
            assert!(!payload["viewer"]["slice"]["name"].as_str().unwrap().is_empty());
            // A quarter of an hour after 2026-11-24T09:00:00Z.
            assert_eq!(payload["accessTokenExpiresAt"], "2026-11-24T09:15:00+00:00");
            let viewer = app.data(login, "{ viewer { login role slice { level } } }").await;
            assert_eq!(viewer["viewer"], json!({ "login": login, "role": role, "slice": { "level": level } }));
        }
    }

    async fn the_login_is_one_word_in_any_case(app: &App) {
        let password = app.password("auditor");
        assert_eq!(app.sign_in(" Auditor ", &password).await["errors"], json!([]));
        assert_eq!(errors(&app.sign_in("auditor", &password.to_uppercase()).await)[0]["code"], "INVALID_CREDENTIALS");
    }

    async fn an_unknown_login_and_a_wrong_password_do_the_same_work_and_say_the_same(app: &App) {
        let attempt = async |login: &str| {
            let (statements, hashes) = (app.statements(), app.hashes());
            let payload = app.sign_in(login, "not the password").await;
            (payload, app.statements() - statements, app.hashes() - hashes)
        };
        let wrong = attempt("khenifra-head").await;
        let unknown = attempt("nobody-of-this-name").await;
        assert_eq!(wrong, unknown);
        assert_eq!((wrong.1, wrong.2), (7, 1), "the account, its password, what was tried, three throttles and the log; one hash");
        assert_eq!(*errors(&wrong.0), json!([{
            "code": "INVALID_CREDENTIALS",
            "message": "Login or password is wrong.",
            "path": ["input"],
        }]));
    }

    async fn all_mistakes_are_told_at_once_before_any_work(app: &App) {
        let (statements, hashes) = (app.statements(), app.hashes());
        let payload = app.sign_in("  ", &"x".repeat(257)).await;
        assert_eq!(*errors(&payload), json!([
            { "code": "BLANK", "message": "This must not be empty.", "path": ["input", "login"] },
            { "code": "TOO_LONG", "message": "At most 256 characters.", "path": ["input", "password"] },
        ]));
        assert_eq!((app.statements(), app.hashes()), (statements, hashes));
    }

    async fn mistakes_are_told_in_the_language_asked_for(app: &App) {
        let query = "mutation { signIn(input: { login: \"\", password: \"x\" }) { errors { message } } }";
        for (language, message) in [
            ("ar-MA,fr;q=0.5", "لا يمكن أن يكون هذا الحقل فارغا."),
            ("fr-FR, en;q=0.5", "Ce champ ne peut pas être vide."),
            ("en", "This must not be empty."),
            ("zgh", "This must not be empty."),
        ] {
            let request = app.client().post(format!("{}/graphql", app.url)).header(ACCEPT_LANGUAGE, language);
            let answer = app.receive(request.json(&json!({ "query": query }))).await;
            assert_eq!(answer.body["data"]["signIn"]["errors"], json!([{ "message": message }]), "{language}");
        }
    }

    /// What an anonymous client can send to hurt: refused at once, and others are served.
    async fn hostile_requests_of_the_anonymous_are_refused_at_once(app: &App) {
        let deep = |open: &str, close: &str, n: usize| format!("{{ node(id: {}{}) {{ id }} }}", open.repeat(n), close.repeat(n));
        let bomb: Vec<String> = (0..40).map(|n| format!("fragment f{n} on Query {{ ...f{} ...f{} }} ", n + 1, n + 1)).collect();
        let bomb = bomb.join("");
        for query in [
            deep("[", "]", 20_000), deep("{a:", "}", 20_000), format!("query ($x: {}Int{}) {{ __typename }}", "[".repeat(20_000), "]".repeat(20_000)),
            format!("query ($x: Int = {}{}) {{ __typename }}", "[".repeat(20_000), "]".repeat(20_000)),
            format!("{{ ...f0 }} {bomb} fragment f40 on Query {{ __typename }}"), format!("{{ {} }}", "a: __typename ".repeat(5000)),
        ] {
            assert_eq!(app.send(None, &query, json!({})).await.only_code(), "LIMIT_EXCEEDED", "{}", &query[..40]);
        }
        let languages = "a;q=1,a;q=1,a;q=NaN,a;q=0.3,a;q=0.9,a;q=1,a;q=1,a;q=0.3,a;q=1,a;q=0.3,a;q=0.9,a;q=0.5,a;q=0.9,a;q=0.5,a;q=0.3,a;q=0.5,a;q=NaN,a;q=0.9,a;q=0.3,a;q=0.9,a;q=0.1,a;q=0.9,a;q=0.5,a;q=0.3,a;q=NaN";
        let request = app.client().post(format!("{}/graphql", app.url)).header(ACCEPT_LANGUAGE, languages);
        let answer = app.receive(request.json(&json!({ "query": "{ __typename }" }))).await;
        assert_eq!(answer.body, json!({ "data": { "__typename": "Query" } }));
        let with_nul = app.sign_in("khenifra\u{0}-head", "x").await;
        assert_eq!(errors(&with_nul)[0]["code"], "INVALID_CREDENTIALS");
        let query = "{ establishments(where: { kind: \"\\u0000\" }) { totalCount } }";
        let answer = app.send(Some(&app.token("khenifra-head").await), query, json!({})).await;
        assert!(answer.body["data"]["establishments"]["totalCount"] == 0 || answer.only_code() == "BAD_USER_INPUT", "{:#}", answer.body);
    }

    async fn a_mandate_holds_from_its_first_day_to_its_last(app: &App) {
        // Casablanca is an hour ahead of UTC on this day: the office day is 2026-11-24.
        let days = |from, to: Option<_>| {
            let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
            (day(from), to.map(day))
        };
        for (index, ((valid_from, valid_to), holds)) in [
            (days(24, None), true),
            (days(1, Some(24)), true),
            (days(25, None), false),
            (days(1, Some(23)), false),
        ].into_iter().enumerate() {
            let login = format!("test-{index}");
            let mandate = mandate::Model { valid_from, valid_to, ..plain_mandate(mandate::Role::NationalAuditor) };
            app.lay_account(&login, vec![mandate]).await;
            let payload = app.sign_in(&login, PASSWORD).await;
            if holds {
                assert_eq!(payload["viewer"]["role"], "NATIONAL_AUDITOR", "{valid_from} to {valid_to:?}");
            } else {
                assert_eq!(errors(&payload)[0]["code"], "NO_MANDATE", "{valid_from} to {valid_to:?}");
            }
        }
    }

    async fn the_anonymous_may_ask_typename_and_sign_in_and_nothing_else(app: &App) {
        let answer = app.send(None, "{ __typename }", json!({})).await;
        assert_eq!(answer.body, json!({ "data": { "__typename": "Query" } }));
        let schema = app.send(None, "query { root: __schema { queryType { name } } type: __type(name: \"Query\") { name } }", json!({})).await;
        assert!(!schema.body.to_string().contains("Query\""), "the schema is not shown: {:#}", schema.body);

        // Every field of the root, with arguments made of what its types allow; a field that is missing here fails.
        let before = app.statements();
        let queries = [
            "viewer { login }", "node(id: \"Region_AZt22qgAd8ewTaL3qIzXJQ\") { id }", "node(id: \"nonsense\") { id }",
            "nodes(ids: []) { id }", "nodes(ids: [\"Region_AZt22qgAd8ewTaL3qIzXJQ\"]) { id }",
            "regions { code }", "region(id: \"x\") { code }", "provinces { code }", "province(id: \"x\") { code }",
            "communes { nodes { code } }", "commune(id: \"x\") { code }", "regionalCoordinations { code }",
            "delegations { nodes { code } }", "delegation(id: \"x\") { code }", "associations { totalCount }",
            "association(id: \"x\") { id }", "establishments { totalCount }", "establishment(id: \"x\") { id }",
            "establishmentKinds { code }", "legalCategories { code }", "competentAuthorities { code }", "programmes { code }", "grantLines { totalCount }",
            "rateLimit { remaining }", "partners { code }", "partner(id: \"x\") { id }", "partnerAgreements { id }", "partnerAgreement(id: \"x\") { id }", "apiClient(id: \"x\") { id }", "projects { totalCount }", "project(id: \"x\") { id }", "creationSupports { totalCount }", "creationSupport(id: \"x\") { id }", "licenceApplications { totalCount }", "inspections { totalCount }", "inspection(id: \"x\") { id }", "relocationPlans { totalCount }", "relocationPlan(id: \"x\") { id }", "formalNotices { totalCount }", "formalNotice(id: \"x\") { id }", "licenceMeasures { totalCount }", "licenceMeasure(id: \"x\") { id }", "licenceApplication(id: \"x\") { id }",
            "sessions { id }", "explainAccess(account: \"x\", node: \"y\") { allowed }", "accounts { totalCount }", "account(id: \"x\") { id }", "securityEvents { totalCount }",
            "declaredFigures { totalCount }", "seasonReturns { totalCount }", "seasonReturn(id: \"x\") { id }", "returnsDue { totalCount }", "returnTemplates { id }", "ruleSets { totalCount }", "ruleSet(id: \"x\") { id }", "governingRuleSet(framework: LAW_65_15) { id }", "publicHolidays { day }", "staff { totalCount }", "staffMember(id: \"x\") { id }", "staffFunctions { code }", "dossierRequirements { source }", "documents { totalCount }", "document(id: \"x\") { id }", "import(id: \"x\") { id }", "imports { totalCount }", "importRows(import: \"Import_AZAAAAAAcACAAAAAAAAAAA\") { totalCount }", "workQueue { totalCount }", "documentCategories { code }", "job(id: \"x\") { id }", "jobs { totalCount }", "notices { totalCount }", "releases { totalCount }", "release(id: \"x\") { id }", "latestRelease { id }", "statistics(measures: [CAPACITY]) { rowCount }", "statisticsMeasures { unit }", "declaredBesideComputed { computed }", "annualReport(budgetYear: 2021) { asOf }", "journal { totalCount }"];
        let asked: BTreeSet<_> = queries.iter().map(|query| query.split(['(', ' ']).next().unwrap()).collect();
        let sdl = taawun::schema::sdl();
        let root = sdl.split("type Query {").nth(1).unwrap().split("\n}").next().unwrap();
        let lines = root.lines().filter_map(|line| line.strip_prefix('\t')).filter(|line| line.starts_with(char::is_lowercase));
        let fields: BTreeSet<_> = lines.filter_map(|line| line.split_once(['(', ':'])).map(|(name, _)| name).collect();
        let missing: Vec<_> = fields.difference(&asked).filter(|name| !name.contains(' ')).collect();
        assert!(fields.len() > 25 && missing.is_empty(), "without a verdict for the anonymous: {missing:?}");
        for query in queries {
            let answer = app.send(None, &format!("{{ {query} }}"), json!({})).await;
            assert!(["UNAUTHENTICATED", "BAD_USER_INPUT"].contains(&answer.only_code().as_str()), "{query}: {:#}", answer.body);
            assert!(answer.body["data"].as_object().is_none_or(|data| data.values().all(Value::is_null)), "{query}");
        }
        assert_eq!(app.statements(), before, "not one statement is run for the anonymous");
    }
}
