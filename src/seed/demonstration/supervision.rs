//! What comes after the licence, in the demonstration: inspections, one of each kind and state, of houses whose people have
//! accounts and of others; plans for the residents of some houses.

use entity::formal_notice::{self, FormalNoticeState};
use entity::formal_notice_item;
use entity::id::{
    AccountId, AssociationId, DelegationId, EstablishmentId, FormalNoticeId, InspectionId, RelocationPlanId, VisitId,
};
use entity::inspection::{self, InspectionConclusion, InspectionState};
use entity::licence_measure::{self, LicenceMeasureKind, LicenceMeasureState};
use entity::relocation_line::{self, RelocationDestination};
use entity::relocation_plan::{self, RelocationPlanState};
use entity::visit_finding::{self, NormVerdict};
use entity::visit_member::{self, CommissionBody};

use super::network::day;
use super::{MIDELT, applications, delegation_id, establishment_id, khenifra, neighbours, returns};
use crate::db::bulk::Bulk;
use crate::error::Error;
use crate::seed::{key, licensing};

/// Year, month and day.
type Day = (i32, u32, u32);

/// Houses, whether they are told beforehand, and where the inspection of each stands.
const INSPECTIONS: [(&str, bool, InspectionState, Day); 6] = [
    (khenifra::HOUSE_WITH_ACCOUNT, false, InspectionState::Made, (2026, 10, 20)),
    (khenifra::HOUSE_WITH_ACCOUNT, false, InspectionState::Planned, (2026, 12, 1)),
    ("EPS-05-301-0013", true, InspectionState::Planned, (2026, 11, 20)),
    ("EPS-05-301-0025", false, InspectionState::Cancelled, (2026, 9, 10)),
    ("EPS-05-301-0020", true, InspectionState::Made, (2026, 10, 6)),
    (neighbours::HOUSE_WITH_ACCOUNT, true, InspectionState::Planned, (2026, 12, 8)),
];
/// Houses whose inspection was made, and has its minutes; of others, an application has brought them.
const WITH_MINUTES: [&str; 1] = [khenifra::HOUSE_WITH_ACCOUNT];

/// Houses with a plan, where it stands, how many fewer it places than there are, and who prepared it.
const PLANS: [(&str, RelocationPlanState, i32, &str); 4] = [
    ("EPS-05-301-0002", RelocationPlanState::Superseded, 3, "khenifra-officer"),
    ("EPS-05-301-0002", RelocationPlanState::Approved, 0, "khenifra-officer"),
    (khenifra::HOUSE_WITH_ACCOUNT, RelocationPlanState::Draft, 0, "khenifra-officer"),
    ("EPS-05-301-0013", RelocationPlanState::Draft, 1, "khenifra-head"),
];
/// Houses, and where the formal notice to each stands, with its last day.
const NOTICES: [(&str, FormalNoticeState, Day); 5] = [
    (khenifra::HOUSE_WITH_ACCOUNT, FormalNoticeState::Served, (2026, 11, 20)),
    ("EPS-05-301-0013", FormalNoticeState::Served, (2026, 12, 15)),
    ("EPS-05-301-0025", FormalNoticeState::Met, (2026, 10, 30)),
    ("EPS-05-301-0002", FormalNoticeState::NotMet, (2026, 10, 1)),
    (neighbours::HOUSE_WITH_ACCOUNT, FormalNoticeState::Withdrawn, (2026, 10, 30)),
];
/// What each asks for.
const ITEMS: [(Option<&str>, &str); 2] =
    [(Some("FIRE_SAFETY"), "Installer des extincteurs à l’étage"), (None, "Réparer la clôture")];

/// Houses, and the measure that was proposed against the licence of each: after a notice that was not met, or because nothing could be
/// waited for.
const MEASURES: [(&str, LicenceMeasureKind, LicenceMeasureState); 4] = [
    ("EPS-05-301-0002", LicenceMeasureKind::Suspension, LicenceMeasureState::Proposed),
    (khenifra::HOUSE_WITH_ACCOUNT, LicenceMeasureKind::Withdrawal, LicenceMeasureState::Refused),
    ("EPS-05-301-0013", LicenceMeasureKind::Withdrawal, LicenceMeasureState::Proposed),
    (neighbours::HOUSE_WITH_ACCOUNT, LicenceMeasureKind::Suspension, LicenceMeasureState::Refused),
];

