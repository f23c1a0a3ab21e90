//! Who owes a return, who is reminded, and which figures jump.

use mail_parser::MessageParser;
use serde_json::{Value, json};

use crate::harness::{App, Change, on_both};
use crate::inspections::place_residents;
use crate::mail::MailServer;

const DUE: &str = "totalCount hasNextPage endReference nodes { establishment { reference } returnTemplate { code } periodFirst periodLast dueOn daysLate state seasonReturn { state } }";

const REMINDER: &str = "\
السلام عليكم حساب نموذجي khenifra-director،

كان أجل تقديم بيان دار الطالبة (نموذج توضيحي 1) (EPS-05-301-0001) عن الفترة من 09/2025 إلى 07/2026 هو 29/09/2026، ولم تتوصل به مندوبيتكم.

أدخلوا البيان على «تعاون»، منصة التعاون الوطني، ثم قدموه؛ وإذا تعذر ذلك فأخبروا مندوبيتكم.

هذه رسالة آلية: لا يُقرأ ما يُجاب به عليها.

----------------------------------------

Bonjour Compte de démonstration khenifra-director,

L’état de Dar Taliba (démonstration 1) (EPS-05-301-0001) pour la période de 09/2025 à 07/2026 était attendu le 29/09/2026 au plus tard, et votre délégation ne l’a pas reçu.

Remplissez-le sur Taawun, la plateforme de l’Entraide Nationale, et présentez-le ; ou, si quelque chose vous en empêche, dites-le à votre délégation.

Ce message est automatique : les réponses ne sont pas lues.";

async fn due(app: &App, login: &str, arguments: &str) -> Value {
    let arguments = if arguments.is_empty() { String::new() } else { format!("({arguments})") };
    app.data(login, &format!("{{ returnsDue{arguments} {{ {DUE} }} }}")).await["returnsDue"].clone()
}

async fn total(app: &App, login: &str, filter: &str) -> i64 {
    due(app, login, &format!("first: 0, where: {{ {filter} }}")).await["totalCount"].as_i64().unwrap()
}

