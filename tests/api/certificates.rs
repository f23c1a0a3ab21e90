//! Certificates of licences and receipts of applications: what stands on the papers, who has them printed, and what the code of a
//! certificate is answered, to whoever has the paper and to whoever tries.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::id::{EstablishmentId, LicencePeriodId};
use entity::licence_period::LicenceState::{self, InProgress, Licensed, Suspended, Withdrawn};
use entity::secret_key::KeyPurpose;
use entity::{
    association, delegation, document, establishment, establishment_past, licence_application, licence_period, project,
    season_return, staff_member,
};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::StatusCode;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};
use sha2::Sha256;
use taawun::auth::{PartnerAccess, Viewer};
use taawun::background::background;
use taawun::config::Limits;
use uuid::Uuid;

use crate::harness::{App, CERTIFICATE_KEY, Change, codes, key_of, on_both, one};
use crate::printed::{job, line, paper};
use crate::random::Random;

const CERTIFICATE: Change =
    Change::new("licencePeriodPrintCertificate", "job { id kind state result { id } } errors { code path message }");
const RECEIPT: Change =
    Change::new("licenceApplicationPrintReceipt", "job { id kind state result { id } } errors { code path message }");
/// Whose director has an account.
const HOUSE: &str = "EPS-05-301-0001";
/// Of which nothing is applied for.
const OTHER: &str = "EPS-05-301-0002";
const SIGNS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// The day that it is for the office, as the harness says.
const TODAY: &str = "2026-11-24";

/// A span: state, number, first and last day.
type Laid = (LicenceState, Option<i64>, &'static str, Option<&'static str>);

