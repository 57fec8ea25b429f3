//! `tremplin reindex`: the search index, built anew.

use super::args::{Kind, Reindex};
use super::exit::Failure;
use super::output::line;
use crate::config::Config;
use crate::outbox::Indexed;
use crate::worker::rebuild;

/// Asks for a rebuild: run here on Meilisearch, by the serving process on the embedded engine.
///
/// # Errors
/// The database or the engine does not answer.
pub(super) async fn run(config: Config, what: Reindex) -> Result<(), Failure> {
    let kind = what.only.map(|kind| match kind {
        Kind::Offers => Indexed::Offer,
        Kind::Companies => Indexed::Company,
        Kind::Hires => Indexed::Hire,
        Kind::Students => Indexed::Student,
    });
    let report = rebuild::ask(config, kind).await.map_err(|error| Failure::fault(error.into_fault()))?;
    line(&report)
}
