//! The fields of an answer, in the order in which they were asked for.
//!
//! GraphQL asks for it ("Serialized Map Ordering", § 7.2.2 of October 2021): people compare answers, and clients keep them. The
//! library writes fields in the order in which their values were there, so that two requests alike are answered differently.
//! What the fast lane has written is in order, and no object any more.

use std::collections::HashMap;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{ExecutableDocument, FragmentDefinition, Selection, SelectionSet};
use async_graphql::{Name, Positioned, Value};
use async_graphql_value::ConstValue;

type Object = IndexMap<Name, ConstValue>;
type Fragments = HashMap<Name, Positioned<FragmentDefinition>>;

/// Puts an answer in order.
pub(super) fn arrange(answer: &mut Value, document: &ExecutableDocument, operation: Option<&str>) {
    let mut operations = document.operations.iter();
    let asked = operations.find(|(name, _)| operation.is_none_or(|wanted| name.is_some_and(|name| name == wanted)));
    if let Some((_, asked)) = asked {
        value(answer, &[&asked.node.selection_set.node], &document.fragments);
    }
}

fn value(answer: &mut ConstValue, asked: &[&SelectionSet], fragments: &Fragments) {
    match answer {
        ConstValue::Object(fields) => object(fields, asked, fragments),
        ConstValue::List(items) => items.iter_mut().for_each(|item| value(item, asked, fragments)),
        ConstValue::Null
        | ConstValue::Number(_)
        | ConstValue::String(_)
        | ConstValue::Boolean(_)
        | ConstValue::Binary(_)
        | ConstValue::Enum(_) => {}
    }
}

fn object(fields: &mut Object, asked: &[&SelectionSet], fragments: &Fragments) {
    let mut order = Order { fields, fragments, places: HashMap::new() };
    for asked in asked {
        order.read(asked);
    }
    let places = order.places;
    let place = |name: &Name| places.get(name.as_str()).map_or(usize::MAX, |(place, _)| *place);
    if !fields.keys().map(place).is_sorted() {
        fields.sort_by(|one, _, other, _| place(one).cmp(&place(other)));
    }
    for (name, answer) in fields {
        if let Some((_, asked)) = places.get(name.as_str()).filter(|(_, asked)| !asked.is_empty()) {
            value(answer, asked, fragments);
        }
    }
}

/// Where each field of an object belongs, and what was asked of it.
struct Order<'o, 'a> {
    fields: &'o Object,
    fragments: &'a Fragments,
    places: HashMap<&'a str, (usize, Vec<&'a SelectionSet>)>,
}

impl<'a> Order<'_, 'a> {
    fn read(&mut self, asked: &'a SelectionSet) {
        for selection in &asked.items {
            match &selection.node {
                Selection::Field(field) => {
                    let name = field.node.response_key().node.as_str();
                    if self.fields.contains_key(name) {
                        let next = self.places.len();
                        let (_, asked) = self.places.entry(name).or_insert_with(|| (next, Vec::new()));
                        asked.extend(Some(&field.node.selection_set.node).filter(|asked| !asked.items.is_empty()));
                    }
                }
                Selection::InlineFragment(fragment) => self.read_fragment(&fragment.node.selection_set.node),
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.fragments.get(&spread.node.fragment_name.node) {
                        self.read_fragment(&fragment.node.selection_set.node);
                    }
                }
            }
        }
    }

    /// An answer does not say of which type it is. A fragment of which a field is lacking is of another.
    fn read_fragment(&mut self, asked: &'a SelectionSet) {
        let is_there = |selection: &Positioned<Selection>| match &selection.node {
            Selection::Field(field) => {
                !field.node.directives.is_empty() || self.fields.contains_key(field.node.response_key().node.as_str())
            }
            Selection::InlineFragment(_) | Selection::FragmentSpread(_) => true,
        };
        if asked.items.iter().all(is_there) {
            self.read(asked);
        }
    }
}
