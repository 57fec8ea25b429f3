//! `tremplin search status` and `tremplin search retry`: how the indexes stand, and what is set aside tried again.

use crate::cli;
use crate::cli::exit::Failure;
use crate::cli::output::line;
use crate::config::{Config, SearchEngine};
use crate::context::Context;
use crate::outbox::Indexed;
use crate::worker;

/// Says how the indexes stand.
///
/// # Errors
/// The database or the engine does not answer.
pub(super) async fn status(config: Config) -> Result<(), Failure> {
    // The embedded index belongs to the serving process while there is one.
    if config.search.engine() == SearchEngine::Embedded {
        return match cli::open(config.clone()).await {
            Ok(app) => compared(&app.context).await,
            Err(_) => {
                waiting(&*cli::tools(config).await?).await?;
                line("the index is in use by the server: ask it for searchIndex, or stop it to compare here")
            }
        };
    }
    compared(&cli::open(config).await?.context).await
}

/// Has what is set aside tried again.
///
/// # Errors
/// The database does not answer.
pub(super) async fn retry(config: Config) -> Result<(), Failure> {
    let rows = worker::retry(&*cli::tools(config).await?).await.map_err(Failure::fault)?;
    line(&format!("{rows} rows are tried again by the next worker that looks"))
}

async fn waiting(context: &Context) -> Result<(), Failure> {
    let backlog = worker::backlog(context).await.map_err(Failure::fault)?;
    let since = backlog.oldest.map(|oldest| format!(", the oldest since {oldest}")).unwrap_or_default();
    line(&format!("waiting: {}{since}", backlog.waiting))?;
    line(&format!("tried in vain: {}", backlog.poison.len()))?;
    for row in &backlog.poison {
        let next = if worker::was_set_aside(row) {
            "set aside".to_owned()
        } else {
            format!("again at {}", row.due_at)
        };
        let error = row.last_error.as_deref().unwrap_or_default();
        line(&format!("  {} {}: {} tries, {next}: {error}", row.kind, row.entity_id, row.attempts))?;
    }
    Ok(())
}

async fn compared(context: &Context) -> Result<(), Failure> {
    waiting(context).await?;
    for kind in Indexed::ALL {
        let found = worker::compare(context, kind).await.map_err(Failure::fault)?;
        line(&format!(
            "{}: rows {}, documents {}, missing {}, stale {}, surplus {}",
            search::Kind::from(kind),
            found.rows,
            found.documents,
            found.missing,
            found.stale,
            found.surplus
        ))?;
    }
    Ok(())
}
