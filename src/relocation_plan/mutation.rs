//! What can be done with relocation plans.

use async_graphql::{Context, Object, Result};

use super::RelocationPlan;
use super::input::{RelocationPlanApproveInput, RelocationPlanCreateInput, RelocationPlanUpdateInput};
use super::procedure::RelocationPlanTransitionName;
use crate::auth::Right;
use crate::procedure::Procedure;
use crate::request::{Request, payload};

/// Changes of relocation plans.
#[derive(Debug, Default)]
pub struct RelocationPlanMutation;

payload!(RelocationPlanCreatePayload { relocation_plan: RelocationPlan });
payload!(RelocationPlanUpdatePayload { relocation_plan: RelocationPlan });
payload!(RelocationPlanApprovePayload { relocation_plan: RelocationPlan });

#[Object]
impl RelocationPlanMutation {
    /// Prepares a plan for the residents of a house: those of its last season return, or as many as are stated where none counts
    /// them. Needs the right INSPECT_HOUSES.
    async fn relocation_plan_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The house, and where its residents go.")] input: RelocationPlanCreateInput,
    ) -> Result<RelocationPlanCreatePayload> {
        ctx.require(Right::InspectHouses)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Changes a draft, by whoever prepared it; it takes the residents of the last season return anew. Needs the right
    /// INSPECT_HOUSES.
    async fn relocation_plan_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The plan, and what is to be changed.")] input: RelocationPlanUpdateInput,
    ) -> Result<RelocationPlanUpdatePayload> {
        ctx.require(RelocationPlanTransitionName::Update.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Approves a plan that another person prepared and that covers; the one that was approved before is SUPERSEDED. Needs the right
    /// APPROVE_RELOCATION_PLANS.
    async fn relocation_plan_approve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The plan.")] input: RelocationPlanApproveInput,
    ) -> Result<RelocationPlanApprovePayload> {
        ctx.require(RelocationPlanTransitionName::Approve.right())?;
        Ok(ctx.change(input).await?.into())
    }
}
