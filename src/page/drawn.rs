//! A page in the fast lane: the same fields, written from the rows.

use async_graphql::connection::PageInfo;
use async_graphql::{Context, OutputType};
use chrono::NaiveDate;
use sea_orm::sea_query::{ColumnType, Value};
use sea_orm::{ColumnTrait, IdenStatic, QueryResult, TryGetable};
use uuid::Uuid;

use super::{Connection, Edge, List, Sort, Window};
use crate::db::{ChildOf, Keyed, ScopedSelect};
use crate::error::Error;
use crate::lane::{self, Declared, Draft, Fields, Filled, Json, Object, Plan, ReadFamily, Selection, Step, WriteRow};

/// What is asked of a page.
#[derive(Debug)]
struct Asked {
    page: Fields<PagePart>,
    /// Where a cursor is asked for, the columns it is made of: where they stand, and how they are read.
    mark: Vec<(usize, ReadMark)>,
    /// Where the rank stands, where rows are ranked.
    rank: Option<usize>,
}

type ReadMark = fn(&QueryResult, usize) -> Result<Value, Error>;

#[derive(Debug)]
enum PagePart {
    Nodes(Object),
    Edges(Fields<EdgePart>),
    PageInfo(Fields<InfoPart>),
    TotalCount,
}

#[derive(Debug)]
enum EdgePart {
    Cursor,
    Node(Object),
}

#[derive(Debug)]
enum InfoPart {
    HasPreviousPage,
    HasNextPage,
    StartCursor,
    EndCursor,
}

/// The page of a list, read and written; `None` where it is for ordinary resolvers. `select` finds its rows and those
/// behind, `all` those of the whole list.
pub(super) async fn page<N: Declared>(
    ctx: &Context<'_>,
    sort: &Sort<N::Entity>,
    list: &List,
    select: &ScopedSelect<N::Entity>,
    all: &ScopedSelect<N::Entity>,
) -> Option<Result<Json, Error>> {
    let selection = Selection::of(ctx)?;
    let (plan, mut asked) = Plan::draw::<N::Entity, _>(ctx, |draft| Asked::of::<N>(&selection, draft, sort))?;
    asked.rank = list.ranked.then_some(plan.width());
    Some(
        async {
            let (rows, more) = plan.read_most(select.clone(), list.size).await?;
            let total = if asked.has_total() { all.clone().count().await? } else { 0 };
            let mut json = Json::default();
            let order: Vec<_> = (0..rows.rows.len()).collect();
            asked.write(list, &rows, &order, (more, total), &mut json)?;
            Ok(json)
        }
        .await,
    )
}

/// The pages of a list that each row of `P` has; `None` where that is for ordinary resolvers.
pub fn pages<P: Keyed, N: Declared<Entity: ChildOf<P>>>(
    draft: &mut Draft<'_, P>,
    field: &lane::Asked<'_>,
    all: ScopedSelect<N::Entity>,
    sort: &Sort<N::Entity>,
    window: &Window,
) -> Option<Step> {
    let list = List::new(field.ctx, sort, window).ok().filter(|list| !list.ranked)?;
    let select = sort.within(all.clone(), &list, window).ok()?;
    let (order, most) = (sort.order(list.backwards), list.size + 1);
    let read: ReadFamily =
        Box::new(move |parents, reading| select.read_first_children::<P>(parents, reading, order, most));
    let (rows, asked) = draft.children(read, |child| Asked::of::<N>(&field.within(), child, sort))?;
    let mut counts = None;
    if asked.has_total() {
        let read: ReadFamily = Box::new(move |parents, _| all.count_children::<P>(parents));
        counts = Some(draft.children::<N::Entity, _>(read, |_| Some(()))?.0);
    }
    Some(Step::Other(Box::new(Pages { asked, list, rows, counts })))
}

/// The pages of the rows of a plan: the family of their rows, and that of the counts of the whole lists.
#[derive(Debug)]
struct Pages {
    asked: Asked,
    list: List,
    rows: usize,
    counts: Option<usize>,
}

impl WriteRow for Pages {
    fn write_row(&self, filled: &Filled, at: usize, json: &mut Json) -> Result<(), Error> {
        let (rows, own) = filled.family(self.rows, at)?;
        let shown = own.get(..self.list.size as usize).unwrap_or(own);
        let mut total = 0;
        if let Some(counts) = self.counts
            && let (counts, [own, ..]) = filled.family(counts, at)?
            && let Some(row) = counts.rows.get(*own)
        {
            total = row.try_get_by_index(1)?;
        }
        self.asked.write(&self.list, rows, shown, (own.len() > shown.len(), total), json)
    }
}

impl Asked {
    fn of<N: Declared>(
        selection: &Selection<'_>,
        draft: &mut Draft<'_, N::Entity>,
        sort: &Sort<N::Entity>,
    ) -> Option<Self> {
        let page = page_parts::<N>(selection, draft)?;
        let columns = if page.asked().any(PagePart::has_cursor) { sort.columns.as_slice() } else { &[] };
        let mark = columns.iter().map(|column| Some((draft.place(column.as_str()), read_mark(*column)?)));
        Some(Self { mark: mark.collect::<Option<_>>()?, page, rank: None })
    }

