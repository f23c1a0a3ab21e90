//! Writing what a change has staged, in one trip to the database: one statement on PostgreSQL, where a statement can carry
//! others; one text of several on SQLite, where the trip is to the thread that has the file open.

use std::collections::BTreeMap;

use entity::id::StreamId;
use entity::{closing_balance, counter, idempotency, job, journal_entry, reference_given, search_name, stream};
use sea_orm::sea_query::{
    Alias, CommonTableExpression, DeleteStatement, Expr, ExprTrait, InsertStatement, OnConflict, Query,
    ReturningClause, SimpleExpr, SubQueryStatement, UpdateStatement, WithClause,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IdenStatic, Iterable, ModelTrait, PrimaryKeyToColumn,
    Statement,
};

use super::super::Scoped;
use super::super::counter::add;
use super::super::search::names_of;
use super::{Actor, Change, Mutation, Record, Refused, record};
use crate::auth::Viewer;
use crate::error::Error;

/// What is to be written.
#[derive(Debug)]
enum Write {
    Insert(InsertStatement),
    Update(UpdateStatement),
    Delete(DeleteStatement),
}

/// A row to be written, or several.
#[derive(Debug)]
pub(super) struct Staged {
    write: Write,
    /// The condition that each lies inside the slice; none for what belongs to rows that are looked at themselves.
    inside: Option<SimpleExpr>,
}

impl Staged {
    /// A new row.
    pub(super) fn insert<E: Record>(row: &E::Model, viewer: Viewer) -> Result<Self, Error> {
        let inside = Some(E::editable_by(viewer).into_expr());
        Ok(Self { write: Write::Insert(insert_of::<E>(std::slice::from_ref(row))?), inside })
    }

    /// New rows; of a viewer, each inside what it may change.
    pub(super) fn insert_many<E: Scoped>(rows: &[E::Model], viewer: Option<Viewer>) -> Result<Self, Error> {
        let inside = viewer.map(|viewer| E::editable_by(viewer).into_expr());
        Ok(Self { write: Write::Insert(insert_of::<E>(rows)?), inside })
    }

    /// A row that belongs to another one.
    pub(super) fn child<C: EntityTrait>(row: &C::Model) -> Result<Self, Error> {
        Ok(Self { write: Write::Insert(insert_of::<C>(std::slice::from_ref(row))?), inside: None })
    }

    /// A row that belongs to another one, in the place of one with the same key.
    pub(super) fn child_in_place<C: EntityTrait>(row: &C::Model) -> Result<Self, Error> {
        Ok(Self { write: Write::Insert(or_update::<C>(insert_of::<C>(std::slice::from_ref(row))?)), inside: None })
    }

    /// A changed row.
    pub(super) fn update<E: Record>(before: &E::Model, after: &E::Model, viewer: Viewer) -> Result<Self, Error> {
        let version = record::version_column::<E>()?;
        let mut update = Query::update();
        update.table(E::default());
        for column in E::Column::iter().filter(|column| before.get(*column) != after.get(*column)) {
            update.value(column, column.save_as(Expr::val(after.get(column))));
        }
        update.and_where(is_row::<E>(before)).and_where(version.eq(E::version(before)?));
        Ok(Self { write: Write::Update(update), inside: Some(E::editable_by(viewer).into_expr()) })
    }

    /// A row that shall be there no more, and is as it was read.
    pub(super) fn remove<E: Record>(row: &E::Model, viewer: Viewer) -> Result<Self, Error> {
        let version = record::version_column::<E>()?;
        let mut delete = Query::delete();
        delete.from_table(E::default()).and_where(is_row::<E>(row)).and_where(version.eq(E::version(row)?));
        Ok(Self { write: Write::Delete(delete), inside: Some(E::editable_by(viewer).into_expr()) })
    }

    /// New rows, and changed ones, of which the last word stays.
    pub(super) fn bring<C: Scoped>(rows: &[C::Model], viewer: Viewer) -> Result<Self, Error> {
        let inside = Some(C::editable_by(viewer).into_expr());
        Ok(Self { write: Write::Insert(or_update::<C>(insert_of::<C>(rows)?)), inside })
    }

    /// Rows that may be there already, by their key or by a value that stands once; those are left as they are.
    pub(super) fn unless_there<C: EntityTrait>(rows: &[C::Model]) -> Result<Self, Error> {
        let mut insert = insert_of::<C>(rows)?;
        insert.on_conflict(OnConflict::new().do_nothing().to_owned());
        Ok(Self { write: Write::Insert(insert), inside: None })
    }

    /// Numbers that were given, of which the greatest stays.
    pub(super) fn given(rows: &[reference_given::Model]) -> Result<Self, Error> {
        let number = reference_given::Column::Number;
        let mut insert = insert_of::<reference_given::Entity>(rows)?;
        let mut greatest = OnConflict::column(reference_given::Column::Prefix);
        let (there, given) = ((reference_given::Entity, number), ("excluded", number));
        greatest.update_column(number).action_and_where(Expr::col(there).lt(Expr::col(given)));
        insert.on_conflict(greatest);
        Ok(Self { write: Write::Insert(insert), inside: None })
    }

