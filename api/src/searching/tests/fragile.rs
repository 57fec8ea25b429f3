//! A real engine, which can be told to fail.

use super::world::hex;
use async_trait::async_trait;
use futures_util::future::BoxFuture;
use search::{Change, Document, Embedded, Engine, Error, Field, Kind, Meilisearch, Page, Prepared, Query};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use uuid::Uuid;

/// What a title holds that the engine of tests refuses.
pub(crate) const POISON: &str = "poison";

/// A real engine, which can be told to fail: how long an outage lasts is then the test's to say.
pub(crate) struct Fragile {
    real: Box<dyn Engine>,
    state: AtomicU8,
    meanwhile: Mutex<Option<BoxFuture<'static, ()>>>,
}

/// How an engine fails.
#[derive(Clone, Copy)]
pub(crate) enum State {
    /// Not at all.
    Up = 0,
    /// At once.
    Down = 1,
    /// By never answering a search.
    Stalled = 2,
    /// By refusing documents whose title says so.
    Picky = 3,
}

impl Fragile {
    /// Embedded, in memory; or on the server that `TREMPLIN_TEST_MEILISEARCH` names.
    pub(crate) fn new(folder: &TempDir) -> Self {
        Self { real: real(folder), state: AtomicU8::new(State::Up as u8), meanwhile: Mutex::default() }
    }

    pub(crate) fn set(&self, state: State) {
        self.state.store(state as u8, Ordering::SeqCst);
    }

    /// What another process does before the next documents come to an index that is being built.
    pub(crate) fn before_adding(&self, work: impl Future<Output = ()> + Send + 'static) {
        *self.meanwhile.lock().unwrap() = Some(Box::pin(work));
    }

    fn is(&self, state: State) -> bool {
        self.state.load(Ordering::SeqCst) == state as u8
    }

    fn up(&self) -> Result<(), Error> {
        if self.is(State::Down) { Err(Error::Unavailable("told to".into())) } else { Ok(()) }
    }
}

#[async_trait]
impl Engine for Fragile {
    fn name(&self) -> &'static str {
        self.real.name()
    }

    async fn prepare(&self) -> Result<Prepared, Error> {
        self.up()?;
        self.real.prepare().await
    }

    async fn write(&self, kind: Kind, changes: Vec<Change>) -> Result<(), Error> {
        self.up()?;
        let poisoned = |document: &Document| {
            document
                .texts
                .get(&Field::Title)
                .is_some_and(|titles| titles.iter().any(|title| title.contains(POISON)))
        };
        let refused =
            changes.iter().any(|change| matches!(change, Change::Upsert(document) if poisoned(document)));
        if self.is(State::Picky) && refused {
            return Err(Error::Rejected("poison".to_owned()));
        }
        self.real.write(kind, changes).await
    }

    async fn flush(&self) -> Result<(), Error> {
        self.up()?;
        self.real.flush().await
    }

    async fn search(&self, query: &Query) -> Result<Page, Error> {
        self.up()?;
        if self.is(State::Stalled) {
            return std::future::pending().await;
        }
        self.real.search(query).await
    }

    async fn versions(
        &self,
        kind: Kind,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<(Uuid, i64)>, Error> {
        self.up()?;
        self.real.versions(kind, after, limit).await
    }

    async fn rebuild_begin(&self, kind: Kind) -> Result<(), Error> {
        self.up()?;
        self.real.rebuild_begin(kind).await
    }

    async fn rebuild_add(&self, kind: Kind, documents: Vec<Document>) -> Result<(), Error> {
        self.up()?;
        let meanwhile = self.meanwhile.lock().unwrap().take();
        if let Some(meanwhile) = meanwhile {
            meanwhile.await;
        }
        self.real.rebuild_add(kind, documents).await
    }

    async fn rebuild_swap(&self, kind: Kind) -> Result<(), Error> {
        self.up()?;
        self.real.rebuild_swap(kind).await
    }

    async fn healthy(&self) -> Result<(), Error> {
        self.up()?;
        self.real.healthy().await
    }
}

fn real(folder: &TempDir) -> Box<dyn Engine> {
    match std::env::var("TREMPLIN_TEST_MEILISEARCH") {
        Ok(url) => {
            let key = std::env::var("TREMPLIN_TEST_MEILISEARCH_KEY").ok();
            let limit = Duration::from_secs(2);
            Box::new(Meilisearch::new(&url, key.as_deref(), limit, &format!("{}_", hex(folder))).unwrap())
        }
        Err(_) => Box::new(Embedded::in_memory().unwrap()),
    }
}
