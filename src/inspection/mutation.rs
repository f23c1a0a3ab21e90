//! What can be done with inspections.

use async_graphql::{Context, Object, Result};

use super::Inspection;
use super::input::{InspectionCancelInput, InspectionPlanInput, InspectionRecordInput};
use super::procedure::InspectionTransitionName;
use crate::auth::Right;
use crate::procedure::Procedure;
use crate::request::{Request, payload};

/// Changes of inspections.
#[derive(Debug, Default)]
pub struct InspectionMutation;

payload!(InspectionPlanPayload { inspection: Inspection });
payload!(InspectionRecordPayload { inspection: Inspection });
payload!(InspectionCancelPayload { inspection: Inspection });

#[Object]
impl InspectionMutation {
    /// Plans the inspection of a house; the association is told where it is announced, and sees nothing of it before it is made
    /// otherwise. Needs the right INSPECT_HOUSES.
    async fn inspection_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The house, the day, and why.")] input: InspectionPlanInput,
    ) -> Result<InspectionPlanPayload> {
        ctx.require(Right::InspectHouses)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Records what an inspection found, norm by norm, with its minutes. Needs the right INSPECT_HOUSES.
    async fn inspection_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The inspection, and what it found.")] input: InspectionRecordInput,
    ) -> Result<InspectionRecordPayload> {
        ctx.require(InspectionTransitionName::Record.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Cancels an inspection that is planned. Needs the right INSPECT_HOUSES.
    async fn inspection_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The inspection, and why.")] input: InspectionCancelInput,
    ) -> Result<InspectionCancelPayload> {
        ctx.require(InspectionTransitionName::Cancel.right())?;
        Ok(ctx.change(input).await?.into())
    }
}
