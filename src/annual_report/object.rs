//! The annual report, as GraphQL shows it.

use async_graphql::{Enum, SimpleObject};
use entity::declared_figure::Measure;
use entity::month::YearMonth;

use crate::declared_figure::DeclaredFigure;
use crate::delegation::Delegation;
use crate::grant::{GrantLine, Programme};
use crate::money::Money;
use crate::project::Project;

/// The year of a delegation in figures. Computed figures come from the register; declared ones are the delegation's.
#[derive(Debug, SimpleObject)]
pub struct AnnualReport {
    /// The delegation.
    pub delegation: Delegation,
    /// The budget year of the grants.
    pub budget_year: i32,
    /// The month at whose end stocks are counted.
    pub as_of: YearMonth,
    /// The network in figures, always the same measures in the same order.
    pub measures: Vec<ReportedMeasure>,
    /// What happened in the network in the budget year, always the same flows in the same order.
    pub flows: Vec<ReportedFlow>,
    /// The grants of the budget year.
    pub grants: ReportedGrants,
    /// The projects of the delegation.
    pub projects: Vec<Project>,
}

/// A measure, computed and declared.
#[derive(Debug, SimpleObject)]
pub struct ReportedMeasure {
    /// The measure, whose description says what is counted.
    pub measure: Measure,
    /// How many the register has at the end of `asOf`.
    pub computed: i64,
    /// What the delegation declared: of its declarations up to `asOf` that of the latest month, and of several of one month
    /// the one made last; null where it declared nothing.
    pub declared: Option<DeclaredFigure>,
    /// Whether the two agree.
    pub agreement: Agreement,
}

/// What happened in a year.
#[derive(Debug, SimpleObject)]
pub struct ReportedFlow {
    /// What is counted.
    pub flow: Flow,
    /// How many, in the months of the budget year; what has no known day is in no year.
    pub computed: i64,
}

/// What is counted in the months in which it happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum Flow {
    /// مؤسسات فُتحت: establishments of any kind that opened.
    EstablishmentsOpened,
    /// مؤسسات أُغلقت: establishments of any kind that closed for good.
    EstablishmentsClosed,
    /// رخص سُلمت: licences that began, renewals included.
    LicencesGranted,
}

/// Whether a computed figure agrees with a declared one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum Agreement {
    /// They agree, as the declaration's qualifier is read: "more than 23" agrees with 24; "about" allows a tenth.
    Agrees,
    /// They differ.
    Differs,
    /// Nothing was declared, or for another month than the count's.
    NotComparable,
}

/// The grants of a budget year.
#[derive(Debug, SimpleObject)]
pub struct ReportedGrants {
    /// By programme, in the order of the programmes' codes.
    pub by_programme: Vec<ProgrammeGrants>,
    /// The sum of all lines, estimates included. It is Taawun's: no source states it.
    pub total: ComputedMoney,
}

/// The grants of one programme in a budget year.
#[derive(Debug, SimpleObject)]
pub struct ProgrammeGrants {
    /// The programme.
    pub programme: Programme,
    /// Its lines, in the order in which they were entered.
    pub lines: Vec<GrantLine>,
    /// The sum of its lines, estimates included; Taawun's.
    pub total: ComputedMoney,
}

/// A sum that Taawun made.
#[derive(Debug, SimpleObject)]
pub struct ComputedMoney {
    /// The sum.
    pub money: Money,
    /// Who made it.
    pub origin: FigureOrigin,
    /// True where a line of it is an estimate, so that the sum is one.
    pub estimated: bool,
}

/// Where a figure comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum FigureOrigin {
    /// Taawun computed it from its register.
    ComputedByTaawun,
}
