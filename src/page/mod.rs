//! Pages of lists: Relay connections over keyset cursors.

mod cursor;
mod drawn;
mod listed;

use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use async_graphql::connection::PageInfo;
use async_graphql::{Context, Enum, Object, OutputType, TypeName};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Value};
use sea_orm::{EntityTrait, ModelTrait};

use crate::db::{Keyed, Scoped, ScopedSelect, Search};
use crate::error::Error;
use crate::lane::{Answer, Asked, Declared};
use crate::request::Request;
use crate::text::Message;

pub use cursor::CursorKeys;
pub use drawn::pages;
pub use listed::Listed;

/// Rows in a page where the client does not say.
pub const DEFAULT_SIZE: u32 = 20;
/// Rows in a page at most.
pub const MAXIMUM_SIZE: u32 = 100;

/// The part of a list that is asked for.
#[derive(Clone, Debug, Default)]
pub struct Window {
    /// So many from the start, or after `after`.
    pub first: Option<i32>,
    /// Behind this row.
    pub after: Option<String>,
    /// So many from the end, or before `before`.
    pub last: Option<i32>,
    /// Before this row.
    pub before: Option<String>,
}

/// In which direction a list is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub enum OrderDirection {
    /// The smallest first.
    #[default]
    Asc,
    /// The greatest first.
    Desc,
}

/// The order of a list.
#[derive(Clone, Debug)]
pub struct Sort<E: EntityTrait> {
    /// Names the list and its order; part of the seal of its cursors.
    name: Cow<'static, str>,
    /// The rank that comes before the columns, as of a search; none where the columns alone order it.
    rank: Option<Expr>,
    /// The columns, the last of which tells any two rows apart. None may be null.
    columns: Vec<E::Column>,
    /// In which direction.
    direction: OrderDirection,
}

impl<E: EntityTrait> Sort<E> {
    /// By columns, the last of which tells any two rows apart. None may be null. The name is part of the seal of cursors.
    #[must_use]
    pub fn by(name: &'static str, columns: Vec<E::Column>, direction: OrderDirection) -> Self {
        Self { name: name.into(), rank: None, columns, direction }
    }
}

impl<E: Keyed> Sort<E> {
    /// What meets a search best comes first; what meets it alike, in this order.
    pub fn best_of(self, search: Option<&Search>) -> Result<Self, Error> {
        let Some(search) = search else { return Ok(self) };
        let name = format!("{} after the rank of {}", self.name, search.text()).into();
        Ok(Self { name, rank: Some(search.rank::<E>()?), ..self })
    }
}

/// A page of a list: to be answered by resolvers, or as it is answered.
pub type Page<N> = Answer<Connection<N>>;

/// A page of a list, as GraphQL shows it.
pub struct Connection<N> {
    list: Arc<List>,
    edges: Vec<Edge<N>>,
    more: bool,
    all: Box<dyn Count>,
}

/// A row of a page, with the values by which it has its place in the list.
#[derive(Debug)]
pub struct Edge<N> {
    list: Arc<List>,
    mark: Vec<Value>,
    node: N,
}

/// A list, and which part of it is asked for.
#[derive(Debug)]
struct List {
    cursors: CursorKeys,
    /// Names the list and its order; part of the seal of its cursors.
    name: String,
    ranked: bool,
    size: u32,
    backwards: bool,
    /// Whether it is behind a row, or before one.
    bounded: bool,
}

impl List {
    fn new<E: EntityTrait>(ctx: &Context<'_>, sort: &Sort<E>, window: &Window) -> Result<Self, Error> {
        let (size, backwards) = window.size()?;
        Ok(Self {
            cursors: CursorKeys::new(Arc::clone(&ctx.caller()?.app.gate.keys.now().cursors)),
            name: format!("{} {:?}", sort.name, sort.direction),
            ranked: sort.rank.is_some(),
            size,
            backwards,
            bounded: window.after.is_some() || window.before.is_some(),
        })
    }

    /// The cursor of a row: sealed only where it is asked for.
    fn cursor(&self, mark: &[Value]) -> Result<String, Error> {
        self.cursors.seal(&self.name, mark).ok_or_else(|| Error::internal("a list ordered by an unknown type"))
    }

    /// Whether there are rows before the page and behind it, where more were found than it has.
    fn more(&self, more: bool) -> (bool, bool) {
        if self.backwards { (more, self.bounded) } else { (self.bounded, more) }
    }
}

