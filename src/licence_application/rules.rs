//! The rules of applications, each a function named after it.

use chrono::{Months, NaiveDate};
use entity::application_change::LicensedMatter;
use entity::establishment::{self, EstablishmentState};
use entity::id::{AccountId, LicenceApplicationId};
use entity::licence_application::{self, ApplicationState};
use entity::licence_period::{self, LicenceState};
use entity::rule_set_document::ApplicationKind;
use entity::visit_finding::NormVerdict;

use super::facts::{Facts, Piece};
use super::input::ReserveInput;
use super::procedure::UNDER_WAY;
use crate::error::{Mistake, UserErrorCode};
use crate::licence::covers;
use crate::text::Message;

fn invalid(message: Message, path: &str) -> Mistake {
    Mistake::new(UserErrorCode::Invalid, message, path)
}

/// A house that is closed for good gets no licence.
pub(super) fn is_not_closed(house: &establishment::Model) -> Result<(), Mistake> {
    match house.state {
        EstablishmentState::Planned | EstablishmentState::Open => Ok(()),
        EstablishmentState::Closed => Err(invalid(Message::new("application-house-closed"), "establishment")),
    }
}

/// A licence is for the category of its house; a modification may be about another one.
pub(super) fn is_of_the_category(
    house: &establishment::Model,
    category: &str,
    changes: impl IntoIterator<Item = LicensedMatter>,
) -> Result<(), Mistake> {
    match &house.legal_category_code {
        Some(own) if own != category && !changes.into_iter().any(|matter| matter == LicensedMatter::Category) => {
            let message = Message::new("application-other-category").with("category", own);
            Err(invalid(message, "legalCategory"))
        }
        Some(_) | None => Ok(()),
    }
}

/// A house has the category that it is licensed for: the delegation, which keeps its record, says so there.
pub(super) fn has_the_category(row: &licence_application::Model, house: &establishment::Model) -> Result<(), Mistake> {
    if house.legal_category_code.as_ref() == Some(&row.legal_category_code) {
        return Ok(());
    }
    Err(invalid(Message::new("application-category-of-house").with("category", &row.legal_category_code), "id"))
}

/// A house keeps the category in which it is licensed, until the authority has approved another one.
pub fn category_stays_licensed(
    category: Option<&str>,
    licences: &[licence_period::Model],
    applications: &[licence_application::Model],
    today: NaiveDate,
) -> Result<(), Mistake> {
    let holds = |period: &&licence_period::Model| {
        // A licence that is suspended goes on as it was.
        let is = matches!(period.state, LicenceState::Licensed | LicenceState::Suspended);
        is && period.ends_on.is_none_or(|last| today <= last)
    };
    let licensed = licences.iter().filter_map(|period| period.legal_category_code.as_deref()).next_back();
    let licensed = licensed.filter(|_| licences.iter().any(|period| holds(&period)));
    let approved = applications.iter().any(|one| {
        let is = matches!(one.state, ApplicationState::Approved | ApplicationState::ApprovedWithReserves);
        is && Some(one.legal_category_code.as_str()) == category
    });
    match licensed {
        Some(own) if Some(own) != category && !approved => {
            Err(invalid(Message::new("house-licensed-category").with("category", own), "legalCategory"))
        }
        Some(_) | None => Ok(()),
    }
}

/// No application of a house is open: whoever manages it, or whether it is there, does not change meanwhile.
pub fn none_is_open(applications: &[licence_application::Model], path: &str) -> Result<(), Mistake> {
    let Some(open) = applications.iter().find(|one| is_open(one)) else { return Ok(()) };
    let message = match &open.receipt_number {
        Some(number) => Message::new("application-open").with("number", number),
        None => Message::new("application-open-draft"),
    };
    Err(invalid(message, path))
}

fn is_open(application: &licence_application::Model) -> bool {
    application.state == ApplicationState::Draft || UNDER_WAY.contains(&application.state)
}

