//! What a mutation may do while its streams are locked: read, check its rules, stage its writes.

use std::any::Any;
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::id::{AccountId, PersonId, StreamId};
use entity::{reference_given, stream};
use sea_orm::sea_query::{Expr, Func, Order, Query};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, PrimaryKeyTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::super::counter::{Counters, Growth};
use super::super::loader::key_column;
use super::super::operational::Lease;
use super::super::select::{WORKED_OUT, With};
use super::super::{Key, Keyed, ReferenceData, Scoped};
use super::flush::{Staged, same_key};
use super::journal::Object;
use super::record::{self, Record};
use super::{Actor, Refused};
use crate::auth::{Right, SecretKeys, Viewer};
use crate::clock::office_day;
use crate::error::{Error, Mistake, UserErrorCode};
use crate::global_id::{Global, IdOf};
use crate::text::Message;

/// Rows that one change may bring in.
pub const MOST_ROWS: usize = 500;

/// A change under way: its streams are locked.
#[derive(Debug)]
pub struct Change {
    pub(super) transaction: DatabaseTransaction,
    pub(super) actor: Actor,
    pub(super) viewer: Viewer,
    pub(super) now: DateTime<Utc>,
    pub(super) heads: BTreeMap<StreamId, stream::Model>,
    pub(super) keys: Option<SecretKeys>,
    pub(super) staged: Vec<Staged>,
    pub(super) counters: Counters,
    /// What is changed; the first is what the mutation is about.
    pub(super) objects: Vec<Object>,
    pub(super) forgotten: Vec<PersonId>,
    pub(super) brought: usize,
    pub(super) mistakes: Vec<Mistake>,
    /// The row of what the mutation is about, as it will be.
    pub(super) row: Option<Box<dyn Any + Send + Sync>>,
    /// In a conflict, as it is.
    pub(super) current: Option<Box<dyn Any + Send + Sync>>,
    /// The job that this change ends.
    pub(super) ends: Option<Lease>,
    /// Whether it puts work into the queue.
    pub(super) enqueues: bool,
}

impl Change {
    /// The moment of the change.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Who makes it.
    #[must_use]
    pub fn actor(&self) -> Actor {
        self.actor
    }

    /// The account that makes it.
    #[must_use]
    pub fn account(&self) -> AccountId {
        self.actor.account
    }

