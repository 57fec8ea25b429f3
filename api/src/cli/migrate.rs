//! `tremplin migrate`: the database's schema, up, down, or as it stands.

use super::args::Migrate;
use super::exit::Failure;
use super::output::line;
use crate::config::Config;
use crate::db::Db;
use migration::{Migrator, MigratorTrait};

/// Migrates.
///
/// # Errors
/// The database does not answer, or refuses.
pub(super) async fn run(config: Config, what: Migrate) -> Result<(), Failure> {
    let db = Db::connect(&config.database).await.map_err(Failure::fault)?;
    match what {
        Migrate::Up => Migrator::up(&db.write, None).await.map_err(Failure::fault)?,
        Migrate::Down { steps } => Migrator::down(&db.write, Some(steps)).await.map_err(Failure::fault)?,
        Migrate::Status => {}
    }
    for migration in Migrator::get_migration_with_status(&db.write).await.map_err(Failure::fault)? {
        line(&format!("{:<8} {}", migration.status().to_string().to_lowercase(), migration.name()))?;
    }
    Ok(())
}