/// A new licence is for a house that has none and is not open yet, or opens with it; a house that works without one is
/// regularised; one that has a licence renews or modifies it.
pub(super) fn is_of_its_kind(
    kind: ApplicationKind,
    house: &establishment::Model,
    licences: &[licence_period::Model],
    today: NaiveDate,
) -> Result<(), Mistake> {
    let licensed = |period: &&licence_period::Model| period.state == LicenceState::Licensed;
    let now = licences.iter().filter(licensed).any(|period| covers(period, today));
    let ahead = licences.iter().filter(licensed).any(|period| today < period.starts_on);
    let decided = |period: &&licence_period::Model| period.state != LicenceState::InProgress;
    let last = licences.iter().filter(decided).rfind(|period| period.starts_on <= today);
    // What was withdrawn is not renewed.
    let ever = last.is_some_and(|last| last.state != LicenceState::Withdrawn);
    let message = match kind {
        ApplicationKind::New | ApplicationKind::Regularisation if now => "application-licensed-already",
        ApplicationKind::New | ApplicationKind::Regularisation if ahead => "application-licensed-ahead",
        ApplicationKind::Regularisation if house.state == EstablishmentState::Planned => "application-not-open",
        ApplicationKind::Renewal if !ever => "application-nothing-to-renew",
        ApplicationKind::Modification if !now => "application-nothing-to-modify",
        ApplicationKind::New
        | ApplicationKind::Renewal
        | ApplicationKind::Modification
        | ApplicationKind::Regularisation => return Ok(()),
    };
    Err(invalid(Message::new(message), "kind"))
}

/// One application of a house at a time.
pub(super) fn is_the_only_one(
    others: &[licence_application::Model],
    own: Option<LicenceApplicationId>,
) -> Result<(), Mistake> {
    if others.iter().any(|one| Some(one.id) != own && is_open(one)) {
        return Err(Mistake::new(UserErrorCode::Taken, Message::new("application-another-open"), "establishment"));
    }
    Ok(())
}

/// A modification says what it would change; the others change nothing of a licence.
pub(super) fn says_what_changes(kind: ApplicationKind, changes: &[LicensedMatter]) -> Result<(), Mistake> {
    match (kind, changes.is_empty()) {
        (ApplicationKind::Modification, true) => {
            Err(Mistake::new(UserErrorCode::Blank, Message::new("application-changes-blank"), "changes"))
        }
        (ApplicationKind::New | ApplicationKind::Renewal | ApplicationKind::Regularisation, false) => {
            Err(invalid(Message::new("application-changes-none"), "changes"))
        }
        (ApplicationKind::Modification, false)
        | (ApplicationKind::New | ApplicationKind::Renewal | ApplicationKind::Regularisation, true) => Ok(()),
    }
}

/// There are rules for its category, and they ask for a licence.
pub(super) fn governed(facts: &Facts) -> Result<(), Mistake> {
    match &facts.rules {
        None => Err(invalid(Message::new("application-no-rules"), "id")),
        Some(rules) if !rules.set.licence_required => Err(invalid(Message::new("application-not-needed"), "id")),
        Some(_) => Ok(()),
    }
}

/// The places are said: of a modification, where they would change.
pub(super) fn what_was_asked_is_said(row: &licence_application::Model, facts: &Facts) -> Result<(), Mistake> {
    let matters = match row.kind {
        ApplicationKind::New | ApplicationKind::Renewal | ApplicationKind::Regularisation => true,
        ApplicationKind::Modification => facts.changes.iter().any(|change| change.matter == LicensedMatter::Capacity),
    };
    if matters && row.capacity_total.is_none_or(|places| places == 0) {
        return Err(Mistake::new(UserErrorCode::Blank, Message::new("application-capacity-blank"), "id"));
    }
    Ok(())
}

