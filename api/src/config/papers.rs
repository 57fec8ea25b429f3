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
        let complaint = |program: &PathBuf| {
            Complaint::unless(program.is_file(), "papers.program", program.display(), "the path of a program")
        };
        self.program.iter().filter_map(complaint).collect()
    }

    /// What prints them.
    ///
    /// # Errors
    /// The working directory, or this program's own folder, is not known, and is where the other would be.
    pub fn press(&self) -> std::io::Result<Press> {
        if let Some(program) = &self.program {
            // A bare name is that of a file here, as it was checked, and not of one in the PATH.
            return Ok(Press::Program(std::path::absolute(program)?));
        }
        let this = std::env::current_exe()?;
        Ok(Press::nearest(this.parent().unwrap_or_else(|| Path::new("."))))
    }
}
