//! What the steps of an application have in common; how each is made stands with whoever makes it.

use entity::application_event;
use entity::application_event::ApplicationTransition as Transition;
use entity::id::{LicenceApplicationId, StreamId};
use entity::licence_application::{self, ApplicationState as State};
use entity::notice::NoticeKind;
use sea_orm::ColumnTrait;

use super::applicant::{abandon, complete, submit};
use super::clock::{Tick, ticked};
use super::decision::{approve, lift_reserve, reject};
use super::facts::Facts;
use super::input::{
    LicenceApplicationAbandonInput, LicenceApplicationAcceptInput, LicenceApplicationApproveInput,
    LicenceApplicationCompleteInput, LicenceApplicationDismissInput, LicenceApplicationGiveOpinionInput,
    LicenceApplicationIssueInput, LicenceApplicationLiftReserveInput, LicenceApplicationPlanVisitInput,
    LicenceApplicationRecordVisitInput, LicenceApplicationRejectInput, LicenceApplicationSubmitInput,
    LicenceApplicationSubmitToCommissionInput, LicenceApplicationTakeUpInput, LicenceApplicationTellIncompleteInput,
};
use super::instruction::{accept, dismiss, give_opinion, submit_to_commission, take_up, tell_incomplete};
use super::licensing::issue;
use super::visit::{plan_visit, record_visit};
use crate::auth::Right;
use crate::db::{Change, Mutation, Place, Refused, ScopedDb};
use crate::error::{Error, Mistake, UserErrorCode};
use crate::establishment::streams_of_house;
use crate::global_id::IdOf;
use crate::holiday::Calendar;
use crate::notice::tell;
use crate::procedure::permit;
use crate::text::Message;

/// Pieces, and reserves, in one change.
const MOST: usize = 50;
/// Longest reasons of a refusal, in characters.
pub(super) const LONGEST_REASONS: usize = 4000;
/// Longest remark, in characters.
pub(super) const LONGEST_REMARK: usize = 1000;

/// A step of an application.
macro_rules! steps {
    ($($input:ident as $name:literal is $transition:ident by $apply:path, licenses $licenses:literal;)*) => {$(
        impl Mutation for $input {
            const NAME: &'static str = $name;
            type Entity = licence_application::Entity;

            fn validate_only(&self) -> bool {
                self.validate_only
            }

            async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
                streams_of(db, &self.id, $licenses).await
            }

            async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
                let key = self.id.key_at("id")?;
                let before = change.edit::<licence_application::Entity>(key, self.expected_version, "id").await?;
                let facts = Facts::read_in(change, &before).await?;
                permit(change, Transition::$transition, &before, &facts)?;
                $apply(self, change, Before { row: before, facts }).await
            }
        }
    )*};
}

steps! {
    LicenceApplicationSubmitInput as "licenceApplicationSubmit" is Submit by submit, licenses true;
    LicenceApplicationTakeUpInput as "licenceApplicationTakeUp" is TakeUp by take_up, licenses false;
    LicenceApplicationTellIncompleteInput as "licenceApplicationTellIncomplete" is TellIncomplete by tell_incomplete,
        licenses false;
    LicenceApplicationCompleteInput as "licenceApplicationComplete" is Complete by complete, licenses false;
    LicenceApplicationAcceptInput as "licenceApplicationAccept" is Accept by accept, licenses false;
    LicenceApplicationPlanVisitInput as "licenceApplicationPlanVisit" is PlanVisit by plan_visit, licenses false;
    LicenceApplicationRecordVisitInput as "licenceApplicationRecordVisit" is RecordVisit by record_visit, licenses false;
    LicenceApplicationSubmitToCommissionInput as "licenceApplicationSubmitToCommission" is SubmitToCommission
        by submit_to_commission, licenses false;
    LicenceApplicationApproveInput as "licenceApplicationApprove" is Approve by approve, licenses false;
    LicenceApplicationRejectInput as "licenceApplicationReject" is Reject by reject, licenses true;
    LicenceApplicationLiftReserveInput as "licenceApplicationLiftReserve" is LiftReserve by lift_reserve, licenses false;
    LicenceApplicationIssueInput as "licenceApplicationIssue" is Issue by issue, licenses true;
    LicenceApplicationAbandonInput as "licenceApplicationAbandon" is Abandon by abandon, licenses true;
    LicenceApplicationDismissInput as "licenceApplicationDismiss" is Dismiss by dismiss, licenses true;
    LicenceApplicationGiveOpinionInput as "licenceApplicationGiveOpinion" is GiveOpinion by give_opinion, licenses false;
}

