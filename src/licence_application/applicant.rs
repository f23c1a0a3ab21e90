//! What the applicant does: hands an application in, completes it, takes it back. The delegation does so for a house that
//! Entraide Nationale manages itself.

use entity::application_event::ApplicationTransition as Transition;
use entity::delegation;
use entity::id::DelegationId;
use entity::licence_application::{self, ApplicationState as State};
use entity::notice::NoticeKind;
use entity::rule_set_deadline::ApplicationStep;
use sea_orm::ColumnTrait;

use super::change::{Before, DECIDERS, LONGEST_REMARK, Made, instructors, made, plain, tell_both};
use super::clock::Tick;
use super::draft::applications_of;
use super::input::{LicenceApplicationAbandonInput, LicenceApplicationCompleteInput, LicenceApplicationSubmitInput};
use super::licensing::{begin, end};
use super::rules::is_the_only_one;
use crate::db::{Change, Refused};
use crate::error::Mistake;
use crate::named::needed_text;
use crate::notice::tell;

pub(super) async fn submit(
    _: &LicenceApplicationSubmitInput,
    change: &mut Change,
    before: Before,
) -> Result<(), Refused> {
    let today = change.today();
    let others = applications_of(change, before.row.establishment_id).await?;
    change.require(is_the_only_one(&others, Some(before.row.id)));
    change.settle()?;
    let after = licence_application::Model {
        receipt_number: Some(receipt_number(change, before.row.delegation_id).await?),
        rule_set_id: before.facts.rules.as_ref().map(|rules| rules.set.id),
        submitted_on: Some(today),
        ..before.row.clone()
    };
    let tick = Tick::Begin(ApplicationStep::Completeness);
    let step = Made { transition: Transition::Submit, state: State::Submitted, tick, reason: None };
    made(change, &before, after, step).await?;
    begin(change, &before).await?;
    tell(change, NoticeKind::ApplicationSubmitted, before.row.id, instructors(&before.row)).await
}

/// The next receipt of a delegation, whose stream is locked: `LIC-05-301-0007`.
async fn receipt_number(change: &Change, id: DelegationId) -> Result<String, Refused> {
    let delegations = change.find::<delegation::Entity>().filter(delegation::COLUMN.id.eq(id));
    let delegation = delegations.one().await?.ok_or_else(|| Mistake::not_found("id"))?;
    let prefix = format!("LIC-{}-", delegation.code.trim_start_matches("EN-"));
    let column = licence_application::Column::ReceiptNumber;
    let last = change.last_with_prefix::<licence_application::Entity>(column, &prefix).await?;
    let given: u32 = last.and_then(|last| last.strip_prefix(&prefix)?.parse().ok()).unwrap_or(0);
    Ok(format!("{prefix}{:04}", given + 1))
}

pub(super) async fn complete(
    _: &LicenceApplicationCompleteInput,
    change: &mut Change,
    before: Before,
) -> Result<(), Refused> {
    plain(change, &before, Transition::Complete, State::CompletenessCheck, Tick::Resume).await?;
    tell(change, NoticeKind::ApplicationSubmitted, before.row.id, instructors(&before.row)).await
}

pub(super) async fn abandon(
    input: &LicenceApplicationAbandonInput,
    change: &mut Change,
    before: Before,
) -> Result<(), Refused> {
    let reason = change.take(needed_text(&input.reason, LONGEST_REMARK, "reason"));
    change.settle()?;
    let after = licence_application::Model { reason: reason.clone(), ..before.row.clone() };
    let step = Made { transition: Transition::Abandon, state: State::Abandoned, tick: Tick::Stop, reason };
    made(change, &before, after, step).await?;
    if before.row.state == State::Draft {
        return Ok(());
    }
    end(change, &before).await?;
    if matches!(before.row.state, State::CommissionReview | State::Approved | State::ApprovedWithReserves) {
        tell(change, NoticeKind::ApplicationAbandoned, before.row.id, DECIDERS).await?;
    }
    // Whoever took it back for them, or for the delegation, they learn of it.
    tell_both(change, NoticeKind::ApplicationAbandoned, &before.row).await
}
