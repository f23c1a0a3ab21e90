//! Reading inside a slice.

use std::fmt::{self, Write as _};
use std::marker::PhantomData;
use std::sync::Arc;

use entity::id::{AccountId, MandateId};
use sea_orm::sea_query::{
    Asterisk, Condition, Expr, ExprTrait, Func, IntoCondition, Order, Query, SelectStatement, SimpleExpr,
    WindowStatement,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, QueryResult, QuerySelect, QueryTrait, Select, TryGetable, TryGetableMany,
};
use tokio::sync::Semaphore;

use super::scope::{Own, Scoped, Slice};
use crate::auth::Viewer;
use crate::error::Error;

/// The database as one viewer sees it.
#[derive(Clone)]
pub struct ScopedDb {
    connection: DatabaseConnection,
    viewer: Viewer,
    /// The account and the mandate by which it speaks, where somebody asks.
    owner: Option<(AccountId, MandateId)>,
    /// So many statements of one request at the same time, that none takes all the connections.
    turns: Arc<Semaphore>,
}

/// Statements of one request at the same time.
const TURNS: usize = 3;

impl ScopedDb {
    pub(super) fn new(connection: DatabaseConnection, viewer: Viewer) -> Self {
        Self { connection, viewer, owner: None, turns: Arc::new(Semaphore::new(TURNS)) }
    }

    /// The same, as an account sees it by a mandate.
    #[must_use]
    pub(crate) fn asked_by(self, account: AccountId, mandate: MandateId) -> Self {
        Self { owner: Some((account, mandate)), ..self }
    }

    /// The viewer whose slice this is.
    #[must_use]
    pub fn viewer(&self) -> Viewer {
        self.viewer
    }

    /// The rows of a table that the viewer may see.
    #[must_use]
    pub fn find<E: Scoped>(&self) -> ScopedSelect<E> {
        self.within(E::visible_to(self.viewer))
    }

    /// The rows of a table that the viewer may change.
    #[must_use]
    pub fn find_editable<E: Scoped>(&self) -> ScopedSelect<E> {
        self.find::<E>().filter(E::editable_by(self.viewer).into_condition())
    }

    /// The rows of a table that are the own of whoever asks, and those that the viewer may see anyway.
    #[must_use]
    pub fn own<E: Own>(&self) -> ScopedSelect<E> {
        let own = self.owner.map_or(Slice::Nothing, |(account, mandate)| E::owned_by(account, mandate));
        self.within(own.or(E::visible_to(self.viewer)))
    }

    fn within<E: Scoped>(&self, slice: Slice) -> ScopedSelect<E> {
        let met = Condition::all().add(slice.into_condition());
        ScopedSelect { db: self.clone(), met, order: Vec::new(), limit: None, rank: None, entity: PhantomData }
    }
}

impl ScopedDb {
    /// Reads so many rows at most by a statement that was born in the slice.
    pub(super) async fn read(
        &self,
        statement: &SelectStatement,
        limit: Option<u64>,
    ) -> Result<Vec<QueryResult>, Error> {
        let _turn = self.turns.acquire().await.map_err(Error::internal)?;
        let mut statement = self.connection.get_database_backend().build(statement);
        if let Some(rows) = limit {
            // Told in the text: of a parameter PostgreSQL knows nothing when it makes a plan to keep, and would plan anew
            // each time, which costs more than reading.
            _ = write!(statement.sql, " LIMIT {rows}");
        }
        Ok(self.connection.query_all_raw(statement).await?)
    }
}

impl fmt::Debug for ScopedDb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ScopedDb({})", self.viewer)
    }
}

/// A query born inside a slice. Whatever is added is joined by AND: it narrows.
#[derive(Clone, Debug)]
pub struct ScopedSelect<E: EntityTrait> {
    db: ScopedDb,
    met: Condition,
    order: Vec<(Expr, Order)>,
    limit: Option<u64>,
    /// What is worked out for each row, to order by.
    rank: Option<SimpleExpr>,
    entity: PhantomData<fn() -> E>,
}

impl<E: Scoped> ScopedSelect<E> {
    /// Only the rows that also meet this.
    #[must_use]
    pub fn filter(mut self, condition: impl IntoCondition) -> Self {
        // Wrapped, so that a condition of alternatives stays one term of the conjunction.
        self.met = self.met.add(Condition::all().add(condition.into_condition()));
        self
    }

    /// Ordered by a column, after any order given before.
    #[must_use]
    pub fn order_by(mut self, column: E::Column, order: Order) -> Self {
        self.order.push((Expr::col((E::default(), column)), order));
        self
    }

    /// Ordered by a rank that is worked out for each row, after any order given before.
    #[must_use]
    pub fn order_by_rank(mut self, rank: SimpleExpr, order: Order) -> Self {
        self.order.push((Expr::col(WORKED_OUT), order));
        self.rank = Some(rank);
        self
    }

