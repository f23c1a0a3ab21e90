//! Summing counters: figures of several measures, grouped, at the ends of several months, by one statement inside the slice.

use entity::counter::{Boundaries, Cube, Level, Measure};
use entity::month::YearMonth;
use entity::{closing_balance, counter, delegation, establishment_kind, province};
use sea_orm::sea_query::{
    CaseStatement, Condition, Expr, ExprTrait, Func, IntoColumnRef, JoinType, Query, SelectStatement, SimpleExpr,
    UnionType,
};
use sea_orm::{ActiveEnum, ColumnTrait, QueryResult};
use uuid::Uuid;

use super::ScopedDb;
use super::counter::{Dimension, dimensions, grown, in_words, is_stock, whole};
use crate::error::Error;

/// By what figures are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The region of the delegation's province.
    Region,
    /// The province of the delegation.
    Province,
    /// The delegation.
    Delegation,
    /// The association.
    Association,
    /// The establishment.
    Establishment,
    /// A dimension of the cube.
    Dimension(Dimension),
    /// The kind under which the kind of an establishment is counted.
    WideKind,
}

/// The counters of one cube that are summed.
#[derive(Clone, Debug)]
pub struct Sums {
    /// Of these measures, all kept by it.
    pub measures: Vec<Measure>,
    /// The cube.
    pub cube: Cube,
    /// A dimension of it in which they are told apart, beside what they are grouped by.
    pub split: Option<Dimension>,
    /// Those that also meet this.
    pub met: Condition,
}

/// When figures are taken.
#[derive(Clone, Debug)]
pub struct Moments {
    /// The first and the last month of each span, the earliest first: a stock is taken at the end of the last month, of a flow
    /// all that it brought in the span. Spans do not overlap.
    pub spans: Vec<(YearMonth, YearMonth)>,
    /// As known at the end of this month; as known now by default.
    pub known: Option<YearMonth>,
    /// A December up to the end of the first span at which every delegation has its balances.
    pub balance: Option<YearMonth>,
}

/// What is asked of the counters.
#[derive(Clone, Debug)]
pub struct Question {
    /// Each cube by itself.
    pub sums: Vec<Sums>,
    /// At which level.
    pub level: Level,
    /// Where what has moved is counted.
    pub boundaries: Boundaries,
    /// By what the figures are grouped.
    pub by: Vec<By>,
    /// When.
    pub moments: Moments,
}

/// A sum of counters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The measure.
    pub measure: Measure,
    /// Of which group: a key for each that was asked for.
    pub group: Vec<String>,
    /// Of which part, where they are told apart.
    pub split: Option<String>,
    /// In which span; of a stock, by how much it grew in it, and in the first all that there was.
    pub span: usize,
    /// The sum.
    pub value: i64,
}

impl ScopedDb {
    /// The figures in the slice. A group in which nothing was ever counted is absent.
    pub async fn figures(&self, question: &Question) -> Result<Vec<Figure>, Error> {
        let mut statements =
            question.sums.iter().map(|sums| self.sum(question, sums)).collect::<Result<Vec<_>, _>>()?;
        let Some(mut statement) = statements.pop() else { return Ok(Vec::new()) };
        for other in statements {
            statement.union(UnionType::All, other);
        }
        let rows = self.read(&statement, None).await?;
        rows.iter().map(|row| figure(row, question)).collect()
    }