    /// The end of a job, which must be there to be ended.
    pub(super) fn end(update: UpdateStatement) -> Self {
        Self { write: Write::Update(update), inside: Some(Expr::val(true)) }
    }

    /// The folded names of rows, where they are not as they were.
    pub(super) fn names<E: EntityTrait>(before: &[E::Model], after: &[E::Model]) -> Result<Option<Self>, Error> {
        let there: Vec<_> = before.iter().filter_map(names_of::<E>).collect();
        let names: Vec<_> = after.iter().filter_map(names_of::<E>).filter(|names| !there.contains(names)).collect();
        if names.is_empty() {
            return Ok(None);
        }
        let write = Write::Insert(or_update::<search_name::Entity>(insert_of::<search_name::Entity>(&names)?));
        Ok(Some(Self { write, inside: None }))
    }

    /// Rows that follow another one.
    pub(super) fn follow(update: UpdateStatement) -> Self {
        Self { write: Write::Update(update), inside: None }
    }

    /// Rows that a statement of its own lays.
    pub(super) fn laid(insert: InsertStatement) -> Self {
        Self { write: Write::Insert(insert), inside: None }
    }

    /// Rows that a statement of its own takes out.
    pub(super) fn taken(delete: DeleteStatement) -> Self {
        Self { write: Write::Delete(delete), inside: None }
    }

    /// A row that belonged to another one.
    pub(super) fn delete<C: EntityTrait>(row: &C::Model) -> Self {
        let mut delete = Query::delete();
        delete.from_table(C::default()).and_where(is_row::<C>(row));
        Self { write: Write::Delete(delete), inside: None }
    }
}

impl Write {
    /// The same, of which each row written says something.
    fn returning(mut self, said: Vec<SimpleExpr>) -> Self {
        let said = ReturningClause::Exprs(said);
        match &mut self {
            Self::Insert(insert) => drop(insert.returning(said)),
            Self::Update(update) => drop(update.returning(said)),
            Self::Delete(delete) => drop(delete.returning(said)),
        }
        self
    }

    /// As SQLite is told it, with its values.
    fn for_sqlite(&self) -> Statement {
        match self {
            Self::Insert(insert) => DbBackend::Sqlite.build(insert),
            Self::Update(update) => DbBackend::Sqlite.build(update),
            Self::Delete(delete) => DbBackend::Sqlite.build(delete),
        }
    }
}

impl From<Write> for SubQueryStatement {
    fn from(write: Write) -> Self {
        match write {
            Write::Insert(insert) => insert.into(),
            Write::Update(update) => update.into(),
            Write::Delete(delete) => delete.into(),
        }
    }
}

fn is_row<E: EntityTrait>(row: &E::Model) -> SimpleExpr {
    let keys = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column);
    keys.map(|column| column.eq(row.get(column))).reduce(ExprTrait::and).unwrap_or_else(|| Expr::val(false))
}

/// Whether two rows have the same key.
pub(super) fn same_key<E: EntityTrait>(one: &E::Model, other: &E::Model) -> bool {
    E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column).all(|column| one.get(column) == other.get(column))
}

/// Where a row with the key is there, it is overwritten.
fn or_update<E: EntityTrait>(mut insert: InsertStatement) -> InsertStatement {
    let is_key = |column: &E::Column| E::PrimaryKey::iter().any(|key| key.into_column().as_str() == column.as_str());
    let (keys, others): (Vec<_>, Vec<_>) = E::Column::iter().partition(is_key);
    insert.on_conflict(OnConflict::columns(keys).update_columns(others).to_owned());
    insert
}

fn insert_of<E: EntityTrait>(rows: &[E::Model]) -> Result<InsertStatement, Error> {
    let mut insert = Query::insert();
    insert.into_table(E::default()).columns(E::Column::iter());
    for row in rows {
        let values = E::Column::iter().map(|column| column.save_as(Expr::val(row.get(column))));
        insert.values(values).map_err(Error::internal)?;
    }
    Ok(insert)
}

