//! The size of a document, judged before anything walks it: the parser descends into nested values without a limit of its
//! own, and validation follows every spread of every fragment. What a document asks for is counted with each fragment where
//! it is spread, each fragment walked once.

mod words;

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::parser::parse_query;
use async_graphql::parser::types::{
    BaseType, Directive, ExecutableDocument, Field, FragmentDefinition, OperationDefinition, OperationType, Selection,
    SelectionSet, VariableDefinition,
};
use async_graphql::{Name, Positioned, Variables};
use async_graphql_value::{ConstValue, Value};

use self::words::Words;
use super::remembered::Known;
use crate::config::Limits;
use crate::error::Error;
use crate::schema::LISTS;
use crate::text::Message;

/// Rows of a page where the document does not say.
const PAGE: u64 = crate::page::DEFAULT_SIZE as u64;
/// Rows that a list without pages counts for.
const LIST: u64 = 5;
/// The cells of a table are more than a few.
const CELLS: &str = "cells";
const OF_A_TABLE: u64 = 300;
/// What a search costs: it looks at names, where a page looks at its rows.
const SEARCH: u64 = 500;

/// A document of a size that can be answered.
pub(super) struct Judged {
    pub(super) document: Arc<ExecutableDocument>,
    /// What its costliest operation costs.
    pub(super) cost: u64,
    /// Whether it changes anything.
    pub(super) changes: bool,
    /// Whether no variable has a value of which it is not certain that it is of its type.
    pub(super) plain: bool,
    /// Whether all that the document says is looked at when it is validated: an argument in which a variable without a value
    /// stands is not, nor one of an operation that is not asked for.
    pub(super) whole: bool,
}

/// A document of a size that can be answered, parsed where it was not before. What depends on the values of variables is
/// judged each time.
pub(super) fn judge(
    query: &str,
    known: &Known,
    operation_name: Option<&str>,
    variables: &Variables,
    limits: &Limits,
) -> Result<Judged, Refused> {
    let document = match known {
        Known::Parsed(parsed) => Arc::clone(&parsed.document),
        Known::New(_) | Known::TooLong => Arc::new(parse(query, limits)?),
    };
    for value in variables.values() {
        within("items", longest_list(value), limits.list_items)?;
    }
    let (mut cost, mut changes, mut plain) = (0, false, true);
    let mut whole = document.operations.iter().count() == 1;
    for (name, operation) in document.operations.iter() {
        let operation = &operation.node;
        plain &= operation.variable_definitions.iter().all(|defined| is_plain(&defined.node, variables));
        whole &= operation.variable_definitions.iter().all(|defined| variables.contains_key(&defined.node.name.node));
        if operation_name.is_none_or(|wanted| name.is_none_or(|name| name == wanted)) {
            variables_are_there(operation, variables)?;
            changes |= operation.ty == OperationType::Mutation;
        }
        let mut count = Count { fragments: &document.fragments, known: HashMap::new(), operation, variables };
        let asked = count.selection(&operation.selection_set.node);
        within("fields", asked.fields, limits.fields)?;
        within("depth", asked.depth, limits.depth)?;
        within("aliases", asked.aliases, limits.aliases)?;
        within("root-fields", asked.roots, limits.root_fields)?;
        within("directives", asked.directives + operation.directives.len() as u64, limits.directives)?;
        within("items", asked.items, limits.list_items)?;
        within("cost", asked.cost_in(PAGE), limits.cost)?;
        cost = cost.max(asked.cost_in(PAGE));
    }
    Ok(Judged { document, cost, changes, plain, whole })
}

fn parse(query: &str, limits: &Limits) -> Result<ExecutableDocument, Refused> {
    let words = Words::of(query);
    within("nesting", words.deepest, limits.nesting)?;
    within("tokens", words.count, limits.tokens)?;
    parse_query(query).map_err(|_| Refused::Syntax)
}

/// The library would execute without them, and say so of a field.
fn variables_are_there(operation: &OperationDefinition, variables: &Variables) -> Result<(), Refused> {
    for defined in &operation.variable_definitions {
        let defined = &defined.node;
        let given = variables.get(&defined.name.node).is_some_and(|value| *value != ConstValue::Null);
        if !defined.var_type.node.nullable && defined.default_value.is_none() && !given {
            let message = Message::new("variable-missing").with("name", defined.name.node.as_str());
            return Err(Refused::Request(Error::BadUserInput(message)));
        }
    }
    Ok(())
}

