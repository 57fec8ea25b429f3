//! The Meilisearch server to test on: one that is given, or one of our own.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use libtest_mimic::Failed;
use meilisearch_sdk::client::Client;
use search::{Engine, Meilisearch};
use tempfile::TempDir;

use crate::{Outcome, wait};

/// A server, ended with this value if we started it.
pub(crate) struct Server {
    url: String,
    key: Option<String>,
    own: Option<Own>,
}

struct Own {
    child: Child,
    _files: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(own) = &mut self.own
            && let Err(error) = own.child.kill().and_then(|()| own.child.wait())
        {
            eprintln!("the Meilisearch server was not ended: {error}");
        }
    }
}

/// Where one case works: indexes of its own on the server.
pub(crate) struct Place {
    url: String,
    key: Option<String>,
    prefix: String,
}

impl Server {
    /// The server that the environment gives, or a new one if the program is found.
    pub(crate) fn find() -> Option<Self> {
        if let Ok(url) = std::env::var("TREMPLIN_TEST_MEILISEARCH") {
            return Some(Server { url, key: std::env::var("TREMPLIN_TEST_MEILISEARCH_KEY").ok(), own: None });
        }
        let program = program()?;
        match start(program) {
            Ok(server) => Some(server),
            Err(error) => {
                eprintln!("the Meilisearch server did not start: {}", error.message().unwrap_or_default());
                std::process::exit(1);
            }
        }
    }

    pub(crate) fn place(&self, case: &str) -> Place {
        let case: String = case.chars().filter(char::is_ascii_alphanumeric).collect();
        let prefix = format!("test-{}-{case}-", std::process::id());
        Place { url: self.url.clone(), key: self.key.clone(), prefix }
    }
}

impl Place {
    pub(crate) fn engine(&self) -> Result<Meilisearch, search::Error> {
        Meilisearch::new(&self.url, self.key.as_deref(), Duration::from_secs(10), &self.prefix)
    }

    /// Removes the indexes.
    pub(crate) fn clear(&self) -> Outcome {
        wait(async {
            let client = Client::new(&self.url, self.key.as_deref())?;
            for index in client.list_all_indexes().await?.results {
                if index.uid.starts_with(&self.prefix) {
                    let task = client.delete_index(&index.uid).await?;
                    task.wait_for_completion(&client, None, Some(Duration::from_secs(30))).await?;
                }
            }
            Ok(())
        })
    }
}

fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join("meilisearch")).find(|program| program.is_file())
}

fn start(program: PathBuf) -> Result<Server, Failed> {
    let files = TempDir::new()?;
    // Free now; that another takes it before the server does is unlikely, and would be reported.
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let child = Command::new(program)
        .current_dir(files.path())
        .args(["--no-analytics", "--http-addr", &address.to_string(), "--db-path"])
        .arg(files.path().join("data"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let url = format!("http://{address}");
    let server = Server { url, key: None, own: Some(Own { child, _files: files }) };
    wait(async {
        for _ in 0..300 {
            if server.place("start").engine()?.healthy().await.is_ok() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err(Failed::from("no answer within 30 seconds"))
    })?;
    Ok(server)
}
