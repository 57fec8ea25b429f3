//! The search engine that an application of a test is given.

use super::Database;
use api::config::Search;

/// The embedded engine, in the case's own folder. The contract that both engines keep is tested by the crate `search`.
pub(crate) fn settings(database: &Database) -> Search {
    let mut settings = Search::default();
    settings.path = database.folder.path().join("search");
    settings
}
