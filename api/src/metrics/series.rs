//! Every series: its name, what it means, and its buckets. Those whose labels are known from the start are there from
//! the start, at zero, so that a first increase is one.

use super::OTHER;
use super::labels::{
    Answered, Asked, Build, Coded, Job, Named, Outcome, Pool, Pooled, STATEMENTS, SearchOutcome, Sort,
};
use super::process::Process;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Metric, Registry, Unit};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use strum::VariantArray;

/// Seconds, from a point read to the longest that a request may take.
const REQUEST: [f64; 13] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
/// Seconds of a statement or a search.
const CALL: [f64; 11] = [0.000_25, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1.0, 5.0];
/// Cost, up to the default limit.
const COST: [f64; 12] =
    [5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 500.0, 1000.0, 2000.0, 5000.0, 10_000.0, 20_000.0];

/// Histograms by label, made when a label is first seen.
pub(super) type Histograms<L> = Family<L, Histogram, fn() -> Histogram>;
/// A gauge that can say that it does not know: NaN.
pub(super) type Level = Gauge<f64, AtomicU64>;

/// All series, and the registry that names them.
pub(super) struct Series {
    pub(super) registry: Registry,
    pub(super) http: Http,
    pub(super) database: Database,
    pub(super) search: Search,
    pub(super) mail: Mail,
    pub(super) backlog: Backlog,
    pub(super) process: Process,
    pub(super) build: Family<Build, Gauge>,
}

/// What is asked.
pub(super) struct Http {
    pub(super) requests: Family<Answered, Counter>,
    pub(super) seconds: Histograms<Named>,
    pub(super) in_flight: Gauge,
    pub(super) cost: Histogram,
    pub(super) refusals: Family<Coded, Counter>,
    pub(super) errors: Family<Coded, Counter>,
    pub(super) rate_limited: Counter,
}

/// What is asked of SQL.
pub(super) struct Database {
    pub(super) seconds: Histograms<Sort>,
    pub(super) failures: Family<Sort, Counter>,
    pub(super) connections: Family<Pooled, Gauge>,
    pub(super) connections_max: Family<Pool, Gauge>,
}

/// What is asked of the search engine.
pub(super) struct Search {
    pub(super) searches: Family<Asked, Counter>,
    pub(super) seconds: Histograms<Sort>,
    pub(super) paused: Gauge,
    pub(super) ready: Gauge,
    pub(super) failures: Counter,
}

/// What is sent.
pub(super) struct Mail {
    pub(super) sent: Counter,
    pub(super) failures: Counter,
}

/// What waits.
pub(super) struct Backlog {
    pub(super) known: Gauge,
    pub(super) rows: Level,
    pub(super) age: Level,
    pub(super) poison: Level,
    pub(super) set_aside: Level,
    pub(super) alerts_age: Level,
    pub(super) mails: Level,
    pub(super) mails_age: Level,
    pub(super) mails_set_aside: Level,
    pub(super) overdue: Family<Job, Level>,
    pub(super) attempts: Family<Job, Level>,
}

/// Names and explains, as it registers.
pub(super) struct Naming<'a>(pub(super) &'a mut Registry);

impl Naming<'_> {
    pub(super) fn named<M: Metric + Clone>(&mut self, metric: M, name: &str, help: &str) -> M {
        self.0.register(name, help, metric.clone());
        metric
    }

    pub(super) fn seconds<M: Metric + Clone>(&mut self, metric: M, name: &str, help: &str) -> M {
        self.0.register_with_unit(name, help, Unit::Seconds, metric.clone());
        metric
    }
}

impl Default for Series {
    fn default() -> Self {
        let mut registry = Registry::default();
        let process = Process::register(&mut Naming(&mut registry));
        let mut own = Naming(registry.sub_registry_with_prefix("tremplin"));
        let http = Http::register(&mut own);
        let database = Database::register(&mut own);
        let search = Search::register(&mut own);
        let mail = Mail::register(&mut own);
        let backlog = Backlog::register(&mut own);
        let build = own.named(
            Family::default(),
            "build_info",
            "Always 1: the version, the database and the search engine",
        );
        Self { registry, http, database, search, mail, backlog, process, build }
    }
}

