//! The search engine that an application of a test is given.

use super::{Database, Given, Host, Kind, OnMeilisearch, TestApp, meilisearch, seeded};
use anyhow::Result;
use api::config::Search;
use chrono::TimeDelta;
use sea_orm::ConnectionTrait;
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
        let app = TestApp::open(database, TimeDelta::zero(), |config| config.search = search).await?;
        without_history(&app).await?;
        Ok(Self(app))
    }
}

/// Removes the hiring history, which a Meilisearch server takes long to index, and which is not what is searched here.
pub(crate) async fn without_history(app: &TestApp) -> Result<()> {
    for table in ["search_outbox", "hire", "company_alias", "company"] {
        app.context.db.write.execute_unprepared(&format!("DELETE FROM {table}")).await?;
    }
    Ok(())
}

/// What begins the names of a case's indexes.
pub(crate) fn prefix(host: &Host) -> String {
    format!("{}-", host.database_name())
}
