//! Applications of the demonstration: one at each place of the procedure. Houses of Khénifra that are being licensed regularise;
//! licensed ones would have more places.

use entity::application_change::{self, LicensedMatter};
use entity::application_event::{self, ApplicationTransition as Transition};
use entity::application_visit::{self, VisitOpinion};
use entity::id::{AccountId, ApplicationVisitId, DocumentId, LicenceApplicationId, RuleSetId, VisitId};
use entity::legal_category::LegalFramework;
use entity::licence_application::{self, ApplicationState as State};
use entity::rule_set_deadline::ApplicationStep;
use entity::rule_set_document::ApplicationKind;
use entity::visit_finding::{self, NormVerdict};
use entity::visit_member::{self, CommissionBody};
use entity::{application_lack, application_piece, application_reserve, visit_photo};

use super::network::{House, day, legal_category};
use super::{KHENIFRA, delegation_id, establishment_id, khenifra};
use crate::db::bulk::Bulk;
use crate::error::Error;
use crate::seed::key;
use crate::seed::licensing;

/// Houses by number, and where the application of each stands: `EPS-05-301-0037`.
const APPLICATIONS: [(u16, ApplicationKind, State); 18] = [
    (14, ApplicationKind::Modification, State::Draft),
    (15, ApplicationKind::Modification, State::Draft),
    (16, ApplicationKind::Modification, State::CompletenessCheck),
    (17, ApplicationKind::Modification, State::CompletenessCheck),
    (18, ApplicationKind::Modification, State::Incomplete),
    (19, ApplicationKind::Modification, State::UnderInstruction),
    (20, ApplicationKind::Modification, State::VisitScheduled),
    (21, ApplicationKind::Modification, State::CommissionReview),
    (22, ApplicationKind::Modification, State::ApprovedWithReserves),
    (23, ApplicationKind::Modification, State::Approved),
    (24, ApplicationKind::Modification, State::UnderInstruction),
    (27, ApplicationKind::Renewal, State::Rejected),
    (28, ApplicationKind::Modification, State::Dismissed),
    (29, ApplicationKind::Modification, State::UnderInstruction),
    (30, ApplicationKind::Modification, State::Incomplete),
    (37, ApplicationKind::Regularisation, State::Submitted),
    (38, ApplicationKind::Regularisation, State::Visited),
    (39, ApplicationKind::Regularisation, State::CommissionReview),
];
/// Those whose file is whole: what the rules ask for hangs on the house and its association.
const WHOLE: [u16; 3] = [17, 21, 23];
/// The one that lacked its cahier des charges, and has it by now.
const COMPLETED: (u16, &str) = (18, "CAHIER_DES_CHARGES");
/// Those that the delegation filed for the association.
const FILED_FOR_THEM: [u16; 2] = [24, 37];
/// The one of which the coordination of the region said what it thinks.
const WITH_OPINION: u16 = 24;
/// The one of whose visit there is a photo.
const WITH_PHOTO: u16 = 21;
/// The category of photos.
const PHOTO: &str = "VISIT_PHOTO";
/// Those whose minutes are there.
const WITH_MINUTES: [u16; 7] = [20, 21, 22, 23, 27, 38, 39];
/// The category of minutes.
pub(super) const MINUTES: &str = "VISIT_MINUTES";

/// The steps up to each state, in order, with the day of each.
fn events(state: State) -> Vec<(Transition, State, (i32, u32, u32))> {
    let all = [
        (Transition::Update, State::Draft, (2026, 9, 4)),
        (Transition::Submit, State::Submitted, (2026, 9, 7)),
        (Transition::TakeUp, State::CompletenessCheck, (2026, 9, 9)),
        (Transition::Accept, State::UnderInstruction, (2026, 9, 14)),
        (Transition::PlanVisit, State::VisitScheduled, (2026, 9, 21)),
        (Transition::RecordVisit, State::Visited, (2026, 10, 5)),
        (Transition::SubmitToCommission, State::CommissionReview, (2026, 10, 12)),
    ];
    let last = match state {
        State::Draft => return all[..1].to_vec(),
        State::Abandoned | State::Licensed => return Vec::new(),
        State::Incomplete | State::Dismissed => {
            let told = (Transition::TellIncomplete, State::Incomplete, (2026, 9, 11));
            let closed = (Transition::Dismiss, State::Dismissed, (2026, 11, 10));
            let closed = (state == State::Dismissed).then_some(closed);
            return all[..3].iter().copied().chain([told]).chain(closed).collect();
        }
        State::Approved | State::ApprovedWithReserves => (Transition::Approve, state, (2026, 11, 9)),
        State::Rejected => (Transition::Reject, state, (2026, 11, 9)),
        State::Submitted
        | State::CompletenessCheck
        | State::UnderInstruction
        | State::VisitScheduled
        | State::Visited
        | State::CommissionReview => {
            let upto = all.iter().position(|(_, at, _)| *at == state).map_or(all.len(), |at| at + 1);
            return all[..upto].to_vec();
        }
    };
    all.into_iter().chain([last]).collect()
}

