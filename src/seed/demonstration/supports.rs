//! Requests for support of the demonstration: of one association of Khénifra one in each state, so that all that can be done with
//! them can be seen, and one of a house that is about to be completed; one that the national office decides; one of each neighbour.

use chrono::NaiveDate;
use entity::creation_support::{self, CreationSupportDecider, CreationSupportState};
use entity::creation_support_line::{self, CreationSupportKind};
use entity::creation_support_milestone;
use entity::id::{AccountId, CreationSupportId};

use super::network::day;
use super::{BENI_MELLAL, KHENIFRA, MIDELT, association_id, delegation_id, establishment_id, khenifra, neighbours};
use crate::db::bulk::Bulk;
use crate::error::Error;
use crate::seed::reference::programme_id;
use crate::seed::territory::commune_id;
use crate::seed::{key, text};

/// In the order of their references.
const OF_ONE_ASSOCIATION: [CreationSupportState; 9] = [
    CreationSupportState::Draft,
    CreationSupportState::Submitted,
    CreationSupportState::UnderInstruction,
    CreationSupportState::Granted,
    CreationSupportState::Refused,
    CreationSupportState::InProgress,
    CreationSupportState::Completed,
    CreationSupportState::Abandoned,
    CreationSupportState::Withdrawn,
];
/// What each asks for: advice, beds, money.
const LINES: [(CreationSupportKind, &str, Option<i64>); 3] = [
    (CreationSupportKind::Technical, "Plans du bâtiment et suivi des travaux", None),
    (CreationSupportKind::Equipment, "Vingt lits et leur literie", Some(3_000_000)),
    (CreationSupportKind::GrantLine, "Aménagement des chambres et de la cuisine", Some(12_000_000)),
];
const MILESTONES: [(&str, (i32, u32, u32)); 2] =
    [("Fin des travaux de gros œuvre", (2026, 6, 30)), ("Équipement livré", (2026, 10, 31))];

/// Who asks for what, where.
struct Wanted {
    province: &'static str,
    association: u16,
    programme: &'static str,
    kind: &'static str,
    commune: &'static str,
    state: CreationSupportState,
    /// How many times the usual amounts.
    times: i64,
    /// The house that came of it.
    house: Option<&'static str>,
}

pub(super) async fn lay(bulk: &mut Bulk) -> Result<(), Error> {
    let own = khenifra::ASSOCIATION_WITH_ACCOUNT;
    let usual = |state| Wanted {
        province: KHENIFRA,
        association: own,
        programme: "SCHOOLING",
        kind: "DAR_TALIBA",
        commune: "05.301.07.03",
        state,
        times: 1,
        house: (state == CreationSupportState::Completed).then_some(khenifra::HOUSE_WITH_ACCOUNT),
    };
    let mut wanted: Vec<_> = OF_ONE_ASSOCIATION.map(usual).into();
    wanted.push(Wanted { house: Some("EPS-05-301-0002"), ..usual(CreationSupportState::InProgress) });
    wanted.push(Wanted {
        association: 2,
        programme: "PROTECTION_OF_MINORS",
        kind: "CHILDREN_HOME",
        times: 4,
        ..usual(CreationSupportState::UnderInstruction)
    });
    let of_neighbour =
        |province, association, commune, state| Wanted { province, association, commune, ..usual(state) };
    let midelt = neighbours::ASSOCIATION_WITH_ACCOUNT;
    wanted.push(of_neighbour(MIDELT, midelt, "08.363.X1", CreationSupportState::Submitted));
    wanted.push(of_neighbour(BENI_MELLAL, 1, "05.091.X1", CreationSupportState::Draft));

    let mut numbers = [0; 3];
    let (mut rows, mut lines, mut milestones) = (Vec::new(), Vec::new(), Vec::new());
    for wanted in wanted {
        let place = [KHENIFRA, MIDELT, BENI_MELLAL].iter().position(|province| *province == wanted.province);
        let number = &mut numbers[place.unwrap_or_default()];
        *number += 1;
        let row = wanted.row(*number);
        lines.extend(wanted.lines(&row));
        milestones.extend(wanted.milestones(row.id));
        rows.push(row);
    }
    bulk.lay::<creation_support::Entity>(rows).await?;
    bulk.lay::<creation_support_line::Entity>(lines).await?;
    bulk.lay::<creation_support_milestone::Entity>(milestones).await
}

impl Wanted {
    /// Whether it has come so far.
    fn was(&self, reached: Reached) -> bool {
        let far = match self.state {
            CreationSupportState::Draft => Reached::Drafted,
            CreationSupportState::Submitted | CreationSupportState::Withdrawn => Reached::Submitted,
            CreationSupportState::UnderInstruction => Reached::Proposed,
            CreationSupportState::Refused => Reached::Decided,
            CreationSupportState::Granted
            | CreationSupportState::InProgress
            | CreationSupportState::Completed
            | CreationSupportState::Abandoned => Reached::Granted,
        };
        reached <= far
    }

