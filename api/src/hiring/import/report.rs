//! What loading a file did, or why it did nothing, for a terminal.

use crate::error;
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
pub enum Error {
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
    Fault(error::Error),
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

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownSchool { code, known } => {
                write!(f, "school {code:?} is not known; accepted: {}", known.join(", "))
            }
            Self::Rejected(faults) => {
                write!(f, "nothing was taken; faults: {}", faults.len())?;
                faults.iter().try_for_each(|fault| write!(f, "\n{fault}"))
            }
            Self::Fault(error::Error::Internal(source)) => write!(f, "nothing was taken: {source:#}"),
            Self::Fault(error) => write!(f, "nothing was taken: {}", error.code()),
        }
    }
}

impl std::error::Error for Error {}

impl From<error::Error> for Error {
    fn from(error: error::Error) -> Self {
        Self::Fault(error)
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        Self::Fault(error.into())
    }
}
