//! Keeping counters: adding to them, and closing years, so that what there is now is one balance and a year's growth.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use entity::counter::Measure;
use entity::id::{DelegationId, StreamId};
use entity::month::YearMonth;
use entity::{counter, stream};
use sea_orm::sea_query::{Expr, ExprTrait, Func, InsertStatement, OnConflict, Query, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Iterable, ModelTrait, PrimaryKeyToColumn, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, TransactionTrait,
};

use super::{Pool, ScopedDb};
use crate::error::Error;

/// By how much a measure grows in a month.
pub type Growth = (Measure, YearMonth, i64);

/// How many years the first closing goes back. Of the years before them every month is summed.
const YEARS_CLOSED_AT_FIRST: i32 = 10;

/// Whether a measure is of what there is at a moment. A flow, which is of what happened in a month, has no balance.
#[must_use]
pub fn is_stock(measure: Measure) -> bool {
    match measure {
        Measure::LicensedEps
        | Measure::EpsBeingLicensed
        | Measure::Cef
        | Measure::Kindergartens
        | Measure::SocialComplexes
        | Measure::DisabilityCenters => true,
        Measure::EstablishmentsOpened | Measure::EstablishmentsClosed | Measure::LicencesGranted => false,
    }
}

/// The measures that are stocks, or those that are not.
pub fn measures(stocks: bool) -> impl Iterator<Item = Measure> {
    Measure::iter().filter(move |measure| is_stock(*measure) == stocks)
}

/// The last month of a year.
pub(super) fn december(year: i32) -> Result<YearMonth, Error> {
    YearMonth::try_new(year, 12).ok_or_else(|| Error::internal("a year without December"))
}

/// The closing balances that a counter of a stock belongs to: those of the closed years at whose end it counts.
pub(crate) fn balances(head: &stream::Model, of: &counter::Model) -> Result<Vec<counter::Model>, Error> {
    if !is_stock(of.measure) || head.closed_until == 0 {
        return Ok(Vec::new());
    }
    (Ord::max(head.closed_from, of.month.year())..=head.closed_until)
        .map(|year| Ok(counter::Model { month: december(year)?, known: YearMonth::BEFORE_ALL, ..of.clone() }))
        .collect()
}

