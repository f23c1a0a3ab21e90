//! Associations by where their dossier stands: the same rules as of one dossier, as conditions of one statement.

use chrono::{Days, NaiveDate};
use entity::association;
use entity::document::{self, DocumentOwnerKind, DocumentState};
use entity::dossier_requirement::{self, DossierSince};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Condition;

use super::object::DossierState;
use super::scope::with_dossier;
use super::state::{bureau_warn_days, holds_from, later};
use crate::auth::Right;
use crate::db::{ScopedDb, ScopedSelect};
use crate::error::Error;
use crate::request::Request;

/// The associations, of those that are seen with their file, whose dossier stands so today.
pub async fn in_state(ctx: &async_graphql::Context<'_>, wanted: DossierState) -> Result<Condition, Error> {
    ctx.require(Right::ReadDocuments)?;
    let requirements = ctx.all::<dossier_requirement::Entity>().await?;
    let (db, today) = (ctx.db()?, ctx.today()?);
    let [missing, expired, expiring] = worst(db, &requirements, today);
    let of = match wanted {
        DossierState::Incomplete => Condition::all().add(missing),
        DossierState::Expired => Condition::all().add(expired).add(missing.not()),
        DossierState::Expiring => Condition::all().add(expiring).add(expired.not()).add(missing.not()),
        DossierState::Complete => Condition::all().add(expiring.not()).add(expired.not()).add(missing.not()),
    };
    Ok(with_dossier(db).add(of))
}

/// The associations, of those that are seen with their file, whose dossier is not complete today, or about to expire.
pub(super) fn wanting(db: &ScopedDb, requirements: &[dossier_requirement::Model], today: NaiveDate) -> Condition {
    let any = worst(db, requirements, today).into_iter().fold(Condition::any(), Condition::add);
    with_dossier(db).add(any)
}

/// Those of which something is missing, of which something has expired, and of which something is about to.
fn worst(db: &ScopedDb, requirements: &[dossier_requirement::Model], today: NaiveDate) -> [Condition; 3] {
    let ends = || association::COLUMN.bureau_mandate_ends_on;
    let warned = later(today, bureau_warn_days(requirements));
    let known = || Condition::all().add(ends().is_not_null());
    let mut missing = Condition::any().add(ends().is_null());
    let mut expired = Condition::any().add(known().add(ends().lt(today)));
    let mut expiring = Condition::any().add(known().add(ends().gte(today)).add(ends().lt(warned)));
    for requirement in requirements {
        let there = || of_category(db, requirement);
        let is_there = || has(there());
        let holds_on = |day| has(there().filter(holds(requirement, day)));
        missing = missing.add(is_there().not().add(is_due(requirement, today)));
        expired = expired.add(is_there().add(holds_on(today).not()));
        let warned = later(today, requirement.warn_days);
        expiring = expiring.add(holds_on(today).add(holds_on(warned).not()));
    }
    [missing, expired, expiring]
}

/// The documents of a category that stand.
fn of_category(db: &ScopedDb, requirement: &dossier_requirement::Model) -> ScopedSelect<document::Entity> {
    db.find::<document::Entity>()
        .filter(document::COLUMN.owner_kind.eq(DocumentOwnerKind::Association))
        .filter(document::COLUMN.state.eq(DocumentState::Current))
        .filter(document::COLUMN.category_code.eq(&requirement.category_code))
}

/// The associations on which one of these hangs.
fn has(documents: ScopedSelect<document::Entity>) -> Condition {
    Condition::all().add(association::COLUMN.id.in_subquery(documents.values_of(document::Column::OwnerId)))
}

/// The documents that hold on a day.
fn holds(requirement: &dossier_requirement::Model, day: NaiveDate) -> Condition {
    let mut without_end = Condition::all().add(document::COLUMN.expires_on.is_null());
    if let Some(months) = requirement.valid_months {
        let issued = document::COLUMN.issued_on;
        without_end = without_end.add(Condition::any().add(issued.is_null()).add(issued.gte(holds_from(day, months))));
    }
    Condition::any().add(document::COLUMN.expires_on.gte(day)).add(without_end)
}

/// The associations of which a piece is required by now.
fn is_due(requirement: &dossier_requirement::Model, today: NaiveDate) -> Condition {
    let days = Days::new(u64::try_from(requirement.after_days).unwrap_or_default());
    let by = today.checked_sub_days(days).unwrap_or(NaiveDate::MIN);
    let (receipt, election) = (association::COLUMN.provisional_receipt_on, association::COLUMN.bureau_elected_on);
    match requirement.since {
        DossierSince::Beginning => Condition::all(),
        DossierSince::ProvisionalReceipt => Condition::any().add(receipt.is_null()).add(receipt.lte(by)),
        DossierSince::Election => Condition::any().add(election.is_null()).add(election.lte(by)),
    }
}
