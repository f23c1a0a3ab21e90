//! Printed matter: who may have what printed, what becomes of it, and what stands on the paper.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use taawun::background::background;
use uuid::Uuid;

use crate::documents::get;
use crate::harness::{App, Change, codes, key_of, on_both, one};

const PRINT: Change =
    Change::new("seasonReturnPrint", "job { id kind state attempts error result { id } } errors { code path message }");
const BEGIN: Change = Change::new("seasonReturnBegin", "seasonReturn { id version } errors { code path }");
const FILL: Change = Change::new("seasonReturnFill", "seasonReturn { version } errors { code path }");
/// Of EPS-05-301-0001, whose director has an account.
const HOUSE: &str = "EPS-05-301-0001";

/// A return of the house: the validated one of the season 2024-2025, or another.
async fn return_of(app: &App, reference: &str, period: &str) -> Value {
    let query = format!(
        "{{ establishments(where: {{ search: \"{reference}\" }}) {{ nodes {{ seasonReturns {{ id periodFirst }} }} }} }}"
    );
    let found = app.data("national-officer", &query).await["establishments"]["nodes"][0]["seasonReturns"].clone();
    found.as_array().unwrap().iter().find(|one| one["periodFirst"] == period).unwrap()["id"].clone()
}

fn wanted(key: &str, id: &Value, language: &str) -> Value {
    json!({ "idempotencyKey": format!("a-paper-{key}"), "id": id, "language": language })
}

/// Asks, lets it be printed, and reads the job.
async fn print(app: &App, login: &str, input: &Value) -> Value {
    let asked = app.change(&app.token(login).await, PRINT, input).await;
    assert_eq!((&asked["errors"], &asked["job"]["state"]), (&json!([]), &json!("QUEUED")), "{login}");
    app.worker(background()).await.work_off().await.unwrap();
    job(app, login, &asked["job"]["id"]).await
}

pub(crate) async fn job(app: &App, login: &str, id: &Value) -> Value {
    app.data(login, &format!("{{ job(id: {id}) {{ kind state attempts error result {{ id }} }} }}")).await["job"]
        .clone()
}

/// The file of a printed document, and the text on it: of each page in the order of reading, without the signs that only say in
/// which direction something runs.
pub(crate) async fn paper(app: &App, login: &str, document: &Value) -> (Vec<u8>, String) {
    let token = app.token(login).await;
    let url = app.data(login, &format!("{{ document(id: {document}) {{ url }} }}")).await["document"]["url"].clone();
    let (status, headers, bytes) = get(app, Some(&token), url.as_str().unwrap(), &[]).await;
    assert_eq!((status.as_u16(), &headers["content-type"]), (200, &"application/pdf".parse().unwrap()));
    let text = text_of(&bytes);
    (bytes, text)
}

fn text_of(pdf: &[u8]) -> String {
    let reader =
        Command::new("pdftotext").args(["-layout", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut reader = reader.expect("pdftotext reads what was printed: run scripts/test, which installs it");
    let (mut input, pdf) = (reader.stdin.take().unwrap(), pdf.to_vec());
    let writing = std::thread::spawn(move || input.write_all(&pdf));
    let read = reader.wait_with_output().unwrap();
    writing.join().unwrap().unwrap();
    assert!(read.status.success());
    let text = String::from_utf8(read.stdout).unwrap();
    let turns =
        |sign: &char| matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let text: String = text.chars().filter(|sign| !turns(sign)).collect();
    // Blanks of any width are one.
    text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ") + "\n").collect()
}

/// The line on which something stands.
pub(crate) fn line<'a>(text: &'a str, what: &str) -> &'a str {
    text.lines().find(|line| line.contains(what)).unwrap_or_else(|| panic!("{what} is in\n{text}"))
}

