//! All that papers may print. Nearly everything may be absent: [`crate::missing`] says what a paper lacks.
//!
//! The names of the fields are the paths that a missing fact is named by (`student.birth_date`), and those
//! that the templates read. Texts are printed as they are, never interpreted.

mod contract;
mod event;
mod people;
mod study;

pub use contract::{Contract, Instalment, Mission, Money, PayPeriod, Project};
pub use event::{Amendment, Change, Ending};
pub use people::{Address, Company, Opco, Person, SchoolFacts, Student, TrainingCentre, Tutor};
pub use study::{Period, Study};

use serde::{Deserialize, Serialize};

/// All that the papers of one contract may print.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Facts {
    /// The reference that the paper bears, unique: it is part of its header and of its identifier.
    pub reference: Option<String>,
    /// Where the paper is signed: a town.
    pub signed_at: Option<String>,
    /// Who teaches. What is absent here is taken from the school's file (`papers/data`).
    pub school: SchoolFacts,
    /// Who employs.
    pub company: Company,
    /// Who is employed.
    pub student: Student,
    /// The tutor in the company.
    pub company_tutor: Tutor,
    /// The tutor at the school.
    pub school_tutor: Person,
    /// The head of the department or of the option, who validates missions.
    pub department_head: Person,
    /// The training centre, for an apprenticeship. What is absent is taken from the school's file.
    pub training_centre: TrainingCentre,
    /// Who pays the training.
    pub opco: Opco,
    /// The work contract.
    pub contract: Contract,
    /// What is studied.
    pub study: Study,
    /// What the training costs. What is absent is taken from the school's file.
    pub money: Money,
    /// What the student does in the company, in the order of printing.
    pub missions: Vec<Mission>,
    /// The project during the year (company project).
    pub company_project: Project,
    /// The project that ends the studies.
    pub final_project: Project,
    /// What an amendment changes.
    pub changes: Vec<Change>,
    /// The day from which an amendment holds, and why it is made.
    pub amendment: Amendment,
    /// How the contract ends before its time.
    pub ending: Ending,
}
