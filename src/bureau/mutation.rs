//! Renewing bureaus.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result};
use entity::bureau_member::BureauFunction;
use entity::id::{AssociationId, BureauRenewalId};

use super::BureauRenewal;
use crate::association::ReceiptInput;
use crate::auth::Right;
use crate::clock::Date;
use crate::global_id::IdOf;
use crate::named::LocalizedTextInput;
use crate::request::{Request, payload};

/// Changes of bureaus.
#[derive(Debug, Default)]
pub struct BureauMutation;

/// A member of a bureau.
#[derive(Debug, InputObject)]
pub(super) struct BureauMemberInput {
    /// What they do. A bureau has exactly one PRESIDENT, one SECRETARY_GENERAL and one TREASURER.
    pub(super) function: BureauFunction,
    /// Their name.
    pub(super) names: LocalizedTextInput,
}

/// A renewal to be recorded.
#[derive(Debug, InputObject)]
pub(super) struct BureauRenewInput {
    /// Made by the client, 8 to 128 characters: sending it twice records one renewal.
    pub(super) idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The association.
    pub(super) association: IdOf<AssociationId>,
    /// The day of the general assembly, not in the future. One that lies before the last one is recorded as history.
    pub(super) elected_on: Date,
    /// The last day of the mandate, after the election; none where unknown.
    pub(super) mandate_ends_on: Option<Date>,
    /// The day on which it was declared to the local authority, not in the future; none where it was not yet.
    pub(super) declared_on: Option<Date>,
    /// The provisional receipt of that declaration.
    pub(super) provisional_receipt: Option<ReceiptInput>,
    /// The final receipt.
    pub(super) final_receipt: Option<ReceiptInput>,
    /// The members, 40 at most, in the order of the list.
    pub(super) members: Vec<BureauMemberInput>,
}

/// What is to be corrected of a renewal; what is left out stays.
#[derive(Debug, InputObject)]
pub(super) struct BureauUpdateInput {
    /// The renewal.
    pub(super) id: IdOf<BureauRenewalId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The day of the general assembly, not in the future.
    pub(super) elected_on: Option<Date>,
    /// The last day of the mandate, after the election; null: unknown.
    pub(super) mandate_ends_on: MaybeUndefined<Date>,
    /// The day on which it was declared to the local authority, not in the future; null: it was not.
    pub(super) declared_on: MaybeUndefined<Date>,
    /// The provisional receipt; null: none.
    pub(super) provisional_receipt: MaybeUndefined<ReceiptInput>,
    /// The final receipt; null: none.
    pub(super) final_receipt: MaybeUndefined<ReceiptInput>,
    /// The members, 40 at most, in the place of those there were.
    pub(super) members: Option<Vec<BureauMemberInput>>,
}

payload!(BureauRenewPayload { bureau_renewal: BureauRenewal });
payload!(BureauUpdatePayload { bureau_renewal: BureauRenewal });

#[Object]
impl BureauMutation {
    /// Records the renewal of an association's bureau with all its members. The last one becomes the bureau of the association's
    /// file; those before it stay. Needs the right KEEP_ASSOCIATIONS.
    async fn bureau_renew(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The association, the term and the members.")] input: BureauRenewInput,
    ) -> Result<BureauRenewPayload> {
        ctx.require(Right::KeepAssociations)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Corrects what is said of a renewal. Needs the right KEEP_ASSOCIATIONS.
    async fn bureau_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The renewal, and what is to be corrected.")] input: BureauUpdateInput,
    ) -> Result<BureauUpdatePayload> {
        ctx.require(Right::KeepAssociations)?;
        Ok(ctx.change(input).await?.into())
    }
}
