//! Reading hires from a CSV file, with every fault of the file reported at once.
//!
//! The columns are those of the shipped `insa-hires.csv`, in any order: `specialty`, `academic_year`, `row`,
//! `company_as_printed`, `postcode`, `city`, `confidence`, `note`. UTF-8 with or without a byte order mark,
//! any line ends, commas or semicolons (which the header tells). Any fault refuses the whole file.

mod fault;
mod line;
mod line_counter;

use crate::{academic_year::AcademicYear, confidence::Confidence};
use csv::StringRecord;
pub use fault::{Fault, LineFault};
use line::Reader;
pub use line::{city_name, company_name, five_digits};
use line_counter::LineCounter;
use std::collections::{BTreeSet, HashMap};

/// The largest file read, in bytes.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;
/// The most lines read, without the header: a school's whole history has hundreds.
pub const MAX_LINES: usize = 20_000;
/// The most cells of a header whose names are looked at: a header of millions would make as many faults.
const MAX_HEADER: usize = 64;
/// The columns, all of which the header must name.
pub const COLUMNS: [&str; 8] =
    ["specialty", "academic_year", "row", "company_as_printed", "postcode", "city", "confidence", "note"];

/// One hire of a file. Specialty, academic year and row are its key within a school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HireLine {
    /// The line in the file, the header being line 1.
    pub line: u64,
    /// The code of one of the school's specialties.
    pub specialty: String,
    /// The year in which the contract began.
    pub academic_year: AcademicYear,
    /// The line in the printed table of that specialty and year, from 1.
    pub row: u32,
    /// The company's name as printed, with its spaces made single.
    pub company_as_printed: String,
    /// The postcode as printed: five digits, perhaps with spaces.
    pub postcode: Option<String>,
    /// The city as printed.
    pub city: Option<String>,
    /// How sure the reading is; `certain` where the file leaves it empty.
    pub confidence: Confidence,
    /// A remark on the reading.
    pub note: Option<String>,
}

/// Reads a file of hires of a school whose specialties have the given codes.
///
/// # Errors
/// Every fault of the file, in its order. Faults of the whole file (size, encoding, header) come alone, for
/// without them the lines cannot be read.
pub fn parse(file: &[u8], specialties: &BTreeSet<String>) -> Result<Vec<HireLine>, Vec<LineFault>> {
    let text = decode(file).map_err(|fault| vec![fault])?;
    let mut csv = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    // The text is known to be UTF-8 and no I/O is done, so the csv crate has nothing left to refuse.
    let header = csv.headers().map_err(|_| vec![LineFault::of_file(Fault::Empty)])?;
    let reader = Reader { places: column_places(header)?, specialties };
    let records = csv.records().map_while(Result::ok).filter(|record| !record.iter().all(str::is_empty));
    let (hires, mut faults) = read_lines(records, &reader, LineCounter::new(text.as_bytes()));
    faults.extend(repetitions(&hires));
    faults.sort_by_key(|fault| fault.line);
    if faults.is_empty() { Ok(hires) } else { Err(faults) }
}

/// The hires of the lines that can be read, and the faults of the others.
fn read_lines(
    records: impl Iterator<Item = StringRecord>,
    reader: &Reader<'_>,
    mut lines: LineCounter<'_>,
) -> (Vec<HireLine>, Vec<LineFault>) {
    let (mut hires, mut faults) = (Vec::new(), Vec::new());
    for (read, record) in records.enumerate() {
        let line = lines.line_of(&record);
        if read == MAX_LINES {
            faults.push(LineFault::of_value(line, None, "", Fault::TooManyLines));
            break;
        }
        match reader.read(line, &record) {
            Ok(hire) => hires.push(hire),
            Err(of_line) => faults.extend(of_line),
        }
    }
    (hires, faults)
}

fn decode(file: &[u8]) -> Result<&str, LineFault> {
    if file.len() > MAX_BYTES {
        return Err(LineFault::of_file(Fault::TooLarge));
    }
    let text = std::str::from_utf8(file).map_err(|error| {
        let line = LineCounter::new(file).line_at(error.valid_up_to());
        LineFault { line, ..LineFault::of_file(Fault::NotUtf8) }
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() { Err(LineFault::of_file(Fault::Empty)) } else { Ok(text) }
}

/// Spreadsheets of French settings part columns by semicolons; a header of ours holds neither sign otherwise.
fn delimiter(text: &str) -> u8 {
    let header = text.trim_start().lines().next().unwrap_or_default();
    if header.contains(';') && !header.contains(',') { b';' } else { b',' }
}

/// Where each of [`COLUMNS`] stands in the file.
fn column_places(header: &StringRecord) -> Result<[usize; COLUMNS.len()], Vec<LineFault>> {
    if header.len() > MAX_HEADER {
        let found = header.len().to_string();
        return Err(vec![LineFault::of_value(1, None, &found, Fault::NumberOfCells)]);
    }
    let mut places = [None; COLUMNS.len()];
    let mut faults = Vec::new();
    for (place, name) in header.iter().enumerate() {
        let known = COLUMNS.iter().position(|column| column.eq_ignore_ascii_case(name));
        match known.and_then(|column| places.get_mut(column)) {
            None => faults.push(LineFault::of_value(1, None, name, Fault::UnknownColumn)),
            Some(Some(_)) => faults.push(LineFault::of_value(1, None, name, Fault::RepeatedColumn)),
            Some(unset) => *unset = Some(place),
        }
    }
    let missing = COLUMNS.iter().zip(places).filter(|(_, place)| place.is_none());
    faults.extend(missing.map(|(column, _)| LineFault::of_value(1, Some(column), "", Fault::MissingColumn)));
    if faults.is_empty() { Ok(places.map(Option::unwrap_or_default)) } else { Err(faults) }
}

/// A fault for each hire whose key an earlier line of the file has already.
fn repetitions(hires: &[HireLine]) -> Vec<LineFault> {
    let mut first_lines = HashMap::new();
    let mut faults = Vec::new();
    for hire in hires {
        let key = (&hire.specialty, hire.academic_year, hire.row);
        let first_line = *first_lines.entry(key).or_insert(hire.line);
        if first_line != hire.line {
            let row = hire.row.to_string();
            faults.push(LineFault::of_value(hire.line, Some("row"), &row, Fault::Repeated { first_line }));
        }
    }
    faults
}

#[cfg(test)]
mod tests;
