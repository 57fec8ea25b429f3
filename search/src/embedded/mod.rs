//! The engine inside the process: tantivy, on files or in memory.
//!
//! One folder belongs to one process: a second one is refused. Each kind has a file that names its current index
//! (`offers.json`) and a folder for it (`offers-3`); a rebuild fills another folder, and replacing the file is the
//! swap. All of tantivy blocks, so every call runs where blocking is allowed.

mod any_of;
mod columns;
mod conditions;
mod facets;
mod failure;
mod fair;
mod near;
mod order;
mod places;
mod search;
mod shelf;
mod store;
mod words;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use uuid::Uuid;

use crate::engine::check;
use crate::{Change, Document, Engine, Error, Kind, Page, Prepared, Query};
use shelf::Shelf;

/// The embedded engine. Writes are durable when [`Engine::write`] returns.
pub struct Embedded {
    shelves: BTreeMap<Kind, Arc<Shelf>>,
}

impl Embedded {
    /// Opens the indexes in a folder, which is created if missing.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if files cannot be read or written, or if another process has the folder.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        std::fs::create_dir_all(folder).map_err(Error::unavailable)?;
        Self::with(|kind| Shelf::open(kind, Some(folder.to_owned())))
    }

    /// Empty indexes that live as long as this value: for tests.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the threads that write cannot be started.
    pub fn in_memory() -> Result<Self, Error> {
        Self::with(|kind| Shelf::open(kind, None))
    }

    fn with(open: impl Fn(Kind) -> Result<Shelf, Error>) -> Result<Self, Error> {
        let shelves = Kind::ALL.into_iter().map(|kind| Ok((kind, Arc::new(open(kind)?))));
        Ok(Embedded { shelves: shelves.collect::<Result<_, Error>>()? })
    }

    /// Does blocking work on the index of a kind.
    async fn on<T: Send + 'static>(
        &self,
        kind: Kind,
        work: impl FnOnce(&Shelf) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let shelf = self.shelves.get(&kind).cloned();
        let shelf = shelf.ok_or_else(|| Error::Rejected(format!("no index of {kind}")))?;
        tokio::task::spawn_blocking(move || work(&shelf)).await.map_err(Error::unavailable)?
    }
}

#[async_trait]
impl Engine for Embedded {
    fn name(&self) -> &'static str {
        "embedded"
    }

    async fn prepare(&self) -> Result<Prepared, Error> {
        let found = self.shelves.values().map(|shelf| shelf.prepared()).max();
        Ok(found.unwrap_or(Prepared::Created))
    }

    async fn write(&self, kind: Kind, changes: Vec<Change>) -> Result<(), Error> {
        check(kind, &changes)?;
        self.on(kind, move |shelf| shelf.write(&changes)).await
    }

    async fn flush(&self) -> Result<(), Error> {
        Ok(())
    }

    async fn search(&self, query: &Query) -> Result<Page, Error> {
        query.check()?;
        let query = query.clone();
        self.on(query.kind, move |shelf| search::run(&shelf.live(), &query)).await
    }

    async fn versions(
        &self,
        kind: Kind,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<(Uuid, i64)>, Error> {
        self.on(kind, move |shelf| search::versions(&shelf.live(), after, limit)).await
    }

    async fn rebuild_begin(&self, kind: Kind) -> Result<(), Error> {
        self.on(kind, Shelf::rebuild_begin).await
    }

    async fn rebuild_add(&self, kind: Kind, documents: Vec<Document>) -> Result<(), Error> {
        let changes: Vec<Change> = documents.into_iter().map(Change::Upsert).collect();
        check(kind, &changes)?;
        self.on(kind, move |shelf| shelf.rebuild_add(changes)).await
    }

    async fn rebuild_swap(&self, kind: Kind) -> Result<(), Error> {
        self.on(kind, Shelf::rebuild_swap).await
    }

    async fn healthy(&self) -> Result<(), Error> {
        for kind in Kind::ALL {
            self.on(kind, |shelf| search::versions(&shelf.live(), None, 1)).await?;
        }
        Ok(())
    }
}
