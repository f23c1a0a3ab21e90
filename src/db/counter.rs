//! Keeping counters: adding to them, and closing years, so that what there is now is one balance and a year's growth.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDate};
use entity::counter::{Boundaries, Cube, Level, Measure};
use entity::id::{AssociationId, DelegationId, EstablishmentId, StreamId};
use entity::month::YearMonth;
use entity::{closing_balance, counter, stream};
use sea_orm::sea_query::{
    ColumnType, Expr, ExprTrait, Func, InsertStatement, OnConflict, Query, SimpleExpr, UnionType,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, Iterable, ModelTrait, PrimaryKeyToColumn,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use super::Pool;
use super::change::journal::json;
use crate::error::Error;

/// By how much something lets a measure grow in a month.
#[derive(Clone, Debug)]
pub struct Growth {
    /// The measure.
    pub measure: Measure,
    /// Where it is counted.
    pub place: Place,
    /// Whether there now, or as the difference that makes what was then.
    pub boundaries: Boundaries,
    /// The month.
    pub month: YearMonth,
    /// By how much.
    pub by: i64,
    /// What it is, in each dimension.
    pub cell: Cell,
}

impl Growth {
    /// The counters that it counts in, as known in a month, without a value.
    pub(super) fn counters(&self, known: YearMonth) -> Vec<counter::Model> {
        let nil = (AssociationId(Uuid::nil()), EstablishmentId(Uuid::nil()));
        let mut counters = Vec::new();
        for cube in cubes(self.measure) {
            let mut dimensions = dimensions(*cube).iter();
            let (ones, others) = (self.cell.values(dimensions.next()), self.cell.values(dimensions.next()));
            for level in levels(self.measure, *cube) {
                let (association_id, establishment_id) = match (level, self.place) {
                    (Level::Delegation, _) => nil,
                    (Level::Association, Place { association, .. }) => (association.unwrap_or(nil.0), nil.1),
                    (Level::Establishment, Place { association, establishment: Some(id), .. }) => {
                        (association.unwrap_or(nil.0), id)
                    }
                    (Level::Establishment, _) => continue,
                };
                let parts = ones.iter().flat_map(|one| others.iter().map(move |other| (one, other)));
                counters.extend(parts.map(|(part_1, part_2)| counter::Model {
                    measure: self.measure,
                    cube: *cube,
                    level: *level,
                    boundaries: self.boundaries,
                    month: self.month,
                    known,
                    delegation_id: self.place.delegation,
                    association_id,
                    establishment_id,
                    part_1: part_1.clone(),
                    part_2: part_2.clone(),
                    value: 0,
                }));
            }
        }
        counters
    }
}

/// Whose something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The delegation.
    pub delegation: DelegationId,
    /// The association, where there is one.
    pub association: Option<AssociationId>,
    /// The establishment, where it is one's.
    pub establishment: Option<EstablishmentId>,
}

/// What something is, in each dimension; unknown where it does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell(BTreeMap<Dimension, Vec<String>>);

impl Cell {
    /// The same, with what it is in a dimension.
    #[must_use]
    pub fn with(self, dimension: Dimension, value: impl Into<String>) -> Self {
        self.with_each(dimension, vec![value.into()])
    }

    /// The same, with all that it is in a dimension at once.
    #[must_use]
    pub fn with_each(mut self, dimension: Dimension, values: Vec<String>) -> Self {
        self.0.insert(dimension, values);
        self
    }

    fn values(&self, dimension: Option<&Dimension>) -> Vec<String> {
        let values = dimension.and_then(|dimension| self.0.get(dimension)).filter(|values| !values.is_empty());
        values.cloned().unwrap_or_else(|| vec![String::new()])
    }
}

/// By what counters are kept apart, beside months, delegations, associations and establishments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    /// The kind of an establishment, by code.
    Kind,
    /// The state of its licence.
    Licence,
    /// The commune, by id.
    Commune,
    /// Whom it serves.
    Audience,
    /// The programme of a grant, or of support to create a house, by id.
    Programme,
    /// Female or male.
    Sex,
    /// Age band or level of school, by code.
    Band,
    /// What members of the staff do.
    StaffType,
    /// Whether they are qualified: `TRUE` or `FALSE`.
    Qualified,
    /// Who paid.
    FundingSource,
}

