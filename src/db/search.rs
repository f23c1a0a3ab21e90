//! Finding rows by name.
//!
//! Whatever has names keeps them a second time, folded, in one table ([`entity::search_name`]): the doors write it with
//! the row. A search is met by the rows of which each of its words begins a word; the best come first.

use std::collections::BTreeMap;

use entity::search_name;
use sea_orm::sea_query::{CaseStatement, Condition, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, DbBackend, EntityTrait, IdenStatic, Iterable, ModelTrait, Value};

use super::loader::key_column;
use super::{Keyed, ReferenceData, ScopedSelect};
use crate::error::Error;
use crate::text::{Message, folding};

/// Longest text that is searched for, in characters.
const LONGEST: usize = 200;
/// Most words in it.
const MOST_WORDS: usize = 12;
/// What a row is found by, where its table has it.
const NAMES: [&str; 4] = ["name_ar", "name_fr", "reference", "code"];

/// The folded names of a row; `None` where its table has no names.
pub(super) fn names_of<E: EntityTrait>(row: &E::Model) -> Option<search_name::Model> {
    let mut columns: BTreeMap<_, _> = E::Column::iter().map(|column| (column.as_str(), column)).collect();
    let key = columns.remove("id").map(|column| row.get(column));
    let (Some(Value::Uuid(Some(key))), true) = (key, columns.contains_key("name_fr")) else { return None };
    let names = NAMES.iter().filter_map(|name| {
        let Value::String(text) = row.get(*columns.get(name)?) else { return None };
        text
    });
    Some(search_name::Model { row_id: key, object_id: key, folded: folded(names) })
}

/// Names as they are kept: `| dar taliba| دار طالبه|`. A word stands behind a blank, a name behind `| ` and before `|`.
pub(super) fn folded(names: impl Iterator<Item = String>) -> String {
    let mut folded = String::from("|");
    for words in names.flat_map(|name| folding::spellings(&name).collect::<Vec<_>>()) {
        for word in words {
            folded.push(' ');
            folded.push_str(&word);
        }
        folded.push('|');
    }
    folded
}

/// The words that are searched for; at least one.
#[derive(Clone, Debug)]
pub struct Search {
    words: Vec<String>,
}

impl Search {
    /// Of a text; `None` where there is no word in it.
    pub fn of(text: Option<&str>) -> Result<Option<Self>, Error> {
        let Some(text) = text else { return Ok(None) };
        let mut words = if text.chars().count() > LONGEST { Vec::new() } else { folding::words(text) };
        if text.chars().count() > LONGEST || words.len() > MOST_WORDS {
            let message = Message::new("search-too-long").with("characters", LONGEST).with("words", MOST_WORDS);
            return Err(Error::BadUserInput(message));
        }
        words.shrink_to_fit();
        Ok(Some(Self { words }).filter(|search| !search.words.is_empty()))
    }

    /// Its words as one text.
    #[must_use]
    pub fn text(&self) -> String {
        self.words.join(" ")
    }

    /// How well a row's own names meet it, the best first: 0 a whole name, 1 the beginning of one, 2 all words, 3 not by
    /// its own names alone.
    pub(crate) fn rank<E: Keyed>(&self) -> Result<SimpleExpr, Error> {
        let key = key_column::<E>().ok_or_else(|| Error::internal("a search for what has no key"))?;
        let text = self.text();
        let all = self.words.iter().fold(Condition::all(), |all, word| all.add(begins_a_word(word)));
        let rank = CaseStatement::new()
            .case(search_name::COLUMN.folded.like(format!("%| {text}|%")), 0)
            .case(search_name::COLUMN.folded.like(format!("%| {text}%")), 1)
            .case(all, 2)
            .finally(3);
        let best = Query::select()
            .expr(Expr::expr(rank).min())
            .from(search_name::Entity)
            .and_where(search_name::Column::ObjectId.into_expr().eq(Expr::col((E::default(), key))))
            .take();
        Ok(Func::coalesce([Expr::from(best), Expr::val(3)]).into())
    }
}

fn begins_a_word(word: &str) -> SimpleExpr {
    search_name::COLUMN.folded.like(format!("% {word}%"))
}

/// The objects that have a word beginning so in a name.
fn named(word: &str, backend: DbBackend) -> SelectStatement {
    const INDEX: &str = "search_name_index";
    let mut objects = Query::select();
    objects.column(search_name::Column::ObjectId).from(search_name::Entity);
    if backend == DbBackend::Postgres {
        return objects.and_where(begins_a_word(word)).take();
    }
    let mut rows = Query::select();
    rows.column("rowid").from(INDEX).and_where(Expr::col((INDEX, "folded")).like(format!("% {word}%")));
    objects.and_where(Expr::col((search_name::Entity, "id")).in_subquery(rows.take())).take()
}

impl<E: Keyed> ScopedSelect<E> {
    /// Only the rows of which each word of a search begins a word of their names.
    pub fn search(self, search: Option<&Search>) -> Result<Self, Error> {
        self.named_by(search, None)
    }

    /// The same, a word of the names of the place where a row is, other spellings included, being as good.
    pub fn search_in<P: ReferenceData>(self, search: Option<&Search>, place: E::Column) -> Result<Self, Error> {
        self.named_by(search, Some(place))
    }

    fn named_by(mut self, search: Option<&Search>, place: Option<E::Column>) -> Result<Self, Error> {
        let key = key_column::<E>().ok_or_else(|| Error::internal("a search for what has no key"))?;
        for word in search.into_iter().flat_map(|search| &search.words) {
            let backend = self.backend();
            let columns = [Some(key), place].into_iter().flatten();
            let met = columns.fold(Condition::any(), |met, column| {
                met.add(Expr::col((E::default(), column)).in_subquery(named(word, backend)))
            });
            self = self.filter(met);
        }
        Ok(self)
    }
}