/// The house that takes some of them in, and how many.
const TAKING_IN: (&str, i32) = ("EPS-05-301-0014", 8);

/// Where a house lies.
struct Lies {
    establishment: EstablishmentId,
    delegation: DelegationId,
    association: Option<AssociationId>,
}

fn lies(reference: &str) -> Result<Lies, Error> {
    let houses = khenifra::houses().into_iter().chain(neighbours::houses_of(MIDELT));
    let house = houses.into_iter().find(|house| house.reference == reference);
    let house = house.ok_or_else(|| Error::internal(reference.to_owned()))?;
    Ok(Lies {
        establishment: establishment_id(reference),
        delegation: delegation_id(house.province),
        association: house.association,
    })
}

/// The minutes that are laid: of houses by reference.
pub(super) fn documents() -> Vec<(String, String, bool)> {
    WITH_MINUTES.iter().map(|house| ((*house).to_owned(), applications::MINUTES.to_owned(), false)).collect()
}

pub(super) async fn lay(bulk: &mut Bulk) -> Result<(), Error> {
    lay_inspections(bulk).await?;
    lay_notices(bulk).await?;
    lay_plans(bulk).await?;
    lay_measures(bulk).await
}

async fn lay_inspections(bulk: &mut Bulk) -> Result<(), Error> {
    let (mut rows, mut members, mut findings) = (Vec::new(), Vec::new(), Vec::new());
    let rules = licensing::rule_set_id("LAW_65_15");
    for (number, (reference, announced, state, (year, month, day_of))) in (1..).zip(INSPECTIONS) {
        let id: InspectionId = key("inspection", reference, number);
        let made = state == InspectionState::Made;
        let lies = lies(reference)?;
        rows.push(inspection::Model {
            id,
            delegation_id: lies.delegation,
            association_id: lies.association,
            establishment_id: lies.establishment,
            announced,
            planned_on: day(year, month, day_of),
            reason: "Contrôle annuel".to_owned(),
            state,
            made_on: made.then(|| day(year, month, day_of)),
            rule_set_id: made.then_some(rules),
            minutes_id: made.then(|| applications::minutes_of(reference)),
            conclusion: made.then_some(if announced {
                InspectionConclusion::Compliant
            } else {
                InspectionConclusion::Shortcomings
            }),
            remark: (made && !announced).then(|| "Les extincteurs manquent à l’étage.".to_owned()),
            cancellation: (state == InspectionState::Cancelled).then(|| "La route est coupée.".to_owned()),
            demonstration: true,
            version: 1,
        });
        if !made {
            continue;
        }
        let bodies = [CommissionBody::EntraideNationale, CommissionBody::CivilProtection];
        members.extend(bodies.into_iter().zip(1..).map(|(body, position)| visit_member::Model {
            visit_id: VisitId(id.0),
            position,
            body,
            post: None,
            application_visit_id: None,
            inspection_id: Some(id),
        }));
        let norms = licensing::norms()?.into_iter().filter(|norm| norm.rule_set_id == rules);
        findings.extend(norms.map(|norm| {
            let lacks = !announced && norm.code == "FIRE_SAFETY";
            visit_finding::Model {
                visit_id: VisitId(id.0),
                norm_code: norm.code,
                verdict: if lacks { NormVerdict::NotMet } else { NormVerdict::Met },
                remark: lacks.then(|| "Pas d’extincteur à l’étage".to_owned()),
                application_visit_id: None,
                inspection_id: Some(id),
            }
        }));
    }
    bulk.lay::<inspection::Entity>(rows).await?;
    bulk.lay::<visit_member::Entity>(members).await?;
    bulk.lay::<visit_finding::Entity>(findings).await
}