/// The dimensions of a cube, in the order of the columns that hold them.
#[must_use]
pub fn dimensions(cube: Cube) -> &'static [Dimension] {
    match cube {
        Cube::Kind => &[Dimension::Kind],
        Cube::KindLicence => &[Dimension::Kind, Dimension::Licence],
        Cube::KindSex => &[Dimension::Kind, Dimension::Sex],
        Cube::CommuneKind => &[Dimension::Commune, Dimension::Kind],
        Cube::Audience => &[Dimension::Audience],
        Cube::Programme => &[Dimension::Programme],
        Cube::SexBand => &[Dimension::Sex, Dimension::Band],
        Cube::Staff => &[Dimension::StaffType, Dimension::Qualified],
        Cube::FundingSource => &[Dimension::FundingSource],
    }
}

/// The cubes of a measure. All of them count the same.
#[must_use]
pub fn cubes(measure: Measure) -> &'static [Cube] {
    match measure {
        Measure::Establishments => &[Cube::KindLicence, Cube::CommuneKind, Cube::Audience],
        Measure::Capacity => &[Cube::KindSex, Cube::CommuneKind, Cube::Audience],
        Measure::EstablishmentsOpened | Measure::EstablishmentsClosed | Measure::LicencesGranted | Measure::Beds => {
            &[Cube::Kind]
        }
        Measure::GrantsAwarded
        | Measure::CreationSupportRequested
        | Measure::CreationSupportGranted
        | Measure::CreationSupportAmountGranted => &[Cube::Programme],
        Measure::Projects | Measure::PlacesReported | Measure::PlacesTaken => &[Cube::CommuneKind],
        // Asked for beside every figure of returns: a country's are few by kind alone.
        Measure::Returns => &[Cube::Kind, Cube::CommuneKind],
        Measure::PeopleServed => &[Cube::KindSex, Cube::SexBand, Cube::CommuneKind],
        Measure::PeoplePresent => &[Cube::KindSex, Cube::CommuneKind],
        Measure::OrphansServed | Measure::PersonsWithDisabilityServed => &[Cube::KindSex],
        Measure::Staff => &[Cube::Kind, Cube::Staff],
        Measure::Expenditure => &[Cube::Kind, Cube::FundingSource],
    }
}

/// The levels at which a cube of a measure is kept. Of one establishment, commune and audience are known, and its returns are
/// a few rows; those of one association are told as far as by kind and sex.
#[must_use]
pub fn levels(measure: Measure, cube: Cube) -> &'static [Level] {
    match measure {
        Measure::Establishments
        | Measure::Capacity
        | Measure::EstablishmentsOpened
        | Measure::EstablishmentsClosed
        | Measure::LicencesGranted
            if !matches!(cube, Cube::CommuneKind | Cube::Audience) =>
        {
            &[Level::Delegation, Level::Association, Level::Establishment]
        }
        Measure::PeopleServed | Measure::PeoplePresent if cube != Cube::KindSex => &[Level::Delegation],
        Measure::Staff | Measure::Expenditure if cube != Cube::Kind => &[Level::Delegation],
        Measure::Establishments
        | Measure::Capacity
        | Measure::EstablishmentsOpened
        | Measure::EstablishmentsClosed
        | Measure::LicencesGranted
        | Measure::GrantsAwarded
        | Measure::Projects
        | Measure::Returns
        | Measure::PeopleServed
        | Measure::OrphansServed
        | Measure::PersonsWithDisabilityServed
        | Measure::PeoplePresent
        | Measure::PlacesReported
        | Measure::PlacesTaken
        | Measure::Beds
        | Measure::Staff
        | Measure::Expenditure
        | Measure::CreationSupportRequested
        | Measure::CreationSupportGranted
        | Measure::CreationSupportAmountGranted => &[Level::Delegation, Level::Association],
    }
}

/// Whether a measure is of what there is at a moment. A flow, which is of what happened in a month, has no balance.
#[must_use]
pub fn is_stock(measure: Measure) -> bool {
    match measure {
        Measure::Establishments
        | Measure::Capacity
        | Measure::Projects
        | Measure::Returns
        | Measure::PeopleServed
        | Measure::OrphansServed
        | Measure::PersonsWithDisabilityServed
        | Measure::PeoplePresent
        | Measure::PlacesReported
        | Measure::PlacesTaken
        | Measure::Beds
        | Measure::Staff
        | Measure::Expenditure => true,
        Measure::EstablishmentsOpened
        | Measure::EstablishmentsClosed
        | Measure::LicencesGranted
        | Measure::GrantsAwarded
        | Measure::CreationSupportRequested
        | Measure::CreationSupportGranted
        | Measure::CreationSupportAmountGranted => false,
    }
}

/// The last month of a year.
pub(super) fn december(year: i32) -> Result<YearMonth, Error> {
    YearMonth::try_new(year, 12).ok_or_else(|| Error::internal("a year without December"))
}

