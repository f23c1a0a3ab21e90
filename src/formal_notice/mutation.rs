//! What can be done with formal notices.

use async_graphql::{Context, Object, Result};

use super::FormalNotice;
use super::input::{
    FormalNoticeCloseInput, FormalNoticeItemMeetInput, FormalNoticeServeInput, FormalNoticeWithdrawInput,
};
use super::procedure::FormalNoticeTransitionName;
use crate::auth::Right;
use crate::procedure::Procedure;
use crate::request::{Request, payload};

/// Changes of formal notices.
#[derive(Debug, Default)]
pub struct FormalNoticeMutation;

payload!(FormalNoticeServePayload { formal_notice: FormalNotice });
payload!(FormalNoticeItemMeetPayload { formal_notice: FormalNotice });
payload!(FormalNoticeClosePayload { formal_notice: FormalNotice });
payload!(FormalNoticeWithdrawPayload { formal_notice: FormalNotice });

#[Object]
impl FormalNoticeMutation {
    /// Enters a formal notice that is served on a house; its association is told. Needs the right INSPECT_HOUSES.
    async fn formal_notice_serve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The house, and what it must put right until when.")] input: FormalNoticeServeInput,
    ) -> Result<FormalNoticeServePayload> {
        ctx.require(Right::InspectHouses)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Notes that an item is met; with the last one the notice is MET. Needs the right INSPECT_HOUSES.
    async fn formal_notice_item_meet(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The notice, the item, and what was found.")] input: FormalNoticeItemMeetInput,
    ) -> Result<FormalNoticeItemMeetPayload> {
        ctx.require(FormalNoticeTransitionName::Meet.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Closes a notice as NOT_MET, once its last day has passed. Needs the right INSPECT_HOUSES.
    async fn formal_notice_close(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The notice, and what is not met.")] input: FormalNoticeCloseInput,
    ) -> Result<FormalNoticeClosePayload> {
        ctx.require(FormalNoticeTransitionName::Close.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Takes a notice back. Needs the right INSPECT_HOUSES.
    async fn formal_notice_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The notice, and why.")] input: FormalNoticeWithdrawInput,
    ) -> Result<FormalNoticeWithdrawPayload> {
        ctx.require(FormalNoticeTransitionName::Withdraw.right())?;
        Ok(ctx.change(input).await?.into())
    }
}
