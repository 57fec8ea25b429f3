//! The engine on a Meilisearch server, which any number of processes share.
//!
//! Each kind is the index `<prefix>offers`, a rebuild fills `<prefix>offers_next` and swaps the two, and
//! `<prefix>meta` notes under which settings each was filled, and whether it is being filled anew.
//!
//! While one process builds a copy, all of them write to both: each asks `meta` before it sends, after it has read what
//! it sends. Whoever asked too early to know has read before the copy was begun, hence what it read is in the copy too.
//! The copy is written to first: a swap between the two then makes it the index that is searched. What is left to
//! whoever builds is to look again after [`Engine::rebuild_add`] whether what it read has changed, as after any write.
//!
//! The server works through tasks, in order. Writes do not wait for theirs, for the server joins what waits into
//! batches; their numbers are kept, and [`Engine::flush`] asks for them. The client library bounds nothing in time,
//! so every call here is.

mod ask;
mod call;
mod circles;
mod filter;
mod nearest;
mod rebuild;
mod record;
mod search;
mod settings;
mod tasks;

use std::collections::BTreeMap;
use std::time::Duration;

use async_trait::async_trait;
use meilisearch_sdk::client::Client;
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::engine::check;
use crate::{Change, Document, Engine, Error, Kind, Page, Prepared, Query};
use call::{WRITE_LIMIT, bounded, failure};
use rebuild::Rebuild;
use tasks::Ledger;

/// An engine on a Meilisearch server, version 1.50 or later.
pub struct Meilisearch {
    client: Client,
    prefix: String,
    timeout: Duration,
    ledger: Ledger,
    /// By kind, the rebuild that this process has under way. Held while a write is sent, so that tasks are in the order of
    /// the calls.
    rebuilds: BTreeMap<Kind, Mutex<Option<Rebuild>>>,
}

impl Meilisearch {
    /// An engine on the server at `url`, with its API key if it has one. Nothing is sent yet.
    ///
    /// A search is given up after `timeout`. `prefix` begins the names of the indexes, so that several deployments
    /// can share a server: letters, digits, hyphens and underscores.
    ///
    /// # Errors
    /// [`Error::Rejected`] if the key or the prefix has characters that cannot be sent.
    pub fn new(url: &str, key: Option<&str>, timeout: Duration, prefix: &str) -> Result<Self, Error> {
        if key.is_some_and(|key| !key.bytes().all(|byte| byte.is_ascii_graphic())) {
            return Err(Error::Rejected("the API key has characters that a header cannot carry".to_owned()));
        }
        if !prefix.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
            return Err(Error::Rejected(format!("{prefix:?} cannot begin the name of an index")));
        }
        let client = Client::new(url.trim_end_matches('/'), key).map_err(failure)?;
        let rebuilds = Kind::ALL.into_iter().map(|kind| (kind, Mutex::new(None))).collect();
        Ok(Meilisearch { client, prefix: prefix.to_owned(), timeout, ledger: Ledger::default(), rebuilds })
    }

    /// The name of the index that is searched.
    fn live(&self, kind: Kind) -> String {
        format!("{}{kind}", self.prefix)
    }

    /// The name of the index being built.
    fn next(&self, kind: Kind) -> String {
        format!("{}{kind}_next", self.prefix)
    }

    fn rebuild(&self, kind: Kind) -> Result<&Mutex<Option<Rebuild>>, Error> {
        self.rebuilds.get(&kind).ok_or_else(|| Error::Rejected(format!("no index of {kind}")))
    }
}

#[async_trait]
impl Engine for Meilisearch {
    fn name(&self) -> &'static str {
        "meilisearch"
    }

    async fn prepare(&self) -> Result<Prepared, Error> {
        self.prepare_all().await
    }

    async fn write(&self, kind: Kind, changes: Vec<Change>) -> Result<(), Error> {
        check(kind, &changes)?;
        let mut rebuild = self.rebuild(kind)?.lock().await;
        if let Some(rebuild) = rebuild.as_mut() {
            rebuild.follow(&changes);
        }
        // The copy first: a swap may come between the two.
        if rebuild.is_some() || self.is_building(kind).await? {
            self.ledger.add(record::send(&self.client, &self.next(kind), &changes).await?);
        }
        self.ledger.add(record::send(&self.client, &self.live(kind), &changes).await?);
        Ok(())
    }

    async fn flush(&self) -> Result<(), Error> {
        self.ledger.flush(&self.client).await
    }

    async fn search(&self, query: &Query) -> Result<Page, Error> {
        query.check()?;
        search::run(&self.client, &self.live(query.kind), self.timeout, query).await
    }

    async fn versions(
        &self,
        kind: Kind,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<(Uuid, i64)>, Error> {
        search::versions(&self.client, &self.live(kind), after, limit).await
    }

    async fn rebuild_begin(&self, kind: Kind) -> Result<(), Error> {
        let begun = self.begin(kind).await?;
        *self.rebuild(kind)?.lock().await = Some(begun);
        Ok(())
    }

    async fn rebuild_add(&self, kind: Kind, documents: Vec<Document>) -> Result<(), Error> {
        let changes: Vec<Change> = documents.into_iter().map(Change::Upsert).collect();
        check(kind, &changes)?;
        let mut rebuild = self.rebuild(kind)?.lock().await;
        let rebuild = rebuild.as_mut().ok_or_else(|| rebuild::not_begun(kind))?;
        rebuild.add(&self.client, &self.next(kind), changes).await
    }

    async fn rebuild_swap(&self, kind: Kind) -> Result<(), Error> {
        self.swap(kind).await
    }

    async fn healthy(&self) -> Result<(), Error> {
        bounded(self.timeout.min(WRITE_LIMIT), self.client.health()).await.map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Meilisearch;
    use crate::{Engine, Kind, Query};

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn what_cannot_be_sent_is_refused() {
        assert!(Meilisearch::new("http://localhost:7700", Some("a\nb"), SECOND, "").is_err());
        assert!(Meilisearch::new("http://localhost:7700", None, SECOND, "a b").is_err());
        assert!(Meilisearch::new("http://localhost:7700/", Some("key"), SECOND, "test-1_").is_ok());
    }

    #[tokio::test]
    async fn a_server_that_is_not_there_is_an_outage() {
        // Bound and dropped: a port where nobody listens.
        let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", socket.local_addr().unwrap());
        drop(socket);
        let engine = Meilisearch::new(&url, None, SECOND, "").unwrap();
        assert!(engine.search(&Query::new(Kind::Offer)).await.is_err_and(|error| error.is_outage()));
        assert!(engine.healthy().await.is_err_and(|error| error.is_outage()));
    }

    #[tokio::test]
    async fn a_server_that_does_not_answer_is_given_up() {
        let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", socket.local_addr().unwrap());
        let engine = Meilisearch::new(&url, None, Duration::from_millis(50), "").unwrap();
        let answer = engine.search(&Query::new(Kind::Offer)).await;
        assert!(matches!(answer, Err(crate::Error::Timeout)), "{answer:?}");
    }
}
