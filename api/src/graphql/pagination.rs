//! Relay connections, once for every list: page sizes, cursors, totals.

use crate::error::Error;
use async_graphql::connection::{
    ConnectionNameType, CursorType, DefaultConnectionName, DefaultEdgeName, DisableNodesField, Edge,
    EdgeNameType, EmptyFields,
};
use async_graphql::{Context, OutputType, SimpleObject};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::convert::Infallible;
use uuid::Uuid;

/// Rows a page holds when `first` is not given.
pub const DEFAULT_PAGE: u32 = 20;
/// Rows a page holds at most.
pub const MAX_PAGE: u32 = 100;

/// What every connection says beside its edges.
#[derive(Debug, SimpleObject)]
pub struct Totals {
    /// How many there are in all, whatever the page.
    pub total_count: Option<u64>,
}

/// A list that people page through.
pub type Connection<
    Node,
    Fields = EmptyFields,
    EdgeFields = EmptyFields,
    Name = DefaultConnectionName,
    EdgeName = DefaultEdgeName,
> = async_graphql::connection::Connection<
    OpaqueCursor,
    Node,
    Fields,
    EdgeFields,
    Name,
    EdgeName,
    DisableNodesField,
>;

/// A cursor as it is written in answers; what is inside is the list's own affair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpaqueCursor(String);

impl OpaqueCursor {
    /// Wraps a position.
    #[must_use]
    pub fn of<P: Serialize>(position: &P) -> Self {
        Self(URL_SAFE_NO_PAD.encode(serde_json::to_vec(position).unwrap_or_default()))
    }
}

impl CursorType for OpaqueCursor {
    type Error = Infallible;

    fn decode_cursor(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }

    fn encode_cursor(&self) -> String {
        self.0.clone()
    }
}

/// A page asked for: how many rows, after which position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<P> {
    /// Rows, 1 to [`MAX_PAGE`].
    pub first: u32,
    /// The position after which to begin.
    pub after: Option<P>,
}

impl<P: DeserializeOwned> Page<P> {
    /// Checks the two arguments.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` when `first` is out of 1..=100 or `after` is not a cursor of this list.
    pub fn new(first: Option<i32>, after: Option<String>) -> Result<Self, Error> {
        let first = match first.map_or(Ok(DEFAULT_PAGE), u32::try_from) {
            Ok(first @ 1..=MAX_PAGE) => first,
            _ => return Err(Error::bad_input(&["first"], format!("expected a number from 1 to {MAX_PAGE}"))),
        };
        let after = after.map(|text| decode(&text)).transpose()?;
        Ok(Self { first, after })
    }
}

fn decode<P: DeserializeOwned>(text: &str) -> Result<P, Error> {
    let position = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    position
        .ok_or_else(|| Error::bad_input(&["after"], "not a cursor of this list; take cursors from its edges"))
}

/// The position in a list sorted by id: newest first or oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ById(pub Uuid);

/// Builds a connection from rows read with one more than the page holds: the one more says whether there is a
/// next page, and is dropped.
pub fn connection<Row, Node, P, Name, EdgeName>(
    page: &Page<P>,
    mut rows: Vec<Row>,
    total_count: Option<u64>,
    position: impl Fn(&Row) -> P,
    node: impl Fn(Row) -> Node,
) -> Connection<Node, Totals, EmptyFields, Name, EdgeName>
where
    P: Serialize,
    Node: OutputType,
    Name: ConnectionNameType,
    EdgeName: EdgeNameType,
{
    let size = page.first as usize;
    let more = rows.len() > size;
    rows.truncate(size);
    let mut connection =
        Connection::with_additional_fields(page.after.is_some(), more, Totals { total_count });
    connection.edges.extend(rows.into_iter().map(|row| {
        let cursor = OpaqueCursor::of(&position(&row));
        Edge::new(cursor, node(row))
    }));
    connection
}

/// Whether the answer needs the total: it costs a statement of its own.
#[must_use]
pub fn wants_total(ctx: &Context<'_>) -> bool {
    ctx.look_ahead().field("totalCount").exists()
}
