//! The rules of support for creation, each a function named after it.

use entity::creation_support::{self, CreationSupportDecider};
use entity::creation_support_line::{self, CreationSupportKind};
use entity::id::CreationSupportId;
use entity::{establishment, establishment_kind, grant_line, licence_application, programme, project};

use super::facts::Facts;
use super::input::{CreationCostInput, CreationSupportLineInput};
use crate::auth::Viewer;
use crate::error::{Mistake, UserErrorCode};
use crate::money::{Decimal, Money};
use crate::named::needed_text;
use crate::text::Message;

/// More places than any house has.
const MOST_PLACES: i32 = 10_000;
/// More dirhams than any house costs: a thousand million.
const MOST_DIRHAMS: i64 = 1_000_000_000;
/// Longest text, in characters: a need, a description or a reason.
pub(super) const LONGEST: usize = 2000;
/// Lines, and milestones, of one request.
const MOST: usize = 50;

fn invalid(message: Message, path: &str) -> Mistake {
    Mistake::new(UserErrorCode::Invalid, message, path)
}

/// A request asks for something.
pub(super) fn asks_for_something(facts: &Facts) -> Result<(), Mistake> {
    if facts.lines.is_empty() {
        return Err(Mistake::new(UserErrorCode::Blank, Message::new("creation-support-no-lines"), "lines"));
    }
    Ok(())
}

/// What is asked is no more than the house costs beyond the association's own part.
pub(super) fn asks_no_more_than_is_lacking(facts: &Facts) -> Result<(), Mistake> {
    let lacking = facts.row.cost_total - facts.row.cost_own;
    if facts.row.amount_asked <= lacking {
        return Ok(());
    }
    let amount = Money::from_centimes(lacking).amount;
    Err(invalid(Message::new("creation-support-asks-too-much").with("amount", amount), "lines"))
}

/// A decision is taken on a proposal.
pub(super) fn is_proposed(facts: &Facts) -> Result<(), Mistake> {
    if facts.row.decider.is_some() {
        return Ok(());
    }
    Err(invalid(Message::new("creation-support-not-proposed"), "id"))
}

/// Where it is proposed to grant nothing, nothing is granted.
pub(super) fn something_is_proposed(facts: &Facts) -> Result<(), Mistake> {
    if facts.row.decider.is_none() || facts.lines.iter().any(|line| line.proposed == Some(true)) {
        return Ok(());
    }
    Err(invalid(Message::new("creation-support-nothing-proposed"), "id"))
}

/// As what a viewer decides: in a delegation as its head, and as the national office elsewhere.
pub(super) fn decides_as(viewer: Viewer) -> CreationSupportDecider {
    match viewer {
        Viewer::Delegation(..) => CreationSupportDecider::DelegationHead,
        Viewer::NationalOffice(_)
        | Viewer::Region(_)
        | Viewer::Association(_)
        | Viewer::Establishment(_)
        | Viewer::Partner(_) => CreationSupportDecider::NationalOffice,
    }
}

/// The head of the delegation decides up to what the programme says, the national office above.
pub(super) fn decided_where_it_belongs(facts: &Facts) -> Result<(), Mistake> {
    match facts.row.decider {
        Some(decider) if decider != decides_as(facts.viewer) => {
            let message = match decider {
                CreationSupportDecider::DelegationHead => "creation-support-head-decides",
                CreationSupportDecider::NationalOffice => "creation-support-national-decides",
            };
            Err(Mistake::new(UserErrorCode::Forbidden, Message::new(message), "id"))
        }
        Some(_) | None => Ok(()),
    }
}

/// Two people: nobody decides on what they submitted or proposed themselves.
pub(super) fn decided_by_another(facts: &Facts) -> Result<(), Mistake> {
    let own = Some(facts.account);
    if facts.row.submitted_by == own || facts.row.instructed_by == own {
        return Err(Mistake::new(UserErrorCode::Forbidden, Message::new("creation-support-decided-by-another"), "id"));
    }
    Ok(())
}

/// What is completed has a house.
pub(super) fn has_its_house(facts: &Facts) -> Result<(), Mistake> {
    if facts.row.establishment_id.is_some() {
        return Ok(());
    }
    Err(invalid(Message::new("creation-support-no-house"), "id"))
}

/// What is completed has reached what was planned.
pub(super) fn every_milestone_is_reached(facts: &Facts) -> Result<(), Mistake> {
    let left = facts.milestones.iter().filter(|milestone| milestone.reached_on.is_none()).count();
    if left == 0 {
        return Ok(());
    }
    Err(invalid(Message::new("creation-support-milestones-left").with("count", left), "id"))
}

/// Who decides on so much under a programme.
pub(super) fn decider_of(programme: &programme::Model, amount: i64) -> CreationSupportDecider {
    match programme.head_decides_up_to {
        Some(most) if amount <= most => CreationSupportDecider::DelegationHead,
        Some(_) | None => CreationSupportDecider::NationalOffice,
    }
}

/// Support for creation is asked for under programmes that give it.
pub(super) fn supports_creation(programme: &programme::Model) -> Result<(), Mistake> {
    if programme.supports_creation {
        return Ok(());
    }
    Err(invalid(Message::new("creation-support-programme"), "programme"))
}

/// A kind is one of those that are listed.
pub(super) fn listed(kind: Option<establishment_kind::Model>, code: &str) -> Result<String, Mistake> {
    let shown: String = code.chars().take(64).collect();
    let message = Message::new("unknown-code").with("code", shown).with("field", "establishmentKinds");
    let kind = kind.ok_or_else(|| Mistake::new(UserErrorCode::NotFound, message, "kind"))?;
    Ok(kind.code)
}