    /// The office day of the change.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        office_day(self.now)
    }

    /// Refuses a viewer whose role lacks a right that only some rows ask for.
    pub fn require_right(&self, right: Right) -> Result<(), Refused> {
        if self.actor.rights.contains(right) { Ok(()) } else { Err(Error::Forbidden(right).into()) }
    }

    /// Notes a mistake where a rule does not hold, and goes on, so that all mistakes are found.
    pub fn require(&mut self, rule: Result<(), Mistake>) {
        self.mistakes.extend(rule.err());
    }

    /// Notes mistakes, and goes on.
    pub fn note(&mut self, mistakes: Vec<Mistake>) {
        self.mistakes.extend(mistakes);
    }

    /// The value where there is one; else notes the mistake, and goes on.
    pub fn take<T>(&mut self, value: Result<T, Mistake>) -> Option<T> {
        value.map_err(|mistake| self.mistakes.push(mistake)).ok()
    }

    /// Stops here where a mistake was noted.
    pub fn settle(&mut self) -> Result<(), Refused> {
        if self.mistakes.is_empty() { Ok(()) } else { Err(Refused::Mistakes(std::mem::take(&mut self.mistakes))) }
    }

    /// The rows of a table that the viewer may see, read in the transaction.
    #[must_use]
    pub fn find<E: Scoped>(&self) -> Reading<'_, E> {
        Reading { change: self, select: E::find().filter(E::visible_to(self.viewer).into_condition()) }
    }

    /// The row that an input points to, where it is there for this viewer; else notes the mistake at `path`, and goes on.
    pub async fn refer<E>(&mut self, id: &IdOf<Key<E>>, path: &str) -> Result<Option<E::Model>, Refused>
    where
        E: Keyed<PrimaryKey: PrimaryKeyTrait<ValueType: Global>>,
    {
        let Some(key) = self.take(id.key_at(path)) else { return Ok(None) };
        let column = key_column::<E>().ok_or_else(|| Error::internal("a table without a key"))?;
        let found = self.find::<E>().filter(column.eq(key)).one().await?;
        Ok(self.take(found.ok_or_else(|| Mistake::not_found(path))))
    }

    /// The row to be changed. Outside the slice, a mistake at `path` that says it is not there; seen and not to be
    /// changed by this viewer, `FORBIDDEN`; of another version than expected, `CONFLICT` with the row as it is.
    pub async fn edit<E: Record>(
        &mut self,
        key: Key<E>,
        expected_version: impl Into<Option<i32>>,
        path: &str,
    ) -> Result<E::Model, Refused> {
        let column = key_column::<E>().ok_or_else(|| Error::internal("a record without a key"))?;
        let found = E::find()
            .filter(E::visible_to(self.viewer).into_condition())
            .filter(column.eq(key))
            .expr_as(E::editable_by(self.viewer).into_expr(), WORKED_OUT)
            .into_model::<With<E, bool>>()
            .one(&self.transaction)
            .await?;
        let Some(With { row, value: editable }) = found else {
            return Err(Mistake::not_found(path).into());
        };
        if !self.heads.contains_key(&E::stream(&row)) {
            return Err(Refused::Moved);
        }
        if !editable {
            return Err(Error::ForbiddenHere.into());
        }
        if expected_version.into().is_some_and(|expected| Ok(expected) != E::version(&row)) {
            let message = Message::new("version-conflict").with("version", E::version(&row)?);
            self.current = Some(Box::new(row));
            return Err(Mistake::new(UserErrorCode::Conflict, message, "expectedVersion").into());
        }
        Ok(row)
    }

    /// Stages a new row. It must lie inside the slice that the viewer may change.
    pub fn insert<E: Record>(&mut self, row: &E::Model) -> Result<(), Refused> {
        self.covers(E::stream(row))?;
        self.note_object(Object::created::<E>(row)?)?;
        self.staged.push(Staged::insert::<E>(row, self.viewer)?);
        self.staged.extend(Staged::names::<E>(&[], std::slice::from_ref(row))?);
        self.answer_with(row.clone());
        Ok(())
    }

    /// Stages a row as it shall be. It was inside the slice, and must stay there.
    pub fn save<E: Record>(&mut self, before: &E::Model, mut after: E::Model) -> Result<E::Model, Refused> {
        self.covers(E::stream(&after))?;
        record::set_version::<E>(&mut after, E::version(before)? + 1)?;
        self.note_object(Object::changed::<E>(before, &after)?)?;
        self.staged.push(Staged::update::<E>(before, &after, self.viewer)?);
        self.staged.extend(Staged::names::<E>(std::slice::from_ref(before), std::slice::from_ref(&after))?);
        self.answer_with(after.clone());
        Ok(after)
    }

    /// Stages that a row, inside the slice that the viewer may change, is there no more. Its journal entry says what it was.
    pub fn remove<E: Record>(&mut self, before: &E::Model) -> Result<(), Refused> {
        self.covers(E::stream(before))?;
        self.note_object(Object::removed::<E>(before)?)?;
        self.staged.push(Staged::remove::<E>(before, self.viewer)?);
        Ok(())
    }

    /// A row is written once in a change: of two writes in one statement, PostgreSQL would see the first one only.
    fn note_object(&mut self, object: Object) -> Result<(), Error> {
        if self.objects.iter().any(|noted| noted.id == object.id) {
            return Err(Error::internal("a row that is written twice in one change"));
        }
        self.objects.push(object);
        Ok(())
    }

    /// The mutation is about the first row that it stages.
    fn answer_with(&mut self, row: impl Any + Send + Sync) {
        if self.objects.len() == 1 {
            self.row = Some(Box::new(row));
        }
    }

    /// Stages the rows that belong to what was staged last, in the place of those that did; they share its slice.
    pub fn replace_children<C: EntityTrait<Model: PartialEq>>(
        &mut self,
        field: &str,
        before: &[C::Model],
        after: &[C::Model],
    ) -> Result<(), Refused> {
        // Each key is written once: what is done first in one statement, PostgreSQL does not say.
        for row in before.iter().filter(|row| !after.iter().any(|other| same_key::<C>(row, other))) {
            self.staged.push(Staged::delete::<C>(row));
        }
        for row in after.iter().filter(|row| !before.contains(row)) {
            let in_place = before.iter().any(|other| same_key::<C>(row, other));
            self.staged.push(if in_place { Staged::child_in_place::<C>(row)? } else { Staged::child::<C>(row)? });
        }
        if let Some(object) = self.objects.last_mut()
            && before != after
        {
            object.note_rows::<C>(field, before, after);
        }
        Ok(())
    }

    /// Stages rows that belong to what was staged last and never change. Its journal entry does not repeat them: they are
    /// long, or not for everyone who reads the journal, and the row itself says what they are known by.
    pub fn attach<C: EntityTrait>(&mut self, rows: &[C::Model]) -> Result<(), Refused> {
        for row in rows {
            self.staged.push(Staged::child::<C>(row)?);
        }
        Ok(())
    }

    /// Stages many rows of a table that what was staged last brings in: `before` as they are, where they are there, and
    /// `after` as they shall be. They stand in its journal entry, [`MOST_ROWS`] at most in a change.
    pub fn bring<C: ReferenceData>(
        &mut self,
        field: &str,
        before: &[C::Model],
        after: &[C::Model],
    ) -> Result<(), Refused> {
        self.brought += after.len();
        if self.brought > MOST_ROWS {
            return Err(Error::internal("more rows than a change may bring").into());
        }
        if let Some(object) = self.objects.last_mut()
            && !after.is_empty()
        {
            self.staged.push(Staged::bring::<C>(after, self.viewer)?);
            self.staged.extend(Staged::names::<C>(before, after)?);
            object.note_rows::<C>(field, before, after);
        }
        Ok(())
    }

    /// Counts what a row adds to the measures, or, with a sign of -1, no longer adds. The streams of all delegations where it
    /// is counted are locked.
    pub fn count(&mut self, growth: impl IntoIterator<Item = Growth>, sign: i64) -> Result<(), Refused> {
        let known = self.known()?;
        for growth in growth {
            let head = self.heads.get(&StreamId::from(growth.place.delegation)).ok_or(Refused::Moved)?;
            self.counters.grow(head, &growth, known, sign)?;
        }
        Ok(())
    }

    /// Lets the rows that repeat the object's slice keys follow it.
    pub fn follow<C: EntityTrait>(&mut self, parent: C::Column, key: Uuid, values: &[(C::Column, sea_orm::Value)]) {
        if values.is_empty() {
            return;
        }
        let mut update = Query::update();
        update.table(C::default()).and_where(parent.eq(key));
        for (column, value) in values {
            update.value(*column, value.clone());
        }
        self.staged.push(Staged::follow(update));
    }

    /// The greatest text in a column that starts so, a longer one before a shorter one, whoever sees its row: only to hand out the
    /// next number.
    pub async fn last_with_prefix<E: Record>(&self, column: E::Column, prefix: &str) -> Result<Option<String>, Error> {
        let last = E::find().select_only().column(column).filter(column.starts_with(prefix));
        let length = Expr::expr(Func::char_length(Expr::col(column)));
        let last = last.order_by_desc(length).order_by_desc(column);
        Ok(last.into_tuple::<String>().one(&self.transaction).await?)
    }

    /// The last number behind a prefix that was given to what is there no more.
    pub async fn last_given(&self, prefix: &str) -> Result<Option<i32>, Error> {
        let given = reference_given::Entity::find_by_id(prefix.to_owned()).one(&self.transaction).await?;
        Ok(given.map(|given| given.number))
    }

    /// Stages that numbers behind prefixes, each prefix once, were given to what is there no more.
    pub fn keep_given(&mut self, given: &[reference_given::Model]) -> Result<(), Refused> {
        if !given.is_empty() {
            self.staged.push(Staged::given(given)?);
        }
        Ok(())
    }

    /// Whether a value stands in a column already, whoever sees its row: only to keep it from standing there twice.
    pub async fn is_taken<E: Record>(&self, column: E::Column, value: &str) -> Result<bool, Error> {
        Ok(E::find().filter(column.eq(value)).one(&self.transaction).await?.is_some())
    }

    /// Whether all rows that meet a condition, whoever sees them, are this viewer's to change.
    pub async fn may_change_all<E: Scoped>(&self, condition: sea_orm::Condition) -> Result<bool, Error> {
        let all = E::find().filter(condition);
        let theirs = all.clone().filter(E::editable_by(self.viewer).into_condition());
        Ok(all.count(&self.transaction).await? == theirs.count(&self.transaction).await?)
    }

    pub(super) fn covers(&self, stream: StreamId) -> Result<(), Refused> {
        if self.heads.contains_key(&stream) { Ok(()) } else { Err(Refused::Moved) }
    }
}