/// Counters that are to grow, each once, and closing balances with them.
#[derive(Clone, Debug, Default)]
pub struct Counters {
    grown: HashMap<counter::Model, i64>,
    balances: HashMap<closing_balance::Model, i64>,
}

impl Counters {
    /// Lets those counters grow that something counts in, as known in a month; with a sign of -1, it no longer does. Closing
    /// balances grow with them.
    pub fn grow(&mut self, head: &stream::Model, growth: &Growth, known: YearMonth, sign: i64) -> Result<(), Error> {
        for row in growth.counters(known) {
            for balance in balances(head, &row)? {
                *self.balances.entry(balance).or_default() += sign * growth.by;
            }
            *self.grown.entry(row).or_default() += sign * growth.by;
        }
        Ok(())
    }

    /// The counters that grow or shrink, and the balances.
    #[must_use]
    pub fn rows(self) -> (Vec<counter::Model>, Vec<closing_balance::Model>) {
        let grown = self.grown.into_iter().filter(|(_, value)| *value != 0);
        let balances = self.balances.into_iter().filter(|(_, value)| *value != 0);
        (
            grown.map(|(row, value)| counter::Model { value, ..row }).collect(),
            balances.map(|(row, value)| closing_balance::Model { value, ..row }).collect(),
        )
    }
}

/// The closing balances that a counter of a stock belongs to: those of the closed years at whose end it counts. Those of
/// associations and establishments have none: they are few for each.
fn balances(head: &stream::Model, of: &counter::Model) -> Result<Vec<closing_balance::Model>, Error> {
    if of.level != Level::Delegation || !is_stock(of.measure) || head.closed_until == 0 {
        return Ok(Vec::new());
    }
    (Ord::max(head.closed_from, of.month.year())..=head.closed_until)
        .map(|year| {
            Ok(closing_balance::Model {
                delegation_id: of.delegation_id,
                measure: of.measure,
                cube: of.cube,
                boundaries: of.boundaries,
                month: december(year)?,
                part_1: of.part_1.clone(),
                part_2: of.part_2.clone(),
                value: 0,
            })
        })
        .collect()
}

/// Adds to counters, or to balances, that may be there. Each is there once. All rows are one value, a list of lists, so that
/// the statement is the same however many they are: a house that moves with its returns has more than a thousand.
pub(super) fn add<E: EntityTrait>(
    database: DbBackend,
    rows: &[E::Model],
    value: E::Column,
) -> Result<InsertStatement, Error> {
    let list = |row: &E::Model| E::Column::iter().map(|column| json(&row.get(column))).collect::<serde_json::Value>();
    let rows = Expr::val(rows.iter().map(list).collect::<serde_json::Value>().to_string());
    let each = if database == DbBackend::Postgres {
        // Binary, of which a value is found without reading the row's text again.
        Func::cust("jsonb_array_elements").arg(rows.cast_as("jsonb"))
    } else {
        Func::cust("jsonb_each").arg(rows)
    };
    let mut read = Query::select();
    read.from_function(each, "row").and_where(Expr::cust("true")); // without which SQLite takes "ON CONFLICT" for a join's
    for (index, column) in E::Column::iter().enumerate() {
        read.expr(Expr::cust(match (database, column.def().get_column_type()) {
            (DbBackend::Postgres, ColumnType::Uuid) => format!("CAST(value ->> {index} AS uuid)"),
            (DbBackend::Postgres, ColumnType::Integer) => format!("CAST(value ->> {index} AS integer)"),
            (DbBackend::Postgres, ColumnType::BigInteger) => format!("CAST(value ->> {index} AS bigint)"),
            (_, ColumnType::Uuid) => format!("unhex(value ->> {index}, '-')"),
            _ => format!("value ->> {index}"),
        }));
    }
    let mut insert = Query::insert();
    insert.into_table(E::default()).columns(E::Column::iter()).select_from(read).map_err(Error::internal)?;
    adds::<E>(&mut insert, value);
    Ok(insert)
}

/// What is inserted is added where a row with the key is there.
pub(super) fn adds<E: EntityTrait>(insert: &mut InsertStatement, value: E::Column) {
    let keys = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column);
    let sum = Expr::col((E::default(), value)).add(Expr::col(("excluded", value)));
    insert.on_conflict(OnConflict::columns(keys).value(value, sum).to_owned());
}

/// How many years the first closing goes back. Of the years before them every month is summed.
const YEARS_CLOSED_AT_FIRST: i32 = 10;

