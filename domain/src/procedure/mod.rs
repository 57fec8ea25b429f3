//! Procedures as data: what must be done, by whom and until when, before a contract is active and after it.
//!
//! A procedure is a TOML file, one a school, contract type and academic year (`domain/data/procedures`). [`Procedure::parse`]
//! reads it, strictly, and names everything that is wrong with it at once. One engine runs them all: a [`Run`] is the
//! [`fold`] of its events, and [`apply`] is the only way to add one. Nothing here knows a school by name.

mod actor;
mod built_in;
mod condition;
mod diagram;
mod due;
mod event;
mod grading;
mod input;
mod paper;
mod parse;
mod refusal;
mod run;
mod step;
mod words;

pub use actor::Actor;
pub use built_in::{built_in, latest, shipped};
pub use condition::{Answers, Condition, Fact, FactKind, FactValue};
pub use diagram::mermaid;
pub use due::{Anchor, CalendarDate, Due, DueOn};
pub use event::{Event, EventKind, Facts};
pub use grading::{Grading, Mark, Score};
pub use input::{Choice, Input, InputKind, Inputs, Person, Value};
pub use paper::{Paper, Product};
pub use parse::Problem;
pub use refusal::{Illegal, Refusal};
pub use run::{Completion, Place, Run, Setback, StepRun, StepStatus, acting_for, apply, fold};
pub use step::{Phase, Refusing, Step};
pub use words::Words;

use crate::academic_year::AcademicYear;
use crate::calendar::Limit;
use crate::contract_type::ContractType;

/// The procedure of a school for one type of contract, as written for one academic year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Procedure {
    /// The school's code: `INSA-TOULOUSE`.
    pub school: String,
    /// For contracts of this type.
    pub contract_type: ContractType,
    /// The academic year that it was written for. Contracts of later years run it until there is a later one.
    pub year: AcademicYear,
    /// For people.
    pub title: Words,
    /// In the order in which they are shown.
    pub steps: Vec<Step>,
    /// The facts that decide which steps apply.
    pub facts: Vec<Fact>,
    /// The dates of the academic year that deadlines are counted from.
    pub calendar: Vec<CalendarDate>,
    /// How the conduct of the procedure is graded, where it is.
    pub grading: Option<Grading>,
    /// How long a place stays reserved from a refusal on, where a step reserves one.
    pub place_held: Option<Limit>,
    /// SHA-256 of the file's text, in hexadecimal: which version a contract runs.
    pub digest: String,
}

impl Procedure {
    /// The step with this key.
    #[must_use]
    pub fn step(&self, key: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.key == key)
    }

    /// The fact with this key.
    #[must_use]
    pub fn fact(&self, key: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.key == key)
    }

    /// Reads a procedure.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the text; `file` is how the problems name it.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Problem>> {
        parse::procedure(file, text)
    }
}
