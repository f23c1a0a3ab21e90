//! Who does what with a relocation plan, from where: every state, step and account. How one covers and what it lets happen is told
//! in `inspections.rs`.

use serde_json::{Value, json};

use crate::harness::on_both;
use crate::inspections::{APPROVE, CREATE, UPDATE, house};
use crate::procedures::{ABOVE_AND_THE_HOUSE, HEADS, Hinders, OFFICES, Step, Table, nothing_hinders};

/// The delegation prepares it, and its head approves it.
const PROCEDURE: [Step; 2] = [Step("UPDATE", UPDATE, OFFICES, &["DRAFT"]), Step("APPROVE", APPROVE, HEADS, &["DRAFT"])];

fn beside(_: &str) -> Value {
    json!({})
}

/// A draft is changed by whoever prepared it, and approved by somebody else, once it places all.
fn of_the_officer(login: &str, step: &str) -> &'static [&'static str] {
    if step == "UPDATE" && login != "khenifra-officer" { &["FORBIDDEN"] } else { &[] }
}

fn short_of_the_officer(login: &str, step: &str) -> &'static [&'static str] {
    if step == "APPROVE" { &["INVALID"] } else { of_the_officer(login, step) }
}

fn of_the_head(login: &str, step: &str) -> &'static [&'static str] {
    if (step == "UPDATE") == (login == "khenifra-head") { &[] } else { &["FORBIDDEN"] }
}

fn short_of_the_head(login: &str, step: &str) -> &'static [&'static str] {
    if step == "APPROVE" { &["FORBIDDEN", "INVALID"] } else { of_the_head(login, step) }
}

on_both! {
    async fn every_step_is_its_own_role_s_where_it_is_due(app: &App) {
        let house = house(app, "EPS-05-301-0001").await["id"].clone();
        let (officer, head) = (app.token("khenifra-officer").await, app.token("khenifra-head").await);
        let drafted = async |token: &str, key: &str, placed: &Value| {
            let lines = if *placed == json!(0) { json!([]) } else { json!([{ "destination": "FAMILY", "residents": placed }]) };
            let drafted = app.change(token, CREATE, &json!({ "idempotencyKey": key, "establishment": house, "lines": lines })).await;
            assert_eq!(drafted["errors"], json!([]));
            drafted["relocationPlan"].clone()
        };
        let approved = async |plan: &Value| {
            let approved = app.change(&head, APPROVE, &json!({ "id": plan["id"], "expectedVersion": 1 })).await;
            assert_eq!(approved["errors"], json!([]));
            approved["relocationPlan"].clone()
        };
        let mut table = Table::new(app, "relocationPlan", &PROCEDURE).await;
        let short = drafted(&officer, "short-of-the-officer", &json!(0)).await;
        let all = short["residents"].clone();
        assert!(all.as_i64().unwrap() > 0, "the last return counts them");
        let whole = drafted(&officer, "whole-of-the-officer", &all).await;
        let own_short = drafted(&head, "short-of-the-head", &json!(0)).await;
        let own = drafted(&head, "whole-of-the-head", &all).await;
        let drafts: [(&Value, Hinders); 4] =
            [(&short, short_of_the_officer), (&whole, of_the_officer), (&own_short, short_of_the_head), (&own, of_the_head)];
        for (plan, hinders) in drafts {
            table.at(plan, "DRAFT", &ABOVE_AND_THE_HOUSE, beside, hinders).await;
        }
        let first = approved(&whole).await;
        table.at(&first, "APPROVED", &ABOVE_AND_THE_HOUSE, beside, nothing_hinders).await;
        approved(&drafted(&officer, "another-of-the-officer", &all).await).await;
        let superseded = json!({ "id": first["id"], "version": 3 });
        table.at(&superseded, "SUPERSEDED", &ABOVE_AND_THE_HOUSE, beside, nothing_hinders).await;
        // 17 accounts, 6 plans, 2 steps. Each draft is changed by one, and one of them approved by the head.
        table.came_out(&[("done", 4 + 1), ("elsewhere", 2 * (2 + 1)), ("hindered", 4 + 3), ("no right", 6 * (13 + 15)), ("not there", 6 * (2 + 1))]);
    }
}
