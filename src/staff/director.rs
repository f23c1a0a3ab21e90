//! Who directs a house.

use async_graphql::Context;
use chrono::NaiveDate;
use entity::id::EstablishmentId;
use entity::{establishment, staff_member};
use sea_orm::sea_query::{Condition, ExprTrait};

use super::StaffMember;
use crate::auth::Right;
use crate::error::Error;
use crate::lane::{Asked, Draft, Filled, Json, Object, ReadFamily, Step, WriteRow};
use crate::request::Request;

/// The members of the staff of a day.
pub(super) fn employed_on(day: NaiveDate) -> Condition {
    let not_ended = staff_member::COLUMN.ended_on.is_null().or(staff_member::COLUMN.ended_on.gte(day));
    Condition::all().add(staff_member::COLUMN.started_on.lte(day)).add(not_ended)
}

/// Whether somebody is of the staff on a day.
fn is_employed_on(member: &staff_member::Model, day: NaiveDate) -> bool {
    member.started_on <= day && member.ended_on.is_none_or(|last| day <= last)
}

/// The director of a house today, as one of its fields.
pub async fn director_of(ctx: &Context<'_>, house: EstablishmentId) -> Result<Option<StaffMember>, Error> {
    ctx.require(Right::ReadStaff)?;
    let today = ctx.today()?;
    let staff = ctx.children::<staff_member::Entity, establishment::Entity>(house).await?;
    Ok(staff.into_iter().find(|member| member.directs && is_employed_on(member, today)).map(StaffMember))
}

/// The same in the lane.
pub fn director_step(asked: &Asked<'_>, house: &mut Draft<'_, establishment::Entity>) -> Option<Step> {
    asked.ctx.require(Right::ReadStaff).ok()?;
    let directors = house.db.find::<staff_member::Entity>().filter(staff_member::COLUMN.directs.eq(true));
    let directors = directors.filter(employed_on(asked.ctx.today().ok()?));
    let read: ReadFamily =
        Box::new(|parents, reading| directors.read_children::<establishment::Entity>(parents, reading));
    let (family, object) =
        house.children::<staff_member::Entity, _>(read, |child| child.object::<StaffMember>(&asked.within()))?;
    Some(Step::Other(Box::new(Director { family, object })))
}

/// The one row of a family, or null.
#[derive(Debug)]
struct Director {
    family: usize,
    object: Object,
}

impl WriteRow for Director {
    fn write_row(&self, filled: &Filled, at: usize, json: &mut Json) -> Result<(), Error> {
        let (family, own) = filled.family(self.family, at)?;
        if let Some(director) = own.first() {
            return self.object.write_row(family, *director, json);
        }
        json.null();
        Ok(())
    }
}
