//! The Meilisearch server of a run: the one that `TREMPLIN_TEST_MEILISEARCH` names (`TREMPLIN_TEST_MEILISEARCH_KEY` is
//! its key), else one started from the program `meilisearch` in the `PATH`.

use super::Host;
use anyhow::{Context, Result, bail};
use api::config::{Search, Secret};
use serde_json::Value;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

/// A server, ended with this value if it was started here.
pub(crate) struct Server {
    /// `http://host:port`.
    pub(crate) url: String,
    key: Option<String>,
    own: Option<(Child, TempDir)>,
}

/// Whether there is one, or the program of one.
pub(crate) fn is_there() -> bool {
    given().is_some() || program().is_some()
}

impl Server {
    /// Starts it, or takes the one that is given.
    pub(crate) async fn start() -> Result<Self> {
        let server = match given() {
            Some(url) => Self { url, key: std::env::var("TREMPLIN_TEST_MEILISEARCH_KEY").ok(), own: None },
            None => own(program().context("no Meilisearch")?)?,
        };
        for _ in 0..300 {
            if server.ask(reqwest::Method::GET, "/health").await.is_ok() {
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        bail!("{} does not answer", server.url)
    }

    /// How an application is told of it, with indexes of its own, at this address.
    pub(crate) fn settings(&self, url: &str, prefix: &str) -> Search {
        let mut settings = Search::default();
        settings.url = Some(url.to_owned());
        settings.api_key = self.key.clone().map(Secret::new);
        settings.index_prefix = prefix.to_owned();
        // The machine runs other tests beside; cases about time set their own.
        settings.timeout = Duration::from_secs(10);
        settings
    }

    /// Deletes every index whose name begins so, and waits until they are gone.
    pub(crate) async fn wipe(&self, prefix: &str) -> Result<()> {
        let mut task = None;
        for name in self.indexes(prefix).await? {
            let path = format!("/indexes/{name}");
            task = Some(self.ask(reqwest::Method::DELETE, &path).await?["taskUid"].clone());
        }
        while let Some(uid) = &task {
            let state = self.ask(reqwest::Method::GET, &format!("/tasks/{uid}")).await?;
            if !matches!(state["status"].as_str(), Some("enqueued" | "processing")) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// The names of the indexes that begin so.
    pub(crate) async fn indexes(&self, prefix: &str) -> Result<Vec<String>> {
        let listed = self.ask(reqwest::Method::GET, "/indexes?limit=1000").await?;
        let names = listed["results"].as_array().into_iter().flatten();
        let names = names.filter_map(|index| index["uid"].as_str());
        Ok(names.filter(|name| name.starts_with(prefix)).map(str::to_owned).collect())
    }

    async fn ask(&self, method: reqwest::Method, path: &str) -> Result<Value> {
        let request = reqwest::Client::new().request(method, format!("{}{path}", self.url));
        let request = self.key.iter().fold(request, reqwest::RequestBuilder::bearer_auth);
        Ok(request.send().await?.error_for_status()?.json().await?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some((child, _)) = &mut self.own {
            child.kill().ok();
            child.wait().ok();
        }
    }
}

/// Removes the indexes of a case once the run is over: a server that was given goes on.
pub(crate) fn afterwards(host: &Host, server: Arc<Server>, prefix: String) {
    if server.own.is_none() {
        host.afterwards(async move { server.wipe(&prefix).await });
    }
}

fn given() -> Option<String> {
    let url = std::env::var("TREMPLIN_TEST_MEILISEARCH").ok().filter(|url| !url.is_empty());
    url.map(|url| url.trim_end_matches('/').to_owned())
}

fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join("meilisearch")).find(|program| program.is_file())
}

fn own(program: PathBuf) -> Result<Server> {
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
    Ok(Server { url: format!("http://{address}"), key: None, own: Some((child, files)) })
}
