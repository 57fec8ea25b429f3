//! `tremplin search`: how the indexes stand, and how good what they find is.

mod evaluate;
mod index;

use super::args::Search;
use super::exit::Failure;
use crate::config::Config;

/// Does what was asked.
///
/// # Errors
/// The database or an engine does not answer; or there is no address for the engine asked for.
pub(super) async fn run(config: Config, what: Search) -> Result<(), Failure> {
    match what {
        Search::Evaluate(what) => evaluate::run(config, what).await,
        Search::Status => index::status(config).await,
        Search::Retry => index::retry(config).await,
    }
}
