//! Rules that no door of their own asks yet: what is read only under a parent that was asked for first, and what no mutation
//! changes. Each is asked by itself, as every role, and counted beside plain SQL.

#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "the rules are asked past the doors")]

use entity::{
    cercle, closing_balance, commune, commune_alias, competent_authority, counter, delegation, document_category,
    dossier_requirement, establishment_audience, establishment_kind, grant_line, journal_entry, legal_category,
    licence_period, partner, programme, project, project_partner, province, public_holiday, region,
    regional_coordination, release, release_basis, release_table, return_band, return_item, return_template,
    return_template_item, return_template_kind, rule_set, rule_set_deadline, rule_set_document, rule_set_norm,
    season_return_line, staff_function, territory_import,
};
use sea_orm::{ConnectionTrait, DatabaseConnection, PaginatorTrait, QueryFilter, Statement};
use taawun::auth::Viewer;
use taawun::db::{Scoped, Slice};

use super::crossings;
use super::mutations::viewers;
use crate::harness::{App, Change, on_both};

/// How many rows a condition of plain SQL holds for.
async fn rows(connection: &DatabaseConnection, table: &str, condition: &str) -> u64 {
    let sql = format!("SELECT count(*) AS rows FROM {table} WHERE {condition}");
    let row = connection.query_one_raw(Statement::from_string(connection.get_database_backend(), sql)).await.unwrap();
    u64::try_from(row.unwrap().try_get::<i64>("", "rows").unwrap()).unwrap()
}

/// How many rows a viewer may change by the rule.
async fn editable<E: Scoped>(connection: &DatabaseConnection, viewer: Viewer) -> u64 {
    match E::editable_by(viewer) {
        Slice::Nothing => 0,
        Slice::Everything => E::find().count(connection).await.unwrap(),
        Slice::Only(condition) => E::find().filter(condition).count(connection).await.unwrap(),
    }
}

/// The key of a viewer's slice, as the database writes it.
fn own(app: &App, viewer: Viewer) -> String {
    let key = viewer.slice_key().map(|key| key.simple().to_string()).unwrap_or_default();
    if app.is_postgres() { format!("'{key}'") } else { format!("x'{key}'") }
}

const OF_REGION: &str = "SELECT id FROM delegation WHERE regional_coordination_id =";

