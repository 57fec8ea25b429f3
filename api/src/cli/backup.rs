//! `tremplin backup`: everything into a file.

use super::exit::Failure;
use super::output::{foreign, line};
use crate::backup;
use crate::clock::Clock;
use crate::config::Config;
use std::path::Path;

/// Makes an archive.
///
/// # Errors
/// The file exists or cannot be written; there is no database, or it does not answer.
pub(super) async fn run(config: Config, file: &Path) -> Result<(), Failure> {
    let db = backup::connect_existing(&config.database).await?;
    let made = backup::make(&db, file, Clock::system().now()).await?;
    foreign(&made.foreign);
    let rows: u64 = made.tables.iter().map(|(_, sum)| sum.rows).sum();
    line(&format!(
        "backed up {rows} rows of {} tables to {}, {} bytes; read again, and whole",
        made.tables.len(),
        file.display(),
        made.bytes
    ))
}