fn missing(piece: &Piece<'_>) -> Mistake {
    let names = [&piece.category.name_fr, &piece.category.name_ar].into_iter().flatten();
    let names: Vec<_> = names.map(String::as_str).collect();
    // What was accepted and does not stand any more has to be looked at again.
    let text = if piece.accepted { "application-piece-exchanged" } else { "application-piece-missing" };
    let message = Message::new(text).with("category", names.join(" · "));
    Mistake::new(UserErrorCode::Blank, message, "id")
}

/// Every piece that the rules ask for is there; what was accepted stands as it was.
pub(super) fn pieces_are_there(facts: &Facts, today: NaiveDate) -> Vec<Mistake> {
    let pieces = facts.pieces(today);
    pieces.iter().filter(|piece| !piece.stands).map(missing).collect()
}

/// The same, of what was brought, whether it was looked at or not.
pub(super) fn pieces_are_brought(facts: &Facts, today: NaiveDate) -> Vec<Mistake> {
    facts.brought(today).iter().filter(|piece| !piece.stands).map(missing).collect()
}

/// There is something to be looked at again: another document has come since the file was accepted, or what is said of one was
/// changed; after the decision, only where what was accepted does not stand any more. Of files that were accepted before pieces were
/// kept, nothing is known.
pub(super) fn some_piece_was_exchanged(
    row: &licence_application::Model,
    facts: &Facts,
    today: NaiveDate,
) -> Result<(), Mistake> {
    let decided = matches!(row.state, ApplicationState::Approved | ApplicationState::ApprovedWithReserves);
    let stands = |piece: &Piece<'_>| {
        let of_it =
            |one: &&Piece<'_>| one.category.code == piece.category.code && one.of_association == piece.of_association;
        let brought = facts.brought(today).iter().find(of_it).and_then(|one| one.document.map(|document| document.id));
        piece.stands && (decided || piece.document.map(|document| document.id) == brought)
    };
    if facts.accepted.is_empty() || !facts.pieces(today).iter().all(stands) {
        return Ok(());
    }
    Err(invalid(Message::new("application-nothing-exchanged"), "id"))
}

/// What the applicant was told is missing is there: those pieces, whatever else the rules ask for.
pub(super) fn what_lacked_is_there(facts: &Facts, today: NaiveDate) -> Vec<Mistake> {
    let pieces = facts.pieces(today);
    let told = |code: &str| facts.lacks.iter().any(|lack| lack.category_code == code);
    let lacking = pieces.iter().filter(|piece| !piece.stands && told(&piece.category.code));
    lacking.map(missing).collect()
}

/// What an association has handed in itself, it alone takes back. A draft holds up its house, and nothing was said with it yet.
pub(super) fn is_taken_back_by_its_applicant(facts: &Facts) -> Result<(), Mistake> {
    if facts.filed_by_applicant() && !facts.asked_by_applicant {
        return Err(invalid(Message::new("application-of-another"), "id"));
    }
    Ok(())
}

/// The file was not completed in time, or what was reserved not fixed, or no licence could be issued. Where the rules set no time for
/// it, those who decide judge.
pub(super) fn is_late(row: &licence_application::Model, today: NaiveDate) -> Result<(), Mistake> {
    match row.due_on {
        Some(last) if today <= last => Err(invalid(Message::new("application-not-late").with("last", last), "id")),
        Some(_) | None => Ok(()),
    }
}

/// What is missing is told once: afterwards nothing else is asked for (law 55-19, one list of pieces), but what was there and is
/// there no more.
pub(super) fn is_told_once(facts: &Facts, code: &str, today: NaiveDate, path: &str) -> Result<(), Mistake> {
    let told = facts.lacks.iter().any(|lack| lack.category_code == code);
    if facts.lacks.is_empty() || told || facts.stood_once(code, today) {
        return Ok(());
    }
    Err(invalid(Message::new("application-lack-told-once"), path))
}

