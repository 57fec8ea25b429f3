//! `tremplin operations`: the list of persisted operations.

use super::args::Operations as What;
use super::exit::Failure;
use super::output::line;
use crate::config::Config;
use crate::operations::{self, Faults, Operation, Operations};
use std::path::{Path, PathBuf};

/// Does what is said.
///
/// # Errors
/// As [`hash`] and [`check`].
pub(super) async fn run(config: Config, what: What) -> Result<(), Failure> {
    match what {
        What::Hash { files } => hash(&files),
        What::Check { list } => check(config, list).await,
    }
}

/// Prints a manifest of these documents.
///
/// # Errors
/// A file cannot be read, or holds no operation that can be listed.
pub(super) fn hash(files: &[PathBuf]) -> Result<(), Failure> {
    let (mut read, mut faults) = (Vec::new(), Vec::new());
    for file in files {
        match document(file) {
            Ok(operation) => read.push(operation),
            Err(fault) => faults.push(format!("{}: {fault}", file.display())),
        }
    }
    if !faults.is_empty() {
        return Err(Failure::data(faults));
    }
    line(&operations::write(&read))
}

fn document(file: &Path) -> Result<Operation, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("cannot be read: {error}"))?;
    Operation::read(text.trim_end())
}

/// Validates a list.
///
/// # Errors
/// What is wrong with it.
async fn check(mut config: Config, list: Option<PathBuf>) -> Result<(), Failure> {
    config.server.operations = list.or(config.server.operations);
    let wrong = |Faults(lines)| Failure::data(lines);
    let operations = Operations::configured(&config.server).map_err(wrong)?;
    for operation in operations.sorted() {
        line(&format!("{}  {}", operation.id, operation.name))?;
    }
    operations::check(&operations, &config).await.map_err(wrong)
}