pub(super) async fn lay(bulk: &mut Bulk) -> Result<(), Error> {
    let houses = khenifra::houses();
    let mut all = Laid::default();
    for (number, kind, state) in APPLICATIONS {
        let reference = reference_of(number);
        let house = houses.iter().find(|house| house.reference == reference);
        all.add(number, house.ok_or_else(|| Error::internal(reference))?, kind, state);
    }
    bulk.lay::<licence_application::Entity>(all.applications).await?;
    bulk.lay::<application_change::Entity>(all.changes).await?;
    bulk.lay::<application_event::Entity>(all.events).await?;
    bulk.lay::<application_lack::Entity>(all.lacks).await?;
    bulk.lay::<application_piece::Entity>(all.pieces).await?;
    bulk.lay::<application_visit::Entity>(all.visits).await?;
    bulk.lay::<visit_member::Entity>(all.members).await?;
    bulk.lay::<visit_finding::Entity>(all.findings).await?;
    bulk.lay::<visit_photo::Entity>(all.photos).await?;
    bulk.lay::<application_reserve::Entity>(all.reserves).await
}

fn reference_of(number: u16) -> String {
    format!("EPS-05-301-{number:04}")
}

/// The documents of houses, by reference, that applications ask for: category, and whether it hangs on the association.
pub(super) fn documents() -> Result<Vec<(String, String, bool)>, Error> {
    let mut all = Vec::new();
    for (number, kind, _) in APPLICATIONS {
        let reference = reference_of(number);
        if WHOLE.contains(&number) {
            let asked = licensing::documents()?.into_iter();
            let asked = asked.filter(|one| one.rule_set_id == rules() && one.application_kind == kind);
            all.extend(asked.map(|one| (reference.clone(), one.category_code, one.of_association)));
        }
        if number == COMPLETED.0 {
            all.push((reference.clone(), COMPLETED.1.to_owned(), false));
        }
        if number == WITH_PHOTO {
            all.push((reference.clone(), PHOTO.to_owned(), false));
        }
        if WITH_MINUTES.contains(&number) {
            all.push((reference, MINUTES.to_owned(), false));
        }
    }
    Ok(all)
}

/// Until when the one reserve is to be fixed.
fn fixed_until() -> chrono::NaiveDate {
    day(2027, 1, 31)
}

fn rules() -> RuleSetId {
    licensing::rule_set_id("LAW_65_15")
}

/// All rows of all applications.
#[derive(Default)]
struct Laid {
    applications: Vec<licence_application::Model>,
    changes: Vec<application_change::Model>,
    events: Vec<application_event::Model>,
    lacks: Vec<application_lack::Model>,
    visits: Vec<application_visit::Model>,
    pieces: Vec<application_piece::Model>,
    photos: Vec<visit_photo::Model>,
    members: Vec<visit_member::Model>,
    findings: Vec<visit_finding::Model>,
    reserves: Vec<application_reserve::Model>,
}

