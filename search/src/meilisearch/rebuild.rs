use std::collections::HashSet;
use std::time::Duration;

use meilisearch_sdk::client::{Client, SwapIndexes};
use meilisearch_sdk::errors::{Error as ClientError, ErrorCode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Meilisearch;
use super::call::{WRITE_LIMIT, bounded, failure};
use super::record::{ID, send};
use super::settings::settings;
use super::tasks::settle;
use crate::engine::id_of;
use crate::{Change, Error, Kind, Prepared, SETTINGS_VERSION};

/// How long the server may work through what a rebuild sent.
const REBUILD_LIMIT: Duration = Duration::from_secs(3600);

/// A rebuild under way.
pub(super) struct Rebuild {
    tasks: Vec<u32>,
    /// What was written since it was begun, hence is newer than what the rebuild read.
    written: HashSet<Uuid>,
}

/// What the index `meta` says of a kind.
#[derive(Debug, Serialize, Deserialize)]
struct Filled {
    id: String,
    settings: u32,
}

impl Rebuild {
    /// Begins with an empty index.
    pub(super) async fn begin(client: &Client, kind: Kind, next: &str) -> Result<Self, Error> {
        // Fails later, and rightly, when there is none: nobody asks about this task.
        bounded(WRITE_LIMIT, client.index(next).delete()).await?;
        let made = bounded(WRITE_LIMIT, client.index(next).set_settings(&settings(kind))).await?;
        Ok(Rebuild { tasks: vec![made.task_uid], written: HashSet::new() })
    }

    /// Writes what was also written to the index that is searched.
    pub(super) async fn follow(
        &mut self,
        client: &Client,
        next: &str,
        changes: &[Change],
    ) -> Result<(), Error> {
        self.written.extend(changes.iter().map(id_of));
        self.tasks.extend(send(client, next, changes).await?);
        Ok(())
    }

    /// Adds what the rebuild read, unless something newer was written.
    pub(super) async fn add(
        &mut self,
        client: &Client,
        next: &str,
        changes: Vec<Change>,
    ) -> Result<(), Error> {
        let older: Vec<Change> =
            changes.into_iter().filter(|change| !self.written.contains(&id_of(change))).collect();
        self.tasks.extend(send(client, next, &older).await?);
        Ok(())
    }
}

pub(super) fn not_begun(kind: Kind) -> Error {
    Error::Rejected(format!("no rebuild of {kind} was begun"))
}

impl Meilisearch {
    /// Applies the settings to each index that was not filled under them, or has lost them since; that creates it too.
    pub(super) async fn prepare_all(&self) -> Result<Prepared, Error> {
        let filled = self.filled().await?;
        let (mut worst, mut tasks) = (Prepared::Unchanged, Vec::new());
        for kind in Kind::ALL {
            let found = match filled.iter().find(|filled| filled.id == kind.name()) {
                Some(filled) if filled.settings != SETTINGS_VERSION => Prepared::Outdated,
                Some(_) if self.is_set_up(kind).await? => Prepared::Unchanged,
                _ => Prepared::Created,
            };
            if found != Prepared::Unchanged {
                let index = self.client.index(self.live(kind));
                tasks.push(bounded(WRITE_LIMIT, index.set_settings(&settings(kind))).await?.task_uid);
            }
            worst = worst.max(found);
        }
        settle(&self.client, &tasks, REBUILD_LIMIT).await?;
        Ok(worst)
    }

    /// Whether an index is there with settings of ours. The server makes an index without any where a document comes
    /// for one that was deleted.
    async fn is_set_up(&self, kind: Kind) -> Result<bool, Error> {
        let index = self.client.index(self.live(kind));
        let sortable = tokio::time::timeout(WRITE_LIMIT, index.get_sortable_attributes()).await;
        match sortable.map_err(|_| Error::Timeout)? {
            Ok(sortable) => Ok(sortable.iter().any(|attribute| attribute == ID)),
            Err(ClientError::Meilisearch(answer)) if answer.error_code == ErrorCode::IndexNotFound => {
                Ok(false)
            }
            Err(error) => Err(failure(error)),
        }
    }

    /// What is recorded of each kind that was ever filled.
    async fn filled(&self) -> Result<Vec<Filled>, Error> {
        let index = self.client.index(self.meta());
        let found = tokio::time::timeout(WRITE_LIMIT, index.get_documents::<Filled>()).await;
        match found.map_err(|_| Error::Timeout)? {
            Ok(found) => Ok(found.results),
            Err(ClientError::Meilisearch(answer)) if answer.error_code == ErrorCode::IndexNotFound => {
                Ok(Vec::new())
            }
            Err(error) => Err(failure(error)),
        }
    }

    /// Swaps when all that was sent is done. Writes go on meanwhile: tasks are done in order, so those sent before
    /// the swap are in both indexes, and those sent after it are in the new one.
    pub(super) async fn swap(&self, kind: Kind) -> Result<(), Error> {
        let slot = self.rebuild(kind)?;
        let sent = slot.lock().await.as_ref().map(|rebuild| rebuild.tasks.clone());
        settle(&self.client, &sent.ok_or_else(|| not_begun(kind))?, REBUILD_LIMIT).await?;
        let swapped = {
            let mut rebuild = slot.lock().await;
            let pair = SwapIndexes { indexes: (self.live(kind), self.next(kind)), rename: None };
            let swapped = bounded(WRITE_LIMIT, self.client.swap_indexes([&pair])).await?;
            *rebuild = None;
            swapped.task_uid
        };
        settle(&self.client, &[swapped], REBUILD_LIMIT).await?;
        self.record(kind).await
    }

    /// Records that a kind is filled, and removes what was searched before.
    async fn record(&self, kind: Kind) -> Result<(), Error> {
        let filled = [Filled { id: kind.name().to_owned(), settings: SETTINGS_VERSION }];
        let meta = self.client.index(self.meta());
        let noted = bounded(WRITE_LIMIT, meta.add_or_replace(&filled, Some(ID))).await?.task_uid;
        let removed = bounded(WRITE_LIMIT, self.client.index(self.next(kind)).delete()).await?.task_uid;
        settle(&self.client, &[noted, removed], REBUILD_LIMIT).await
    }

    /// Removes every index that this value may have made: for throw-away ones.
    ///
    /// # Errors
    /// Any [`Error`]; then they may still be there.
    pub async fn discard(self) -> Result<(), Error> {
        let mut tasks = Vec::new();
        for kind in Kind::ALL {
            tasks.push(bounded(WRITE_LIMIT, self.client.index(self.live(kind)).delete()).await?.task_uid);
        }
        // Most often there are none, and then these tasks fail, rightly: nobody asks about them.
        for other in Kind::ALL.map(|kind| self.next(kind)).into_iter().chain([self.meta()]) {
            bounded(WRITE_LIMIT, self.client.index(other).delete()).await?;
        }
        settle(&self.client, &tasks, REBUILD_LIMIT).await
    }

    fn meta(&self) -> String {
        format!("{}meta", self.prefix)
    }
}
