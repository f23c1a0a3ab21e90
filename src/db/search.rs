//! Finding rows by name.
//!
//! Whatever has names keeps them a second time, folded, in one table ([`entity::search_name`]): the doors write it with
//! the row. A row is found if each word of the search begins a word of its names; the best come first.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    account, association, cercle, commune, commune_alias, creation_support, delegation, establishment, partner,
    programme, project, province, public_holiday, region, regional_coordination, return_template, search_name,
    staff_member,
};
use sea_orm::sea_query::{
    CaseStatement, Condition, DynIden, Expr, ExprTrait, Func, IntoIden, Query, SelectStatement, SimpleExpr,
};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbBackend, EntityTrait, IdenStatic, Identity, IntoActiveModel, Iterable,
    ModelTrait, QueryFilter, Related, Value,
};
use uuid::Uuid;

use super::change::MOST_ROWS;
use super::loader::key_column;
use super::{Keyed, Pool, ReferenceData, ScopedSelect};
use crate::error::Error;
use crate::text::Message;
use crate::text::folding::{self, Word};

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

/// The folded names of all rows that have any.
async fn all_names(transaction: &DatabaseTransaction) -> Result<Vec<search_name::Model>, Error> {
    let mut names = Vec::new();
    macro_rules! of {
        ($($table:ident),*) => {$(
            let rows = $table::Entity::find().all(transaction).await?;
            names.extend(rows.iter().filter_map(names_of::<$table::Entity>));
        )*};
    }
    of!(region, province, cercle, commune, regional_coordination, delegation);
    of!(
        association,
        establishment,
        project,
        partner,
        programme,
        return_template,
        account,
        creation_support,
        public_holiday,
        staff_member
    );
    let aliases = commune_alias::Entity::find().all(transaction).await?;
    names.extend(aliases.into_iter().map(|alias| alias_of(alias.id.0, alias.commune_id.0, alias.name)));
    Ok(names)
}

/// Another name by which a row is found: the row that bears it, the row that is found, the name.
pub(super) fn alias_of(row_id: Uuid, object_id: Uuid, name: String) -> search_name::Model {
    search_name::Model { row_id, object_id, folded: folded(std::iter::once(name)) }
}

impl Pool {
    /// Folds all names again, as after a new version that folds otherwise. How many were not as they should be.
    pub async fn rebuild_names(&self, now: DateTime<Utc>) -> Result<usize, Error> {
        let bulk = self.bulk(now).await?;
        bulk.lock_streams().await?;
        let transaction = bulk.transaction();
        let there = search_name::Entity::find().all(transaction).await?;
        let mut there: BTreeMap<_, _> = there.into_iter().map(|names| (names.row_id, names)).collect();
        let mut wrong = all_names(transaction).await?;
        wrong.retain(|names| there.remove(&names.row_id).as_ref() != Some(names));
        // What is left is of rows that are gone; what is to be written anew may be there, and goes first.
        let gone: Vec<_> = there.into_keys().chain(wrong.iter().map(|names| names.row_id)).collect();
        let count = gone.len();
        for some in gone.chunks(MOST_ROWS) {
            let some = search_name::Column::RowId.is_in(some.iter().copied());
            search_name::Entity::delete_many().filter(some).exec(transaction).await?;
        }
        for some in wrong.chunks(MOST_ROWS) {
            let some = some.iter().cloned().map(IntoActiveModel::into_active_model);
            search_name::Entity::insert_many(some).exec_without_returning(transaction).await?;
        }
        bulk.commit().await?;
        Ok(count)
    }
}

/// Names as they are kept: `| دار الطالبه| دار طالبه| dar taliba| …`. A word stands behind a blank, a name behind `| ` and
/// before `|`; behind the last one stand the words that are written into others.
fn folded(names: impl Iterator<Item = String>) -> String {
    let mut folded = String::from("|");
    let mut within = Vec::new();
    for name in names {
        let words = folding::words(&name);
        let mut spellings = vec![spelt(&words, Word::as_written)];
        for other in [spelt(&words, Word::without_article), spelt(&words, Word::without_apostrophe)] {
            if !spellings.contains(&other) {
                spellings.push(other);
            }
        }
        for spelling in spellings.iter().filter(|spelling| !spelling.is_empty()) {
            folded.extend([" ", spelling, "|"]);
        }
        within.extend(words.into_iter().flat_map(|word| word.within));
    }
    for word in within {
        folded.extend([" ", &word]);
    }
    folded
}

fn spelt(words: &[Word], spelling: fn(&Word) -> String) -> String {
    words.iter().map(spelling).collect::<Vec<_>>().join(" ")
}

/// What is searched for.
#[derive(Clone, Debug)]
pub struct Search {
    words: Vec<Word>,
    /// As it was typed, with the article and without.
    texts: [String; 2],
}

