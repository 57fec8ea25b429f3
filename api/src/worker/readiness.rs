//! Whether the indexes are complete: searches are answered from SQL until they are.

use crate::context::Context;
use crate::worker::{Failure, Job, jobs};
use search::Prepared;

/// Looks at the start, and again after the engine failed: it may have come back empty. While the indexes are being
/// built, here or elsewhere, there is nothing to look for.
pub(super) async fn keep(context: &Context) -> Result<(), Failure> {
    if context.search.is_doubtful() {
        return look(context).await;
    }
    if context.search.is_ready() || jobs::is_queued(context, Job::Reindex).await? {
        return Ok(());
    }
    look(context).await
}

/// Prepares the indexes, and asks for a rebuild when they are new or of other settings.
pub(super) async fn look(context: &Context) -> Result<(), Failure> {
    context.search.doubt();
    let found = context.search.engine().prepare().await?;
    let ready = found == Prepared::Unchanged;
    if !ready && jobs::queue(&context.db, context.now(), context.new_id(), Job::Reindex).await? {
        tracing::info!(
            engine = context.search.engine().name(),
            ?found,
            "indexes are to be built; searching in SQL"
        );
    }
    if ready && !context.search.is_ready() {
        tracing::info!(engine = context.search.engine().name(), "search is ready");
    }
    context.search.set_ready(ready);
    Ok(())
}
