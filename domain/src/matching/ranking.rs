//! The best of many pairs, exactly, at little cost: what cannot be among the best is not compared to the end.

use super::criteria::{CriterionKey, text};
use super::{Offer, Student, Terms, Value, cheap_sum, eligibility};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use uuid::Uuid;

/// A place in a ranking. The better one is greater: the higher score, and of equal scores the greater id, which is the
/// newer row's. So there are no ties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ranked {
    /// The score.
    pub score: Value,
    /// Whose.
    pub id: Uuid,
}

/// Which places are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Places {
    /// How many.
    pub most: usize,
    /// Only those below this one.
    pub after: Option<Ranked>,
}

/// The best, best first, and how many pairs are eligible in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Best {
    /// The places asked for.
    pub ranked: Vec<Ranked>,
    /// Every eligible pair.
    pub eligible: u64,
}

/// The best of eligible pairs; each bears the id that it is ranked by.
///
/// The text costs most to compare, and is left for the end: a pair whose other criteria do not bring it among the
/// best even with every word shared is passed over. What is answered is the same as if all were compared.
pub fn best<'a>(
    pairs: impl IntoIterator<Item = (Uuid, &'a Student, &'a Offer)>,
    terms: Terms<'_>,
    places: Places,
) -> Best {
    let weights = terms.weights;
    let mut heap: BinaryHeap<Reverse<Ranked>> = BinaryHeap::with_capacity(places.most + 1);
    let mut eligible = 0;
    for (id, student, offer) in pairs {
        if !eligibility::is_eligible(student, offer) {
            continue;
        }
        eligible += 1;
        let cheap = cheap_sum(student, offer, terms);
        let reach = weights.mean(cheap + weights.part(CriterionKey::Text, Value::FULL));
        if is_full(&heap, places) && heap.peek().is_some_and(|least| Ranked { score: reach, id } < least.0) {
            continue;
        }
        let (text, _) = text::value(&student.words, &offer.words);
        let ranked = Ranked { score: weights.mean(cheap + weights.part(CriterionKey::Text, text)), id };
        if places.after.is_none_or(|after| ranked < after) {
            keep(&mut heap, ranked, places);
        }
    }
    Best { ranked: heap.into_sorted_vec().into_iter().map(|place| place.0).collect(), eligible }
}

/// The best of several rankings of the same places.
#[must_use]
pub fn merge(parts: impl IntoIterator<Item = Best>, places: Places) -> Best {
    let mut all = Best::default();
    for part in parts {
        all.eligible += part.eligible;
        all.ranked.extend(part.ranked);
    }
    all.ranked.sort_unstable_by_key(|ranked| Reverse(*ranked));
    all.ranked.truncate(places.most);
    all
}

fn is_full(heap: &BinaryHeap<Reverse<Ranked>>, places: Places) -> bool {
    heap.len() >= places.most
}

fn keep(heap: &mut BinaryHeap<Reverse<Ranked>>, ranked: Ranked, places: Places) {
    heap.push(Reverse(ranked));
    if heap.len() > places.most {
        heap.pop();
    }
}
