//! Pages of lists: Relay connections over keyset cursors.
//!
//! A cursor holds the sort key of the row it points behind and is sealed under a key of the installation together with
//! the name of the list and its order: it cannot be altered, nor used with another list or another order.

use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

use async_graphql::connection::PageInfo;
use async_graphql::{Context, Enum, Object, OutputType, TypeName};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Value};
use sea_orm::{EntityTrait, ModelTrait};
use sha2::Sha256;
use uuid::Uuid;

use crate::db::{Scoped, ScopedSelect};
use crate::error::Error;
use crate::request::Request;
use crate::text::Message;

/// Rows in a page where the client does not say.
const DEFAULT_SIZE: u32 = 20;
/// Rows in a page at most.
pub const MAXIMUM_SIZE: u32 = 100;
/// Bytes of the seal in a cursor.
const SEAL: usize = 16;

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
    pub name: &'static str,
    /// The columns, the last of which tells any two rows apart. None may be null.
    pub columns: Vec<E::Column>,
    /// In which direction.
    pub direction: OrderDirection,
}

/// The key under which cursors are sealed.
#[derive(Clone)]
pub struct CursorKey([u8; 32]);

/// A page of a list, as GraphQL shows it.
pub struct Page<N> {
    edges: Vec<Edge<N>>,
    more_before: bool,
    more_after: bool,
    total: Box<dyn Count>,
}

/// A row of a page, with the cursor that points behind it.
#[derive(Debug)]
pub struct Edge<N> {
    cursor: String,
    node: N,
}

impl<N: OutputType> TypeName for Page<N> {
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
impl<N: OutputType> Page<N> {
    /// The rows, each with its cursor.
    async fn edges(&self) -> &[Edge<N>] {
        &self.edges
    }

    /// The rows.
    async fn nodes(&self) -> Vec<&N> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// Where the page stands in the list.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_previous_page: self.more_before,
            has_next_page: self.more_after,
            start_cursor: self.edges.first().map(|edge| edge.cursor.clone()),
            end_cursor: self.edges.last().map(|edge| edge.cursor.clone()),
        }
    }

    /// How many there are in the whole list, within your slice and the filter. Costs a count of its own: ask only when
    /// you show it.
    async fn total_count(&self) -> Result<i64, Error> {
        self.total.count().await
    }
}

/// A row of a page.
#[Object(name_type)]
impl<N: OutputType> Edge<N> {
    /// Give it as `after` or `before` to go on from here. It holds for this list in this order only.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The row.
    async fn node(&self) -> &N {
        &self.node
    }
}

trait Count: Send + Sync {
    fn count(&self) -> Pin<Box<dyn Future<Output = Result<i64, Error>> + Send + '_>>;
}

impl<E: Scoped> Count for ScopedSelect<E> {
    fn count(&self) -> Pin<Box<dyn Future<Output = Result<i64, Error>> + Send + '_>> {
        Box::pin(self.clone().count())
    }
}

/// Reads one page of what `select` finds.
pub async fn page<E, N>(
    ctx: &Context<'_>,
    select: ScopedSelect<E>,
    sort: Sort<E>,
    window: Window,
) -> Result<Page<N>, Error>
where
    E: Scoped,
    N: From<E::Model> + OutputType,
{
    let key = &ctx.caller()?.app.cursors;
    let (size, backwards) = window.size()?;
    let list = format!("{} {:?}", sort.name, sort.direction);
    let total = Box::new(select.clone());

    let descending = (sort.direction == OrderDirection::Desc) != backwards;
    let mut select = select;
    for (cursor, argument, behind) in [(&window.after, "after", true), (&window.before, "before", false)] {
        let Some(cursor) = cursor else { continue };
        let values = key
            .open(&list, cursor)
            .filter(|values| values.len() == sort.columns.len())
            .ok_or_else(|| Error::BadUserInput(Message::new("cursor-refused").with("argument", argument)))?;
        let row = Expr::tuple(sort.columns.iter().map(|column| Expr::col((E::default(), *column))));
        let mark = Expr::tuple(values.into_iter().map(Expr::val));
        let greater = behind == (sort.direction == OrderDirection::Asc);
        select = select.filter(if greater { row.gt(mark) } else { row.lt(mark) });
    }
    for column in &sort.columns {
        select = select.order_by(*column, if descending { Order::Desc } else { Order::Asc });
    }

    let mut rows = select.limit(u64::from(size) + 1).all().await?;
    let more = rows.len() > size as usize;
    rows.truncate(size as usize);
    if backwards {
        rows.reverse();
    }
    let (more_before, more_after) =
        if backwards { (more, window.before.is_some()) } else { (window.after.is_some(), more) };
    let mut edges = Vec::with_capacity(rows.len());
    for row in rows {
        let values: Vec<_> = sort.columns.iter().map(|column| row.get(*column)).collect();
        let cursor = key.seal(&list, &values).ok_or_else(|| Error::internal("a list ordered by an unknown type"))?;
        edges.push(Edge { cursor, node: N::from(row) });
    }
    Ok(Page { edges, more_before, more_after, total })
}