/// Places that a house can have.
pub(super) fn places(count: i32) -> Result<i32, Mistake> {
    if (1..=MOST_PLACES).contains(&count) {
        return Ok(count);
    }
    Err(invalid(Message::new("number-range").with("from", 1).with("to", MOST_PLACES), "capacity"))
}

/// What a house costs, as it is kept: in all, the association's own part, on what the estimate is founded. The own part is no
/// more than the whole.
pub(super) fn cost(cost: &CreationCostInput) -> Result<(i64, i64, String), Vec<Mistake>> {
    let total = amount(cost.total, "cost.total");
    let own = amount(cost.own, "cost.own");
    let basis = needed_text(&cost.basis, LONGEST, "cost.basis");
    match (total, own, basis) {
        (Ok(total), Ok(own), Ok(_)) if own > total => {
            Err(vec![invalid(Message::new("creation-support-own-part"), "cost.own")])
        }
        (Ok(total), Ok(own), Ok(basis)) => Ok((total, own, basis)),
        (total, own, basis) => Err([total.err(), own.err(), basis.err()].into_iter().flatten().collect()),
    }
}

/// An amount that can be, in centimes.
fn amount(amount: Decimal, path: &str) -> Result<i64, Mistake> {
    let centimes = amount.centimes();
    if (0..=MOST_DIRHAMS * 100).contains(&centimes) {
        return Ok(centimes);
    }
    Err(invalid(Message::new("number-range").with("from", 0).with("to", MOST_DIRHAMS), path))
}

/// What is money has an amount, what is advice has none; of what is given in kind it is what that is worth, where it is known.
pub(super) fn amount_of(kind: CreationSupportKind, given: Option<Decimal>, path: &str) -> Result<Option<i64>, Mistake> {
    match (kind, given) {
        (CreationSupportKind::Technical, Some(_)) => Err(invalid(Message::new("creation-support-no-money"), path)),
        (CreationSupportKind::GrantLine, None) => {
            Err(Mistake::new(UserErrorCode::Blank, Message::new("amount-wanted"), path))
        }
        (_, None) => Ok(None),
        (
            CreationSupportKind::Equipment | CreationSupportKind::GrantLine | CreationSupportKind::Premises,
            Some(given),
        ) => amount(given, path).map(Some),
    }
}

/// A list is no longer than one request has.
pub(super) fn fits(count: usize, path: &str) -> Result<(), Mistake> {
    if count <= MOST {
        return Ok(());
    }
    Err(Mistake::new(UserErrorCode::TooLong, Message::new("list-too-long").with("maximum", MOST), path))
}

/// Lines as they are kept, from a place on; or all that is wrong with them.
pub(super) fn lines(
    support: CreationSupportId,
    given: &[CreationSupportLineInput],
    first: i32,
    path: &str,
) -> Result<Vec<creation_support_line::Model>, Vec<Mistake>> {
    let mut mistakes: Vec<_> = fits(given.len(), path).err().into_iter().collect();
    let mut kept = Vec::new();
    for (index, (position, line)) in (first..).zip(given).enumerate() {
        let at = |field: &str| format!("{path}.{index}.{field}");
        let description = needed_text(&line.description, LONGEST, &at("description"));
        let asked = amount_of(line.kind, line.amount, &at("amount"));
        match (description, asked) {
            (Ok(description), Ok(amount_asked)) => kept.push(creation_support_line::Model {
                support_id: support,
                position,
                kind: line.kind,
                description,
                asked: true,
                amount_asked,
                proposed: None,
                amount_proposed: None,
                granted: None,
                amount_granted: None,
                grant_line_id: None,
            }),
            (description, asked) => mistakes.extend([description.err(), asked.err()].into_iter().flatten()),
        }
    }
    if mistakes.is_empty() { Ok(kept) } else { Err(mistakes) }
}

/// A project that came of a request is of the same association, or in the same delegation.
pub(super) fn project_is_of_it(support: &creation_support::Model, project: &project::Model) -> Result<(), Mistake> {
    let of_it =
        project.delegation_id == support.delegation_id || project.association_id == Some(support.association_id);
    if of_it { Ok(()) } else { Err(invalid(Message::new("creation-support-of-another"), "project")) }
}

/// So is the house.
pub(super) fn house_is_of_it(support: &creation_support::Model, house: &establishment::Model) -> Result<(), Mistake> {
    let of_it = house.delegation_id == support.delegation_id || house.association_id == Some(support.association_id);
    if of_it { Ok(()) } else { Err(invalid(Message::new("creation-support-of-another"), "establishment")) }
}

/// An application is for the house that came of the request.
pub(super) fn application_is_of_its_house(
    support: &creation_support::Model,
    application: Option<&licence_application::Model>,
    path: &str,
) -> Result<(), Mistake> {
    match application {
        Some(application) if Some(application.establishment_id) == support.establishment_id => Ok(()),
        Some(_) | None => Err(invalid(Message::new("creation-support-application-of-another-house"), path)),
    }
}

/// A grant line pays what was granted as money: to this association, or to a group that can hold it, in the same delegation.
pub(super) fn pays_it(
    support: &creation_support::Model,
    line: &creation_support_line::Model,
    paid_by: &grant_line::Model,
    path: &str,
) -> Result<(), Mistake> {
    if line.kind != CreationSupportKind::GrantLine || line.granted != Some(true) {
        return Err(invalid(Message::new("creation-support-not-paid"), path));
    }
    let of_it = paid_by.delegation_id == support.delegation_id
        && paid_by.association_id.is_none_or(|association| association == support.association_id);
    if of_it { Ok(()) } else { Err(invalid(Message::new("creation-support-of-another"), path)) }
}
