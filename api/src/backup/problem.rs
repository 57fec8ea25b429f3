//! Why a copy was not made.

use crate::migrating::Unfit;
use sea_orm::DbErr;
use std::fmt::Display;
use std::path::Path;

/// Why a copy was not made, or not accepted. In every case what was there before is there still.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The archive is damaged, or not one that this program understands.
    #[error("{0}")]
    Archive(String),
    /// It would overwrite something, or leave something out.
    #[error("{0}")]
    Refused(String),
    /// The database, the disk, or this program.
    #[error("{0}")]
    Fault(String),
    /// The database's schema is not one of this program's.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// The database did not do as asked.
    #[error("the database: {0}")]
    Database(#[from] DbErr),
}

impl Problem {
    pub(super) fn archive(text: impl Display) -> Self {
        Self::Archive(text.to_string())
    }

    pub(super) fn refused(text: impl Display) -> Self {
        Self::Refused(text.to_string())
    }

    pub(super) fn fault(text: impl Display) -> Self {
        Self::Fault(text.to_string())
    }

    /// A file could not be written or read.
    pub(super) fn file(path: &Path) -> impl Fn(std::io::Error) -> Self + '_ {
        move |error| Self::Fault(format!("{}: {error}", path.display()))
    }

    /// The same, with the table that it was about.
    #[must_use]
    pub(super) fn about(self, table: &str) -> Self {
        match self {
            Self::Archive(text) => Self::Archive(format!("{table}: {text}")),
            Self::Database(error) => Self::Fault(format!("the database, about the table {table}: {error}")),
            other => other,
        }
    }
}
