//! Throttles: the generic cell rate algorithm, kept in the database, so that processes share it and a restart forgets nothing.

use chrono::{DateTime, Utc};
use entity::id::AccountId;
use entity::security_event::SecurityEventKind;
use entity::{security_event, throttle};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::super::Pool;
use crate::error::Error;

/// Milliseconds by which clocks may differ, or be put back.
const CLOCKS: i64 = 5 * 60 * 1000;

/// Of what, and how much of it is let through.
#[derive(Clone, Debug)]
pub struct Throttle {
    /// A digest of what it is of.
    pub key: Vec<u8>,
    /// Milliseconds after which one attempt is forgotten.
    pub interval: i64,
    /// Attempts at once.
    pub burst: i64,
}

impl Throttle {
    /// Milliseconds until one more attempt is let through.
    fn wait(&self, empty_at: i64, now: i64) -> i64 {
        if empty_at > self.never(now) {
            return 0;
        }
        (empty_at + self.interval - self.burst * self.interval - now).clamp(0, i64::MAX)
    }

    /// What is to be empty after this was filled before the clock was put back, and counts for nothing.
    fn never(&self, now: i64) -> i64 {
        now + self.burst * self.interval + CLOCKS
    }
}

impl Pool {
    /// For how many milliseconds each of these lets nothing through.
    pub async fn waits(&self, throttles: &[Throttle], now: DateTime<Utc>) -> Result<Vec<i64>, Error> {
        let keys = throttles.iter().map(|throttle| throttle.key.clone());
        let rows = throttle::Entity::find().filter(throttle::Column::Key.is_in(keys)).all(self.reader()).await?;
        let of = |throttle: &Throttle| rows.iter().find(|row| row.key == throttle.key);
        let wait =
            |throttle: &Throttle| of(throttle).map_or(0, |row| throttle.wait(row.empty_at, now.timestamp_millis()));
        Ok(throttles.iter().map(wait).collect())
    }

    /// Lets an attempt through all of these, or through none: then how many milliseconds it has to wait.
    pub async fn let_through(&self, throttles: &[Throttle], now: DateTime<Utc>) -> Result<Option<i64>, Error> {
        let now = now.timestamp_millis();
        let transaction = self.begin().await?;
        // In one order everywhere, so that no two wait for each other.
        let mut throttles: Vec<_> = throttles.iter().collect();
        throttles.sort_by(|one, other| one.key.cmp(&other.key));
        for throttle in throttles {
            let empty_at = Expr::col((throttle::Entity, throttle::Column::EmptyAt));
            let never = throttle.never(now);
            let filled = empty_at.clone().gt(now).and(empty_at.clone().lte(never));
            let later = CaseStatement::new().case(filled, empty_at.clone()).finally(now);
            let has_room = empty_at.clone().lte(now + (throttle.burst - 1) * throttle.interval).or(empty_at.gt(never));
            let mut fill = Query::insert();
            fill.into_table(throttle::Entity).columns([throttle::Column::Key, throttle::Column::EmptyAt]);
            fill.values([throttle.key.clone().into(), (now + throttle.interval).into()]).map_err(Error::internal)?;
            fill.on_conflict(
                OnConflict::column(throttle::Column::Key)
                    .value(throttle::Column::EmptyAt, Expr::expr(later).add(throttle.interval))
                    .action_and_where(has_room)
                    .to_owned(),
            );
            if transaction.execute(&fill).await?.rows_affected() == 0 {
                transaction.rollback().await?;
                return Ok(Some(throttle.interval));
            }
        }
        transaction.commit().await?;
        Ok(None)
    }

    /// Takes back one attempt that was none; of the first of these, where `wholly`, all attempts.
    pub async fn forgive(&self, throttles: &[Throttle], wholly: bool) -> Result<(), Error> {
        let transaction = self.begin().await?;
        let mut throttles: Vec<_> = throttles.iter().enumerate().collect();
        throttles.sort_by(|(_, one), (_, other)| one.key.cmp(&other.key));
        for (place, throttle) in throttles {
            let own = throttle::Column::Key.eq(throttle.key.clone());
            if wholly && place == 0 {
                throttle::Entity::delete_many().filter(own).exec(&transaction).await?;
            } else {
                let less = Expr::col(throttle::Column::EmptyAt).sub(throttle.interval);
                let empty_at = throttle::Entity::update_many().col_expr(throttle::Column::EmptyAt, less);
                empty_at.filter(own).exec(&transaction).await?;
            }
        }
        Ok(transaction.commit().await?)
    }

    /// Whether an account has signed in from a network since a moment.
    pub async fn has_signed_in_from(
        &self,
        account: AccountId,
        network: &str,
        since: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let signed_in = security_event::Entity::find()
            .filter(security_event::Column::AccountId.eq(account))
            .filter(security_event::Column::At.gt(since))
            .filter(security_event::Column::Kind.eq(SecurityEventKind::SignedIn))
            .filter(security_event::Column::Network.eq(network));
        Ok(signed_in.count(self.reader()).await? > 0)
    }
}
