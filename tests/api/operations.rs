//! Every documented operation runs, as the login it names, and answers what it always answered; with no more statements
//! than its budget.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::{on_both, root};

/// A file of `docs/operations`.
struct Operation {
    name: String,
    login: Option<String>,
    variables: Value,
    query: String,
}

fn operations() -> Vec<Operation> {
    let mut operations = Vec::new();
    for file in std::fs::read_dir(root().join("docs/operations")).unwrap() {
        let path = file.unwrap().path();
        let query = std::fs::read_to_string(&path).unwrap();
        let said = |what: &str| query.lines().find_map(|line| line.strip_prefix(what)).map(str::to_owned);
        operations.push(Operation {
            name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
            login: said("# as: "),
            variables: said("# variables: ").map_or(json!({}), |variables| serde_json::from_str(&variables).unwrap()),
            query,
        });
    }
    // What is there is read first, then changed, and then the journal tells.
    operations.sort_by_key(|one| {
        (["Journal", "History"].contains(&one.name.as_str()), one.query.contains("\nmutation "), one.name.clone())
    });
    operations
}

/// Statements each costs, whatever the number of rows. A change is written by one statement on PostgreSQL, with BEGIN and
/// COMMIT beside it; on SQLite, in process, by one for each row and one for the names by which it is searched.
fn budgets(postgres: bool) -> BTreeMap<&'static str, u64> {
    let written = |at_once, in_turn| if postgres { at_once } else { in_turn };
    BTreeMap::from([
        ("AnnualReport", 6),
        ("Associations", 2),
        ("AssociationCreate", written(6, 10)),
        ("AssociationFile", 4),
        ("AssociationUpdate", written(4, 6)),
        ("BankAccountApprove", written(7, 11)),
        ("BankAccountPropose", written(6, 9)),
        ("BankAccountReject", 3),
        ("Communes", 3),
        ("DeclaredFigureRecord", written(4, 7)),
        ("DeclaredFigures", 1),
        ("DeclaredFiguresRecord", written(6, 9)),
        ("Delegations", 2),
        ("Establishment", 4),
        ("Establishments", 1),
        ("EstablishmentClose", written(6, 9)),
        ("EstablishmentCreate", written(8, 14)),
        ("EstablishmentMove", written(11, 18)),
        ("EstablishmentUpdate", written(4, 6)),
        ("GrantLines", 2),
        ("History", 2),
        ("Journal", 2),
        ("LicensingBacklog", 3),
        ("Nodes", 2),
        ("Projects", 2),
        ("ReferenceData", 3),
        ("Search", 3),
        ("Territory", 2),
        ("TerritoryImport", written(7, 14)),
        ("Viewer", 1),
    ])
}

on_both! {
    async fn each_answers_as_documented_and_within_its_statements(app: &App) {
        let mut spent = BTreeMap::new();
        for operation in operations() {
            let Some(login) = operation.login else {
                assert_eq!(operation.name, "SignIn", "only signing in needs no login");
                let mut input = operation.variables["input"].clone();
                input["password"] = json!(app.password("khenifra-head"));
                let answer = app.send(None, &operation.query, json!({ "input": input })).await;
                assert_eq!(answer.body["data"]["signIn"]["viewer"]["role"], "DELEGATION_HEAD");
                assert_eq!(answer.body["data"]["signIn"]["errors"], json!([]));
                continue;
            };
            let token = app.token(&login).await;
            let before = app.statements();
            let answer = app.send(Some(&token), &operation.query, operation.variables).await;
            spent.insert(operation.name.clone(), app.statements() - before);
            assert!(answer.body.get("errors").is_none(), "{}: {:#}", operation.name, answer.body);
            insta::assert_json_snapshot!(operation.name, answer.body["data"]);
        }
        let spent: BTreeMap<&str, u64> = spent.iter().map(|(name, statements)| (name.as_str(), *statements)).collect();
        assert_eq!(spent, budgets(app.is_postgres()));
    }
}