    /// What is summed: of counters, and of the balances before them, the columns that both have. Both under the name of
    /// the counters.
    fn counted(&self, question: &Question, sums: &Sums) -> Result<SelectStatement, Error> {
        let Question { level, boundaries, moments, .. } = question;
        // What is counted where it is now is counted there then, but for the difference.
        let boundaries: &[Boundaries] = match boundaries {
            Boundaries::Current => &[Boundaries::Current],
            Boundaries::Historical => &[Boundaries::Current, Boundaries::Historical],
        };
        let (stocks, flows): (Vec<_>, Vec<_>) = sums.measures.iter().copied().partition(|measure| is_stock(*measure));
        let (_, last) = *moments.spans.last().ok_or_else(|| Error::internal("figures of no time"))?;
        // A balance holds what is known now, of a delegation; anything else is summed from the beginning.
        let balance = moments.balance.filter(|_| moments.known.is_none() && *level == Level::Delegation);
        let mut when = Condition::any();
        if !stocks.is_empty() {
            when = when.add(is(counter::Column::Measure, &stocks).add(grown(balance, last)));
        }
        if !flows.is_empty() {
            let within = moments.spans.iter().fold(Condition::any(), |within, (first, last)| {
                let month = || Expr::col((counter::Entity, counter::Column::Month));
                within.add(Condition::all().add(month().gte(in_words(*first))).add(month().lte(in_words(*last))))
            });
            when = when.add(is(counter::Column::Measure, &flows).add(within));
        }
        let counters = self
            .find::<counter::Entity>()
            .filter(is(counter::Column::Cube, &[sums.cube]))
            .filter(is(counter::Column::Level, &[*level]))
            .filter(is(counter::Column::Boundaries, boundaries))
            .filter(when)
            .filter(Condition::all().add_option(moments.known.map(|known| counter::COLUMN.known.lte(known))));
        let (_, mut rows, _) = counters.statement(|select| {
            select.columns(SUMMED.map(|column| (counter::Entity, column)));
            if *level != Level::Delegation {
                select.column((counter::Entity, counter::Column::AssociationId));
                select.column((counter::Entity, counter::Column::EstablishmentId));
            }
        });
        if let Some(december) = balance.filter(|_| !stocks.is_empty()) {
            let balances = self
                .find::<closing_balance::Entity>()
                .filter(is(closing_balance::Column::Cube, &[sums.cube]))
                .filter(is(closing_balance::Column::Measure, &stocks))
                .filter(is(closing_balance::Column::Boundaries, boundaries))
                .filter(Expr::col((closing_balance::Entity, closing_balance::Column::Month)).eq(in_words(december)));
            let (_, balances, _) = balances.statement(|select| {
                select.columns(SUMMED.map(|column| (closing_balance::Entity, column)));
            });
            rows.union(UnionType::All, balances);
        }
        Ok(rows)
    }

    fn sum(&self, question: &Question, sums: &Sums) -> Result<SelectStatement, Error> {
        let by = question.by.iter().map(|by| key(*by, sums.cube)).collect::<Result<Vec<_>, _>>()?;
        let split = sums.split.map(|split| part(split, sums.cube)).transpose()?;
        let span = span_of(&question.moments.spans);
        let mut statement = Query::select();
        let select =
            statement.from_subquery(self.counted(question, sums)?, counter::Entity).cond_where(sums.met.clone());
        if question.by.iter().any(|by| matches!(by, By::Region | By::Province)) {
            let here = Expr::col((delegation::Entity, delegation::Column::Id))
                .eq(Expr::col((counter::Entity, counter::Column::DelegationId)));
            select.join(JoinType::InnerJoin, delegation::Entity, here);
        }
        if question.by.contains(&By::Region) {
            let here = Expr::col((province::Entity, province::Column::Id))
                .eq(Expr::col((delegation::Entity, delegation::Column::ProvinceId)));
            select.join(JoinType::InnerJoin, province::Entity, here);
        }
        if let (true, Ok(kind)) = (question.by.contains(&By::WideKind), part(Dimension::Kind, sums.cube)) {
            let here = Expr::col((establishment_kind::Entity, establishment_kind::Column::Code)).eq(kind);
            select.join(JoinType::LeftJoin, establishment_kind::Entity, here);
        }
        let is_grouped = !by.is_empty() || split.is_some() || span.is_some();
        if let ([one], true) = (sums.measures.as_slice(), is_grouped) {
            // A word that is known need not be compared row by row; but where nothing is counted there is no group, and no row.
            select.expr(word(one));
        } else {
            let measure = (counter::Entity, counter::Column::Measure);
            select.column(measure).group_by_col(measure);
        }
        for key in by {
            select.expr(key.clone()).add_group_by([key]);
        }
        match split {
            Some(split) => select.expr(split.clone()).add_group_by([split]),
            None => select.expr(Expr::cust("NULL")),
        };
        if let Some(span) = span {
            select.expr(span.clone()).add_group_by([span]);
        }
        select.expr(whole(counter::Column::Value.sum()));
        Ok(statement)
    }
}