/// A code made by hand: eight signs of the number and twelve of an HMAC, as docs/decisions.md says.
fn code_by(secret: &[u8; 32], number: i64, house: Uuid) -> String {
    let hmac = |key: &[u8], parts: &[&[u8]]| {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().to_vec()
    };
    let key = hmac(secret, &[b"certificates"]);
    let seal = hmac(&key, &[b"taawun licence certificate\0", &number.to_be_bytes(), house.as_bytes()]);
    let bits = |bytes: &[u8]| {
        let bytes: Vec<_> = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
        bytes.concat()
    };
    let bits = format!("{number:040b}{}", &bits(&seal)[..60]);
    let sign = |at: usize| SIGNS.chars().nth(usize::from_str_radix(&bits[at * 5..at * 5 + 5], 2).unwrap()).unwrap();
    let signs: Vec<char> = (0..20).map(sign).collect();
    signs.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// The number that a code begins with, read by hand.
fn number_of(code: &str) -> i64 {
    let signs = code.chars().filter(|sign| *sign != '-').take(8);
    signs.fold(0, |number, sign| number * 32 + i64::try_from(SIGNS.find(sign).unwrap()).unwrap())
}

/// What is answered to a code, at an address.
async fn verify_at(url: &str, code: &str, language: &str) -> (StatusCode, String, Value) {
    let request = reqwest::Client::new().get(format!("{url}/register/verify/{code}"));
    let answer = request.header("accept-language", language).send().await.unwrap();
    let kept = answer.headers().get("cache-control").map(|kept| kept.to_str().unwrap().to_owned());
    (answer.status(), kept.unwrap_or_default(), answer.json().await.unwrap())
}

async fn verify(app: &App, code: &str) -> (StatusCode, Value) {
    let (status, kept, body) = verify_at(&app.url, code, "en").await;
    assert_eq!(kept, "no-store", "{body}");
    (status, body)
}

/// A house by its reference, and the span in which it is licensed: both ids, and the code.
async fn licence_of(app: &App, reference: &str) -> (Value, Value, String) {
    let query = format!(
        "{{ establishments(where: {{ search: \"{reference}\" }}) {{ nodes {{ id licencePeriods {{ id state verificationCode }} }} }} }}"
    );
    let house = app.data("national-admin", &query).await["establishments"]["nodes"][0].clone();
    let spans = house["licencePeriods"].as_array().unwrap();
    for span in spans {
        assert_eq!(span["verificationCode"].is_string(), span["state"] == "LICENSED", "{span}");
    }
    let span = spans.iter().find(|span| span["state"] == "LICENSED").unwrap();
    (house["id"].clone(), span["id"].clone(), span["verificationCode"].as_str().unwrap().to_owned())
}

async fn application_of(app: &App, number: u16) -> Value {
    let all = app
        .data("national-admin", "{ licenceApplications(first: 100) { nodes { id establishment { reference } } } }")
        .await;
    let reference = format!("EPS-05-301-{number:04}");
    let all = all["licenceApplications"]["nodes"].as_array().unwrap().clone();
    all.iter().find(|one| one["establishment"]["reference"] == json!(reference)).unwrap()["id"].clone()
}

fn wanted(key: &str, id: &Value, language: &str) -> Value {
    json!({ "idempotencyKey": format!("a-paper-{key}"), "id": id, "language": language })
}

/// Asks, lets it be printed at an installation that has an address or none, and reads the paper.
async fn print(app: &App, login: &str, change: Change, input: &Value, address: Option<&str>) -> (Value, String) {
    let asked = app.change(&app.token(login).await, change, input).await;
    assert_eq!((&asked["errors"], &asked["job"]["state"]), (&json!([]), &json!("QUEUED")), "{login}");
    let worker = match address {
        Some(address) => app.worker_reached_at(address).await,
        None => app.worker(background()).await,
    };
    worker.work_off().await.unwrap();
    let done = job(app, login, &asked["job"]["id"]).await;
    assert_eq!(done["state"], "DONE", "{done}");
    let (pdf, text) = paper(app, login, &done["result"]["id"]).await;
    if let Some(address) = address {
        let read = square(&pdf);
        let (before, code) = read.split_once("register/verify/").unwrap();
        assert_eq!(before.trim_end_matches('/'), address.trim_end_matches('/'));
        assert!(text.contains(code), "the code stands there in letters too: {code} in {text}");
    }
    if let Ok(folder) = std::env::var("PAPERS") {
        let name = format!("{}-{}", input["idempotencyKey"].as_str().unwrap(), input["language"].as_str().unwrap());
        std::fs::write(format!("{folder}/{name}.pdf"), pdf).unwrap();
    }
    assert!(text.contains("1 / 1") && !text.contains('\u{fffd}'), "one page: {text}");
    (done["result"]["id"].clone(), text)
}

/// What the square code of a paper says, read from the picture of its page as a telephone would.
fn square(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (file, page) = (folder.path().join("paper.pdf"), folder.path().join("page"));
    std::fs::write(&file, pdf).unwrap();
    let mut draw = std::process::Command::new("pdftoppm");
    let drawn = draw.args(["-gray", "-r", "150", "-singlefile"]).arg(file).arg(&page).status();
    assert!(drawn.expect("pdftoppm: run scripts/test, which installs it").success());
    // P5, width, height and the greatest value, parted by blanks; then a byte for each point.
    let picture = std::fs::read(page.with_extension("pgm")).unwrap();
    let mut parts = picture.splitn(4, u8::is_ascii_whitespace);
    let mut number = || std::str::from_utf8(parts.next().unwrap()).unwrap().parse::<usize>();
    assert!(number().is_err(), "P5");
    let (width, height) = (number().unwrap(), number().unwrap());
    let points = &picture[picture.len() - width * height..];
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| points[y * width + x]);
    let found: Vec<_> = picture.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].clone()
}

