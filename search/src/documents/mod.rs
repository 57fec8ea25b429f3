//! What is indexed of each kind, typed: one file a kind.
//!
//! Keys are compared exactly. Cities and groups are folded here; codes and ids are taken as given.

mod company;
mod hire;
mod offer;
mod student;

pub use company::CompanyDocument;
pub use hire::HireDocument;
pub use offer::OfferDocument;
pub use student::StudentDocument;

/// A specialty, by code and by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecialtyLabel {
    /// The school's code (`GP`).
    pub code: String,
    /// The name (`Génie physique`).
    pub name: String,
}

/// A skill, by key and by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkillLabel {
    /// What filters name it by.
    pub key: String,
    /// What people read.
    pub name: String,
}

/// Codes and names of specialties.
fn specialties(labels: Vec<SpecialtyLabel>) -> (Vec<String>, Vec<String>) {
    labels.into_iter().map(|label| (label.code, label.name)).unzip()
}

/// Keys and names of skills.
fn skills(labels: Vec<SkillLabel>) -> (Vec<String>, Vec<String>) {
    labels.into_iter().map(|label| (label.key, label.name)).unzip()
}
