//! Changing returns.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use entity::id::{EstablishmentId, SeasonReturnId};
use entity::month::YearMonth;

use super::procedure::SeasonReturnTransitionName;
use super::reminder::{SeasonReturnsRemindInput, SeasonReturnsRemindPayload, remind};
use super::{SeasonReturn, SeasonReturnPaper};
use crate::auth::Right;
use crate::error::UserError;
use crate::global_id::IdOf;
use crate::job::Job;
use crate::money::Decimal;
use crate::press::PrintLanguage;
use crate::printed::ask_to_print;
use crate::procedure::Procedure;
use crate::request::{Request, payload};

/// Changes of returns.
#[derive(Debug, Default)]
pub struct SeasonReturnMutation;

/// A return to be begun.
#[derive(Debug, InputObject)]
pub(super) struct SeasonReturnBeginInput {
    /// Made by the client, 8 to 128 characters: sending it twice begins one return.
    pub(super) idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The house.
    pub(super) establishment: IdOf<EstablishmentId>,
    /// The first month of the period: of a season the one in which it begins, such as 2025-09.
    pub(super) period: YearMonth,
}

/// A figure of a return: `count` of people, beds and staff, `amount` of money. Neither: the figure is taken away.
#[derive(Debug, InputObject)]
pub(super) struct SeasonReturnLineInput {
    /// The item, by code, one of those that the return's template asks for.
    pub(super) item: String,
    /// How many, from 0 to 100000.
    pub(super) count: Option<i32>,
    /// How much, in dirhams, from 0 to 1000000000.
    pub(super) amount: Option<Decimal>,
}

/// Figures to be filled in.
#[derive(Debug, InputObject)]
pub(super) struct SeasonReturnFillInput {
    /// The return.
    pub(super) id: IdOf<SeasonReturnId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The figures, 200 at most, in the place of those of the same items; the others stay.
    pub(super) lines: Vec<SeasonReturnLineInput>,
}

/// A return to be printed.
#[derive(Debug, InputObject)]
pub(super) struct SeasonReturnPrintInput {
    /// Made by the client, 8 to 128 characters: sending it twice prints one paper, as long as its job is kept.
    idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    validate_only: bool,
    /// The return.
    id: IdOf<SeasonReturnId>,
    /// In which language.
    language: PrintLanguage,
}

