//! Reading what waits.

use std::pin::Pin;

use async_graphql::{Context, InputObject, Object, Result};
use chrono::NaiveDate;
use sea_orm::sea_query::Value;

use super::object::WorkItem;
use super::{Asker, WorkKind, all};
use crate::clock::Date;
use crate::db::ScopedDb;
use crate::db::queue::{Queued, Stand, Waiting, Wanted};
use crate::error::Error;
use crate::page::{Connection, Count, Forward};
use crate::request::Request;

/// What waits.
#[derive(Debug, Default)]
pub struct WorkQuery;

/// Which of what waits; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct WorkWhere {
    /// Of this kind.
    kind: Option<WorkKind>,
    /// True: only what is late. False: only the rest.
    overdue: Option<bool>,
}

/// The whole of a queue, to be counted.
struct Whole {
    db: ScopedDb,
    waiting: Vec<Waiting>,
    wanted: Wanted,
}

impl Count for Whole {
    fn count(&self) -> Pin<Box<dyn Future<Output = Result<i64, Error>> + Send + '_>> {
        Box::pin(self.db.queue_length(&self.waiting, self.wanted))
    }
}

#[Object]
impl WorkQuery {
    /// What waits for you: the next step is yours to do, by the mandate by which you speak. What is due first comes first, and
    /// what has no last day comes last. Empty where nothing waits.
    async fn work_queue(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "What of it; all by default.")] filter: Option<WorkWhere>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
    ) -> Result<Connection<WorkItem>> {
        let (db, today, filter) = (ctx.db()?.clone(), ctx.today()?, filter.unwrap_or_default());
        let list = Forward::new(ctx, "work queue", first, after)?;
        let behind = list.behind(stand)?;
        let wanted = Wanted {
            kind: filter.kind.map(WorkKind::number),
            due_before: filter.overdue.map(|overdue| (today, overdue)),
        };
        let waiting = all(Asker { db: &db, identity: ctx.identity()?, today }).await?;
        let rows = db.queue(&waiting, wanted, behind, list.most()).await?;
        let items = rows.into_iter().filter_map(|queued| Some((mark(queued.stand), item(&queued, today)?)));
        Ok(list.page(items.collect(), Whole { db, waiting, wanted }))
    }
}

/// How much waits for whoever asks.
pub async fn waiting_of(ctx: &Context<'_>) -> Result<i64, Error> {
    let (db, today) = (ctx.db()?, ctx.today()?);
    let waiting = all(Asker { db, identity: ctx.identity()?, today }).await?;
    db.queue_length(&waiting, Wanted::default()).await
}

fn item(queued: &Queued, today: NaiveDate) -> Option<WorkItem> {
    let (_, number, key) = queued.stand;
    let kind = WorkKind::ALL.into_iter().find(|kind| kind.number() == number)?;
    let due = queued.due();
    Some(WorkItem {
        kind,
        due: due.map(Date),
        since: queued.since.map(Date),
        overdue: due.is_some_and(|due| due < today),
        about: kind.about(key),
    })
}

/// A stand as a cursor holds it, and as it is read from one.
fn mark((due, kind, id): Stand) -> Vec<Value> {
    vec![Value::from(due.to_string()), Value::from(kind), Value::from(id)]
}

fn stand(mark: &[Value]) -> Option<Stand> {
    let [Value::String(Some(due)), Value::Int(Some(kind)), Value::Uuid(Some(id))] = mark else { return None };
    Some((due.parse().ok()?, *kind, *id))
}
