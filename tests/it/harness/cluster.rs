//! A private PostgreSQL cluster in a temporary folder, for one run of the tests.
//!
//! It listens on a socket in that folder and on no port. A small shell watches over it: it stops the server and
//! removes the folder as soon as this program's end of a pipe closes, which happens however this program ends.

use super::folder;
use anyhow::{Context, Result, ensure};
use std::ffi::OsStr;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Speed before safety: what a crash could lose is a test's.
const SETTINGS: &str = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 \
    -c shared_buffers=64MB -c max_wal_size=512MB -c autovacuum=off -c wal_level=minimal \
    -c max_wal_senders=0 -c listen_addresses=";

/// `$1` postgres, `$2` the folder; the rest are the server's arguments. It is started again whenever it ends, unless
/// there is a file `held`, or `over`.
const GUARDIAN: &str = r#"
postgres=$1 folder=$2
shift 2
exec 3<&0
(
    cat <&3 >/dev/null
    touch "$folder/over"
    while [ -e "$folder/over" ]; do
        read -r pid _ <"$folder/data/postmaster.pid" && kill -QUIT "$pid"
        sleep 0.1
    done
) 2>/dev/null &
until [ -e "$folder/over" ]; do
    [ -e "$folder/held" ] || "$postgres" -D "$folder/data" -k "$folder" "$@" >>"$folder/log" 2>&1 3<&-
    sleep 0.02
done
rm -rf "$folder"
wait
"#;

/// A running cluster. Dropping it stops it.
pub(crate) struct Cluster {
    folder: PathBuf,
    guardian: Child,
}

/// The folder that holds PostgreSQL's programs: in the PATH, else where Debian puts them, the newest first.
pub(crate) fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let mut installed: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    installed.sort();
    folders.extend(installed.into_iter().rev().map(|(_, folder)| folder));
    folders.into_iter().find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}

impl Cluster {
    /// Makes a cluster and starts it. It may not answer at once.
    pub(crate) fn start(programs: &Path) -> Result<Self> {
        let folder = folder::temporary("tremplin-pg-")?;
        let user = unprivileged()?;
        if let Some((uid, gid)) = user {
            chown(folder.path(), Some(uid), Some(gid))?;
        }
        initialise(programs, folder.path(), user)?;
        let guardian = command("sh", user)
            .args(["-c", GUARDIAN, "sh"])
            .arg(programs.join("postgres"))
            .arg(folder.path())
            .args(SETTINGS.split_whitespace())
            .stdin(Stdio::piped())
            // A group of its own: Ctrl-C reaches this program alone, and the pipe tells the rest.
            .process_group(0)
            .spawn()
            .context("sh, to watch over the cluster")?;
        Ok(Self { folder: folder.keep(), guardian })
    }

    /// The address of a database in it.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgres://postgres@localhost/{database}?host={}", self.folder.display())
    }

    /// Stops it at once, as a crash would, and keeps it from starting.
    pub(crate) fn crash(&self) -> Result<()> {
        std::fs::write(self.folder.join("held"), "")?;
        let pid = std::fs::read_to_string(self.folder.join("data/postmaster.pid"))?;
        let pid = pid.lines().next().context("a process")?.to_owned();
        ensure!(Command::new("kill").args(["-QUIT", &pid]).status()?.success(), "kill -QUIT {pid}");
        while Path::new("/proc").join(&pid).exists() {
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    /// Lets it start again.
    pub(crate) fn start_again(&self) -> Result<()> {
        Ok(std::fs::remove_file(self.folder.join("held"))?)
    }

    /// What the server wrote to its log.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.guardian.stdin.take());
        self.guardian.wait().ok();
    }
}

/// Sorts like French people, by ICU where it was built in: a query that relies on the order of bytes without
/// saying so then answers differently from SQLite, and is found.
fn initialise(programs: &Path, folder: &Path, user: Option<(u32, u32)>) -> Result<()> {
    let icu: &[&str] = &["--locale-provider=icu", "--icu-locale=fr"];
    let attempt = |locale: &[&str]| {
        command(programs.join("initdb"), user)
            .args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", "--locale=C.UTF-8"])
            .args(locale)
            .arg("--pgdata")
            .arg(folder.join("data"))
            .output()
            .context("initdb")
    };
    if attempt(icu)?.status.success() {
        return Ok(());
    }
    let output = attempt(&[])?;
    ensure!(output.status.success(), "initdb: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

fn command(program: impl AsRef<OsStr>, user: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(program);
    command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null());
    if let Some((uid, gid)) = user {
        command.uid(uid).gid(gid);
    }
    command
}

/// PostgreSQL refuses to run as root: then the ids of the user `postgres`, from the list of users.
fn unprivileged() -> Result<Option<(u32, u32)>> {
    use std::os::unix::fs::MetadataExt;
    // What a program creates belongs to the user it runs as.
    let probe = tempfile::NamedTempFile::new()?;
    if probe.as_file().metadata()?.uid() != 0 {
        return Ok(None);
    }
    let users = std::fs::read_to_string("/etc/passwd")?;
    let fields =
        users.lines().map(|line| line.split(':').collect::<Vec<_>>()).find(|fields| fields[0] == "postgres");
    let fields = fields.context("running as root, and there is no user postgres to run PostgreSQL as")?;
    Ok(Some((fields[2].parse()?, fields[3].parse()?)))
}