impl Laid {
    fn add(&mut self, number: u16, house: &House, kind: ApplicationKind, state: State) {
        let id: LicenceApplicationId = key("licence application", &house.reference, number);
        let done = events(state);
        self.applications.push(application(id, number, house, kind, state));
        if kind == ApplicationKind::Modification {
            self.changes.push(application_change::Model { application_id: id, matter: LicensedMatter::Capacity });
        }
        for ((transition, at, (year, month, day_of)), position) in done.iter().copied().zip(1..) {
            let filed = matches!(transition, Transition::Update | Transition::Submit);
            let login = if filed && FILED_FOR_THEM.contains(&number) {
                "khenifra-officer"
            } else if filed {
                "khenifra-association"
            } else if matches!(transition, Transition::Approve | Transition::Reject | Transition::Dismiss) {
                "national-admin"
            } else {
                "khenifra-head"
            };
            self.events.push(application_event::Model {
                application_id: id,
                position,
                transition,
                state: at,
                on_day: day(year, month, day_of),
                by_account: key::<AccountId>("account", login, 0),
                by_applicant: filed && !FILED_FOR_THEM.contains(&number),
                reason: reason(at).filter(|_| matches!(transition, Transition::Reject | Transition::Dismiss)),
            });
        }
        if WHOLE.contains(&number) && done.iter().any(|(transition, ..)| *transition == Transition::Accept) {
            self.accept(id, house, kind);
        }
        if matches!(state, State::Incomplete | State::Dismissed) {
            self.lacks.push(application_lack::Model {
                application_id: id,
                category_code: COMPLETED.1.to_owned(),
                remark: Some("Il n’est pas signé.".to_owned()),
            });
        }
        if done.iter().any(|(transition, ..)| *transition == Transition::PlanVisit) {
            self.visit(id, number, house, done.iter().any(|(transition, ..)| *transition == Transition::RecordVisit));
        }
        if state == State::ApprovedWithReserves {
            self.reserves.push(application_reserve::Model {
                application_id: id,
                position: 1,
                norm_code: None,
                text: "Installer des extincteurs à chaque étage.".to_owned(),
                due_on: fixed_until(),
                lifted_on: None,
                lifted_remark: None,
            });
        }
    }

    /// The file was found to be whole: its pieces are known.
    fn accept(&mut self, application_id: LicenceApplicationId, house: &House, kind: ApplicationKind) {
        let asked = licensing::documents().unwrap_or_default().into_iter();
        let asked = asked.filter(|one| one.rule_set_id == rules() && one.application_kind == kind);
        self.pieces.extend(asked.zip(1..).map(|(one, position)| {
            let owner = house.association.filter(|_| one.of_association).map(|id| id.0);
            let owner = owner.unwrap_or(establishment_id(&house.reference).0);
            application_piece::Model {
                application_id,
                position,
                document_id: super::documents::id_of(owner, &one.category_code),
                document_version: 1,
                category_code: one.category_code,
                of_association: one.of_association,
            }
        }));
    }

    fn visit(&mut self, application: LicenceApplicationId, number: u16, house: &House, made: bool) {
        let id: ApplicationVisitId = key("application visit", &house.reference, number);
        self.visits.push(application_visit::Model {
            id,
            application_id: application,
            position: 1,
            planned_on: day(2026, 10, 1),
            visited_on: made.then(|| day(2026, 10, 1)),
            minutes_id: made.then(|| minutes_of(&house.reference)),
            opinion: made.then_some(VisitOpinion::Favourable),
            capacity_total: made.then_some(48),
            capacity_female: None,
            capacity_male: None,
        });
        if !made {
            return;
        }
        let bodies =
            [CommissionBody::LocalAuthority, CommissionBody::EntraideNationale, CommissionBody::CivilProtection];
        self.members.extend(bodies.into_iter().zip(1..).map(|(body, position)| visit_member::Model {
            visit_id: VisitId(id.0),
            position,
            body,
            post: None,
            application_visit_id: Some(id),
            inspection_id: None,
        }));
        if number == WITH_PHOTO {
            self.photos.push(visit_photo::Model {
                visit_id: VisitId(id.0),
                position: 1,
                document_id: super::documents::id_of(establishment_id(&house.reference).0, PHOTO),
                application_visit_id: Some(id),
                inspection_id: None,
            });
        }
        let norms = licensing::norms().unwrap_or_default().into_iter().filter(|norm| norm.rule_set_id == rules());
        self.findings.extend(norms.map(|norm| visit_finding::Model {
            visit_id: VisitId(id.0),
            norm_code: norm.code,
            verdict: NormVerdict::Met,
            remark: None,
            application_visit_id: Some(id),
            inspection_id: None,
        }));
    }
}

