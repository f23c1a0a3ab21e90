//! Changing establishments.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result};
use entity::establishment_audience::Audience;
use entity::id::{AssociationId, CommuneId, DelegationId, EstablishmentId};

use super::Establishment;
use super::rules::CapacityInput;
use crate::auth::Right;
use crate::clock::Date;
use crate::global_id::IdOf;
use crate::named::LocalizedTextInput;
use crate::request::{Request, payload};

/// Changes of establishments.
#[derive(Debug, Default)]
pub struct EstablishmentMutation;

/// A house to be entered into the register.
#[derive(Debug, InputObject)]
pub(super) struct EstablishmentCreateInput {
    /// Made by the client, 8 to 128 characters: sending it twice enters the house once.
    pub(super) idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The delegation where it stands; by default your own.
    pub(super) delegation: Option<IdOf<DelegationId>>,
    /// Its kind, by code.
    pub(super) kind: String,
    /// Its name.
    pub(super) names: LocalizedTextInput,
    /// The commune where it stands, in the delegation's province.
    pub(super) commune: IdOf<CommuneId>,
    /// The association that manages it; none where Entraide Nationale does itself.
    pub(super) association: Option<IdOf<AssociationId>>,
    /// The complex it is part of.
    pub(super) parent: Option<IdOf<EstablishmentId>>,
    /// Its category under the law, by code.
    pub(super) legal_category: Option<String>,
    /// Whom it serves.
    #[graphql(default)]
    pub(super) audiences: Vec<Audience>,
    /// Its places.
    pub(super) capacity: Option<CapacityInput>,
    /// The day it opened, not in the future; none where unknown.
    pub(super) opened_on: Option<Date>,
}

/// What is to be changed of a house; what is left out stays.
#[derive(Debug, InputObject)]
pub(super) struct EstablishmentUpdateInput {
    /// The house.
    pub(super) id: IdOf<EstablishmentId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// Its name, in the place of both names it had: one that is left out is taken away.
    pub(super) names: Option<LocalizedTextInput>,
    /// The commune where it stands, in the same province.
    pub(super) commune: Option<IdOf<CommuneId>>,
    /// The association that manages it; null: Entraide Nationale itself.
    pub(super) association: MaybeUndefined<IdOf<AssociationId>>,
    /// Its category under the law, by code; null: none.
    pub(super) legal_category: MaybeUndefined<String>,
    /// Whom it serves, in the place of those it did.
    pub(super) audiences: Option<Vec<Audience>>,
    /// Its places; null: unknown.
    pub(super) capacity: MaybeUndefined<CapacityInput>,
    /// From which day on commune, association and places are so, not in the future; by default today. Figures of before stay as
    /// they were. To correct what was entered wrongly, the day it opened or any before it.
    pub(super) since: Option<Date>,
}

/// A house to be handed to another delegation.
#[derive(Debug, InputObject)]
pub(super) struct EstablishmentMoveInput {
    /// The house.
    pub(super) id: IdOf<EstablishmentId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The delegation that receives it.
    pub(super) delegation: IdOf<DelegationId>,
    /// The commune where it stands from then on, in that delegation's province. Another one is INVALID while an application of
    /// the house is open: its visit saw the house where it stands.
    pub(super) commune: IdOf<CommuneId>,
    /// The first day on which it stands there, not in the future; by default today.
    pub(super) moved_on: Option<Date>,
}

/// A house to be closed for good.
#[derive(Debug, InputObject)]
pub(super) struct EstablishmentCloseInput {
    /// The house.
    pub(super) id: IdOf<EstablishmentId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// Its last day, not in the future.
    pub(super) closed_on: Date,
}

payload!(EstablishmentCreatePayload { establishment: Establishment });
payload!(EstablishmentUpdatePayload { establishment: Establishment });
payload!(EstablishmentMovePayload { establishment: Establishment });
payload!(EstablishmentClosePayload { establishment: Establishment });

#[Object]
impl EstablishmentMutation {
    /// Enters a house into the register. Needs the right KEEP_NETWORK.
    async fn establishment_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The house.")] input: EstablishmentCreateInput,
    ) -> Result<EstablishmentCreatePayload> {
        ctx.require(Right::KeepNetwork)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Changes what the register says of a house. Needs the right KEEP_NETWORK.
    async fn establishment_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The house, and what is to be changed.")] input: EstablishmentUpdateInput,
    ) -> Result<EstablishmentUpdatePayload> {
        ctx.require(Right::KeepNetwork)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Hands a house to another delegation, with its licences; it leaves the complex it was part of. By the boundaries of now
    /// all its past counts there too; `statistics(boundaries: HISTORICAL)` counts it where it stood, and `asKnownOn` tells what
    /// was known before. Needs the right KEEP_NETWORK in both delegations.
    async fn establishment_move(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The house, and where it goes.")] input: EstablishmentMoveInput,
    ) -> Result<EstablishmentMovePayload> {
        ctx.require(Right::KeepNetwork)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Closes a house for good. Needs the right KEEP_NETWORK.
    async fn establishment_close(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The house, and its last day.")] input: EstablishmentCloseInput,
    ) -> Result<EstablishmentClosePayload> {
        ctx.require(Right::KeepNetwork)?;
        Ok(ctx.change(input).await?.into())
    }
}
