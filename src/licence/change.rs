//! The one place where the state of a house's licence changes.

use chrono::NaiveDate;
use entity::id::{AssociationId, CommuneId, EstablishmentId, LicenceApplicationId, LicencePeriodId};
use entity::legal_category::LegalFramework;
use entity::licence_period::LicenceState;
use entity::{establishment, establishment_audience, establishment_past, licence_period};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;
use uuid::Uuid;

use super::number_of;
use super::spans::Days;
use crate::db::{Change, Refused};
use crate::error::{Error, Mistake, UserErrorCode};
use crate::establishment::{Counted, audiences_of};
use crate::text::Message;

/// What becomes of the licence of a house, from a day to a day.
#[derive(Clone, Debug)]
pub struct NextLicence {
    /// The key of the new span: whoever has it changed may want to name it.
    pub id: LicencePeriodId,
    /// Its state; `None` where there is none any more.
    pub state: Option<LicenceState>,
    /// The first day.
    pub from: NaiveDate,
    /// The last; `None` where it is open-ended.
    pub until: Option<NaiveDate>,
    /// Whether what held before goes on behind it, as behind a suspension. A decision ends it: behind a licence there is nothing.
    pub goes_on: bool,
    /// The law; `None` where unknown.
    pub framework: Option<LegalFramework>,
    /// Number of the decision; `None` where there is none, or it is unknown.
    pub decision_number: Option<String>,
    /// Which authority decided, of reference data; `None` where it is unknown or nothing was decided.
    pub authority_code: Option<String>,
    /// The day of the decision; `None` where it is unknown or nothing was decided.
    pub decided_on: Option<NaiveDate>,
    /// The places it allows; what a span that is not licensed says of them is not kept.
    pub places: LicensedPlaces,
    /// What of the house it is about; what a span that is not licensed says of it is not kept.
    pub house: LicensedHouse,
    /// The application that led to it.
    pub application_id: Option<LicenceApplicationId>,
    /// The public number of the licence that goes on with it, as behind a suspension that is lifted; `None` where another one begins.
    pub public_number: Option<i64>,
}

impl NextLicence {
    /// There is none any more from a day on.
    #[must_use]
    pub fn none_from(from: NaiveDate) -> Self {
        Self {
            id: LicencePeriodId(Uuid::now_v7()),
            state: None,
            from,
            until: None,
            goes_on: false,
            framework: None,
            decision_number: None,
            authority_code: None,
            decided_on: None,
            places: LicensedPlaces::default(),
            house: LicensedHouse::default(),
            application_id: None,
            public_number: None,
        }
    }
}

/// The places that a decision allows; `None` where they are unknown, or not kept apart.
#[derive(Clone, Copy, Debug, Default)]
pub struct LicensedPlaces {
    /// In all.
    pub total: Option<i32>,
    /// For girls and women.
    pub female: Option<i32>,
    /// For boys and men.
    pub male: Option<i32>,
}

/// The house as it was licensed; `None` where it is unknown, or may become another one.
#[derive(Clone, Debug, Default)]
pub struct LicensedHouse {
    /// Its category under the law.
    pub legal_category_code: Option<String>,
    /// The commune where it stood.
    pub commune_id: Option<CommuneId>,
    /// The association that managed it.
    pub manager_id: Option<AssociationId>,
}

/// The spans of a house's licence, the earliest first.
pub async fn licences_of(change: &Change, house: EstablishmentId) -> Result<Vec<licence_period::Model>, Error> {
    let licences = change.find::<licence_period::Entity>();
    let licences = licences.filter(licence_period::COLUMN.establishment_id.eq(house));
    licences.all_by(licence_period::Column::StartsOn, Order::Asc).await
}

