//! Structured logs on the standard error, as text or as JSON; the standard output is for what commands answer.

use std::io::{self, IsTerminal};

use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry};

use crate::config::{Log, LogFormat};

/// Starts logging as configured. Does nothing when logging was started before, so that every test may call it.
///
/// # Errors
/// A level that is not a filter, which a checked configuration does not hold.
pub fn init(log: &Log) -> Result<(), tracing_subscriber::filter::ParseError> {
    let filter = EnvFilter::try_new(&log.level)?;
    let subscriber = tracing_subscriber::registry().with(layer(log.format)).with(filter);
    // The only failure is that another subscriber is in place already.
    subscriber.try_init().ok();
    Ok(())
}

fn layer(format: LogFormat) -> Box<dyn Layer<Registry> + Send + Sync> {
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
