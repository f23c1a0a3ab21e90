//! Reading the annual report.

use async_graphql::{Context, Object};
use entity::counter::{self, Boundaries, Cube, Level};
use entity::declared_figure::{Measure, Qualifier};
use entity::id::{DelegationId, ProgrammeId};
use entity::licence_period::LicenceState;
use entity::month::YearMonth;
use entity::{declared_figure, delegation, grant_line, programme, project};
use sea_orm::sea_query::{Condition, ExprTrait, Order};
use sea_orm::{ActiveEnum, ColumnTrait};

use super::MEASURES;
use super::object::{
    Agreement, AnnualReport, ComputedMoney, FigureOrigin, Flow, ProgrammeGrants, ReportedFlow, ReportedGrants,
    ReportedMeasure,
};
use crate::auth::{Right, Viewer};
use crate::db::counter::Dimension;
use crate::db::figures::{By, Figure, Moments, Question, Sums};
use crate::declared_figure::{DeclaredFigure, agrees};
use crate::delegation::Delegation;
use crate::error::{Error, Maybe};
use crate::global_id::IdOf;
use crate::grant::{GrantLine, Programme};
use crate::money::Money;
use crate::project::Project;
use crate::request::Request;
use crate::statistics;
use crate::text::Message;

/// The institution was founded in 1957; no budget is older.
const FIRST_YEAR: i32 = 1957;
const LAST_YEAR: i32 = 9998;

/// The annual report.
#[derive(Debug, Default)]
pub struct AnnualReportQuery;

#[Object]
impl AnnualReportQuery {
    /// The annual report of a delegation: its network and its grants in figures, computed from the register, beside what
    /// it declared. Null with the error NOT_FOUND where the delegation is not in your slice. Needs the right
    /// READ_ANNUAL_REPORT.
    async fn annual_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The delegation; by default your own, where your slice is a single one.")] delegation: Option<
            IdOf<DelegationId>,
        >,
        #[graphql(desc = "The year of the grants, from 1957.")] budget_year: i32,
        #[graphql(
            desc = "Stocks are counted at the end of this month. By default the month of the latest declaration made in the budget year or the year after; December of the budget year where there is none."
        )]
        as_of: Option<YearMonth>,
        #[graphql(
            desc = "Stocks and flows as they were known at the end of this month, before later corrections; as they are known now by default."
        )]
        as_known_on: Option<YearMonth>,
    ) -> Maybe<AnnualReport> {
        Some(report(ctx, delegation, budget_year, as_of, as_known_on).await)
    }
}

async fn report(
    ctx: &Context<'_>,
    delegation: Option<IdOf<DelegationId>>,
    budget_year: i32,
    as_of: Option<YearMonth>,
    as_known_on: Option<YearMonth>,
) -> Result<AnnualReport, Error> {
    ctx.require(Right::ReadAnnualReport)?;
    let id = match delegation {
        Some(id) => id.key()?,
        None => own_delegation(ctx.viewer()?)?,
    };
    if !(FIRST_YEAR..=LAST_YEAR).contains(&budget_year) {
        return Err(Error::BadUserInput(Message::new("year-range").with("from", FIRST_YEAR).with("to", LAST_YEAR)));
    }
    let delegation = ctx.row::<delegation::Entity>(id).await?.ok_or(Error::NotFound)?;

    let declared = declarations(ctx, id, budget_year, as_of).await?;
    let as_of = match as_of.or_else(|| declared.iter().map(|figure| figure.as_of).max()) {
        Some(month) => month,
        None => YearMonth::try_new(budget_year, 12).ok_or_else(|| Error::internal("a year without December"))?,
    };
    let counted = Counted::read(ctx, id, as_of, budget_year, as_known_on).await?;
    Ok(AnnualReport {
        delegation: Delegation(delegation),
        budget_year,
        as_of,
        measures: measures(&counted, &declared, as_of),
        flows: counted.flows(),
        grants: grants(ctx, id, budget_year).await?,
        projects: projects(ctx, id).await?,
    })
}

fn own_delegation(viewer: Viewer) -> Result<DelegationId, Error> {
    match viewer {
        Viewer::Delegation(id, _) => Ok(id),
        Viewer::NationalOffice(_)
        | Viewer::Region(_)
        | Viewer::Association(_)
        | Viewer::Establishment(_)
        | Viewer::Partner(_) => Err(Error::BadUserInput(Message::new("delegation-needed"))),
    }
}

/// What was declared up to `as_of`; without it, in the budget year and the one after. The earliest first.
async fn declarations(
    ctx: &Context<'_>,
    delegation: DelegationId,
    budget_year: i32,
    as_of: Option<YearMonth>,
) -> Result<Vec<declared_figure::Model>, Error> {
    let column = declared_figure::COLUMN.as_of;
    let mut figures = ctx.db()?.find::<declared_figure::Entity>();
    figures = figures.filter(declared_figure::COLUMN.delegation_id.eq(delegation));
    figures = figures.filter(declared_figure::Column::Measure.is_in(MEASURES));
    figures = if let Some(month) = as_of {
        figures.filter(column.lte(month))
    } else {
        figures.filter(
            column.gte(YearMonth::try_new(budget_year, 1)).and(column.lte(YearMonth::try_new(budget_year + 1, 12))),
        )
    };
    let figures = figures.order_by(declared_figure::Column::AsOf, Order::Asc);
    figures.order_by(declared_figure::Column::Id, Order::Asc).all().await
}

