use std::collections::HashSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, RwLock};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::failure::held;
use super::store::Store;
use crate::engine::id_of;
use crate::{Change, Error, Kind, Prepared, SETTINGS_VERSION};

/// The index of one kind that is searched, and the one being built beside it.
pub(super) struct Shelf {
    kind: Kind,
    /// Where the files are; `None` in memory.
    home: Option<PathBuf>,
    live: RwLock<Arc<Store>>,
    /// Also held during each write, so that an index begun or swapped meanwhile misses none.
    state: Mutex<State>,
}

struct State {
    record: Record,
    next: Option<Next>,
}

/// What the file of a kind says.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Record {
    /// The number of the folder that is searched.
    generation: u64,
    /// The settings under which a rebuild filled it, if one did.
    filled: Option<u32>,
}

/// An index being built.
struct Next {
    generation: u64,
    store: Arc<Store>,
    /// What was written since it was begun, hence is newer than what the rebuild read.
    written: HashSet<Uuid>,
}

impl Shelf {
    /// Opens what a folder has of a kind, or begins with nothing.
    pub(super) fn open(kind: Kind, home: Option<PathBuf>) -> Result<Self, Error> {
        let mut record = home.as_deref().map_or(Ok(Record::default()), |home| read(home, kind))?;
        let store = match store(kind, home.as_deref(), record.generation)? {
            Some(store) => store,
            None => {
                record.generation += 1;
                let fresh = store(kind, home.as_deref(), record.generation)?;
                fresh.ok_or_else(|| Error::Rejected(format!("cannot lay out {kind}")))?
            }
        };
        let state = Mutex::new(State { record, next: None });
        let shelf = Shelf { kind, home, live: RwLock::new(Arc::new(store)), state };
        shelf.save(record)?;
        shelf.sweep(record.generation);
        Ok(shelf)
    }

    /// The index that is searched.
    pub(super) fn live(&self) -> Arc<Store> {
        held(self.live.read()).clone()
    }

    pub(super) fn prepared(&self) -> Prepared {
        match held(self.state.lock()).record.filled {
            Some(SETTINGS_VERSION) => Prepared::Unchanged,
            Some(_) => Prepared::Outdated,
            None => Prepared::Created,
        }
    }

    pub(super) fn write(&self, changes: &[Change]) -> Result<(), Error> {
        let mut state = held(self.state.lock());
        self.live().apply(changes)?;
        if let Some(next) = &mut state.next {
            next.written.extend(changes.iter().map(id_of));
            let written = next.store.apply(changes);
            if written.is_err() {
                // What was added to it is rolled back too: it is to be begun again.
                state.next = None;
            }
            return written;
        }
        Ok(())
    }

    pub(super) fn rebuild_begin(&self) -> Result<(), Error> {
        let mut state = held(self.state.lock());
        state.next = None;
        self.sweep(state.record.generation);
        let generation = state.record.generation + 1;
        let fresh = store(self.kind, self.home.as_deref(), generation)?;
        let store = fresh.ok_or_else(|| Error::Rejected(format!("cannot lay out {}", self.kind)))?;
        store.begin();
        let store = Arc::new(store);
        state.next = Some(Next { generation, store, written: HashSet::new() });
        Ok(())
    }

    pub(super) fn rebuild_add(&self, changes: Vec<Change>) -> Result<(), Error> {
        let state = held(self.state.lock());
        let next = state.next.as_ref().ok_or_else(|| self.not_begun())?;
        let older: Vec<Change> =
            changes.into_iter().filter(|change| !next.written.contains(&id_of(change))).collect();
        next.store.add(&older)
    }

    pub(super) fn rebuild_swap(&self) -> Result<(), Error> {
        // Takes seconds, in which what changes is written to both.
        let building = held(self.state.lock()).next.as_ref().map(|next| next.store.clone());
        building.ok_or_else(|| self.not_begun())?.finish()?;
        let mut state = held(self.state.lock());
        let next = state.next.take().ok_or_else(|| self.not_begun())?;
        let record = Record { generation: next.generation, filled: Some(SETTINGS_VERSION) };
        self.save(record)?;
        state.record = record;
        *held(self.live.write()) = next.store;
        self.sweep(record.generation);
        Ok(())
    }

    fn not_begun(&self) -> Error {
        Error::Rejected(format!("no rebuild of {} was begun", self.kind))
    }

    /// Names the folder that is searched: by renaming, so that a crash leaves the one or the other.
    fn save(&self, record: Record) -> Result<(), Error> {
        let Some(home) = &self.home else { return Ok(()) };
        let text = serde_json::to_string(&record).map_err(Error::unavailable)?;
        let written = home.join(format!("{}.json.new", self.kind));
        replace(home, &written, &file(home, self.kind), text.as_bytes()).map_err(Error::unavailable)
    }

    /// Removes the folders that are not searched any more; what cannot be removed is left for the next time.
    fn sweep(&self, generation: u64) {
        let Some(home) = &self.home else { return };
        let Ok(entries) = fs::read_dir(home) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let number = name.strip_prefix(self.kind.name()).and_then(|rest| rest.strip_prefix('-'));
            let other =
                number.and_then(|number| number.parse().ok()).is_some_and(|found: u64| found != generation);
            if other && let Err(error) = fs::remove_dir_all(entry.path()) {
                tracing::warn!(%error, folder = name, "an old search index was not removed");
            }
        }
    }
}

fn store(kind: Kind, home: Option<&Path>, generation: u64) -> Result<Option<Store>, Error> {
    match home {
        Some(home) => Store::open(kind, &home.join(format!("{kind}-{generation}"))),
        None => Store::in_memory(kind).map(Some),
    }
}

fn file(home: &Path, kind: Kind) -> PathBuf {
    home.join(format!("{kind}.json"))
}

/// Reads the file of a kind; if there is none, or it cannot be understood, the kind is to be rebuilt.
fn read(home: &Path, kind: Kind) -> Result<Record, Error> {
    match fs::read(file(home, kind)) {
        Ok(text) => Ok(serde_json::from_slice(&text).unwrap_or_default()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Record::default()),
        Err(error) => Err(Error::unavailable(error)),
    }
}

fn replace(home: &Path, written: &Path, replaced: &Path, text: &[u8]) -> std::io::Result<()> {
    let mut file = File::create(written)?;
    file.write_all(text)?;
    file.sync_all()?;
    fs::rename(written, replaced)?;
    File::open(home)?.sync_all()
}
