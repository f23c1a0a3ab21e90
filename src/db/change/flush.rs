//! Writing what a change has staged, in as few round trips as the database allows: one statement on PostgreSQL, where a
//! statement can carry others; one after the other on SQLite, where there is no trip.

use entity::{counter, idempotency, journal_entry, stream};
use sea_orm::sea_query::{
    Alias, CommonTableExpression, DeleteStatement, Expr, ExprTrait, Func, InsertStatement, OnConflict, Query,
    ReturningClause, SimpleExpr, SubQueryStatement, UpdateStatement, Value, WithClause,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, Iterable, ModelTrait, PrimaryKeyToColumn};

use super::{Actor, Change, Found, Mutation, Outcome, Record, Refused, record};
use crate::auth::Viewer;
use crate::error::Error;

/// A row to be written.
#[derive(Debug)]
pub(super) enum Staged {
    /// A new row, with the condition that it lies inside the slice.
    Insert(InsertStatement, SimpleExpr),
    /// A changed row, likewise.
    Update(UpdateStatement, SimpleExpr),
    /// A row that belongs to one of the above.
    Child(InsertStatement),
    /// A row that belonged to one of the above.
    Delete(DeleteStatement),
    /// Rows that follow one of the above.
    Follow(UpdateStatement),
}

impl Staged {
    pub(super) fn insert<E: Record>(row: &E::Model, viewer: Viewer) -> Result<Self, Error> {
        Ok(Self::Insert(insert_of::<E>(row)?, E::editable_by(viewer).into_expr()))
    }

    pub(super) fn child<C: EntityTrait>(row: &C::Model) -> Result<Self, Error> {
        Ok(Self::Child(insert_of::<C>(row)?))
    }

    pub(super) fn update<E: Record>(before: &E::Model, after: &E::Model, viewer: Viewer) -> Result<Self, Error> {
        let version = record::version_column::<E>()?;
        let mut update = Query::update();
        update.table(E::default());
        for column in E::Column::iter().filter(|column| before.get(*column) != after.get(*column)) {
            update.value(column, column.save_as(Expr::val(after.get(column))));
        }
        update.and_where(is_row::<E>(before)).and_where(version.eq(E::version(before)?));
        Ok(Self::Update(update, E::editable_by(viewer).into_expr()))
    }

    pub(super) fn follow<C: EntityTrait>(parent: C::Column, key: uuid::Uuid, values: &[(C::Column, Value)]) -> Self {
        let mut update = Query::update();
        update.table(C::default()).and_where(parent.eq(key));
        for (column, value) in values {
            update.value(*column, value.clone());
        }
        Self::Follow(update)
    }

    pub(super) fn delete<C: EntityTrait>(row: &C::Model) -> Self {
        let mut delete = Query::delete();
        delete.from_table(C::default()).and_where(is_row::<C>(row));
        Self::Delete(delete)
    }
}

fn is_row<E: EntityTrait>(row: &E::Model) -> SimpleExpr {
    let keys = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column);
    keys.map(|column| column.eq(row.get(column))).reduce(ExprTrait::and).unwrap_or_else(|| Expr::val(false))
}

fn insert_of<E: EntityTrait>(row: &E::Model) -> Result<InsertStatement, Error> {
    let mut insert = Query::insert();
    insert.into_table(E::default()).columns(E::Column::iter());
    insert
        .values(E::Column::iter().map(|column| column.save_as(Expr::val(row.get(column)))))
        .map_err(Error::internal)?;
    Ok(insert)
}

/// Adds to counters that may be there.
pub(in crate::db) fn add_to_counters(counters: &[counter::Model]) -> Result<InsertStatement, Error> {
    let mut insert = Query::insert();
    insert.into_table(counter::Entity).columns(counter::Column::iter());
    for row in counters {
        let values = counter::Column::iter().map(|column| column.save_as(Expr::val(row.get(column))));
        insert.values(values).map_err(Error::internal)?;
    }
    let keys = counter::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column);
    let sum = Expr::col((counter::Entity, counter::Column::Value)).add(Expr::col(("excluded", counter::Column::Value)));
    insert.on_conflict(OnConflict::columns(keys).value(counter::Column::Value, sum).to_owned());
    Ok(insert)
}

impl Change {
    /// Writes everything and commits; or, where the mutation is only tried, writes everything and takes it back.
    pub(super) async fn flush<M: Mutation>(
        mut self,
        actor: Actor,
        mutation: &M,
        input_hash: &[u8],
    ) -> Result<Outcome<M::Entity>, Refused> {
        let object = self.object.take().ok_or_else(|| Error::internal("a change of nothing"))?;
        let at_micros = self.now.timestamp_micros();
        let mut statements = std::mem::take(&mut self.staged);
        let mut heads = Vec::new();
        let mut positions = Vec::new();
        for id in &object.streams {
            let head = self.heads.get(id).ok_or(Refused::Moved)?;
            let entry = object.entry(head, actor, M::NAME, at_micros)?;
            positions.push((*id, entry.position));
            heads.push(
                Query::update()
                    .table(stream::Entity)
                    .value(stream::Column::Position, entry.position)
                    .value(stream::Column::Hash, entry.hash.clone())
                    .and_where(stream::Column::Id.eq(*id))
                    .take(),
            );
            statements.push(Staged::Child(insert_of::<journal_entry::Entity>(&entry)?));
        }
        let counters: Vec<_> = std::mem::take(&mut self.counters).into_iter().filter(|row| row.value != 0).collect();
        if !counters.is_empty() {
            statements.push(Staged::Child(add_to_counters(&counters)?));
        }
        if let (Some(key), Some((stream_id, position))) = (mutation.idempotency_key(), positions.first()) {
            let used = idempotency::Model {
                account_id: actor.account,
                key: key.to_owned(),
                mutation: M::NAME.to_owned(),
                input_hash: input_hash.to_vec(),
                object_id: object.id,
                stream_id: *stream_id,
                position: *position,
                at_micros,
            };
            statements.push(Staged::Child(insert_of::<idempotency::Entity>(&used)?));
        }

        let written = if self.transaction.get_database_backend() == DbBackend::Postgres {
            self.write_at_once(statements, heads).await
        } else {
            self.write_in_turn(statements, heads).await
        };
        if let Err(refused) = written {
            self.transaction.rollback().await?;
            return Err(refused);
        }
        if mutation.validate_only() {
            self.transaction.rollback().await?;
            return Ok(Outcome::refused(Vec::new()));
        }
        let row = self.row.take().and_then(|row| row.downcast::<<M::Entity as EntityTrait>::Model>().ok());
        let row = row.ok_or_else(|| Error::internal("a change of another object than its mutation's"))?;
        // Whether a COMMIT without an answer has happened, only the database knows.
        self.transaction.commit().await.map_err(|error| Error::OutcomeUnknown(error.to_string().into()))?;
        Ok(Outcome { row: Some(Found::Row(*row)), mistakes: Vec::new(), positions })
    }