fn measures(counted: &Counted, declared: &[declared_figure::Model], as_of: YearMonth) -> Vec<ReportedMeasure> {
    let report = |measure: Measure| {
        let computed = counted.there_are(measure);
        let declared = declared.iter().rev().find(|figure| figure.measure == measure);
        let agreement = match declared.filter(|figure| figure.as_of == as_of) {
            None => Agreement::NotComparable,
            Some(figure) if agrees(computed, figure.value, figure.qualifier) => Agreement::Agrees,
            Some(_) => Agreement::Differs,
        };
        ReportedMeasure { measure, computed, declared: declared.cloned().map(DeclaredFigure), agreement }
    };
    MEASURES.into_iter().map(report).collect()
}

/// What is counted in a delegation: establishments at the end of a month, by wide kind and state of the licence; and what
/// happened in a year.
struct Counted {
    establishments: Vec<Figure>,
    happened: Vec<Figure>,
}

impl Counted {
    async fn read(
        ctx: &Context<'_>,
        delegation: DelegationId,
        as_of: YearMonth,
        year: i32,
        known: Option<YearMonth>,
    ) -> Result<Self, Error> {
        let db = ctx.db()?;
        let month = |month| YearMonth::try_new(year, month).ok_or_else(|| Error::internal("a year without months"));
        let there = Condition::all().add(counter::COLUMN.delegation_id.eq(delegation));
        let balance = statistics::last_balance(db, Some(delegation), as_of).await?;
        let asked = |measures, cube, by, spans| Question {
            sums: vec![Sums { measures, cube, split: None, met: there.clone() }],
            level: Level::Delegation,
            boundaries: Boundaries::Current,
            by,
            moments: Moments { spans, known, balance },
        };
        let by = vec![By::WideKind, By::Dimension(Dimension::Licence)];
        let stocks = asked(vec![counter::Measure::Establishments], Cube::KindLicence, by, vec![(as_of, as_of)]);
        let year = vec![(month(1)?, month(12)?)];
        let flows = asked(FLOWS.map(|(_, measure)| measure).to_vec(), Cube::Kind, Vec::new(), year);
        Ok(Self { establishments: db.figures(&stocks).await?, happened: db.figures(&flows).await? })
    }

    fn there_are(&self, measure: Measure) -> i64 {
        let Some((kind, state)) = counts(measure) else { return 0 };
        let state = state.map(|state| state.to_value());
        let of =
            |figure: &&Figure| figure.group[0] == kind && state.as_ref().is_none_or(|state| figure.group[1] == *state);
        self.establishments.iter().filter(of).map(|figure| figure.value).sum()
    }

    fn flows(&self) -> Vec<ReportedFlow> {
        let of =
            |measure| self.happened.iter().filter(move |figure| figure.measure == measure).map(|figure| figure.value);
        FLOWS.into_iter().map(|(flow, measure)| ReportedFlow { flow, computed: of(measure).sum() }).collect()
    }
}

const FLOWS: [(Flow, counter::Measure); 3] = [
    (Flow::EstablishmentsOpened, counter::Measure::EstablishmentsOpened),
    (Flow::EstablishmentsClosed, counter::Measure::EstablishmentsClosed),
    (Flow::LicencesGranted, counter::Measure::LicencesGranted),
];

/// Which establishments a measure of the report counts: of which wide kind, with their licence in which state, in any where
/// it does not say. `None` where it counts no establishments.
pub(super) fn counts(measure: Measure) -> Option<(&'static str, Option<LicenceState>)> {
    Some(match measure {
        Measure::LicensedEps => ("EPS", Some(LicenceState::Licensed)),
        Measure::EpsBeingLicensed => ("EPS", Some(LicenceState::InProgress)),
        Measure::Cef => ("CEF", None),
        Measure::Kindergartens => ("JE", None),
        Measure::SocialComplexes => ("COMPLEX", None),
        Measure::DisabilityCenters => ("DISABILITY_CENTER", None),
        Measure::GrantsAwarded | Measure::PeopleServed => return None,
    })
}

async fn grants(ctx: &Context<'_>, delegation: DelegationId, budget_year: i32) -> Result<ReportedGrants, Error> {
    let lines = ctx.db()?.find::<grant_line::Entity>();
    let lines = lines
        .filter(grant_line::COLUMN.delegation_id.eq(delegation))
        .filter(grant_line::COLUMN.budget_year.eq(budget_year))
        .order_by(grant_line::Column::Id, Order::Asc)
        .all()
        .await?;
    let ids: Vec<ProgrammeId> = lines.iter().map(|line| line.programme_id).collect();
    let mut programmes = ctx.rows_of::<programme::Entity>(ids).await?;
    programmes.sort_by(|one, other| one.code.cmp(&other.code));
    programmes.dedup();
    let total = sum(&lines)?;
    let mut by_programme = Vec::new();
    for programme in programmes {
        let lines: Vec<_> = lines.iter().filter(|line| line.programme_id == programme.id).cloned().collect();
        by_programme.push(ProgrammeGrants {
            programme: Programme(programme),
            total: sum(&lines)?,
            lines: lines.into_iter().map(GrantLine).collect(),
        });
    }
    Ok(ReportedGrants { by_programme, total })
}

fn sum(lines: &[grant_line::Model]) -> Result<ComputedMoney, Error> {
    let centimes = lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.amount_centimes));
    Ok(ComputedMoney {
        money: Money::from_centimes(centimes.ok_or_else(|| Error::internal("a sum beyond all money"))?),
        origin: FigureOrigin::ComputedByTaawun,
        estimated: lines.iter().any(|line| line.amount_qualifier != Qualifier::Exact),
    })
}

async fn projects(ctx: &Context<'_>, delegation: DelegationId) -> Result<Vec<Project>, Error> {
    let projects = ctx.db()?.find::<project::Entity>().filter(project::COLUMN.delegation_id.eq(delegation));
    let projects = projects.order_by(project::Column::Id, Order::Asc).all().await?;
    Ok(projects.into_iter().map(Project).collect())
}
