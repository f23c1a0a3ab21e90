//! What a resolver returns: an object that ordinary resolvers answer, or its JSON.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::Write as _;

use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{ContextSelectionSet, OutputType, Positioned, ServerResult, Value};

use crate::error::Error;
use crate::text::Message;

/// Bytes of an answer to one root field, at most.
const LONGEST: usize = 8 * 1024 * 1024;

/// An answer that is being written. Writing into memory cannot fail.
#[derive(Debug, Default)]
pub struct Json(Vec<u8>);

/// Puts the commas into an object or a list.
#[derive(Debug)]
pub struct Open(bool);

impl Json {
    /// Text that is JSON.
    pub fn raw(&mut self, json: &str) {
        self.0.extend_from_slice(json.as_bytes());
    }

    /// Null.
    pub fn null(&mut self) {
        self.raw("null");
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        _ = serde_json::to_writer(&mut self.0, text);
    }

    /// A text of characters that need no escaping.
    pub fn plain(&mut self, plain: impl Display) {
        _ = write!(self.0, "\"{plain}\"");
    }

    /// A number.
    pub fn number(&mut self, number: impl Display) {
        _ = write!(self.0, "{number}");
    }

    /// True or false.
    pub fn truth(&mut self, truth: bool) {
        self.raw(if truth { "true" } else { "false" });
    }

    /// A list, each item by `write`.
    pub fn list<T>(
        &mut self,
        items: &[T],
        mut write: impl FnMut(&T, &mut Self) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut open = self.open("[");
        for item in items {
            self.fits()?;
            open.next(self);
            write(item, self)?;
        }
        self.raw("]");
        Ok(())
    }

    /// An object or a list, up to its first item.
    pub fn open(&mut self, bracket: &str) -> Open {
        self.raw(bracket);
        Open(false)
    }

    /// Refuses an answer that has become too long; asked at each item of a list.
    pub fn fits(&self) -> Result<(), Error> {
        if self.0.len() <= LONGEST {
            return Ok(());
        }
        Err(Error::LimitExceeded(Message::new("answer-too-long").with("maximum", LONGEST / 1024 / 1024)))
    }

    /// As it stands in the tree of an answer: as bytes. No client can send such a value, since neither a literal of GraphQL
    /// nor JSON has one, and no scalar of ours makes one.
    #[must_use]
    pub fn into_value(self) -> Value {
        Value::Binary(self.0.into())
    }
}

impl Open {
    /// Before each item.
    pub fn next(&mut self, json: &mut Json) {
        if self.0 {
            json.raw(",");
        }
        self.0 = true;
    }
}

/// An object, as ordinary resolvers answer it or written already.
#[derive(Debug)]
pub enum Answer<N> {
    /// To be answered by its resolvers.
    Object(N),
    /// As it is answered.
    Written(Value),
}

/// In the schema it is what it answers.
impl<N: OutputType> OutputType for Answer<N> {
    fn type_name() -> Cow<'static, str> {
        N::type_name()
    }

    fn qualified_type_name() -> String {
        N::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        N::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        match self {
            Self::Object(object) => object.resolve(ctx, field).await,
            Self::Written(json) => Ok(json.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_ends_somewhere() {
        let mut json = Json::default();
        let text = "a".repeat(1024);
        let written = json.list(&[(); 10_000], |(), json| {
            json.text(&text);
            Ok(())
        });
        assert!(matches!(written, Err(Error::LimitExceeded(_))), "{written:?}");
        assert!(Json::default().fits().is_ok());
    }
}
