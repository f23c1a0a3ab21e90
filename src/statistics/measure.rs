//! The measures that statistics are asked for: what each is, in which unit, and which counters it is made of.

use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use entity::counter;
use entity::licence_period::LicenceState;
use sea_orm::ActiveEnum;

use super::dimension::StatisticsDimension;
use crate::auth::Right;
use crate::db::counter::{Dimension, cubes, dimensions, is_stock};
use crate::request::Request;
use crate::text::Message;

/// What statistics are asked for. What exactly is counted, in which unit, and by what it can be grouped, `statisticsMeasures`
/// says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
pub enum StatisticsMeasure {
    /// مؤسسات: establishments that are open.
    Establishments,
    /// مؤسسات مرخصة: establishments that are open with a licence.
    LicensedEstablishments,
    /// مؤسسات في طور الترخيص: establishments that are open and whose licence is applied for and not decided.
    EstablishmentsBeingLicensed,
    /// الطاقة الاستيعابية: places of establishments that are open, as far as they are known.
    Capacity,
    /// مؤسسات فُتحت: establishments that opened.
    EstablishmentsOpened,
    /// مؤسسات أُغلقت: establishments that closed for good.
    EstablishmentsClosed,
    /// رخص سُلمت: licences that began, renewals included.
    LicencesGranted,
    /// منح مرصودة: money granted in the budget year, estimates included. Null where no grant was entered.
    GrantsAwarded,
    /// مشاريع اجتماعية: social projects.
    Projects,
    /// مؤسسات أدلت ببياناتها: establishments with a validated return whose period holds the month.
    HousesReporting,
    /// المستفيدون: people served in the period of the returns that hold the month. Null where no house has reported.
    PeopleServed,
    /// الأيتام: of these, orphans.
    OrphansServed,
    /// الأشخاص في وضعية إعاقة: of these, persons with a disability.
    PersonsWithDisabilityServed,
    /// الحاضرون: people present on the last day of the period of those returns. Null where no house has reported.
    PeoplePresent,
    /// أماكن المؤسسات المدلية: places of the houses whose returns say how many were present.
    PlacesReported,
    /// نسبة الملء: people present for each place of the houses that have reported both, in `rate`: 1.05 is five in a hundred
    /// more than there are places.
    Occupancy,
    /// الأسرة: beds of the houses that have reported.
    Beds,
    /// المستخدمون: members of the staff of the houses that have reported.
    Staff,
    /// المستخدمون المؤهلون: of these, those with a certificate for their work.
    QualifiedStaff,
    /// المصاريف: money spent in the period of those returns, whoever paid.
    Expenditure,
    /// طلبات دعم الإحداث: requests for support to create houses, by when they were last submitted.
    CreationSupportRequested,
    /// طلبات دعم الإحداث المقبولة: requests for support to create houses that were granted, by when.
    CreationSupportGranted,
    /// مبالغ دعم الإحداث: money, and the worth of what is given in kind, granted to create houses, by when.
    CreationSupportAmountGranted,
}

/// In what a measure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum StatisticsUnit {
    /// Establishments.
    Establishments,
    /// Places in establishments.
    Places,
    /// Licences.
    Licences,
    /// Projects.
    Projects,
    /// People.
    People,
    /// Beds.
    Beds,
    /// Members of the staff.
    Staff,
    /// Money, in `money`.
    Money,
    /// A part of one, in `rate`.
    Rate,
    /// Requests.
    Requests,
}

impl StatisticsMeasure {
    /// What the counters call it.
    #[must_use]
    pub(super) fn counted(self) -> counter::Measure {
        match self {
            Self::Establishments | Self::LicensedEstablishments | Self::EstablishmentsBeingLicensed => {
                counter::Measure::Establishments
            }
            Self::Capacity => counter::Measure::Capacity,
            Self::EstablishmentsOpened => counter::Measure::EstablishmentsOpened,
            Self::EstablishmentsClosed => counter::Measure::EstablishmentsClosed,
            Self::LicencesGranted => counter::Measure::LicencesGranted,
            Self::GrantsAwarded => counter::Measure::GrantsAwarded,
            Self::Projects => counter::Measure::Projects,
            Self::HousesReporting => counter::Measure::Returns,
            Self::PeopleServed => counter::Measure::PeopleServed,
            Self::OrphansServed => counter::Measure::OrphansServed,
            Self::PersonsWithDisabilityServed => counter::Measure::PersonsWithDisabilityServed,
            Self::PeoplePresent => counter::Measure::PeoplePresent,
            Self::Occupancy => counter::Measure::PlacesTaken,
            Self::PlacesReported => counter::Measure::PlacesReported,
            Self::Beds => counter::Measure::Beds,
            Self::Staff | Self::QualifiedStaff => counter::Measure::Staff,
            Self::Expenditure => counter::Measure::Expenditure,
            Self::CreationSupportRequested => counter::Measure::CreationSupportRequested,
            Self::CreationSupportGranted => counter::Measure::CreationSupportGranted,
            Self::CreationSupportAmountGranted => counter::Measure::CreationSupportAmountGranted,
        }
    }

