//! A file that has its name only once it is whole.

use super::Problem;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// A file under way, named `NAME.partial`, for its owner's eyes. It is removed with this value unless it was finished.
pub(super) struct Partial {
    file: File,
    path: PathBuf,
    target: PathBuf,
    finished: bool,
}

impl Partial {
    /// Begins it. What a killed process left is removed; what a living one writes is not.
    pub(super) fn create(target: &Path) -> Result<Self, Problem> {
        refuse_existing(target)?;
        let mut name = target.as_os_str().to_owned();
        name.push(".partial");
        let path = PathBuf::from(name);
        let file = match fresh(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                remove_abandoned(&path)?;
                fresh(&path)
            }
            opened => opened,
        };
        let file = file.map_err(Problem::file(&path))?;
        file.try_lock().map_err(|_| busy(&path))?;
        Ok(Self { file, path, target: target.to_owned(), finished: false })
    }

    /// Where it is until it is finished.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Puts it on the disk.
    pub(super) fn sync(&self) -> Result<(), Problem> {
        self.file.sync_all().map_err(Problem::file(&self.path))
    }

    /// Gives it its name, which nothing else has, and answers its length in bytes.
    pub(super) fn finish(mut self) -> Result<u64, Problem> {
        let length = self.file.metadata().map_err(Problem::file(&self.path))?.len();
        refuse_existing(&self.target)?;
        std::fs::rename(&self.path, &self.target).map_err(Problem::file(&self.target))?;
        self.finished = true;
        let folder = self.target.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(Problem::file(folder))?;
        Ok(length)
    }
}

impl Write for Partial {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if !self.finished {
            // It may be gone already; there is nobody to tell.
            std::fs::remove_file(&self.path).ok();
        }
    }
}

fn fresh(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

fn refuse_existing(target: &Path) -> Result<(), Problem> {
    match target.symlink_metadata() {
        Ok(_) => Err(Problem::refused(format!("{} exists; nothing is overwritten", target.display()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Problem::file(target)(error)),
    }
}

/// A living process holds a lock on the file that it writes; a dead one holds nothing.
fn remove_abandoned(path: &Path) -> Result<(), Problem> {
    let left = OpenOptions::new().write(true).open(path).map_err(Problem::file(path))?;
    match left.try_lock() {
        Ok(()) => std::fs::remove_file(path).map_err(Problem::file(path)),
        Err(TryLockError::WouldBlock) => Err(busy(path)),
        Err(TryLockError::Error(error)) => Err(Problem::file(path)(error)),
    }
}

fn busy(path: &Path) -> Problem {
    Problem::refused(format!("another process is writing {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_file_has_its_name_once_it_is_whole_and_is_its_owner_s_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (target, partial) = (folder.path().join("a"), folder.path().join("a.partial"));
        let mut file = Partial::create(&target).unwrap();
        file.write_all(b"whole").unwrap();
        assert!(!target.exists() && partial.exists());
        assert_eq!(file.finish().unwrap(), 5);
        assert!(!partial.exists());
        assert_eq!(std::fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(Partial::create(&target).err().unwrap().to_string().contains("nothing is overwritten"));
        assert_eq!(std::fs::read(&target).unwrap(), b"whole");
    }

    #[test]
    fn what_is_under_way_is_left_alone_and_what_was_abandoned_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a");
        std::fs::write(folder.path().join("a.partial"), b"of a killed process").unwrap();
        let first = Partial::create(&target).unwrap();
        assert_eq!(std::fs::metadata(first.path()).unwrap().len(), 0);
        assert!(Partial::create(&target).err().unwrap().to_string().contains("another process"));
        drop(first);
        assert!(!folder.path().join("a.partial").exists());
    }
}
