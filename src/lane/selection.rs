//! What a document asks of a root field, as it is to be answered: fragments taken apart, fields of one key put together.
//! What `@skip` and `@include` leave out is gone from the document before it is executed.

use std::fmt;

use async_graphql::parser::types::{Field, Selection as Item, SelectionSet};
use async_graphql::{Context, InputType, Positioned, QueryPathSegment};

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
    /// What is asked of the field that is being resolved. A root field may be asked for more than once under one key, as by
    /// fragments of several parts of a page: each is answered with all that is asked of them together, so that it does not
    /// matter which of the answers is kept. `None` where that is not certain.
    #[must_use]
    pub fn of(ctx: &'a Context<'a>) -> Option<Self> {
        let mut sets = vec![&ctx.query_env.operation.node.selection_set.node];
        let mut same = Vec::new();
        let mut path: Vec<_> = ctx.path_node.as_ref()?.parents().map(|node| node.segment).collect();
        path.reverse();
        path.push(ctx.path_node.as_ref()?.segment);
        for segment in path {
            let QueryPathSegment::Name(key) = segment else { continue };
            same.clear();
            for set in sets {
                with_key(ctx, set, key, &mut same);
            }
            sets = same.iter().map(|field| &field.node.selection_set.node).collect();
        }
        let own = &ctx.item.node;
        let alike = |field: &&Positioned<Field>| field.node.name == own.name && field.node.arguments == own.arguments;
        let is_root = ctx.path_node.as_ref()?.parent.is_none();
        (same.len() == 1 || (is_root && same.iter().all(alike))).then_some(Self { ctx, sets })
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

/// The fields of a key in a set, whatever the type on which a fragment lies.
fn with_key<'a>(ctx: &'a Context<'a>, set: &'a SelectionSet, key: &str, found: &mut Vec<&'a Positioned<Field>>) {
    for item in &set.items {
        match &item.node {
            Item::Field(field) if field.node.response_key().node == key => found.push(field),
            Item::Field(_) => {}
            Item::InlineFragment(fragment) => with_key(ctx, &fragment.node.selection_set.node, key, found),
            Item::FragmentSpread(spread) => {
                if let Some(fragment) = ctx.query_env.fragments.get(&spread.node.fragment_name.node) {
                    with_key(ctx, &fragment.node.selection_set.node, key, found);
                }
            }
        }
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