/// Whether a variable has no value, or one of the few types for which that is seen at once.
fn is_plain(defined: &VariableDefinition, variables: &Variables) -> bool {
    let BaseType::Named(name) = &defined.var_type.node.base else { return false };
    match (name.as_str(), variables.get(&defined.name.node)) {
        (_, None) | ("ID" | "String", Some(ConstValue::String(_))) | ("Boolean", Some(ConstValue::Boolean(_))) => true,
        ("Int", Some(ConstValue::Number(number))) => {
            number.as_i64().is_some_and(|number| i32::try_from(number).is_ok())
        }
        _ => false,
    }
}

/// Why a document is not answered.
pub(super) enum Refused {
    /// It is no GraphQL.
    Syntax,
    /// It is too large, or lacks something.
    Request(Error),
}

fn within(what: &'static str, count: u64, maximum: u64) -> Result<(), Refused> {
    if count <= maximum {
        return Ok(());
    }
    let message = Message::new("document-limit").with("what", what).with("maximum", maximum);
    Err(Refused::Request(Error::LimitExceeded(message)))
}

fn longest_list(value: &ConstValue) -> u64 {
    match value {
        ConstValue::List(items) => items.iter().map(longest_list).max().unwrap_or(0).max(items.len() as u64),
        ConstValue::Object(fields) => fields.values().map(longest_list).max().unwrap_or(0),
        ConstValue::Null
        | ConstValue::Number(_)
        | ConstValue::String(_)
        | ConstValue::Boolean(_)
        | ConstValue::Binary(_)
        | ConstValue::Enum(_) => 0,
    }
}

fn longest_list_in(value: &Value) -> u64 {
    match value {
        Value::List(items) => items.iter().map(longest_list_in).max().unwrap_or(0).max(items.len() as u64),
        Value::Object(fields) => fields.values().map(longest_list_in).max().unwrap_or(0),
        Value::Variable(_)
        | Value::Null
        | Value::Number(_)
        | Value::String(_)
        | Value::Boolean(_)
        | Value::Binary(_)
        | Value::Enum(_) => 0,
    }
}

/// What a selection asks for.
#[derive(Clone, Copy, Default)]
struct Asked {
    fields: u64,
    depth: u64,
    aliases: u64,
    roots: u64,
    directives: u64,
    /// The longest list among its arguments.
    items: u64,
    /// What it costs once.
    once: u64,
    /// What it costs for each row of the page that it lies in.
    for_each: u64,
}

impl Asked {
    fn cost_in(self, page: u64) -> u64 {
        self.once.saturating_add(self.for_each.saturating_mul(page))
    }

    fn and(self, other: Self) -> Self {
        Self {
            fields: self.fields.saturating_add(other.fields),
            depth: self.depth.max(other.depth),
            aliases: self.aliases.saturating_add(other.aliases),
            roots: self.roots.saturating_add(other.roots),
            directives: self.directives.saturating_add(other.directives),
            items: self.items.max(other.items),
            once: self.once.saturating_add(other.once),
            for_each: self.for_each.saturating_add(other.for_each),
        }
    }
}

/// Counts what an operation asks for.
struct Count<'a> {
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    /// Fragments that were walked. One that spreads itself counts for nothing there, and is left to validation.
    known: HashMap<Name, Asked>,
    operation: &'a OperationDefinition,
    variables: &'a Variables,
}

