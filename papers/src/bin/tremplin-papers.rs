//! Prints one paper: a sheet as JSON on the standard input, its PDF on the standard output after a line with the number
//! of pages. For servers that are built without a press; docs/papers.md has more.
#![expect(clippy::print_stderr, reason = "a program that says why it failed")]

use std::{io, process::ExitCode};

fn main() -> ExitCode {
    match papers::serve(io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}
