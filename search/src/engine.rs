use async_trait::async_trait;
use uuid::Uuid;

use crate::{Document, Error, Kind, Page, Query};

/// The version of what an index holds and how: fields, weights, analysis, settings. Raise it with any of them.
pub const SETTINGS_VERSION: u32 = 5;

/// What [`Engine::prepare`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Prepared {
    /// Every index was filled under the present settings.
    Unchanged,
    /// An index is new, or was never filled by a rebuild: rebuild all.
    Created,
    /// An index was filled under other settings: rebuild all. It may find less until then.
    Outdated,
}

/// A change to an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Puts a document in the place of any other with its id.
    Upsert(Document),
    /// Takes the document with this id away, if there is one.
    Delete(Uuid),
}

/// A search engine. Both engines answer alike; `tests/contract.rs` is the contract.
///
/// # When an outbox row may be deleted
/// Changes are safe only once [`write`](Engine::write) **and** a following [`flush`](Engine::flush) returned: the
/// embedded engine commits in `write`, but Meilisearch only accepts there, and may still refuse a document later.
/// Both are idempotent, so after a crash or an error, do them again.
#[async_trait]
pub trait Engine: Send + Sync {
    /// The name that answers and logs carry: `embedded` or `meilisearch`.
    fn name(&self) -> &'static str;

    /// Creates the indexes that are missing and says whether all must be rebuilt. Call it once, at the start.
    ///
    /// # Errors
    /// Any [`Error`].
    async fn prepare(&self) -> Result<Prepared, Error>;

    /// Applies changes in order. Writing the same again changes nothing.
    ///
    /// The embedded engine never lets an older version replace a newer one; Meilisearch cannot tell, so read the
    /// row just before writing it.
    ///
    /// # Errors
    /// [`Error::Rejected`] for a document that does not fit its kind, before anything is written.
    async fn write(&self, kind: Kind, changes: Vec<Change>) -> Result<(), Error>;

    /// Waits until everything that this value wrote can be searched.
    ///
    /// # Errors
    /// [`Error::Rejected`] if the engine refused one of the writes since the last flush: write them again, one by
    /// one, to find which. [`Error::Timeout`] if they are still under way: flush again.
    async fn flush(&self) -> Result<(), Error>;

    /// Searches.
    ///
    /// # Errors
    /// [`Error::Rejected`] for a query that [`Query::check`] refuses.
    async fn search(&self, query: &Query) -> Result<Page, Error>;

    /// The ids and versions indexed, in the order of the ids, from the first after `after`: to compare with SQL.
    ///
    /// # Errors
    /// Any [`Error`].
    async fn versions(
        &self,
        kind: Kind,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<(Uuid, i64)>, Error>;

    /// Begins to build an index beside the one that is searched, leaving any earlier attempt. From here until the swap
    /// writes go to both, those of other processes too: read what is to be added after this returned.
    ///
    /// # Errors
    /// Any [`Error`].
    async fn rebuild_begin(&self, kind: Kind) -> Result<(), Error>;

    /// Adds documents to the index being built, except those that this process wrote since it was begun: these are newer.
    /// What another process wrote may be newer too: look again afterwards, and [`write`](Engine::write) what changed.
    ///
    /// # Errors
    /// [`Error::Rejected`] if no rebuild was begun.
    async fn rebuild_add(&self, kind: Kind, documents: Vec<Document>) -> Result<(), Error>;

    /// Puts the index that was built in the place of the other, at once, and records that it is complete. What was
    /// searched before is removed later.
    ///
    /// # Errors
    /// [`Error::Rejected`] if no rebuild was begun, or if a document was refused: then nothing is swapped.
    async fn rebuild_swap(&self, kind: Kind) -> Result<(), Error>;

    /// Whether the engine answers.
    ///
    /// # Errors
    /// Why it does not.
    async fn healthy(&self) -> Result<(), Error>;
}

/// Checks every document of the changes.
pub(crate) fn check(kind: Kind, changes: &[Change]) -> Result<(), Error> {
    changes.iter().try_for_each(|change| match change {
        Change::Upsert(document) => document.check(kind),
        Change::Delete(_) => Ok(()),
    })
}

/// The id that a change is about.
pub(crate) fn id_of(change: &Change) -> Uuid {
    match change {
        Change::Upsert(document) => document.id,
        Change::Delete(id) => *id,
    }
}
