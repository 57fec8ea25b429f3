//! One search, whatever is searched: the page asked for, the engine or SQL, the rows.

use crate::context::{Context, Request};
use crate::error::Error;
use crate::metrics::SearchOutcome;
use crate::searching::asked::Search;
use crate::searching::labels;
use crate::searching::paging::Rows;
use crate::searching::types::{Answer, Highlight, SearchConnection, Why};
use async_graphql::OutputType;
use async_graphql::connection::Edge;
use futures_util::future::{Either, select, try_join_all};
use search::{FacetCounts, Hit, Query};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;
use uuid::Uuid;

/// How long an engine may take before SQL is asked as well: many times what a search takes.
const PATIENCE: Duration = Duration::from_millis(150);

/// How often the engine is asked for one page while what it finds is gone; then SQL, which knows.
const MOST_ASKED: usize = 3;

/// What was found.
pub(super) struct Found {
    pub(super) hits: Vec<Hit>,
    pub(super) total: u64,
    pub(super) facets: Vec<FacetCounts>,
    pub(super) engine: &'static str,
    pub(super) degraded: bool,
}

/// Asks the engine, or else SQL; then reads the rows, which `prepare` may do for all at once. Where one is gone or not the
/// asker's to see, asks again without it: the page is full, what is counted is right, and it ends in a cursor.
///
/// # Errors
/// The database does not answer.
pub(super) async fn find<Node, Instead, Prepare, Load>(
    request: &Request,
    mut search: Search,
    instead: impl Fn(Query) -> Instead,
    prepare: impl Fn(Vec<Uuid>) -> Prepare,
    load: impl Fn(Uuid) -> Load,
) -> Result<SearchConnection<Node>, Error>
where
    Node: OutputType,
    Instead: Future<Output = Result<Rows, Error>>,
    Prepare: Future<Output = Result<(), Error>>,
    Load: Future<Output = Result<Option<Node>, Error>>,
{
    let mut asked = 0;
    loop {
        asked += 1;
        let sql = instead(search.query.clone());
        let mut found = if search.only_sql {
            from_sql(sql.await?)
        } else {
            answered(&request.context, &search.query, sql).await?
        };
        let more = goes_on(&search, &found);
        found.hits.truncate(search.first);
        prepare(found.hits.iter().map(|hit| hit.id).collect()).await?;
        let nodes = try_join_all(found.hits.iter().map(|hit| load(hit.id))).await?;
        let hits = || found.hits.iter().map(|hit| hit.id);
        let gone: Vec<Uuid> =
            hits().zip(&nodes).filter(|(_, node)| node.is_none()).map(|(id, _)| id).collect();
        if gone.is_empty() || found.degraded {
            return connection(request, &search, found, nodes, more).await;
        }
        search.leave_out(gone);
        if asked == MOST_ASKED {
            search.ask_sql();
        }
    }
}

/// Whether there is a page after this one.
fn goes_on(search: &Search, found: &Found) -> bool {
    match search.query.after {
        Some(_) => found.hits.len() > search.first,
        None => u64::try_from(found.hits.len()).is_ok_and(|hits| hits < found.total),
    }
}

/// The page as it is answered.
async fn connection<Node: OutputType>(
    request: &Request,
    search: &Search,
    found: Found,
    nodes: Vec<Option<Node>>,
    more: bool,
) -> Result<SearchConnection<Node>, Error> {
    let gone = nodes.iter().filter(|node| node.is_none()).count();
    let answer = Answer {
        total_count: found.total.saturating_sub(u64::try_from(gone).unwrap_or_default()),
        counted: labels::facets(request, found.facets).await?,
        engine: found.engine,
        degraded: found.degraded,
    };
    let mut connection = SearchConnection::with_additional_fields(search.query.after.is_some(), more, answer);
    let mut cursor = search.cursors();
    for (hit, node) in found.hits.into_iter().zip(nodes) {
        // Nothing of what is not shown is in a cursor.
        let Some(node) = node else { continue };
        let cursor = cursor(&hit);
        let highlights = hit.highlights.into_iter().filter_map(Highlight::of).collect();
        let why = Why { highlights, score: hit.score };
        connection.edges.push(Edge::with_additional_fields(cursor, node, why));
    }
    Ok(connection)
}

/// Asks the engine, and SQL as well once the engine takes long: when it is given up, the answer is there. Of 100,000
/// offers SQL reads every one, which takes as long as an engine may.
async fn answered(
    context: &Context,
    query: &Query,
    instead: impl Future<Output = Result<Rows, Error>>,
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
pub(super) async fn ask(context: &Context, query: &Query) -> Option<Found> {
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

fn from_sql(found: Rows) -> Found {
    let hit = |(id, keys)| Hit { id, version: 0, score: None, highlights: Vec::new(), keys };
    Found {
        hits: found.rows.into_iter().map(hit).collect(),
        total: found.total,
        facets: Vec::new(),
        engine: "sql",
        degraded: true,
    }
}
