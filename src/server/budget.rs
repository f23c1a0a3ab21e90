//! Budgets: how much an account, a partner's system or the anonymous of one address may ask for, by cost. Kept in the process;
//! where several serve, each request is charged to its process as often as there are, so that each gives its share.

use std::num::NonZero;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use entity::id::AccountId;
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::rate_limit::RateLimit;

/// Milliseconds in which a whole budget is given back.
const MINUTE: u64 = 60_000;
/// After so many requests, those who have spent nothing lately are forgotten.
const FORGET: u64 = 4096;

/// Whose budget.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Spender {
    /// A person's, or a partner's system's.
    Account(AccountId),
    /// Of those who have not signed in, by their network.
    Anonymous(String),
    /// Of the systems of partners that ask for a token, by their network.
    Tokens(String),
}

pub(super) struct Budgets {
    limit: NonZero<u32>,
    left: RateLimiter<Spender, DashMapStateStore<Spender>, DefaultClock, StateInformationMiddleware>,
    spent: AtomicU64,
}

impl Budgets {
    /// Of so much a minute.
    pub(super) fn of(limit: NonZero<u32>) -> Self {
        let left = RateLimiter::dashmap(Quota::per_minute(limit)).with_middleware();
        Self { limit, left, spent: AtomicU64::new(0) }
    }

    /// Spends what of a cost was not spent `before`, where enough is left, as one of so many processes; else, after how many
    /// seconds it is.
    pub(super) fn spend(
        &self,
        spender: &Spender,
        (cost, before): (u64, u64),
        processes: u64,
        now: DateTime<Utc>,
    ) -> Result<RateLimit, u64> {
        if self.spent.fetch_add(1, Ordering::Relaxed) % FORGET == FORGET - 1 {
            self.left.retain_recent();
            self.left.shrink_to_fit();
        }
        let limit = self.limit.get();
        // Nothing costs more than a whole budget: it would never be answered.
        let charged = |cost: u64| u32::try_from(cost.saturating_mul(processes)).unwrap_or(limit).min(limit);
        // At least one, also where all was spent before.
        let charged = charged(cost).saturating_sub(charged(before));
        let charged = NonZero::new(charged).unwrap_or(NonZero::<u32>::MIN);
        let Ok(checked) = self.left.check_key_n(spender, charged) else { return Err(MINUTE / 1000) };
        let left = checked.map_err(|refused| {
            let wait = refused.wait_time_from(DefaultClock::default().now());
            u64::try_from(wait.as_millis()).unwrap_or(MINUTE).div_ceil(1000).max(1)
        })?;
        let left = left.remaining_burst_capacity().min(limit);
        let back = u64::from(limit - left) * MINUTE / u64::from(limit);
        Ok(RateLimit {
            limit,
            remaining: u32::try_from(u64::from(left) / processes.max(1)).unwrap_or(left),
            reset_at: now + TimeDelta::milliseconds(i64::try_from(back).unwrap_or_default()),
            cost: u32::try_from(cost).unwrap_or(u32::MAX),
        })
    }
}

impl std::fmt::Debug for Budgets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Budgets(of {})", self.limit)
    }
}