on_both! {
    async fn a_return_is_printed_in_each_language_and_becomes_a_document_of_its_house(app: &App) {
        let director = app.token("khenifra-director").await;
        let house = app.sign_in("khenifra-director", &app.password("khenifra-director")).await["viewer"]["slice"]["id"].clone();
        let begun = app.change(&director, BEGIN, &json!({ "idempotencyKey": "a-return-of-2025", "establishment": house, "period": "2025-09" })).await;
        let id = begun["seasonReturn"]["id"].clone();
        let lines = json!([
            { "item": "HEAD_F_PRIMARY", "count": 4 }, { "item": "HEAD_F_LOWER_SECONDARY", "count": 1016 }, { "item": "HEAD_F_UPPER_SECONDARY", "count": 10 },
            { "item": "PRESENT_F", "count": 29 }, { "item": "BEDS", "count": 24 }, { "item": "BUDGET_MINISTRY", "amount": "120000.50" }, { "item": "BUDGET_INDH", "amount": "1000.00" },
        ]);
        let filled = app.change(&director, FILL, &json!({ "id": id, "expectedVersion": 1, "lines": lines })).await;
        assert_eq!(filled["errors"], json!([]));

        for (language, code, says, says_not) in [
            ("FRENCH", "fr", vec!["Entraide Nationale", "septembre 2025 – juillet 2026", "Référence : EPS-05-301-0001", "Capacité : 24", "Échéance : 29/09/2026", "Situation : brouillon, non encore présenté", "Établi le 24/11/2026 à 10:00", "Page 1 / "], "التعاون الوطني"),
            ("ARABIC", "ar", vec!["المملكة المغربية", "التعاون الوطني", "EPS-05-301-0001", "29/09/2026", "24/11/2026"], "Entraide Nationale"),
            ("BOTH", "ar_fr", vec!["Entraide Nationale", "التعاون الوطني", "Établi le 24/11/2026 à 10:00"], "root:"),
        ] {
            let printed = print(app, "khenifra-director", &wanted(language, &id, language)).await;
            assert_eq!((&printed["kind"], &printed["state"], &printed["error"]), (&json!("SEASON_RETURN_PRINT"), &json!("DONE"), &Value::Null), "{language}");
            let document = printed["result"]["id"].clone();
            let query = format!("{{ document(id: {document}) {{ ownerKind establishment {{ id }} category {{ code }} mediaType fileName issuedOn state restricted: category {{ restricted }} size }} }}");
            let mut shown = app.data("khenifra-director", &query).await["document"].clone();
            let size = shown["size"].take();
            assert_eq!(shown, json!({
                "ownerKind": "ESTABLISHMENT", "establishment": { "id": house }, "category": { "code": "PRINTED_RETURN" }, "mediaType": "PDF", "size": null,
                "fileName": format!("EPS-05-301-0001_2025-09_v2_{code}.pdf"), "issuedOn": "2026-11-24", "state": "CURRENT", "restricted": { "restricted": false },
            }), "{language}");
            let (bytes, text) = paper(app, "khenifra-director", &document).await;
            assert!(bytes.starts_with(b"%PDF-1.") && json!(bytes.len()) == size, "{language}");
            for what in says {
                line(&text, what);
            }
            assert!(!text.contains(says_not), "{language}");
            assert_eq!(line(&text, "EPS-05-301-0001 ·").matches("EPS-05-301-0001 · 2025-09 · v2").count(), 1, "{language}");
            if language == "ARABIC" {
                assert!(line(&text, "مجموع المستفيدين").contains("1 030"), "{text}");
                assert!(line(&text, "مجموع الميزانية").contains("121 000,50"), "{text}");
                // A draft is no paper to be signed; what is written across it is not read as a line.
                assert!(!text.contains("رئيس الجهة المسيرة"), "{text}");
            } else {
                // Sums beside their parts: 4 + 1016 + 10, and 120000.50 + 1000.00; what is not filled in is a blank and no zero.
                assert!(line(&text, "Total des bénéficiaires").contains("1 030"), "{text}");
                assert!(line(&text, "Total du budget").contains("121 000,50"), "{text}");
                assert!(line(&text, "Total du personnel").contains('—'), "{text}");
                assert!(!text.contains("Visa du délégué provincial de"), "{text}");
            }
            // Who asked is told, and those who see the house read the paper; nobody else does.
            let notices = app.data("khenifra-director", "{ notices(first: 1) { nodes { kind message about { id } } } }").await["notices"]["nodes"][0].clone();
            assert_eq!(notices, json!({ "kind": "DOCUMENT_PRINTED", "message": "What you asked to be printed is ready: a document, to be read and downloaded.", "about": { "id": document } }));
            assert_eq!(paper(app, "region-05", &document).await.0, bytes);
            let hidden = app.send(Some(&app.token("midelt-head").await), &format!("{{ document(id: {document}) {{ url }} }}"), json!({})).await;
            assert_eq!(hidden.only_code(), "NOT_FOUND");
        }
        let journal = app.data("khenifra-head", "{ journal(first: 1) { nodes { mutation objectType } } }").await["journal"]["nodes"][0].clone();
        assert_eq!(journal, json!({ "mutation": "documentPrint", "objectType": "Document" }));
        // The return was begun and filled in, and three papers were added.
        assert_eq!(app.journal().await, 5);
    }

    async fn a_paper_asked_for_twice_is_printed_once(app: &App) {
        let (id, other) = (return_of(app, HOUSE, "2024-09").await, return_of(app, "EPS-05-301-0004", "2025-09").await);
        let head = app.token("khenifra-head").await;
        let asked = app.change(&head, PRINT, &wanted("once", &id, "FRENCH")).await["job"]["id"].clone();
        assert_eq!(app.change(&head, PRINT, &wanted("once", &id, "FRENCH")).await["job"]["id"], asked);
        assert!(app.worker(background()).await.work_off().await.unwrap() > 0);
        let again = app.change(&head, PRINT, &wanted("once", &id, "FRENCH")).await;
        assert_eq!((&again["job"]["id"], &again["job"]["state"]), (&asked, &json!("DONE")));
        let document = app.send(Some(&head), "query ($id: ID!) { job(id: $id) { result { id } } }", json!({ "id": asked })).await.body["data"]["job"]["result"]["id"].clone();
        let (_, text) = paper(app, "khenifra-head", &document).await;
        line(&text, "Visa du délégué provincial de");
        assert_eq!(text.matches("Date, signature et cachet").count(), text.matches("Visa d").count() + 1, "{text}");
        for reused in [wanted("once", &id, "ARABIC"), wanted("once", &other, "FRENCH")] {
            assert_eq!(codes(&app.change(&head, PRINT, &reused).await), one("IDEMPOTENCY_KEY_REUSED", "input.idempotencyKey"));
        }
        // The key is the account's: another one's is another.
        let officer = app.token("khenifra-officer").await;
        assert_ne!(app.change(&officer, PRINT, &wanted("once", &id, "FRENCH")).await["job"]["id"], asked);
        let tried = json!({ "idempotencyKey": "a-paper-tried", "id": id, "language": "BOTH", "validateOnly": true });
        assert_eq!(app.change(&head, PRINT, &tried).await, json!({ "job": null, "errors": [] }));
        assert_eq!(codes(&app.change(&head, PRINT, &json!({ "idempotencyKey": "short", "id": id, "language": "BOTH" })).await), one("INVALID", "input.idempotencyKey"));
        // Nobody keeps the processes busy alone.
        for number in 0..20 {
            assert_eq!(app.change(&head, PRINT, &wanted(&number.to_string(), &id, "FRENCH")).await["errors"], json!([]), "{number}");
        }
        let refused = app.change(&head, PRINT, &wanted("one-more", &id, "FRENCH")).await;
        assert_eq!((codes(&refused), &refused["errors"][0]["message"]), (one("INVALID", "input"), &json!("20 jobs that you asked for have not ended. Wait for one to end, or cancel one.")));
        assert_eq!(app.change(&head, PRINT, &wanted("0", &id, "FRENCH")).await["errors"], json!([]), "asked for before");
    }

    async fn what_is_printed_is_data_whatever_it_says(app: &App) {
        // What a template could do: read a file, run code, leave a string, end a block, turn the direction.
        let hostile = ["#read(\"/etc/passwd\") #panic() *gras* _x_ $y$ `z` <w> @v \\ // /* ]", "#eval(\"1\") = titre \u{2067}fdp\u{2069} \"; #sys.inputs", "<b>&amp;</b> {{ 7 * 7 }} %n%s \u{1F600} ⵜⴰⵎⴰⵣⵉⵖⵜ"];
        let id = return_of(app, HOUSE, "2024-09").await;
        let query = format!("{{ seasonReturn(id: {id}) {{ establishment {{ id version }} association {{ id version }} }} }}");
        for (number, name) in hostile.into_iter().enumerate() {
            let of = app.data("khenifra-officer", &query).await["seasonReturn"].clone();
            for (mutation, object) in [("establishmentUpdate", "establishment"), ("associationUpdate", "association")] {
                let input = json!({ "id": of[object]["id"], "expectedVersion": of[object]["version"], "names": { "fr": name } });
                let renamed = app.change(&app.token("khenifra-officer").await, Change::new(mutation, "errors { code path }"), &input).await;
                assert_eq!(renamed["errors"], json!([]), "{mutation}");
            }
            let printed = print(app, "khenifra-officer", &wanted(&number.to_string(), &id, "FRENCH")).await;
            assert_eq!(printed["state"], json!("DONE"), "{name}");
            let text = paper(app, "khenifra-officer", &printed["result"]["id"]).await.1;
            assert!(!text.contains("root:"), "{text}");
            // Of the house, and of the association that manages it: word for word, wherever the line is broken.
            for word in name.split_whitespace().filter(|word| word.is_ascii()) {
                assert!(text.matches(word).count() >= 2, "{word} is twice in {text}");
            }
        }
    }

    async fn without_the_right_nothing_is_printed(app: &App) {
        let id = return_of(app, HOUSE, "2024-09").await;
        let documents = async || app.data("auditor", "{ documents { totalCount } }").await["documents"]["totalCount"].clone();
        let before = documents().await;
        for login in app.logins() {
            let token = app.token(&login).await;
            let answer = app.try_change(&token, PRINT, &wanted("who", &id, "BOTH")).await;
            let payload = &answer.body["data"]["seasonReturnPrint"];
            match login.as_str() {
                "khenifra-head" | "khenifra-officer" | "khenifra-association" | "khenifra-director" => assert_eq!(payload["errors"], json!([]), "{login}"),
                "midelt-head" | "midelt-officer" | "midelt-association" | "midelt-director" => {
                    assert_eq!(codes(payload), one("NOT_FOUND", "input.id"), "{login}");
                    // As one that does not exist.
                    let unknown = app.change(&token, PRINT, &wanted("who", &json!("SeasonReturn_AZAAAAAAcACAAAAAAAAAAA"), "BOTH")).await;
                    assert_eq!(*payload, unknown, "{login}");
                }
                _ => assert_eq!(answer.only_code(), "FORBIDDEN", "{login}"),
            }
        }
        assert_eq!(app.send(None, &PRINT.document(), json!({ "input": wanted("who", &id, "BOTH") })).await.only_code(), "UNAUTHENTICATED");

        // Four have asked. Until it is printed one is deactivated, and the house goes to Midelt: who asked does not keep it any more.
        let of = app.data("national-admin", &format!("{{ seasonReturn(id: {id}) {{ establishment {{ id version }} }} midelt: communes(where: {{ search: \"08.363.X1\" }}) {{ nodes {{ id }} }} delegations(where: {{ search: \"Midelt\" }}) {{ nodes {{ id }} }} }}")).await;
        let house = &of["seasonReturn"]["establishment"];
        let moved = json!({ "id": house["id"], "expectedVersion": house["version"], "delegation": of["delegations"]["nodes"][0]["id"], "commune": of["midelt"]["nodes"][0]["id"] });
        let moved = app.change(&app.token("national-admin").await, Change::new("establishmentMove", "establishment { id } errors { code path message }"), &moved).await;
        assert_eq!(moved["errors"], json!([]));
        app.worker(background()).await.work_off().await.unwrap();
        for (login, state) in [("khenifra-head", "FAILED"), ("khenifra-officer", "FAILED"), ("khenifra-association", "DONE"), ("khenifra-director", "DONE")] {
            let jobs = app.data(login, "{ jobs { nodes { state attempts error result { id } } } }").await["jobs"]["nodes"].clone();
            let failed = state == "FAILED";
            assert_eq!((&jobs[0]["state"], &jobs[0]["attempts"], jobs[0]["result"].is_null()), (&json!(state), &json!(1), failed), "{login}");
            assert_eq!(jobs[0]["error"], if failed { json!("Whoever asked for this may not do it any more.") } else { Value::Null }, "{login}");
        }
        assert_eq!(documents().await, json!(before.as_i64().unwrap() + 2));
    }

    async fn without_a_font_the_job_says_so(app: &App) {
        let id = return_of(app, HOUSE, "2024-09").await;
        let asked = app.change(&app.token("khenifra-director").await, PRINT, &wanted("no-font", &id, "ARABIC")).await["job"]["id"].clone();
        app.worker_without_fonts().await.work_off().await.unwrap();
        let failed = job(app, "khenifra-director", &asked).await;
        assert_eq!(failed, json!({
            "kind": "SEASON_RETURN_PRINT", "state": "FAILED", "attempts": 1, "result": null,
            "error": "No font that writes Arabic is here, so nothing is printed. Tell whoever runs this installation.",
        }));
        assert_ne!(key_of(&asked), Uuid::nil());
    }
}
