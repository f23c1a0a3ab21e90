//! Changing staff.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result};
use entity::id::{EstablishmentId, StaffMemberId};
use entity::sex::Sex;
use entity::staff_member::{StaffContract, StaffEndReason, StaffQualification};

use super::StaffMember;
use crate::auth::Right;
use crate::clock::Date;
use crate::global_id::IdOf;
use crate::money::Decimal;
use crate::named::LocalizedTextInput;
use crate::request::{Request, payload};

/// Changes of staff.
#[derive(Debug, Default)]
pub struct StaffMutation;

/// A member of the staff to be recorded.
#[derive(Debug, InputObject)]
pub(super) struct StaffMemberRecordInput {
    /// Made by the client, 8 to 128 characters: sending it twice records one person once.
    pub(super) idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The establishment.
    pub(super) establishment: IdOf<EstablishmentId>,
    /// Their name.
    pub(super) names: LocalizedTextInput,
    /// Female or male.
    pub(super) sex: Sex,
    /// What they do: the code of one of `staffFunctions`. Of those that direct, one person at a time.
    pub(super) function: String,
    /// Their highest diploma; none where unknown.
    pub(super) qualification: Option<StaffQualification>,
    /// Whether they have a certificate for this work; none where unknown.
    pub(super) certified: Option<bool>,
    /// By what they work there.
    pub(super) contract: StaffContract,
    /// Their first day there, not in the future.
    pub(super) started_on: Date,
    /// Hours a week, from 1 to 84; none where unknown.
    pub(super) weekly_hours: Option<i32>,
    /// What they cost a month, with charges, in dirhams, from 0 to 100000; none where unknown.
    pub(super) monthly_cost: Option<Decimal>,
}

/// What is to be corrected of a member of the staff; what is left out stays.
#[derive(Debug, InputObject)]
pub(super) struct StaffMemberUpdateInput {
    /// The member of the staff.
    pub(super) id: IdOf<StaffMemberId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// Their name, in the place of both names they had: one that is left out is taken away.
    pub(super) names: Option<LocalizedTextInput>,
    /// Female or male.
    pub(super) sex: Option<Sex>,
    /// What they do: the code of one of `staffFunctions`. Of those that direct, one person at a time.
    pub(super) function: Option<String>,
    /// Their highest diploma; null: unknown.
    pub(super) qualification: MaybeUndefined<StaffQualification>,
    /// Whether they have a certificate for this work; null: unknown.
    pub(super) certified: MaybeUndefined<bool>,
    /// By what they work there.
    pub(super) contract: Option<StaffContract>,
    /// Their first day there, not in the future.
    pub(super) started_on: Option<Date>,
    /// Of those who have left, their last day there, not in the future; null: they have not left after all.
    pub(super) ended_on: MaybeUndefined<Date>,
    /// Of those who have left, why.
    pub(super) end_reason: Option<StaffEndReason>,
    /// Hours a week, from 1 to 84; null: unknown.
    pub(super) weekly_hours: MaybeUndefined<i32>,
    /// What they cost a month, with charges, in dirhams, from 0 to 100000; null: unknown.
    pub(super) monthly_cost: MaybeUndefined<Decimal>,
}

/// A member of the staff who leaves.
#[derive(Debug, InputObject)]
pub(super) struct StaffMemberEndInput {
    /// The member of the staff.
    pub(super) id: IdOf<StaffMemberId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// Their last day there, not in the future.
    pub(super) ended_on: Date,
    /// Why they leave.
    pub(super) reason: StaffEndReason,
}

payload!(StaffMemberRecordPayload { staff_member: StaffMember });
payload!(StaffMemberUpdatePayload { staff_member: StaffMember });
payload!(StaffMemberEndPayload { staff_member: StaffMember });

#[Object]
impl StaffMutation {
    /// Records somebody who works in an establishment: one employment at one house. Needs the right MANAGE_STAFF.
    async fn staff_member_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The member of the staff.")] input: StaffMemberRecordInput,
    ) -> Result<StaffMemberRecordPayload> {
        ctx.require(Right::ManageStaff)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Corrects what is said of a member of the staff. Needs the right MANAGE_STAFF.
    async fn staff_member_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The member of the staff, and what is to be corrected.")] input: StaffMemberUpdateInput,
    ) -> Result<StaffMemberUpdatePayload> {
        ctx.require(Right::ManageStaff)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Notes that a member of the staff leaves. Whoever goes to another house is recorded there. Needs the right MANAGE_STAFF.
    async fn staff_member_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The member of the staff, their last day, and why.")] input: StaffMemberEndInput,
    ) -> Result<StaffMemberEndPayload> {
        ctx.require(Right::ManageStaff)?;
        Ok(ctx.change(input).await?.into())
    }
}
