//! The server and its tools, in one program. What each does is in `cli/`.

use api::cli;
use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
