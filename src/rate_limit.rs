//! How much may be asked for: a budget of cost, which each request spends and time gives back.

use async_graphql::{Context, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};

use crate::error::Error;
use crate::request::Request;

/// Your budget. Each request spends what it costs (`extensions.cost`), and time gives it back evenly, the whole of it in a
/// minute. What goes beyond is answered with 429 and `Retry-After`, and nothing of it is done.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct RateLimit {
    /// What may be spent at once.
    pub limit: u32,
    /// What is left of it, after this request.
    pub remaining: u32,
    /// When all of it is there again, if nothing more is spent.
    pub reset_at: DateTime<Utc>,
    /// What this request costs.
    pub cost: u32,
}

/// One's own budget.
#[derive(Debug, Default)]
pub struct RateLimitQuery;

#[Object]
impl RateLimitQuery {
    /// Your budget: of your account on all its devices, or of the partner's system. Asking for it costs one, as any field.
    async fn rate_limit(&self, ctx: &Context<'_>) -> Result<RateLimit> {
        ctx.identity()?;
        Ok(ctx.caller()?.rate_limit.ok_or_else(|| Error::internal("a request without its budget"))?)
    }
}
