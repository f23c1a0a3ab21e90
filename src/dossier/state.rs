//! Where the pieces of a dossier stand on a day.

use chrono::{Days, Months, NaiveDate};
use entity::association;
use entity::document::{self, DocumentOwnerKind, DocumentState};
use entity::dossier_requirement::{self, DossierSince};

use super::object::{DossierPieceState, DossierState};

/// A piece of a dossier: what is required, and what there is.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) requirement: dossier_requirement::Model,
    pub(super) state: DossierPieceState,
    /// The document that holds longest.
    pub(super) document: Option<document::Model>,
    /// Its last day.
    pub(super) expires_on: Option<NaiveDate>,
    /// From when it is required; from the beginning where there is none.
    pub(super) required_from: Option<NaiveDate>,
}

/// The day so many days later.
pub(super) fn later(day: NaiveDate, days: i32) -> NaiveDate {
    let days = Days::new(u64::try_from(days).unwrap_or_default());
    day.checked_add_days(days).unwrap_or(NaiveDate::MAX)
}

fn months_later(day: NaiveDate, months: i32) -> NaiveDate {
    let months = Months::new(u32::try_from(months).unwrap_or_default());
    day.checked_add_months(months).unwrap_or(NaiveDate::MAX)
}

/// The first day that, so many months later, is this day or one behind it: what bears an earlier one does not hold any more.
pub(super) fn holds_from(day: NaiveDate, months: i32) -> NaiveDate {
    let earlier = Months::new(u32::try_from(months).unwrap_or_default());
    let mut from = day.checked_sub_months(earlier).unwrap_or(NaiveDate::MIN);
    // A month is as long as it is: 28 February and a month is 28 March, and 31 March less a month is 28 February.
    while months_later(from, months) < day {
        from = from.succ_opt().unwrap_or(day);
    }
    from
}

/// The last day on which a document holds as such a piece; `None`: for ever.
fn last_day(document: &document::Model, requirement: &dossier_requirement::Model) -> Option<NaiveDate> {
    let by_issue = || Some(months_later(document.issued_on?, requirement.valid_months?));
    document.expires_on.or_else(by_issue)
}

/// From when a piece is required of an association.
fn required_from(requirement: &dossier_requirement::Model, association: &association::Model) -> Option<NaiveDate> {
    let since = match requirement.since {
        DossierSince::Beginning => None,
        DossierSince::ProvisionalReceipt => association.provisional_receipt_on,
        DossierSince::Election => association.bureau_elected_on,
    };
    since.map(|day| later(day, requirement.after_days))
}

/// Where something stands that ends on a day, or never.
fn ends(last: Option<NaiveDate>, warn_days: i32, today: NaiveDate) -> DossierPieceState {
    match last {
        Some(last) if last < today => DossierPieceState::Expired,
        Some(last) if last < later(today, warn_days) => DossierPieceState::Expiring,
        Some(_) | None => DossierPieceState::Present,
    }
}

/// The pieces of an association's dossier, of its documents, in the order of the requirements.
pub(super) fn pieces(
    association: &association::Model,
    requirements: &[dossier_requirement::Model],
    documents: &[document::Model],
    today: NaiveDate,
) -> Vec<Piece> {
    let stands = |document: &&document::Model| {
        document.state == DocumentState::Current && document.owner_kind == DocumentOwnerKind::Association
    };
    let piece = |requirement: &dossier_requirement::Model| {
        let of_it = documents.iter().filter(stands).filter(|one| one.category_code == requirement.category_code);
        let document = of_it.max_by_key(|one| (last_day(one, requirement).unwrap_or(NaiveDate::MAX), one.id));
        let expires_on = document.and_then(|one| last_day(one, requirement));
        let required_from = required_from(requirement, association);
        let state = match document {
            Some(_) => ends(expires_on, requirement.warn_days, today),
            None if required_from.is_none_or(|day| day <= today) => DossierPieceState::Missing,
            None => DossierPieceState::NotDue,
        };
        Piece { requirement: requirement.clone(), state, document: document.cloned(), expires_on, required_from }
    };
    requirements.iter().map(piece).collect()
}

/// So many days before its end the end of a bureau's mandate is told.
pub(super) fn bureau_warn_days(requirements: &[dossier_requirement::Model]) -> i32 {
    requirements.iter().filter(|one| one.of_bureau).map(|one| one.warn_days).max().unwrap_or_default()
}

/// Where the mandate of the bureau stands; missing where it is unknown.
pub(super) fn of_bureau(
    association: &association::Model,
    requirements: &[dossier_requirement::Model],
    today: NaiveDate,
) -> DossierPieceState {
    match association.bureau_mandate_ends_on {
        Some(last) => ends(Some(last), bureau_warn_days(requirements), today),
        None => DossierPieceState::Missing,
    }
}

/// Where the whole stands: as what is worst in it.
pub(super) fn of_whole(states: impl IntoIterator<Item = DossierPieceState>) -> DossierState {
    let worth = |state| match state {
        DossierPieceState::Present | DossierPieceState::NotDue => DossierState::Complete,
        DossierPieceState::Expiring => DossierState::Expiring,
        DossierPieceState::Expired => DossierState::Expired,
        DossierPieceState::Missing => DossierState::Incomplete,
    };
    states.into_iter().map(worth).max().unwrap_or(DossierState::Complete)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_from_a_day_is_what_ends_on_it_or_behind_it() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (today, months) in
            [("2026-02-28", 1), ("2026-03-31", 1), ("2024-02-29", 12), ("2026-11-24", 3), ("2026-05-31", 6)]
        {
            let from = holds_from(day(today), months);
            assert!(months_later(from, months) >= day(today), "{today}");
            assert!(months_later(from.pred_opt().unwrap(), months) < day(today), "{today}");
        }
        assert_eq!(holds_from(day("2026-03-31"), 1), day("2026-03-01"));
    }
}
