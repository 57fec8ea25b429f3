//! The server and its tools, in one program. What each does is in `cli/`.

use api::cli;
use mimalloc::MiMalloc;
use std::process::ExitCode;

/// An answer is thousands of small allocations; ADR 0011 has what this is worth.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    cli::main()
}
