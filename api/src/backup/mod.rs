//! Copies of the whole database: into an archive and back (`tremplin backup`, `tremplin restore`), or into another
//! database (`tremplin copy`), of the same kind or not.
//!
//! All three work on one notion: a table is rows in the order of its primary key, a row is one line of JSON, the same
//! from SQLite as from PostgreSQL, and the SHA-256 of a table's lines says whether two copies are the same. Whatever was
//! written is read again and compared. The format of an archive is in docs/adr/0010-backup-format.md.

mod archive;
mod copy;
mod kind;
mod load;
mod make;
mod partial;
mod problem;
mod restore;
mod rows;
mod schema;
mod target;

pub use archive::{Archive, Head, left_out};
pub use copy::{Copied, copy};
pub use kind::Kind;
pub use load::Loader;
pub use make::{Made, make};
pub use problem::Problem;
pub use restore::{Restored, restore};
pub use rows::{Row, Sum, sum};
pub use schema::{Column, Schema, Table, is_derived};
pub use target::{Holding, holding};

use crate::config::{Database, DatabaseKind};
use crate::db::{Db, sqlite_path};
use std::path::Path;
use std::time::Duration;

/// Connects as a copy needs it: no statement is too long, and SQLite's other writers are waited for.
///
/// # Errors
/// The database does not answer.
pub async fn connect(settings: &Database) -> Result<Db, Problem> {
    let patient = Database {
        statement_timeout: Duration::ZERO,
        acquire_timeout: settings.acquire_timeout.max(Duration::from_secs(30)),
        ..settings.clone()
    };
    Ok(Db::connect(&patient).await?)
}

/// [`connect`], to a database that is there: no SQLite file is made only to find it empty.
///
/// # Errors
/// It is not there, or does not answer.
pub async fn connect_existing(settings: &Database) -> Result<Db, Problem> {
    let file = Path::new(sqlite_path(settings.url.expose()));
    if settings.kind() == DatabaseKind::Sqlite && !file.exists() {
        return Err(Problem::refused(format!("there is no database at {}", file.display())));
    }
    connect(settings).await
}
