//! Reading rows together with what they point to: one statement, in which each table is inside the viewer's slice.
//!
//! A [`Reading`] is what a statement shall read, value by value; the rows it starts from are those of a
//! [`ScopedSelect`]. A row that is pointed to and lies outside the slice is absent, exactly as one that does not exist.

use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use derive_where::derive_where;
use sea_orm::sea_query::{
    Alias, Asterisk, Condition, DynIden, Expr, ExprTrait, Func, IntoColumnRef, IntoIden, JoinType, Order, Query,
    SelectStatement, WindowStatement,
};
use sea_orm::{
    ColumnTrait, DbBackend, IdenStatic, Iterable, PrimaryKeyToColumn, QueryFilter, QueryOrder, QueryResult,
    QuerySelect, QueryTrait,
};

use super::loader::key_column;
use super::{ChildOf, Key, Keyed, Scoped, ScopedDb, ScopedSelect};
use crate::auth::Viewer;
use crate::error::Error;

/// Tables in one statement. What a planner does about one more grows faster than their number, SQLite joins no more than 64,
/// and PostgreSQL keeps the plan.
const MOST_TABLES: usize = 16;

/// What one statement reads: values of the rows it starts from and of the rows they point to, each at its place.
pub struct Reading {
    viewer: Viewer,
    /// The first is what is read; each other one is joined to one before it.
    tables: Vec<Table>,
    values: Vec<Expr>,
    /// Where the values of columns stand.
    known: Vec<((usize, &'static str), usize)>,
}

struct Table {
    name: DynIden,
    joined: Option<Joined>,
}

/// A table that others point to.
struct Joined {
    /// Which column of which table points to it.
    by: (usize, &'static str),
    key: &'static str,
    /// Its rows in the slice.
    rows: SelectStatement,
    columns: Vec<&'static str>,
}

/// A table of `E` in a [`Reading`].
#[derive_where(Clone, Copy)]
pub struct Of<E> {
    table: usize,
    entity: PhantomData<fn() -> E>,
}

impl<E> Of<E> {
    fn new(table: usize) -> Self {
        Self { table, entity: PhantomData }
    }
}

impl Reading {
    /// A reading of rows of `E`.
    #[must_use]
    pub fn new<E: Scoped>(db: &ScopedDb) -> (Self, Of<E>) {
        let root = Table { name: E::default().into_iden(), joined: None };
        (Self { viewer: db.viewer(), tables: vec![root], values: Vec::new(), known: Vec::new() }, Of::new(0))
    }

    /// The place of a column's value.
    pub fn column<E>(&mut self, of: Of<E>, column: &'static str) -> usize {
        let what = (of.table, column);
        if let Some((_, place)) = self.known.iter().find(|(known, _)| *known == what) {
            return *place;
        }
        let value = self.expression(of, column);
        let place = self.place(value);
        self.known.push((what, place));
        place
    }

    /// The table that a column points to, and the place of its key, which is null where there is no row for the viewer.
    /// `None` where the statement has as many tables as one shall have.
    pub fn join<E, P: Keyed>(&mut self, of: Of<E>, by: &'static str) -> Option<(Of<P>, usize)> {
        let from = (of.table, by);
        let known = self.tables.iter().position(|table| table.joined.as_ref().is_some_and(|joined| joined.by == from));
        let joined = if let Some(table) = known {
            Of::new(table)
        } else {
            if self.tables.len() == MOST_TABLES {
                return None;
            }
            let key = key_column::<P>()?.as_str();
            self.expression(of, by);
            let rows = P::find().select_only().filter(P::visible_to(self.viewer).into_condition()).into_query();
            let name = Alias::new(format!("r{}", self.tables.len())).into_iden();
            let joined = Joined { by: from, key, rows, columns: Vec::new() };
            self.tables.push(Table { name, joined: Some(joined) });
            Of::new(self.tables.len() - 1)
        };
        let key = self.tables.get(joined.table)?.joined.as_ref()?.key;
        Some((joined, self.column(joined, key)))
    }

    /// The place of the row's own key.
    pub fn key<E: Keyed>(&mut self, of: Of<E>) -> Option<usize> {
        Some(self.column(of, key_column::<E>()?.as_str()))
    }

    /// The place of the key of a child's parent: always the first value.
    pub fn parent_key<P: Keyed, E: ChildOf<P>>(&mut self, of: Of<E>) -> usize {
        self.column(of, E::parent_column().as_str())
    }

    /// The place of a column of the first of those children that meet a condition.
    pub fn first_child<P: Keyed, E: ChildOf<P>>(
        &mut self,
        of: Of<P>,
        condition: Condition,
        column: E::Column,
    ) -> Option<usize> {
        let parent = self.expression(of, key_column::<P>()?.as_str());
        let child = E::find()
            .select_only()
            .column(column)
            .filter(E::visible_to(self.viewer).into_condition())
            .filter(E::parent_column().into_expr().eq(parent))
            .filter(condition)
            .order_by_asc(E::sibling_order())
            .order_by_asc(key_column::<E>()?)
            .limit(1);
        let value = Expr::from(child.into_query());
        let known = self.values.iter().position(|known| *known == value);
        Some(known.unwrap_or_else(|| self.place(value)))
    }

    /// How many values a row has.
    #[must_use]
    pub fn width(&self) -> usize {
        self.values.len().max(1)
    }

    fn place(&mut self, value: Expr) -> usize {
        self.values.push(value);
        self.values.len() - 1
    }

    fn expression<E>(&mut self, of: Of<E>, column: &'static str) -> Expr {
        let Some(table) = self.tables.get_mut(of.table) else { return Expr::null() };
        if let Some(joined) = &mut table.joined
            && !joined.columns.contains(&column)
        {
            joined.columns.push(column);
        }
        Expr::col((table.name.clone(), column).into_column_ref())
    }

    /// Puts what is read into a statement that says which rows.
    fn read_by(self, select: &mut SelectStatement) {
        // A row is there, whatever is asked of it.
        let values = if self.values.is_empty() { vec![Expr::val(1)] } else { self.values };
        select.exprs(values);
        let names: Vec<_> = self.tables.iter().map(|table| table.name.clone()).collect();
        for Table { name, joined } in self.tables {
            let Some(Joined { by, key, mut rows, columns }) = joined else { continue };
            let Some(from) = names.get(by.0) else { continue };
            rows.columns(columns);
            let on = Expr::col((name.clone(), key)).eq(Expr::col((from.clone(), by.1)));
            select.join_subquery(JoinType::LeftJoin, rows, name, on);
        }
    }
}

impl<E: Scoped> ScopedSelect<E> {
    /// The rows, read as `reading` says; where they are ranked, the rank is one value more.
    pub async fn read(self, reading: Reading) -> Result<Vec<QueryResult>, Error> {
        let (db, statement, limit) = self.statement(|statement| reading.read_by(statement));
        db.read(&statement, limit).await
    }
}

/// Rows that belong to others.
#[derive(Debug, Default)]
pub struct Families {
    /// The rows of all.
    pub rows: Vec<QueryResult>,
    /// For each parent, which of the rows are its own, in order.
    pub of: Vec<Arc<[usize]>>,
}

/// A read under way.
pub type Under<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// The parents of rows that are to be read: rows that were read, and where their keys stand, null where there is no parent.
#[derive(Clone, Copy, Debug)]
pub struct Parents<'a> {
    /// The rows.
    pub rows: &'a [QueryResult],
    /// Where the keys stand.
    pub key: usize,
}

impl Parents<'_> {
    /// Reads the rows of these parents by `read`. The key of its parent is the first value of each.
    async fn families<P: Keyed>(
        self,
        read: impl AsyncFnOnce(Vec<Key<P>>) -> Result<Vec<QueryResult>, Error>,
    ) -> Result<Families, Error> {
        let keys: Vec<Option<Key<P>>> =
            self.rows.iter().map(|row| row.try_get_by_index(self.key)).collect::<Result<_, _>>()?;
        let mut own: HashMap<Key<P>, Vec<usize>> = HashMap::new();
        for key in keys.iter().flatten() {
            own.entry(key.clone()).or_default();
        }
        let rows = if own.is_empty() { Vec::new() } else { read(own.keys().cloned().collect()).await? };
        for (at, row) in rows.iter().enumerate() {
            own.entry(row.try_get_by_index(0)?).or_default().push(at);
        }
        let own: HashMap<_, Arc<[usize]>> = own.into_iter().map(|(key, rows)| (key, rows.into())).collect();
        let none: Arc<[usize]> = [].into();
        let of = keys.iter().map(|key| key.as_ref().and_then(|key| own.get(key)).unwrap_or(&none).clone()).collect();
        Ok(Families { rows, of })
    }
}

impl<E: Scoped> ScopedSelect<E> {
    /// The rows that belong to parents.
    #[must_use]
    pub fn read_children<P: Keyed>(self, parents: Parents<'_>, reading: Reading) -> Under<'_, Families>
    where
        E: ChildOf<P>,
    {
        Box::pin(parents.families::<P>(async |keys| self.of_parents::<P>(keys).siblings::<P>()?.read(reading).await))
    }

    /// The same, of each parent so many at most, in an order.
    #[must_use]
    pub fn read_first_children<P: Keyed>(
        self,
        parents: Parents<'_>,
        reading: Reading,
        order: Vec<(E::Column, Order)>,
        most: u32,
    ) -> Under<'_, Families>
    where
        E: ChildOf<P>,
    {
        Box::pin(parents.families::<P>(async move |keys| {
            let mut window = WindowStatement::partition_by(E::parent_column());
            for (column, direction) in &order {
                window.order_by(*column, direction.clone());
            }
            let rank = Expr::cust("ROW_NUMBER()");
            let (db, rows, _) = self.of_parents::<P>(keys).unordered().statement(|statement| {
                statement.column((E::default(), Asterisk)).expr_window_as(rank, window, RANK);
            });
            // Under the table's own name, so that what is read of it is called the same.
            let mut first = Query::select();
            first.from_subquery(rows, E::default().into_iden()).and_where(Expr::col(RANK).lte(most));
            for (column, direction) in order {
                first.order_by((E::default(), column), direction);
            }
            reading.read_by(&mut first);
            db.read(&first, None).await
        }))
    }

    /// How many rows belong to each parent, where there are any: the second value of each row.
    #[must_use]
    pub fn count_children<P: Keyed>(self, parents: Parents<'_>) -> Under<'_, Families>
    where
        E: ChildOf<P>,
    {
        Box::pin(parents.families::<P>(async |keys| {
            let (db, counts, _) = self.of_parents::<P>(keys).unordered().statement(|statement| {
                let parent = (E::default(), E::parent_column());
                statement.column(parent).expr(Func::count(Expr::col(Asterisk))).group_by_col(parent);
            });
            db.read(&counts, None).await
        }))
    }

    /// Those that belong to one of these parents.
    pub(super) fn of_parents<P: Keyed>(self, keys: Vec<Key<P>>) -> Self
    where
        E: ChildOf<P>,
    {
        let column = E::parent_column();
        // One array, so that the text of the statement does not depend on how many there are.
        let of = if self.backend() == DbBackend::Postgres { column.eq_any(keys) } else { column.is_in(keys) };
        self.filter(of)
    }

    /// The children of each parent in their order, and no more than are told at once.
    pub(super) fn siblings<P: Keyed>(self) -> Result<Self, Error>
    where
        E: ChildOf<P>,
    {
        let mut children = self;
        if let Some(count) = E::LATEST {
            let key = key_column::<E>().ok_or_else(|| Error::internal("a table without a key"))?;
            children = children.latest_of_each(E::parent_column(), E::sibling_order(), key, count);
        }
        children = children.order_by(E::sibling_order(), Order::Asc);
        let keys = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column);
        Ok(keys.fold(children, |children, key| children.order_by(key, Order::Asc)))
    }
}

/// The name of the place of a row among its siblings.
const RANK: &str = "rank";

impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reading of {} values from {} tables", self.values.len(), self.tables.len())
    }
}
