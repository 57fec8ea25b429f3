//! Lists in the order of their scores.

use super::types::{Found, Matched};
use crate::graphql::pagination::{self, OpaqueCursor, Page, Totals};
use async_graphql::OutputType;
use async_graphql::connection::{ConnectionNameType, Edge, EdgeNameType};
use domain::matching::Value;
use domain::matching::ranking::{Places, Ranked};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A list in the order of its scores, the best first.
pub type MatchConnection<Node> = pagination::Connection<Node, Totals, Matched, Named, Named>;

/// Names the connections and edges of matching: `OfferMatchConnection`, `OfferMatchEdge`.
#[derive(Debug)]
pub struct Named;

impl ConnectionNameType for Named {
    fn type_name<T: OutputType>() -> String {
        format!("{}MatchConnection", T::type_name())
    }
}

impl EdgeNameType for Named {
    fn type_name<T: OutputType>() -> String {
        format!("{}MatchEdge", T::type_name())
    }
}

/// A place in such a list: the score in ten-thousandths, and the id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Position(u16, Uuid);

impl Position {
    /// The places of a page, and one more, which says whether there is a next page.
    pub(super) fn places(page: &Page<Self>) -> Places {
        let after = page.after.map(|Self(score, id)| Ranked { score: Value::of_parts(score), id });
        Places { most: usize::try_from(page.first).unwrap_or_default() + 1, after }
    }
}

/// A page of what was found, with the objects that the asker may see.
pub(super) fn connection<Node: OutputType>(
    page: &Page<Position>,
    found: &Found,
    nodes: Vec<Option<Node>>,
) -> MatchConnection<Node> {
    let size = usize::try_from(page.first).unwrap_or_default();
    let totals = Totals { total_count: Some(found.eligible) };
    let more = found.ranked.len() > size;
    let mut connection = MatchConnection::with_additional_fields(page.after.is_some(), more, totals);
    for ((ranked, fit), node) in found.ranked.iter().zip(nodes).take(size) {
        let Some(node) = node else { continue };
        let cursor = OpaqueCursor::of(&Position(ranked.score.parts(), ranked.id));
        connection.edges.push(Edge::with_additional_fields(cursor, node, Matched { fit: fit.clone() }));
    }
    connection
}
