//! Publishing releases, and withdrawing them.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, Result};
use entity::id::ReleaseId;
use entity::month::YearMonth;

use super::{Prepared, Release, prepare};
use crate::auth::Right;
use crate::global_id::IdOf;
use crate::request::{Request, payload};

/// Changes of releases.
#[derive(Debug, Default)]
pub struct ReleaseMutation;

/// A month to be published.
#[derive(Debug, InputObject)]
pub struct ReleasePublishInput {
    /// Made by the client, 8 to 128 characters: sending it twice publishes once.
    pub(super) idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The month, which has ended, and of which and after which nothing is published yet.
    pub(super) month: YearMonth,
    /// What was worked out before the change begins; none where it is not the turn of this month.
    #[graphql(skip)]
    pub(super) prepared: Option<Arc<Prepared>>,
}

impl ReleasePublishInput {
    /// As the program's own command publishes a month.
    #[must_use]
    pub fn of(month: YearMonth, prepared: Option<Prepared>) -> Self {
        let idempotency_key = format!("release of {month}");
        Self { idempotency_key, validate_only: false, month, prepared: prepared.map(Arc::new) }
    }
}

/// A release to be withdrawn.
#[derive(Debug, InputObject)]
pub(super) struct ReleaseWithdrawInput {
    /// The release.
    pub(super) id: IdOf<ReleaseId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// Why, for everyone who reads it; 500 characters at most, without names of persons.
    pub(super) reason: String,
}

payload!(ReleasePublishPayload { release: Release });
payload!(ReleaseWithdrawPayload { release: Release });

#[Object]
impl ReleaseMutation {
    /// Publishes the release of a month, for everyone and for good: its tables are worked out now, with what is below the
    /// threshold kept back and whatever would give it away, this month or with the release before. Refused where a small
    /// figure cannot be protected. Needs the right PUBLISH_RELEASES.
    async fn release_publish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The month.")] input: ReleasePublishInput,
    ) -> Result<ReleasePublishPayload> {
        ctx.require(Right::PublishReleases)?;
        let prepared = prepare(ctx.db()?, input.month, ctx.today()?).await?.map(Arc::new);
        Ok(ctx.change(ReleasePublishInput { prepared, ..input }).await?.into())
    }

    /// Withdraws a release: its tables are shown to nobody outside the national office any more, and that it was published stays
    /// known. Its month is not published again. Needs the right PUBLISH_RELEASES.
    async fn release_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The release.")] input: ReleaseWithdrawInput,
    ) -> Result<ReleaseWithdrawPayload> {
        ctx.require(Right::PublishReleases)?;
        Ok(ctx.change(input).await?.into())
    }
}