impl Http {
    fn register(own: &mut Naming<'_>) -> Self {
        let seconds: Histograms<Named> = Family::new_with_constructor(|| Histogram::new(REQUEST));
        let http = Self {
            requests: own.named(
                Family::default(),
                "requests",
                "Requests to /graphql, by operation and outcome",
            ),
            seconds: own.seconds(seconds, "request_duration", "Time from a request's head to its answer"),
            in_flight: own.named(Gauge::default(), "requests_in_flight", "Requests that are being answered"),
            cost: own.named(Histogram::new(COST), "request_cost", "Cost of the documents that were let in"),
            refusals: own.named(Family::default(), "refusals", "Requests refused before execution, by code"),
            errors: own.named(Family::default(), "errors", "Top-level errors of what was executed, by code"),
            rate_limited: own.named(Counter::default(), "rate_limited", "Requests told to come back later"),
        };
        let operation: Arc<str> = OTHER.into();
        drop(http.seconds.get_or_create(&Named { operation: Arc::clone(&operation) }));
        for outcome in Outcome::VARIANTS.iter().map(Into::into) {
            drop(http.requests.get_or_create(&Answered { operation: Arc::clone(&operation), outcome }));
        }
        drop(http.refusals.get_or_create(&Coded { code: "DOCUMENT_INVALID".to_owned() }));
        drop(http.errors.get_or_create(&Coded { code: "INTERNAL".to_owned() }));
        http
    }
}

impl Database {
    fn register(own: &mut Naming<'_>) -> Self {
        let seconds: Histograms<Sort> = Family::new_with_constructor(|| Histogram::new(CALL));
        let database = Self {
            seconds: own.seconds(seconds, "database_statement_duration", "Time of SQL statements, by kind"),
            failures: own.named(
                Family::default(),
                "database_failures",
                "SQL statements that failed, by kind",
            ),
            connections: own.named(
                Family::default(),
                "database_connections",
                "Open connections, by pool and by whether they are used",
            ),
            connections_max: own.named(
                Family::default(),
                "database_connections_max",
                "The most connections that a pool opens",
            ),
        };
        for kind in STATEMENTS {
            drop(database.seconds.get_or_create(&Sort { kind }));
            drop(database.failures.get_or_create(&Sort { kind }));
        }
        database
    }
}

impl Search {
    fn register(own: &mut Naming<'_>) -> Self {
        let seconds: Histograms<Sort> = Family::new_with_constructor(|| Histogram::new(CALL));
        let search = Self {
            searches: own.named(Family::default(), "searches", "Searches, by kind of document and outcome"),
            seconds: own.seconds(
                seconds,
                "search_duration",
                "Time of the search engine, by kind of document",
            ),
            paused: own.named(
                Gauge::default(),
                "search_breaker_open",
                "1 while the search engine is left alone after a failure",
            ),
            ready: own.named(
                Gauge::default(),
                "search_index_ready",
                "1 once the indexes were found complete by this process",
            ),
            failures: own.named(
                Counter::default(),
                "indexing_failures",
                "Failed tries to tell the search engine of changes",
            ),
        };
        for kind in search::Kind::ALL.map(search::Kind::name) {
            drop(search.seconds.get_or_create(&Sort { kind }));
            for outcome in SearchOutcome::VARIANTS.iter().map(Into::into) {
                drop(search.searches.get_or_create(&Asked { kind, outcome }));
            }
        }
        search
    }
}

impl Mail {
    fn register(own: &mut Naming<'_>) -> Self {
        Self {
            sent: own.named(Counter::default(), "mails_sent", "Mails that were handed over"),
            failures: own.named(Counter::default(), "mail_failures", "Failed tries to hand a mail over"),
        }
    }
}

impl Backlog {
    fn register(own: &mut Naming<'_>) -> Self {
        Self {
            known: own.named(
                Gauge::default(),
                "backlog_known",
                "1 if the database could say what waits; what it did not say is NaN",
            ),
            rows: own.named(
                Level::default(),
                "outbox_rows",
                "Changes that the search engine has to learn, those set aside left out",
            ),
            age: own.seconds(Level::default(), "outbox_oldest_age", "Age of the oldest of them"),
            poison: own.named(
                Level::default(),
                "outbox_poison_rows",
                "Changes that were tried in vain, because the engine refuses them or they cannot be read",
            ),
            set_aside: own.named(
                Level::default(),
                "outbox_set_aside_rows",
                "Those of them that are not tried again by themselves",
            ),
            alerts_age: own.seconds(
                Level::default(),
                "alert_queue_oldest_age",
                "Age of the oldest publication of which saved searches were not told",
            ),
            mails: own.named(Level::default(), "mail_rows", "Mails that wait to be sent"),
            mails_age: own.seconds(Level::default(), "mail_oldest_age", "Age of the oldest of them"),
            mails_set_aside: own.named(
                Level::default(),
                "mail_set_aside_rows",
                "Mails that were refused for good, or for five days",
            ),
            overdue: own.seconds(Family::default(), "job_overdue", "How long a job has been due, by job"),
            attempts: own.named(
                Family::default(),
                "job_failed_attempts",
                "Failed tries since a job last succeeded, by job",
            ),
        }
    }
}