    fn row(&self, number: u16) -> creation_support::Model {
        let reference = format!("DCR-{}-{number:04}", self.province.replace('.', "-"));
        let on = |reached, day: NaiveDate| self.was(reached).then_some(day);
        let by = |reached, login: &str| self.was(reached).then(|| key::<AccountId>("account", login, 0));
        let amount: i64 = LINES.iter().filter_map(|(_, _, amount)| *amount).sum::<i64>() * self.times;
        let decider = if self.programme == "SCHOOLING" {
            CreationSupportDecider::DelegationHead
        } else {
            CreationSupportDecider::NationalOffice
        };
        creation_support::Model {
            id: key("creation_support", &reference, number),
            delegation_id: delegation_id(self.province),
            association_id: association_id(self.province, self.association),
            name_ar: text(&format!("مؤسسة نموذجية مطلوبة {number}")),
            name_fr: text(&format!("Maison de démonstration demandée {number}")),
            reference,
            programme_id: programme_id(self.programme),
            kind_code: self.kind.to_owned(),
            commune_id: commune_id(self.commune),
            capacity: 40,
            need: "Le collège le plus proche est à vingt kilomètres, sans transport scolaire.".to_owned(),
            cost_total: amount * 3,
            cost_own: amount / 2,
            cost_basis: "Devis de démonstration".to_owned(),
            state: self.state,
            submitted_by: by(Reached::Submitted, "khenifra-association"),
            submitted_on: on(Reached::Submitted, day(2026, 2, 2)),
            returned_on: None,
            instructed_by: by(Reached::Proposed, "khenifra-officer"),
            instructed_on: on(Reached::Proposed, day(2026, 3, 2)),
            decider: self.was(Reached::Proposed).then_some(decider),
            decided_by: by(Reached::Decided, "khenifra-head"),
            decided_on: on(Reached::Decided, day(2026, 4, 1)),
            ended_on: match self.state {
                CreationSupportState::Completed => Some(day(2026, 11, 2)),
                CreationSupportState::Abandoned | CreationSupportState::Withdrawn => Some(day(2026, 5, 4)),
                CreationSupportState::Draft
                | CreationSupportState::Submitted
                | CreationSupportState::UnderInstruction
                | CreationSupportState::Granted
                | CreationSupportState::Refused
                | CreationSupportState::InProgress => None,
            },
            reason: match self.state {
                CreationSupportState::Refused => text("Une maison du même genre est ouverte dans la commune"),
                CreationSupportState::Abandoned => text("Le terrain n’est plus disponible"),
                CreationSupportState::Withdrawn => text("L’association demandera dans une autre commune"),
                CreationSupportState::Draft
                | CreationSupportState::Submitted
                | CreationSupportState::UnderInstruction
                | CreationSupportState::Granted
                | CreationSupportState::InProgress
                | CreationSupportState::Completed => None,
            },
            amount_asked: amount,
            amount_proposed: self.was(Reached::Proposed).then_some(amount),
            amount_granted: self.was(Reached::Granted).then_some(amount),
            project_id: None,
            establishment_id: self.house.map(establishment_id),
            licence_application_id: None,
            demonstration: true,
            version: 1,
        }
    }

    fn lines(&self, row: &creation_support::Model) -> Vec<creation_support_line::Model> {
        let lines = (1..).zip(LINES).map(|(position, (kind, description, amount))| {
            let amount = amount.map(|amount| amount * self.times);
            creation_support_line::Model {
                support_id: row.id,
                position,
                kind,
                description: description.to_owned(),
                asked: true,
                amount_asked: amount,
                proposed: self.was(Reached::Proposed).then_some(true),
                amount_proposed: amount.filter(|_| self.was(Reached::Proposed)),
                granted: self.was(Reached::Decided).then(|| self.was(Reached::Granted)),
                amount_granted: amount.filter(|_| self.was(Reached::Granted)),
                grant_line_id: None,
            }
        });
        lines.collect()
    }

    /// Of a house in progress the first is reached and the second is late.
    fn milestones(&self, id: CreationSupportId) -> Vec<creation_support_milestone::Model> {
        let reached = match self.state {
            CreationSupportState::Granted => 0,
            CreationSupportState::InProgress if self.house.is_none() => 1,
            CreationSupportState::InProgress | CreationSupportState::Completed => 2,
            CreationSupportState::Draft
            | CreationSupportState::Submitted
            | CreationSupportState::UnderInstruction
            | CreationSupportState::Refused
            | CreationSupportState::Abandoned
            | CreationSupportState::Withdrawn => return Vec::new(),
        };
        // What is only granted is planned for the year after.
        let later = i32::from(self.state == CreationSupportState::Granted);
        let milestones = (1..).zip(MILESTONES).map(|(position, (title, (year, month, last)))| {
            let due_on = day(year + later, month, last);
            creation_support_milestone::Model {
                support_id: id,
                position,
                title: title.to_owned(),
                due_on,
                reached_on: (position <= reached).then_some(due_on),
                remark: None,
            }
        });
        milestones.collect()
    }
}

/// How far a request has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reached {
    Drafted,
    Submitted,
    Proposed,
    Decided,
    Granted,
}
