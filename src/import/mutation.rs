//! Sending lists, entering them, and taking back what they brought.

use async_graphql::{Context, InputObject, Object, Result};
use entity::id::{DelegationId, DocumentUploadId, ImportId};

use super::Import;
use super::change::same_file;
use crate::auth::Right;
use crate::document::{DocumentUploadCreatePayload, ImportUploadCreateInput, announce_list};
use crate::global_id::IdOf;
use crate::request::{Request, payload};

/// Changes of imports.
#[derive(Debug, Default)]
pub struct ImportMutation;

/// A list that shall be read.
#[derive(Debug, InputObject)]
pub(super) struct ImportCreateInput {
    /// Made by the client, 8 to 128 characters: sending it twice makes one import.
    pub(super) idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The upload, one of your own whose bytes have arrived.
    pub(super) upload: IdOf<DocumentUploadId>,
    /// The delegation whose list it is; by default your own, and for the national office none: each line names its own then.
    pub(super) delegation: Option<IdOf<DelegationId>>,
}

/// An import that shall be entered.
#[derive(Debug, InputObject)]
pub(super) struct ImportApplyInput {
    /// The import.
    pub(super) id: IdOf<ImportId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// True: without the lines that are wrong. False: it is refused where any is.
    #[graphql(default)]
    pub(super) leave_out_wrong: bool,
}

/// An import that shall be taken back.
#[derive(Debug, InputObject)]
pub(super) struct ImportUndoInput {
    /// The import.
    pub(super) id: IdOf<ImportId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// Why: 1000 characters at most.
    pub(super) reason: String,
}

payload!(ImportCreatePayload { import: Import });
payload!(ImportApplyPayload { import: Import });
payload!(ImportUndoPayload { import: Import });

#[Object]
impl ImportMutation {
    /// Announces a list, as a workbook (XLSX) or as text (CSV), and makes the address to which its bytes are sent by `PUT` within
    /// a quarter of an hour, without a token. `importCreate` makes an import of it within a day; else it is deleted. Templates
    /// with the headings are at `/imports/templates`. Needs the right KEEP_NETWORK.
    async fn import_upload_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file.")] input: ImportUploadCreateInput,
    ) -> Result<DocumentUploadCreatePayload> {
        ctx.require(Right::KeepNetwork)?;
        Ok(announce_list(ctx, input).await?)
    }

    /// Has a list read in the background: each line gets its verdict, and nothing is entered. Ask for `import(id)` every few
    /// seconds, until its state is READ or UNREADABLE. Where the same file is being read or entered, or has been entered, that
    /// import is the answer. Needs the right KEEP_NETWORK.
    async fn import_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The upload, and whose list it is.")] input: ImportCreateInput,
    ) -> Result<ImportCreatePayload> {
        ctx.require(Right::KeepNetwork)?;
        if let Some(there) = same_file(ctx, &input).await? {
            return Ok(ImportCreatePayload { import: Some(Import(there)), errors: Vec::new() });
        }
        Ok(ctx.change(input).await?.into())
    }

    /// Has an import entered in the background: all its right lines, or none. Nobody sees anything of it before all of it is
    /// there, and where it stops, nothing of it stays. Ask for `import(id)` every few seconds, until its state is APPLIED or
    /// STOPPED. Needs the right KEEP_NETWORK.
    async fn import_apply(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The import.")] input: ImportApplyInput,
    ) -> Result<ImportApplyPayload> {
        ctx.require(Right::KeepNetwork)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Takes back what an import brought, wholly and at once, while nothing depends on it: nothing of it was changed since, and
    /// no document, return, mandate, grant or project is of it. One that is being read or entered and does not come to its
    /// end, or that was read and shall not be entered, is given up so too. Needs the right KEEP_NETWORK.
    async fn import_undo(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The import, and why.")] input: ImportUndoInput,
    ) -> Result<ImportUndoPayload> {
        ctx.require(Right::KeepNetwork)?;
        Ok(ctx.change(input).await?.into())
    }
}