impl Window {
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

impl CursorKey {
    /// A key made of the installation's secret.
    #[must_use]
    pub fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    fn seal(&self, list: &str, values: &[Value]) -> Option<String> {
        let mut body = Vec::new();
        for value in values {
            if let Value::String(Some(text)) = value {
                body.push(b's');
                body.extend(u32::try_from(text.len()).ok()?.to_be_bytes());
                body.extend(text.as_bytes());
            } else if let Value::Uuid(Some(key)) = value {
                body.push(b'u');
                body.extend(key.as_bytes());
            } else {
                return None;
            }
        }
        let mut cursor = self.mac(list, &body)?.finalize().into_bytes().get(..SEAL)?.to_vec();
        cursor.extend(body);
        Some(URL_SAFE_NO_PAD.encode(cursor))
    }

    fn open(&self, list: &str, cursor: &str) -> Option<Vec<Value>> {
        let cursor = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (seal, mut body) = cursor.split_at_checked(SEAL)?;
        self.mac(list, body)?.verify_truncated_left(seal).ok()?;
        let mut values = Vec::new();
        while let Some((kind, rest)) = body.split_first() {
            let (value, rest) = match kind {
                b's' => {
                    let (length, rest) = rest.split_first_chunk::<4>()?;
                    let (text, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
                    (Value::from(String::from_utf8(text.to_vec()).ok()?), rest)
                }
                b'u' => {
                    let (key, rest) = rest.split_first_chunk::<16>()?;
                    (Value::from(Uuid::from_bytes(*key)), rest)
                }
                _ => return None,
            };
            values.push(value);
            body = rest;
        }
        Some(values)
    }

    fn mac(&self, list: &str, body: &[u8]) -> Option<Hmac<Sha256>> {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0).ok()?;
        mac.update(list.as_bytes());
        mac.update(&[0]);
        mac.update(body);
        Some(mac)
    }
}

impl<N> fmt::Debug for Page<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Page of {}", self.edges.len())
    }
}

impl fmt::Debug for CursorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CursorKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_by_its_own_list_and_no_other() {
        let key = CursorKey::new([7; 32]);
        let values = [Value::from("EPS-05-301-0007".to_owned()), Value::from(Uuid::from_u128(42))];
        let cursor = key.seal("establishments by reference Asc", &values).unwrap();
        assert_eq!(key.open("establishments by reference Asc", &cursor).unwrap(), values);
        assert_eq!(key.open("establishments by reference Desc", &cursor), None);
        assert_eq!(CursorKey::new([8; 32]).open("establishments by reference Asc", &cursor), None);
        for at in 0..cursor.len() {
            let mut altered = cursor.clone().into_bytes();
            altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
            let altered = String::from_utf8(altered).unwrap();
            if altered != cursor {
                assert_eq!(key.open("establishments by reference Asc", &altered), None, "byte {at}");
            }
        }
        for cut in 0..cursor.len() {
            assert_eq!(key.open("establishments by reference Asc", &cursor[..cut]), None);
        }
    }
}