on_both! {
    async fn houses_that_owe_a_return_are_listed_with_the_days(app: &App) {
        // Khénifra has 84 houses. Of the season 2025-2026, 20 less 2 missing returns are there, of which one is a draft and one was
        // sent back; two houses report by month.
        assert_eq!(total(app, "khenifra-head", "").await, 84 - 16);
        for (state, houses) in [("DRAFT", 1), ("RETURNED", 1), ("MISSING", 84 - 16 - 2)] {
            assert_eq!(total(app, "khenifra-head", &format!("state: {state}")).await, houses, "{state}");
        }
        // Of the season before all 20 were validated; the months are missing.
        assert_eq!(total(app, "khenifra-head", "period: \"2024-09\"").await, 84 - 20);
        // A season begins in no other month, and no period is owed before it is over.
        assert_eq!(total(app, "khenifra-head", "period: \"2025-10\"").await, 2);
        assert_eq!(total(app, "khenifra-head", "period: \"2026-09\", asOf: \"2026-09-30\"").await, 0);

        // By their references, page by page.
        let (mut references, mut after) = (Vec::new(), String::new());
        loop {
            let page = due(app, "khenifra-head", &format!("first: 30{after}")).await;
            references.extend(page["nodes"].as_array().unwrap().iter().map(|one| one["establishment"]["reference"].as_str().unwrap().to_owned()));
            if page["hasNextPage"] == false {
                break;
            }
            after = format!(", after: {}", page["endReference"]);
        }
        assert_eq!(references.len(), 68);
        assert!(references.is_sorted() && !references.contains(&"EPS-05-301-0002".to_owned()));
        assert_eq!(app.refusal("khenifra-head", &format!("{{ returnsDue(first: 101) {{ {DUE} }} }}")).await, "BAD_USER_INPUT");

        // Due 60 days after 31 July: 29 September, 56 days before 24 November. Of October due on 10 November, 14 days before.
        let first = due(app, "khenifra-director", "").await;
        assert_eq!(first["nodes"], json!([{
            "establishment": { "reference": "EPS-05-301-0001" }, "returnTemplate": { "code": "BOARDING_HOUSE" }, "periodFirst": "2025-09", "periodLast": "2026-07",
            "dueOn": "2026-09-29", "daysLate": 56, "state": "MISSING", "seasonReturn": null,
        }]));
        let by_month = |page: &Value| {
            let of = page["nodes"].as_array().unwrap().iter().filter(|one| one["returnTemplate"]["code"] == "MONTHLY");
            of.map(|one| (one["periodFirst"].clone(), one["dueOn"].clone(), one["daysLate"].clone())).collect::<Vec<_>>()
        };
        let month = |first: &str, due_on: &str, late: i32| vec![(json!(first), json!(due_on), json!(late)); 2];
        assert_eq!(by_month(&due(app, "khenifra-head", "first: 100").await), month("2026-10", "2026-11-10", 14));
        // As of a day: on the last day it is in time.
        assert_eq!(by_month(&due(app, "khenifra-head", "first: 100, where: { asOf: \"2026-11-10\" }").await), month("2026-10", "2026-11-10", 0));
        assert_eq!(total(app, "khenifra-head", "late: false, asOf: \"2026-11-10\"").await, 2);
        assert_eq!(total(app, "khenifra-head", "late: true, asOf: \"2026-11-11\"").await, 68);

        // Across the end of the month: on 30 November at eleven in the evening October is owed, after midnight November.
        app.advance(6 * 86400 + 13 * 3600);
        assert_eq!(by_month(&due(app, "khenifra-head", "first: 100").await), month("2026-10", "2026-11-10", 20));
        app.advance(2 * 3600);
        assert_eq!(by_month(&due(app, "khenifra-head", "first: 100").await), month("2026-11", "2026-12-10", 0));
        assert_eq!(due(app, "khenifra-director", "").await["nodes"][0]["daysLate"], 63);
        assert_eq!((total(app, "khenifra-head", "late: true").await, total(app, "khenifra-head", "late: false").await), (66, 2));
    }

    async fn each_role_sees_who_owes_a_return_in_its_slice(app: &App) {
        // Of each neighbour 4 of 8 houses have submitted. The association runs four houses for social protection in Khénifra, of which
        // none has submitted (one is a draft, one was sent back), two training centres, a kindergarten, and a house in Béni Mellal.
        let national = (84 - 16) + 4 + 4;
        for (login, houses) in [
            ("national-admin", national), ("national-officer", national), ("national-finance", national), ("auditor", national), ("dpo", national),
            ("region-05", 68 + 4), ("khenifra-head", 68), ("khenifra-officer", 68), ("khenifra-association", 8), ("khenifra-director", 1),
            ("midelt-head", 4), ("midelt-officer", 4), ("midelt-director", 0),
        ] {
            assert_eq!(total(app, login, "").await, houses, "{login}");
        }
        for login in ["khenifra-social", "midelt-social", "partner-indh"] {
            assert_eq!(app.refusal(login, "{ returnsDue { totalCount } }").await, "FORBIDDEN", "{login}");
        }
        // Another delegation's filter tells nothing.
        let midelt = app.data("midelt-head", "{ viewer { slice { id } } }").await["viewer"]["slice"]["id"].clone();
        assert_eq!((total(app, "khenifra-head", &format!("delegation: {midelt}")).await, total(app, "auditor", &format!("delegation: {midelt}")).await), (0, 4));
    }

    async fn a_house_owes_no_return_of_when_it_was_closed(app: &App) {
        let close = Change::new("establishmentClose", "errors { code }");
        let found = app.data("khenifra-head", "{ establishments(where: { search: \"EPS-05-301-0026\" }) { nodes { id } } }").await;
        place_residents(app, "khenifra", &found["establishments"]["nodes"][0]["id"], 0).await;
        let input = json!({ "id": found["establishments"]["nodes"][0]["id"], "expectedVersion": 1, "closedOn": "2025-08-31" });
        assert_eq!(app.change(&app.token("khenifra-head").await, close, &input).await["errors"], json!([]));
        assert_eq!(total(app, "khenifra-head", "").await, 68 - 1, "the season begins on the day after");
        assert_eq!(total(app, "khenifra-head", "period: \"2024-09\"").await, 64, "of the season before it was open");
    }

    async fn directors_of_houses_that_are_late_are_reminded(app: &App) {
        let remind = Change::new("seasonReturnsRemind", "houses written unreached errors { code }");
        let officer = app.token("khenifra-officer").await;
        // Where there is no mail server, nobody is reached.
        let told = app.change(&officer, remind, &json!({})).await;
        assert_eq!(told, json!({ "houses": 68, "written": 0, "unreached": 68, "errors": [] }));
        let mut server = MailServer::start().await;
        let url = app.listen_with_mail(server.mailer(), None).await;
        let send = async |token: &str, input: Value| {
            let answer = app.send_to(&url, Some(token), &remind.document(), json!({ "input": input })).await;
            answer.body["data"]["seasonReturnsRemind"].clone()
        };
        assert_eq!(send(&officer, json!({ "validateOnly": true })).await, json!({ "houses": 68, "written": 0, "unreached": 0, "errors": [] }));
        // One house has a director with an address.
        assert_eq!(send(&officer, json!({})).await, json!({ "houses": 68, "written": 1, "unreached": 67, "errors": [] }));
        let received = server.next().await;
        assert_eq!(received.to, ["khenifra-director@demonstration.invalid"]);
        let mail = MessageParser::default().parse(&received.data).unwrap();
        assert_eq!(mail.subject(), Some("تأخر بيان مؤسستكم – L’état de votre établissement est en retard"));
        assert_eq!(mail.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), REMINDER);
        // Of a season for which everything is there, nobody; of one that is not over, nobody.
        let director = app.data("khenifra-director", "{ seasonReturns(where: { period: \"2024-09\" }) { nodes { state } } }").await;
        assert_eq!(director["seasonReturns"]["nodes"][0]["state"], "VALIDATED");
        assert_eq!(send(&officer, json!({ "period": "2024-09" })).await["written"], 0);
        assert_eq!(send(&officer, json!({ "period": "2026-09" })).await, json!({ "houses": 2, "written": 0, "unreached": 2, "errors": [] }), "the months of September");
        // Five within a while, as for links: then others are left to write.
        for _ in 0..4 {
            assert_eq!(send(&officer, json!({})).await["written"], 1);
            server.next().await;
        }
        assert_eq!(send(&officer, json!({})).await["written"], 0);
        assert!(!server.has_more());
    }

    /// WOMEN_HOME with 36 places for women: 33 were served in 2024-2025 (32 and one more), 52 in 2025-2026 (35 and a half more).
    async fn figures_that_jump_are_shown(app: &App) {
        let query = "{ establishments(where: { search: \"EPS-05-301-0007\" }) { nodes { seasonReturns { periodFirst headCount present
            jumps { section item { code } previous { count amount { amount } } current { count amount { amount } } changePercent } } } } }";
        let returns = app.data("khenifra-officer", query).await["establishments"]["nodes"][0]["seasonReturns"].clone();
        let heads: Vec<_> = returns.as_array().unwrap().iter().map(|one| (one["periodFirst"].as_str().unwrap(), one["headCount"].as_i64().unwrap())).collect();
        assert_eq!(heads, [("2025-09", 52), ("2024-09", 33), ("2023-09", 32)], "the latest first");
        assert_eq!((&returns[1]["jumps"], &returns[2]["jumps"]), (&json!([]), &json!([])), "one more is no jump, and before the first there is none");
        // 19 of 33 are 57.6 %, of 32 present 59.4 %. The bands had 6, 6, 6, 5, 5, 5 and have 9, 9, 9, 9, 8, 8: less than 5 more each. Of
        // staff, 5 became 9. From each of five sources 1,500 dirhams a head.
        let count = |section: &str, item: Option<&str>, previous: i32, current: i32, percent: i32| {
            json!({ "section": section, "item": item.map(|code| json!({ "code": code })), "previous": { "count": previous, "amount": null },
                "current": { "count": current, "amount": null }, "changePercent": percent })
        };
        let money = |item: Option<&str>, previous: &str, current: &str| {
            json!({ "section": "BUDGET", "item": item.map(|code| json!({ "code": code })), "previous": { "count": null, "amount": { "amount": previous } },
                "current": { "count": null, "amount": { "amount": current } }, "changePercent": 58 })
        };
        let sources = ["MINISTRY", "INDH", "ASSOCIATION", "DONORS", "OTHER"].map(|source| money(Some(&format!("BUDGET_{source}")), "49500.00", "78000.00"));
        let mut expected = vec![
            count("HEAD_COUNT", None, 33, 52, 58),
            count("PRESENT", None, 32, 51, 59),
            count("PRESENT", Some("PRESENT_F"), 32, 51, 59),
            money(None, "247500.00", "390000.00"),
        ];
        expected.extend(sources);
        assert_eq!(returns[0]["jumps"], json!(expected));

        // A return that is being filled in is compared too, with one that is only submitted; not with one that was sent back.
        let over = app.data("khenifra-head", "{ seasonReturns(where: { overCapacity: true }) { totalCount nodes { present capacity overCapacity } } }").await;
        // Three houses have five thirds of their places, in three seasons, two of them in Khénifra; and one that jumps has 51 on 36
        // places, the other 60 and more on 40 or so.
        assert!(over["seasonReturns"]["nodes"].as_array().unwrap().iter().all(|one| one["overCapacity"] == true && one["present"].as_i64() > one["capacity"].as_i64()));
        assert_eq!(over["seasonReturns"]["totalCount"], 2 * 3 + 2);
    }
}
