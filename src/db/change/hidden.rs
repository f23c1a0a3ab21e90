//! Counting what an import brings, part by part, before anybody sees it. The counters of houses and associations that come with
//! it are written at once: nobody sees them before they see these (`Slice::counters_shown`). What else grows, as the delegation's
//! counters, is summed in a table of its own, and added when all parts are shown, so that the last change of an import
//! writes no more than a few counters, however long the list.

use std::collections::{HashMap, HashSet};

use entity::counter::{Level, Measure};
use entity::id::{AssociationId, DelegationId, ImportId, StreamId};
use entity::month::YearMonth;
use entity::{association, closing_balance, counter, import_counter, import_part};
use sea_orm::sea_query::{Expr, ExprTrait, InsertStatement, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, Iterable, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::super::counter::{Growth, add, adds, december, is_stock, whole};
use super::flush::Staged;
use super::{Change, Refused};
use crate::error::Error;

impl Change {
    /// The month in which what is counted now is known.
    pub fn known(&self) -> Result<YearMonth, Error> {
        YearMonth::of(self.today()).ok_or_else(|| Error::internal("a month"))
    }

    /// Counts what the rows of a part add that is staged, and not shown: for themselves, as known from now on, and for when it
    /// is shown.
    pub async fn count_hidden(&self, part: &import_part::Model, growth: &[Growth]) -> Result<(), Refused> {
        let (own, others) = self.apart(part, growth, self.known()?, 1).await?;
        self.add_now::<counter::Entity>(&own, counter::Column::Value).await?;
        let others: Vec<_> = others
            .into_iter()
            .map(|row| import_counter::Model {
                import_id: part.import_id,
                measure: row.measure,
                cube: row.cube,
                level: row.level,
                boundaries: row.boundaries,
                month: row.month,
                delegation_id: row.delegation_id,
                association_id: row.association_id,
                part_1: row.part_1,
                part_2: row.part_2,
                value: row.value,
            })
            .collect();
        self.add_now::<import_counter::Entity>(&others, import_counter::Column::Value).await
    }

    /// Counts what the rows of a part add to the counters of their own houses and associations, as known from a month on; with a
    /// sign of -1, they no longer do.
    pub async fn count_own(
        &self,
        part: &import_part::Model,
        growth: &[Growth],
        known: YearMonth,
        sign: i64,
    ) -> Result<(), Refused> {
        let (own, _) = self.apart(part, growth, known, sign).await?;
        self.add_now::<counter::Entity>(&own, counter::Column::Value).await
    }

    /// The counters of houses and associations that come with the import, and the others.
    async fn apart(
        &self,
        part: &import_part::Model,
        growth: &[Growth],
        known: YearMonth,
        sign: i64,
    ) -> Result<(Vec<counter::Model>, Vec<counter::Model>), Refused> {
        for growth in growth {
            self.covers(growth.place.delegation.into())?;
        }
        let with = self.associations_with(part.import_id, growth).await?;
        let mut counters: HashMap<counter::Model, i64> = HashMap::new();
        for growth in growth {
            for row in growth.counters(known) {
                *counters.entry(row).or_default() += sign * growth.by;
            }
        }
        let counters = counters.into_iter().filter(|(_, value)| *value != 0);
        let counters = counters.map(|(row, value)| counter::Model { value, ..row });
        Ok(counters.partition(|row| match row.level {
            Level::Establishment => true,
            Level::Association => with.contains(&row.association_id),
            Level::Delegation => false,
        }))
    }

    /// Of the associations where something grows, those that come with the import.
    async fn associations_with(&self, import: ImportId, growth: &[Growth]) -> Result<HashSet<AssociationId>, Error> {
        let of: HashSet<_> = growth.iter().filter_map(|growth| growth.place.association).collect();
        if of.is_empty() {
            return Ok(HashSet::new());
        }
        let parts = import_part::Entity::find().select_only().column(import_part::Column::Id);
        let parts = parts.filter(import_part::Column::ImportId.eq(import)).into_query();
        let with = association::Entity::find().select_only().column(association::Column::Id);
        let with = with.filter(association::Column::Id.is_in(of));
        let with = with.filter(association::Column::ImportPartId.in_subquery(parts));
        Ok(with.into_tuple::<AssociationId>().all(&self.transaction).await?.into_iter().collect())
    }

    /// Adds what the parts of an import have summed to the counters of all, and to the balances of the years that are closed by
    /// now; with a sign of -1, takes it away. All parts are given, and the streams of their delegations locked.
    pub async fn count_summed(&self, import: ImportId, parts: &[import_part::Model], sign: i64) -> Result<(), Refused> {
        for part in parts {
            self.covers(part.delegation_id.into())?;
        }
        self.transaction.execute(&summed(import, self.known()?, sign)?).await?;
        let closed = |year: i32| {
            let heads = self.heads.values().filter(move |head| (head.closed_from..=head.closed_until).contains(&year));
            heads.filter(|head| head.id != StreamId::NATIONAL).map(|head| DelegationId(head.id.0)).collect::<Vec<_>>()
        };
        let first = self.heads.values().map(|head| head.closed_from).filter(|year| *year != 0).min();
        let last = self.heads.values().map(|head| head.closed_until).max();
        for year in first.zip(last).into_iter().flat_map(|(first, last)| first..=last) {
            self.transaction.execute(&balanced(import, year, closed(year), sign)?).await?;
        }
        Ok(())
    }

    /// Stages that what the parts of an import have summed is gone: it was taken back, or is never shown.
    pub fn drop_summed(&mut self, import: ImportId) {
        let mut gone = Query::delete();
        gone.from_table(import_counter::Entity).and_where(import_counter::Column::ImportId.eq(import));
        self.staged.push(Staged::taken(gone));
    }

    async fn add_now<E: EntityTrait>(&self, rows: &[E::Model], value: E::Column) -> Result<(), Refused> {
        if !rows.is_empty() {
            self.transaction.execute(&add::<E>(self.transaction.get_database_backend(), rows, value)?).await?;
        }
        Ok(())
    }
}

/// What was summed, as counters that are known from a month on.
fn summed(import: ImportId, known: YearMonth, sign: i64) -> Result<InsertStatement, Error> {
    let column = |column: import_counter::Column| Expr::col((import_counter::Entity, column));
    let mut rows = Query::select();
    rows.from(import_counter::Entity).and_where(import_counter::Column::ImportId.eq(import));
    let mut insert = Query::insert();
    for kept in counter::Column::iter() {
        rows.expr(match kept {
            counter::Column::Measure => column(import_counter::Column::Measure),
            counter::Column::Cube => column(import_counter::Column::Cube),
            counter::Column::Level => column(import_counter::Column::Level),
            counter::Column::Boundaries => column(import_counter::Column::Boundaries),
            counter::Column::Month => column(import_counter::Column::Month),
            counter::Column::Known => Expr::val(known),
            counter::Column::DelegationId => column(import_counter::Column::DelegationId),
            counter::Column::AssociationId => column(import_counter::Column::AssociationId),
            counter::Column::EstablishmentId => Expr::val(Uuid::nil()),
            counter::Column::Part1 => column(import_counter::Column::Part1),
            counter::Column::Part2 => column(import_counter::Column::Part2),
            counter::Column::Value => column(import_counter::Column::Value).mul(sign),
        });
    }
    insert.into_table(counter::Entity).columns(counter::Column::iter());
    insert.select_from(rows).map_err(Error::internal)?;
    adds::<counter::Entity>(&mut insert, counter::Column::Value);
    Ok(insert)
}

/// What of it there is at the end of a year, where that is closed, as balances.
fn balanced(import: ImportId, year: i32, closed: Vec<DelegationId>, sign: i64) -> Result<InsertStatement, Error> {
    let kept = [
        import_counter::Column::DelegationId,
        import_counter::Column::Measure,
        import_counter::Column::Cube,
        import_counter::Column::Boundaries,
        import_counter::Column::Part1,
        import_counter::Column::Part2,
    ];
    let sum = || Expr::col(import_counter::Column::Value).sum();
    let mut rows = Query::select();
    rows.columns(kept).expr(Expr::val(december(year)?)).expr(whole(sum()).mul(sign)).from(import_counter::Entity);
    rows.and_where(import_counter::Column::ImportId.eq(import))
        .and_where(import_counter::Column::Level.eq(Level::Delegation))
        .and_where(import_counter::Column::Measure.is_in(Measure::iter().filter(|measure| is_stock(*measure))))
        .and_where(import_counter::Column::Month.lte(december(year)?))
        .and_where(import_counter::Column::DelegationId.is_in(closed));
    rows.group_by_columns(kept).and_having(sum().ne(0));
    let columns = [
        closing_balance::Column::DelegationId,
        closing_balance::Column::Measure,
        closing_balance::Column::Cube,
        closing_balance::Column::Boundaries,
        closing_balance::Column::Part1,
        closing_balance::Column::Part2,
        closing_balance::Column::Month,
        closing_balance::Column::Value,
    ];
    let mut insert = Query::insert();
    insert.into_table(closing_balance::Entity).columns(columns);
    insert.select_from(rows).map_err(Error::internal)?;
    adds::<closing_balance::Entity>(&mut insert, closing_balance::Column::Value);
    Ok(insert)
}
