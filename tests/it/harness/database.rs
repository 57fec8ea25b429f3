//! A case's own database, and the templates that such databases are copied from.

use super::postgres::Server;
use super::{Given, Host};
use anyhow::{Context, Result};
use api::config::{Database as Settings, Secret};
use api::db::Db;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use strum::{Display, VariantArray};
use tempfile::TempDir;

/// The databases that everything runs on.
#[derive(Clone, Copy, Debug, Display, PartialEq, Eq, Hash, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub(crate) enum Kind {
    /// A file.
    Sqlite,
    /// A server.
    Postgres,
}

/// A database that one case has to itself. It is dropped with this value.
pub(crate) struct Database {
    /// Which of the two.
    pub(crate) kind: Kind,
    /// A folder of the case's own: the SQLite file, the search engine's index.
    pub(crate) folder: TempDir,
    place: Place,
    host: Arc<Host>,
}

/// A database that is only copied from.
pub(crate) struct Template(Database);

enum Place {
    File(PathBuf),
    Server { server: Arc<Server>, name: String },
}

impl Database {
    /// An empty one.
    pub(crate) async fn empty(host: &Arc<Host>, kind: Kind) -> Result<Self> {
        Self::make(host, kind, None).await
    }

    /// A copy.
    pub(crate) async fn copy(template: &Template) -> Result<Self> {
        Self::make(&template.0.host, template.0.kind, Some(&template.0)).await
    }

    async fn make(host: &Arc<Host>, kind: Kind, source: Option<&Self>) -> Result<Self> {
        let folder = tempfile::tempdir_in(host.folder())?;
        let place = match kind {
            Kind::Sqlite => {
                let file = folder.path().join("tremplin.db");
                source.map_or(Ok(()), |source| copy_file(source, &file))?;
                Place::File(file)
            }
            Kind::Postgres => {
                let server = host.server().await?;
                let name = host.database_name();
                server.create(&name, source.and_then(Self::name)).await?;
                Place::Server { server, name }
            }
        };
        Ok(Self { kind, folder, place, host: Arc::clone(host) })
    }

    /// How an application is told of it. Few connections: many applications share one server.
    pub(crate) fn settings(&self) -> Settings {
        let url = match &self.place {
            Place::File(path) => format!("sqlite://{}", path.display()),
            Place::Server { server, name } => server.url(name),
        };
        Settings { url: Secret::new(url), read_connections: 4, ..Settings::default() }
    }

    /// Connects to it, as the application does.
    pub(crate) async fn connect(&self) -> Result<Db> {
        Ok(Db::connect(&self.settings()).await?)
    }

    /// Makes it a template, now that nobody is connected to it.
    pub(crate) fn freeze(self) -> Template {
        Template(self)
    }

    fn name(&self) -> Option<&str> {
        match &self.place {
            Place::File(_) => None,
            Place::Server { name, .. } => Some(name),
        }
    }
}

impl Template {
    /// Its folder, for what is kept beside the database.
    pub(crate) fn folder(&self) -> &Path {
        self.0.folder.path()
    }
}

impl Given for Database {
    async fn given(host: &Arc<Host>, kind: Kind) -> Result<Self> {
        Self::empty(host, kind).await
    }
}

/// Closes every connection. The last one of a SQLite file writes its log into the file.
pub(crate) async fn close(db: Db) -> Result<()> {
    db.read.close().await?;
    db.write.close().await?;
    Ok(())
}

/// One file is all there is, once its last connection was closed.
fn copy_file(source: &Database, target: &Path) -> Result<()> {
    let Place::File(path) = &source.place else { return Ok(()) };
    let log = path.with_extension("db-wal");
    anyhow::ensure!(!log.exists(), "{} is still open: its log is there", path.display());
    std::fs::copy(path, target).with_context(|| format!("copying {}", path.display()))?;
    Ok(())
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Place::Server { server, name } = &self.place {
            let (server, name) = (Arc::clone(server), name.clone());
            self.host.afterwards(async move { server.remove(&name).await });
        }
    }
}