    /// One statement that carries all the others.
    async fn write_at_once(&self, statements: Vec<Staged>, heads: Vec<UpdateStatement>) -> Result<(), Refused> {
        let mut with = WithClause::new();
        let mut all = Query::select();
        let mut checked = 0;
        for (index, staged) in statements.into_iter().enumerate() {
            let name = format!("w{index}");
            let (statement, check) = match staged {
                Staged::Insert(mut insert, inside) => {
                    insert.returning(ReturningClause::Exprs(vec![inside]));
                    (SubQueryStatement::from(insert), true)
                }
                Staged::Update(mut update, inside) => {
                    update.returning(ReturningClause::Exprs(vec![inside]));
                    (SubQueryStatement::from(update), true)
                }
                Staged::Child(mut insert) => {
                    insert.returning(ReturningClause::Exprs(vec![Expr::val(true)]));
                    (SubQueryStatement::from(insert), false)
                }
                Staged::Delete(mut delete) => {
                    delete.returning(ReturningClause::Exprs(vec![Expr::val(true)]));
                    (SubQueryStatement::from(delete), false)
                }
                Staged::Follow(mut update) => {
                    update.returning(ReturningClause::Exprs(vec![Expr::val(true)]));
                    (SubQueryStatement::from(update), false)
                }
            };
            with.cte(
                CommonTableExpression::new().table_name(name.clone()).column("inside").query(statement).to_owned(),
            );
            if check {
                // 0: the row was not there; 1: it lies outside; 2: it lies inside.
                let inside = Expr::cust(format!("(SELECT 1 + CAST(\"inside\" AS INTEGER) FROM \"{name}\")"));
                all.expr_as(Expr::from(Func::coalesce([inside, Expr::val(0)])), Alias::new(format!("c{checked}")));
                checked += 1;
            }
        }
        for (index, mut head) in heads.into_iter().enumerate() {
            head.returning(ReturningClause::Exprs(vec![Expr::val(true)]));
            let name = format!("h{index}");
            with.cte(
                CommonTableExpression::new()
                    .table_name(name)
                    .column("inside")
                    .query(SubQueryStatement::from(head))
                    .to_owned(),
            );
        }
        let statement = with.query(all);
        let answer = self.transaction.query_one(&statement).await.map_err(broken)?;
        let answer = answer.ok_or_else(|| Error::internal("a write without an answer"))?;
        for index in 0..checked {
            judge(answer.try_get::<i32>("", &format!("c{index}"))?)?;
        }
        Ok(())
    }

    async fn write_in_turn(&self, statements: Vec<Staged>, heads: Vec<UpdateStatement>) -> Result<(), Refused> {
        for staged in statements {
            match staged {
                Staged::Insert(mut insert, inside) => {
                    insert.returning(ReturningClause::Exprs(vec![inside]));
                    let row = self.transaction.query_one(&insert).await.map_err(broken)?;
                    judge(
                        row.map_or(Ok(0), |row| row.try_get_by_index::<bool>(0).map(|inside| 1 + i32::from(inside)))?,
                    )?;
                }
                Staged::Update(mut update, inside) => {
                    update.returning(ReturningClause::Exprs(vec![inside]));
                    let row = self.transaction.query_one(&update).await.map_err(broken)?;
                    judge(
                        row.map_or(Ok(0), |row| row.try_get_by_index::<bool>(0).map(|inside| 1 + i32::from(inside)))?,
                    )?;
                }
                Staged::Child(insert) => {
                    self.transaction.execute(&insert).await.map_err(broken)?;
                }
                Staged::Delete(delete) => {
                    self.transaction.execute(&delete).await.map_err(broken)?;
                }
                Staged::Follow(update) => {
                    self.transaction.execute(&update).await.map_err(broken)?;
                }
            }
        }
        for head in heads {
            self.transaction.execute(&head).await?;
        }
        Ok(())
    }
}

/// Whether a written row was there and lies inside the slice.
fn judge(verdict: i32) -> Result<(), Refused> {
    match verdict {
        2 => Ok(()),
        1 => Err(Error::ForbiddenHere.into()),
        _ => Err(Refused::Moved),
    }
}

/// A key that another change used at the same instant is met again when this one starts over.
fn broken(error: sea_orm::DbErr) -> Refused {
    match error.sql_err() {
        Some(sea_orm::SqlErr::UniqueConstraintViolation(what)) if what.contains("idempotency") => Refused::Moved,
        _ => error.into(),
    }
}
