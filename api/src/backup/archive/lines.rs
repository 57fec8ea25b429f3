//! Reading an archive line by line, whatever is in the file.

use super::super::Problem;
use flate2::bufread::MultiGzDecoder;
use serde::de::DeserializeOwned;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// The longest line that is taken, in bytes: what a damaged or hostile file can make this program hold.
const LONGEST: u64 = 64 << 20;

/// The lines of an archive.
pub(in super::super) struct Lines {
    reader: BufReader<MultiGzDecoder<BufReader<File>>>,
    path: PathBuf,
    /// The line read last, and whether [`Lines::row`] left it for [`Lines::mark`].
    line: String,
    kept: bool,
    number: u64,
}

impl Lines {
    pub(super) fn open(path: &Path) -> Result<Self, Problem> {
        let file = File::open(path).map_err(Problem::file(path))?;
        let reader = BufReader::new(MultiGzDecoder::new(BufReader::new(file)));
        Ok(Self { reader, path: path.to_owned(), line: String::new(), kept: false, number: 0 })
    }

    /// The next line, without its end; `None` at the end of the file.
    pub(super) fn next(&mut self) -> Result<Option<String>, Problem> {
        Ok(self.advance()?.then(|| self.line.clone()))
    }

    /// The next row; `None` where the next line is none, which [`Lines::mark`] then reads.
    pub(in super::super) fn row(&mut self) -> Result<Option<&str>, Problem> {
        if !self.advance()? {
            return Err(self.cut());
        }
        self.kept = !self.line.starts_with('[');
        Ok((!self.kept).then_some(&self.line))
    }

    /// The next line, which is a mark between rows.
    pub(in super::super) fn mark<T: DeserializeOwned>(&mut self) -> Result<T, Problem> {
        if !std::mem::take(&mut self.kept) && !self.advance()? {
            return Err(self.cut());
        }
        serde_json::from_str(&self.line).map_err(|error| self.damaged(&error.to_string()))
    }

    fn advance(&mut self) -> Result<bool, Problem> {
        let mut bytes = std::mem::take(&mut self.line).into_bytes();
        bytes.clear();
        let read = (&mut self.reader).take(LONGEST).read_until(b'\n', &mut bytes);
        self.number += 1;
        match read {
            Ok(0) => return Ok(false),
            Ok(_) if bytes.pop() != Some(b'\n') => return Err(self.cut()),
            Ok(_) => {}
            Err(error) => return Err(self.unreadable(&error)),
        }
        self.line = String::from_utf8(bytes).map_err(|error| self.damaged(&error.to_string()))?;
        Ok(true)
    }

    fn unreadable(&self, error: &io::Error) -> Problem {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => self.cut(),
            io::ErrorKind::InvalidInput if self.number == 1 => self.foreign(),
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => self.damaged(&error.to_string()),
            _ => Problem::fault(format!("{}: {error}", self.path.display())),
        }
    }

    fn cut(&self) -> Problem {
        Problem::archive(format!("{} is cut off: it ends in line {}", self.path.display(), self.number))
    }

    pub(super) fn damaged(&self, what: &str) -> Problem {
        Problem::archive(format!("{} is damaged, in line {}: {what}", self.path.display(), self.number))
    }

    pub(super) fn foreign(&self) -> Problem {
        Problem::archive(format!("{} is no archive of tremplin", self.path.display()))
    }
}
