//! A mail server, as a process of its own that can be killed: this test binary, started again. What it took lies in a
//! folder, one file a mail; another file there says how it behaves.

use mailin::{Action, Handler, Response, Session, SessionBuilder, response};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{IpAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tempfile::TempDir;

/// Names the folder, where this process is to be a mail server.
const FOLDER: &str = "TREMPLIN_TEST_SMTP";
/// Its port.
const PORT: &str = "TREMPLIN_TEST_SMTP_PORT";
/// The password that it asks for, if any.
const PASSWORD: &str = "TREMPLIN_TEST_SMTP_PASSWORD";

/// How the server behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum Mood {
    /// Takes everything.
    Takes,
    /// Takes nothing for now.
    Later,
    /// Knows no recipient.
    Never,
    /// Takes a mail, and dies before it says so.
    Dies,
    /// Takes a mail, and says so too late.
    Slow,
}

/// A running mail server, killed with this value.
pub(crate) struct Smtp {
    /// Where it listens, on 127.0.0.1.
    pub(crate) port: u16,
    password: Option<String>,
    folder: TempDir,
    child: Child,
}

impl Smtp {
    /// Starts one on any free port.
    pub(crate) fn start() -> Self {
        Self::asking_for(None)
    }

    /// [`Smtp::start`], for a server that wants a password.
    pub(crate) fn asking_for(password: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (child, port) = launch(folder.path(), 0, password);
        Self { port, password: password.map(str::to_owned), folder, child }
    }

    /// Says how it behaves from the next mail on.
    pub(crate) fn be(&self, mood: Mood) {
        fs::write(self.folder.path().join("mood"), mood.to_string()).unwrap();
    }

    /// The mails that it took, in their order.
    pub(crate) fn taken(&self) -> Vec<String> {
        let files = fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<PathBuf> =
            files.filter(|path| path.extension().is_some_and(|extension| extension == "eml")).collect();
        files.sort();
        files.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
    }

    /// Kills it, as a power cut would.
    pub(crate) fn kill(&mut self) {
        // It may be dead already.
        self.child.kill().ok();
        self.child.wait().unwrap();
    }

    /// Starts it again, at the same address.
    pub(crate) fn restart(&mut self) {
        self.kill();
        self.child = launch(self.folder.path(), self.port, self.password.as_deref()).0;
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        self.kill();
    }
}

fn launch(folder: &Path, port: u16, password: Option<&str>) -> (Child, u16) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.env(FOLDER, folder).env(PORT, port.to_string()).stdout(Stdio::piped());
    command.envs(password.map(|password| (PASSWORD, password)));
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (child, line.trim().parse().unwrap())
}

/// Is a mail server until it is killed, where the environment says so; answers whether it says so.
pub(crate) fn serve_if_asked() -> bool {
    let Some(folder) = std::env::var_os(FOLDER) else { return false };
    let port: u16 = std::env::var(PORT).unwrap().parse().unwrap();
    let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
    println!("{}", listener.local_addr().unwrap().port());
    for stream in listener.incoming() {
        let (stream, folder) = (stream.unwrap(), PathBuf::from(&folder));
        // A client that hangs up ends its own connection alone.
        std::thread::spawn(move || converse(stream, folder).ok());
    }
    true
}

fn converse(mut stream: TcpStream, folder: PathBuf) -> std::io::Result<()> {
    let mut builder = SessionBuilder::new("smtp.example.org");
    let password = std::env::var(PASSWORD).ok();
    if password.is_some() {
        builder.enable_auth(mailin::AuthMechanism::Plain).insecure_enable_plaintext_auth();
    }
    let mailbox = Mailbox { folder, password, bytes: Vec::new() };
    let mut session: Session<Mailbox> = builder.build(IpAddr::from([127, 0, 0, 1]), mailbox);
    let mut lines = BufReader::new(stream.try_clone()?);
    say(&mut stream, &session.greeting())?;
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        let answer = session.process(&line);
        line.clear();
        match answer.action {
            Action::NoReply => {}
            Action::Reply | Action::UpgradeTls => say(&mut stream, &answer)?,
            Action::Close => return say(&mut stream, &answer),
        }
    }
    Ok(())
}

fn say(stream: &mut TcpStream, answer: &Response) -> std::io::Result<()> {
    stream.write_all(&answer.buffer()?)
}

/// What is done with a mail.
struct Mailbox {
    folder: PathBuf,
    password: Option<String>,
    bytes: Vec<u8>,
}

impl Mailbox {
    fn mood(&self) -> Mood {
        let mood = fs::read_to_string(self.folder.join("mood"));
        mood.map_or(Mood::Takes, |mood| mood.parse().unwrap())
    }

    fn keep(&mut self) {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::SeqCst);
        let begun = fs::read_dir(&self.folder).unwrap().count();
        fs::write(self.folder.join(format!("{begun:04}-{number:04}.eml")), std::mem::take(&mut self.bytes))
            .unwrap();
    }
}

impl Handler for Mailbox {
    fn rcpt(&mut self, _: &str) -> Response {
        match self.mood() {
            Mood::Later => Response::custom(451, "4.7.1 greylisted, come back later".to_owned()),
            Mood::Never => Response::custom(550, "5.1.1 nobody of this name here".to_owned()),
            Mood::Takes | Mood::Dies | Mood::Slow => response::OK,
        }
    }

    fn data(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        match self.mood() {
            Mood::Takes | Mood::Later | Mood::Never => self.keep(),
            Mood::Slow => {
                self.keep();
                std::thread::sleep(Duration::from_secs(4));
            }
            Mood::Dies => {
                self.keep();
                std::process::exit(1);
            }
        }
        response::OK
    }

    fn auth_plain(&mut self, _: &str, _: &str, password: &str) -> Response {
        if self.password.as_deref() == Some(password) {
            response::AUTH_OK
        } else {
            response::INVALID_CREDENTIALS
        }
    }
}