    /// At most so many rows.
    #[must_use]
    pub fn limit(mut self, rows: u64) -> Self {
        self.limit = Some(rows);
        self
    }

    /// The same rows in no order.
    pub(super) fn unordered(self) -> Self {
        Self { order: Vec::new(), rank: None, ..self }
    }

    /// As sea-orm reads it.
    fn select(self) -> Select<E> {
        let mut select = E::find().filter(self.met).limit(self.limit);
        for (by, order) in self.order {
            select = select.order_by(by, order);
        }
        select
    }

    /// The statement of what is to be read of each row, without its limit.
    pub(super) fn statement(self, read: impl FnOnce(&mut SelectStatement)) -> (ScopedDb, SelectStatement, Option<u64>) {
        let mut statement = Query::select();
        statement.from(E::default()).cond_where(self.met);
        read(&mut statement);
        for (by, order) in self.order {
            statement.order_by_expr(by, order);
        }
        if let Some(rank) = self.rank {
            statement.expr_as(rank, WORKED_OUT);
        }
        (self.db, statement, self.limit)
    }

    /// Of the rows that share a value of `group`, only the last so many in the order of a column, by their key.
    #[must_use]
    pub(super) fn latest_of_each(self, group: E::Column, order: E::Column, key: E::Column, count: u64) -> Self {
        const RANK: &str = "rank";
        let window =
            WindowStatement::partition_by(group).order_by(order, Order::Desc).order_by(key, Order::Desc).to_owned();
        let mut ranked = self.clone().select().select_only().column(key).into_query();
        ranked.expr_window_as(Expr::cust("ROW_NUMBER()"), window, RANK);
        let last =
            Query::select().column(key).from_subquery(ranked, "ranked").and_where(Expr::col(RANK).lte(count)).take();
        self.filter(key.in_subquery(last))
    }

    /// Whether its viewer sees everything.
    pub(super) fn is_national(&self) -> bool {
        matches!(self.db.viewer, Viewer::NationalOffice(_))
    }

    pub(super) fn backend(&self) -> DbBackend {
        self.db.connection.get_database_backend()
    }

    /// The one row, if it is there.
    pub async fn one(self) -> Result<Option<E::Model>, Error> {
        let connection = self.db.connection.clone();
        Ok(self.select().one(&connection).await?)
    }

    /// All the rows.
    pub async fn all(self) -> Result<Vec<E::Model>, Error> {
        let connection = self.db.connection.clone();
        Ok(self.select().all(&connection).await?)
    }

    /// All the rows, each with its rank.
    pub async fn all_ranked(self) -> Result<Vec<(E::Model, i32)>, Error> {
        let connection = self.db.connection.clone();
        let rank = self.rank.clone().ok_or_else(|| Error::internal("rows without a rank"))?;
        let ranked = self.select().expr_as(rank, WORKED_OUT);
        let rows = ranked.into_model::<With<E, i32>>().all(&connection).await?;
        Ok(rows.into_iter().map(|With { row, value }| (row, value)).collect())
    }

    /// How many rows there are.
    pub async fn count(self) -> Result<i64, Error> {
        let connection = self.db.connection.clone();
        let count = self.select().select_only().expr(count_all()).into_tuple::<i64>().one(&connection).await?;
        Ok(count.unwrap_or_default())
    }

    /// The sum of a column for each value of another: the value, then the sum.
    pub async fn sum_by<T>(self, column: E::Column, by: E::Column) -> Result<Vec<T>, Error>
    where
        T: TryGetableMany + Send + Sync,
    {
        // PostgreSQL adds whole numbers up to a decimal one.
        let sum = Func::cast_as(column.sum(), "bigint");
        let connection = self.db.connection.clone();
        let select = self.select().select_only().column(by).group_by(by).expr(sum);
        Ok(select.into_tuple::<T>().all(&connection).await?)
    }

    /// The values of a column, to filter another table by: a related row outside the slice filters nothing in or out.
    #[must_use]
    pub fn values_of(self, column: E::Column) -> SelectStatement {
        self.select().select_only().column(column).into_query()
    }
}

/// The name of a value that is worked out beside a row.
pub(super) const WORKED_OUT: &str = "worked_out";

/// A row, and a value that was worked out beside it.
pub(super) struct With<E: EntityTrait, T> {
    pub(super) row: E::Model,
    pub(super) value: T,
}

impl<E: EntityTrait, T: TryGetable> FromQueryResult for With<E, T> {
    fn from_query_result(result: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self { row: E::Model::from_query_result(result, prefix)?, value: result.try_get(prefix, WORKED_OUT)? })
    }
}

fn count_all() -> SimpleExpr {
    Func::count(Expr::col(Asterisk)).into()
}
