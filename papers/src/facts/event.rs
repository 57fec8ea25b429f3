//! What happens to a contract: it is amended, or ends before its time.

use crate::Party;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// When and why an agreement is amended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Amendment {
    /// Its number in the order of the agreement's amendments, from 1.
    pub number: Option<u16>,
    /// The reference of the agreement that it amends.
    pub of: Option<String>,
    /// The day on which that agreement was made.
    pub of_date: Option<NaiveDate>,
    /// The day from which it holds.
    pub from: Option<NaiveDate>,
    /// Why.
    pub reason: Option<String>,
}

/// One thing that an amendment changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// What: "Dernier jour du contrat".
    pub what: String,
    /// What was agreed.
    pub before: String,
    /// What holds from now on.
    pub after: String,
}

/// How a contract ends before its time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ending {
    /// The last day of the contract; the day of the withdrawal, before the start.
    pub on: Option<NaiveDate>,
    /// Who ends it.
    pub by: Option<Party>,
    /// Why, as it is told to the outside bodies.
    pub reason: Option<String>,
    /// The hours of training really done until then, in minutes.
    pub trained_minutes: Option<u32>,
    /// Name and address of the labour administration (DREETS) that is told; lines after line breaks.
    pub labour_administration: Option<String>,
}
