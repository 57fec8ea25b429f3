//! The servers, and the people who use them.

use crate::harness::factory::{self, INSA};
use crate::harness::{Database, Given, Host, Kind, TestApp, meilisearch, seeded};
use crate::program::{Server, program};
use anyhow::Result;
use api::clock::Clock;
use api::config::Search;
use std::sync::{Arc, Mutex, PoisonError};

/// How many.
pub(super) const COUNT: usize = 3;

/// Three servers on one database.
pub(crate) struct Replicas {
    /// A member of a verified company.
    pub(super) member: String,
    /// Career services of INSA Toulouse.
    pub(super) desk: String,
    /// The time, as the servers have it.
    pub(super) clock: Clock,
    /// Their search server, where there is one to be had.
    pub(super) search: Option<Arc<meilisearch::Server>>,
    /// Dropped first: the servers are killed before their database goes.
    servers: Mutex<Vec<Option<Server>>>,
    /// Their database.
    pub(super) database: Database,
}

impl Given for Replicas {
    async fn given(host: &Arc<Host>, kind: Kind) -> Result<Self> {
        let clock = Clock::system();
        let database = seeded(host, kind).await?;
        // Signed in now, by the servers' clock.
        let later = clock.now().signed_duration_since(TestApp::start());
        let app = TestApp::open(database, later, |_| {}).await?;
        let member = token(&factory::verified_company(&app).await.client);
        let desk = token(&factory::career_services(&app, INSA).await);
        let database = app.into_database().await?;
        let search = if meilisearch::is_there() { Some(host.meilisearch().await?) } else { None };
        let replicas = Self { member, desk, clock, search, servers: Mutex::default(), database };
        for _ in 0..COUNT {
            let server = Some(replicas.start());
            replicas.locked().push(server);
        }
        Ok(replicas)
    }
}

impl Replicas {
    /// Where each is: `http://127.0.0.1:PORT`; the dead where they were.
    pub(super) fn base(&self, which: usize) -> Option<String> {
        let servers = self.locked();
        let server = servers[which % COUNT].as_ref()?;
        Some(server.url.trim_end_matches("/graphql").to_owned())
    }

    /// Kills one, as `kill -9` does.
    pub(super) fn kill(&self, which: usize) {
        drop(self.locked()[which].take());
    }

    /// Starts one again, on another port.
    pub(super) fn restart(&self, which: usize) {
        let server = self.start();
        self.locked()[which] = Some(server);
    }

    fn start(&self) -> Server {
        let prefix =
            self.database.folder.path().file_name().unwrap_or_default().to_string_lossy().replace('.', "");
        let mut command = program(&self.database, &[]);
        // Nothing listens on that port: an engine that does not answer.
        let search = match &self.search {
            Some(server) => server.settings(&server.url, &format!("{prefix}_")),
            None => {
                let mut search = Search::default();
                search.url = Some("http://127.0.0.1:9".to_owned());
                search
            }
        };
        command
            .envs(search.url.map(|url| ("TREMPLIN_SEARCH__URL", url)))
            .envs(search.api_key.map(|key| ("TREMPLIN_SEARCH__API_KEY", key.expose().to_owned())))
            .env("TREMPLIN_SEARCH__INDEX_PREFIX", search.index_prefix)
            .env("TREMPLIN_DATABASE__READ_CONNECTIONS", "8")
            // Nobody reads the log after the start: a full pipe would hold the server up.
            .env("TREMPLIN_LOG__LEVEL", "off,api::cli=info");
        Server::launch(command)
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Vec<Option<Server>>> {
        self.servers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn token(client: &crate::harness::Client) -> String {
    client.token().unwrap_or_default().to_owned()
}
