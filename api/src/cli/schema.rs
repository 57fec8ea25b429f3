//! `tremplin schema`: the SDL.

use super::exit::Failure;
use super::output::line;
use crate::config::Config;
use crate::graphql::schema;

/// Prints the schema, as `api/schema.graphql` holds it.
///
/// # Errors
/// Standard output cannot be written to.
pub(super) fn run() -> Result<(), Failure> {
    line(schema::sdl(&schema::build(&Config::default())).trim_end())
}