on_both! {
    async fn what_is_read_under_a_parent_has_its_own_slice(app: &App) {
        crossings::lay(app).await;
        let update = Change::new("establishmentUpdate", "establishment { version } errors { code }");
        for (login, reference) in [("khenifra-head", "EPS-05-301-0002"), ("midelt-head", "EPS-08-363-0001")] {
            let found = app.data(login, &format!("{{ establishments(where: {{ search: \"{reference}\" }}) {{ nodes {{ id }} }} }}")).await;
            let input = serde_json::json!({ "id": found["establishments"]["nodes"][0]["id"], "expectedVersion": 1, "capacity": { "total": 9 } });
            assert_eq!(app.change(&app.token(login).await, update, &input).await["establishment"]["version"], 2);
        }
        let connection = app.connection().await;
        for (login, viewer) in viewers(app).await {
            let (db, own) = (app.pool.scoped_to(viewer), own(app, viewer));
            let counters = match viewer {
                Viewer::NationalOffice(_) => "1 = 1".to_owned(),
                Viewer::Region(_) => format!("delegation_id IN ({OF_REGION} {own})"),
                Viewer::Delegation(..) => format!("delegation_id = {own}"),
                Viewer::Association(_) => format!("association_id = {own}"),
                Viewer::Establishment(_) => format!("establishment_id = {own}"),
                Viewer::Partner(_) => "1 = 0".to_owned(),
            };
            let counted = db.find::<counter::Entity>().count().await.unwrap();
            assert_eq!(u64::try_from(counted).unwrap(), rows(&connection, "counter", &counters).await, "{login}: counters");
            // What there is at the end of a year, of whole delegations.
            let balances = if matches!(viewer, Viewer::Association(_) | Viewer::Establishment(_)) { "1 = 0" } else { &counters };
            let closed = db.find::<closing_balance::Entity>().count().await.unwrap();
            assert_eq!(u64::try_from(closed).unwrap(), rows(&connection, "closing_balance", balances).await, "{login}: balances");
            // An establishment's key is its `id` there.
            let houses = counters.replace("establishment_id", "id");
            let audiences = db.find::<establishment_audience::Entity>().count().await.unwrap();
            let expected = rows(&connection, "establishment_audience", &format!("establishment_id IN (SELECT id FROM establishment WHERE {houses})")).await;
            assert_eq!(u64::try_from(audiences).unwrap(), expected, "{login}: audiences");
            // The figures of returns; social workers read none.
            let returns = if login.ends_with("-social") { "1 = 0" } else { counters.as_str() };
            let lines = db.find::<season_return_line::Entity>().count().await.unwrap();
            let expected = rows(&connection, "season_return_line", &format!("return_id IN (SELECT id FROM season_return WHERE {returns})")).await;
            assert_eq!(u64::try_from(lines).unwrap(), expected, "{login}: figures of returns");
            let entries = db.find::<journal_entry::Entity>().count().await.unwrap();
            let expected = match login.as_str() {
                "auditor" => "1 = 1".to_owned(),
                "khenifra-head" | "midelt-head" => format!("delegation_before = {own} OR delegation_after = {own}"),
                _ => "1 = 0".to_owned(),
            };
            assert_eq!(u64::try_from(entries).unwrap(), rows(&connection, "journal", &expected).await, "{login}: journal");
        }
        connection.close().await.unwrap();
    }

    async fn what_no_mutation_changes_is_changed_by_those_who_keep_it(app: &App) {
        crossings::lay(app).await;
        let import = Change::new("territoryImport", "errors { code }");
        let input = serde_json::json!({ "idempotencyKey": "an-import-to-be-kept", "source": "A list", "units": [{ "level": "REGION", "code": "01", "names": { "fr": "Une région" } }] });
        assert_eq!(app.change(&app.token("national-admin").await, import, &input).await["errors"], serde_json::json!([]));
        let connection = app.connection().await;
        for (login, viewer) in viewers(app).await {
            let own = own(app, viewer);
            // Reference data and the institution's own organisation are the national administrators'.
            macro_rules! administrators {
                ($($table:ident),*) => {$(
                    let all = rows(&connection, stringify!($table), "1 = 1").await;
                    let expected = if login == "national-admin" { all } else { 0 };
                    assert!(all > 0);
                    assert_eq!(editable::<$table::Entity>(&connection, viewer).await, expected, "{login}: {}", stringify!($table));
                )*};
            }
            administrators!(region, province, cercle, commune, commune_alias, establishment_kind, legal_category, competent_authority, programme);
            administrators!(staff_function, dossier_requirement, document_category, return_band, return_item, return_template, return_template_item, return_template_kind);
            administrators!(delegation, regional_coordination, partner, territory_import);
            // Releases are withdrawn by those who publish; what stands in them is changed by nobody, and what they were made of
            // is seen by nobody else.
            let (publishes, releases) = (["national-admin", "national-officer"].contains(&login.as_str()), 2);
            assert_eq!(editable::<release::Entity>(&connection, viewer).await, if publishes { releases } else { 0 }, "{login}");
            assert_eq!(editable::<release_table::Entity>(&connection, viewer).await, 0, "{login}");
            assert_eq!(editable::<release_basis::Entity>(&connection, viewer).await, 0, "{login}");
            let seen = app.pool.scoped_to(viewer).find::<release_basis::Entity>().count().await.unwrap();
            assert_eq!(seen, if publishes { 2 } else { 0 }, "{login}: what releases were made of");
            // What applications must meet, and when offices are closed.
            macro_rules! of_those_who_publish {
                ($($table:ident),*) => {$(
                    let all = rows(&connection, stringify!($table), "1 = 1").await;
                    let expected = if publishes { all } else { 0 };
                    assert!(all > 0);
                    assert_eq!(editable::<$table::Entity>(&connection, viewer).await, expected, "{login}: {}", stringify!($table));
                )*};
            }
            of_those_who_publish!(rule_set, rule_set_document, rule_set_norm, rule_set_deadline, public_holiday);
            // What was decided, paid, counted and written is changed by nobody.
            assert_eq!(editable::<grant_line::Entity>(&connection, viewer).await, 0, "{login}");
            assert_eq!(editable::<counter::Entity>(&connection, viewer).await, 0, "{login}");
            assert_eq!(editable::<closing_balance::Entity>(&connection, viewer).await, 0, "{login}");
            assert_eq!(editable::<journal_entry::Entity>(&connection, viewer).await, 0, "{login}");
            // Projects and the register are kept by the head and the officers of the delegation.
            let keeps = login.ends_with("-head") || login.ends_with("-officer") && login != "national-officer";
            let condition = if keeps { format!("delegation_id = {own}") } else { "1 = 0".to_owned() };
            assert_eq!(editable::<project::Entity>(&connection, viewer).await, rows(&connection, "project", &condition).await, "{login}");
            let parts = format!("project_id IN (SELECT id FROM project WHERE {condition})");
            assert_eq!(editable::<project_partner::Entity>(&connection, viewer).await, rows(&connection, "project_partner", &parts).await, "{login}");
            // Licences too, by the national office, and by the association, whose house is being licensed once it applies.
            let licences = match viewer {
                Viewer::Association(_) => format!("association_id = {own}"),
                Viewer::NationalOffice(_) if ["national-admin", "national-officer"].contains(&login.as_str()) => "1 = 1".to_owned(),
                Viewer::NationalOffice(_) | Viewer::Region(_) | Viewer::Delegation(..) | Viewer::Establishment(_) | Viewer::Partner(_) => condition.clone(),
            };
            assert_eq!(editable::<licence_period::Entity>(&connection, viewer).await, rows(&connection, "licence_period", &licences).await, "{login}");
            // The figures of a return, also by the house and its association.
            let figures = match viewer {
                Viewer::Association(_) => format!("association_id = {own}"),
                Viewer::Establishment(_) => format!("establishment_id = {own}"),
                Viewer::NationalOffice(_) | Viewer::Region(_) | Viewer::Delegation(..) | Viewer::Partner(_) => condition.clone(),
            };
            let figures = format!("return_id IN (SELECT id FROM season_return WHERE {figures})");
            assert_eq!(editable::<season_return_line::Entity>(&connection, viewer).await, rows(&connection, "season_return_line", &figures).await, "{login}");
            let condition = if login == "national-admin" { "1 = 1".to_owned() } else { condition };
            let audiences = format!("establishment_id IN (SELECT id FROM establishment WHERE {condition})");
            assert_eq!(editable::<establishment_audience::Entity>(&connection, viewer).await, rows(&connection, "establishment_audience", &audiences).await, "{login}");
        }
        connection.close().await.unwrap();
    }
}
