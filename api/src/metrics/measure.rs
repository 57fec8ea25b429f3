//! One request, from its head to its answer.

use super::labels::{Answered, Coded, Named, Outcome};
use super::{Metrics, OTHER};
use std::sync::{Arc, LazyLock};
use tokio::time::Instant;

/// Shared, so that counting allocates nothing.
static NOT_LISTED: LazyLock<Arc<str>> = LazyLock::new(|| OTHER.into());

/// The code of those who must come back later.
const RATE_LIMITED: &str = "RATE_LIMITED";

/// Counts its request when it is dropped: also one whose client went away, which nothing else tells.
#[derive(Debug)]
pub struct Measure {
    metrics: Metrics,
    operation: Option<Arc<str>>,
    outcome: Outcome,
    start: Instant,
}

impl Measure {
    /// Begins.
    #[must_use]
    pub fn begin(metrics: &Metrics) -> Self {
        metrics.0.http.in_flight.inc();
        Self { metrics: metrics.clone(), operation: None, outcome: Outcome::Abandoned, start: Instant::now() }
    }

    /// The request is this operation of the list.
    pub fn name(&mut self, operation: &Arc<str>) {
        self.operation = Some(Arc::clone(operation));
    }

    /// The operation was executed, with top-level errors of these codes.
    pub fn executed<'a>(&mut self, codes: impl Iterator<Item = &'a str>) {
        self.outcome = Outcome::Ok;
        for code in codes {
            let failed = code == "INTERNAL" || self.outcome == Outcome::Failed;
            self.outcome = if failed { Outcome::Failed } else { Outcome::Errors };
            self.metrics.0.http.errors.get_or_create(&Coded { code: code.to_owned() }).inc();
            self.limited(code);
        }
    }

    /// It was not: refused for this reason, or a fault of ours kept it from being.
    pub fn refused(&mut self, code: &str, fault: bool) {
        self.outcome = if fault { Outcome::Failed } else { Outcome::Refused };
        self.metrics.0.http.refusals.get_or_create(&Coded { code: code.to_owned() }).inc();
        self.limited(code);
    }

    fn limited(&self, code: &str) {
        if code == RATE_LIMITED {
            self.metrics.0.http.rate_limited.inc();
        }
    }
}

impl Drop for Measure {
    fn drop(&mut self) {
        let http = &self.metrics.0.http;
        http.in_flight.dec();
        let operation = self.operation.take().unwrap_or_else(|| Arc::clone(&NOT_LISTED));
        let seconds = self.start.elapsed().as_secs_f64();
        http.seconds.get_or_create(&Named { operation: Arc::clone(&operation) }).observe(seconds);
        http.requests.get_or_create(&Answered { operation, outcome: self.outcome.into() }).inc();
    }
}
