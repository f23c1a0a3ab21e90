//! By what statistics are grouped.

use async_graphql::Enum;
use entity::counter::Level;

use crate::db::counter::Dimension;
use crate::db::figures::By;

/// By what statistics are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
pub enum StatisticsDimension {
    /// جهة, region.
    Region,
    /// إقليم أو عمالة, province or prefecture.
    Province,
    /// مندوبية, delegation.
    Delegation,
    /// Association. What none manages is in a row without one, so that rows add up; not where you see one association alone.
    Association,
    /// Establishment.
    Establishment,
    /// جماعة, commune.
    Commune,
    /// The kind of establishment, as it is entered: `DAR_TALIBA`.
    Kind,
    /// The kind under which it is counted: `EPS`.
    WideKind,
    /// The state of the licence; a row without one has neither a licence nor an application for one.
    LicenceState,
    /// Whom an establishment serves. One that serves several is in several rows: they do not add up.
    Audience,
    /// The programme of a grant.
    Programme,
    /// Female or male; a row without it has what is not kept apart.
    Sex,
    /// Age band or level of school, as the returns of the kind of house have it.
    Band,
    /// What members of the staff do.
    StaffType,
    /// Whether members of the staff are qualified; a row without it has those of whom that is not asked.
    Qualified,
    /// Who paid.
    FundingSource,
}

impl StatisticsDimension {
    /// How the counters group by it.
    #[must_use]
    pub(super) fn by(self) -> By {
        match self {
            Self::Region => By::Region,
            Self::Province => By::Province,
            Self::Delegation => By::Delegation,
            Self::Association => By::Association,
            Self::Establishment => By::Establishment,
            Self::Commune => By::Dimension(Dimension::Commune),
            Self::Kind => By::Dimension(Dimension::Kind),
            Self::WideKind => By::WideKind,
            Self::LicenceState => By::Dimension(Dimension::Licence),
            Self::Audience => By::Dimension(Dimension::Audience),
            Self::Programme => By::Dimension(Dimension::Programme),
            Self::Sex => By::Dimension(Dimension::Sex),
            Self::Band => By::Dimension(Dimension::Band),
            Self::StaffType => By::Dimension(Dimension::StaffType),
            Self::Qualified => By::Dimension(Dimension::Qualified),
            Self::FundingSource => By::Dimension(Dimension::FundingSource),
        }
    }

    /// The dimension that a cube must have for it; `None` for what all have.
    #[must_use]
    pub(super) fn needs(self) -> Option<Dimension> {
        match self.by() {
            By::Dimension(dimension) => Some(dimension),
            By::WideKind => Some(Dimension::Kind),
            By::Region | By::Province | By::Delegation | By::Association | By::Establishment => None,
        }
    }

    /// What a cube's dimension lets be asked for.
    #[must_use]
    pub(super) fn of(dimension: Dimension) -> Vec<Self> {
        match dimension {
            Dimension::Kind => vec![Self::Kind, Self::WideKind],
            Dimension::Licence => vec![Self::LicenceState],
            Dimension::Commune => vec![Self::Commune],
            Dimension::Audience => vec![Self::Audience],
            Dimension::Programme => vec![Self::Programme],
            Dimension::Sex => vec![Self::Sex],
            Dimension::Band => vec![Self::Band],
            Dimension::StaffType => vec![Self::StaffType],
            Dimension::Qualified => vec![Self::Qualified],
            Dimension::FundingSource => vec![Self::FundingSource],
        }
    }

    /// The level at which it can be told apart.
    #[must_use]
    pub(super) fn level(self) -> Level {
        match self {
            Self::Association => Level::Association,
            Self::Establishment => Level::Establishment,
            Self::Region
            | Self::Province
            | Self::Delegation
            | Self::Commune
            | Self::Kind
            | Self::WideKind
            | Self::LicenceState
            | Self::Audience
            | Self::Programme
            | Self::Sex
            | Self::Band
            | Self::StaffType
            | Self::Qualified
            | Self::FundingSource => Level::Delegation,
        }
    }

    /// Whether what is grouped by it is in one row each.
    #[must_use]
    pub(super) fn adds_up(self) -> bool {
        self != Self::Audience
    }
}