    /// Of what it is a part: what the counters call that.
    #[must_use]
    pub(super) fn rate_of(self) -> Option<counter::Measure> {
        (self == Self::Occupancy).then_some(counter::Measure::PlacesReported)
    }

    /// Which part of it: in a dimension, one value.
    #[must_use]
    pub(super) fn part(self) -> Option<(Dimension, String)> {
        match self {
            Self::LicensedEstablishments => Some((Dimension::Licence, LicenceState::Licensed.to_value())),
            Self::EstablishmentsBeingLicensed => Some((Dimension::Licence, LicenceState::InProgress.to_value())),
            Self::QualifiedStaff => Some((Dimension::Qualified, "TRUE".to_owned())),
            Self::Establishments
            | Self::Capacity
            | Self::EstablishmentsOpened
            | Self::EstablishmentsClosed
            | Self::LicencesGranted
            | Self::GrantsAwarded
            | Self::Projects
            | Self::HousesReporting
            | Self::PeopleServed
            | Self::OrphansServed
            | Self::PersonsWithDisabilityServed
            | Self::PeoplePresent
            | Self::PlacesReported
            | Self::Occupancy
            | Self::Beds
            | Self::Staff
            | Self::Expenditure
            | Self::CreationSupportRequested
            | Self::CreationSupportGranted
            | Self::CreationSupportAmountGranted => None,
        }
    }

    /// In what it counts.
    #[must_use]
    pub(super) fn unit(self) -> StatisticsUnit {
        match self {
            Self::Establishments
            | Self::LicensedEstablishments
            | Self::EstablishmentsBeingLicensed
            | Self::EstablishmentsOpened
            | Self::EstablishmentsClosed
            | Self::HousesReporting => StatisticsUnit::Establishments,
            Self::Capacity | Self::PlacesReported => StatisticsUnit::Places,
            Self::LicencesGranted => StatisticsUnit::Licences,
            Self::GrantsAwarded | Self::Expenditure | Self::CreationSupportAmountGranted => StatisticsUnit::Money,
            Self::CreationSupportRequested | Self::CreationSupportGranted => StatisticsUnit::Requests,
            Self::Projects => StatisticsUnit::Projects,
            Self::PeopleServed | Self::OrphansServed | Self::PersonsWithDisabilityServed | Self::PeoplePresent => {
                StatisticsUnit::People
            }
            Self::Occupancy => StatisticsUnit::Rate,
            Self::Beds => StatisticsUnit::Beds,
            Self::Staff | Self::QualifiedStaff => StatisticsUnit::Staff,
        }
    }

    /// The right to read what it counts.
    #[must_use]
    pub(super) fn right(self) -> Right {
        match self {
            Self::Establishments
            | Self::LicensedEstablishments
            | Self::EstablishmentsBeingLicensed
            | Self::Capacity
            | Self::EstablishmentsOpened
            | Self::EstablishmentsClosed
            | Self::LicencesGranted => Right::ReadNetwork,
            Self::GrantsAwarded => Right::ReadGrants,
            Self::Projects => Right::ReadProjects,
            Self::HousesReporting
            | Self::PeopleServed
            | Self::OrphansServed
            | Self::PersonsWithDisabilityServed
            | Self::PeoplePresent
            | Self::PlacesReported
            | Self::Occupancy
            | Self::Beds
            | Self::Staff
            | Self::QualifiedStaff
            | Self::Expenditure => Right::ReadReturns,
            Self::CreationSupportRequested | Self::CreationSupportGranted | Self::CreationSupportAmountGranted => {
                Right::ReadCreationSupport
            }
        }
    }

    /// Whether nothing entered means that nothing is known, and not that there is nothing.
    #[must_use]
    pub(super) fn may_be_missing(self) -> bool {
        self == Self::GrantsAwarded || self.is_reported()
    }

    /// Whether it is what houses have reported: unknown where none has.
    #[must_use]
    pub(super) fn is_reported(self) -> bool {
        self.right() == Right::ReadReturns && self != Self::HousesReporting
    }