impl Search {
    /// Of a text; `None` where it is blank.
    pub fn of(text: Option<&str>) -> Result<Option<Self>, Error> {
        let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
        let words = if text.chars().count() > LONGEST { None } else { Some(folding::words(text)) };
        let fits = |words: &Vec<Word>| words.iter().map(|word| word.parts.len()).sum::<usize>() <= MOST_WORDS;
        let Some(words) = words.filter(fits) else {
            let message = Message::new("search-too-long").with("characters", LONGEST).with("words", MOST_WORDS);
            return Err(Error::BadUserInput(message));
        };
        let texts = [spelt(&words, Word::as_written), spelt(&words, Word::without_article)];
        Ok(Some(Self { words: distinct(words), texts }))
    }

    /// Its words as one text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.texts[0]
    }

    /// How well a row's own names meet it, the best first: 0 a whole name, 1 the beginning of one, 2 all words, 3 not by
    /// its own names alone.
    pub(crate) fn rank<E: Keyed>(&self) -> Result<SimpleExpr, Error> {
        let key = key_column::<E>().ok_or_else(|| Error::internal("a search for what has no key"))?;
        let name = |pattern: fn(&str) -> String| {
            let texts = self.texts.iter().map(|text| search_name::COLUMN.folded.like(pattern(text)));
            texts.fold(Condition::any(), Condition::add)
        };
        let all = self.words.iter().fold(Condition::all(), |all, word| all.add(met(word, &begins_a_word)));
        let rank = CaseStatement::new()
            .case(name(|text| format!("%| {text}|%")), 0)
            .case(name(|text| format!("%| {text}%")), 1)
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

/// Each word once, and none that another one begins with.
fn distinct(words: Vec<Word>) -> Vec<Word> {
    let mut distinct: Vec<Word> = Vec::new();
    for word in words {
        if distinct.iter().any(|other| other.joined.starts_with(&word.joined)) {
            continue;
        }
        distinct.retain(|other| !word.joined.starts_with(&other.joined));
        distinct.push(word);
    }
    distinct
}

/// Met by any form of a word of which each part is met.
fn met(word: &Word, part_met: &dyn Fn(&str) -> SimpleExpr) -> Condition {
    let forms = word.forms();
    forms.iter().fold(Condition::any(), |any, form| {
        any.add(form.iter().fold(Condition::all(), |all, part| all.add(part_met(part))))
    })
}

fn begins_a_word(part: &str) -> SimpleExpr {
    search_name::COLUMN.folded.like(format!("% {part}%"))
}

/// The objects that have a word beginning so in a name, by the index of all names.
fn named(part: &str, backend: DbBackend) -> SelectStatement {
    const INDEX: &str = "search_name_index";
    let mut objects = Query::select();
    objects.column(search_name::Column::ObjectId).from(search_name::Entity);
    if backend == DbBackend::Postgres {
        return objects.and_where(begins_a_word(part)).take();
    }
    let mut rows = Query::select();
    rows.column("rowid").from(INDEX).and_where(Expr::col((INDEX, "folded")).like(format!("% {part}%")));
    objects.and_where(Expr::col((search_name::Entity, "id")).in_subquery(rows.take())).take()
}

impl<E: Keyed> ScopedSelect<E> {
    /// Only the rows of which each word of a search begins a word of their names.
    pub fn search(self, search: Option<&Search>) -> Result<Self, Error> {
        self.named_by(search, None)
    }

    /// The same, a word of the names of the place that a row belongs to, other spellings included, being as good. A place is
    /// reference data: the name of what is hidden finds nothing.
    pub fn search_in<P: ReferenceData>(self, search: Option<&Search>) -> Result<Self, Error>
    where
        E: Related<P>,
    {
        let Identity::Unary(place) = E::to().from_col else {
            return Err(Error::internal("a place that is known by more than one column"));
        };
        self.named_by(search, Some(place))
    }

    fn named_by(mut self, search: Option<&Search>, place: Option<DynIden>) -> Result<Self, Error> {
        let Some(search) = search else { return Ok(self) };
        if search.words.is_empty() {
            return Ok(self.filter(Expr::val(false)));
        }
        let key = key_column::<E>().ok_or_else(|| Error::internal("a search for what has no key"))?;
        let columns: Vec<_> = [Some(key.into_iden()), place]
            .into_iter()
            .flatten()
            .map(|column| Expr::col((E::default(), column)))
            .collect();
        let backend = self.backend();
        for word in &search.words {
            let condition = if self.is_national() {
                met(word, &|part| {
                    let columns = columns.iter().cloned().map(|column| column.in_subquery(named(part, backend)));
                    columns.reduce(ExprTrait::or).unwrap_or_else(|| Expr::val(false))
                })
            } else {
                // Row by row, inside: what others have named, and how much of it there is, costs nothing here.
                let own = search_name::Column::ObjectId.into_expr().is_in(columns.iter().cloned());
                let names = Query::select()
                    .expr(Expr::val(1))
                    .from(search_name::Entity)
                    .and_where(own)
                    .cond_where(met(word, &begins_a_word))
                    .take();
                Condition::all().add(Expr::exists(names))
            };
            self = self.filter(condition);
        }
        Ok(self)
    }
}
