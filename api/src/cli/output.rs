//! What commands print: on standard output, for people and pipes.

use super::exit::Failure;
use std::io::Write;

/// Prints a line. A closed pipe, as of `| head`, is no failure.
///
/// # Errors
/// Standard output cannot be written to.
pub(super) fn line(text: &str) -> Result<(), Failure> {
    match writeln!(std::io::stdout(), "{text}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::fault(error)),
        _ => Ok(()),
    }
}

/// Says that tables were left alone, since no migration made them.
#[expect(clippy::print_stderr, reason = "beside what is printed for pipes")]
pub(super) fn foreign(tables: &[String]) {
    if !tables.is_empty() {
        eprintln!("tremplin: left out, since no migration of this program made them: {}", tables.join(", "));
    }
}