/// Lays a state over the days from `from` to `until`: spans that are there end on the eve, begin on the morrow, are parted, or are
/// gone; outside these days nothing changes. What the house adds to the measures follows. Returns the new span; `None` where
/// there is none. The streams of [`streams_of_house`](crate::establishment::streams_of_house) are locked; that the viewer may, the mutation has asked.
pub async fn licence_changes(
    change: &mut Change,
    house: &establishment::Model,
    next: NextLicence,
) -> Result<Option<LicencePeriodId>, Refused> {
    if next.until.is_some_and(|last| last < next.from) {
        return Err(Mistake::new(UserErrorCode::Invalid, Message::new("licence-ends-before"), "until").into());
    }
    let spans = licences_of(change, house.id).await?;
    let days = Days { first: next.from, last: next.until.filter(|_| next.goes_on) };
    let granted = next.application_id.filter(|_| next.state == Some(LicenceState::Licensed));
    let new = next.state.map(|state| span(house, state, next));
    if let Some(new) = &new {
        change.insert::<licence_period::Entity>(new)?;
    }
    let mut after: Vec<_> = new.iter().cloned().collect();
    for there in &spans {
        // What is granted is not being applied for any more, on no later day either.
        let applied = there.application_id.filter(|_| there.state == LicenceState::InProgress);
        let ends = applied.is_some() && applied == granted;
        let days = if ends { Days { last: None, ..days } } else { days };
        let [before, behind] = Days { first: there.starts_on, last: there.ends_on }.around(days);
        let lasting = |days: Days| licence_period::Model { starts_on: days.first, ends_on: days.last, ..there.clone() };
        let goes_on = |days: Days| licence_period::Model {
            id: LicencePeriodId(Uuid::now_v7()),
            import_part_id: None,
            version: 1,
            ..lasting(days)
        };
        let (itself, rest) = match (before, behind) {
            (Some(before), behind) => (Some(lasting(before)), behind.map(goes_on)),
            (None, behind) => (behind.map(lasting), None),
        };
        match &itself {
            Some(itself) if itself == there => {}
            Some(itself) => drop(change.save::<licence_period::Entity>(there, itself.clone())?),
            None => change.remove::<licence_period::Entity>(there)?,
        }
        if let Some(rest) = &rest {
            change.insert::<licence_period::Entity>(rest)?;
        }
        after.extend(itself.into_iter().chain(rest));
    }
    let past = change.find::<establishment_past::Entity>();
    let past = past.filter(establishment_past::COLUMN.establishment_id.eq(house.id));
    let past = past.all_by(establishment_past::Column::Until, Order::Asc).await?;
    let served = change.find::<establishment_audience::Entity>();
    let served = served.filter(establishment_audience::COLUMN.establishment_id.eq(house.id)).all().await?;
    for (licences, sign) in [(&spans, -1), (&after, 1)] {
        let counted = Counted { house, past: &past, licences, audiences: &audiences_of(&served) };
        change.count(counted.growth(), sign)?;
    }
    Ok(new.map(|span| span.id))
}

fn span(house: &establishment::Model, state: LicenceState, next: NextLicence) -> licence_period::Model {
    let id = next.id;
    let licensed = state == LicenceState::Licensed;
    let LicensedPlaces { total, female, male } = if licensed { next.places } else { LicensedPlaces::default() };
    let LicensedHouse { legal_category_code, commune_id, manager_id } =
        if licensed { next.house } else { LicensedHouse::default() };
    licence_period::Model {
        id,
        establishment_id: house.id,
        delegation_id: house.delegation_id,
        association_id: house.association_id,
        state,
        framework: next.framework,
        decision_number: next.decision_number,
        authority_code: next.authority_code.filter(|_| licensed),
        decided_on: next.decided_on.filter(|_| licensed),
        capacity_total: total,
        capacity_female: female,
        capacity_male: male,
        legal_category_code,
        commune_id,
        manager_id,
        application_id: next.application_id,
        public_number: licensed.then(|| next.public_number.unwrap_or_else(|| number_of(id))),
        starts_on: next.from,
        ends_on: next.until,
        import_part_id: None,
        demonstration: house.demonstration,
        version: 1,
    }
}