impl Count<'_> {
    fn selection(&mut self, selection: &SelectionSet) -> Asked {
        selection.items.iter().fold(Asked::default(), |all, item| {
            all.and(match &item.node {
                Selection::Field(field) => self.field(&field.node),
                Selection::InlineFragment(fragment) => {
                    directives(&fragment.node.directives).and(self.selection(&fragment.node.selection_set.node))
                }
                Selection::FragmentSpread(spread) => {
                    let own = directives(&spread.node.directives);
                    own.and(self.fragment(&spread.node.fragment_name.node))
                }
            })
        })
    }

    fn fragment(&mut self, name: &Name) -> Asked {
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        let Some(fragment) = self.fragments.get(name) else { return Asked::default() };
        self.known.insert(name.clone(), Asked::default());
        let own = Asked { fields: 1, ..directives(&fragment.node.directives) };
        let asked = own.and(self.selection(&fragment.node.selection_set.node));
        self.known.insert(name.clone(), asked);
        asked
    }

    /// A page costs what its rows cost: `nodes` and `edges` stand for as many rows as the field around them asks for, any
    /// other list of objects for a few.
    fn field(&mut self, field: &Field) -> Asked {
        let within = self.selection(&field.selection_set.node);
        let items = field.arguments.iter().map(|(_, value)| longest_list_in(&value.node)).max().unwrap_or(0);
        let of_rows = matches!(field.name.node.as_str(), "nodes" | "edges");
        // Of two fields with this name, one may be a list and the other a page.
        let is_list = !of_rows && within.for_each == 0 && LISTS.contains(field.name.node.as_str());
        let rows = if !is_list {
            1
        } else if field.name.node == CELLS {
            OF_A_TABLE
        } else {
            LIST
        };
        let below = within.cost_in(self.page(field)).saturating_mul(rows);
        let cost = 1_u64.saturating_add(below).saturating_add(self.search(field));
        Asked {
            fields: within.fields.saturating_add(1),
            depth: within.depth.saturating_add(1),
            aliases: within.aliases.saturating_add(field.alias.is_some().into()),
            roots: 1,
            directives: within.directives.saturating_add(field.directives.len() as u64),
            items: items.max(within.items),
            once: if of_rows { 0 } else { cost },
            for_each: if of_rows { cost } else { 0 },
        }
    }

    /// As many rows as a field asks for.
    fn page(&self, field: &Field) -> u64 {
        let asked = ["first", "last"].into_iter().find_map(|name| match self.argument(field, name)? {
            ConstValue::Number(number) => number.as_u64(),
            ConstValue::Null
            | ConstValue::String(_)
            | ConstValue::Boolean(_)
            | ConstValue::Binary(_)
            | ConstValue::Enum(_)
            | ConstValue::List(_)
            | ConstValue::Object(_) => None,
        });
        asked.unwrap_or(PAGE)
    }

    /// What a search costs; nothing where there is none.
    fn search(&self, field: &Field) -> u64 {
        let Some(ConstValue::Object(filter)) = self.argument(field, "where") else { return 0 };
        if filter.get("search").is_some_and(|text| *text != ConstValue::Null) { SEARCH } else { 0 }
    }

    /// The value of an argument, with those of its variables.
    fn argument(&self, field: &Field, name: &str) -> Option<ConstValue> {
        let value = field.get_argument(name)?.node.clone();
        let known = value.into_const_with(|name| {
            let default = || {
                let defined = self.operation.variable_definitions.iter().find(|defined| defined.node.name.node == name);
                defined.and_then(|defined| defined.node.default_value.as_ref()).map(|value| &value.node)
            };
            Ok::<_, ()>(self.variables.get(&name).or_else(default).cloned().unwrap_or_default())
        });
        known.ok()
    }
}

