//! The server and its tools, in one program. What each does is in `cli/`.

use api::cli;
use mimalloc::MiMalloc;
use std::process::ExitCode;

/// An answer is thousands of small allocations; ADR 0011 has what this is worth.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    use_small_pages();
    cli::main()
}

/// The allocator asks for huge pages, and then each of its regions takes 2 MB once a byte of it is used: a third of the
/// server's memory. Where it cannot be forbidden, memory is what is lost.
fn use_small_pages() {
    #[cfg(target_os = "linux")]
    rustix::thread::disable_transparent_huge_pages(true).ok();
}
