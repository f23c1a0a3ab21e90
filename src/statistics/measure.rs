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
    /// Money, in `money`.
    Money,
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
        }
    }

    /// Which part of it: in a dimension, one value.
    #[must_use]
    pub(super) fn part(self) -> Option<(Dimension, String)> {
        match self {
            Self::LicensedEstablishments => Some((Dimension::Licence, LicenceState::Licensed.to_value())),
            Self::EstablishmentsBeingLicensed => Some((Dimension::Licence, LicenceState::InProgress.to_value())),
            Self::Establishments
            | Self::Capacity
            | Self::EstablishmentsOpened
            | Self::EstablishmentsClosed
            | Self::LicencesGranted
            | Self::GrantsAwarded
            | Self::Projects => None,
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
            | Self::EstablishmentsClosed => StatisticsUnit::Establishments,
            Self::Capacity => StatisticsUnit::Places,
            Self::LicencesGranted => StatisticsUnit::Licences,
            Self::GrantsAwarded => StatisticsUnit::Money,
            Self::Projects => StatisticsUnit::Projects,
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
        }
    }

    /// Whether nothing entered means that nothing is known, and not that there is nothing.
    #[must_use]
    pub(super) fn may_be_missing(self) -> bool {
        match self {
            Self::GrantsAwarded => true,
            Self::Establishments
            | Self::LicensedEstablishments
            | Self::EstablishmentsBeingLicensed
            | Self::Capacity
            | Self::EstablishmentsOpened
            | Self::EstablishmentsClosed
            | Self::LicencesGranted
            | Self::Projects => false,
        }
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
        let fits = cubes(self.counted()).iter().map(|cube| dimensions(*cube));
        let fits = fits.filter(|cube| part.is_none_or(|part| cube.contains(&part)));
        fits.map(|cube| {
            let others = cube.iter().filter(|dimension| Some(**dimension) != part);
            others.flat_map(|dimension| StatisticsDimension::of(*dimension)).collect()
        })
        .collect()
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

    /// By what it can be grouped and filtered together: by all or some of the dimensions of one of these. By territory and,
    /// where it has one, association always; by establishment too, but not together with commune or audience.
    async fn groupings(&self) -> Vec<StatisticsGrouping> {
        self.0.cubes().into_iter().map(|dimensions| StatisticsGrouping { dimensions }).collect()
    }

    /// The right to read what it counts; asking without it is FORBIDDEN.
    async fn right(&self) -> Right {
        self.0.right()
    }
}
