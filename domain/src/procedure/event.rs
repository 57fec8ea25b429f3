//! What happens in a run, and what is known of its contract.

use super::actor::Actor;
use super::condition::{Answers, FactValue};
use super::input::Inputs;
use crate::academic_year::AcademicYear;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Something that happened. Events are kept for ever; a run is what they add up to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its number in its contract: 1, 2, 3 …
    pub sequence: u64,
    /// What happened.
    pub kind: EventKind,
    /// Who acted.
    pub by: Actor,
    /// Who recorded it: the actor, or whoever stands in for it.
    pub recorded_by: Actor,
    /// The day on which it happened: a letter's date, say. Not after the day on which it is recorded.
    pub on: NaiveDate,
    /// When it was recorded.
    pub at: DateTime<Utc>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EventKind {
    /// A step was completed by one of its actors.
    Completed {
        /// The step's key.
        step: String,
        /// What it asked for.
        inputs: Inputs,
    },
    /// One of its validators agreed.
    Validated {
        /// The step's key.
        step: String,
    },
    /// One of its validators, or of its actors where it is a decision, refused.
    Refused {
        /// The step's key.
        step: String,
        /// Why.
        reason: String,
        /// What a decision asked for; nothing of validators.
        inputs: Inputs,
    },
    /// Career services, or one of its validators, opened it again.
    Reopened {
        /// The step's key.
        step: String,
        /// Why.
        reason: String,
    },
    /// A completed step got its points.
    Graded {
        /// The step's key.
        step: String,
        /// How many.
        points: u8,
    },
    /// A fact was answered, for the first time or otherwise than before.
    Stated {
        /// The fact's key.
        fact: String,
        /// The answer.
        value: FactValue,
    },
    /// The contract became active.
    Activated,
}

impl EventKind {
    /// The key of the step concerned, where there is one.
    #[must_use]
    pub fn step(&self) -> Option<&str> {
        match self {
            Self::Completed { step, .. }
            | Self::Validated { step }
            | Self::Refused { step, .. }
            | Self::Reopened { step, .. }
            | Self::Graded { step, .. } => Some(step),
            Self::Stated { .. } | Self::Activated => None,
        }
    }
}

/// What is known of a contract beside its events. None of it decides whether a past event was right, so that it may change:
/// only deadlines move, and who may stand in for whom from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The first day of the contract.
    pub start: NaiveDate,
    /// Its last day.
    pub end: NaiveDate,
    /// The academic year in which it begins.
    pub year: AcademicYear,
    /// The dates of that year that the school has set, by the keys of
    /// [`Procedure::calendar`](super::Procedure::calendar). They go before those in the procedure's file.
    pub calendar: BTreeMap<String, NaiveDate>,
    /// Answers given when the contract was opened. They stay as they are: another answer is an event. What answers no
    /// fact of the procedure is passed over.
    pub answers: Answers,
    /// Actors who have no account in this contract, beside those for whom there are none: career services stand in.
    pub absent: BTreeSet<Actor>,
}
