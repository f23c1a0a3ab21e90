//! What can be done with applications.

use async_graphql::{Context, Object, Result, SimpleObject};

use super::input::{
    LicenceApplicationAbandonInput, LicenceApplicationAcceptInput, LicenceApplicationApproveInput,
    LicenceApplicationCompleteInput, LicenceApplicationCreateInput, LicenceApplicationDismissInput,
    LicenceApplicationGiveOpinionInput, LicenceApplicationIssueInput, LicenceApplicationLiftReserveInput,
    LicenceApplicationPlanVisitInput, LicenceApplicationPrintReceiptInput, LicenceApplicationRecordVisitInput,
    LicenceApplicationRejectInput, LicenceApplicationSubmitInput, LicenceApplicationSubmitToCommissionInput,
    LicenceApplicationTakeUpInput, LicenceApplicationTellIncompleteInput, LicenceApplicationUpdateInput,
};
use super::{LicenceApplication, LicenceApplicationReceipt};
use crate::auth::Right;
use crate::error::UserError;
use crate::job::Job;
use crate::printed::ask_to_print;
use crate::request::{Request, payload};

/// Changes of applications.
#[derive(Debug, Default)]
pub struct LicenceApplicationMutation;

payload!(LicenceApplicationCreatePayload { licence_application: LicenceApplication });
payload!(LicenceApplicationUpdatePayload { licence_application: LicenceApplication });
payload!(LicenceApplicationSubmitPayload { licence_application: LicenceApplication });
payload!(LicenceApplicationTakeUpPayload { licence_application: LicenceApplication });
payload!(LicenceApplicationTellIncompletePayload { licence_application: LicenceApplication });
payload!(LicenceApplicationCompletePayload { licence_application: LicenceApplication });
payload!(LicenceApplicationAcceptPayload { licence_application: LicenceApplication });
payload!(LicenceApplicationPlanVisitPayload { licence_application: LicenceApplication });
payload!(LicenceApplicationRecordVisitPayload { licence_application: LicenceApplication });
payload!(LicenceApplicationSubmitToCommissionPayload { licence_application: LicenceApplication });
payload!(LicenceApplicationApprovePayload { licence_application: LicenceApplication });
payload!(LicenceApplicationRejectPayload { licence_application: LicenceApplication });
payload!(LicenceApplicationLiftReservePayload { licence_application: LicenceApplication });
payload!(LicenceApplicationIssuePayload { licence_application: LicenceApplication });
payload!(LicenceApplicationGiveOpinionPayload { licence_application: LicenceApplication });
payload!(LicenceApplicationDismissPayload { licence_application: LicenceApplication });
payload!(LicenceApplicationAbandonPayload { licence_application: LicenceApplication });

/// What came of asking for the receipt of an application.
#[derive(Debug, SimpleObject)]
pub(super) struct LicenceApplicationPrintReceiptPayload {
    /// The work that prints it; its `result` is the document. Null where it was refused or only tried.
    job: Option<Job>,
    /// What was wrong, all at once; empty where it went well.
    errors: Vec<UserError>,
}

