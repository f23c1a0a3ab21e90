//! Who owes a return: houses that were open in a period that is over, and have submitted none.

use std::collections::BTreeMap;

use async_graphql::{Context, Enum, InputObject, SimpleObject};
use chrono::NaiveDate;
use entity::establishment::EstablishmentState;
use entity::id::{DelegationId, EstablishmentId};
use entity::month::YearMonth;
use entity::season_return::{self, SeasonReturnState};
use entity::{establishment, return_template};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{CaseStatement, Condition, Expr, ExprTrait, Order};

use super::period::{Period, Templates};
use super::{ReturnTemplate, SeasonReturn};
use crate::clock::Date;
use crate::db::queue::Waiting;
use crate::db::{ScopedDb, ScopedSelect};
use crate::error::Error;
use crate::establishment::Establishment;
use crate::global_id::IdOf;
use crate::page::{DEFAULT_SIZE, MAXIMUM_SIZE};
use crate::request::Request;
use crate::text::Message;
use crate::work::WorkKind;

/// Which houses that owe a return; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct ReturnsDueWhere {
    /// As of this day, by which the last period that is over and the days late are reckoned; today by default. Returns are taken
    /// as they stand now.
    as_of: Option<Date>,
    /// For the period that begins in this month; where it is not over on that day, nobody owes anything.
    period: Option<YearMonth>,
    /// Those that stand in this delegation.
    delegation: Option<IdOf<DelegationId>>,
    /// Those whose return stands so.
    state: Option<ReturnDueState>,
    /// True: only those whose return was due before that day. False: only the others.
    late: Option<bool>,
}

/// How far a return that is owed has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ReturnDueState {
    /// It has not been begun.
    Missing,
    /// It is being filled in.
    Draft,
    /// It was sent back.
    Returned,
}

/// The houses that owe a return.
#[derive(Debug, SimpleObject)]
pub(super) struct ReturnsDue {
    /// How many there are in all, within your slice and the filter.
    total_count: i64,
    /// The houses, by reference.
    nodes: Vec<ReturnDue>,
    /// Whether there are more behind them.
    has_next_page: bool,
    /// The reference of the last of them, to be given as `after`; null where there is none.
    end_reference: Option<String>,
}

/// A return that a house owes.
#[derive(Debug, SimpleObject)]
pub(super) struct ReturnDue {
    /// The house.
    establishment: Establishment,
    /// The template by which it reports.
    return_template: ReturnTemplate,
    /// The first month of the period.
    period_first: YearMonth,
    /// The last month of the period.
    period_last: YearMonth,
    /// The last day on which it is in time.
    due_on: Date,
    /// Days since then; 0 while it is in time.
    days_late: i32,
    /// How far it has come.
    state: ReturnDueState,
    /// The return, as far as it has come; null where it is missing.
    season_return: Option<SeasonReturn>,
}

/// A return that a house owes, before it is shown.
#[derive(Debug)]
pub(super) struct Owed {
    pub(super) house: establishment::Model,
    pub(super) template: return_template::Model,
    pub(super) period: Period,
    pub(super) due_on: NaiveDate,
    row: Option<season_return::Model>,
}

/// Which returns are looked for.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) day: NaiveDate,
    pub(super) period: Option<YearMonth>,
    pub(super) delegation: Option<DelegationId>,
    pub(super) state: Option<ReturnDueState>,
    pub(super) late: Option<bool>,
}

pub(super) async fn returns_due(
    ctx: &Context<'_>,
    filter: ReturnsDueWhere,
    first: Option<i32>,
    after: Option<String>,
) -> Result<ReturnsDue, Error> {
    let size = first.map_or(Ok(DEFAULT_SIZE), u32::try_from).ok().filter(|size| *size <= MAXIMUM_SIZE);
    let refused = Message::new("page-size").with("argument", "first").with("maximum", MAXIMUM_SIZE);
    let size = size.ok_or(Error::BadUserInput(refused))?;
    let day = filter.as_of.map_or_else(|| ctx.today(), |day| Ok(day.0))?;
    let wanted = Wanted {
        day,
        period: filter.period,
        delegation: filter.delegation.map(|id| id.key()).transpose()?,
        state: filter.state,
        late: filter.late,
    };
    let db = ctx.db()?;
    let Some(due) = Due::find(db, &wanted).await? else {
        return Ok(ReturnsDue { total_count: 0, nodes: Vec::new(), has_next_page: false, end_reference: None });
    };
    let total_count = due.houses.clone().count().await?;
    let mut owed = due.read(db, after, u64::from(size) + 1).await?;
    let has_next_page = owed.len() > size as usize;
    owed.truncate(size as usize);
    let end_reference = owed.last().map(|owed| owed.house.reference.clone());
    Ok(ReturnsDue {
        total_count,
        nodes: owed.into_iter().map(|owed| owed.shown(day)).collect(),
        has_next_page,
        end_reference,
    })
}

/// What the houses of some kinds owe.
struct Asked {
    template: return_template::Model,
    period: Period,
    due_on: NaiveDate,
    kinds: Vec<String>,
}

/// Houses that owe a return, and which.
pub(super) struct Due {
    houses: ScopedSelect<establishment::Entity>,
    asked: Vec<Asked>,
}

