//! The fields of an answer, in the order in which they were asked for.
//!
//! GraphQL asks for it ("Serialized Map Ordering", § 7.2.2 of October 2021): people compare answers, and clients keep them. The
//! library writes fields in the order in which their values were there, so that two requests alike are answered differently.
//! What the fast lane has written is in order, and no object any more.

use std::collections::HashMap;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{Directive, ExecutableDocument, Selection, SelectionSet};
use async_graphql::{Name, Positioned, Request, Variables};
use async_graphql_value::{ConstValue, Value};

use crate::schema::OF_ANY_TYPE;

type Object = IndexMap<Name, ConstValue>;

/// What was asked, as far as the order of the answer depends on it.
pub(super) struct Question<'a> {
    document: &'a ExecutableDocument,
    operation: Option<String>,
    variables: Variables,
}

impl<'a> Question<'a> {
    pub(super) fn of(request: &Request, document: &'a ExecutableDocument) -> Self {
        Self { document, operation: request.operation_name.clone(), variables: request.variables.clone() }
    }

    /// Puts an answer in order.
    pub(super) fn arrange(&self, answer: &mut ConstValue) {
        let is_asked = |name: Option<&Name>| {
            self.operation.as_deref().is_none_or(|wanted| name.is_some_and(|name| name == wanted))
        };
        if let Some((_, asked)) = self.document.operations.iter().find(|(name, _)| is_asked(*name)) {
            self.value(answer, &[&asked.node.selection_set.node], false);
        }
    }

    fn value(&self, answer: &mut ConstValue, asked: &[&SelectionSet], of_any_type: bool) {
        match answer {
            ConstValue::Object(fields) => self.object(fields, asked, of_any_type),
            ConstValue::List(items) => {
                for item in items {
                    self.value(item, asked, of_any_type);
                }
            }
            ConstValue::Null
            | ConstValue::Number(_)
            | ConstValue::String(_)
            | ConstValue::Boolean(_)
            | ConstValue::Binary(_)
            | ConstValue::Enum(_) => {}
        }
    }

    fn object(&self, fields: &mut Object, asked: &[&SelectionSet], of_any_type: bool) {
        let mut order = Order { question: self, fields, of_any_type, places: HashMap::new() };
        for asked in asked {
            order.read(asked);
        }
        let places = order.places;
        let number = |name: &Name| places.get(name.as_str()).map_or(usize::MAX, |place| place.number);
        if !fields.keys().map(number).is_sorted() {
            fields.sort_by(|one, _, other, _| number(one).cmp(&number(other)));
        }
        for (name, answer) in fields {
            if let Some(place) = places.get(name.as_str()).filter(|place| !place.asked.is_empty()) {
                self.value(answer, &place.asked, place.of_any_type);
            }
        }
    }

    /// As the library decides it.
    fn is_skipped(&self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().any(|directive| {
            let included = match directive.node.name.node.as_str() {
                "skip" => false,
                "include" => true,
                _ => return false,
            };
            directive.node.get_argument("if").is_some_and(|condition| {
                let met = if let Value::Variable(name) = &condition.node {
                    self.variables.get(name) == Some(&ConstValue::Boolean(true))
                } else {
                    condition.node == Value::Boolean(true)
                };
                included != met
            })
        })
    }
}

/// Where a field of an object belongs, and what was asked of it.
struct Place<'a> {
    number: usize,
    asked: Vec<&'a SelectionSet>,
    of_any_type: bool,
}

/// The places of the fields of an object.
struct Order<'o, 'a> {
    question: &'o Question<'a>,
    fields: &'o Object,
    of_any_type: bool,
    places: HashMap<&'a str, Place<'a>>,
}

impl<'a> Order<'_, 'a> {
    fn read(&mut self, asked: &'a SelectionSet) {
        for selection in &asked.items {
            if self.question.is_skipped(selection.node.directives()) {
                continue;
            }
            match &selection.node {
                Selection::Field(field) => {
                    let field = &field.node;
                    let name = field.response_key().node.as_str();
                    if self.fields.contains_key(name) {
                        let of_any_type = OF_ANY_TYPE.contains(field.name.node.as_str());
                        let next = Place { number: self.places.len(), asked: Vec::new(), of_any_type };
                        let place = self.places.entry(name).or_insert(next);
                        place.asked.extend(Some(&field.selection_set.node).filter(|asked| !asked.items.is_empty()));
                    }
                }
                Selection::InlineFragment(fragment) => self.read_fragment(&fragment.node.selection_set.node),
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.question.document.fragments.get(&spread.node.fragment_name.node) {
                        self.read_fragment(&fragment.node.selection_set.node);
                    }
                }
            }
        }
    }

    /// A fragment is of the object's type, as validation sees to, but where the object may be of any: an answer does not say of
    /// which it is, and a fragment of which a field is lacking is of another.
    fn read_fragment(&mut self, asked: &'a SelectionSet) {
        let is_there = |selection: &Positioned<Selection>| match &selection.node {
            Selection::Field(field) => {
                self.question.is_skipped(&field.node.directives)
                    || self.fields.contains_key(field.node.response_key().node.as_str())
            }
            Selection::InlineFragment(_) | Selection::FragmentSpread(_) => true,
        };
        if !self.of_any_type || asked.items.iter().all(is_there) {
            self.read(asked);
        }
    }
}
