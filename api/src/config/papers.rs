//! Section `[papers]`.

use std::path::{Path, PathBuf};

use ::papers::Press;
use serde::{Deserialize, Serialize};

use super::problem::Complaint;

/// The papers of contracts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Papers {
    /// The program `tremplin-papers`. Without one they are printed by this program if it was built to, else by
    /// `tremplin-papers` in the same folder.
    pub program: Option<PathBuf>,
}

impl Papers {
    pub(super) fn complaints(&self) -> Vec<Complaint> {
        let found = self.program.as_deref().unwrap_or_else(|| Path::new(""));
        let there = self.program.as_deref().is_none_or(Path::is_file);
        Complaint::unless(there, "papers.program", found.display(), "the path of a program")
            .into_iter()
            .collect()
    }

    /// What prints them.
    ///
    /// # Errors
    /// This program's own folder is not known, and is where the other would be.
    pub fn press(&self) -> std::io::Result<Press> {
        if let Some(program) = &self.program {
            return Ok(Press::Program(program.clone()));
        }
        let this = std::env::current_exe()?;
        Ok(Press::nearest(this.parent().unwrap_or_else(|| Path::new("."))))
    }
}
