use std::ops::Range;

use uuid::Uuid;

use crate::Field;

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// The results asked for, in order.
    pub hits: Vec<Hit>,
    /// How many there are in all, exactly.
    pub total: u64,
    /// The counts asked for, in the order of [`crate::Query::facets`].
    pub facets: Vec<FacetCounts>,
}

/// One result. The row is the caller's to read; it may have changed or gone since it was indexed.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The id of the row.
    pub id: Uuid,
    /// The version that was indexed.
    pub version: i64,
    /// How well it matches, when words were searched and the order is by relevance. Only comparable within one
    /// page: the engines do not share a scale.
    pub score: Option<f64>,
    /// Where the searched words were found, the texts that weigh most first.
    pub highlights: Vec<Highlight>,
    /// What it was sorted by, as [`crate::Query::order`] names it, for [`crate::After::Place`]; `None` is unknown. Empty
    /// when the best matches come first.
    pub keys: Vec<Option<i64>>,
}

/// A text, or an excerpt of a long one, with the places of the words that were searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlight {
    /// The field of the text.
    pub field: Field,
    /// The text, or the part of it around the first match.
    pub text: String,
    /// The matches in `text`, by character (Unicode scalar values, not bytes), in order, not overlapping.
    pub matches: Vec<Range<usize>>,
}

/// How many results have each value of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCounts {
    /// The key.
    pub field: Field,
    /// Values with their counts, the greatest count first, then by value; the first 1,000.
    pub counts: Vec<(String, u64)>,
}

impl FacetCounts {
    /// How many values are returned at most.
    pub(crate) const VALUES: usize = 1000;

    /// Puts counts in order and keeps the first ones.
    pub(crate) fn new(field: Field, counts: impl IntoIterator<Item = (String, u64)>) -> Self {
        let mut counts: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 0).collect();
        counts.sort_by(|(value, count), (other, others)| others.cmp(count).then_with(|| value.cmp(other)));
        counts.truncate(Self::VALUES);
        FacetCounts { field, counts }
    }
}

#[cfg(test)]
mod tests {
    use super::FacetCounts;
    use crate::Field;

    #[test]
    fn the_greatest_count_comes_first_then_the_value() {
        let given =
            [("b", 1), ("c", 3), ("none", 0), ("a", 1)].map(|(value, count)| (value.to_owned(), count));
        let counts = FacetCounts::new(Field::City, given).counts;
        assert_eq!(counts, [("c", 3), ("a", 1), ("b", 1)].map(|(value, count)| (value.to_owned(), count)));
    }
}