/// The text of a paper, wherever its lines end.
fn flowing(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Takes the spans of a house away and lays others: state, number, first and last day.
#[expect(clippy::disallowed_methods, reason = "laid past every door")]
async fn lay(app: &App, house: Uuid, spans: &[Laid]) {
    let connection = app.connection().await;
    let own = licence_period::Column::EstablishmentId.eq(EstablishmentId(house));
    let there = licence_period::Entity::find().filter(own.clone()).one(&connection).await.unwrap();
    let there = there.expect("a house with spans");
    let laid = spans.iter().map(|(state, number, from, until)| {
        let row = licence_period::Model {
            id: LicencePeriodId(Uuid::now_v7()),
            state: *state,
            public_number: *number,
            decision_number: number.map(|number| format!("{number}/26")),
            starts_on: from.parse().unwrap(),
            ends_on: until.map(|day| day.parse().unwrap()),
            ..there.clone()
        };
        row.into_active_model()
    });
    licence_period::Entity::delete_many().filter(own).exec(&connection).await.unwrap();
    licence_period::Entity::insert_many(laid.collect::<Vec<_>>()).exec_without_returning(&connection).await.unwrap();
    connection.close().await.unwrap();
}

async fn sql(app: &App, sql: &str) {
    app.connection().await.execute_unprepared(sql).await.unwrap();
}

on_both! {
    async fn a_certificate_says_what_the_register_knows_and_its_code_is_answered(app: &App) {
        let (house, span, code) = licence_of(app, HOUSE).await;
        for (language, end, says, says_not) in [
            ("FRENCH", "fr", vec!["Royaume du Maroc", "Autorité gouvernementale chargée du développement social", "Entraide Nationale", "Certificat d’autorisation", "loi n° 14-05", "DEMO-EPS-05-301-0001", "extrait du registre", "ne la remplace pas", "Pour l’autorité compétente"], "المملكة"),
            ("ARABIC", "ar", vec!["المملكة المغربية", "التعاون الوطني", "شهادة الترخيص", "DEMO-EPS-05-301-0001"], "Royaume"),
            ("BOTH", "ar_fr", vec!["Royaume du Maroc", "المملكة المغربية", "Certificat d’autorisation", "شهادة الترخيص"], "root:"),
        ] {
            let (document, text) = print(app, "khenifra-officer", CERTIFICATE, &wanted(&format!("certificate-{language}"), &span, language), Some("https://api.example.ma/")).await;
            for what in says {
                assert!(flowing(&text).contains(what), "{language}: {what} is in\n{text}");
            }
            assert!(!text.contains(says_not), "{language}: {text}");
            assert!(text.lines().any(|line| line == code), "{language}: {text}");
            assert!(text.contains(&format!("https://api.example.ma/register/verify/{code}")), "{language}: {text}");
            let shown = app.data("khenifra-director", &format!("{{ document(id: {document}) {{ establishment {{ id }} category {{ code }} fileName }} }}")).await["document"].clone();
            let short = code[..9].replace('-', "");
            assert_eq!(shown, json!({ "establishment": { "id": house }, "category": { "code": "LICENCE_CERTIFICATE" }, "fileName": format!("{HOUSE}_{short}_{end}.pdf") }));
        }
        // Where it is not known by which address the installation is reached, the path alone is told.
        let (_, text) = print(app, "khenifra-director", CERTIFICATE, &wanted("certificate-path", &span, "FRENCH"), None).await;
        assert!(text.contains(&format!("/register/verify/{code}")) && !text.contains("example.ma"), "{text}");

        let query = format!("{{ establishment(id: {house}) {{ names {{ ar fr }} kind {{ code }} legalCategory {{ code }} commune {{ code province {{ code region {{ code }} }} }} licencePeriods {{ id framework decisionNumber decidedOn startsOn endsOn capacity {{ total female male }} }} director {{ names {{ fr }} }} association {{ names {{ fr }} }} }} }}");
        let known = app.data("khenifra-head", &query).await["establishment"].clone();
        let licence = known["licencePeriods"].as_array().unwrap().iter().find(|one| one["id"] == span).unwrap().clone();
        let (status, body) = verify(app, &code).await;
        assert_eq!(status, StatusCode::OK);
        let told = &body["establishment"];
        assert_eq!(
            json!([body["code"], body["on"], body["inForce"], body["standing"], body["message"], told["reference"], told["nameAr"], told["nameFr"], told["kind"]["code"], told["legalCategory"]["code"], told["commune"]["code"], told["province"]["code"], told["region"]["code"], told["capacityTotal"], told["capacityFemale"], told["capacityMale"], told["decisionNumber"], told["decidedOn"], told["startsOn"], told["endsOn"], told["authority"]["code"], told["framework"]]),
            json!([code, TODAY, true, "IN_FORCE", "The licence is in force today.", HOUSE, known["names"]["ar"], known["names"]["fr"], known["kind"]["code"], known["legalCategory"]["code"], known["commune"]["code"], known["commune"]["province"]["code"], known["commune"]["province"]["region"]["code"], licence["capacity"]["total"], licence["capacity"]["female"], licence["capacity"]["male"], licence["decisionNumber"], licence["decidedOn"], licence["startsOn"], licence["endsOn"], "SOCIAL_DEVELOPMENT", licence["framework"]]),
        );
        // Nothing beyond what the register tells of a house, and nobody.
        let keys = |object: &Value| object.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(keys(&body), ["code", "on", "inForce", "standing", "message", "establishment"].map(str::to_owned).into());
        let listed: Value = app.client().get(format!("{}/register.json", app.url)).send().await.unwrap().json().await.unwrap();
        let listed = listed["establishments"].as_array().unwrap().iter().find(|one| one["reference"] == HOUSE).unwrap().clone();
        assert_eq!(*told, listed);
        for hidden in [&known["director"]["names"]["fr"], &known["association"]["names"]["fr"]] {
            assert!(!body.to_string().contains(hidden.as_str().unwrap()), "{body}");
        }
        for (language, says) in [("ar", "الترخيص ساري المفعول اليوم."), ("fr", "L’autorisation est en vigueur aujourd’hui.")] {
            assert_eq!(verify_at(&app.url, &code, language).await.2["message"], says);
        }
        // As people write it.
        let read = code.to_lowercase().replace('0', "o").replace('1', "l").replace('-', "%20");
        assert_eq!(verify(app, &read).await.1["code"], json!(code), "{read}");
    }

    async fn a_receipt_says_what_was_handed_in(app: &App) {
        for (number, says, says_not) in [
            (37, vec!["LIC-05-301-0037", "07/09/2026", "Régularisation d’un établissement existant", "Loi n° 65-15", "non versée", "55-19", "Vérification du dossier", "Visite de la commission", "ne vaut pas autorisation"], "BROUILLON"),
            (17, vec!["LIC-05-301-0017", "Modification de l’autorisation", " versée"], "non versée"),
        ] {
            let id = application_of(app, number).await;
            let (document, text) = print(app, "khenifra-officer", RECEIPT, &wanted(&format!("receipt-{number}"), &id, "FRENCH"), None).await;
            for what in says {
                assert!(flowing(&text).contains(what), "{what} is in\n{text}");
            }
            assert!(!text.contains(says_not), "{text}");
            let of = app.data("khenifra-head", &format!("{{ licenceApplication(id: {id}) {{ dueOn establishment {{ id }} ruleSet {{ deadlines {{ step days }} }} pieces {{ category {{ names {{ fr }} }} document {{ id }} }} }} document(id: {document}) {{ establishment {{ id }} category {{ code }} fileName }} }}")).await;
            assert_eq!(of["document"], json!({ "establishment": of["licenceApplication"]["establishment"], "category": { "code": "APPLICATION_RECEIPT" }, "fileName": format!("LIC-05-301-{number:04}_fr.pdf") }));
            let due: NaiveDate = of["licenceApplication"]["dueOn"].as_str().unwrap().parse().unwrap();
            line(&text, &due.format("%d/%m/%Y").to_string());
            let visit = of["licenceApplication"]["ruleSet"]["deadlines"].as_array().unwrap().iter().find(|one| one["step"] == "VISIT").unwrap()["days"].clone();
            assert!(line(&text, "Visite de la commission").contains(&format!("{visit} jours")), "{text}");
            for piece in of["licenceApplication"]["pieces"].as_array().unwrap() {
                let name = piece["category"]["names"]["fr"].as_str().unwrap();
                let first: Vec<_> = name.split(' ').take(3).collect();
                assert_eq!(line(&text, &first.join(" ")).contains("non versée"), piece["document"].is_null(), "{name}: {text}");
            }
        }
        let id = application_of(app, 37).await;
        for (language, says) in [("ARABIC", "وصل إيداع"), ("BOTH", "Récépissé de dépôt")] {
            let (_, text) = print(app, "khenifra-head", RECEIPT, &wanted(&format!("receipt-{language}"), &id, language), None).await;
            assert!(text.contains(says) && text.contains("LIC-05-301-0037"), "{language}: {text}");
        }
        let draft = application_of(app, 14).await;
        let refused = app.change(&app.token("khenifra-head").await, RECEIPT, &wanted("draft", &draft, "FRENCH")).await;
        assert_eq!((codes(&refused), &refused["errors"][0]["message"], &refused["job"]), (one("INVALID", "input.id"), &json!("A draft has no receipt: submit the application first."), &Value::Null));
        let tried = json!({ "idempotencyKey": "a-receipt-tried", "id": id, "language": "BOTH", "validateOnly": true });
        assert_eq!(app.change(&app.token("khenifra-head").await, RECEIPT, &tried).await, json!({ "job": null, "errors": [] }));
    }

    async fn only_a_licence_with_its_decision_has_a_certificate(app: &App) {
        let (house, span, _) = licence_of(app, OTHER).await;
        let head = app.token("khenifra-head").await;
        sql(app, &format!("UPDATE licence_period SET decision_number = NULL WHERE establishment_id IN (SELECT id FROM establishment WHERE reference = '{OTHER}')")).await;
        let refused = app.change(&head, CERTIFICATE, &wanted("undecided", &span, "FRENCH")).await;
        assert_eq!((codes(&refused), &refused["errors"][0]["message"]), (one("INVALID", "input.id"), &json!("The number of the decision is not known, so there is no certificate.")));
        for state in ["SUSPENDED", "WITHDRAWN", "IN_PROGRESS"] {
            sql(app, &format!("UPDATE licence_period SET state = '{state}', decision_number = '1/26' WHERE establishment_id IN (SELECT id FROM establishment WHERE reference = '{OTHER}')")).await;
            let refused = app.change(&head, CERTIFICATE, &wanted("unlicensed", &span, "FRENCH")).await;
            assert_eq!((codes(&refused), &refused["errors"][0]["message"]), (one("INVALID", "input.id"), &json!("There is no certificate of this: the house is not licensed in this span of time.")), "{state}");
            let query = format!("{{ establishment(id: {house}) {{ licencePeriods {{ verificationCode }} }} }}");
            assert_eq!(app.data("auditor", &query).await["establishment"]["licencePeriods"][0]["verificationCode"], Value::Null);
        }
        // What was asked for and is no licence any more when its turn comes is not printed.
        let (_, span, _) = licence_of(app, HOUSE).await;
        let asked = app.change(&head, CERTIFICATE, &wanted("in-time", &span, "FRENCH")).await["job"]["id"].clone();
        sql(app, &format!("UPDATE licence_period SET state = 'WITHDRAWN' WHERE establishment_id IN (SELECT id FROM establishment WHERE reference = '{HOUSE}')")).await;
        app.worker(background()).await.work_off().await.unwrap();
        let failed = job(app, "khenifra-head", &asked).await;
        assert_eq!((&failed["state"], &failed["attempts"], &failed["result"]), (&json!("FAILED"), &json!(1), &Value::Null));
    }

    async fn a_code_that_was_not_given_is_not_known(app: &App) {
        let (house, _, code) = licence_of(app, HOUSE).await;
        let (house, number) = (key_of(&house), number_of(&code));
        assert_eq!(code, code_by(&CERTIFICATE_KEY, number, house));
        let (_, unknown) = verify(app, "0000-0000-0000-0000-0000").await;
        assert_eq!(unknown, json!({ "errors": [{ "message": "No certificate with this code was issued here. Look whether every sign is as on the paper.", "extensions": { "code": "NOT_FOUND" } }] }));
        // Each sign in turn, by a few others; and at random.
        let signs: Vec<char> = code.chars().collect();
        let mut random = Random::new(26);
        let mut tried = BTreeSet::new();
        for at in (0..signs.len()).filter(|at| signs[*at] != '-') {
            for _ in 0..12 {
                let mut other = signs.clone();
                other[at] = SIGNS.chars().nth(random.below(32)).unwrap();
                tried.insert(other.iter().collect::<String>());
            }
        }
        for _ in 0..200 {
            tried.insert((0..20).map(|_| SIGNS.chars().nth(random.below(32)).unwrap()).collect());
        }
        tried.remove(&code);
        assert!(tried.len() > 350, "{}", tried.len());
        for forged in &tried {
            assert_eq!(verify(app, forged).await, (StatusCode::NOT_FOUND, unknown.clone()), "{forged}");
        }
        // Of another key, of another house, of no licence.
        let (other, _, of_other) = licence_of(app, OTHER).await;
        for forged in [code_by(&[9; 32], number, house), code_by(&CERTIFICATE_KEY, number, key_of(&other)), code_by(&CERTIFICATE_KEY, number + 1, house), format!("{}{}", &code[..9], &of_other[9..])] {
            let before = app.statements();
            assert_eq!(verify(app, &forged).await, (StatusCode::NOT_FOUND, unknown.clone()), "{forged}");
            // Whether a licence has its number or not, as much is asked of the database.
            assert_eq!(app.statements() - before, 1, "{forged}");
        }
        // What is no code.
        for (language, says) in [("en", "This is no code of a certificate"), ("fr", "Ce n’est pas le code d’un certificat"), ("ar", "هذا ليس رمز شهادة")] {
            for malformed in ["x", &code[1..], &format!("{code}0"), &format!("U{}", &code[1..]), &"0".repeat(4000), "%ff%fe", "%00"] {
                let (status, kept, body) = verify_at(&app.url, malformed, language).await;
                assert_eq!((status, kept.as_str(), &body["errors"][0]["extensions"]["code"]), (StatusCode::BAD_REQUEST, "no-store", &json!("BAD_USER_INPUT")), "{malformed}");
                assert!(body["errors"][0]["message"].as_str().unwrap().starts_with(says), "{body}");
            }
        }
        // A token is not looked at, and opens nothing more.
        let token = app.token("national-admin").await;
        let answer = app.client().get(format!("{}/register/verify/{}", app.url, tried.first().unwrap())).bearer_auth(token).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    }

    async fn it_is_told_how_the_licence_stands_today(app: &App) {
        let (house, ..) = licence_of(app, OTHER).await;
        let house = key_of(&house);
        let (this, next) = (Some(260_001), Some(260_002));
        let code = code_by(&CERTIFICATE_KEY, 260_001, house);
        let cases: [(&[Laid], &str, &str, Option<&str>); 15] = [
            (&[(Licensed, this, "2020-01-01", None)], "IN_FORCE", "2020-01-01", None),
            (&[(Licensed, this, TODAY, Some(TODAY))], "IN_FORCE", TODAY, Some(TODAY)),
            (&[(Licensed, this, "2020-01-01", Some("2026-11-23"))], "EXPIRED", "2020-01-01", Some("2026-11-23")),
            (&[(Licensed, this, "2020-01-01", Some("2026-10-31")), (InProgress, None, "2026-11-01", None)], "EXPIRED", "2020-01-01", Some("2026-10-31")),
            (&[(Licensed, this, "2020-01-01", Some("2026-10-31")), (Suspended, None, "2026-11-01", None)], "SUSPENDED", "2020-01-01", Some("2026-10-31")),
            (&[(Licensed, this, "2020-01-01", Some("2026-10-31")), (Suspended, None, "2026-11-01", Some(TODAY)), (Licensed, this, "2026-11-25", Some("2029-12-31"))], "SUSPENDED", "2020-01-01", Some("2029-12-31")),
            (&[(Licensed, this, "2020-01-01", Some("2026-10-31")), (Suspended, None, "2026-11-01", Some("2026-11-23")), (Licensed, this, TODAY, Some("2029-12-31"))], "IN_FORCE", "2020-01-01", Some("2029-12-31")),
            (&[(Licensed, this, "2020-01-01", Some("2026-09-30")), (Suspended, None, "2026-10-01", Some("2026-10-31"))], "EXPIRED", "2020-01-01", Some("2026-09-30")),
            (&[(Licensed, this, "2020-01-01", Some("2026-10-31")), (Withdrawn, None, "2026-11-01", None)], "WITHDRAWN", "2020-01-01", Some("2026-10-31")),
            (&[(Licensed, this, "2020-01-01", Some("2026-11-23")), (Licensed, next, TODAY, None)], "REPLACED", "2020-01-01", Some("2026-11-23")),
            (&[(Licensed, this, "2020-01-01", Some("2026-11-24")), (Licensed, next, "2026-11-25", None)], "IN_FORCE", "2020-01-01", Some("2026-11-24")),
            (&[(Licensed, this, "2020-01-01", Some("2021-12-31")), (Licensed, next, "2022-01-01", Some("2023-12-31")), (Withdrawn, None, "2024-01-01", None)], "REPLACED", "2020-01-01", Some("2021-12-31")),
            (&[(Licensed, this, "2026-11-25", None)], "NOT_BEGUN", "2026-11-25", None),
            (&[(Licensed, next, "2020-01-01", Some("2026-11-30")), (Licensed, this, "2026-12-01", None)], "NOT_BEGUN", "2026-12-01", None),
            (&[(Licensed, next, "2020-01-01", Some("2026-10-31")), (Licensed, this, "2026-11-01", None)], "IN_FORCE", "2026-11-01", None),
        ];
        let mut told = BTreeMap::new();
        for (spans, standing, from, until) in cases {
            lay(app, house, spans).await;
            let (status, body) = verify(app, &code).await;
            let of = &body["establishment"];
            assert_eq!((status, &body["standing"], &body["inForce"], &of["startsOn"], &of["endsOn"], &of["decisionNumber"]), (StatusCode::OK, &json!(standing), &json!(standing == "IN_FORCE"), &json!(from), &json!(until), &json!("260001/26")), "{spans:?}");
            told.insert(body["message"].as_str().unwrap().to_owned(), standing);
        }
        for (closed, standing) in [("2026-11-24", "IN_FORCE"), ("2026-11-23", "HOUSE_CLOSED")] {
            sql(app, &format!("UPDATE establishment SET closed_on = '{closed}', state = 'CLOSED' WHERE reference = '{OTHER}'")).await;
            assert_eq!(verify(app, &code).await.1["standing"], standing, "{closed}");
        }
        assert_eq!(told.values().collect::<BTreeSet<_>>().len(), told.len(), "each in words of its own: {told:?}");
        // Where no span has the number any more, the code is that of no certificate.
        lay(app, house, &[(Licensed, next, "2020-01-01", None)]).await;
        assert_eq!(verify(app, &code).await.0, StatusCode::NOT_FOUND);
        // Two licences may have the same number: the seal says which is meant.
        let (first, ..) = licence_of(app, HOUSE).await;
        let first = key_of(&first);
        lay(app, first, &[(Licensed, next, "2021-01-01", None)]).await;
        for (house, reference) in [(house, OTHER), (first, HOUSE)] {
            assert_eq!(verify(app, &code_by(&CERTIFICATE_KEY, 260_002, house)).await.1["establishment"]["reference"], reference);
        }
    }

    async fn whoever_verifies_sees_the_house_of_the_licence_and_nothing_else(app: &App) {
        let (house, ..) = licence_of(app, OTHER).await;
        let id = key_of(&house);
        lay(app, id, &[(Licensed, Some(26), "2020-01-01", Some("2026-10-31")), (Suspended, None, "2026-11-01", Some("2026-11-30")), (InProgress, None, "2026-12-01", None)]).await;
        let db = app.pool.scoped_to(Viewer::Partner(PartnerAccess::of_a_certificate(26)));
        let houses = db.find::<establishment::Entity>().all().await.unwrap();
        assert_eq!(houses.iter().map(|house| house.id.0).collect::<Vec<_>>(), [id]);
        let spans = db.find::<licence_period::Entity>().all().await.unwrap();
        let seen: BTreeSet<_> = spans.iter().map(|span| (span.establishment_id.0, format!("{:?}", span.state))).collect();
        assert_eq!(seen, [(id, "Licensed".to_owned()), (id, "Suspended".to_owned())].into());
        macro_rules! hidden {
            ($($table:ident)*) => {$(
                assert_eq!(db.find::<$table::Entity>().all().await.unwrap().len(), 0, stringify!($table));
                assert_eq!(db.find_editable::<$table::Entity>().all().await.unwrap().len(), 0, stringify!($table));
            )*};
        }
        hidden! { association delegation document licence_application project season_return staff_member }
        assert_eq!(db.find::<establishment_past::Entity>().all().await.unwrap().iter().filter(|past| past.establishment_id.0 != id).count(), 0);
        assert_eq!(db.find_editable::<establishment::Entity>().all().await.unwrap().len() + db.find_editable::<licence_period::Entity>().all().await.unwrap().len(), 0);
        // A number that no licence has shows nothing.
        let nothing = app.pool.scoped_to(Viewer::Partner(PartnerAccess::of_a_certificate(27)));
        assert_eq!(nothing.find::<establishment::Entity>().all().await.unwrap().len() + nothing.find::<licence_period::Entity>().all().await.unwrap().len(), 0);
    }

    async fn a_new_key_leaves_the_codes_of_those_before(app: &App) {
        let (_, _, old) = licence_of(app, HOUSE).await;
        let key = app.master.make_key(KeyPurpose::Certificate, app.now()).unwrap();
        app.pool.add_secret_keys(|_| Ok(vec![key]), None).await.unwrap();
        let url = app.listen_again().await;
        let query = format!("{{ establishments(where: {{ search: \"{HOUSE}\" }}) {{ nodes {{ licencePeriods {{ verificationCode }} }} }} }}");
        let answer = app.send_to(&url, Some(&app.token("auditor").await), &query, json!({})).await.body;
        let spans = answer["data"]["establishments"]["nodes"][0]["licencePeriods"].as_array().unwrap().clone();
        let new = spans.iter().find_map(|span| span["verificationCode"].as_str()).unwrap();
        assert!(new[..10] == old[..10] && new != old, "{new} {old}");
        for code in [&old, new] {
            let (status, _, body) = verify_at(&url, code, "en").await;
            assert_eq!((status, &body["standing"]), (StatusCode::OK, &json!("IN_FORCE")), "{code}");
        }
    }

    async fn verifying_spends_the_budget_of_the_anonymous(app: &App) {
        let (_, _, code) = licence_of(app, HOUSE).await;
        let url = app.listen_within(Limits { budget: 120, ..Limits::default() }).await;
        assert_eq!(verify_at(&url, &code, "en").await.0, StatusCode::OK);
        assert_eq!(verify_at(&url, "0000-0000-0000-0000-0000", "en").await.0, StatusCode::NOT_FOUND);
        let answer = reqwest::get(format!("{url}/register/verify/{code}")).await.unwrap();
        assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
        assert!(answer.headers().contains_key("retry-after"));
    }
}
