//! Where papers are printed: in this process, or by a program beside it.
//!
//! A typesetter is larger than all the rest of the platform, and is asked for a few papers a day. A server that is to stay
//! small is built without the feature `inside` and hands its sheets to `tremplin-papers`.

#[cfg(feature = "inside")]
mod inside;
mod program;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
#[cfg(feature = "inside")]
use std::io::{self, Read, Write};
use std::{
    env::consts::EXE_SUFFIX,
    path::{Path, PathBuf},
};

/// What prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Press {
    /// This process, by the typst that it carries.
    #[cfg(feature = "inside")]
    Inside,
    /// The program at this path, `tremplin-papers`, run once for each paper.
    Program(PathBuf),
}

impl Press {
    /// This process where it carries a press, else the program `tremplin-papers` in this folder.
    #[must_use]
    pub fn nearest(folder: &Path) -> Self {
        #[cfg(feature = "inside")]
        return {
            let _ = folder;
            Self::Inside
        };
        #[cfg(not(feature = "inside"))]
        Self::beside(folder)
    }

    /// The program `tremplin-papers` in this folder.
    #[must_use]
    pub fn beside(folder: &Path) -> Self {
        Self::Program(folder.join(format!("tremplin-papers{EXE_SUFFIX}")))
    }

    /// The program that is missing, if this press is one that is not there.
    #[must_use]
    pub fn missing(&self) -> Option<&Path> {
        match self {
            #[cfg(feature = "inside")]
            Self::Inside => None,
            Self::Program(path) => (!path.is_file()).then_some(path),
        }
    }

    /// Prints one sheet.
    ///
    /// # Errors
    /// What typst says, one line each, which is a fault of a template; or why the program could not be run.
    pub(crate) fn print(&self, sheet: &Sheet) -> Result<Printed, String> {
        match self {
            #[cfg(feature = "inside")]
            Self::Inside => inside::print(sheet),
            Self::Program(path) => program::print(path, sheet),
        }
    }
}

/// What a press is given: all of a paper but its layout.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Sheet {
    /// The template's path below `papers/templates`.
    pub(crate) template: String,
    /// What the template reads, a JSON document.
    pub(crate) data: String,
    /// The document's identifier.
    pub(crate) ident: String,
    /// The day that it bears.
    pub(crate) on: NaiveDate,
}

/// A printed sheet.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Printed {
    /// How many pages it has.
    pub(crate) pages: usize,
    /// Its bytes.
    pub(crate) pdf: Vec<u8>,
}

/// What the program `tremplin-papers` does: reads one sheet as JSON to its end, then writes how many pages it has on
/// a line, and its PDF.
///
/// # Errors
/// What is no sheet, and a fault of a template, both as invalid data; what reading and writing fail with.
#[cfg(feature = "inside")]
pub fn serve(mut from: impl Read, mut to: impl Write) -> io::Result<()> {
    let mut sheet = Vec::new();
    from.read_to_end(&mut sheet)?;
    let sheet: Sheet = serde_json::from_slice(&sheet)?;
    let printed =
        Press::Inside.print(&sheet).map_err(|fault| io::Error::new(io::ErrorKind::InvalidData, fault))?;
    writeln!(to, "{}", printed.pages)?;
    to.write_all(&printed.pdf)?;
    to.flush()
}
