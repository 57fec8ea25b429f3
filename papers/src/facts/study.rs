//! What is studied, when and where.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What is studied. What is absent is taken from the school's file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Study {
    /// Code of the specialty or option at its school (`2IA-IL`): it selects the programme that is annexed.
    pub specialty: Option<String>,
    /// Name of the specialty, department or option. What is absent is the name that goes with the code.
    pub specialty_name: Option<String>,
    /// The diploma aimed at.
    pub diploma: Option<String>,
    /// Number of the certification in the national directory (RNCP).
    pub rncp: Option<String>,
    /// The first year of the academic year: 2026 for 2026-2027.
    pub academic_year: Option<i32>,
    /// First day of the training.
    pub start: Option<NaiveDate>,
    /// Last day of the training, with its exams.
    pub end: Option<NaiveDate>,
    /// Hours of training.
    pub hours: Option<u32>,
    /// How the hours are spread, one line each: "270 h au semestre 9".
    pub hours_detail: Vec<String>,
    /// Where it is taught, where it is not the school's address.
    pub place: Option<String>,
    /// The work-study calendar: dated periods, in the order of time.
    pub calendar: Vec<Period>,
    /// What is taught, in the order of printing. What is absent is taken from the school's data.
    pub courses: Vec<String>,
}

/// A dated part of the work-study calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// Last day; the first day again for a single day.
    pub to: NaiveDate,
    /// What it is: "en entreprise", "à l'école", "soutenances".
    pub what: String,
}
