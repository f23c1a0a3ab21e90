//! The schema as it is written down.

use crate::harness::root;

#[test]
fn schema_graphql_is_what_the_code_says() {
    let path = root().join("schema.graphql");
    let printed = taawun::schema::sdl();
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, &printed).unwrap();
    }
    assert!(
        std::fs::read_to_string(path).unwrap() == printed,
        "schema.graphql is out of date: run `cargo run -- schema > schema.graphql` and read what changed"
    );
}

#[test]
fn the_partners_contract_is_what_the_code_says() {
    let path = root().join("docs/partners.graphql");
    let printed = taawun::contract::sdl();
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, &printed).unwrap();
    }
    assert!(
        std::fs::read_to_string(path).unwrap() == printed,
        "docs/partners.graphql is out of date: run `cargo run -- schema --contract partners > docs/partners.graphql` \
         and read what changed"
    );
}

#[test]
fn the_register_is_what_the_code_says() {
    let path = root().join("docs/register.graphql");
    let printed = taawun::register::sdl();
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, &printed).unwrap();
    }
    assert!(
        std::fs::read_to_string(path).unwrap() == printed,
        "docs/register.graphql is out of date: run `cargo run -- schema --contract register > docs/register.graphql` \
         and read what changed"
    );
}

/// Whatever a frontend developer can meet is described.
#[tokio::test]
async fn every_type_field_argument_and_value_is_described() {
    let schema = taawun::schema::builder().finish();
    let query = "{ __schema { types { kind name description
        fields(includeDeprecated: true) { name description args { name description } }
        inputFields { name description } enumValues(includeDeprecated: true) { name description } } } }";
    let answer = schema.execute(query).await.into_result().unwrap().data.into_json().unwrap();
    let mut undescribed = Vec::new();
    let mut seen = 0;
    for kind in answer["__schema"]["types"].as_array().unwrap() {
        let name = kind["name"].as_str().unwrap();
        if name.starts_with("__") || name == "ID" {
            continue;
        }
        let mut check = |what: String, thing: &serde_json::Value| {
            seen += 1;
            if thing["description"].as_str().is_none_or(|text| text.trim().is_empty()) {
                undescribed.push(what);
            }
        };
        check(name.to_owned(), kind);
        for list in ["fields", "inputFields", "enumValues"] {
            for part in kind[list].as_array().into_iter().flatten() {
                let part_name = format!("{name}.{}", part["name"].as_str().unwrap());
                check(part_name.clone(), part);
                for argument in part["args"].as_array().into_iter().flatten() {
                    check(format!("{part_name}({})", argument["name"].as_str().unwrap()), argument);
                }
            }
        }
    }
    assert!(seen > 300, "only {seen} things were looked at");
    assert_eq!(undescribed, Vec::<String>::new());
}
