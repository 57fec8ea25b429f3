//! `tremplin worker`: the worker alone, beside any number of servers.

use super::exit::Failure;
use super::metrics;
use crate::config::{Config, SearchEngine};
use crate::{http, worker};

/// Works until told to stop, then finishes what it has begun.
///
/// # Errors
/// The engine is the embedded one; or the application cannot be opened.
pub(super) async fn run(config: Config) -> Result<(), Failure> {
    if config.search.engine() == SearchEngine::Embedded {
        let message = "the embedded search index belongs to the serving process, which runs the worker itself; a \
                       worker of its own needs a Meilisearch server: set search.url";
        return Err(Failure::config(message));
    }
    let stop = http::stop_signal().map_err(Failure::fault)?;
    let app = super::open(config).await?;
    let watched = metrics::serve(&app.context).await?;
    worker::run(&app.context, stop).await;
    drop(watched);
    Ok(())
}
