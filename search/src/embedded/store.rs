use std::collections::HashMap;
use std::path::Path;
use std::sync::Mutex;

use tantivy::directory::MmapDirectory;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy, NoMergePolicy};
use tantivy::schema::IndexRecordOption;
use tantivy::{
    DocSet, Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher, TERMINATED, Term,
};
use uuid::Uuid;

use super::columns::{Columns, VERSION};
use super::failure::{failure, held};
use crate::{Change, Document, Error, Kind};

/// The memory that an index may fill before it writes a segment, in bytes. The least that tantivy accepts is 15 MB.
const WRITER_MEMORY: usize = 20_000_000;

/// Texts that are stored in one block, in bytes: to show one of them, all are copied.
const STORED_TOGETHER: usize = 2_048;

/// One index with its writer and its reader.
pub(super) struct Store {
    pub(super) columns: Columns,
    reader: IndexReader,
    writer: Mutex<IndexWriter>,
}

impl Store {
    /// Opens the index in a folder, or makes it; `None` if it is laid out for other settings.
    pub(super) fn open(kind: Kind, folder: &Path) -> Result<Option<Self>, Error> {
        std::fs::create_dir_all(folder).map_err(Error::unavailable)?;
        let columns = Columns::of(kind);
        let directory = MmapDirectory::open(folder).map_err(|error| failure(error.into()))?;
        let exists = Index::exists(&directory).map_err(|error| failure(error.into()))?;
        let index = if exists {
            Index::open(directory)
        } else {
            let settings = IndexSettings { docstore_blocksize: STORED_TOGETHER, ..IndexSettings::default() };
            Index::create(directory, columns.schema.clone(), settings)
        };
        let index = index.map_err(failure)?;
        if index.schema() != columns.schema {
            return Ok(None);
        }
        Self::with(index, columns).map(Some)
    }

    /// An empty index in memory.
    pub(super) fn in_memory(kind: Kind) -> Result<Self, Error> {
        let columns = Columns::of(kind);
        Self::with(Index::create_in_ram(columns.schema.clone()), columns)
    }

    fn with(index: Index, columns: Columns) -> Result<Self, Error> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(WRITER_MEMORY)
            .build();
        let writer = Mutex::new(index.writer_with_options(options).map_err(failure)?);
        let reader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(failure)?;
        Ok(Store { columns, reader, writer })
    }

    /// What can be searched now.
    pub(super) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// Applies changes in order, commits and makes them searchable; or changes nothing.
    pub(super) fn apply(&self, changes: &[Change]) -> Result<(), Error> {
        let mut writer = held(self.writer.lock());
        if let Err(error) = self.stage(&writer, changes) {
            writer.rollback().map_err(failure)?;
            return Err(error);
        }
        writer.commit().map_err(failure)?;
        self.reader.reload().map_err(failure)
    }

    /// Lets segments be until [`Store::finish`]: it joins all of them, and cannot join what is being joined already.
    pub(super) fn begin(&self) {
        held(self.writer.lock()).set_merge_policy(Box::new(NoMergePolicy));
    }

    /// Applies changes that become durable and searchable with [`Store::finish`].
    pub(super) fn add(&self, changes: &[Change]) -> Result<(), Error> {
        let writer = held(self.writer.lock());
        self.stage(&writer, changes)
    }

    /// Commits what was added, and joins the segments into one: each costs every search again.
    pub(super) fn finish(&self) -> Result<(), Error> {
        let mut writer = held(self.writer.lock());
        writer.commit().map_err(failure)?;
        let segments = self.reader.searcher().index().searchable_segment_ids().map_err(failure)?;
        let joining = (segments.len() > 1).then(|| writer.merge(&segments));
        // What is being joined is no candidate any more.
        writer.set_merge_policy(Box::new(LogMergePolicy::default()));
        drop(writer);
        if let Some(joining) = joining {
            joining.wait().map_err(failure)?;
        }
        self.reader.reload().map_err(failure)
    }

    fn stage(&self, writer: &IndexWriter, changes: &[Change]) -> Result<(), Error> {
        let searcher = self.searcher();
        let mut staged: HashMap<Uuid, Option<i64>> = HashMap::new();
        for change in changes {
            match change {
                Change::Delete(id) => {
                    writer.delete_term(self.term(*id));
                    staged.insert(*id, None);
                }
                Change::Upsert(document) => {
                    let known = staged.get(&document.id).copied();
                    let known = known.map_or_else(|| self.version(&searcher, document.id), Ok)?;
                    if known.is_none_or(|known| known <= document.version) {
                        self.put(writer, document)?;
                        staged.insert(document.id, Some(document.version));
                    }
                }
            }
        }
        Ok(())
    }

    fn put(&self, writer: &IndexWriter, document: &Document) -> Result<(), Error> {
        let record = self.columns.record(document)?;
        writer.delete_term(self.term(document.id));
        writer.add_document(record).map_err(failure)?;
        Ok(())
    }

    fn term(&self, id: Uuid) -> Term {
        Term::from_field_text(self.columns.id, &id.to_string())
    }

    /// The version that is indexed of a document.
    fn version(&self, searcher: &Searcher, id: Uuid) -> Result<Option<i64>, Error> {
        let term = self.term(id);
        for segment in searcher.segment_readers() {
            let words = segment.inverted_index(self.columns.id).map_err(failure)?;
            let postings =
                words.read_postings(&term, IndexRecordOption::Basic).map_err(Error::unavailable)?;
            let Some(mut postings) = postings else { continue };
            while postings.doc() != TERMINATED {
                if !segment.is_deleted(postings.doc()) {
                    let versions = segment.fast_fields().i64(VERSION).map_err(failure)?;
                    return Ok(versions.first(postings.doc()));
                }
                postings.advance();
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Field;

    /// As many segments as tantivy begins to join by itself, each large enough that it is still at it when the last join
    /// begins: without [`Store::begin`], that one is of segments that are gone when it ends.
    #[test]
    fn the_last_join_meets_no_other() {
        const SEGMENTS: u128 = 8;
        const EACH: u128 = 1_500;
        let store = Store::in_memory(Kind::Offer).unwrap();
        store.begin();
        for part in 0..SEGMENTS {
            let texts =
                |id: u128| (0..150).map(move |word| format!("w{}", (id * 7_919 + word * 104_729) % 50_021));
            let document = |id: u128| {
                Document::new(Kind::Offer, Uuid::from_u128(id), 1)
                    .text(Field::Description, [texts(id).collect::<Vec<_>>().join(" ")])
            };
            let changes = (part * EACH..(part + 1) * EACH).map(|id| Change::Upsert(document(id)));
            store.apply(&changes.collect::<Vec<_>>()).unwrap();
        }
        store.finish().unwrap();
        let searcher = store.searcher();
        let expected = u64::try_from(SEGMENTS * EACH).unwrap();
        assert_eq!((searcher.segment_readers().len(), searcher.num_docs()), (1, expected));
    }
}
