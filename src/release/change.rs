//! How a release is published, and withdrawn.

use async_graphql::Result;
use entity::id::{ReleaseId, StreamId};
use entity::{release, release_basis, release_table};
use uuid::Uuid;

use super::mutation::{ReleasePublishInput, ReleaseWithdrawInput};
use super::rules::{follows_the_last, is_protected, month_has_ended, not_withdrawn};
use crate::db::{Change, Mutation, Refused, ScopedDb};
use crate::error::Error;
use crate::named::needed_text;

/// Longest reason, in characters.
const LONGEST_REASON: usize = 500;

impl Mutation for ReleasePublishInput {
    const NAME: &'static str = "releasePublish";
    type Entity = release::Entity;

    fn idempotency_key(&self) -> Option<&str> {
        Some(&self.idempotency_key)
    }

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, _: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![StreamId::NATIONAL])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let last = change.find::<release::Entity>().last_by(release::Column::Month).await?;
        change.require(month_has_ended(self.month, change.today()));
        change.require(follows_the_last(self.month, last.as_ref()));
        change.settle()?;
        // Where another was published meanwhile, this one was worked out against the wrong one.
        let prepared = self.prepared.as_ref().filter(|prepared| prepared.after == last.map(|last| last.id));
        let prepared = prepared.ok_or(Error::Conflict)?;
        change.require(is_protected(prepared.outcome.as_ref().err().map(Vec::as_slice).unwrap_or_default()));
        change.settle()?;
        if let Ok(compiled) = &prepared.outcome {
            let id = ReleaseId(Uuid::now_v7());
            let (release, tables, basis) = compiled.rows(id, (self.month, change.today()), false)?;
            change.insert::<release::Entity>(&release)?;
            change.attach::<release_table::Entity>(&tables)?;
            change.attach::<release_basis::Entity>(&[basis])?;
        }
        Ok(())
    }
}

impl Mutation for ReleaseWithdrawInput {
    const NAME: &'static str = "releaseWithdraw";
    type Entity = release::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<release::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<release::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        change.require(not_withdrawn(&before));
        let reason = change.take(needed_text(&self.reason, LONGEST_REASON, "reason"));
        change.settle()?;
        let withdrawn = Some(change.now());
        let after = release::Model { withdrawn_at: withdrawn, withdrawal_reason: reason, ..before.clone() };
        change.save::<release::Entity>(&before, after)?;
        Ok(())
    }
}