    fn has_total(&self) -> bool {
        self.page.asked().any(|part| matches!(part, PagePart::TotalCount))
    }

    /// Writes a page of these rows, which stand as they were read: a page from the end backwards.
    fn write(
        &self,
        list: &List,
        filled: &Filled,
        rows: &[usize],
        (more, total): (bool, i64),
        json: &mut Json,
    ) -> Result<(), Error> {
        let mut rows = rows.to_vec();
        if list.backwards {
            rows.reverse();
        }
        let cursor = |at: Option<&usize>, json: &mut Json| self.write_cursor(list, filled, at, json);
        self.page.write(json, |part, json| match part {
            PagePart::Nodes(node) => json.list(&rows, |at, json| node.write_row(filled, *at, json)),
            PagePart::Edges(edge) => json.list(&rows, |at, json| {
                edge.write(json, |part, json| match part {
                    EdgePart::Cursor => cursor(Some(at), json),
                    EdgePart::Node(node) => node.write_row(filled, *at, json),
                })
            }),
            PagePart::PageInfo(info) => {
                let (before, after) = list.more(more);
                info.write(json, |part, json| {
                    match part {
                        InfoPart::HasPreviousPage => json.truth(before),
                        InfoPart::HasNextPage => json.truth(after),
                        InfoPart::StartCursor => cursor(rows.first(), json)?,
                        InfoPart::EndCursor => cursor(rows.last(), json)?,
                    }
                    Ok(())
                })
            }
            PagePart::TotalCount => {
                json.number(total);
                Ok(())
            }
        })
    }

    /// The cursor of a row; null where there is none.
    fn write_cursor(&self, list: &List, filled: &Filled, at: Option<&usize>, json: &mut Json) -> Result<(), Error> {
        let Some(at) = at else {
            json.null();
            return Ok(());
        };
        let row = filled.rows.get(*at).ok_or_else(|| Error::internal("a row that was not read"))?;
        let rank = self.rank.map(|place| row.try_get_by_index::<i32>(place)).transpose()?.map(Value::from);
        let mut mark: Vec<_> = rank.into_iter().collect();
        for (place, read) in &self.mark {
            mark.push(read(row, *place)?);
        }
        json.plain(list.cursor(&mark)?);
        Ok(())
    }
}

impl PagePart {
    fn has_cursor(&self) -> bool {
        match self {
            Self::Edges(edge) => edge.asked().any(|part| matches!(part, EdgePart::Cursor)),
            Self::PageInfo(info) => {
                info.asked().any(|part| matches!(part, InfoPart::StartCursor | InfoPart::EndCursor))
            }
            Self::Nodes(_) | Self::TotalCount => false,
        }
    }
}

fn page_parts<N: Declared>(selection: &Selection<'_>, draft: &mut Draft<'_, N::Entity>) -> Option<Fields<PagePart>> {
    Fields::of(selection, &Connection::<N>::type_name(), |asked| {
        let within = asked.within();
        match asked.name() {
            "nodes" => draft.object::<N>(&within).map(PagePart::Nodes),
            "edges" => edge_parts::<N>(&within, draft).map(PagePart::Edges),
            "pageInfo" => info_parts(&within).map(PagePart::PageInfo),
            "totalCount" => Some(PagePart::TotalCount),
            _ => None,
        }
    })
}

fn edge_parts<N: Declared>(selection: &Selection<'_>, draft: &mut Draft<'_, N::Entity>) -> Option<Fields<EdgePart>> {
    Fields::of(selection, &Edge::<N>::type_name(), |asked| match asked.name() {
        "cursor" => Some(EdgePart::Cursor),
        "node" => draft.object::<N>(&asked.within()).map(EdgePart::Node),
        _ => None,
    })
}

fn info_parts(selection: &Selection<'_>) -> Option<Fields<InfoPart>> {
    Fields::of(selection, &PageInfo::type_name(), |asked| match asked.name() {
        "hasPreviousPage" => Some(InfoPart::HasPreviousPage),
        "hasNextPage" => Some(InfoPart::HasNextPage),
        "startCursor" => Some(InfoPart::StartCursor),
        "endCursor" => Some(InfoPart::EndCursor),
        _ => None,
    })
}

/// How a column that orders a list is read into a cursor; `None` for a type that no cursor holds.
fn read_mark(column: impl ColumnTrait) -> Option<ReadMark> {
    fn read<T: TryGetable + Into<Value>>(row: &QueryResult, place: usize) -> Result<Value, Error> {
        Ok(row.try_get_by_index::<T>(place)?.into())
    }
    let def = column.def();
    let kind = def.get_column_type();
    if matches!(kind, ColumnType::Uuid) {
        Some(read::<Uuid>)
    } else if matches!(kind, ColumnType::String(_) | ColumnType::Text) {
        Some(read::<String>)
    } else if matches!(kind, ColumnType::Integer) {
        Some(read::<i32>)
    } else if matches!(kind, ColumnType::Date) {
        Some(read::<NaiveDate>)
    } else {
        None
    }
}
