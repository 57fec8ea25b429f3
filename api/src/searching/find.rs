//! One search, whatever is searched: the page asked for, the engine or SQL, the rows.

use crate::auth::tokens::digest;
use crate::context::{Context, Request};
use crate::error::Error;
use crate::graphql::pagination::{OpaqueCursor, Page};
use crate::metrics::SearchOutcome;
use crate::searching::cursor::{self, At, Position};
use crate::searching::labels;
use crate::searching::paging::Rows;
use crate::searching::types::{Answer, Highlight, SearchConnection, Why};
use async_graphql::OutputType;
use async_graphql::connection::Edge;
use futures_util::future::{Either, select, try_join_all};
use search::{After, FacetCounts, Field, Filter, Hit, Kind, Query, Sort, mark};
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

/// A search, checked.
pub(super) struct Search {
    /// What the engine is asked.
    pub(super) query: Query,
    /// What makes it another search.
    of: String,
    /// Rows a page.
    first: usize,
    /// The marks of what was seen, where the best matches come first.
    seen: Vec<u8>,
    /// Whether SQL is to answer, for the engine cannot.
    only_sql: bool,
}

/// What was found.
pub(super) struct Found {
    pub(super) hits: Vec<Hit>,
    pub(super) total: u64,
    pub(super) facets: Vec<FacetCounts>,
    pub(super) engine: &'static str,
    pub(super) degraded: bool,
}

impl Search {
    /// Checks what is asked for.
    ///
    /// # Errors
    /// `BAD_USER_INPUT`: too long a text, a wrong page, a cursor of another search. `CURSOR_TOO_FAR`: beyond what can be
    /// paged through by relevance.
    pub(super) fn new(
        ctx: &async_graphql::Context<'_>,
        kind: Kind,
        asked: Asked,
        filter: Filter,
        facets: &[Field],
        sort: Sort,
    ) -> Result<Self, Error> {
        let text = checked(asked.text.unwrap_or_default(), "query")?;
        let page = Page::<Position>::new(asked.first, asked.after)?;
        let facets = if ctx.look_ahead().field("facets").exists() { facets.to_vec() } else { Vec::new() };
        let limit = usize::try_from(page.first).unwrap_or_default();
        let query = Query { text, filter, facets, sort, limit, ..Query::new(kind) };
        let of = signature(&query);
        let mut search = Self { query, of, first: limit, seen: Vec::new(), only_sql: false };
        if let Some(position) = page.after {
            search.go_on(position)?;
        }
        Ok(search)
    }

    fn go_on(&mut self, position: Position) -> Result<(), Error> {
        if position.of != self.of {
            let message =
                "this cursor is of another search; repeat the query, filter and order that it came from";
            return Err(Error::bad_input(&["after"], message));
        }
        let (after, seen) = position.at.read(&self.query)?;
        if let After::Seen(_) = &after {
            let left = cursor::MOST_SEEN.saturating_sub(seen.len() / cursor::MARK);
            if left == 0 {
                return Err(Error::CursorTooFar);
            }
            self.first = self.first.min(left);
        }
        self.query.after = Some(after);
        self.seen = seen;
        // One more says whether there is a page after this one; of the first page, the total does.
        self.query.limit = self.first + 1;
        Ok(())
    }

    /// Leaves rows out, whatever the engine knows of them. Cursors are of the same search still.
    pub(super) fn leave_out(&mut self, ids: Vec<Uuid>) {
        if !ids.is_empty() {
            let others = Filter::Not(Box::new(Filter::Ids(ids)));
            let asked = std::mem::replace(&mut self.query.filter, Filter::everything());
            self.query.filter = Filter::All(vec![asked, others]);
        }
    }

    /// Asks SQL alone.
    pub(super) fn ask_sql(&mut self) {
        self.only_sql = true;
    }

    /// The cursors of shown hits, one after the other.
    fn cursors(&self) -> impl FnMut(&Hit) -> OpaqueCursor {
        let (ranked, of, mut seen) = (self.query.is_ranked(), self.of.clone(), self.seen.clone());
        move |hit| {
            seen.extend(mark(hit.id));
            let at = if ranked { At::seen(&seen) } else { At::Place(hit.keys.clone(), hit.id) };
            OpaqueCursor::of(&Position { of: of.clone(), at })
        }
    }
}

/// A text that is typed, if it is not too long.
///
/// # Errors
/// `BAD_USER_INPUT`: it is.
pub(super) fn checked(text: String, argument: &str) -> Result<String, Error> {
    if text.chars().count() > LONGEST {
        return Err(Error::bad_input(&[argument], format!("expected {LONGEST} characters at most")));
    }
    Ok(text)
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
    search: Search,
    instead: impl Future<Output = Result<Rows, Error>>,
    prepare: impl AsyncFnOnce(Vec<Uuid>) -> Result<(), Error>,
    load: impl Fn(Uuid) -> L,
) -> Result<SearchConnection<Node>, Error> {
    let mut found = if search.only_sql {
        from_sql(instead.await?)
    } else {
        answered(&request.context, &search.query, instead).await?
    };
    let goes_on = search.query.after.is_some();
    let more = if goes_on {
        found.hits.len() > search.first
    } else {
        u64::try_from(found.hits.len()).is_ok_and(|hits| hits < found.total)
    };
    found.hits.truncate(search.first);
    prepare(found.hits.iter().map(|hit| hit.id).collect()).await?;
    let nodes = try_join_all(found.hits.iter().map(|hit| load(hit.id))).await?;
    let gone = nodes.iter().filter(|node| node.is_none()).count();
    let answer = Answer {
        total_count: found.total.saturating_sub(u64::try_from(gone).unwrap_or_default()),
        facets: labels::facets(request, found.facets).await?,
        engine: found.engine,
        degraded: found.degraded,
    };
    let mut connection = SearchConnection::with_additional_fields(goes_on, more, answer);
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
