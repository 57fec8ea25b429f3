//! What an operator watches: counters and histograms of this process, told in OpenMetrics' text format.
//!
//! Nothing that a client writes becomes a label: operations are named as on the list of persisted operations, every
//! other is `other`; codes are those of this program. `measure` follows one request, `backlog` asks SQL for what waits,
//! `process` asks the kernel, `exposition` puts all of it into one text. docs/operations/metrics.md lists the names.

mod backlog;
mod exposition;
mod labels;
mod measure;
mod process;
mod series;

use labels::{Asked, Sort};
use sea_orm::{Statement, metric};
use series::Series;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use exposition::{CONTENT_TYPE, render, router};
pub use labels::SearchOutcome;
pub use measure::Measure;

/// The name under which every operation counts that is not on the list.
pub const OTHER: &str = "other";

/// This process's numbers. A clone is the same numbers.
#[derive(Clone, Default)]
pub struct Metrics(Arc<Series>, Arc<backlog::Asked>);

impl Metrics {
    /// Counts one SQL statement: how long it took and whether it failed.
    pub fn statement(&self, info: &metric::Info<'_>) {
        let kind = labels::statement(&info.statement.sql);
        let database = &self.0.database;
        database.seconds.get_or_create(&kind).observe(info.elapsed.as_secs_f64());
        if info.failed {
            database.failures.get_or_create(&kind).inc();
        }
    }

    /// Counts one search, and how long the engine took where it was asked.
    pub fn search(&self, kind: search::Kind, outcome: SearchOutcome, elapsed: Option<Duration>) {
        let (search, kind) = (&self.0.search, kind.name());
        search.searches.get_or_create(&Asked { kind, outcome: outcome.into() }).inc();
        if let Some(elapsed) = elapsed {
            search.seconds.get_or_create(&Sort { kind }).observe(elapsed.as_secs_f64());
        }
    }

    /// Counts one failed try to tell the engine of changes: it was down, or it refused.
    pub fn indexing_failed(&self) {
        self.0.search.failures.inc();
    }

    /// Counts one mail that was handed over.
    pub fn mail_sent(&self) {
        self.0.mail.sent.inc();
    }

    /// Counts one failed try to hand a mail over: the server was down, or it refused.
    pub fn mail_failed(&self) {
        self.0.mail.failures.inc();
    }

    /// Counts the cost of a document that was let in.
    #[expect(clippy::cast_precision_loss, reason = "a cost is bounded by a limit of some thousands")]
    pub fn cost(&self, cost: u64) {
        self.0.http.cost.observe(cost as f64);
    }
}

/// The kind of a statement: `select`, `insert`, `update`, `delete`, `other`.
#[must_use]
pub fn statement_kind(statement: &Statement) -> &'static str {
    labels::statement(&statement.sql).kind
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}
