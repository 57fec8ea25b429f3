//! An archive: gzip over lines of JSON. The first says what it is; then each table's rows, an array each, and a line
//! with their sum; the last says that this is the end. `zcat FILE | head -1` shows what is in it, without this program.

mod lines;
mod write;

pub(super) use lines::Lines;
pub(super) use write::Writer;

use super::rows::{Sum, Tally};
use super::{Problem, Schema, Table};
use crate::migrating::{self, Unfit};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The format that this program writes, and the latest that it reads.
pub(super) const FORMAT: u32 = 1;

/// The tables that an archive leaves out, each with the reason. They are empty after a restore.
#[must_use]
pub fn left_out() -> &'static [(&'static str, &'static str)] {
    &[
        ("access_token", "a session that was ended since would be good again; everybody signs in anew"),
        ("rate_limit", "counts of the last minutes"),
        ("search_outbox", "the search index is built anew after a restore"),
        ("job", "jobs come back by themselves"),
    ]
}

/// The first line: what the archive is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Head {
    /// The version of the format.
    pub tremplin_backup: u32,
    /// The version of the program that made it.
    pub program: String,
    /// When.
    pub made_at: DateTime<Utc>,
    /// The migrations of the database that it was made of.
    pub migrations: Vec<String>,
    /// The tables left out.
    pub left_out: Vec<String>,
    /// The tables, in the order in which they come.
    pub tables: Vec<Table>,
}

/// The line after a table's rows.
#[derive(Debug, Serialize, Deserialize)]
struct TableEnd {
    table: String,
    #[serde(flatten)]
    sum: Sum,
}

/// The last line.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct End {
    end: bool,
    tables: usize,
    rows: u64,
}

/// An archive that was read to its end and found whole.
#[derive(Debug)]
pub struct Archive {
    /// Its first line.
    pub head: Head,
    /// The tables in it, as this program knows them, in the order in which they come, with their sums.
    pub tables: Vec<(Table, Sum)>,
    /// The schema of its time, with the tables left out.
    pub(super) schema: Schema,
    path: PathBuf,
}

impl Archive {
    /// Reads an archive to its end, and compares every sum. Nothing but this file is touched.
    ///
    /// # Errors
    /// It is no archive, damaged, cut off, or made by a newer program.
    pub async fn read(path: &Path) -> Result<Self, Problem> {
        let mut lines = Lines::open(path)?;
        let head = head(&mut lines)?;
        let schema = Schema::at(migrations(&head)?).await?;
        let tables = known(&head, &schema)?;
        let mut found = Vec::with_capacity(tables.len());
        for table in tables {
            let sum = verified(&mut lines, &table)?;
            found.push((table, sum));
        }
        let end: End = lines.mark()?;
        let rows = found.iter().map(|(_, sum)| sum.rows).sum();
        if end != (End { end: true, tables: found.len(), rows }) || lines.next()?.is_some() {
            return Err(lines.damaged("it does not end where it should"));
        }
        Ok(Self { head, tables: found, schema, path: path.to_owned() })
    }

    /// Its lines again, from the first row on.
    pub(super) fn rows(&self) -> Result<Lines, Problem> {
        let mut lines = Lines::open(&self.path)?;
        lines.next()?;
        Ok(lines)
    }
}

fn head(lines: &mut Lines) -> Result<Head, Problem> {
    let first = lines.next()?.unwrap_or_default();
    let value: serde_json::Value = serde_json::from_str(&first).unwrap_or_default();
    match value["tremplin_backup"].as_u64() {
        None => Err(lines.foreign()),
        Some(format) if format > u64::from(FORMAT) => Err(Problem::archive(format!(
            "this archive is of format {format}, made by a newer version ({}); this program ({}) reads up to {FORMAT}",
            value["program"].as_str().unwrap_or("unknown"),
            env!("CARGO_PKG_VERSION"),
        ))),
        Some(_) => serde_json::from_value(value).map_err(|error| lines.damaged(&error.to_string())),
    }
}

/// How many of this program's migrations the archive has.
fn migrations(head: &Head) -> Result<usize, Problem> {
    migrating::prefix(&head.migrations).map_err(|unfit| match unfit {
        Unfit::Newer(unknown) => Problem::archive(format!(
            "this archive was made by a newer version ({}): its database had {}, which this program ({}) does not know",
            head.program,
            unknown.join(", "),
            env!("CARGO_PKG_VERSION"),
        )),
        Unfit::Gap(wanting) => {
            Problem::archive(format!("the archive's database lacked {}", wanting.join(", ")))
        }
        Unfit::Database(error) => Problem::from(error),
    })
}

/// The archive's tables as the schema of its time has them.
fn known(head: &Head, schema: &Schema) -> Result<Vec<Table>, Problem> {
    let wrong =
        |what: &str| Problem::archive(format!("the archive's tables are not those of its schema: {what}"));
    let mut tables = Vec::with_capacity(head.tables.len());
    for table in &head.tables {
        let ours = schema.tables.iter().find(|ours| ours.name == table.name);
        let ours = ours.ok_or_else(|| wrong(&table.name))?;
        if ours.columns != table.columns || ours.key != table.key || tables.contains(ours) {
            return Err(wrong(&table.name));
        }
        tables.push(ours.clone());
    }
    let wanting = |table: &&Table| !tables.contains(table) && !head.left_out.contains(&table.name);
    match schema.tables.iter().find(wanting) {
        Some(table) => Err(wrong(&format!("{} is wanting", table.name))),
        None => Ok(tables),
    }
}

/// Reads a table's lines, and compares them with the sum that follows.
fn verified(lines: &mut Lines, table: &Table) -> Result<Sum, Problem> {
    let mut tally = Tally::default();
    while let Some(row) = lines.row()? {
        tally.add(row);
    }
    let (end, sum): (TableEnd, Sum) = (lines.mark()?, tally.sum());
    if end.table == table.name && end.sum == sum {
        return Ok(sum);
    }
    Err(lines.damaged(&format!("the rows of {} are not those that were written", table.name)))
}
