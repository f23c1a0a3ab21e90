//! Statistics: counters of what there is, kept with every change in its own transaction, so that a figure costs a sum over
//! a few rows however large the register grows.
//!
//! A *stock* adds one in the month of its first day and takes one away in the month after its last. A span that ends in
//! the future writes both when it is entered: time passes without a write. A *flow* counts once, in the month of its day.
//! Each row also holds the month in which it was entered, so that a late correction can be told from what was known before
//! (`asKnownOn`). Years that have ended are closed: a balance for each stock at the end of each, so that what there is now
//! is one balance and at most twelve months.
//!
//! A measure is kept by its few *cubes* (the dimensions it can be grouped by together), each at the *levels* of delegations,
//! associations and establishments, so that every slice reads rows of its own alone. What each noun adds to the measures, its
//! own `counted.rs` says.

mod close_years;
mod dimension;
mod filter;
mod measure;
mod object;
mod peers;
mod query;
mod reckoning;
mod recount;
mod scope;
mod span;

use entity::id::{DelegationId, StreamId};
use entity::month::YearMonth;
use entity::{counter, stream};
use sea_orm::ColumnTrait;

use crate::auth::{NationalRole, Viewer};
use crate::db::{Pool, ScopedDb};
use crate::error::Error;

pub use close_years::CountersCloseYears;
pub use dimension::StatisticsDimension;
pub use measure::StatisticsMeasure;
pub use query::StatisticsQuery;
pub use reckoning::StatisticsPeriod;
pub use recount::{Difference, Kept, differences, rebuild};
pub use span::{Span, once};

/// Whether nothing has been counted yet.
pub async fn is_empty(pool: &Pool) -> Result<bool, Error> {
    let db = pool.scoped_to(Viewer::NationalOffice(NationalRole::Auditor));
    Ok(db.find::<counter::Entity>().count().await? == 0)
}

/// The last December up to the end of a month at which all delegations in the slice have closing balances, or one of them
/// has; `None` where there is none.
pub async fn last_balance(
    db: &ScopedDb,
    delegation: Option<DelegationId>,
    month: YearMonth,
) -> Result<Option<YearMonth>, Error> {
    let mut heads = db.find::<stream::Entity>();
    if let Some(delegation) = delegation {
        heads = heads.filter(stream::COLUMN.id.eq(StreamId::from(delegation)));
    }
    Ok(balance_of(&heads.all().await?, month))
}

fn balance_of(heads: &[stream::Model], month: YearMonth) -> Option<YearMonth> {
    let delegations = || heads.iter().filter(|head| head.id != StreamId::NATIONAL);
    let ended = if month.month() == 12 { month.year() } else { month.year() - 1 };
    let year = delegations().map(|head| head.closed_until).min()?.min(ended);
    let closed = |head: &stream::Model| head.closed_until != 0 && head.closed_from <= year;
    YearMonth::try_new(year, 12).filter(|_| delegations().all(closed))
}
