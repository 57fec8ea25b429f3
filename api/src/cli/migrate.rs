//! `tremplin migrate`: the database's schema, up, down, or as it stands.

use super::args::Migrate;
use super::exit::Failure;
use super::output::line;
use crate::config::Config;
use crate::db::Db;
use crate::migrating;
use migration::{Migrator, MigratorTrait};

/// Migrates.
///
/// # Errors
/// The database does not answer, or refuses.
pub(super) async fn run(config: Config, what: Migrate) -> Result<(), Failure> {
    let db = Db::connect(&config.database).await.map_err(Failure::fault)?;
    match what {
        Migrate::Up => migrating::up(&config.database, &db).await.map_err(Failure::fault)?,
        Migrate::Down { steps } => {
            migrating::down(&config.database, &db, steps).await.map_err(Failure::fault)?;
        }
        Migrate::Status => migrating::known_to_us(&db).await.map_err(Failure::fault)?,
    }
    for migration in Migrator::get_migration_with_status(&db.write).await.map_err(Failure::fault)? {
        line(&format!("{:<8} {}", migration.status().to_string().to_lowercase(), migration.name()))?;
    }
    Ok(())
}
