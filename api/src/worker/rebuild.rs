//! Builds indexes anew from SQL, beside the ones that are searched, and swaps.

use crate::context::Context;
use crate::outbox::Indexed;
use crate::reference::Schools;
use crate::searching::documents;
use crate::worker::{Failure, index, readiness, reconcile};
use search::Document;
use uuid::Uuid;

/// Rows read at a time.
const PAGE: usize = 500;

/// Every index, the offers' first.
pub(super) async fn run(context: &Context) -> Result<(), Failure> {
    for kind in Indexed::ALL {
        rebuild(context, kind).await?;
    }
    readiness::look(context).await
}

/// Builds one index anew, and answers how many documents it has. What changes meanwhile is in it too: whatever any
/// process writes goes to both indexes, and what was read before it changed is read again. So a profile that is hidden
/// during a rebuild is in no total after it. The comparison at the end finds nothing, unless something else went wrong.
///
/// # Errors
/// The engine or the database does not answer: the index that was searched stays.
pub async fn rebuild(context: &Context, kind: Indexed) -> Result<usize, Failure> {
    let engine = context.search.engine();
    let schools = context.reference.get(&context.db, context.now()).await?;
    engine.rebuild_begin(kind.into()).await?;
    let (mut after, mut count) = (None, 0);
    loop {
        let page = documents::versions(&context.db.read, kind, after, PAGE).await?;
        let ids: Vec<Uuid> = page.into_iter().map(|(id, _)| id).collect();
        let Some(last) = ids.last() else { break };
        after = Some(*last);
        let documents = readable(context, &schools, kind, &ids).await?;
        count += documents.len();
        add(context, kind, documents).await?;
    }
    engine.rebuild_swap(kind.into()).await?;
    let queued = reconcile::reconcile(context, kind).await?;
    tracing::info!(index = %kind, documents = count, queued, "index rebuilt");
    Ok(count)
}

/// Adds documents to the index being built. Another process may have written what is newer before this came, so whoever
/// adds looks again, as after any write.
async fn add(context: &Context, kind: Indexed, documents: Vec<Document>) -> Result<(), Failure> {
    let added = documents.iter().map(|document| (document.id, Some(document.version))).collect();
    context.search.engine().rebuild_add(kind.into(), documents).await?;
    let mut changed = index::outrun(context, [(kind, added)].into()).await?;
    while changed.values().any(|ids| !ids.is_empty()) {
        let written = index::write(context, &changed).await?;
        changed = index::outrun(context, written).await?;
    }
    Ok(())
}

/// The documents of these rows; one that cannot be read is left out and logged, for it would keep all others out.
async fn readable(
    context: &Context,
    schools: &Schools,
    kind: Indexed,
    ids: &[Uuid],
) -> Result<Vec<Document>, Failure> {
    let db = &context.db.read;
    let rows = match documents::read(db, schools, kind, ids).await.map_err(Failure::from) {
        Err(failure) if failure.is_poison() => {
            let mut rows = Vec::new();
            for id in ids {
                match documents::read(db, schools, kind, &[*id]).await.map_err(Failure::from) {
                    Ok(row) => rows.extend(row),
                    Err(failure) if failure.is_poison() => {
                        tracing::error!(%kind, %id, %failure, "a row cannot be indexed");
                    }
                    Err(failure) => return Err(failure),
                }
            }
            rows
        }
        read => read?,
    };
    let good = rows.into_iter().filter_map(|(_, document)| document).filter(|document| {
        let checked = document.check(kind.into());
        checked
            .inspect_err(
                |failure| tracing::error!(%kind, id = %document.id, %failure, "a row cannot be indexed"),
            )
            .is_ok()
    });
    Ok(good.collect())
}