impl<N: OutputType> TypeName for Connection<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", N::type_name()).into()
    }
}

impl<N: OutputType> TypeName for Edge<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", N::type_name()).into()
    }
}

/// A page of a list, after the Relay specification of connections.
#[Object(name_type)]
impl<N: OutputType> Connection<N> {
    /// The rows, each with its cursor.
    async fn edges(&self) -> Listed<&Edge<N>> {
        Listed(self.edges.iter().collect())
    }

    /// The rows.
    async fn nodes(&self) -> Listed<&N> {
        Listed(self.edges.iter().map(|edge| &edge.node).collect())
    }

    /// Where the page stands in the list.
    async fn page_info(&self) -> Result<PageInfo, Error> {
        let cursor = |edge: Option<&Edge<N>>| edge.map(|edge| edge.list.cursor(&edge.mark)).transpose();
        let (has_previous_page, has_next_page) = self.list.more(self.more);
        Ok(PageInfo {
            has_previous_page,
            has_next_page,
            start_cursor: cursor(self.edges.first())?,
            end_cursor: cursor(self.edges.last())?,
        })
    }

    /// How many there are in the whole list, within your slice and the filter. Costs a count of its own: ask only when
    /// you show it.
    async fn total_count(&self) -> Result<i64, Error> {
        self.all.count().await
    }
}

/// A row of a page.
#[Object(name_type)]
impl<N: OutputType> Edge<N> {
    /// Give it as `after` or `before` to go on from here. It holds for this list in this order only.
    async fn cursor(&self) -> Result<String, Error> {
        self.list.cursor(&self.mark)
    }

    /// The row.
    async fn node(&self) -> &N {
        &self.node
    }
}

/// The whole of a list, to be counted where its total is asked for.
pub trait Count: Send + Sync {
    /// How many there are.
    fn count(&self) -> Pin<Box<dyn Future<Output = Result<i64, Error>> + Send + '_>>;
}

impl<E: Scoped> Count for ScopedSelect<E> {
    fn count(&self) -> Pin<Box<dyn Future<Output = Result<i64, Error>> + Send + '_>> {
        Box::pin(self.clone().count())
    }
}

/// Reads one page of what `select` finds.
pub async fn page<N: Declared>(
    ctx: &Context<'_>,
    all: ScopedSelect<N::Entity>,
    sort: Sort<N::Entity>,
    window: Window,
) -> Result<Page<N>, Error> {
    let list = List::new(ctx, &sort, &window)?;
    let select = sort.within(all.clone(), &list, &window)?;
    if let Some(written) = drawn::page::<N>(ctx, &sort, &list, &select, &all).await {
        return Ok(Answer::Written(written?.into_value()));
    }

    let select = select.limit(u64::from(list.size) + 1);
    let mut rows: Vec<(_, Option<i32>)> = if list.ranked {
        select.all_ranked().await?.into_iter().map(|(row, rank)| (row, Some(rank))).collect()
    } else {
        select.all().await?.into_iter().map(|row| (row, None)).collect()
    };
    let more = rows.len() > list.size as usize;
    rows.truncate(list.size as usize);
    if list.backwards {
        rows.reverse();
    }
    let list = Arc::new(list);
    let edges = rows.into_iter().map(|(row, rank)| {
        let columns = sort.columns.iter().map(|column| row.get(*column));
        let mark = rank.map(Value::from).into_iter().chain(columns).collect();
        Edge { list: Arc::clone(&list), mark, node: N::from(row) }
    });
    Ok(Answer::Object(Connection { edges: edges.collect(), list, more, all: Box::new(all) }))
}

/// A list that is read forwards by a statement of its own.
#[derive(Debug)]
pub struct Forward {
    list: List,
    after: Option<String>,
}

impl Forward {
    /// The part that is asked for of a list; its name is part of the seal of its cursors.
    pub fn new(
        ctx: &Context<'_>,
        name: &'static str,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Self, Error> {
        let window = Window { first, after, ..Window::default() };
        let (size, backwards) = window.size()?;
        let cursors = CursorKeys::new(Arc::clone(&ctx.caller()?.app.gate.keys.now().cursors));
        let bounded = window.after.is_some();
        let list = List { cursors, name: name.to_owned(), ranked: false, size, backwards, bounded };
        Ok(Self { list, after: window.after })
    }