/// The minutes of a house.
pub(super) fn minutes_of(reference: &str) -> DocumentId {
    super::documents::id_of(establishment_id(reference).0, MINUTES)
}

/// Why it ended without a licence; `None` where it did not.
fn reason(state: State) -> Option<String> {
    let reason = match state {
        State::Rejected => "Les locaux ne sont pas conformes aux normes de sécurité.",
        State::Dismissed => "Le cahier des charges signé n’a pas été apporté dans le délai.",
        State::Draft
        | State::Submitted
        | State::CompletenessCheck
        | State::Incomplete
        | State::UnderInstruction
        | State::VisitScheduled
        | State::Visited
        | State::CommissionReview
        | State::Approved
        | State::ApprovedWithReserves
        | State::Licensed
        | State::Abandoned => return None,
    };
    Some(reason.to_owned())
}

fn application(
    id: LicenceApplicationId,
    number: u16,
    house: &House,
    kind: ApplicationKind,
    state: State,
) -> licence_application::Model {
    let submitted = state != State::Draft;
    let decided = matches!(state, State::Approved | State::ApprovedWithReserves | State::Rejected);
    let approved = decided && state != State::Rejected;
    // By the deadlines of law 65-15 as they are laid: 5, 30, 20, 15, 15 and 5 days; a last day on a weekend ends on Monday.
    let (step, due_on) = match state {
        State::Draft | State::Rejected | State::Licensed | State::Abandoned | State::Dismissed => (None, None),
        State::Submitted | State::CompletenessCheck => (Some(ApplicationStep::Completeness), Some(day(2026, 9, 14))),
        State::Incomplete => (Some(ApplicationStep::Completion), Some(day(2026, 10, 12))),
        State::UnderInstruction => (Some(ApplicationStep::Instruction), Some(day(2026, 10, 5))),
        State::VisitScheduled => (Some(ApplicationStep::Visit), Some(day(2026, 10, 6))),
        State::Visited | State::CommissionReview => (Some(ApplicationStep::Decision), Some(day(2026, 10, 20))),
        State::Approved => (Some(ApplicationStep::Issue), Some(day(2026, 11, 16))),
        State::ApprovedWithReserves => (None, Some(fixed_until())),
    };
    licence_application::Model {
        id,
        delegation_id: delegation_id(KHENIFRA),
        association_id: house.association,
        establishment_id: establishment_id(&house.reference),
        kind,
        framework: LegalFramework::Law6515,
        legal_category_code: legal_category(house.kind).unwrap_or("LAW_65_15_SCHOOLED_CHILDREN").to_owned(),
        rule_set_id: submitted.then(rules),
        capacity_total: Some(48),
        capacity_female: None,
        capacity_male: None,
        statement: None,
        state,
        receipt_number: submitted.then(|| format!("LIC-05-301-{number:04}")),
        submitted_on: submitted.then(|| day(2026, 9, 7)),
        step,
        due_on,
        paused_on: (state == State::Incomplete).then(|| day(2026, 9, 11)),
        paused_due_on: (state == State::Incomplete).then(|| day(2026, 9, 14)),
        // The coordination said what it thinks of one.
        regional_opinion: (number == WITH_OPINION).then_some(VisitOpinion::Favourable),
        regional_remark: (number == WITH_OPINION)
            .then(|| "Aucune autre maison n’accueille des filles dans ce cercle.".to_owned()),
        regional_opinion_on: (number == WITH_OPINION).then(|| day(2026, 9, 22)),
        authority_code: decided.then(|| "SOCIAL_DEVELOPMENT".to_owned()),
        decision_number: decided.then(|| format!("{number}/26")),
        decided_on: decided.then(|| day(2026, 11, 6)),
        decided_by: decided.then(|| key::<AccountId>("account", "national-admin", 0)),
        reason: reason(state),
        granted_total: approved.then_some(48),
        granted_female: None,
        granted_male: None,
        valid_from: approved.then(|| day(2026, 11, 6)),
        valid_until: None,
        licence_period_id: None,
        demonstration: true,
        version: 1,
    }
}