async fn lay_notices(bulk: &mut Bulk) -> Result<(), Error> {
    let (mut rows, mut items) = (Vec::new(), Vec::new());
    for (number, (reference, state, (year, month, day_of))) in (1..).zip(NOTICES) {
        let id: FormalNoticeId = key("formal notice", reference, number);
        let lies = lies(reference)?;
        let due_on = day(year, month, day_of);
        let closed = state != FormalNoticeState::Served;
        let inspected = reference == khenifra::HOUSE_WITH_ACCOUNT;
        rows.push(formal_notice::Model {
            id,
            delegation_id: lies.delegation,
            association_id: lies.association,
            establishment_id: lies.establishment,
            inspection_id: inspected.then(|| key("inspection", reference, 1)),
            state,
            served_on: due_on - chrono::TimeDelta::days(30),
            due_on,
            closed_on: closed.then(|| day(2026, 11, 2)),
            reason: match state {
                FormalNoticeState::NotMet => Some("Rien n’a été corrigé.".to_owned()),
                FormalNoticeState::Withdrawn => Some("Notifiée par erreur.".to_owned()),
                FormalNoticeState::Served | FormalNoticeState::Met => None,
            },
            demonstration: true,
            version: 1,
        });
        let met = |position| state == FormalNoticeState::Met || inspected && position == 2;
        items.extend((1..).zip(ITEMS).map(|(position, (norm, text))| formal_notice_item::Model {
            notice_id: id,
            position,
            norm_code: norm.map(str::to_owned),
            text: text.to_owned(),
            met_on: met(position).then(|| day(2026, 11, 2)),
            met_remark: met(position).then(|| "Vu sur place".to_owned()),
        }));
    }
    bulk.lay::<formal_notice::Entity>(rows).await?;
    bulk.lay::<formal_notice_item::Entity>(items).await
}

/// No measure of the demonstration is in force: its licences are those of the press report.
async fn lay_measures(bulk: &mut Bulk) -> Result<(), Error> {
    let mut rows = Vec::new();
    for (number, (reference, kind, state)) in (1..).zip(MEASURES) {
        let lies = lies(reference)?;
        let notice = NOTICES
            .iter()
            .zip(1..)
            .find(|((house, state, _), _)| *house == reference && *state == FormalNoticeState::NotMet);
        let notice = notice.map(|(_, number)| key("formal notice", reference, number));
        let refused = state == LicenceMeasureState::Refused;
        rows.push(licence_measure::Model {
            id: key("licence measure", reference, number),
            delegation_id: lies.delegation,
            association_id: lies.association,
            establishment_id: lies.establishment,
            kind,
            state,
            grounds: "La sécurité des résidents n’est pas assurée.".to_owned(),
            formal_notice_id: notice,
            urgency: notice.is_none().then(|| "Le toit menace de s’effondrer.".to_owned()),
            proposed_by: key::<AccountId>("account", "khenifra-officer", 0),
            proposed_on: day(2026, 11, 3),
            authority_code: None,
            decision_number: None,
            decided_on: None,
            decided_by: refused.then(|| key::<AccountId>("account", "national-officer", 0)),
            starts_on: None,
            ends_on: None,
            refusal: refused.then(|| "Les travaux ont commencé.".to_owned()),
            lifted_from: None,
            lifting: None,
            demonstration: true,
            version: 1,
        });
    }
    bulk.lay::<licence_measure::Entity>(rows).await
}

async fn lay_plans(bulk: &mut Bulk) -> Result<(), Error> {
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    for (number, (reference, state, lacking, login)) in (1..).zip(PLANS) {
        let id: RelocationPlanId = key("relocation plan", reference, number);
        let house = lies(reference)?;
        let counted = returns::last_validated(reference)?;
        let residents = counted.present.unwrap_or_default();
        let line = |position, destination, establishment_id, residents| relocation_line::Model {
            plan_id: id,
            position,
            destination,
            establishment_id,
            residents,
            remark: None,
        };
        let (taking_in, many) = (establishment_id(TAKING_IN.0), TAKING_IN.1);
        let of_plan = [
            line(1, RelocationDestination::Establishment, Some(taking_in), many),
            line(2, RelocationDestination::Family, None, residents - many - lacking),
        ];
        let approved = state != RelocationPlanState::Draft;
        rows.push(relocation_plan::Model {
            id,
            delegation_id: house.delegation,
            association_id: house.association,
            establishment_id: house.establishment,
            state,
            residents,
            season_return_id: Some(counted.id),
            placed: of_plan.iter().map(|line| line.residents).sum(),
            prepared_by: key::<AccountId>("account", login, 0),
            prepared_on: day(2026, 10, 21),
            approved_by: approved.then(|| key::<AccountId>("account", "khenifra-head", 0)),
            approved_on: approved.then(|| day(2026, 10, 26)),
            demonstration: true,
            version: 1,
        });
        lines.extend(of_plan);
    }
    bulk.lay::<relocation_plan::Entity>(rows).await?;
    bulk.lay::<relocation_line::Entity>(lines).await
}
