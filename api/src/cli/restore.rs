//! `tremplin restore`: an archive, taken back.

use super::args::Restore;
use super::exit::Failure;
use super::output::line;
use crate::backup::{self, Archive, Holding};
use crate::clock::{Clock, Ids};
use crate::config::Config;
use crate::db::Db;
use crate::random::Random;
use crate::worker::{self, Job};
use std::io::{IsTerminal, Write};

/// Restores an archive, or only checks it.
///
/// # Errors
/// The archive is damaged or newer; the database holds something that is not to be replaced, or does not answer.
pub(super) async fn run(config: Config, what: &Restore) -> Result<(), Failure> {
    let archive = Archive::read(&what.file).await?;
    let rows: u64 = archive.tables.iter().map(|(_, sum)| sum.rows).sum();
    let tables = archive.tables.len();
    let made =
        format!("made by {} on {}", archive.head.program, archive.head.made_at.format("%Y-%m-%d %H:%M UTC"));
    if what.check {
        return line(&format!("whole: {rows} rows of {tables} tables, {made}"));
    }
    let db = backup::connect(&config.database).await?;
    let replace = what.replace && (what.yes || confirmed(&db).await?);
    let restored = backup::restore(&config.database, &db, &archive, replace).await?;
    reindex(&db).await?;
    line(&format!("restored {rows} rows of {tables} tables, {made}; read again, and the same"))?;
    if restored.migrated > 0 {
        line(&format!("applied {} migrations, which came after that backup", restored.migrated))?;
    }
    line("the next server or worker builds the search index anew; everybody signs in again")
}

/// Whether what the database holds may go. Asked only at a terminal: a script says `--yes`.
async fn confirmed(db: &Db) -> Result<bool, Failure> {
    let Holding { rows, tables, .. } = backup::holding(&db.read).await?;
    if rows == 0 {
        return Ok(false);
    }
    if !std::io::stdin().is_terminal() {
        return Err(Failure::fault(
            "--replace asks first, and there is no terminal to ask at; say --yes as well",
        ));
    }
    let mut out = std::io::stderr();
    write!(out, "The database's {rows} rows in {tables} tables will be gone. Type \"replace\" to go on: ")
        .map_err(Failure::fault)?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).map_err(Failure::fault)?;
    if answer.trim() == "replace" { Ok(true) } else { Err(Failure::fault("nothing was replaced")) }
}

async fn reindex(db: &Db) -> Result<(), Failure> {
    let now = Clock::system().now();
    let random = Random::system().map_err(Failure::fault)?;
    let id = Ids::default().next(now, random.bits());
    worker::queue(db, now, id, Job::Reindex).await.map(|_| ()).map_err(Failure::fault)
}
