//! Why the worker did not do something, and whether trying the same again may help.

use crate::error::Error;
use sea_orm::DbErr;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The search engine is down, or refused.
    #[error(transparent)]
    Engine(#[from] search::Error),
    /// A row holds what cannot be read.
    #[error("a row cannot be read: {0}")]
    Row(String),
    /// Anything else: the database, mostly.
    #[error("{0:#}")]
    Fault(anyhow::Error),
}

impl Failure {
    /// Whether what was given is to blame, and not the one who should take it.
    #[must_use]
    pub fn is_poison(&self) -> bool {
        matches!(self, Self::Row(_) | Self::Engine(search::Error::Rejected(_)))
    }

    /// Whether the engine is why.
    #[must_use]
    pub fn is_engine(&self) -> bool {
        matches!(self, Self::Engine(_))
    }

    /// Whether the engine is down or slow.
    #[must_use]
    pub fn is_outage(&self) -> bool {
        matches!(self, Self::Engine(error) if error.is_outage())
    }
}

impl From<DbErr> for Failure {
    fn from(error: DbErr) -> Self {
        match error {
            DbErr::Type(what) => Self::Row(what),
            other => Self::Fault(other.into()),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Fault(error.into_fault())
    }
}