/// An input that names a return and nothing else.
macro_rules! of_return {
    ($($(#[$doc:meta])* $input:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, InputObject)]
        pub(super) struct $input {
            /// The return.
            pub(super) id: IdOf<SeasonReturnId>,
            /// The version that you have seen.
            pub(super) expected_version: i32,
            /// True: only say what is wrong.
            #[graphql(default)]
            pub(super) validate_only: bool,
        }
    )*};
}

/// An input that names a return and why something is done to it.
macro_rules! of_return_for_a_reason {
    ($($(#[$doc:meta])* $input:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, InputObject)]
        pub(super) struct $input {
            /// The return.
            pub(super) id: IdOf<SeasonReturnId>,
            /// The version that you have seen.
            pub(super) expected_version: i32,
            /// True: only say what is wrong.
            #[graphql(default)]
            pub(super) validate_only: bool,
            /// What is to be corrected, and why: 1000 characters at most. Name no person in it.
            pub(super) reason: String,
        }
    )*};
}

of_return! {
    /// A return to be submitted.
    SeasonReturnSubmitInput
    /// A return to be validated.
    SeasonReturnValidateInput
}

of_return_for_a_reason! {
    /// A return to be sent back.
    SeasonReturnSendBackInput
    /// A validated return to be opened again.
    SeasonReturnReopenInput
}

payload!(SeasonReturnBeginPayload { season_return: SeasonReturn });
payload!(SeasonReturnFillPayload { season_return: SeasonReturn });
payload!(SeasonReturnSubmitPayload { season_return: SeasonReturn });
payload!(SeasonReturnSendBackPayload { season_return: SeasonReturn });
payload!(SeasonReturnValidatePayload { season_return: SeasonReturn });
payload!(SeasonReturnReopenPayload { season_return: SeasonReturn });

/// What came of asking for the paper of a return.
#[derive(Debug, SimpleObject)]
pub(super) struct SeasonReturnPrintPayload {
    /// The work that prints it; its `result` is the document. Null where it was refused or only tried.
    job: Option<Job>,
    /// What was wrong, all at once; empty where it went well.
    errors: Vec<UserError>,
}

#[Object]
impl SeasonReturnMutation {
    /// Begins the return of a house for a period that has begun, by the template of its kind: a draft without figures. Needs
    /// the right FILL_RETURNS.
    async fn season_return_begin(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The house, and the period.")] input: SeasonReturnBeginInput,
    ) -> Result<SeasonReturnBeginPayload> {
        ctx.require(Right::FillReturns)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Fills figures in, of a draft or of a return that was sent back. Needs the right FILL_RETURNS.
    async fn season_return_fill(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The return, and the figures.")] input: SeasonReturnFillInput,
    ) -> Result<SeasonReturnFillPayload> {
        ctx.require(SeasonReturnTransitionName::Fill.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Submits a return to the delegation, once its period is over. What the template requires must be filled in, and no more
    /// orphans, persons with a disability and persons present than were served; the path of such an error ends in the item's
    /// code. Needs the right FILL_RETURNS.
    async fn season_return_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The return.")] input: SeasonReturnSubmitInput,
    ) -> Result<SeasonReturnSubmitPayload> {
        ctx.require(SeasonReturnTransitionName::Submit.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Sends a submitted return back to the house, to be corrected. Needs the right VALIDATE_RETURNS.
    async fn season_return_send_back(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The return, and why.")] input: SeasonReturnSendBackInput,
    ) -> Result<SeasonReturnSendBackPayload> {
        ctx.require(SeasonReturnTransitionName::SendBack.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Validates a return that another person has submitted: from now on it counts. Needs the right VALIDATE_RETURNS.
    async fn season_return_validate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The return.")] input: SeasonReturnValidateInput,
    ) -> Result<SeasonReturnValidatePayload> {
        ctx.require(SeasonReturnTransitionName::Validate.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Opens a validated return again, for a late correction: it no longer counts, and stands as one that was sent back. Needs
    /// the right VALIDATE_RETURNS.
    async fn season_return_reopen(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The return, and why.")] input: SeasonReturnReopenInput,
    ) -> Result<SeasonReturnReopenPayload> {
        ctx.require(SeasonReturnTransitionName::Reopen.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Prints a return as it stands now, for the archive and for signature: a PDF, which becomes a document of the house in the
    /// category PRINTED_RETURN. It is done in the background, under your rights; a notice tells you when it is there. Needs the
    /// rights READ_RETURNS and MANAGE_DOCUMENTS, and that the house's documents are yours to keep.
    async fn season_return_print(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The return, and in which language.")] input: SeasonReturnPrintInput,
    ) -> Result<SeasonReturnPrintPayload> {
        let SeasonReturnPrintInput { idempotency_key, validate_only, id, language } = input;
        let asked = ask_to_print::<SeasonReturnPaper>(ctx, &id, language, &idempotency_key, validate_only).await?;
        Ok(SeasonReturnPrintPayload { job: asked.job, errors: asked.errors })
    }

    /// Reminds the houses of your delegation whose return is late: their directors are written to, one mail for each house, in
    /// Arabic and French. Nothing is written where no mail server is set up, nor to whom has been written often just now. Needs
    /// the right VALIDATE_RETURNS.
    async fn season_returns_remind(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which period.")] input: SeasonReturnsRemindInput,
    ) -> Result<SeasonReturnsRemindPayload> {
        ctx.require(Right::ValidateReturns)?;
        Ok(remind(ctx, input).await?)
    }
}
