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

/// A rebuild that this process has under way.
pub(super) struct Rebuild {
    tasks: Vec<u32>,
    /// What was written since it was begun, hence is newer than what the rebuild read.
    written: HashSet<Uuid>,
}

/// What the index `meta` says of a kind.
#[derive(Debug, Serialize, Deserialize)]
struct Noted {
    id: String,
    /// The settings under which a rebuild filled it, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    settings: Option<u32>,
    /// Whether a process is building it anew: then whoever writes writes to the copy too.
    #[serde(default)]
    building: bool,
}

impl Rebuild {
    /// Notes what is written to both indexes.
    pub(super) fn follow(&mut self, changes: &[Change]) {
        self.written.extend(changes.iter().map(id_of));
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
        let noted = self.noted().await?;
        let (mut worst, mut tasks) = (Prepared::Unchanged, Vec::new());
        for kind in Kind::ALL {
            let filled = noted.iter().find(|noted| noted.id == kind.name()).and_then(|noted| noted.settings);
            let found = match filled {
                Some(settings) if settings != SETTINGS_VERSION => Prepared::Outdated,
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

    /// What is noted of each kind that was ever begun to be filled.
    async fn noted(&self) -> Result<Vec<Noted>, Error> {
        let index = self.client.index(self.meta());
        let found = tokio::time::timeout(WRITE_LIMIT, index.get_documents::<Noted>()).await;
        match found.map_err(|_| Error::Timeout)? {
            Ok(found) => Ok(found.results),
            Err(ClientError::Meilisearch(answer)) if answer.error_code == ErrorCode::IndexNotFound => {
                Ok(Vec::new())
            }
            Err(error) => Err(failure(error)),
        }
    }

    /// Whether any process is building a kind anew.
    pub(super) async fn is_building(&self, kind: Kind) -> Result<bool, Error> {
        Ok(self.noted().await?.iter().any(|noted| noted.id == kind.name() && noted.building))
    }

    /// Begins with an empty copy, and returns once it is there and every process can know: what another writes without
    /// knowing, it has read before, so that whoever builds reads it too.
    pub(super) async fn begin(&self, kind: Kind) -> Result<Rebuild, Error> {
        let next = self.client.index(self.next(kind));
        // Fails later, and rightly, when there is none: nobody asks about this task.
        bounded(WRITE_LIMIT, next.clone().delete()).await?;
        let made = bounded(WRITE_LIMIT, next.set_settings(&settings(kind))).await?.task_uid;
        let noted = self.note(&Noted { id: kind.name().to_owned(), settings: None, building: true }).await?;
        settle(&self.client, &[made, noted], REBUILD_LIMIT).await?;
        Ok(Rebuild { tasks: Vec::new(), written: HashSet::new() })
    }

    /// Notes something of a kind, beside what is noted already.
    async fn note(&self, noted: &Noted) -> Result<u32, Error> {
        let meta = self.client.index(self.meta());
        Ok(bounded(WRITE_LIMIT, meta.add_or_update(std::slice::from_ref(noted), Some(ID))).await?.task_uid)
    }

    /// Swaps when all that was sent is done. Writes go on meanwhile: each goes to the copy first, and tasks are done in
    /// order, so that whichever of the two is the one that is searched afterwards has it.
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
        let filled = Some(SETTINGS_VERSION);
        let noted = Noted { id: kind.name().to_owned(), settings: filled, building: false };
        let noted = self.note(&noted).await?;
        settle(&self.client, &[noted], REBUILD_LIMIT).await?;
        // Only now, when nobody writes to it any more: a document that came later would make an index of its own. Nobody
        // waits for this.
        bounded(WRITE_LIMIT, self.client.index(self.next(kind)).delete()).await?;
        Ok(())
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
