//! One line of the file: its cells read each by its own rule, and all their faults together.

use super::{COLUMNS, Fault, HireLine, LineFault};
use crate::{academic_year::AcademicYear, confidence::Confidence, text::fold};
use csv::StringRecord;
use std::{collections::BTreeSet, str::FromStr};

/// The longest company's name, in characters.
const MAX_COMPANY: usize = 200;
const MAX_CITY: usize = 100;
const MAX_NOTE: usize = 500;
const MAX_ROW: u32 = 9_999;
const POSTCODE_DIGITS: usize = 5;

/// What is needed to read a line: where the columns stand, and the school's specialties.
pub(super) struct Reader<'a> {
    pub(super) places: [usize; COLUMNS.len()],
    pub(super) specialties: &'a BTreeSet<String>,
}

impl Reader<'_> {
    pub(super) fn read(&self, line: u64, record: &StringRecord) -> Result<HireLine, Vec<LineFault>> {
        if record.len() != COLUMNS.len() {
            let found = record.len().to_string();
            return Err(vec![LineFault::of_value(line, None, &found, Fault::NumberOfCells)]);
        }
        let mut cells = Cells { line, faults: Vec::new() };
        let [specialty, year, row, company, postcode, city, confidence, note] =
            self.places.map(|place| record.get(place).unwrap_or_default());
        let specialty = cells.check("specialty", specialty, |cell| self.specialty(cell));
        let academic_year = cells
            .check("academic_year", year, |cell| AcademicYear::from_str(cell).map_err(Fault::AcademicYear));
        let row = cells.check("row", row, row_number);
        let company_as_printed = cells.check("company_as_printed", company, company_name);
        let postcode = cells.check("postcode", postcode, |cell| optional(cell, five_digits));
        let city = cells.check("city", city, |cell| optional(cell, city_name));
        let confidence = cells.check("confidence", confidence, how_sure);
        let note = cells.check("note", note, |cell| optional(cell, |note| one_line(note, MAX_NOTE)));
        let hire = (|| {
            Some(HireLine {
                line,
                specialty: specialty?,
                academic_year: academic_year?,
                row: row?,
                company_as_printed: company_as_printed?,
                postcode: postcode?,
                city: city?,
                confidence: confidence?,
                note: note?,
            })
        })();
        hire.ok_or(cells.faults)
    }

    fn specialty(&self, cell: &str) -> Result<String, Fault> {
        let unknown = || Fault::UnknownSpecialty { known: self.specialties.iter().cloned().collect() };
        self.specialties.get(cell).cloned().ok_or_else(unknown)
    }
}

/// The faults met on a line so far.
struct Cells {
    line: u64,
    faults: Vec<LineFault>,
}

impl Cells {
    fn check<T>(
        &mut self,
        column: &'static str,
        cell: &str,
        read: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Option<T> {
        let faults = &mut self.faults;
        let line = self.line;
        read(cell).map_err(|fault| faults.push(LineFault::of_value(line, Some(column), cell, fault))).ok()
    }
}

fn optional<T>(cell: &str, read: impl FnOnce(&str) -> Result<T, Fault>) -> Result<Option<T>, Fault> {
    if cell.is_empty() { Ok(None) } else { read(cell).map(Some) }
}

/// A cell's text with its spaces and line breaks made single spaces; no other control character is let in.
fn one_line(cell: &str, max: usize) -> Result<String, Fault> {
    let text = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().any(char::is_control) {
        Err(Fault::ControlCharacter)
    } else if text.chars().count() > max {
        Err(Fault::TooLong { max })
    } else {
        Ok(text)
    }
}

/// A company's name, its spaces made single.
///
/// # Errors
/// Blank, too long, or with a character that no one can see.
pub fn company_name(cell: &str) -> Result<String, Fault> {
    let name = one_line(cell, MAX_COMPANY)?;
    if fold(&name).is_empty() { Err(Fault::NoCompany) } else { Ok(name) }
}

fn row_number(cell: &str) -> Result<u32, Fault> {
    let is_number = cell.bytes().all(|b| b.is_ascii_digit());
    let row = if is_number { cell.parse().ok() } else { None };
    row.filter(|row| (1..=MAX_ROW).contains(row)).ok_or(Fault::Row { max: MAX_ROW })
}

/// A city's name, its spaces made single.
///
/// # Errors
/// Too long, or with a character that no one can see.
pub fn city_name(cell: &str) -> Result<String, Fault> {
    one_line(cell, MAX_CITY)
}

/// A French postcode as written: five digits, perhaps with spaces.
///
/// # Errors
/// Anything else.
pub fn five_digits(cell: &str) -> Result<String, Fault> {
    let digits = cell.chars().filter(|c| !c.is_whitespace());
    let are_five = digits.clone().count() == POSTCODE_DIGITS && digits.clone().all(|c| c.is_ascii_digit());
    if are_five { Ok(cell.to_owned()) } else { Err(Fault::Postcode) }
}

fn how_sure(cell: &str) -> Result<Confidence, Fault> {
    match cell.to_ascii_lowercase().as_str() {
        "" | "certain" => Ok(Confidence::Certain),
        "likely" => Ok(Confidence::Likely),
        _ => Err(Fault::Confidence),
    }
}