#[Object]
impl LicenceApplicationMutation {
    /// Drafts an application for a house. Needs the right APPLY_FOR_LICENCES.
    async fn licence_application_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The house, and what is applied for.")] input: LicenceApplicationCreateInput,
    ) -> Result<LicenceApplicationCreatePayload> {
        ctx.require(Right::ApplyForLicences)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Changes a draft. Needs the right APPLY_FOR_LICENCES.
    async fn licence_application_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application, and what is to be changed.")] input: LicenceApplicationUpdateInput,
    ) -> Result<LicenceApplicationUpdatePayload> {
        ctx.require(Right::ApplyForLicences)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Hands a draft in: it gets its receipt, is judged by the rules in force on this day from now on, and the house counts as
    /// being licensed where it has no licence. Pieces may still be missing: the delegation tells which, once. Needs the right
    /// APPLY_FOR_LICENCES.
    async fn licence_application_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application.")] input: LicenceApplicationSubmitInput,
    ) -> Result<LicenceApplicationSubmitPayload> {
        ctx.require(Right::ApplyForLicences)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Begins to look whether the file is whole. Needs the right INSTRUCT_APPLICATIONS.
    async fn licence_application_take_up(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application.")] input: LicenceApplicationTakeUpInput,
    ) -> Result<LicenceApplicationTakeUpPayload> {
        ctx.require(Right::InstructApplications)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Tells the applicant what is missing, once for all; the delegation's deadline pauses until they have completed it. Needs
    /// the right INSTRUCT_APPLICATIONS.
    async fn licence_application_tell_incomplete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application, and what is missing.")] input: LicenceApplicationTellIncompleteInput,
    ) -> Result<LicenceApplicationTellIncompletePayload> {
        ctx.require(Right::InstructApplications)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Hands in what was missing, once it hangs on the house or the association as documents. Needs the right
    /// APPLY_FOR_LICENCES.
    async fn licence_application_complete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application.")] input: LicenceApplicationCompleteInput,
    ) -> Result<LicenceApplicationCompletePayload> {
        ctx.require(Right::ApplyForLicences)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Says that the file is whole: every piece must be there. The instruction begins. Needs the right INSTRUCT_APPLICATIONS.
    async fn licence_application_accept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application.")] input: LicenceApplicationAcceptInput,
    ) -> Result<LicenceApplicationAcceptPayload> {
        ctx.require(Right::InstructApplications)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Sets the day of the commission's visit, sets it anew, or sets that of another visit. Needs the right
    /// INSTRUCT_APPLICATIONS.
    async fn licence_application_plan_visit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application, and the day.")] input: LicenceApplicationPlanVisitInput,
    ) -> Result<LicenceApplicationPlanVisitPayload> {
        ctx.require(Right::InstructApplications)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Records what a visit found, norm by norm, with its minutes. Needs the right INSTRUCT_APPLICATIONS.
    async fn licence_application_record_visit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application, and what the visit found.")] input: LicenceApplicationRecordVisitInput,
    ) -> Result<LicenceApplicationRecordVisitPayload> {
        ctx.require(Right::InstructApplications)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Lays the file before the commission and the authority. Needs the right INSTRUCT_APPLICATIONS.
    async fn licence_application_submit_to_commission(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application.")] input: LicenceApplicationSubmitToCommissionInput,
    ) -> Result<LicenceApplicationSubmitToCommissionPayload> {
        ctx.require(Right::InstructApplications)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Records that the competent authority has approved, with or without reserves. Not by whoever prepared it. Needs the right
    /// RECORD_LICENCE_DECISIONS.
    async fn licence_application_approve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application, and the decision.")] input: LicenceApplicationApproveInput,
    ) -> Result<LicenceApplicationApprovePayload> {
        ctx.require(Right::RecordLicenceDecisions)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Records that the competent authority has refused: the house does not count as being licensed any more. Not by whoever
    /// prepared it. Needs the right RECORD_LICENCE_DECISIONS.
    async fn licence_application_reject(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application, and the decision.")] input: LicenceApplicationRejectInput,
    ) -> Result<LicenceApplicationRejectPayload> {
        ctx.require(Right::RecordLicenceDecisions)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Records that a reserve is fixed; with the last one the application is APPROVED. Needs the right INSTRUCT_APPLICATIONS.
    async fn licence_application_lift_reserve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application, the reserve, and what was found.")]
        input: LicenceApplicationLiftReserveInput,
    ) -> Result<LicenceApplicationLiftReservePayload> {
        ctx.require(Right::InstructApplications)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Issues the licence that was decided, once no reserve is open: the house is licensed from its first day on. Not by whoever
    /// prepared it. Needs the right RECORD_LICENCE_DECISIONS.
    async fn licence_application_issue(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application.")] input: LicenceApplicationIssueInput,
    ) -> Result<LicenceApplicationIssuePayload> {
        ctx.require(Right::RecordLicenceDecisions)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Says what the regional coordination thinks of an application that is being instructed; it need not, and may say so anew.
    /// The delegation is told. Needs the right GIVE_REGIONAL_OPINIONS.
    async fn licence_application_give_opinion(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application, and what is thought of it.")] input: LicenceApplicationGiveOpinionInput,
    ) -> Result<LicenceApplicationGiveOpinionPayload> {
        ctx.require(Right::GiveRegionalOpinions)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Closes a file with reasons (classé sans suite): one that was not completed within the time that the rules set, of which a
    /// reserve was not fixed in time, or whose licence could not be issued in time. Another application may be made. Not by whoever prepared it. Needs the right
    /// RECORD_LICENCE_DECISIONS.
    async fn licence_application_dismiss(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application, and why.")] input: LicenceApplicationDismissInput,
    ) -> Result<LicenceApplicationDismissPayload> {
        ctx.require(Right::RecordLicenceDecisions)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Takes an application back, before the licence is issued. What an association has handed in itself, it alone takes back; a
    /// draft, and what the delegation handed in for it, either. Needs the right APPLY_FOR_LICENCES.
    async fn licence_application_abandon(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application, and why.")] input: LicenceApplicationAbandonInput,
    ) -> Result<LicenceApplicationAbandonPayload> {
        ctx.require(Right::ApplyForLicences)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Prints the receipt (وصل إيداع) of an application that was submitted: a PDF with what was applied for, which pieces are there on
    /// this day, the deadlines by the rules it was filed under, and what law 55-19 promises. It becomes a document of the house in
    /// the category APPLICATION_RECEIPT. It is done in the background, under your rights; a notice tells you when it is there. Needs
    /// the rights APPLY_FOR_LICENCES and MANAGE_DOCUMENTS.
    async fn licence_application_print_receipt(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application, and in which language.")] input: LicenceApplicationPrintReceiptInput,
    ) -> Result<LicenceApplicationPrintReceiptPayload> {
        let LicenceApplicationPrintReceiptInput { idempotency_key, validate_only, id, language } = input;
        let asked = ask_to_print::<LicenceApplicationReceipt>(ctx, &id, language, &idempotency_key, validate_only);
        let asked = asked.await?;
        Ok(LicenceApplicationPrintReceiptPayload { job: asked.job, errors: asked.errors })
    }
}
