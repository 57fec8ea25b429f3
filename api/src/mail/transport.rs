//! Where mails go: to a server, or into a folder where nobody configured one.

use crate::config::{self, Secret};
use crate::mail::letter;
use anyhow::Context as _;
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;
use uuid::Uuid;

/// Answers to a login: the configuration is wrong then, and no mail is to blame.
const LOGIN: [u16; 5] = [454, 530, 534, 535, 538];

/// Where mails go.
pub enum Transport {
    /// Into a folder, one `.eml` file a mail, named by its row: the same mail again is the same file.
    Folder(PathBuf),
    /// To a server, a connection a mail: one that is given up in the middle of a mail must not be used for the next, whose
    /// answers would be those to the first. With the longest that one hand-over may take.
    Server(Box<AsyncSmtpTransport<Tokio1Executor>>, Duration),
}

/// Why a mail was not taken, in the server's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// There is nobody to take it; or it is not known whether it was taken.
    Unreachable(String),
    /// Not now.
    Later(String),
    /// Not ever.
    Never(String),
}

impl Transport {
    /// What the configuration says. Connects to nobody yet.
    ///
    /// # Errors
    /// The address of the server cannot be used.
    pub fn configured(config: &config::Mail) -> anyhow::Result<Self> {
        let Some(url) = config.url.as_ref().map(Secret::expose) else {
            return Ok(Self::Folder(config.folder.clone()));
        };
        // The library's own message might repeat the address.
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|_| anyhow::anyhow!("mail.url cannot be used"))?;
        let hello = ClientId::Domain(letter::domain(config));
        let server = builder.timeout(Some(config.timeout)).hello_name(hello).build();
        Ok(Self::Server(Box::new(server), config.timeout))
    }

    /// Hands a mail over. When this answers, whoever took it has it.
    ///
    /// # Errors
    /// It was not taken, or that is not known.
    pub(super) async fn hand_over(&self, id: Uuid, message: Message) -> Result<(), Refusal> {
        match self {
            Self::Folder(folder) => into_folder(folder.clone(), id, message.formatted()).await,
            Self::Server(server, patience) => {
                let sent = tokio::time::timeout(*patience, server.send(message)).await;
                let sent = sent.map_err(|_| Refusal::Unreachable("no answer in time".to_owned()))?;
                sent.map(|_| ()).map_err(|error| refusal(&error))
            }
        }
    }
}

fn refusal(error: &lettre::transport::smtp::Error) -> Refusal {
    let said = said(error);
    let code = error.status().map(u16::from);
    if code.is_some_and(|code| LOGIN.contains(&code)) {
        Refusal::Unreachable(said)
    } else if error.is_permanent() {
        Refusal::Never(said)
    } else if error.is_transient() {
        Refusal::Later(said)
    } else {
        Refusal::Unreachable(said)
    }
}

/// An error with its causes, in one line.
fn said(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        let more = next.to_string();
        if !said.contains(&more) {
            said = format!("{said}: {more}");
        }
        cause = next.source();
    }
    said
}

async fn into_folder(folder: PathBuf, id: Uuid, bytes: Vec<u8>) -> Result<(), Refusal> {
    let written = tokio::task::spawn_blocking(move || write(&folder, id, &bytes)).await;
    let written = written.map_err(anyhow::Error::from).and_then(|written| written);
    written.map_err(|error| Refusal::Unreachable(format!("{error:#}")))
}

/// Writes beside, then renames: whoever looks sees whole mails only.
fn write(folder: &Path, id: Uuid, bytes: &[u8]) -> anyhow::Result<()> {
    let trouble = || format!("cannot write into {}", folder.display());
    std::fs::create_dir_all(folder).with_context(trouble)?;
    let unfinished = folder.join(format!(".{id}.tmp"));
    let mut file = std::fs::File::create(&unfinished).with_context(trouble)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).with_context(trouble)?;
    std::fs::rename(&unfinished, folder.join(format!("{id}.eml"))).with_context(trouble)
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "Folder({})", folder.display()),
            Self::Server(..) => f.write_str("Server"),
        }
    }
}
