//! Compares the indexes with SQL, and has the worker index again what differs. The outbox alone should make that
//! nothing: this is for what it cannot know of, as a restored backup.

use crate::context::Context;
use crate::outbox::{self, Indexed};
use crate::searching::documents;
use crate::worker::Failure;
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

/// Compares one index with SQL, and answers how many rows were queued to be indexed again. Nothing is deleted here:
/// a document without a row may be one written since SQL was read, so whoever indexes reads the row again.
///
/// # Errors
/// The engine or the database does not answer.
pub async fn reconcile(context: &Context, kind: Indexed) -> Result<usize, Failure> {
    let mut differing = wanted(context, kind).await?;
    let mut ahead = Vec::new();
    let engine = context.search.engine();
    let mut after = None;
    loop {
        let page = engine.versions(kind.into(), after, PAGE).await?;
        let Some((last, _)) = page.last() else { break };
        after = Some(*last);
        for (id, version) in page {
            match differing.get(&id).copied() {
                Some(wanted) if wanted == version => drop(differing.remove(&id)),
                Some(wanted) if wanted < version => ahead.push(id),
                Some(_) => {}
                None => drop(differing.insert(id, version)),
            }
        }
    }
    // Newer than SQL, which was restored: an engine may keep the newer version unless it goes first.
    let gone: Vec<Change> = ahead.into_iter().map(Change::Delete).collect();
    if !gone.is_empty() {
        engine.write(kind.into(), gone).await?;
    }
    let count = differing.len();
    outbox::changed(context, &context.db.write, kind, differing).await?;
    Ok(count)
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
