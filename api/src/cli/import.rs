//! `tremplin import`: more years of history.

use super::args::Import;
use super::exit::Failure;
use super::output::line;
use crate::config::Config;
use crate::hiring::import::{self, Error};

/// Imports.
///
/// # Errors
/// The file cannot be read; its lines are wrong, each named; the school is not known.
pub(super) async fn run(config: Config, what: Import) -> Result<(), Failure> {
    let Import::Hires { school, file } = what;
    let shown = file.display();
    let bytes =
        std::fs::read(&file).map_err(|error| Failure::fault(format!("cannot read {shown}: {error}")))?;
    let context = super::tools(config).await?;
    match import::run(&context, &school, &bytes).await {
        Ok(report) => line(&report.to_string()),
        Err(error @ Error::Fault(_)) => Err(Failure::fault(error)),
        Err(error) => {
            Err(Failure::data(format!("{shown}: {error}").lines().map(ToOwned::to_owned).collect()))
        }
    }
}
