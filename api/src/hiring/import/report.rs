//! What loading a file did, or why it did nothing, for a terminal.

use crate::error::Error;
use domain::hiring::import::LineFault;
use sea_orm::DbErr;
use std::fmt;

/// What loading a file did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Hires that were not there.
    pub added: usize,
    /// Hires that an earlier file had otherwise.
    pub updated: usize,
    /// Lines that were there already.
    pub unchanged: usize,
    /// Companies that were not known.
    pub companies: usize,
}

/// Why a file was not loaded; then nothing of it was.
#[derive(Clone, Debug)]
pub enum ImportError {
    /// No school has this code.
    UnknownSchool {
        /// The code.
        code: String,
        /// The codes that are known.
        known: Vec<String>,
    },
    /// Lines are refused: all of them, in the file's order.
    Rejected(Vec<LineFault>),
    /// Our own fault.
    Fault(Error),
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { added, updated, unchanged, companies } = self;
        write!(
            f,
            "hires: {added} added, {updated} updated, {unchanged} unchanged; companies: {companies} added"
        )
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownSchool { code, known } => {
                write!(f, "school {code:?} is not known; accepted: {}", known.join(", "))
            }
            Self::Rejected(faults) => {
                write!(f, "nothing was loaded; faults: {}", faults.len())?;
                faults.iter().try_for_each(|fault| write!(f, "\n{fault}"))
            }
            Self::Fault(Error::Internal(source)) => write!(f, "nothing was loaded: {source:#}"),
            Self::Fault(error) => write!(f, "nothing was loaded: {}", error.code()),
        }
    }
}

impl std::error::Error for ImportError {}

impl From<Error> for ImportError {
    fn from(error: Error) -> Self {
        Self::Fault(error)
    }
}

impl From<DbErr> for ImportError {
    fn from(error: DbErr) -> Self {
        Self::Fault(error.into())
    }
}
