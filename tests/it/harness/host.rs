//! What all trials of a run share: the runtime, the PostgreSQL server, the templates, the list of what was skipped.

use super::database::{Database, Kind, Template};
use super::folder;
use super::meilisearch;
use super::postgres::{self, Server};
use super::wants::Want;
use anyhow::{Result, anyhow};
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use std::any::Any;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::sync::OnceCell;
use tokio::task::JoinHandle;

/// Made once, on first need; a failure is kept too, so that each trial tells it at once.
type Once<T> = Arc<OnceCell<Result<Arc<T>, String>>>;

/// Something shared, of any type.
struct Shared(Arc<dyn Any + Send + Sync>);

/// Shared by all trials of a run.
pub(crate) struct Host {
    /// Where everything asynchronous runs.
    pub(crate) runtime: Runtime,
    folder: TempDir,
    server: Once<Server>,
    search: Once<meilisearch::Server>,
    shared: Mutex<HashMap<(Kind, &'static str), Once<Shared>>>,
    skipped: Mutex<BTreeMap<Want, BTreeSet<String>>>,
    leftovers: Mutex<Vec<JoinHandle<Result<()>>>>,
    databases: AtomicU32,
    run: u64,
}

impl Host {
    pub(crate) fn new() -> Result<Self> {
        Ok(Self {
            // As the program's own: see `cli::main`.
            runtime: tokio::runtime::Builder::new_multi_thread()
                .enable_all()
                .thread_stack_size(8 << 20)
                .build()?,
            folder: folder::temporary("tremplin-it-")?,
            server: Once::default(),
            search: Once::default(),
            shared: Mutex::default(),
            skipped: Mutex::default(),
            leftovers: Mutex::default(),
            databases: AtomicU32::default(),
            run: RandomState::new().hash_one("tremplin"),
        })
    }

    /// Where files are put until the run ends.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The PostgreSQL server, started on first need.
    pub(crate) async fn server(&self) -> Result<Arc<Server>> {
        once(&self.server, async {
            let source = postgres::find().ok_or_else(|| anyhow!("no PostgreSQL"))?;
            Server::start(source).await
        })
        .await
    }

    /// The Meilisearch server, started on first need.
    pub(crate) async fn meilisearch(&self) -> Result<Arc<meilisearch::Server>> {
        once(&self.search, meilisearch::Server::start()).await
    }

    /// A database's name, unlike any of another run on the same server.
    pub(crate) fn database_name(&self) -> String {
        let number = self.databases.fetch_add(1, Ordering::Relaxed);
        format!("tremplin_test_{:016x}_{number}", self.run)
    }

    /// The template of this name, made on first need.
    pub(crate) async fn template(
        &self,
        kind: Kind,
        name: &'static str,
        make: LocalBoxFuture<'_, Result<Database>>,
    ) -> Result<Arc<Template>> {
        self.shared(kind, name, Box::pin(async { Ok(make.await?.freeze()) })).await
    }

    /// What several cases use together, made on first need and kept until the end of the run. A name is of one type.
    pub(crate) async fn shared<T: Send + Sync + 'static>(
        &self,
        kind: Kind,
        name: &'static str,
        make: LocalBoxFuture<'_, Result<T>>,
    ) -> Result<Arc<T>> {
        let cell = Arc::clone(locked(&self.shared).entry((kind, name)).or_default());
        let made = once(&cell, async { Ok(Shared(Arc::new(make.await?))) }).await?;
        Arc::clone(&made.0).downcast().map_err(|_| anyhow!("{name} is of another type"))
    }

    /// Work that need not be waited for before the end of the run.
    pub(crate) fn afterwards(&self, work: impl Future<Output = Result<()>> + Send + 'static) {
        locked(&self.leftovers).push(self.runtime.spawn(work));
    }

    /// Notes a trial that is skipped, and answers why.
    pub(crate) fn skip(&self, want: Want, trial: String) -> String {
        locked(&self.skipped).entry(want).or_default().insert(trial);
        format!("no {want}")
    }

    /// One line for each thing that was wanting: how many trials, and which.
    pub(crate) fn skipped(&self) -> Vec<String> {
        let line = |(want, trials): (&Want, &BTreeSet<String>)| {
            let names: Vec<&str> = trials.iter().map(String::as_str).collect();
            format!("skipped for want of {want}: {} trials: {}", names.len(), names.join(", "))
        };
        locked(&self.skipped).iter().map(line).collect()
    }

    /// Drops the databases that are left, then stops the server.
    pub(crate) fn stop(&self) {
        let _in_the_runtime = self.runtime.enter();
        locked(&self.shared).clear();
        loop {
            let work = std::mem::take(&mut *locked(&self.leftovers));
            if work.is_empty() {
                break;
            }
            for task in work {
                if let Ok(Err(error)) = self.runtime.block_on(task) {
                    println!("left behind: {error:#}");
                }
            }
        }
    }
}

async fn once<T>(cell: &Once<T>, make: impl Future<Output = Result<T>>) -> Result<Arc<T>> {
    let made = cell.get_or_init(|| async {
        // A panic is told once, where it happens; without this, each trial would make the same mistake again.
        let outcome = AssertUnwindSafe(make)
            .catch_unwind()
            .await
            .unwrap_or_else(|_| Err(anyhow!("see the first panic")));
        outcome.map(Arc::new).map_err(|error| format!("{error:#}"))
    });
    made.await.clone().map_err(|error| anyhow!(error))
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
