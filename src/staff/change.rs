//! How each change of a member of the staff is made.

use async_graphql::MaybeUndefined;
use entity::id::{StaffMemberId, StreamId};
use entity::{establishment, staff_function, staff_member};
use sea_orm::ColumnTrait;
use uuid::Uuid;

use super::mutation::{StaffMemberEndInput, StaffMemberRecordInput, StaffMemberUpdateInput};
use super::rules::{
    begins_while_open, corrected_end, cost_of_a_month, directs_alone, ends_after_it_began, has_left, hours_of_a_week,
    listed, works_there_still,
};
use crate::db::{Change, Mutation, Refused, ScopedDb};
use crate::establishment::house_of;

impl Mutation for StaffMemberRecordInput {
    const NAME: &'static str = "staffMemberRecord";
    type Entity = staff_member::Entity;

    fn idempotency_key(&self) -> Option<&str> {
        Some(&self.idempotency_key)
    }

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<establishment::Entity>(&self.establishment, "establishment").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let house = change.refer::<establishment::Entity>(&self.establishment, "establishment").await?;
        change.settle()?;
        let Some(house) = house else { return Ok(()) };
        let names = self.names.names("names").map_err(|mistakes| change.note(mistakes)).unwrap_or_default();
        let function = function(change, &self.function).await?;
        let started_on = self.started_on.0;
        change.require(self.started_on.is_past(change.today(), "startedOn"));
        change.require(begins_while_open(&house, started_on));
        let weekly_hours = change.take(self.weekly_hours.map(hours_of_a_week).transpose()).flatten();
        let monthly_cost = change.take(self.monthly_cost.map(cost_of_a_month).transpose()).flatten();
        let (function_code, directs) = function.map(|function| (function.code, function.directs)).unwrap_or_default();
        let member = staff_member::Model {
            id: StaffMemberId(Uuid::now_v7()),
            establishment_id: house.id,
            delegation_id: house.delegation_id,
            association_id: house.association_id,
            name_ar: names.0,
            name_fr: names.1,
            sex: self.sex,
            function_code,
            directs,
            qualification: self.qualification,
            certified: self.certified,
            contract: self.contract,
            started_on,
            ended_on: None,
            end_reason: None,
            weekly_hours,
            monthly_cost,
            demonstration: house.demonstration,
            version: 1,
        };
        one_directs(change, &member).await?;
        change.settle()?;
        change.insert::<staff_member::Entity>(&member)
    }
}

impl Mutation for StaffMemberUpdateInput {
    const NAME: &'static str = "staffMemberUpdate";
    type Entity = staff_member::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<staff_member::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<staff_member::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        let mut after = before.clone();
        if let Some(names) = &self.names {
            (after.name_ar, after.name_fr) =
                names.names("names").map_err(|mistakes| change.note(mistakes)).unwrap_or_default();
        }
        after.sex = self.sex.unwrap_or(before.sex);
        after.contract = self.contract.unwrap_or(before.contract);
        if let Some(code) = &self.function
            && let Some(function) = function(change, code).await?
        {
            (after.function_code, after.directs) = (function.code, function.directs);
        }
        match self.qualification {
            MaybeUndefined::Undefined => {}
            MaybeUndefined::Null => after.qualification = None,
            MaybeUndefined::Value(qualification) => after.qualification = Some(qualification),
        }
        match self.certified {
            MaybeUndefined::Undefined => {}
            MaybeUndefined::Null => after.certified = None,
            MaybeUndefined::Value(certified) => after.certified = Some(certified),
        }
        match self.weekly_hours {
            MaybeUndefined::Undefined => {}
            MaybeUndefined::Null => after.weekly_hours = None,
            MaybeUndefined::Value(hours) => after.weekly_hours = change.take(hours_of_a_week(hours)),
        }
        match self.monthly_cost {
            MaybeUndefined::Undefined => {}
            MaybeUndefined::Null => after.monthly_cost = None,
            MaybeUndefined::Value(cost) => after.monthly_cost = change.take(cost_of_a_month(cost)),
        }
        self.correct_days(change, &before, &mut after).await?;
        one_directs(change, &after).await?;
        change.settle()?;
        change.save::<staff_member::Entity>(&before, after)?;
        Ok(())
    }
}

impl StaffMemberUpdateInput {
    async fn correct_days(
        &self,
        change: &mut Change,
        before: &staff_member::Model,
        after: &mut staff_member::Model,
    ) -> Result<(), Refused> {
        if let Some(day) = self.started_on {
            change.require(day.is_past(change.today(), "startedOn"));
            after.started_on = day.0;
            let house = house_of(change, before.establishment_id).await?;
            change.require(begins_while_open(&house, day.0));
        }
        if let MaybeUndefined::Value(day) = &self.ended_on {
            change.require(day.is_past(change.today(), "endedOn"));
        }
        if !self.ended_on.is_undefined() {
            change.require(has_left(before, "endedOn"));
        } else if self.end_reason.is_some() {
            change.require(has_left(before, "endReason"));
        }
        (after.ended_on, after.end_reason) = corrected_end(before, self.ended_on, self.end_reason);
        change.require(ends_after_it_began(after.started_on, after.ended_on));
        Ok(())
    }
}

impl Mutation for StaffMemberEndInput {
    const NAME: &'static str = "staffMemberEnd";
    type Entity = staff_member::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<staff_member::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<staff_member::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        change.require(works_there_still(&before));
        change.require(self.ended_on.is_past(change.today(), "endedOn"));
        change.require(ends_after_it_began(before.started_on, Some(self.ended_on.0)));
        change.settle()?;
        let after =
            staff_member::Model { ended_on: Some(self.ended_on.0), end_reason: Some(self.reason), ..before.clone() };
        change.save::<staff_member::Entity>(&before, after)?;
        Ok(())
    }
}

async fn function(change: &mut Change, code: &str) -> Result<Option<staff_function::Model>, Refused> {
    let functions = change.find::<staff_function::Entity>().filter(staff_function::COLUMN.code.eq(code));
    let found = functions.one().await?;
    Ok(change.take(listed(found, code)))
}

/// Notes a mistake where a house would have two directors on one day. The house's stream is locked: nobody else becomes its
/// director meanwhile.
async fn one_directs(change: &mut Change, member: &staff_member::Model) -> Result<(), Refused> {
    if !member.directs {
        return Ok(());
    }
    let directors = change.find::<staff_member::Entity>();
    let directors = directors.filter(staff_member::COLUMN.establishment_id.eq(member.establishment_id));
    let directors = directors.filter(staff_member::COLUMN.directs.eq(true)).all().await?;
    change.require(directs_alone(member, &directors));
    Ok(())
}
