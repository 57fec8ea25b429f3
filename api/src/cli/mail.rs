//! `tremplin mail status` and `tremplin mail retry`: what waits to be sent, and what is set aside tried again.

use crate::cli;
use crate::cli::args::Mail;
use crate::cli::exit::Failure;
use crate::cli::output::line;
use crate::config::Config;
use crate::mail;
use domain::mail::MailState;

/// Mails shown at most.
const MOST: u64 = 100;

/// Looks after the mails.
///
/// # Errors
/// The database does not answer.
pub(super) async fn run(config: Config, what: Mail) -> Result<(), Failure> {
    match what {
        Mail::Status => status(config).await,
        Mail::Retry { id } => {
            let mails = mail::retry(&*cli::tools(config).await?, id).await.map_err(Failure::fault)?;
            line(&format!("{mails} mails are tried again by the next worker that looks"))
        }
    }
}

async fn status(config: Config) -> Result<(), Failure> {
    let context = cli::tools(config).await?;
    let standing = mail::standing(&context).await.map_err(Failure::fault)?;
    let since = standing.oldest.map(|oldest| format!(", the oldest since {oldest}")).unwrap_or_default();
    line(&format!("waiting: {}{since}", standing.waiting))?;
    line(&format!("set aside: {}", standing.refused))?;
    for row in mail::troubled(&context, MOST).await.map_err(Failure::fault)? {
        let next = if row.state.0 == MailState::Refused {
            "set aside".to_owned()
        } else {
            format!("again at {}", row.due_at)
        };
        let said = row.last_error.as_deref().unwrap_or_default();
        line(&format!("  {} {}: {} tries, {next}: {said}", row.id, row.template, row.attempts))?;
    }
    Ok(())
}
