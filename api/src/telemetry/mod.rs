//! Structured logs on the standard error, as text or as JSON; the standard output is for what commands answer. Built with
//! the feature `otlp`, also traces: a request, its operation, and its SQL statements.

#[cfg_attr(feature = "otlp", path = "otlp.rs")]
#[cfg_attr(not(feature = "otlp"), path = "none.rs")]
mod traces;

use std::io::{self, IsTerminal};

use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry};

use crate::config::{Log, LogFormat};

pub use traces::Traces;
pub(crate) use traces::{adopt, operation, statement};

/// A part of the subscriber.
type Part = Box<dyn Layer<Registry> + Send + Sync>;

/// Starts logging as configured, and traces; inside the runtime. Does nothing when logging was started before, so that
/// every test may call it. What is answered is ended with the program, for the traces not sent yet.
///
/// # Errors
/// A level that is not a filter, which a checked configuration does not hold; traces that this program was built
/// without.
pub fn init(log: &Log) -> anyhow::Result<Traces> {
    let filter = EnvFilter::try_new(&log.level)?;
    let (traces, part) = Traces::start(log)?;
    let parts: Vec<Part> = std::iter::once(layer(log.format)).chain(part).collect();
    let subscriber = tracing_subscriber::registry().with(parts).with(filter);
    // The only failure is that another subscriber is in place already.
    subscriber.try_init().ok();
    Ok(traces)
}

fn layer(format: LogFormat) -> Part {
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr).with_span_events(FmtSpan::NONE);
    match format {
        LogFormat::Text => lines.with_ansi(io::stderr().is_terminal()).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starting_twice_is_allowed_and_a_broken_filter_is_refused() {
        let json = Log { format: LogFormat::Json, ..Log::default() };
        assert!(init(&Log::default()).is_ok());
        assert!(init(&json).is_ok());
        let broken = Log { level: "api=loud".to_owned(), ..Log::default() };
        assert!(init(&broken).is_err());
    }
}
