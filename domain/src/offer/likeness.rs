//! How alike two titles are: what staff are warned of when a company posts the same offer twice.

use crate::text::fold;
use std::collections::HashMap;

/// From this likeness on, two titles of one company at one place are taken for the same offer.
pub const SAME: f64 = 0.8;

/// The likeness of two titles, 0 to 1: twice the groups of three letters that they share, over those that they
/// have (Dice's coefficient). Case, accents and punctuation do not count.
#[must_use]
pub fn likeness(one: &str, other: &str) -> f64 {
    let (one, other) = (trigrams(&fold(one)), trigrams(&fold(other)));
    let total: u32 = one.values().sum::<u32>() + other.values().sum::<u32>();
    if total == 0 {
        return 0.0;
    }
    let shared: u32 =
        one.iter().filter_map(|(group, count)| other.get(group).map(|other| other.min(count))).sum();
    2.0 * f64::from(shared) / f64::from(total)
}

/// Groups of three letters and how often each occurs; two spaces before and one after, so that the first letters
/// weigh more and short titles have groups too.
fn trigrams(key: &str) -> HashMap<[char; 3], u32> {
    let mut groups = HashMap::new();
    if key.is_empty() {
        return groups;
    }
    let letters: Vec<char> = "  ".chars().chain(key.chars()).chain([' ']).collect();
    for group in letters.windows(3) {
        if let [a, b, c] = *group {
            *groups.entry([a, b, c]).or_default() += 1;
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, proptest};

    #[test]
    fn the_same_title_written_twice_is_the_same_offer() {
        for (one, other) in [
            ("Ingénieur logiciel embarqué", "INGENIEUR LOGICIEL EMBARQUE"),
            ("Ingénieur logiciel embarqué (H/F)", "Ingénieur logiciel embarqué H/F"),
            ("Ingénieur logiciel embarqué H/F", "Ingénieur logiciels embarqués H/F"),
        ] {
            assert!(likeness(one, other) >= SAME, "{one} / {other}: {}", likeness(one, other));
        }
    }

    #[test]
    fn another_trade_is_another_offer() {
        for (one, other) in [
            ("Ingénieur logiciel embarqué", "Ingénieur logiciel cloud"),
            ("Data engineer", "Data analyst"),
            ("", ""),
            ("C", "C++"),
        ] {
            assert!(likeness(one, other) < SAME, "{one} / {other}: {}", likeness(one, other));
        }
    }

    proptest! {
        #[test]
        fn likeness_is_symmetric_and_bounded(one in any::<String>(), other in any::<String>()) {
            let value = likeness(&one, &other);
            assert!((0.0..=1.0).contains(&value));
            assert!((value - likeness(&other, &one)).abs() < 1e-12);
        }
    }
}
