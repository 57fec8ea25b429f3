//! The search engine that an application of a test is given.

use super::{Database, Given, Host, Kind, OnMeilisearch, TestApp, meilisearch, seeded};
use anyhow::Result;
use api::config::Search;
use chrono::TimeDelta;
use std::sync::Arc;

/// The embedded engine, in the case's own folder: what every case runs on. Cases about searching run on Meilisearch
/// too; the contract that both engines keep is tested by the crate `search`.
pub(crate) fn settings(database: &Database) -> Search {
    let mut settings = Search::default();
    settings.path = database.folder.path().join("search");
    settings
}

impl Given for OnMeilisearch<TestApp> {
    async fn given(host: &Arc<Host>, kind: Kind) -> Result<Self> {
        let server = host.meilisearch().await?;
        let prefix = prefix(host);
        meilisearch::afterwards(host, Arc::clone(&server), prefix.clone());
        let search = server.settings(&server.url, &prefix);
        let database = seeded(host, kind).await?;
        Ok(Self(TestApp::open(database, TimeDelta::zero(), |config| config.search = search).await?))
    }
}

/// What begins the names of a case's indexes.
pub(crate) fn prefix(host: &Host) -> String {
    format!("{}-", host.database_name())
}
