//! Where a run keeps what it makes.

use std::path::Path;
use tempfile::{Builder, TempDir};

/// What a run needs of memory for its files, in bytes, with room to spare.
const ROOM: u64 = 3 << 30;

/// A folder that is gone at the end: in memory where there is room, else on the disk. A database is hundreds of files, and
/// each trial makes and removes one: file systems on disks take longer for that than the trials do.
pub(crate) fn temporary(prefix: &str) -> std::io::Result<TempDir> {
    let memory = Path::new("/dev/shm");
    let mut named = Builder::new();
    let builder = named.prefix(prefix);
    if has_room(memory) { builder.tempdir_in(memory) } else { builder.tempdir() }
}

#[cfg(target_os = "linux")]
fn has_room(folder: &Path) -> bool {
    rustix::fs::statvfs(folder).is_ok_and(|system| system.f_bavail.saturating_mul(system.f_frsize) >= ROOM)
}

#[cfg(not(target_os = "linux"))]
fn has_room(_: &Path) -> bool {
    false
}