/// Closes the years of a delegation that have ended and are not closed: each stock gets its balance at the end of each of
/// them. Its stream is locked.
pub(super) async fn close_years(
    transaction: &impl ConnectionTrait,
    head: &mut stream::Model,
    today: NaiveDate,
) -> Result<(), Error> {
    let last = today.year() - 1;
    if head.id == StreamId::NATIONAL || head.closed_until >= last {
        return Ok(());
    }
    let first = if head.closed_until == 0 { last - YEARS_CLOSED_AT_FIRST + 1 } else { head.closed_until + 1 };
    for year in first..=last {
        let before = (year > first || head.closed_until != 0).then_some(year - 1);
        transaction.execute(&close(DelegationId(head.id.0), year, before)?).await?;
    }
    if head.closed_from == 0 {
        head.closed_from = first;
    }
    head.closed_until = last;
    let closed = stream::Entity::update_many()
        .col_expr(stream::Column::ClosedFrom, Expr::val(head.closed_from))
        .col_expr(stream::Column::ClosedUntil, Expr::val(head.closed_until))
        .filter(stream::Column::Id.eq(head.id));
    transaction.execute(closed.as_query()).await?;
    Ok(())
}

/// The balances at the end of a year: those at the end of the year before, where it is closed, and what grew since.
fn close(delegation: DelegationId, year: i32, before: Option<i32>) -> Result<InsertStatement, Error> {
    let kept = [
        closing_balance::Column::DelegationId,
        closing_balance::Column::Measure,
        closing_balance::Column::Cube,
        closing_balance::Column::Boundaries,
        closing_balance::Column::Part1,
        closing_balance::Column::Part2,
    ];
    let (december_of, before) = (december(year)?, before.map(december).transpose()?);
    // Both tables have these columns, by the same names.
    let rows_of =
        |met: Condition| Query::select().columns(kept).column(closing_balance::Column::Value).cond_where(met).take();
    let stocks = Measure::iter().filter(|measure| is_stock(*measure));
    let met = Condition::all()
        .add(counter::COLUMN.delegation_id.eq(delegation))
        .add(counter::COLUMN.level.eq(Level::Delegation))
        .add(counter::Column::Measure.is_in(stocks))
        .add(grown(before, december_of));
    let mut rows = rows_of(met).from(counter::Entity).take();
    if let Some(before) = before {
        let column = closing_balance::COLUMN;
        let met = Condition::all().add(column.delegation_id.eq(delegation)).add(column.month.eq(before));
        rows.union(UnionType::All, rows_of(met).from(closing_balance::Entity).take());
    }
    let sum = || Expr::col(closing_balance::Column::Value).sum();
    let mut sums = Query::select();
    sums.columns(kept).expr(Expr::val(december_of)).expr(whole(sum())).from_subquery(rows, "rows");
    sums.group_by_columns(kept).and_having(sum().ne(0));
    let mut insert = Query::insert();
    let columns = kept.into_iter().chain([closing_balance::Column::Month, closing_balance::Column::Value]);
    insert.into_table(closing_balance::Entity).columns(columns);
    insert.select_from(sums).map_err(Error::internal)?;
    Ok(insert)
}

impl Pool {
    /// The heads of all streams: how far each has come, and which of its years are closed.
    pub async fn heads(&self) -> Result<Vec<stream::Model>, Error> {
        Ok(stream::Entity::find().all(self.reader()).await?)
    }

    /// Closes the years that have ended, in every delegation. The first change of a year does so for its own.
    pub async fn close_years(&self, today: NaiveDate) -> Result<(), Error> {
        let is_open = |head: &stream::Model| head.id != StreamId::NATIONAL && head.closed_until < today.year() - 1;
        if !self.heads().await?.iter().any(is_open) {
            return Ok(());
        }
        let transaction = self.begin().await?;
        let heads = stream::Entity::find().order_by_asc(stream::Column::Id).lock_exclusive();
        for mut head in heads.all(&transaction).await? {
            close_years(&transaction, &mut head, today).await?;
        }
        Ok(transaction.commit().await?)
    }
}

/// PostgreSQL makes a sum of whole numbers a decimal one.
pub(super) fn whole(sum: SimpleExpr) -> Expr {
    Func::cast_as(sum, "bigint").into()
}

/// The counters of stocks that grew after a balance, where there is one, up to the end of a month.
pub(super) fn grown(balance: Option<YearMonth>, until: YearMonth) -> Condition {
    let month = || Expr::col((counter::Entity, counter::Column::Month));
    let after = balance.map(|december| month().gt(in_words(december)));
    Condition::all().add_option(after).add(month().lte(in_words(until)))
}

/// A month in the text of a statement.
pub(super) fn in_words(month: YearMonth) -> SimpleExpr {
    Expr::cust(format!("{}{:02}", month.year(), month.month()))
}
