//! One search, whatever is searched: the page asked for, the engine or SQL, the rows.

use crate::auth::tokens::digest;
use crate::context::{Context, Request};
use crate::error::Error;
use crate::graphql::pagination::{OpaqueCursor, Page};
use crate::metrics::SearchOutcome;
use crate::searching::labels;
use crate::searching::types::{Answer, Highlight, SearchConnection, Why};
use async_graphql::OutputType;
use async_graphql::connection::Edge;
use futures_util::future::{Either, select, try_join_all};
use search::{FacetCounts, Field, Filter, Hit, Kind, MAX_WINDOW, Query, Sort};
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;
use uuid::Uuid;

/// Characters of what is typed at most; beyond ten words engines read no further.
pub(crate) const LONGEST: usize = 300;

/// How long an engine may take before SQL is asked as well: many times what a search takes.
const PATIENCE: Duration = Duration::from_millis(150);

/// What every search takes.
#[derive(Debug)]
pub(super) struct Asked {
    /// What was typed.
    pub(super) text: Option<String>,
    /// Rows a page.
    pub(super) first: Option<i32>,
    /// The cursor after which the page begins.
    pub(super) after: Option<String>,
}

/// A position in the results: how many come before, and of which search.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Position {
    at: usize,
    of: String,
}

/// What was found.
struct Found {
    hits: Vec<Hit>,
    total: u64,
    facets: Vec<FacetCounts>,
    engine: &'static str,
    degraded: bool,
}

/// The query that is asked for, checked.
///
/// # Errors
/// `BAD_USER_INPUT`: too long a text, a wrong page, a cursor of another search, a page beyond the farthest.
pub(super) fn query(
    ctx: &async_graphql::Context<'_>,
    kind: Kind,
    asked: Asked,
    filter: Filter,
    facets: &[Field],
    sort: Sort,
) -> Result<Query, Error> {
    let text = asked.text.unwrap_or_default();
    if text.chars().count() > LONGEST {
        return Err(Error::bad_input(&["query"], format!("expected {LONGEST} characters at most")));
    }
    let page = Page::<Position>::new(asked.first, asked.after)?;
    let facets = if ctx.look_ahead().field("facets").exists() { facets.to_vec() } else { Vec::new() };
    let limit = usize::try_from(page.first).unwrap_or_default();
    let mut query = Query { kind, text, filter, facets, sort, offset: 0, limit };
    if let Some(position) = page.after {
        if position.of != signature(&query) {
            let message =
                "this cursor is of another search; repeat the query, filter and order that it came from";
            return Err(Error::bad_input(&["after"], message));
        }
        query.offset = position.at;
    }
    if query.offset.saturating_add(limit) > MAX_WINDOW {
        let message = format!("results beyond the {MAX_WINDOW}th cannot be paged to; narrow the filter");
        return Err(Error::bad_input(&["after"], message));
    }
    Ok(query)
}

/// What makes a search another one, in few characters: neither the page nor what is counted.
fn signature(query: &Query) -> String {
    let told = format!("{}\n{}\n{:?}\n{:?}", query.kind, query.text, query.filter, query.sort);
    digest(&told).chars().take(12).collect()
}

/// Asks the engine, or else SQL; then reads the rows, which `prepare` may do for all at once, and leaves out those that
/// are gone or not the asker's to see.
///
/// # Errors
/// The database does not answer.
pub(super) async fn find<Node: OutputType, L: Future<Output = Result<Option<Node>, Error>>>(
    request: &Request,
    query: Query,
    instead: impl Future<Output = Result<(Vec<Uuid>, u64), Error>>,
    prepare: impl AsyncFnOnce(Vec<Uuid>) -> Result<(), Error>,
    load: impl Fn(Uuid) -> L,
) -> Result<SearchConnection<Node>, Error> {
    let found = answered(&request.context, &query, instead).await?;
    prepare(found.hits.iter().map(|hit| hit.id).collect()).await?;
    let nodes = try_join_all(found.hits.iter().map(|hit| load(hit.id))).await?;
    let gone = nodes.iter().filter(|node| node.is_none()).count();
    let answer = Answer {
        total_count: found.total.saturating_sub(u64::try_from(gone).unwrap_or_default()),
        facets: labels::facets(request, found.facets).await?,
        engine: found.engine,
        degraded: found.degraded,
    };
    let end = query.offset + found.hits.len();
    let more = u64::try_from(end).is_ok_and(|end| end < found.total) && end + query.limit <= MAX_WINDOW;
    let mut connection = SearchConnection::with_additional_fields(query.offset > 0, more, answer);
    let of = signature(&query);
    for (rank, (hit, node)) in found.hits.into_iter().zip(nodes).enumerate() {
        let Some(node) = node else { continue };
        let cursor = OpaqueCursor::of(&Position { at: query.offset + rank + 1, of: of.clone() });
        let highlights = hit.highlights.into_iter().filter_map(Highlight::of).collect();
        connection.edges.push(Edge::with_additional_fields(
            cursor,
            node,
            Why { highlights, score: hit.score },
        ));
    }
    Ok(connection)
}

/// Asks the engine, and SQL as well once the engine takes long: when it is given up, the answer is there. Of 100,000
/// offers SQL reads every one, which takes as long as an engine may.
async fn answered(
    context: &Context,
    query: &Query,
    instead: impl Future<Output = Result<(Vec<Uuid>, u64), Error>>,
) -> Result<Found, Error> {
    let given_up = Notify::new();
    let asked = std::pin::pin!(ask(context, query));
    let instead = std::pin::pin!(async {
        // Either way, it is time.
        tokio::time::timeout(PATIENCE, given_up.notified()).await.ok();
        instead.await
    });
    match select(asked, instead).await {
        Either::Left((found, instead)) => match found {
            Some(found) => Ok(found),
            None => {
                given_up.notify_one();
                instead.await.map(from_sql)
            }
        },
        Either::Right((rows, asked)) => match asked.await {
            Some(found) => Ok(found),
            None => rows.map(from_sql),
        },
    }
}

/// Asks the engine, for as long as the configuration allows. `None`: it does not answer.
async fn ask(context: &Context, query: &Query) -> Option<Found> {
    let engine = context.search.engine();
    let asked = AtomicBool::new(false);
    let question = async {
        let start = Instant::now();
        let answer = tokio::time::timeout(context.config.search.timeout, engine.search(query)).await;
        let answer = answer.unwrap_or(Err(search::Error::Timeout));
        let outcome = if answer.is_ok() { SearchOutcome::Answered } else { SearchOutcome::Failed };
        context.metrics.search(query.kind, outcome, Some(start.elapsed()));
        asked.store(true, Ordering::Relaxed);
        answer
    };
    let page = context.search.ask(question).await;
    if !asked.load(Ordering::Relaxed) {
        context.metrics.search(query.kind, SearchOutcome::Skipped, None);
    }
    page.map(|page| Found {
        hits: page.hits,
        total: page.total,
        facets: page.facets,
        engine: engine.name(),
        degraded: false,
    })
}

fn from_sql((ids, total): (Vec<Uuid>, u64)) -> Found {
    let hit = |id| Hit { id, version: 0, score: None, highlights: Vec::new() };
    Found {
        hits: ids.into_iter().map(hit).collect(),
        total,
        facets: Vec::new(),
        engine: "sql",
        degraded: true,
    }
}