fn directives(directives: &[Positioned<Directive>]) -> Asked {
    Asked { directives: directives.len() as u64, ..Asked::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cost of a document, or which limit it passes.
    fn cost(query: &str, variables: serde_json::Value) -> Result<u64, String> {
        match judge(query, &Known::TooLong, None, &Variables::from_json(variables), &Limits::default()) {
            Ok(document) => Ok(document.cost),
            Err(Refused::Request(error)) => Err(error.to_string()),
            Err(Refused::Syntax) => Err("syntax".to_owned()),
        }
    }

    #[test]
    fn a_list_without_pages_counts_for_a_few_rows() {
        // 1 for the regions, and five times: the code, the provinces, and five times their code.
        assert_eq!(cost("{ regions { code provinces { code } } }", serde_json::json!({})), Ok(1 + 5 * (1 + 1 + 5)));
        // A list of values counts as one.
        assert_eq!(
            cost("{ establishments(first: 2) { nodes { audiences } } }", serde_json::json!({})),
            Ok(1 + 2 * (1 + 1))
        );
        let deep = (0..5).fold("code".to_owned(), |within, _| format!("provinces {{ region {{ {within} }} }}"));
        assert!(cost(&format!("{{ regions {{ {deep} }} }}"), serde_json::json!({})).unwrap_err().contains("cost"));
    }

    #[test]
    fn a_page_costs_what_its_rows_cost() {
        let none = || serde_json::json!({});
        // By hand: a 1, b 1.
        assert_eq!(cost("{ a { b } }", none()), Ok(2));
        let searched = "query ($text: String) { a(where: { search: $text }) { b } }";
        assert_eq!(cost(searched, serde_json::json!({ "text": "dar" })), Ok(502), "a search costs five hundred");
        assert_eq!(cost(searched, none()), Ok(2), "none costs none");
        assert_eq!(
            cost(
                "query ($filter: W) { a(where: $filter) { b } }",
                serde_json::json!({ "filter": { "search": "dar" } })
            ),
            Ok(502)
        );
        // By hand: houses 1, totalCount 1, and of 20 rows each nodes 1, id 1.
        assert_eq!(cost("{ houses { totalCount nodes { id } } }", none()), Ok(2 + 20 * 2));
        assert_eq!(cost("{ houses(first: 100) { nodes { id } } }", none()), Ok(1 + 100 * 2));
        assert_eq!(cost("{ houses(last: 3) { edges { node { id } } } }", none()), Ok(1 + 3 * 3));
        let by_variable = "query ($n: Int = 50) { houses(first: $n) { ...Rows } } fragment Rows on P { nodes { id } }";
        assert_eq!(cost(by_variable, none()), Ok(1 + 50 * 2), "through a fragment, by a default");
        assert_eq!(cost(by_variable, serde_json::json!({ "n": 7 })), Ok(1 + 7 * 2));
        // Pages within pages multiply: 10 rows of (1 + 1 + 10 rows of 2).
        assert_eq!(
            cost("{ a(first: 10) { nodes { b(first: 10) { nodes { id } } } } }", none()),
            Ok(1 + 10 * (1 + 1 + 10 * 2))
        );
        assert!(
            cost("{ a(first: 100) { nodes { b(first: 100) { nodes { id } } } } }", none())
                .unwrap_err()
                .contains("cost")
        );
    }

    #[test]
    fn each_limit_holds_just_below_and_not_just_above() {
        let limits = Limits::default();
        let none = || serde_json::json!({});
        let of = |what: &str, query: &str| {
            let refused = cost(query, none()).expect_err(what);
            assert!(refused.contains("too large"), "{what}: {refused}");
        };
        let fields = |count: u64| format!("{{ a {{ {} }} }}", "b ".repeat(usize::try_from(count - 1).unwrap()));
        assert!(cost(&fields(limits.fields), none()).is_ok());
        of("fields", &fields(limits.fields + 1));
        let aliases = |count: u64| format!("{{ a {{ {} }} }}", "x: b ".repeat(usize::try_from(count).unwrap()));
        assert!(cost(&aliases(limits.aliases), none()).is_ok());
        of("aliases", &aliases(limits.aliases + 1));
        let roots = |count: u64| format!("{{ {} }}", "b ".repeat(usize::try_from(count).unwrap()));
        assert!(cost(&roots(limits.root_fields), none()).is_ok());
        of("root fields", &roots(limits.root_fields + 1));
        let directives =
            |count: u64| format!("{{ a {} }}", "@include(if: true) ".repeat(usize::try_from(count).unwrap()));
        assert!(cost(&directives(limits.directives), none()).is_ok());
        of("directives", &directives(limits.directives + 1));
        let depth = |count: u64| {
            format!("{}{}", "{ a ".repeat(usize::try_from(count).unwrap()), "}".repeat(usize::try_from(count).unwrap()))
        };
        assert!(cost(&depth(limits.depth), none()).is_ok());
        of("depth", &depth(limits.depth + 1));
        let items = |count: u64| format!("{{ a(b: [{}]) }}", "1 ".repeat(usize::try_from(count).unwrap()));
        assert!(cost(&items(limits.list_items), none()).is_ok());
        of("items", &items(limits.list_items + 1));
        let sent = |count: u64| {
            cost("query ($b: [Int]) { a(b: $b) }", serde_json::json!({ "b": vec![1; usize::try_from(count).unwrap()] }))
        };
        assert!(sent(limits.list_items).is_ok() && sent(limits.list_items + 1).is_err());
        let tokens =
            |count: u64| format!("{{ a(b: \"x\" {}) }}", "c: 1 ".repeat(usize::try_from((count - 8) / 3).unwrap()));
        assert!(cost(&tokens(limits.tokens), none()).is_ok());
        of("tokens", &tokens(limits.tokens + 9));
        let nested = |count: u64| {
            format!(
                "{{ a(b: {}1{}) }}",
                "[".repeat(usize::try_from(count - 2).unwrap()),
                "]".repeat(usize::try_from(count - 2).unwrap())
            )
        };
        assert!(cost(&nested(limits.nesting), none()).is_ok());
        of("nesting", &nested(limits.nesting + 1));
    }

    #[test]
    fn a_fragment_counts_where_it_is_spread() {
        let bomb = |levels: usize| {
            let fragments: Vec<String> =
                (0..levels).map(|n| format!("fragment f{n} on Query {{ ...f{} ...f{} }}", n + 1, n + 1)).collect();
            let fragments = fragments.join(" ");
            format!("{{ a {{ ...f0 }} }} {fragments} fragment f{levels} on Query {{ __typename }}")
        };
        let none = || serde_json::json!({});
        assert!(cost(&bomb(5), none()).is_ok());
        assert!(cost(&bomb(40), none()).is_err());
        assert!(cost("{ ...f } fragment f on Query { ...f a }", none()).is_ok(), "left to validation");
    }
}
