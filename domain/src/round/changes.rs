//! What changed between two final runs of a round. Rankings, scores and the lottery are kept as they were when it was
//! closed, so that a second run can only answer otherwise because somebody came, or went: this says who.

use std::collections::BTreeMap;
use std::fmt;

/// Who of the first input is not in the second, and the reverse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Offers that can take nobody any more.
    pub offers_gone: usize,
    /// Offers that can take somebody again.
    pub offers_back: usize,
    /// Offers with more or fewer positions.
    pub positions_changed: usize,
    /// Students who can be assigned nothing any more.
    pub students_gone: usize,
    /// Students who can be assigned again.
    pub students_back: usize,
}

impl Changes {
    /// From two texts of [`crate::round::input::Input::text`], the older first.
    #[must_use]
    pub fn between(before: &str, after: &str) -> Self {
        let (was, is) = (roster(before), roster(after));
        let mut found = Self::default();
        for (who, positions) in &was {
            match (who, is.get(who)) {
                (Who::Offer(_), None) => found.offers_gone += 1,
                (Who::Student(_), None) => found.students_gone += 1,
                (_, Some(now)) => found.positions_changed += usize::from(now != positions),
            }
        }
        for who in is.keys().filter(|who| !was.contains_key(who)) {
            match who {
                Who::Offer(_) => found.offers_back += 1,
                Who::Student(_) => found.students_back += 1,
            }
        }
        found
    }
}

impl fmt::Display for Changes {
    /// As a round's history tells it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = [
            ("offers gone", self.offers_gone),
            ("offers back", self.offers_back),
            ("positions changed", self.positions_changed),
            ("students gone", self.students_gone),
            ("students back", self.students_back),
        ];
        let told: Vec<String> =
            all.iter().filter(|(_, many)| *many > 0).map(|(what, many)| format!("{what}: {many}")).collect();
        // The same people: an offer is not for a specialty any more that it was for, or is again.
        f.write_str(if told.is_empty() { "specialties changed" } else { "" })?;
        f.write_str(&told.join(", "))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Who<'a> {
    Offer(&'a str),
    Student(&'a str),
}

/// Everybody, by id, with an offer's positions.
fn roster(text: &str) -> BTreeMap<Who<'_>, Option<&str>> {
    let of_line = |line| {
        let words: Vec<&str> = str::split(line, ' ').collect();
        match words[..] {
            ["offer", _, id, positions] if id != "chooses" => Some((Who::Offer(id), Some(positions))),
            ["student", _, id] if id != "chooses" => Some((Who::Student(id), None)),
            _ => None,
        }
    };
    text.lines().filter_map(of_line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::round::testing::{input, ranked};

    #[test]
    fn whoever_came_or_went_is_counted() {
        let before = input(&[(1, ranked(&[0])), (2, ranked(&[]))], &[ranked(&[0, 1]), ranked(&[])]);
        let mut after = before.clone();
        after.offers[1].positions = 1;
        after.offers.remove(0);
        after.students.remove(1);
        let between = |one: &str, other: &str| Changes::between(one, other).to_string();
        let (before, after) = (before.text(), after.text());
        assert_eq!(between(&before, &after), "offers gone: 1, positions changed: 1, students gone: 1");
        assert_eq!(between(&after, &before), "offers back: 1, positions changed: 1, students back: 1");
        assert_eq!(Changes::between(&before, &before), Changes::default());
        assert_eq!(between(&before, &before), "specialties changed");
    }
}
