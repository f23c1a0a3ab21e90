//! How each change of a mandate is made.

use async_graphql::ID;
use entity::id::{MandateId, StreamId};
use entity::mandate::Role;
use entity::{account, association, establishment, mandate};

use super::mutation::{MandateDelegateInput, MandateEndInput, MandateGrantInput, MandateInput};
use super::rules::{ends_after_it_begins, ends_with_yours, given, heads, not_ended_yet, not_your_own, of_your_rights};
use crate::auth::{Rights, Viewer};
use sea_orm::ColumnTrait;
use uuid::Uuid;

use crate::db::{Change, Mutation, Refused, ScopedDb};
use crate::delegation::entry::stream_in;
use crate::error::Mistake;
use crate::global_id::{Global, IdOf};

impl MandateInput {
    /// The stream of the slice that it names, as far as can be told without a lock; what it names wrongly is told when it is
    /// read.
    pub async fn stream(&self, db: &ScopedDb) -> Result<StreamId, Refused> {
        let Some(ID(slice)) = &self.slice else { return Ok(StreamId::NATIONAL) };
        let of_slice = async {
            if entity::id::DelegationId::from_global(slice).is_some() {
                return stream_in(db, Some(&IdOf::of(slice))).await;
            }
            if entity::id::AssociationId::from_global(slice).is_some() {
                return db.stream_of::<association::Entity>(&IdOf::of(slice), "slice").await;
            }
            if entity::id::EstablishmentId::from_global(slice).is_some() {
                return db.stream_of::<establishment::Entity>(&IdOf::of(slice), "slice").await;
            }
            Ok(StreamId::NATIONAL)
        };
        match of_slice.await {
            Err(Refused::Mistakes(_)) => Ok(StreamId::NATIONAL),
            found => found,
        }
    }
}

impl Mutation for MandateGrantInput {
    const NAME: &'static str = "mandateGrant";
    type Entity = mandate::Entity;

    fn idempotency_key(&self) -> Option<&str> {
        Some(&self.idempotency_key)
    }

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    /// Of the account too, so that nobody changes it meanwhile as one that holds less.
    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<account::Entity>(&self.account, "account").await?, self.mandate.stream(db).await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let Some(account) = change.refer::<account::Entity>(&self.account, "account").await? else {
            return change.settle();
        };
        change.require(not_your_own(change, account.id));
        let row = given(change, account.id, &self.mandate, "mandate").await?;
        change.settle()?;
        change.insert::<mandate::Entity>(&row)?;
        // What was bound to the account before does not open what it is given now.
        change.unbind_identities(account.id);
        Ok(())
    }
}

impl Mutation for MandateDelegateInput {
    const NAME: &'static str = "mandateDelegate";
    type Entity = mandate::Entity;

    fn idempotency_key(&self) -> Option<&str> {
        Some(&self.idempotency_key)
    }

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        let mut streams = vec![db.stream_of::<account::Entity>(&self.account, "account").await?];
        if let Viewer::Delegation(own, _) = db.viewer() {
            streams.push(own.into());
        }
        Ok(streams)
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let Some(account) = change.refer::<account::Entity>(&self.account, "account").await? else {
            return change.settle();
        };
        change.require(not_your_own(change, account.id));
        let actor = change.actor();
        let Some(delegation) = change.take(heads(actor)) else { return change.settle() };
        change.require(of_your_rights(actor, &self.rights));
        let own = change.find::<mandate::Entity>().filter(mandate::COLUMN.id.eq(actor.mandate)).one().await?;
        let own = own.ok_or_else(|| Mistake::not_found(""))?;
        let row = mandate::Model {
            id: MandateId(Uuid::now_v7()),
            account_id: account.id,
            role: Role::DelegationHead,
            regional_coordination_id: None,
            delegation_id: Some(delegation),
            association_id: None,
            establishment_id: None,
            partner_id: None,
            valid_from: self.valid_from.map_or(change.today(), |day| day.0),
            valid_to: Some(self.valid_to.0),
            ended_at: None,
            on_behalf_of_id: Some(own.id),
            on_behalf_of_account_id: Some(own.account_id),
            rights: Some(Rights::of(&self.rights).names()),
            demonstration: false,
            version: 1,
        };
        change.require(ends_after_it_begins(&row, "validTo"));
        change.require(ends_with_yours(&row, &own));
        change.settle()?;
        change.insert::<mandate::Entity>(&row)?;
        // What was bound to the account before does not open what it is given now.
        change.unbind_identities(account.id);
        Ok(())
    }
}

impl Mutation for MandateEndInput {
    const NAME: &'static str = "mandateEnd";
    type Entity = mandate::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<mandate::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<mandate::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        change.require(not_your_own(change, before.account_id));
        change.require(not_ended_yet(&before));
        change.settle()?;
        let after = mandate::Model { ended_at: Some(change.now()), ..before.clone() };
        change.save::<mandate::Entity>(&before, after)?;
        Ok(())
    }
}