    /// Whether it is of a year as a whole, whose first month holds it.
    #[must_use]
    pub(super) fn is_yearly(self) -> bool {
        self == Self::GrantsAwarded
    }

    fn definition(self) -> Message {
        Message::new(match self {
            Self::Establishments => "measure-establishments",
            Self::LicensedEstablishments => "measure-licensed-establishments",
            Self::EstablishmentsBeingLicensed => "measure-establishments-being-licensed",
            Self::Capacity => "measure-capacity",
            Self::EstablishmentsOpened => "measure-establishments-opened",
            Self::EstablishmentsClosed => "measure-establishments-closed",
            Self::LicencesGranted => "measure-licences-granted",
            Self::GrantsAwarded => "measure-grants-awarded",
            Self::Projects => "measure-projects",
            Self::HousesReporting => "measure-houses-reporting",
            Self::PeopleServed => "measure-people-served",
            Self::OrphansServed => "measure-orphans-served",
            Self::PersonsWithDisabilityServed => "measure-persons-with-disability-served",
            Self::PeoplePresent => "measure-people-present",
            Self::PlacesReported => "measure-places-reported",
            Self::Occupancy => "measure-occupancy",
            Self::Beds => "measure-beds",
            Self::Staff => "measure-staff",
            Self::QualifiedStaff => "measure-qualified-staff",
            Self::Expenditure => "measure-expenditure",
            Self::CreationSupportRequested => "measure-creation-support-requested",
            Self::CreationSupportGranted => "measure-creation-support-granted",
            Self::CreationSupportAmountGranted => "measure-creation-support-amount-granted",
        })
    }

    /// By which dimensions it can be grouped together, in words.
    #[must_use]
    pub(super) fn kept_by(self) -> String {
        let name = |dimension| async_graphql::resolver_utils::enum_value(dimension).to_string();
        let cubes = self.cubes().into_iter().map(|cube| cube.into_iter().map(name).collect::<Vec<_>>().join(" + "));
        cubes.collect::<Vec<_>>().join(", ")
    }

    fn cubes(self) -> Vec<Vec<StatisticsDimension>> {
        let part = self.part().map(|(dimension, _)| dimension);
        let of = |measure| cubes(measure).iter().map(|cube| dimensions(*cube));
        let fits = of(self.rate_of().unwrap_or(self.counted()));
        let fits = fits.filter(|cube| part.is_none_or(|part| cube.contains(&part)));
        let all: Vec<Vec<StatisticsDimension>> = fits
            .map(|cube| {
                let others = cube.iter().filter(|dimension| Some(**dimension) != part);
                others.flat_map(|dimension| StatisticsDimension::of(*dimension)).collect()
            })
            .collect();
        // What another tells apart too is not said twice.
        let within = |one: &Vec<_>, other: &Vec<_>| one.len() < other.len() && one.iter().all(|of| other.contains(of));
        all.iter().filter(|one| !all.iter().any(|other| within(one, other))).cloned().collect()
    }
}

/// What a measure can be grouped by at once.
#[derive(Debug, SimpleObject)]
pub(super) struct StatisticsGrouping {
    /// The dimensions.
    dimensions: Vec<StatisticsDimension>,
}

/// What a measure is.
#[derive(Clone, Copy, Debug)]
pub(super) struct StatisticsMeasureDefinition(pub(super) StatisticsMeasure);

/// What a measure of the statistics is: defined once, for every dashboard.
#[Object]
impl StatisticsMeasureDefinition {
    /// The measure.
    async fn measure(&self) -> StatisticsMeasure {
        self.0
    }

    /// What exactly is counted, in the language of `Accept-Language`.
    async fn definition(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(self.0.definition().text(ctx.language()?))
    }

    /// In what it counts.
    async fn unit(&self) -> StatisticsUnit {
        self.0.unit()
    }

    /// True for what there is at the end of a month; false for what happens in months.
    async fn stock(&self) -> bool {
        is_stock(self.0.counted())
    }

    /// By what it can be grouped and filtered together: by all or some of the dimensions of one of these, and by territory
    /// always. By association too, and for associations, but not what staff does, who paid, and bands. By establishment, and for
    /// directors, only what the register has of a house: places, licences, openings and closings; not by commune or audience. Of
    /// one house the returns have the rest.
    async fn groupings(&self) -> Vec<StatisticsGrouping> {
        self.0.cubes().into_iter().map(|dimensions| StatisticsGrouping { dimensions }).collect()
    }

    /// The right to read what it counts; asking without it is FORBIDDEN.
    async fn right(&self) -> Right {
        self.0.right()
    }
}
