//! What of applications waits for somebody: with the applicant, to be submitted or completed; with the delegation, to be
//! instructed; with the national office, to be decided and issued, or dismissed where the applicant is late.

use entity::licence_application::{self, ApplicationState};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Condition, Expr};

use crate::auth::Right;
use crate::db::queue::Waiting;
use crate::error::Error;
use crate::work::{Asker, WorkKind};

/// What waits for whoever asks.
pub fn waiting(asker: Asker<'_>) -> Result<Vec<Waiting>, Error> {
    let mut waiting = Vec::new();
    let mut wait_if = |states: &[ApplicationState], met: Condition, kind: WorkKind| -> Result<(), Error> {
        let column = |column: licence_application::Column| Expr::col((licence_application::Entity, column));
        let applications = asker.db.find_editable::<licence_application::Entity>();
        let applications = applications.filter(licence_application::Column::State.is_in(states.iter().copied()));
        let applications = applications.filter(met);
        let (due, since) =
            (column(licence_application::Column::DueOn), column(licence_application::Column::SubmittedOn));
        waiting.push(applications.waiting(kind.number(), due, since)?);
        Ok(())
    };
    if asker.may(Right::RecordLicenceDecisions) {
        let with_applicant = [ApplicationState::Incomplete, ApplicationState::ApprovedWithReserves];
        let late = Condition::all().add(licence_application::COLUMN.due_on.lt(asker.today));
        wait_if(&with_applicant, late, WorkKind::ApplicationDismiss)?;
    }
    let mut wait = |states: &[ApplicationState], kind| wait_if(states, Condition::all(), kind);
    if asker.may(Right::ApplyForLicences) {
        wait(&[ApplicationState::Draft], WorkKind::ApplicationSubmit)?;
        wait(&[ApplicationState::Incomplete], WorkKind::ApplicationComplete)?;
    }
    if asker.may(Right::InstructApplications) {
        let with_delegation = [
            ApplicationState::Submitted,
            ApplicationState::CompletenessCheck,
            ApplicationState::UnderInstruction,
            ApplicationState::VisitScheduled,
            ApplicationState::Visited,
        ];
        wait(&with_delegation, WorkKind::ApplicationInstruct)?;
        wait(&[ApplicationState::ApprovedWithReserves], WorkKind::ApplicationReserves)?;
    }
    if asker.may(Right::RecordLicenceDecisions) {
        wait(&[ApplicationState::CommissionReview], WorkKind::ApplicationDecide)?;
        wait(&[ApplicationState::Approved], WorkKind::ApplicationIssue)?;
    }
    Ok(waiting)
}
