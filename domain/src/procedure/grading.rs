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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::proptest;

    #[test]
    fn marks_are_rounded_half_up() {
        // 20 x 1 / 16 is 1.25, 20 x 11 / 14 is 15.714….
        for (points, maximum, mark) in
            [(1, 16, "1.3"), (11, 14, "15.7"), (15, 15, "20.0"), (0, 15, "0.0"), (0, 0, "0.0")]
        {
            assert_eq!(Mark::of(points, maximum, 20).to_string(), mark);
        }
    }

    proptest! {
        #[test]
        fn a_mark_is_within_half_a_tenth_of_the_share(points in 0..200_u32, more in 0..200_u32) {
            let maximum = points + more + 1;
            let exact = f64::from(points) * 200.0 / f64::from(maximum);
            assert!((f64::from(Mark::of(points, maximum, 20).0) - exact).abs() <= 0.5);
        }
    }
}
