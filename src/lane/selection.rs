//! What a document asks of a root field, as it is to be answered: fragments taken apart, fields of one key put together.
//! What `@skip` and `@include` leave out is gone from the document before it is executed.

use std::fmt;

use async_graphql::parser::types::{Field, Selection as Item, SelectionSet};
use async_graphql::{Context, InputType, Positioned};

/// The fields that are asked of one object.
#[derive(Clone)]
pub struct Selection<'a> {
    ctx: &'a Context<'a>,
    sets: Vec<&'a SelectionSet>,
}

/// A field, under the key of its answer.
#[derive(Clone)]
pub struct Asked<'a> {
    /// The request.
    pub ctx: &'a Context<'a>,
    /// Its key in the answer.
    pub key: &'a str,
    /// It may be asked for more than once, with other fields below it.
    fields: Vec<&'a Positioned<Field>>,
}

impl<'a> Selection<'a> {
    /// What is asked of the field that is being resolved.
    #[must_use]
    pub fn of(ctx: &'a Context<'a>) -> Self {
        Self { ctx, sets: vec![&ctx.item.node.selection_set.node] }
    }

    /// The fields of an object of this type, in the order of the document. `None` where it is not certain what is asked: a
    /// fragment on another type, a key for two things.
    #[must_use]
    pub fn fields(&self, type_name: &str) -> Option<Vec<Asked<'a>>> {
        let mut fields = Vec::new();
        for set in &self.sets {
            self.collect(set, type_name, &mut fields)?;
        }
        Some(fields)
    }

    fn collect(&self, set: &'a SelectionSet, type_name: &str, fields: &mut Vec<Asked<'a>>) -> Option<()> {
        for item in &set.items {
            let (on, set) = match &item.node {
                Item::Field(field) => {
                    let key = field.node.response_key().node.as_str();
                    let Some(asked) = fields.iter_mut().find(|asked| asked.key == key) else {
                        fields.push(Asked { ctx: self.ctx, key, fields: vec![field] });
                        continue;
                    };
                    // The library lets some documents pass in which a key stands for two things.
                    let first = &asked.fields.first()?.node;
                    if first.name.node != field.node.name.node || first.arguments != field.node.arguments {
                        return None;
                    }
                    asked.fields.push(field);
                    continue;
                }
                Item::InlineFragment(fragment) => {
                    (fragment.node.type_condition.as_ref(), &fragment.node.selection_set.node)
                }
                Item::FragmentSpread(spread) => {
                    let fragment = self.ctx.query_env.fragments.get(&spread.node.fragment_name.node)?;
                    (Some(&fragment.node.type_condition), &fragment.node.selection_set.node)
                }
            };
            if on.is_some_and(|on| on.node.on.node != type_name) {
                return None;
            }
            self.collect(set, type_name, fields)?;
        }
        Some(())
    }
}

impl<'a> Asked<'a> {
    /// The field's name in the schema.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.fields.first().map_or("", |field| field.node.name.node.as_str())
    }

    /// What is asked below it.
    #[must_use]
    pub fn within(&self) -> Selection<'a> {
        Selection { ctx: self.ctx, sets: self.fields.iter().map(|field| &field.node.selection_set.node).collect() }
    }

    /// An argument; `None` where it cannot be read.
    #[must_use]
    pub fn argument<T: InputType>(&self, name: &str) -> Option<T> {
        let ctx = self.ctx.with_field(self.fields.first()?);
        ctx.param_value(name, None).ok().map(|(_, value)| value)
    }
}

impl fmt::Debug for Selection<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.sets).finish()
    }
}

impl fmt::Debug for Asked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.key, self.name())
    }
}
