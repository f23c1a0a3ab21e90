//! Changing requests for support.

use async_graphql::{Context, Object, Result};

use super::CreationSupport;
use super::input::{
    CreationSupportAbandonInput, CreationSupportBeginInput, CreationSupportCompleteInput, CreationSupportDraftInput,
    CreationSupportGrantInput, CreationSupportLinkInput, CreationSupportMilestoneReachInput, CreationSupportPlanInput,
    CreationSupportProposeInput, CreationSupportRefuseInput, CreationSupportSendBackInput, CreationSupportSubmitInput,
    CreationSupportTakeUpInput, CreationSupportUpdateInput, CreationSupportWithdrawInput,
};
use super::procedure::CreationSupportTransitionName;
use crate::auth::Right;
use crate::procedure::Procedure;
use crate::request::{Request, payload};

/// Changes of requests for support.
#[derive(Debug, Default)]
pub struct CreationSupportMutation;

payload!(CreationSupportDraftPayload { creation_support: CreationSupport });
payload!(CreationSupportUpdatePayload { creation_support: CreationSupport });
payload!(CreationSupportSubmitPayload { creation_support: CreationSupport });
payload!(CreationSupportWithdrawPayload { creation_support: CreationSupport });
payload!(CreationSupportTakeUpPayload { creation_support: CreationSupport });
payload!(CreationSupportSendBackPayload { creation_support: CreationSupport });
payload!(CreationSupportProposePayload { creation_support: CreationSupport });
payload!(CreationSupportPlanPayload { creation_support: CreationSupport });
payload!(CreationSupportGrantPayload { creation_support: CreationSupport });
payload!(CreationSupportRefusePayload { creation_support: CreationSupport });
payload!(CreationSupportBeginPayload { creation_support: CreationSupport });
payload!(CreationSupportMilestoneReachPayload { creation_support: CreationSupport });
payload!(CreationSupportLinkPayload { creation_support: CreationSupport });
payload!(CreationSupportCompletePayload { creation_support: CreationSupport });
payload!(CreationSupportAbandonPayload { creation_support: CreationSupport });

#[Object]
impl CreationSupportMutation {
    /// Drafts a request of an association for support to create a house. It stands with the association until it is submitted; the
    /// delegation sees it. Needs the right
    /// REQUEST_CREATION_SUPPORT.
    async fn creation_support_draft(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request.")] input: CreationSupportDraftInput,
    ) -> Result<CreationSupportDraftPayload> {
        ctx.require(Right::RequestCreationSupport)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Changes what is asked, before it is submitted or after it was sent back. Needs the right
    /// REQUEST_CREATION_SUPPORT.
    async fn creation_support_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request, and what is to be changed of it.")] input: CreationSupportUpdateInput,
    ) -> Result<CreationSupportUpdatePayload> {
        ctx.require(CreationSupportTransitionName::Update.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Submits a request: the delegation instructs it, and those who do are told. Needs the right
    /// REQUEST_CREATION_SUPPORT.
    async fn creation_support_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request.")] input: CreationSupportSubmitInput,
    ) -> Result<CreationSupportSubmitPayload> {
        ctx.require(CreationSupportTransitionName::Submit.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Takes a request back that is not decided. It ends with that; another one can be drafted. Needs the right
    /// REQUEST_CREATION_SUPPORT.
    async fn creation_support_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request, and why.")] input: CreationSupportWithdrawInput,
    ) -> Result<CreationSupportWithdrawPayload> {
        ctx.require(CreationSupportTransitionName::Withdraw.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Takes a request up: from now on it is under instruction. Needs the right
    /// INSTRUCT_CREATION_SUPPORT.
    async fn creation_support_take_up(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request.")] input: CreationSupportTakeUpInput,
    ) -> Result<CreationSupportTakeUpPayload> {
        ctx.require(CreationSupportTransitionName::TakeUp.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Sends a request back to the association, as a draft that says why: what was proposed of it holds no more, and its managers are told. Needs the right
    /// INSTRUCT_CREATION_SUPPORT.
    async fn creation_support_send_back(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request, and why.")] input: CreationSupportSendBackInput,
    ) -> Result<CreationSupportSendBackPayload> {
        ctx.require(CreationSupportTransitionName::SendBack.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Proposes what shall be granted: each line that was asked, and what the delegation adds. With that it is settled who decides, by the
    /// programme's `headDecidesUpTo`. It can be proposed anew until it is decided. Needs the right
    /// INSTRUCT_CREATION_SUPPORT.
    async fn creation_support_propose(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request, and what is proposed.")] input: CreationSupportProposeInput,
    ) -> Result<CreationSupportProposePayload> {
        ctx.require(CreationSupportTransitionName::Propose.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Plans the milestones of a request, in the place of those that are not reached. Needs the right
    /// INSTRUCT_CREATION_SUPPORT.
    async fn creation_support_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request, and its milestones.")] input: CreationSupportPlanInput,
    ) -> Result<CreationSupportPlanPayload> {
        ctx.require(CreationSupportTransitionName::Plan.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Grants what is proposed. Nobody decides on what they submitted or proposed themselves; the association is told. Needs the right
    /// DECIDE_CREATION_SUPPORT.
    async fn creation_support_grant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request.")] input: CreationSupportGrantInput,
    ) -> Result<CreationSupportGrantPayload> {
        ctx.require(CreationSupportTransitionName::Grant.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Refuses a request, once the delegation has made its proposal. Nobody decides on what they submitted or proposed themselves; the
    /// association is told. Needs the right
    /// DECIDE_CREATION_SUPPORT.
    async fn creation_support_refuse(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request, and why.")] input: CreationSupportRefuseInput,
    ) -> Result<CreationSupportRefusePayload> {
        ctx.require(CreationSupportTransitionName::Refuse.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Notes that the work on a house has begun. Needs the right
    /// INSTRUCT_CREATION_SUPPORT.
    async fn creation_support_begin(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request.")] input: CreationSupportBeginInput,
    ) -> Result<CreationSupportBeginPayload> {
        ctx.require(CreationSupportTransitionName::Begin.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Notes that a milestone is reached, or that it was not after all. Needs the right
    /// INSTRUCT_CREATION_SUPPORT.
    async fn creation_support_milestone_reach(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request, the milestone, and when it was reached.")]
        input: CreationSupportMilestoneReachInput,
    ) -> Result<CreationSupportMilestoneReachPayload> {
        ctx.require(CreationSupportTransitionName::Reach.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Links what came of a request: the project, the house, the grant lines that pay it. No money is moved by it. Needs the right
    /// INSTRUCT_CREATION_SUPPORT.
    async fn creation_support_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request, and what came of it.")] input: CreationSupportLinkInput,
    ) -> Result<CreationSupportLinkPayload> {
        ctx.require(CreationSupportTransitionName::Link.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Notes that the house is there: it is linked, and every milestone is reached. Needs the right
    /// INSTRUCT_CREATION_SUPPORT.
    async fn creation_support_complete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request.")] input: CreationSupportCompleteInput,
    ) -> Result<CreationSupportCompletePayload> {
        ctx.require(CreationSupportTransitionName::Complete.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Gives a granted request up. What was granted stays told. Needs the right
    /// INSTRUCT_CREATION_SUPPORT.
    async fn creation_support_abandon(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The request, and why.")] input: CreationSupportAbandonInput,
    ) -> Result<CreationSupportAbandonPayload> {
        ctx.require(CreationSupportTransitionName::Abandon.right())?;
        Ok(ctx.change(input).await?.into())
    }
}
