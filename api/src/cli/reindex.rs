//! `tremplin reindex`: the search index, built anew.

use super::exit::Failure;
use super::output::line;
use crate::config::{Config, SearchEngine};
use crate::worker::{self, Reindexed};

/// Builds the index here on Meilisearch; asks the serving process for it on the embedded engine, whose folder is its.
///
/// # Errors
/// The database or the engine does not answer.
pub(super) async fn run(config: Config) -> Result<(), Failure> {
    let embedded = config.search.engine() == SearchEngine::Embedded;
    let reindexed = if embedded {
        worker::reindex(&*super::tools(config).await?).await
    } else {
        worker::reindex(&super::open(config).await?.context).await
    };
    line(match reindexed.map_err(Failure::fault)? {
        Reindexed::Done => "the index is built anew",
        Reindexed::Queued => "queued: the serving process builds the index anew, at once or when it starts",
        Reindexed::UnderWay => "another process is building the index anew",
    })
}