impl Due {
    /// `None` where nothing is asked of anybody.
    pub(super) async fn find(db: &ScopedDb, wanted: &Wanted) -> Result<Option<Self>, Error> {
        let templates = Templates::read(db).await?;
        let period = |template: &return_template::Model| match wanted.period {
            Some(first) => Period::starting(template, first).filter(|period| period.is_over_before(wanted.day)),
            None => Period::last_over(template, wanted.day),
        };
        let asked = templates.asking(period).into_iter().filter_map(|(template, period, kinds)| {
            let due_on = period.due_on(template)?;
            let kinds = kinds.into_iter().map(str::to_owned).collect();
            let is_wanted = wanted.late.is_none_or(|late| late == (due_on < wanted.day));
            is_wanted.then(|| Asked { template: template.clone(), period, due_on, kinds })
        });
        let asked: Vec<_> = asked.collect();
        if asked.is_empty() {
            return Ok(None);
        }
        let owe = asked.iter().filter_map(|asked| owe(db, asked, wanted.state)).fold(Condition::any(), Condition::add);
        let mut houses = db.find::<establishment::Entity>().filter(owe);
        if let Some(delegation) = wanted.delegation {
            houses = houses.filter(establishment::COLUMN.delegation_id.eq(delegation));
        }
        Ok(Some(Self { houses, asked }))
    }

    /// The houses, as what waits: due by the template of their kind, and waiting since the day behind the period.
    pub(super) fn waiting(self) -> Result<Waiting, Error> {
        let kind = || Expr::col((establishment::Entity, establishment::Column::KindCode));
        let (mut due, mut since) = (CaseStatement::new(), CaseStatement::new());
        for asked in &self.asked {
            let of_these = || kind().is_in(asked.kinds.iter().cloned());
            due = due.case(of_these(), Expr::val(asked.due_on));
            since = since.case(of_these(), Expr::val(asked.period.last_day().and_then(|day| day.succ_opt())));
        }
        self.houses.waiting(WorkKind::SeasonReturnBegin.number(), due.into(), since.into())
    }

    /// So many at most, behind a reference, in the order of their references.
    pub(super) async fn read(self, db: &ScopedDb, after: Option<String>, most: u64) -> Result<Vec<Owed>, Error> {
        let mut houses = self.houses;
        if let Some(after) = after {
            houses = houses.filter(establishment::COLUMN.reference.gt(after));
        }
        let houses = houses.order_by(establishment::Column::Reference, Order::Asc).limit(most).all().await?;
        let rows = db.find::<season_return::Entity>();
        let rows = rows.filter(season_return::COLUMN.establishment_id.is_in(houses.iter().map(|house| house.id)));
        let periods = self.asked.iter().map(|asked| asked.period.first);
        let rows = rows.filter(season_return::COLUMN.period_first.is_in(periods)).all().await?;
        let mut rows: BTreeMap<(EstablishmentId, YearMonth), season_return::Model> =
            rows.into_iter().map(|row| ((row.establishment_id, row.period_first), row)).collect();
        let owed = houses.into_iter().filter_map(|house| {
            let asked = self.asked.iter().find(|asked| asked.kinds.contains(&house.kind_code))?;
            Some(Owed {
                row: rows.remove(&(house.id, asked.period.first)),
                template: asked.template.clone(),
                period: asked.period,
                due_on: asked.due_on,
                house,
            })
        });
        Ok(owed.collect())
    }
}

/// Houses of these kinds that were open in the period and whose return is not submitted, or stands as it is asked for.
fn owe(db: &ScopedDb, asked: &Asked, state: Option<ReturnDueState>) -> Option<Condition> {
    let (first, last) = (asked.period.first_day()?, asked.period.last_day()?);
    let rows = db.find::<season_return::Entity>();
    let rows = rows.filter(season_return::COLUMN.period_first.eq(asked.period.first));
    let houses = |rows: ScopedSelect<season_return::Entity>| rows.values_of(season_return::Column::EstablishmentId);
    let of_state = |states: &[SeasonReturnState]| {
        houses(rows.clone().filter(season_return::COLUMN.state.is_in(states.iter().copied())))
    };
    let id = establishment::COLUMN.id;
    let stands = match state {
        None => id.not_in_subquery(of_state(&[SeasonReturnState::Submitted, SeasonReturnState::Validated])),
        Some(ReturnDueState::Missing) => id.not_in_subquery(houses(rows.clone())),
        Some(ReturnDueState::Draft) => id.in_subquery(of_state(&[SeasonReturnState::Draft])),
        Some(ReturnDueState::Returned) => id.in_subquery(of_state(&[SeasonReturnState::Returned])),
    };
    let opened = establishment::COLUMN.opened_on.is_null().or(establishment::COLUMN.opened_on.lte(last));
    let not_closed = establishment::COLUMN.closed_on.is_null().or(establishment::COLUMN.closed_on.gte(first));
    Some(
        Condition::all()
            .add(establishment::COLUMN.kind_code.is_in(asked.kinds.iter().cloned()))
            .add(establishment::COLUMN.state.ne(EstablishmentState::Planned))
            .add(opened)
            .add(not_closed)
            .add(stands),
    )
}

impl Owed {
    fn shown(self, day: NaiveDate) -> ReturnDue {
        let state = match self.row.as_ref().map(|row| row.state) {
            None => ReturnDueState::Missing,
            Some(SeasonReturnState::Returned) => ReturnDueState::Returned,
            Some(SeasonReturnState::Draft | SeasonReturnState::Submitted | SeasonReturnState::Validated) => {
                ReturnDueState::Draft
            }
        };
        let days_late = if self.due_on < day { (day - self.due_on).num_days() } else { 0 };
        ReturnDue {
            days_late: i32::try_from(days_late).unwrap_or(i32::MAX),
            establishment: Establishment(self.house),
            return_template: ReturnTemplate(self.template),
            period_first: self.period.first,
            period_last: self.period.last,
            due_on: Date(self.due_on),
            state,
            season_return: self.row.map(SeasonReturn),
        }
    }
}
