//! Where bytes are kept: a folder, through the interface of object stores, so that another store is a change of this file.

use crate::config;
use anyhow::Context as _;
use axum::body::Bytes;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{GetResult, MultipartUpload, ObjectStoreExt};
use std::path::PathBuf;
use tokio::sync::{Semaphore, SemaphorePermit};
use uuid::Uuid;

/// Uploads under way at once, on one process.
const UPLOADS: usize = 16;

/// The storage.
#[derive(Debug)]
pub struct Storage {
    folder: PathBuf,
    places: Semaphore,
}

impl Storage {
    /// The storage of a configuration. The folder is made when it is first written to.
    #[must_use]
    pub fn new(config: &config::Files) -> Self {
        Self { folder: config.folder.clone(), places: Semaphore::new(UPLOADS) }
    }

    /// A place among the uploads under way; `None` when all are taken.
    pub(super) fn place(&self) -> Option<SemaphorePermit<'_>> {
        self.places.try_acquire().ok()
    }

    /// Begins to write. The bytes are beside until the upload is completed, and go when it is dropped.
    pub(super) async fn begin(&self, id: Uuid) -> anyhow::Result<Box<dyn MultipartUpload>> {
        let folder = self.folder.clone();
        let made = tokio::task::spawn_blocking(move || std::fs::create_dir_all(folder)).await?;
        made.with_context(|| format!("cannot make {}", self.folder.display()))?;
        Ok(self.open()?.put_multipart(&key(id)).await?)
    }

    /// A file's bytes, to be read piece by piece.
    pub(super) async fn get(&self, id: Uuid) -> anyhow::Result<GetResult> {
        Ok(self.open()?.get(&key(id)).await?)
    }

    /// All of a file's bytes.
    pub(super) async fn read(&self, id: Uuid) -> anyhow::Result<Bytes> {
        Ok(self.get(id).await?.bytes().await?)
    }

    /// Removes the bytes of an id, whole or half-written, where there are any.
    pub(super) async fn remove(&self, id: Uuid) -> anyhow::Result<()> {
        if !self.folder.exists() {
            return Ok(());
        }
        match self.open()?.delete(&key(id)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        // What an upload leaves beside when its process is killed: the store itself has no name for it.
        let beside = self.folder.join(format!("{}#1", key(id)));
        match tokio::task::spawn_blocking(move || std::fs::remove_file(beside)).await? {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// What is written is on the disk before it is said to be.
    fn open(&self) -> anyhow::Result<LocalFileSystem> {
        let store = LocalFileSystem::new_with_prefix(&self.folder)
            .with_context(|| format!("cannot open {}", self.folder.display()))?;
        Ok(store.with_fsync(true))
    }
}

/// Where the bytes of an id lie: in one of 256 folders, by its last digits, which are random.
fn key(id: Uuid) -> Key {
    let digits = id.simple().to_string();
    Key::from(format!("{}/{id}", &digits[30..]))
}
