//! A proxy between an application and a server it depends on: it stalls, delays, cuts and resumes as it is told.

use anyhow::{Context, Result};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What happens to the bytes that pass, in both directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// They pass.
    Flow,
    /// They pass, each time so much later.
    Late(Duration),
    /// They wait until the way is another, and pass then: a server that was suspended.
    Held,
    /// They are swallowed, and on the connections that this happened to for good: a network that was lost.
    Lost,
    /// Every connection is closed, and every new one at once.
    Cut,
    /// They pass until a client sends this, which does not arrive any more: the connection is cut.
    Before(&'static str),
    /// They pass until a client sends this, which arrives, and whose answer is lost: the connection is cut.
    After(&'static str),
}

/// Where a server listens.
#[derive(Clone, Debug)]
pub(crate) enum Upstream {
    /// `host:port`.
    Tcp(String),
    /// A socket in the file system.
    Unix(PathBuf),
}

/// A proxy on a port of its own. Dropping it closes every connection.
pub(crate) struct Proxy {
    /// Its port on 127.0.0.1.
    pub(crate) port: u16,
    way: watch::Sender<Way>,
    upstream: Arc<Mutex<Upstream>>,
    accepting: JoinHandle<()>,
}

impl Proxy {
    /// A proxy before a server; everything passes.
    pub(crate) async fn before(upstream: Upstream) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let way = watch::Sender::new(Way::Flow);
        let upstream = Arc::new(Mutex::new(upstream));
        let (told, target) = (way.subscribe(), Arc::clone(&upstream));
        let accepting = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let upstream = target.lock().unwrap_or_else(PoisonError::into_inner).clone();
                tokio::spawn(connection(client, upstream, told.clone()));
            }
        });
        Ok(Self { port, way, upstream, accepting })
    }

    /// From now on.
    pub(crate) fn set(&self, way: Way) {
        self.way.send_replace(way);
    }

    /// Leads new connections to another server, and closes the old ones.
    pub(crate) async fn lead_to(&self, upstream: Upstream) {
        *self.upstream.lock().unwrap_or_else(PoisonError::into_inner) = upstream;
        self.cut_once().await;
    }

    /// Closes the connections that there are.
    pub(crate) async fn cut_once(&self) {
        self.set(Way::Cut);
        // A connection sees the last way that was set, once it is its turn.
        tokio::time::sleep(Duration::from_millis(100)).await;
        self.set(Way::Flow);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.set(Way::Cut);
        self.accepting.abort();
    }
}

/// A proxy before a PostgreSQL server, and the address of the same database through it.
pub(crate) async fn postgres(url: &str) -> Result<(Proxy, String)> {
    let options: sea_orm::sqlx::postgres::PgConnectOptions = url.parse()?;
    let upstream = match options.get_socket() {
        Some(folder) => Upstream::Unix(folder.join(format!(".s.PGSQL.{}", options.get_port()))),
        None => Upstream::Tcp(format!("{}:{}", options.get_host(), options.get_port())),
    };
    let proxy = Proxy::before(upstream).await?;
    let (address, _) = url.split_once('?').unwrap_or((url, ""));
    let (scheme, rest) = address.split_once("://").context("a scheme")?;
    let (server, database) = rest.split_once('/').context("a database")?;
    let user = server.rsplit_once('@').map_or("", |(user, _)| user);
    let url = format!("{scheme}://{user}@127.0.0.1:{}/{database}?sslmode=disable", proxy.port);
    Ok((proxy, url))
}

async fn connection(client: TcpStream, upstream: Upstream, mut way: watch::Receiver<Way>) {
    if *way.borrow_and_update() == Way::Cut {
        return;
    }
    let mute = Arc::new(AtomicBool::new(false));
    let (from_client, to_client) = client.into_split();
    let passing = async {
        match upstream {
            Upstream::Tcp(address) => {
                let (from, to) = TcpStream::connect(address).await?.into_split();
                pass(from_client, to, from, to_client, &way, &mute).await
            }
            Upstream::Unix(path) => {
                let (from, to) = UnixStream::connect(path).await?.into_split();
                pass(from_client, to, from, to_client, &way, &mute).await
            }
        }
    };
    let mut cut = way.clone();
    tokio::select! {
        // However it ends, both ends are closed.
        _ended = passing => {}
        _cut = cut.wait_for(|way| *way == Way::Cut) => {}
    }
}

async fn pass(
    from_client: impl AsyncRead + Unpin,
    to_server: impl AsyncWrite + Unpin,
    from_server: impl AsyncRead + Unpin,
    to_client: impl AsyncWrite + Unpin,
    way: &watch::Receiver<Way>,
    mute: &AtomicBool,
) -> std::io::Result<()> {
    tokio::select! {
        up = pump(from_client, to_server, way.clone(), mute, true) => up,
        down = pump(from_server, to_client, way.clone(), mute, false) => down,
    }
}

/// Passes bytes one way. `mute` is set once this connection's answers are lost for good.
async fn pump(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut way: watch::Receiver<Way>,
    mute: &AtomicBool,
    up: bool,
) -> std::io::Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    let mut lost = false;
    loop {
        let count = from.read(&mut buffer).await?;
        let bytes = &buffer[..count];
        if count == 0 || (!up && mute.load(Ordering::SeqCst)) {
            return Ok(());
        }
        let told = *way.borrow_and_update();
        match told {
            Way::Late(by) => tokio::time::sleep(by).await,
            Way::Held => drop(way.wait_for(|way| *way != Way::Held).await),
            Way::Lost => lost = true,
            Way::Before(word) if up && holds(bytes, word) => return Ok(()),
            Way::After(word) if up && holds(bytes, word) => mute.store(true, Ordering::SeqCst),
            _ => {}
        }
        if !lost {
            to.write_all(bytes).await?;
        }
    }
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}
