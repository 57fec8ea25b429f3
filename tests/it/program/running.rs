//! Running the program on a case's database, in a folder of its own.

use crate::harness::Database;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Output, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_tremplin");

/// The program with these arguments, on this database, with its index in the case's folder, on any free port.
pub(crate) fn program(database: &Database, arguments: &[&str]) -> Command {
    command(database.folder.path(), database.settings().url.expose(), arguments)
}

/// The program with these arguments, in a folder, on the database at an address.
pub(crate) fn command(folder: &Path, url: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(arguments);
    settings(&mut command, folder, url);
    command
}

/// Tells a command's environment where the database is.
pub(super) fn configure(command: &mut Command, database: &Database) {
    settings(command, database.folder.path(), database.settings().url.expose());
}

fn settings(command: &mut Command, folder: &Path, url: &str) {
    command
        .current_dir(folder)
        .env("TREMPLIN_DATABASE__URL", url)
        .env("TREMPLIN_SEARCH__PATH", folder.join("search"))
        .env("TREMPLIN_SERVER__LISTEN", "127.0.0.1:0");
}

/// Runs it to its end, with this on its standard input.
pub(crate) fn run(database: &Database, arguments: &[&str], input: &str) -> Output {
    let mut command = program(database, arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

/// What it printed.
pub(crate) fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What it complained of.
pub(crate) fn complained(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A server, killed with this value.
pub(crate) struct Server {
    /// `http://127.0.0.1:PORT/graphql`.
    pub(crate) url: String,
    child: Child,
    log: BufReader<ChildStderr>,
}

impl Server {
    /// Starts it, and waits until it listens.
    pub(crate) fn start(database: &Database) -> Self {
        Self::start_with(database, &[])
    }

    /// [`Server::start`], with these variables of the environment.
    pub(super) fn start_with(database: &Database, variables: &[(&str, &str)]) -> Self {
        let mut command = program(database, &[]);
        command.envs(variables.iter().copied());
        Self::launch(command)
    }

    /// As [`Server::start`], by this command.
    pub(crate) fn launch(mut command: Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let log = BufReader::new(child.stderr.take().unwrap());
        let mut server = Self { url: String::new(), child, log };
        let mut seen = String::new();
        while server.url.is_empty() {
            let mut line = String::new();
            assert!(server.log.read_line(&mut line).unwrap() > 0, "the server did not start:\n{seen}");
            let mut words = line.split_whitespace();
            server.url = words.find(|word| word.starts_with("http://")).unwrap_or_default().to_owned();
            seen.push_str(&line);
        }
        server
    }

    /// Waits for a line of its log that holds this, and answers it.
    pub(super) fn says(&mut self, part: &str) -> String {
        let mut line = String::new();
        while !line.contains(part) {
            line.clear();
            assert!(self.log.read_line(&mut line).unwrap() > 0, "the server ended without saying {part}");
        }
        line
    }

    /// Asks it to stop as a service manager does, and answers its exit code and the rest of its log.
    pub(crate) fn stop(mut self) -> (Option<i32>, String) {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
        let mut rest = String::new();
        std::io::Read::read_to_string(&mut self.log, &mut rest).unwrap();
        (self.child.wait().unwrap().code(), rest)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
