//! The size of a document, judged before anything walks it: the parser descends into nested values without a limit of its
//! own, and validation follows every spread of every fragment.

use std::collections::HashMap;

use async_graphql::parser::parse_query;
use async_graphql::parser::types::{ExecutableDocument, FragmentDefinition, Selection, SelectionSet};
use async_graphql::{Name, Positioned};

use crate::error::Error;
use crate::text::Message;

/// Brackets within brackets, of any kind.
const NESTING: usize = 64;
/// Fields in all, each fragment counted where it is spread.
const FIELDS: u64 = 1000;

/// Parses a document of a size that can be answered.
pub(super) fn parse(query: &str) -> Result<ExecutableDocument, Refused> {
    if nesting(query) > NESTING {
        return Err(Refused::Limit(limit("nesting", NESTING as u64)));
    }
    let document = parse_query(query).map_err(|_| Refused::Syntax)?;
    let mut known = HashMap::new();
    for (_, operation) in document.operations.iter() {
        let fields = fields(&operation.node.selection_set.node, &document.fragments, &mut known);
        if fields > FIELDS {
            return Err(Refused::Limit(limit("fields", FIELDS)));
        }
    }
    Ok(document)
}

/// Why a document is not answered.
pub(super) enum Refused {
    /// It is no GraphQL.
    Syntax,
    /// It is too large.
    Limit(Error),
}

fn limit(what: &'static str, maximum: u64) -> Error {
    Error::LimitExceeded(Message::new("document-limit").with("what", what).with("maximum", maximum))
}

/// How deep brackets stand within brackets, outside strings and comments.
fn nesting(query: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    let mut rest = query;
    while let Some(next) = rest.chars().next() {
        rest = if let Some(block) = rest.strip_prefix("\"\"\"") {
            let end = block.match_indices("\"\"\"").map(|(at, _)| at).find(|at| !block[..*at].ends_with('\\'));
            end.map_or("", |at| &block[at + 3..])
        } else if next == '"' {
            after_string(&rest[1..])
        } else if next == '#' {
            rest.find(['\n', '\r']).map_or("", |at| &rest[at..])
        } else {
            match next {
                '{' | '[' | '(' => depth += 1,
                '}' | ']' | ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            deepest = deepest.max(depth);
            &rest[next.len_utf8()..]
        };
    }
    deepest
}

/// What follows a string's closing quote. A string ends with its line.
fn after_string(text: &str) -> &str {
    let mut escaped = false;
    for (at, next) in text.char_indices() {
        match next {
            '"' if !escaped => return &text[at + 1..],
            '\n' | '\r' => return &text[at..],
            _ => escaped = next == '\\' && !escaped,
        }
    }
    ""
}

/// The fields of a selection with those of its fragments, each fragment counted once and remembered; a fragment that
/// spreads itself is left to validation.
fn fields(
    selection: &SelectionSet,
    fragments: &HashMap<Name, Positioned<FragmentDefinition>>,
    known: &mut HashMap<Name, u64>,
) -> u64 {
    let mut count: u64 = 0;
    for item in &selection.items {
        let more = match &item.node {
            Selection::Field(field) => 1_u64.saturating_add(fields(&field.node.selection_set.node, fragments, known)),
            Selection::InlineFragment(fragment) => fields(&fragment.node.selection_set.node, fragments, known),
            Selection::FragmentSpread(spread) => {
                let name = &spread.node.fragment_name.node;
                match (known.get(name), fragments.get(name)) {
                    (Some(fields), _) => *fields,
                    (None, Some(fragment)) => {
                        known.insert(name.clone(), 0);
                        let fields = fields(&fragment.node.selection_set.node, fragments, known).saturating_add(1);
                        known.insert(name.clone(), fields);
                        fields
                    }
                    (None, None) => 0,
                }
            }
        };
        count = count.saturating_add(more);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_counted_outside_strings_and_comments() {
        assert_eq!(nesting("{ a(b: [{c: 1}]) { d } }"), 4);
        assert_eq!(nesting("{ a(b: \"[[[[\\\"[[[\") }"), 2);
        assert_eq!(nesting("{ a(b: \"\"\"[[[[ \\\"\"\" [[[ \"\"\") # [[[[[[\n }"), 2);
        assert_eq!(nesting("# {{{{\n{ a }"), 1);
        assert_eq!(nesting("\"\n[[["), 3, "a string that is not closed ends with its line");
    }

    #[test]
    fn a_fragment_counts_where_it_is_spread() {
        let bomb = |levels: usize| {
            let fragments: Vec<String> =
                (0..levels).map(|n| format!("fragment f{n} on Query {{ ...f{} ...f{} }}", n + 1, n + 1)).collect();
            let fragments = fragments.join(" ");
            format!("{{ ...f0 }} {fragments} fragment f{levels} on Query {{ __typename }}")
        };
        assert!(parse(&bomb(5)).is_ok());
        assert!(matches!(parse(&bomb(40)), Err(Refused::Limit(_))));
        assert!(matches!(parse(&format!("{{ {} }}", "a: __typename ".repeat(1001))), Err(Refused::Limit(_))));
        assert!(parse(&format!("{{ {} }}", "a: __typename ".repeat(1000))).is_ok());
    }
}