impl Change {
    /// Writes everything, and returns the streams' new heads.
    pub(super) async fn flush<M: Mutation>(
        &mut self,
        actor: Actor,
        key: Option<(&str, Vec<u8>)>,
    ) -> Result<Vec<stream::Model>, Refused> {
        let mut objects = std::mem::take(&mut self.objects);
        self.seal(&mut objects).await?;
        let at_micros = self.now.timestamp_micros();
        let mut statements = std::mem::take(&mut self.staged);
        let mut heads: BTreeMap<StreamId, stream::Model> = BTreeMap::new();
        for object in &objects {
            for id in &object.streams {
                let head = heads.get(id).or_else(|| self.heads.get(id)).ok_or(Refused::Moved)?;
                let entry = object.entry(head, actor, M::NAME, at_micros)?;
                heads.insert(*id, stream::Model { position: entry.position, hash: entry.hash.clone(), ..head.clone() });
                statements.push(Staged::child::<journal_entry::Entity>(&entry)?);
            }
        }
        let database = self.transaction.get_database_backend();
        let (counters, balances) = std::mem::take(&mut self.counters).rows();
        if !counters.is_empty() {
            statements.push(Staged::laid(add::<counter::Entity>(database, &counters, counter::Column::Value)?));
        }
        if !balances.is_empty() {
            let value = closing_balance::Column::Value;
            statements.push(Staged::laid(add::<closing_balance::Entity>(database, &balances, value)?));
        }
        let object = objects.first().ok_or_else(|| Error::internal("a change of nothing"))?;
        if let (Some((key, input_hash)), Some((stream_id, head))) = (key, heads.first_key_value()) {
            let used = idempotency::Model {
                account_id: actor.account,
                key: key.to_owned(),
                mutation: M::NAME.to_owned(),
                input_hash,
                object_id: object.id,
                stream_id: *stream_id,
                position: head.position,
                at_micros,
            };
            statements.push(Staged::child::<idempotency::Entity>(&used)?);
        }
        if let Some(lease) = &self.ends {
            let mut done = lease.done(self.now);
            done.value(job::Column::Result, object.global());
            statements.push(Staged::end(done));
        }
        let heads: Vec<_> = heads.into_values().collect();
        statements.extend(heads.iter().map(|head| {
            let mut update = Query::update();
            update.table(stream::Entity).and_where(stream::Column::Id.eq(head.id));
            update.value(stream::Column::Position, head.position).value(stream::Column::Hash, head.hash.clone());
            Staged::follow(update)
        }));
        if database == DbBackend::Postgres {
            self.write_at_once(statements).await?;
        } else {
            self.write_in_turn(statements).await?;
        }
        Ok(heads)
    }

    /// One statement that carries all the others.
    async fn write_at_once(&self, statements: Vec<Staged>) -> Result<(), Refused> {
        let mut with = WithClause::new();
        let mut all = Query::select();
        let mut checked = 0;
        for (index, staged) in statements.into_iter().enumerate() {
            let name = format!("w{index}");
            let mut part = CommonTableExpression::new().table_name(name.clone()).to_owned();
            let query = if let Some(inside) = staged.inside {
                part.column("inside");
                let verdict = Expr::cust(format!("(SELECT bool_and(\"inside\") FROM \"{name}\")"));
                all.expr_as(verdict, Alias::new(format!("c{checked}")));
                checked += 1;
                staged.write.returning(vec![inside])
            } else {
                staged.write
            };
            with.cte(part.query(SubQueryStatement::from(query)).to_owned());
        }
        if checked == 0 {
            all.expr(Expr::val(true));
        }
        let statement = with.query(all);
        let answer = self.transaction.query_one(&statement).await.map_err(broken)?;
        let answer = answer.ok_or_else(|| Error::internal("a write without an answer"))?;
        for index in 0..checked {
            judge(answer.try_get("", &format!("c{index}"))?)?;
        }
        Ok(())
    }

    /// One text of all statements, each run before the next. A row whose place is looked at says which of them wrote it.
    async fn write_in_turn(&self, statements: Vec<Staged>) -> Result<(), Refused> {
        let (mut text, mut values) = (String::new(), Vec::new());
        let mut verdicts: BTreeMap<i32, Option<bool>> = BTreeMap::new();
        for (index, staged) in (0..).zip(statements) {
            let write = if let Some(inside) = staged.inside {
                verdicts.insert(index, None);
                staged.write.returning(vec![Expr::cust(index.to_string()), inside])
            } else {
                staged.write
            };
            let built = write.for_sqlite();
            text += &built.sql;
            text += ";";
            values.extend(built.values.into_iter().flatten());
        }
        let all = Statement::from_sql_and_values(DbBackend::Sqlite, text, values);
        for row in self.transaction.query_all_raw(all).await.map_err(broken)? {
            let (verdict, inside) = (verdicts.entry(row.try_get_by_index(0)?).or_default(), row.try_get_by_index(1)?);
            *verdict = Some(verdict.unwrap_or(true) && inside);
        }
        verdicts.into_values().try_for_each(judge)
    }
}

/// Whether the rows of a statement lie inside the slice; none, where no row was there.
fn judge(inside: Option<bool>) -> Result<(), Refused> {
    match inside {
        Some(true) => Ok(()),
        Some(false) => Err(Error::ForbiddenHere.into()),
        None => Err(Refused::Moved),
    }
}

/// A key, or a value that stands once, that another change used at the same instant is met again when this one starts over.
fn broken(error: sea_orm::DbErr) -> Refused {
    match error.sql_err() {
        Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => Refused::Moved,
        // Two batches with the same keys in opposite order wait for each other; the database gives one of them up.
        _ if error.to_string().contains("deadlock detected") => Refused::Moved,
        _ => error.into(),
    }
}