/// A query of a change, born inside the slice.
#[derive(Debug)]
pub struct Reading<'a, E: EntityTrait> {
    change: &'a Change,
    select: sea_orm::Select<E>,
}

impl<E: Scoped> Reading<'_, E> {
    /// Only the rows that also meet this.
    #[must_use]
    pub fn filter(mut self, condition: impl sea_orm::sea_query::IntoCondition) -> Self {
        self.select = self.select.filter(sea_orm::Condition::all().add(condition.into_condition()));
        self
    }

    /// The first by a column, from the end.
    pub async fn last_by(self, column: E::Column) -> Result<Option<E::Model>, Error> {
        Ok(self.select.order_by(column, Order::Desc).one(&self.change.transaction).await?)
    }

    /// The one row, if it is there.
    pub async fn one(self) -> Result<Option<E::Model>, Error> {
        Ok(self.select.one(&self.change.transaction).await?)
    }

    /// All the rows, ordered by a column.
    pub async fn all_by(self, column: E::Column, order: Order) -> Result<Vec<E::Model>, Error> {
        Ok(self.select.order_by(column, order).all(&self.change.transaction).await?)
    }

    /// All the rows.
    pub async fn all(self) -> Result<Vec<E::Model>, Error> {
        Ok(self.select.all(&self.change.transaction).await?)
    }
}
