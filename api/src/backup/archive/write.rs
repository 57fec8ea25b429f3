//! Writing an archive.

use super::super::partial::Partial;
use super::super::rows::{Row, Sum, Tally};
use super::super::{Problem, Table};
use super::{End, Head, TableEnd};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;
use std::io::{BufWriter, Write};
use std::path::Path;

/// An archive under way.
pub(in super::super) struct Writer {
    out: GzEncoder<BufWriter<Partial>>,
    tally: Tally,
    sums: Vec<Sum>,
}

impl Writer {
    /// Begins the file, with its first line.
    pub(in super::super) fn create(path: &Path, head: &Head) -> Result<Self, Problem> {
        let file = BufWriter::new(Partial::create(path)?);
        let out = GzEncoder::new(file, Compression::default());
        let mut writer = Self { out, tally: Tally::default(), sums: Vec::new() };
        writer.mark(head)?;
        Ok(writer)
    }

    /// Writes a row.
    pub(in super::super) fn row(&mut self, row: &Row) -> Result<(), Problem> {
        let line = row.line();
        self.tally.add(&line);
        self.line(&line)
    }

    /// Ends a table, with the sum of its rows.
    pub(in super::super) fn end(&mut self, table: &Table) -> Result<Sum, Problem> {
        let sum = std::mem::take(&mut self.tally).sum();
        self.mark(&TableEnd { table: table.name.clone(), sum: sum.clone() })?;
        self.sums.push(sum.clone());
        Ok(sum)
    }

    /// Writes the last line, and puts the file on the disk, still without its name.
    pub(in super::super) fn finish(mut self) -> Result<Partial, Problem> {
        let rows = self.sums.iter().map(|sum| sum.rows).sum();
        self.mark(&End { end: true, tables: self.sums.len(), rows })?;
        let file = self.out.finish().map_err(unwritten)?;
        let file = file.into_inner().map_err(|error| unwritten(error.into_error()))?;
        file.sync()?;
        Ok(file)
    }

    fn mark(&mut self, mark: &impl Serialize) -> Result<(), Problem> {
        let line = serde_json::to_string(mark).map_err(Problem::fault)?;
        self.line(&line)
    }

    fn line(&mut self, line: &str) -> Result<(), Problem> {
        self.out.write_all(line.as_bytes()).and_then(|()| self.out.write_all(b"\n")).map_err(unwritten)
    }
}

fn unwritten(error: std::io::Error) -> Problem {
    Problem::fault(format!("the archive cannot be written: {error}"))
}
