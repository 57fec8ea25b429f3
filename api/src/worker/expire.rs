//! Closes the offers whose time ran out.

use crate::context::Context;
use crate::offer::expire;
use crate::worker::Failure;

/// Expires what is due.
pub(super) async fn run(context: &Context) -> Result<(), Failure> {
    let expired = expire::run(context).await?;
    if expired > 0 {
        tracing::info!(expired, "offers expired");
    }
    Ok(())
}
