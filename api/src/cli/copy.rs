//! `tremplin copy`: everything into another database.

use super::exit::Failure;
use super::output::{foreign, line};
use crate::backup;
use crate::config::{Config, Database, Secret};

/// Copies.
///
/// # Errors
/// The target holds something; one of the databases does not answer.
pub(super) async fn run(config: Config, to: String) -> Result<(), Failure> {
    let to = Database { url: Secret::new(to), ..config.database.clone() };
    let source = backup::connect_existing(&config.database).await?;
    let target = backup::connect(&to).await?;
    let copied = backup::copy(&source, &to, &target).await?;
    foreign(&copied.foreign);
    for (table, sum) in &copied.tables {
        line(&format!("{:<22} {:>9}  {}", table.name, sum.rows, sum.sha256))?;
    }
    let rows: u64 = copied.tables.iter().map(|(_, sum)| sum.rows).sum();
    line(&format!("copied {rows} rows of {} tables; read again, and the same", copied.tables.len()))
}