/// An application before a step.
pub(super) struct Before {
    pub(super) row: licence_application::Model,
    pub(super) facts: Facts,
}

/// What a step makes of it.
pub(super) struct Made {
    pub(super) transition: Transition,
    pub(super) state: State,
    pub(super) tick: Tick,
    pub(super) reason: Option<String>,
}

/// The stream of an application; of a step that changes a licence, also those of the delegations where its house stood.
async fn streams_of(db: &ScopedDb, id: &IdOf<LicenceApplicationId>, licenses: bool) -> Result<Vec<StreamId>, Refused> {
    let own = db.stream_of::<licence_application::Entity>(id, "id").await?;
    if !licenses {
        return Ok(vec![own]);
    }
    let applications = db.find::<licence_application::Entity>();
    let applications = applications.filter(licence_application::COLUMN.id.eq(id.key_at("id")?));
    let Some(application) = applications.one().await? else { return Ok(vec![own]) };
    let stood = streams_of_house(db, application.establishment_id).await?;
    Ok(stood.into_iter().chain([own]).collect())
}

/// Saves an application as a step makes it: its clock, and what was done.
pub(super) async fn made(
    change: &mut Change,
    before: &Before,
    after: licence_application::Model,
    made: Made,
) -> Result<(), Refused> {
    let today = change.today();
    let calendar = Calendar::read_in(change, before.row.paused_on.unwrap_or(today)).await?;
    let after = ticked(after, made.tick, &before.facts, &calendar, today);
    change
        .save::<licence_application::Entity>(&before.row, licence_application::Model { state: made.state, ..after })?;
    let done = before.facts.events.len();
    change.attach::<application_event::Entity>(&[application_event::Model {
        application_id: before.row.id,
        position: i32::try_from(done + 1).map_err(Error::internal)?,
        transition: made.transition,
        state: made.state,
        on_day: today,
        by_account: change.account(),
        by_applicant: before.facts.asked_by_applicant,
        reason: made.reason,
    }])
}

/// A step that says nothing but that it is made.
pub(super) async fn plain(
    change: &mut Change,
    before: &Before,
    transition: Transition,
    state: State,
    tick: Tick,
) -> Result<(), Refused> {
    let after = before.row.clone();
    made(change, before, after, Made { transition, state, tick, reason: None }).await
}

/// A list that is not too long.
pub(super) fn is_short(length: usize, path: &str) -> Result<(), Refused> {
    if length > MOST {
        let message = Message::new("list-too-long").with("maximum", MOST);
        return Err(Mistake::new(UserErrorCode::TooLong, message, path).into());
    }
    Ok(())
}

/// Those who instruct, at the delegation.
pub(super) fn instructors(row: &licence_application::Model) -> (Right, Place) {
    (Right::InstructApplications, Place::Delegation(row.delegation_id))
}

/// Those who applied: the association, or the delegation for a house that Entraide Nationale manages itself.
pub(super) fn applicants(row: &licence_application::Model) -> (Right, Place) {
    let place = row.association_id.map_or(Place::Delegation(row.delegation_id), Place::Association);
    (Right::ApplyForLicences, place)
}

/// Those who record what the competent authority decided, at the national office.
pub(super) const DECIDERS: (Right, Place) = (Right::RecordLicenceDecisions, Place::NationalOffice);

/// Tells those who applied and those who instruct.
pub(super) async fn tell_both(
    change: &mut Change,
    kind: NoticeKind,
    row: &licence_application::Model,
) -> Result<(), Refused> {
    tell(change, kind, row.id, applicants(row)).await?;
    tell(change, kind, row.id, instructors(row)).await
}
