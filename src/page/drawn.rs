//! A page in the fast lane: the same fields, written from the rows.

use async_graphql::connection::PageInfo;
use async_graphql::{Context, OutputType};
use sea_orm::sea_query::{ColumnType, Value};
use sea_orm::{ColumnTrait, IdenStatic, QueryResult, TryGetable};
use uuid::Uuid;

use super::{Connection, Edge, List, Sort};
use crate::db::{Scoped, ScopedSelect};
use crate::error::Error;
use crate::lane::{Declared, Draft, Fields, Filled, Json, Object, Plan, Selection};

/// What is asked of a page.
pub(super) struct Drawn {
    plan: Plan,
    page: Fields<PagePart>,
    /// Where a cursor is asked for, the columns it is made of: where they stand, and how they are read.
    mark: Vec<(usize, ReadMark)>,
}

type ReadMark = fn(&QueryResult, usize) -> Result<Value, Error>;

enum PagePart {
    Nodes(Object),
    Edges(Fields<EdgePart>),
    PageInfo(Fields<InfoPart>),
    TotalCount,
}

enum EdgePart {
    Cursor,
    Node(Object),
}

enum InfoPart {
    HasPreviousPage,
    HasNextPage,
    StartCursor,
    EndCursor,
}

impl Drawn {
    /// What is asked of a page of a list; `None` where that is for ordinary resolvers.
    pub(super) fn of<N: Declared>(ctx: &Context<'_>, sort: &Sort<N::Entity>) -> Option<Self> {
        let drawn = |draft: &mut Draft<'_, N::Entity>| {
            let page = page_parts::<N>(&Selection::of(ctx), draft)?;
            let columns = if page.asked().any(PagePart::has_cursor) { sort.columns.as_slice() } else { &[] };
            let mark = columns.iter().map(|column| Some((draft.place(column.as_str()), read_mark(*column)?)));
            Some((page, mark.collect::<Option<_>>()?))
        };
        let (plan, (page, mark)) = Plan::draw::<N::Entity, _>(ctx, drawn)?;
        Some(Self { plan, page, mark })
    }

    /// Reads the page and writes it. `select` finds its rows and those behind, `all` those of the whole list.
    pub(super) async fn write<E: Scoped>(
        self,
        ctx: &Context<'_>,
        list: &List,
        select: ScopedSelect<E>,
        all: ScopedSelect<E>,
    ) -> Result<Json, Error> {
        let width = self.plan.width();
        let (filled, more) = self.plan.read_most(ctx, select, list.size).await?;
        let total =
            if self.page.asked().any(|part| matches!(part, PagePart::TotalCount)) { all.count().await? } else { 0 };
        let rows = Rows { filled, rank: list.ranked.then_some(width), mark: self.mark, list };
        let mut json = Json::default();
        self.page.write(&mut json, |part, json| match part {
            PagePart::Nodes(node) => rows.write(json, |at, json| node.write_row(&rows.filled, at, json)),
            PagePart::Edges(edge) => rows.write(json, |at, json| {
                edge.write(json, |part, json| match part {
                    EdgePart::Cursor => rows.write_cursor(Some(at), json),
                    EdgePart::Node(node) => node.write_row(&rows.filled, at, json),
                })
            }),
            PagePart::PageInfo(info) => {
                let (before, after) = list.more(more);
                info.write(json, |part, json| {
                    match part {
                        InfoPart::HasPreviousPage => json.truth(before),
                        InfoPart::HasNextPage => json.truth(after),
                        InfoPart::StartCursor => rows.write_cursor(rows.order().next(), json)?,
                        InfoPart::EndCursor => rows.write_cursor(rows.order().last(), json)?,
                    }
                    Ok(())
                })
            }
            PagePart::TotalCount => {
                json.number(total);
                Ok(())
            }
        })?;
        Ok(json)
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
    } else {
        None
    }
}

/// The rows of a page, as they were read.
struct Rows<'a> {
    filled: Filled,
    /// Where the rank stands, where they are ranked.
    rank: Option<usize>,
    mark: Vec<(usize, ReadMark)>,
    list: &'a List,
}

impl Rows<'_> {
    /// The rows in the order of the list: a page from the end was read backwards.
    fn order(&self) -> impl Iterator<Item = usize> {
        let count = self.filled.rows.len();
        let backwards = self.list.backwards;
        (0..count).map(move |at| if backwards { count - 1 - at } else { at })
    }

    fn write(
        &self,
        json: &mut Json,
        mut write: impl FnMut(usize, &mut Json) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut open = json.open("[");
        for at in self.order() {
            open.next(json);
            write(at, json)?;
        }
        json.raw("]");
        Ok(())
    }

    /// The cursor of a row; null where there is none.
    fn write_cursor(&self, at: Option<usize>, json: &mut Json) -> Result<(), Error> {
        let Some(at) = at else {
            json.null();
            return Ok(());
        };
        let row = self.filled.rows.get(at).ok_or_else(|| Error::internal("a row that was not read"))?;
        let rank = self.rank.map(|place| row.try_get_by_index::<i32>(place)).transpose()?.map(Value::from);
        let mut mark: Vec<_> = rank.into_iter().collect();
        for (place, read) in &self.mark {
            mark.push(read(row, *place)?);
        }
        json.plain(self.list.cursor(&mark)?);
        Ok(())
    }
}