/// Adds to counters that may be there. Each counter is there once.
pub(super) fn add(counters: &[counter::Model]) -> Result<InsertStatement, Error> {
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

/// Closes the years of a delegation that have ended and are not closed: each stock gets its balance at the end of each of
/// them. Its stream is locked.
pub(super) async fn close_years(
    transaction: &impl ConnectionTrait,
    head: &mut stream::Model,
    today: NaiveDate,
) -> Result<(), Error> {
    let last = today.year() - 1;
    if head.id == StreamId::NATIONAL || head.closed_until >= last {
        return Ok(());
    }
    let first = if head.closed_until == 0 { last - YEARS_CLOSED_AT_FIRST + 1 } else { head.closed_until + 1 };
    for year in first..=last {
        let before = (year > first || head.closed_until != 0).then_some(year - 1);
        transaction.execute(&close(DelegationId(head.id.0), year, before)?).await?;
    }
    if head.closed_from == 0 {
        head.closed_from = first;
    }
    head.closed_until = last;
    let closed = stream::Entity::update_many()
        .col_expr(stream::Column::ClosedFrom, Expr::val(head.closed_from))
        .col_expr(stream::Column::ClosedUntil, Expr::val(head.closed_until))
        .filter(stream::Column::Id.eq(head.id));
    transaction.execute(closed.as_query()).await?;
    Ok(())
}

/// The balances at the end of a year: those at the end of the year before, where it is closed, and what grew since.
fn close(delegation: DelegationId, year: i32, before: Option<i32>) -> Result<InsertStatement, Error> {
    let december_of = december(year)?;
    let mut sums = counter::Entity::find()
        .select_only()
        .columns([
            counter::Column::Measure,
            counter::Column::DelegationId,
            counter::Column::AssociationId,
            counter::Column::EstablishmentId,
        ])
        .expr(Expr::val(december_of))
        .expr(Expr::val(YearMonth::BEFORE_ALL))
        .expr(whole(counter::Column::Value.sum()))
        .filter(counter::COLUMN.delegation_id.eq(delegation))
        .filter(counter::Column::Measure.is_in(measures(true)))
        .filter(at_the_end_of(december_of, before.map(|year| december(year).map(Expr::val)).transpose()?));
    for column in [
        counter::Column::Measure,
        counter::Column::DelegationId,
        counter::Column::AssociationId,
        counter::Column::EstablishmentId,
    ] {
        sums = sums.group_by(column);
    }
    let sums = sums.having(counter::Column::Value.sum().ne(0)).into_query();
    let mut insert = Query::insert();
    insert.into_table(counter::Entity).columns([
        counter::Column::Measure,
        counter::Column::DelegationId,
        counter::Column::AssociationId,
        counter::Column::EstablishmentId,
        counter::Column::Month,
        counter::Column::Known,
        counter::Column::Value,
    ]);
    insert.select_from(sums).map_err(Error::internal)?;
    Ok(insert)
}

impl Pool {
    /// The heads of all streams: how far each has come, and which of its years are closed.
    pub async fn heads(&self) -> Result<Vec<stream::Model>, Error> {
        Ok(stream::Entity::find().all(self.reader()).await?)
    }

    /// Closes the years that have ended, in every delegation. The first change of a year does so for its own.
    pub async fn close_years(&self, today: NaiveDate) -> Result<(), Error> {
        let transaction = self.writer().begin().await?;
        let heads = stream::Entity::find().order_by_asc(stream::Column::Id).lock_exclusive();
        for mut head in heads.all(&transaction).await? {
            close_years(&transaction, &mut head, today).await?;
        }
        Ok(transaction.commit().await?)
    }
}

impl ScopedDb {
    /// What was counted in a delegation, by measure: of stocks how many there were at the end of `as_of`, of flows what
    /// they brought in `year`; a measure of which there is nothing is absent. As known now, or at the end of `known`.
    pub async fn counted(
        &self,
        delegation: DelegationId,
        as_of: YearMonth,
        year: i32,
        known: Option<YearMonth>,
    ) -> Result<HashMap<Measure, i64>, Error> {
        let column = counter::COLUMN;
        let stocks = match known {
            // A balance holds what is known now; what was known before is summed from the beginning.
            Some(known) => at_the_end_of(as_of, None).add(column.known.lte(known)),
            None => at_the_end_of(as_of, Some(last_balance(delegation, as_of))),
        };
        let mut flows =
            Condition::all().add(column.month.gte(YearMonth::try_new(year, 1))).add(column.month.lte(december(year)?));
        if let Some(known) = known {
            flows = flows.add(column.known.lte(known));
        }
        let wanted = Condition::any()
            .add(Condition::all().add(counter::Column::Measure.is_in(measures(true))).add(stocks))
            .add(Condition::all().add(counter::Column::Measure.is_in(measures(false))).add(flows));
        let counters = self.find::<counter::Entity>().filter(column.delegation_id.eq(delegation)).filter(wanted);
        let sums: Vec<(Measure, i64)> = counters.sum_by(counter::Column::Value, counter::Column::Measure).await?;
        Ok(sums.into_iter().collect())
    }
}

/// The last December up to a month at whose end a delegation has balances; before all, where there is none.
fn last_balance(delegation: DelegationId, month: YearMonth) -> Expr {
    let decembers = counter::Entity::find()
        .select_only()
        .expr(counter::Column::Month.max())
        .filter(counter::COLUMN.delegation_id.eq(delegation))
        .filter(counter::COLUMN.known.eq(YearMonth::BEFORE_ALL))
        .filter(counter::COLUMN.month.lte(month));
    Func::coalesce([SimpleExpr::SubQuery(None, Box::new(decembers.into_query().into())), Expr::val(0)]).into()
}

/// PostgreSQL makes a sum of whole numbers a decimal one.
fn whole(sum: SimpleExpr) -> Expr {
    Func::cast_as(sum, "bigint").into()
}

/// The rows of stocks whose sum is what there was at the end of a month: the balance of a December, and what grew since.
fn at_the_end_of(month: YearMonth, balance: Option<Expr>) -> Condition {
    let column = counter::COLUMN;
    let grown = Condition::all().add(column.known.gt(YearMonth::BEFORE_ALL)).add(column.month.lte(month));
    match balance {
        None => grown,
        Some(december) => Condition::any()
            .add(
                Condition::all()
                    .add(column.known.eq(YearMonth::BEFORE_ALL))
                    .add(Expr::col((counter::Entity, counter::Column::Month)).eq(december.clone())),
            )
            .add(grown.add(Expr::col((counter::Entity, counter::Column::Month)).gt(december))),
    }
}
