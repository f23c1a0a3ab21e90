//! The schema as the program itself describes it, for tests that are made from it.

use async_graphql::{EmptySubscription, ObjectType, Schema};
use serde_json::Value;

/// What introspection says of every type.
#[derive(Clone)]
pub(crate) struct Shape {
    types: Value,
}

impl Shape {
    pub(crate) async fn read() -> Self {
        Self::of_schema(&taawun::schema::builder().finish()).await
    }

    /// What the systems of partners may ask for.
    pub(crate) async fn of_partners() -> Self {
        Self::of_schema(&taawun::contract::builder().finish()).await
    }

    async fn of_schema<Q, M>(schema: &Schema<Q, M, EmptySubscription>) -> Self
    where
        Q: ObjectType + 'static,
        M: ObjectType + 'static,
    {
        let query = "{ __schema { types { kind name possibleTypes { name } enumValues { name } inputFields { name defaultValue type { ...T } }
            fields { name type { ...T } args { name defaultValue type { ...T } } } } } }
            fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";
        let answer = schema.execute(query).await.into_result().unwrap().data.into_json().unwrap();
        Self { types: answer["__schema"]["types"].clone() }
    }

    /// A type by its name.
    pub(crate) fn of(&self, name: &str) -> &Value {
        self.types.as_array().unwrap().iter().find(|kind| kind["name"] == name).unwrap_or_else(|| panic!("no {name}"))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.types.as_array().unwrap().iter().any(|kind| kind["name"] == name)
    }

    /// The name under lists and "not null".
    pub(crate) fn named(kind: &Value) -> &str {
        kind["name"].as_str().unwrap_or_else(|| Self::named(&kind["ofType"]))
    }

    pub(crate) fn fields(&self, name: &str) -> &[Value] {
        self.of(name)["fields"].as_array().map_or(&[], Vec::as_slice)
    }

    pub(crate) fn inputs(&self, name: &str) -> &[Value] {
        self.of(name)["inputFields"].as_array().map_or(&[], Vec::as_slice)
    }

    /// The values of an enumeration.
    pub(crate) fn values(&self, name: &str) -> Vec<&str> {
        self.of(name)["enumValues"].as_array().unwrap().iter().map(|value| value["name"].as_str().unwrap()).collect()
    }

    /// The types that have fields.
    pub(crate) fn objects(&self) -> Vec<String> {
        let types = self.types.as_array().unwrap().iter();
        let of = types.filter(|kind| kind["kind"] == "OBJECT").map(|kind| kind["name"].as_str().unwrap().to_owned());
        of.filter(|name| !name.starts_with("__")).collect()
    }

    /// The types that have a global id.
    pub(crate) fn nodes(&self) -> Vec<&str> {
        let types = self.of("Node")["possibleTypes"].as_array().unwrap();
        types.iter().map(|kind| kind["name"].as_str().unwrap()).collect()
    }

    pub(crate) fn kind(&self, name: &str) -> &str {
        self.of(name)["kind"].as_str().unwrap()
    }
}

/// Whether an argument or a field of an input must be given.
pub(crate) fn is_required(argument: &Value) -> bool {
    argument["type"]["kind"] == "NON_NULL" && argument["defaultValue"].is_null()
}
