//! What is seen of a document before it is parsed: how long it is, and how deep its brackets stand.

/// The words and signs of a document, outside strings and comments.
pub(super) struct Words {
    /// How many there are; a string is one.
    pub(super) count: u64,
    /// How deep brackets stand within brackets.
    pub(super) deepest: u64,
}

impl Words {
    pub(super) fn of(query: &str) -> Self {
        let mut words = Self { count: 0, deepest: 0 };
        let (mut depth, mut in_word) = (0_u64, false);
        let mut rest = query;
        while let Some(next) = rest.chars().next() {
            let continues = next.is_alphanumeric() || matches!(next, '_' | '.' | '-' | '+');
            let blank = next.is_whitespace() || matches!(next, ',' | '#' | '\u{feff}');
            words.count += u64::from(!(blank || continues && in_word));
            in_word = continues;
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
                words.deepest = words.deepest.max(depth);
                &rest[next.len_utf8()..]
            };
        }
        words
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn nesting(query: &str) -> u64 {
        Words::of(query).deepest
    }

    #[test]
    fn brackets_are_counted_outside_strings_and_comments() {
        assert_eq!(nesting("{ a(b: [{c: 1}]) { d } }"), 4);
        assert_eq!(nesting("{ a(b: \"[[[[\\\"[[[\") }"), 2);
        assert_eq!(nesting("{ a(b: \"\"\"[[[[ \\\"\"\" [[[ \"\"\") # [[[[[[\n }"), 2);
        assert_eq!(nesting("# {{{{\n{ a }"), 1);
        assert_eq!(nesting("\"\n[[["), 3, "a string that is not closed ends with its line");
    }

    #[test]
    fn words_and_signs_are_counted() {
        // By hand: { a ( b : 1.5 c : "d e" ) { f } }
        assert_eq!(Words::of("{ a(b: 1.5, c: \"d e\") { f } }").count, 14);
        assert_eq!(Words::of("query Q { # a comment\n a }").count, 5);
        assert_eq!(Words::of(&"[".repeat(1000)).count, 1000);
        assert_eq!(Words::of("").count, 0);
    }
}
