//! The PostgreSQL server of a run: the one that `TREMPLIN_TEST_POSTGRES` names, else a private cluster.

use super::cluster::{self, Cluster};
use anyhow::{Context, Result, bail};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How long a private cluster may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where a server comes from.
pub(crate) enum Source {
    /// One that runs already, by an address whose user may create databases.
    Given(String),
    /// The folder of the programs to make one with.
    Programs(PathBuf),
}

/// A server on which databases can be made.
pub(crate) struct Server {
    admin: DatabaseConnection,
    place: Place,
}

enum Place {
    Given(String),
    Private(Cluster),
}

/// Finds a server or the programs of one; `None` where there is neither.
pub(crate) fn find() -> Option<Source> {
    let given = std::env::var("TREMPLIN_TEST_POSTGRES").ok().filter(|url| !url.is_empty());
    given.map(Source::Given).or_else(|| cluster::programs().map(Source::Programs))
}

impl Server {
    /// Starts it, or connects to it.
    pub(crate) async fn start(source: Source) -> Result<Self> {
        match source {
            Source::Given(url) => {
                let admin = connect(&url).await.context("TREMPLIN_TEST_POSTGRES")?;
                Ok(Self { admin, place: Place::Given(url) })
            }
            Source::Programs(folder) => {
                let cluster = tokio::task::spawn_blocking(move || Cluster::start(&folder)).await??;
                let admin = first_connection(&cluster).await?;
                Ok(Self { admin, place: Place::Private(cluster) })
            }
        }
    }

    /// The address of a database on it.
    pub(crate) fn url(&self, database: &str) -> String {
        match &self.place {
            Place::Given(url) => with_database(url, database),
            Place::Private(cluster) => cluster.url(database),
        }
    }

    /// Makes a database, empty or the copy of another to which nobody is connected.
    pub(crate) async fn create(&self, database: &str, template: Option<&str>) -> Result<()> {
        let template = template.unwrap_or("template0");
        self.run(format!("CREATE DATABASE {database} TEMPLATE {template}")).await
    }

    /// Drops a database, whoever is connected to it.
    pub(crate) async fn remove(&self, database: &str) -> Result<()> {
        self.run(format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)")).await
    }

    async fn run(&self, statement: String) -> Result<()> {
        self.admin.execute_unprepared(&statement).await.with_context(|| statement.clone())?;
        Ok(())
    }
}

async fn first_connection(cluster: &Cluster) -> Result<DatabaseConnection> {
    let start = Instant::now();
    loop {
        match connect(&cluster.url("postgres")).await {
            Ok(connection) => return Ok(connection),
            Err(error) if start.elapsed() > PATIENCE => {
                bail!("the cluster does not answer: {error:#}\n{}", cluster.log())
            }
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

async fn connect(url: &str) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(4).connect_timeout(Duration::from_secs(10)).sqlx_logging(false);
    Ok(Database::connect(options).await?)
}

/// The same server, another database: `postgres://user@host/NAME?parameters`.
fn with_database(url: &str, database: &str) -> String {
    let (address, parameters) =
        url.split_once('?').map_or((url, None), |(address, rest)| (address, Some(rest)));
    let after_scheme = address.find("://").map_or(0, |start| start + 3);
    let server = address[after_scheme..].find('/').map_or(address, |slash| &address[..after_scheme + slash]);
    parameters.map_or_else(|| format!("{server}/{database}"), |rest| format!("{server}/{database}?{rest}"))
}
