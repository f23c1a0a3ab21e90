//! Who does what with a formal notice, from where: every state, step and account. How one is met and what follows is told in
//! `licence_measures.rs`.

use serde_json::{Value, json};

use crate::harness::on_both;
use crate::inspections::house;
use crate::licence_measures::{CLOSE_NOTICE, MEET, SERVE, WITHDRAW};
use crate::procedures::{ABOVE_AND_THE_HOUSE, OFFICES, Step, Table, nothing_hinders};

/// The delegation that served it notes what is met, closes it as not met once its last day has passed, or takes it back.
const PROCEDURE: [Step; 3] = [
    Step("MEET", MEET, OFFICES, &["SERVED"]),
    Step("CLOSE", CLOSE_NOTICE, OFFICES, &["SERVED"]),
    Step("WITHDRAW", WITHDRAW, OFFICES, &["SERVED"]),
];

/// The day that it is for the office, as the harness says, and the day before.
const TODAY: &str = "2026-11-24";
const YESTERDAY: &str = "2026-11-23";

fn beside(step: &str) -> Value {
    match step {
        "MEET" => json!({ "item": 1, "metOn": TODAY, "remark": "Vu sur place" }),
        _ => json!({ "reason": "Rien n’est fait" }),
    }
}

/// On its last day it may still be met.
fn on_its_last_day(_: &str, step: &str) -> &'static [&'static str] {
    if step == "CLOSE" { &["INVALID"] } else { &[] }
}

on_both! {
    async fn every_step_is_its_own_role_s_where_it_is_due(app: &App) {
        let house = house(app, "EPS-05-301-0001").await["id"].clone();
        let officer = app.token("khenifra-officer").await;
        let served = async |due: &str, key: &str| {
            let input = json!({ "idempotencyKey": key, "establishment": house, "servedOn": "2026-11-02", "dueOn": due, "items": [{ "text": "Réparer le toit" }] });
            let served = app.change(&officer, SERVE, &input).await;
            assert_eq!(served["errors"], json!([]));
            served["formalNotice"].clone()
        };
        let made = async |step: &Step, notice: &Value| {
            let mut input = beside(step.0);
            (input["id"], input["expectedVersion"]) = (notice["id"].clone(), json!(1));
            let made = app.change(&officer, step.1, &input).await;
            assert_eq!(made["errors"], json!([]));
            made["formalNotice"].clone()
        };
        let mut table = Table::new(app, "formalNotice", &PROCEDURE).await;
        let (overdue, last_day) = (served(YESTERDAY, "an-overdue-notice").await, served(TODAY, "a-notice-on-its-last-day").await);
        table.at(&overdue, "SERVED", &ABOVE_AND_THE_HOUSE, beside, nothing_hinders).await;
        table.at(&last_day, "SERVED", &ABOVE_AND_THE_HOUSE, beside, on_its_last_day).await;
        let [meet, close, withdraw] = &PROCEDURE;
        let another = served(TODAY, "a-notice-to-be-taken-back").await;
        for (step, notice, state) in [(meet, last_day, "MET"), (close, overdue, "NOT_MET"), (withdraw, another, "WITHDRAWN")] {
            table.at(&made(step, &notice).await, state, &ABOVE_AND_THE_HOUSE, beside, nothing_hinders).await;
        }
        // 17 accounts, 5 notices, 3 steps. Of 4 with the right, the 2 of Midelt see none; the others make 3 and 2.
        table.came_out(&[("done", 2 * (3 + 2)), ("elsewhere", 2 * 3 * 3), ("hindered", 2), ("no right", 13 * 5 * 3), ("not there", 2 * 5 * 3)]);
    }
}
