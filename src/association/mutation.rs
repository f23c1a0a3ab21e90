//! Keeping the files of associations.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result};
use entity::id::{AssociationId, CommuneId, DelegationId};

use super::Association;
use super::rules::{BureauInput, ReceiptInput};
use crate::auth::Right;
use crate::global_id::IdOf;
use crate::named::LocalizedTextInput;
use crate::request::{Request, payload};

/// Changes of associations.
#[derive(Debug, Default)]
pub struct AssociationMutation;

/// An association whose file is to be opened.
#[derive(Debug, InputObject)]
pub(super) struct AssociationCreateInput {
    /// Made by the client, 8 to 128 characters: sending it twice opens the file once.
    pub(super) idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The delegation of its seat, which keeps the file; by default your own.
    pub(super) delegation: Option<IdOf<DelegationId>>,
    /// Its name.
    pub(super) names: LocalizedTextInput,
    /// The commune of its seat, in the delegation's province.
    pub(super) commune: IdOf<CommuneId>,
    /// The provisional receipt of its declaration (وصل مؤقت).
    pub(super) provisional_receipt: Option<ReceiptInput>,
    /// The final receipt of its declaration (وصل نهائي).
    pub(super) final_receipt: Option<ReceiptInput>,
    /// Its bureau (مكتب).
    pub(super) bureau: Option<BureauInput>,
}

/// What is to be changed of an association's file; what is left out stays.
#[derive(Debug, InputObject)]
pub(super) struct AssociationUpdateInput {
    /// The association.
    pub(super) id: IdOf<AssociationId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// Its name, in the place of both names it had: one that is left out is taken away.
    pub(super) names: Option<LocalizedTextInput>,
    /// The commune of its seat, in the same province.
    pub(super) commune: Option<IdOf<CommuneId>>,
    /// The provisional receipt; null: none.
    pub(super) provisional_receipt: MaybeUndefined<ReceiptInput>,
    /// The final receipt; null: none.
    pub(super) final_receipt: MaybeUndefined<ReceiptInput>,
    /// Its bureau; null: unknown. Where a renewal is recorded, it is told by `bureauRenew` and `bureauUpdate` alone.
    pub(super) bureau: MaybeUndefined<BureauInput>,
}

payload!(AssociationCreatePayload { association: Association });
payload!(AssociationUpdatePayload { association: Association });

#[Object]
impl AssociationMutation {
    /// Opens the file of an association. Needs the right KEEP_NETWORK.
    async fn association_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The association.")] input: AssociationCreateInput,
    ) -> Result<AssociationCreatePayload> {
        ctx.require(Right::KeepNetwork)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Changes the file of an association: its names, its seat, its receipts, its bureau. Its bank account is changed by
    /// `bankAccountPropose`. Needs the right KEEP_ASSOCIATIONS.
    async fn association_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The association, and what is to be changed.")] input: AssociationUpdateInput,
    ) -> Result<AssociationUpdatePayload> {
        ctx.require(Right::KeepAssociations)?;
        Ok(ctx.change(input).await?.into())
    }
}