/// Two people: nobody decides on what they prepared.
pub(super) fn decided_by_another(facts: &Facts, account: AccountId, today: NaiveDate) -> Result<(), Mistake> {
    if facts.prepared_by(account, today) {
        return Err(Mistake::new(UserErrorCode::Forbidden, Message::new("application-decided-by-another"), "id"));
    }
    Ok(())
}

/// The commission has seen the house, and its minutes stand.
pub(super) fn was_visited(facts: &Facts) -> Result<(), Mistake> {
    let Some(visit) = facts.visit_made() else {
        return Err(invalid(Message::new("application-not-visited"), "id"));
    };
    if facts.minutes(visit).is_none() {
        return Err(invalid(Message::new("application-minutes-gone"), "id"));
    }
    Ok(())
}

/// A licence whose last day has passed is not issued any more.
pub(super) fn is_not_over(row: &licence_application::Model, today: NaiveDate) -> Result<(), Mistake> {
    match row.valid_until {
        Some(last) if last < today => Err(invalid(Message::new("application-over"), "id")),
        Some(_) | None => Ok(()),
    }
}

/// A licence is for some places.
pub(super) fn some_places_are_granted(total: Option<i32>) -> Result<(), Mistake> {
    if total == Some(0) {
        return Err(Mistake::new(UserErrorCode::Blank, Message::new("application-capacity-blank"), "capacity.total"));
    }
    Ok(())
}

/// The authority decides after the commission has seen the house.
pub(super) fn is_decided_after_the_visit(facts: &Facts, day: NaiveDate) -> Result<(), Mistake> {
    match facts.visit_made() {
        Some(visit) if visit.visited_on.is_some_and(|visited| day < visited) => {
            Err(invalid(Message::new("application-before-visit"), "decidedOn"))
        }
        Some(_) | None => Ok(()),
    }
}

/// Most months between a decision and the first day of its licence.
const MOST_MONTHS: Months = Months::new(24);

/// A licence does not begin before its decision, nor long after it.
pub(super) fn begins_in_time(from: NaiveDate, decided_on: NaiveDate) -> Result<(), Mistake> {
    let latest = decided_on.checked_add_months(MOST_MONTHS).unwrap_or(NaiveDate::MAX);
    if from < decided_on {
        Err(invalid(Message::new("application-valid-before-decision"), "validFrom"))
    } else if from > latest {
        Err(invalid(Message::new("application-valid-too-late").with("latest", latest), "validFrom"))
    } else {
        Ok(())
    }
}

/// The mandatory norms that the last visit found not met, and that no reserve is about.
pub(super) fn norms_are_met_or_reserved(facts: &Facts, reserves: &[ReserveInput]) -> Vec<Mistake> {
    let mandatory = facts.rules.iter().flat_map(|rules| &rules.norms).filter(|norm| norm.mandatory);
    let met = |code: &str| {
        let finding = facts.findings.iter().find(|finding| finding.norm_code == code);
        finding.is_some_and(|finding| finding.verdict != NormVerdict::NotMet)
    };
    let is_fixed = |code: &str| reserves.iter().any(|reserve| reserve.norm.as_deref() == Some(code));
    let open = mandatory.filter(|norm| !met(&norm.code) && !is_fixed(&norm.code));
    open.map(|norm| invalid(Message::new("application-norm-not-met").with("norm", norm.code.clone()), "reserves"))
        .collect()
}

/// There is something to be lifted.
pub(super) fn some_reserve_is_open(facts: &Facts) -> Result<(), Mistake> {
    if facts.reserves.iter().any(|reserve| reserve.lifted_on.is_none()) {
        return Ok(());
    }
    Err(invalid(Message::new("application-no-open-reserve"), "id"))
}

/// What was reserved is fixed.
pub(super) fn no_reserve_is_open(facts: &Facts) -> Result<(), Mistake> {
    match facts.reserves.iter().filter(|reserve| reserve.lifted_on.is_none()).count() {
        0 => Ok(()),
        open => Err(invalid(Message::new("application-open-reserves").with("count", open), "id")),
    }
}
