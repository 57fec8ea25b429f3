//! The mark for the conduct of a procedure.

use super::actor::Actor;
use std::fmt;

/// How a procedure is graded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grading {
    /// The best mark: 20.
    pub out_of: u8,
    /// Who gives the points.
    pub graded_by: Vec<Actor>,
}

/// The points of a run so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    /// Scored.
    pub points: u32,
    /// What could be scored: steps that do not apply are left out.
    pub maximum: u32,
    /// The points brought to the grading's scale.
    pub mark: Mark,
    /// Whether every graded step is done and has its points; until then the mark is what is certain.
    pub is_final: bool,
}

/// A mark in tenths, written `17.1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark(pub u32);

impl Mark {
    /// `out_of` x points / maximum, to one decimal, half up; nought when nothing can be scored.
    #[must_use]
    pub fn of(points: u32, maximum: u32, out_of: u8) -> Self {
        let (points, maximum) = (u64::from(points), u64::from(maximum));
        let twentieths = u64::from(out_of) * 20 * points;
        let tenths = if maximum == 0 { 0 } else { (twentieths + maximum) / (2 * maximum) };
        Self(u32::try_from(tenths).unwrap_or(u32::MAX))
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0 / 10, self.0 % 10)
    }
}