/// The column of a dimension in a cube.
pub fn part(dimension: Dimension, cube: Cube) -> Result<SimpleExpr, Error> {
    let column = match dimensions(cube).iter().position(|of| *of == dimension) {
        Some(0) => counter::Column::Part1,
        Some(1) => counter::Column::Part2,
        _ => return Err(Error::internal("a cube without the dimension")),
    };
    Ok(Expr::col((counter::Entity, column)))
}

fn key(by: By, cube: Cube) -> Result<SimpleExpr, Error> {
    let column = |column: counter::Column| Expr::col((counter::Entity, column));
    Ok(match by {
        By::Region => Expr::col((province::Entity, province::Column::RegionId)),
        By::Province => Expr::col((delegation::Entity, delegation::Column::ProvinceId)),
        By::Delegation => column(counter::Column::DelegationId),
        By::Association => column(counter::Column::AssociationId),
        By::Establishment => column(counter::Column::EstablishmentId),
        By::Dimension(dimension) => part(dimension, cube)?,
        By::WideKind => {
            let wide = (establishment_kind::Entity, establishment_kind::Column::ParentCode).into_column_ref();
            Func::coalesce([Expr::col(wide), part(Dimension::Kind, cube)?]).into()
        }
    })
}

/// Those columns of a counter that a balance has too, by the same names.
const SUMMED: [counter::Column; 6] = [
    counter::Column::Measure,
    counter::Column::Month,
    counter::Column::DelegationId,
    counter::Column::Part1,
    counter::Column::Part2,
    counter::Column::Value,
];

/// What a column is. In the text of the statement: of parameters PostgreSQL knows nothing when it makes a plan to keep, and
/// planning anew costs as much as a country's sum.
fn is<V: ActiveEnum<Value = String>>(column: impl ColumnTrait, values: &[V]) -> Condition {
    let words: Vec<_> = values.iter().map(word).collect();
    Condition::all().add(match <[_; 1]>::try_from(words) {
        Ok([one]) => Expr::col(column.as_column_ref()).eq(one),
        Err(several) => Expr::col(column.as_column_ref()).is_in(several),
    })
}

/// The value of an enum in the text of a statement.
fn word<V: ActiveEnum<Value = String>>(value: &V) -> SimpleExpr {
    Expr::cust(format!("'{}'", value.to_value()))
}

/// In which span a month falls, up to the end of each; nothing where there is one.
fn span_of(spans: &[(YearMonth, YearMonth)]) -> Option<SimpleExpr> {
    let month = || Expr::col((counter::Entity, counter::Column::Month));
    let (_, before) = spans.split_last().filter(|(_, before)| !before.is_empty())?;
    let mut case = CaseStatement::new();
    for (at, (_, last)) in before.iter().enumerate() {
        case = case.case(month().lte(in_words(*last)), Expr::cust(at.to_string()));
    }
    Some(case.finally(Expr::cust(before.len().to_string())).into())
}

fn figure(row: &QueryResult, question: &Question) -> Result<Figure, Error> {
    let measure = Measure::try_from_value(&row.try_get_by_index::<String>(0)?).map_err(Error::internal)?;
    let mut group = Vec::with_capacity(question.by.len());
    for (at, by) in question.by.iter().enumerate() {
        group.push(match by {
            By::Dimension(_) | By::WideKind => row.try_get_by_index(at + 1)?,
            By::Region | By::Province | By::Delegation | By::Association | By::Establishment => {
                row.try_get_by_index::<Uuid>(at + 1)?.to_string()
            }
        });
    }
    let spans = question.moments.spans.len();
    let at = question.by.len() + 1;
    let split = row.try_get_by_index(at)?;
    let at = at + 1;
    let (span, at) = if spans > 1 { (row.try_get_by_index::<i32>(at)?, at + 1) } else { (0, at) };
    let span = usize::try_from(span).map_err(Error::internal)?;
    Ok(Figure { measure, group, split, span, value: row.try_get_by_index(at)? })
}
