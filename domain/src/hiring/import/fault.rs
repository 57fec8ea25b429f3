//! What may be wrong with a file of hires, told in a person's language.

use super::{COLUMNS, MAX_BYTES, MAX_LINES};
use crate::{academic_year::AcademicYearError, locale::Locale};
use std::fmt;

/// The longest piece of an offending value that is told, in characters.
const MAX_TOLD: usize = 80;

/// A fault, with where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineFault {
    /// The line in the file, the header being line 1.
    pub line: u64,
    /// The column's name, none when the fault is the whole line's or file's.
    pub column: Option<&'static str>,
    /// The offending value, cut after 80 characters; empty when there is none.
    pub value: String,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a file, a line or a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Larger than [`MAX_BYTES`].
    TooLarge,
    /// More lines than [`MAX_LINES`].
    TooManyLines,
    /// Not in UTF-8, as spreadsheets save CSV when not told otherwise.
    NotUtf8,
    /// Without a header line.
    Empty,
    /// A column of another name than [`COLUMNS`].
    UnknownColumn,
    /// A column named twice.
    RepeatedColumn,
    /// One of [`COLUMNS`] is not there.
    MissingColumn,
    /// The line has more or fewer cells than the header.
    NumberOfCells,
    /// No specialty of the school has this code.
    UnknownSpecialty {
        /// The codes that the school has.
        known: Vec<String>,
    },
    /// No academic year.
    AcademicYear(AcademicYearError),
    /// No row number.
    Row {
        /// The largest accepted.
        max: u32,
    },
    /// No company's name.
    NoCompany,
    /// No French postcode.
    Postcode,
    /// Neither `certain` nor `likely`.
    Confidence,
    /// Too long a text.
    TooLong {
        /// The most characters accepted.
        max: usize,
    },
    /// A character that no one can see.
    ControlCharacter,
    /// Specialty, year and row of an earlier line.
    Repeated {
        /// That line.
        first_line: u64,
    },
    /// Another text than the school published under the same specialty, year and row.
    Published {
        /// The text as published.
        printed: String,
    },
}

impl LineFault {
    pub(super) fn of_file(fault: Fault) -> Self {
        Self { line: 1, column: None, value: String::new(), fault }
    }

    /// A fault of one value, of which at most 80 characters are told.
    #[must_use]
    pub fn of_value(line: u64, column: Option<&'static str>, value: &str, fault: Fault) -> Self {
        Self { line, column, value: value.chars().take(MAX_TOLD).collect(), fault }
    }
}

impl fmt::Display for LineFault {
    /// In English, on one line, for a terminal: `line 3, row "x": not a row number; accepted: 1 to 9999`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(column) = self.column {
            write!(f, ", {column}")?;
        }
        if !self.value.is_empty() {
            write!(f, " {:?}", self.value)?;
        }
        let (reason, accepted) = (self.fault.reason(Locale::En), self.fault.accepted(Locale::En));
        write!(f, ": {reason}; accepted: {accepted}")
    }
}

impl Fault {
    /// What is wrong, without the value.
    pub fn reason(&self, locale: Locale) -> &'static str {
        let (fr, en) = match self {
            Self::TooLarge => ("fichier trop volumineux", "the file is too large"),
            Self::TooManyLines => ("trop de lignes", "too many lines"),
            Self::NotUtf8 => ("texte qui n'est pas en UTF-8", "text that is not UTF-8"),
            Self::Empty => ("fichier sans ligne d'en-tête", "a file without a header line"),
            Self::UnknownColumn => ("colonne inconnue", "unknown column"),
            Self::RepeatedColumn => ("colonne en double", "column named twice"),
            Self::MissingColumn => ("colonne manquante", "missing column"),
            Self::NumberOfCells => ("nombre de cellules inattendu", "unexpected number of cells"),
            Self::UnknownSpecialty { .. } => ("spécialité inconnue", "unknown specialty"),
            Self::AcademicYear(AcademicYearError::Form) => {
                ("ce n'est pas une année universitaire", "not an academic year")
            }
            Self::AcademicYear(AcademicYearError::NotConsecutive { .. }) => {
                ("les deux années ne se suivent pas", "the two years do not follow each other")
            }
            Self::AcademicYear(AcademicYearError::OutOfRange) => {
                ("année universitaire hors limites", "academic year out of range")
            }
            Self::Row { .. } => ("ce n'est pas un numéro de ligne", "not a row number"),
            Self::NoCompany => ("nom d'entreprise manquant", "no company's name"),
            Self::Postcode => ("ce n'est pas un code postal", "not a postcode"),
            Self::Confidence => ("degré de certitude inconnu", "unknown confidence"),
            Self::TooLong { .. } => ("texte trop long", "the text is too long"),
            Self::ControlCharacter => ("caractère de contrôle", "control character"),
            Self::Repeated { .. } => {
                ("spécialité, année et ligne déjà présentes", "specialty, year and row occur before")
            }
            Self::Published { .. } => (
                "ce contrat a été publié et reste tel qu'il a été imprimé",
                "this hire was published and stays as it was printed",
            ),
        };
        if locale == Locale::Fr { fr } else { en }
    }

    /// What would be accepted instead.
    pub fn accepted(&self, locale: Locale) -> String {
        let french = locale == Locale::Fr;
        let say = |fr: &str, en: &str| if french { fr.to_owned() } else { en.to_owned() };
        match self {
            Self::TooLarge => {
                say(&format!("{MAX_BYTES} octets au plus"), &format!("at most {MAX_BYTES} bytes"))
            }
            Self::TooManyLines => {
                say(&format!("{MAX_LINES} lignes au plus"), &format!("at most {MAX_LINES} lines"))
            }
            Self::NotUtf8 => say("un CSV enregistré en UTF-8", "a CSV saved as UTF-8"),
            Self::UnknownSpecialty { known } => known.join(", "),
            Self::AcademicYear(AcademicYearError::NotConsecutive { first }) => {
                format!("{first}-{}", first.saturating_add(1))
            }
            Self::AcademicYear(_) => say("de 1990-1991 à 2099-2100", "from 1990-1991 to 2099-2100"),
            Self::Row { max } => say(&format!("de 1 à {max}"), &format!("1 to {max}")),
            Self::NoCompany => say("le nom imprimé de l'entreprise", "the company's name as printed"),
            Self::Postcode => say(
                "cinq chiffres (zéro initial compris), ou rien",
                "five digits (with a leading zero), or nothing",
            ),
            Self::Confidence => say("certain, likely, ou rien", "certain, likely, or nothing"),
            Self::TooLong { max } => {
                say(&format!("{max} caractères au plus"), &format!("at most {max} characters"))
            }
            Self::ControlCharacter => say("du texte imprimable", "printable text"),
            Self::Repeated { first_line } => say(
                &format!("une seule fois ; voir la ligne {first_line}"),
                &format!("once only; see line {first_line}"),
            ),
            Self::Published { printed } if printed.is_empty() => say("rien", "nothing"),
            Self::Published { printed } => format!("{printed:?}"),
            Self::Empty | Self::UnknownColumn | Self::RepeatedColumn | Self::MissingColumn => {
                COLUMNS.join(", ")
            }
            Self::NumberOfCells => say(
                &format!("{} cellules, entre guillemets si le texte contient le séparateur", COLUMNS.len()),
                &format!("{} cells, quoted where the text holds the separator", COLUMNS.len()),
            ),
        }
    }
}
