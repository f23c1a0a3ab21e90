//! Counters: by how much a stock grows in a month, or what a flow brings in it, for each cell of each cube of a measure, at
//! each level, and since when that is known. What there is at the end of a month is the sum up to it, or from the closing
//! balance of a December before it ([`crate::closing_balance`]).

use sea_orm::entity::prelude::*;

use crate::id::{AssociationId, DelegationId, EstablishmentId};
use crate::month::YearMonth;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Measure {
    /// Stock: establishments that are open.
    Establishments,
    /// Stock: places of establishments that are open.
    Capacity,
    /// Flow: establishments that opened.
    EstablishmentsOpened,
    /// Flow: establishments that closed.
    EstablishmentsClosed,
    /// Flow: licences that began.
    LicencesGranted,
    /// Flow: what was granted in a budget year, in centimes, in its January.
    GrantsAwarded,
    /// Stock: social projects.
    Projects,
    /// Stock: validated returns, while their period lasts.
    Returns,
    /// Stock: people served, as validated returns say, while their period lasts.
    PeopleServed,
    /// Stock: of these, orphans.
    OrphansServed,
    /// Stock: of these, persons with a disability.
    PersonsWithDisabilityServed,
    /// Stock: people present on the last day of the period of validated returns, while it lasts.
    PeoplePresent,
    /// Stock: places of the houses whose validated returns say how many were present, while their period lasts.
    PlacesReported,
    /// Stock: people present in these.
    PlacesTaken,
    /// Stock: beds, as validated returns say, while their period lasts.
    Beds,
    /// Stock: members of the staff, as validated returns say, while their period lasts.
    Staff,
    /// Stock: what was spent in the period of validated returns, in centimes, while it lasts.
    Expenditure,
    /// Flow: requests for support to create houses, in the month in which they were last submitted.
    CreationSupportRequested,
    /// Flow: of these, those that were granted, in the month of the decision.
    CreationSupportGranted,
    /// Flow: what was granted by them, in centimes, in the month of the decision.
    CreationSupportAmountGranted,
}

/// The dimensions by which what is counted is kept apart, two at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Cube {
    /// By kind of establishment.
    Kind,
    /// By kind of establishment and state of the licence.
    KindLicence,
    /// By kind of establishment and sex.
    KindSex,
    /// By commune and kind of establishment.
    CommuneKind,
    /// By audience. Whatever serves several counts under each.
    Audience,
    /// By programme.
    Programme,
    /// By sex and age band or level of school.
    SexBand,
    /// By what members of the staff do and whether they are qualified.
    Staff,
    /// By who paid.
    FundingSource,
}

/// Whose a counter is. Each level counts everything again, so that a slice reads the rows of one level alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Level {
    /// A delegation's.
    Delegation,
    /// An association's in a delegation, or of what none manages there.
    Association,
    /// An establishment's.
    Establishment,
}

/// Where what has moved since is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Boundaries {
    /// Where it is now.
    Current,
    /// Where it was then, as a difference: such a counter is added to that of [`Boundaries::Current`].
    Historical,
}

/// A counter.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, Hash, DeriveEntityModel)]
#[sea_orm(table_name = "counter")]
pub struct Model {
    /// What is counted.
    #[sea_orm(primary_key, auto_increment = false)]
    pub measure: Measure,
    /// By what it is kept apart.
    #[sea_orm(primary_key, auto_increment = false)]
    pub cube: Cube,
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub level: Level,
    /// Where what has moved is counted.
    #[sea_orm(primary_key, auto_increment = false)]
    pub boundaries: Boundaries,
    /// The month in which the stock grows or the flow runs.
    #[sea_orm(primary_key, auto_increment = false)]
    pub month: YearMonth,
    /// The month in which that was entered.
    #[sea_orm(primary_key, auto_increment = false)]
    pub known: YearMonth,
    /// In which delegation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub delegation_id: DelegationId,
    /// Of which association; the nil UUID where of none, and at the level of delegations.
    #[sea_orm(primary_key, auto_increment = false)]
    pub association_id: AssociationId,
    /// Of which establishment; the nil UUID at other levels.
    #[sea_orm(primary_key, auto_increment = false)]
    pub establishment_id: EstablishmentId,
    /// The value of the cube's first dimension; empty where it is unknown.
    #[sea_orm(primary_key, auto_increment = false)]
    pub part_1: String,
    /// The value of its second; empty where it is unknown, and where there is none.
    #[sea_orm(primary_key, auto_increment = false)]
    pub part_2: String,
    /// By how much, negative where a stock shrinks.
    pub value: i64,
}

impl ActiveModelBehavior for ActiveModel {}
