//! Compares the indexes with SQL, and has the worker index again what differs. The outbox alone should make that
//! nothing: this is for what it cannot know of, as a restored backup.

use crate::context::Context;
use crate::outbox::{self, Indexed};
use crate::searching::documents;
use crate::worker::{Failure, aside};
use search::Change;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Rows read at a time.
const PAGE: usize = 1_000;

/// Every index. One that is not complete is being rebuilt anyway.
pub(super) async fn run(context: &Context) -> Result<(), Failure> {
    if !context.search.is_ready() {
        return Ok(());
    }
    for kind in Indexed::ALL {
        let queued = reconcile(context, kind).await?;
        if queued > 0 {
            tracing::warn!(index = %kind, queued, "the index differed from SQL");
        }
    }
    Ok(())
}

/// What an index has otherwise than SQL: ids, with the versions that they should have, or have without a row.
#[derive(Debug, Default)]
pub(super) struct Differences {
    /// Rows that should be indexed.
    pub(super) rows: usize,
    /// Documents that are.
    pub(super) documents: usize,
    /// Rows without a document.
    pub(super) missing: BTreeMap<Uuid, i64>,
    /// Documents older than their row.
    pub(super) behind: BTreeMap<Uuid, i64>,
    /// Documents newer than their row, of a database that was restored.
    pub(super) ahead: BTreeMap<Uuid, i64>,
    /// Documents without a row.
    pub(super) surplus: BTreeMap<Uuid, i64>,
}

/// Compares one index with SQL, and answers how many rows were queued to be indexed again. Nothing is deleted here:
/// a document without a row may be one written since SQL was read, so whoever indexes reads the row again. A row that
/// was set aside is left there.
///
/// # Errors
/// The engine or the database does not answer.
pub async fn reconcile(context: &Context, kind: Indexed) -> Result<usize, Failure> {
    let Differences { missing, behind, ahead, surplus, .. } = differences(context, kind).await?;
    // An engine may keep the newer version unless it goes first.
    let gone: Vec<Change> = ahead.keys().copied().map(Change::Delete).collect();
    if !gone.is_empty() {
        context.search.engine().write(kind.into(), gone).await?;
    }
    let aside = aside::ids(context, kind).await?;
    let differing = [missing, behind, ahead, surplus].into_iter().flatten();
    let again: Vec<(Uuid, i64)> = differing.filter(|(id, _)| !aside.contains(id)).collect();
    let count = again.len();
    outbox::changed(context, &context.db.write, kind, again).await?;
    Ok(count)
}

/// Reads all of an index and of SQL.
pub(super) async fn differences(context: &Context, kind: Indexed) -> Result<Differences, Failure> {
    let missing = wanted(context, kind).await?;
    let mut found = Differences { rows: missing.len(), missing, ..Differences::default() };
    let engine = context.search.engine();
    let mut after = None;
    loop {
        let page = engine.versions(kind.into(), after, PAGE).await?;
        let Some((last, _)) = page.last() else { return Ok(found) };
        after = Some(*last);
        found.documents += page.len();
        for (id, version) in page {
            match found.missing.remove(&id) {
                Some(wanted) if wanted == version => {}
                Some(wanted) if wanted < version => drop(found.ahead.insert(id, wanted)),
                Some(wanted) => drop(found.behind.insert(id, wanted)),
                None => drop(found.surplus.insert(id, version)),
            }
        }
    }
}

/// The versions that should be indexed.
async fn wanted(context: &Context, kind: Indexed) -> Result<BTreeMap<Uuid, i64>, Failure> {
    let mut wanted = BTreeMap::new();
    loop {
        let after = wanted.last_key_value().map(|(id, _)| *id);
        let page = documents::versions(&context.db.read, kind, after, PAGE).await?;
        if page.is_empty() {
            return Ok(wanted);
        }
        wanted.extend(page);
    }
}
