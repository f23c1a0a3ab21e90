//! Queues: rows of several tables that wait for somebody, each table inside its own slice, read together in one order by one
//! statement.

use chrono::NaiveDate;
use sea_orm::IdenStatic;
use sea_orm::sea_query::{Alias, Asterisk, Condition, Expr, ExprTrait, Func, Order, Query, SelectStatement, UnionType};
use uuid::Uuid;

use super::loader::key_column;
use super::{Keyed, ScopedDb, ScopedSelect};
use crate::error::Error;

const KIND: &str = "kind";
const ID: &str = "id";
const DUE: &str = "due";
const SINCE: &str = "since";
const QUEUE: &str = "queue";

/// Rows of a table that wait: born inside the slice.
#[derive(Clone, Debug)]
pub struct Waiting {
    kind: i32,
    rows: SelectStatement,
}

/// Where something stands in a queue: what has no day until which it is due stands last.
pub type Stand = (NaiveDate, i32, Uuid);

/// Something that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queued {
    /// Where it stands.
    pub stand: Stand,
    /// Since which day it waits, where that is known.
    pub since: Option<NaiveDate>,
}

impl Queued {
    /// The last day on which it is in time.
    #[must_use]
    pub fn due(&self) -> Option<NaiveDate> {
        Some(self.stand.0).filter(|due| *due != NEVER)
    }
}

/// Behind all days until which anything is due.
const NEVER: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// Which of what waits; all that is given must be met.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Of this kind.
    pub kind: Option<i32>,
    /// Due before this day, or not.
    pub due_before: Option<(NaiveDate, bool)>,
}

impl<E: Keyed> ScopedSelect<E> {
    /// The rows, as what waits: of which kind, until when, and since when; each null where it is not known.
    pub fn waiting(self, kind: i32, due: Expr, since: Expr) -> Result<Waiting, Error> {
        let key = key_column::<E>().ok_or_else(|| Error::internal("a table without a key"))?;
        let key = Expr::col((E::default(), Alias::new(key.as_str())));
        let due = Func::coalesce([due, Expr::val(NEVER)]);
        let (_, rows, _) = self.unordered().statement(|rows| {
            rows.expr_as(Expr::val(kind), KIND).expr_as(key, ID).expr_as(due, DUE).expr_as(since, SINCE);
        });
        Ok(Waiting { kind, rows })
    }
}

impl ScopedDb {
    /// So many of what waits, behind a stand: what is due first comes first.
    pub async fn queue(
        &self,
        waiting: &[Waiting],
        wanted: Wanted,
        behind: Option<Stand>,
        most: u64,
    ) -> Result<Vec<Queued>, Error> {
        let Some(mut queue) = of(waiting, wanted) else { return Ok(Vec::new()) };
        if let Some((due, kind, id)) = behind {
            let stand = Expr::tuple([DUE, KIND, ID].map(Expr::col));
            queue.and_where(stand.gt(Expr::tuple([Expr::val(due), Expr::val(kind), Expr::val(id)])));
        }
        queue.columns([KIND, ID, DUE, SINCE]);
        for column in [DUE, KIND, ID] {
            queue.order_by(column, Order::Asc);
        }
        let rows = self.read(&queue, Some(most)).await?;
        let queued = rows.iter().map(|row| {
            let stand = (row.try_get("", DUE)?, row.try_get("", KIND)?, row.try_get("", ID)?);
            Ok(Queued { stand, since: row.try_get("", SINCE)? })
        });
        queued.collect()
    }

    /// How much waits.
    pub async fn queue_length(&self, waiting: &[Waiting], wanted: Wanted) -> Result<i64, Error> {
        let Some(mut queue) = of(waiting, wanted) else { return Ok(0) };
        queue.expr(Func::count(Expr::col(Asterisk)));
        let rows = self.read(&queue, None).await?;
        Ok(rows.first().map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default())
    }
}

/// What waits, as one table; `None` where nothing can.
fn of(waiting: &[Waiting], wanted: Wanted) -> Option<SelectStatement> {
    let mut kinds = waiting.iter().filter(|waiting| wanted.kind.is_none_or(|kind| waiting.kind == kind));
    let mut all = kinds.next()?.rows.clone();
    for one in kinds {
        all.union(UnionType::All, one.rows.clone());
    }
    let mut queue = Query::select();
    queue.from_subquery(all, QUEUE);
    if let Some((day, before)) = wanted.due_before {
        let due = Expr::col(DUE);
        queue.cond_where(Condition::all().add(if before { due.lt(day) } else { due.gte(day) }));
    }
    Some(queue)
}
