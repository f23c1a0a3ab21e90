//! What can be done with measures.

use async_graphql::{Context, Object, Result};

use super::LicenceMeasure;
use super::input::{
    LicenceMeasureDecideInput, LicenceMeasureLiftInput, LicenceMeasureProposeInput, LicenceMeasureRefuseInput,
};
use super::procedure::LicenceMeasureTransitionName;
use crate::auth::Right;
use crate::procedure::Procedure;
use crate::request::{Request, payload};

/// Changes of measures.
#[derive(Debug, Default)]
pub struct LicenceMeasureMutation;

payload!(LicenceMeasureProposePayload { licence_measure: LicenceMeasure });
payload!(LicenceMeasureDecidePayload { licence_measure: LicenceMeasure });
payload!(LicenceMeasureRefusePayload { licence_measure: LicenceMeasure });
payload!(LicenceMeasureLiftPayload { licence_measure: LicenceMeasure });

#[Object]
impl LicenceMeasureMutation {
    /// Proposes that the licence of a house be suspended or withdrawn. Needs the right INSPECT_HOUSES.
    async fn licence_measure_propose(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The house, what is proposed, and why.")] input: LicenceMeasureProposeInput,
    ) -> Result<LicenceMeasureProposePayload> {
        ctx.require(Right::InspectHouses)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Records that the competent authority suspends or withdraws the licence: the licence and the public register follow at once.
    /// Not by whoever proposed it, and not before an approved relocation plan covers all residents. Needs the right
    /// RECORD_LICENCE_DECISIONS.
    async fn licence_measure_decide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The measure, and the decision.")] input: LicenceMeasureDecideInput,
    ) -> Result<LicenceMeasureDecidePayload> {
        ctx.require(LicenceMeasureTransitionName::Decide.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Records that the authority does not take a measure. Not by whoever proposed it. Needs the right RECORD_LICENCE_DECISIONS.
    async fn licence_measure_refuse(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The measure, and why.")] input: LicenceMeasureRefuseInput,
    ) -> Result<LicenceMeasureRefusePayload> {
        ctx.require(LicenceMeasureTransitionName::Refuse.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Lifts a suspension from a day on: over the rest of it the licence holds again, as it was. Needs the right
    /// RECORD_LICENCE_DECISIONS.
    async fn licence_measure_lift(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The measure, the day, and why.")] input: LicenceMeasureLiftInput,
    ) -> Result<LicenceMeasureLiftPayload> {
        ctx.require(LicenceMeasureTransitionName::Lift.right())?;
        Ok(ctx.change(input).await?.into())
    }
}