    /// The row behind which the part begins, by the mark in its cursor.
    pub fn behind<T>(&self, read: impl FnOnce(&[Value]) -> Option<T>) -> Result<Option<T>, Error> {
        let Some(after) = &self.after else { return Ok(None) };
        let mark = self.list.cursors.open(&self.list.name, after).and_then(|mark| read(&mark));
        let refused = Message::new("cursor-refused").with("argument", "after");
        mark.map(Some).ok_or(Error::BadUserInput(refused))
    }

    /// So many rows are read: one more than the part has, to know whether there are more.
    #[must_use]
    pub fn most(&self) -> u64 {
        u64::from(self.list.size) + 1
    }

    /// The page of what was read, each row with the mark of its place.
    pub fn page<N>(self, mut rows: Vec<(Vec<Value>, N)>, all: impl Count + 'static) -> Connection<N> {
        let list = Arc::new(self.list);
        let more = rows.len() > list.size as usize;
        rows.truncate(list.size as usize);
        let edges = rows.into_iter().map(|(mark, node)| Edge { list: Arc::clone(&list), mark, node });
        Connection { edges: edges.collect(), list, more, all: Box::new(all) }
    }
}

impl<E: Scoped> Sort<E> {
    /// The rows of a list from where the window begins, in their order.
    fn within(&self, select: ScopedSelect<E>, list: &List, window: &Window) -> Result<ScopedSelect<E>, Error> {
        let mut select = select;
        for (cursor, argument, behind) in [(&window.after, "after", true), (&window.before, "before", false)] {
            let Some(cursor) = cursor else { continue };
            let open = list.cursors.open(&list.name, cursor);
            let mark = open.filter(|mark| mark.len() == usize::from(list.ranked) + self.columns.len());
            let refused = || Error::BadUserInput(Message::new("cursor-refused").with("argument", argument));
            let mark = Expr::tuple(mark.ok_or_else(refused)?.into_iter().map(Expr::val));
            let columns = self.columns.iter().map(|column| Expr::col((E::default(), *column)));
            let row = Expr::tuple(self.rank.clone().into_iter().chain(columns));
            let greater = behind == (self.direction == OrderDirection::Asc);
            select = select.filter(if greater { row.gt(mark) } else { row.lt(mark) });
        }
        if let Some(rank) = &self.rank {
            select = select.order_by_rank(rank.clone(), self.read(list.backwards));
        }
        Ok(self
            .order(list.backwards)
            .into_iter()
            .fold(select, |select, (column, order)| select.order_by(column, order)))
    }

    /// In which direction it is read.
    fn read(&self, backwards: bool) -> Order {
        let descending = (self.direction == OrderDirection::Desc) != backwards;
        if descending { Order::Desc } else { Order::Asc }
    }

    /// The columns, each in the direction in which it is read.
    fn order(&self, backwards: bool) -> Vec<(E::Column, Order)> {
        self.columns.iter().map(|column| (*column, self.read(backwards))).collect()
    }
}

impl Window {
    /// The part of a list that is asked for in the lane.
    #[must_use]
    pub fn asked(field: &Asked<'_>) -> Option<Self> {
        let [first, last] = ["first", "last"].map(|name| field.argument(name));
        let [after, before] = ["after", "before"].map(|name| field.argument(name));
        Some(Self { first: first?, after: after?, last: last?, before: before? })
    }

    /// How many rows, and whether from the end.
    fn size(&self) -> Result<(u32, bool), Error> {
        if self.first.is_some() && self.last.is_some() {
            return Err(Error::BadUserInput(Message::new("first-and-last")));
        }
        let backwards = self.last.is_some();
        if (backwards && self.after.is_some()) || (!backwards && self.before.is_some()) {
            return Err(Error::BadUserInput(Message::new("after-and-before")));
        }
        let asked = self.first.or(self.last);
        let size = asked.map_or(Ok(DEFAULT_SIZE), u32::try_from).ok().filter(|size| *size <= MAXIMUM_SIZE);
        let refused = Message::new("page-size")
            .with("argument", if backwards { "last" } else { "first" })
            .with("maximum", MAXIMUM_SIZE);
        Ok((size.ok_or(Error::BadUserInput(refused))?, backwards))
    }
}

impl<N> fmt::Debug for Connection<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Page of {}", self.edges.len())
    }
}
