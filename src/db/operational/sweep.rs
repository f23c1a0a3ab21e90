//! Taking out what has ended.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{one_time_link, session, single_sign_on_attempt, throttle};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::super::Pool;
use super::job::take_out_jobs;
use super::notice::take_out_notices;
use crate::error::Error;

/// How long what has ended is kept.
const KEPT: TimeDelta = TimeDelta::days(30);
/// How long notices are kept, read or not.
const NOTICES_KEPT: TimeDelta = TimeDelta::days(365);
/// By how much the clocks of processes may differ.
const CLOCKS: TimeDelta = TimeDelta::hours(1);

impl Pool {
    /// Takes out what nobody asks for any more: throttles that are empty, links and sessions that ended long ago,
    /// attempts of single sign-on, jobs that ended long ago, notices of the year before. The security
    /// log is kept.
    pub async fn sweep(&self, now: DateTime<Utc>) -> Result<u64, Error> {
        let before = now - KEPT;
        let empty = throttle::Column::EmptyAt.lt(before.timestamp_millis());
        let throttles = throttle::Entity::delete_many().filter(empty).exec(self.writer()).await?;
        let ended = one_time_link::Column::ExpiresAt.lt(before);
        let links = one_time_link::Entity::delete_many().filter(ended).exec(self.writer()).await?;
        let ended = session::Column::EndedAt.lt(before).or(session::Column::ExpiresAt.lt(before));
        let sessions = session::Entity::delete_many().filter(ended).exec(self.writer()).await?;
        // An attempt is refused by its own end, from then on.
        let ended = single_sign_on_attempt::Column::ExpiresAt.lt(now - CLOCKS);
        let attempts = single_sign_on_attempt::Entity::delete_many().filter(ended).exec(self.writer()).await?;
        let jobs = take_out_jobs(self.writer(), before).await?;
        let notices = take_out_notices(self.writer(), now - NOTICES_KEPT).await?;
        Ok(jobs
            + notices
            + attempts.rows_affected
            + throttles.rows_affected
            + links.rows_affected
            + sessions.rows_affected)
    }
}
