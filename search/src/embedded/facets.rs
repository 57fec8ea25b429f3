use std::collections::HashMap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::StrColumn;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use crate::Field;

/// Counts the values of keys, exactly, for each of several fields.
pub(super) struct Counting(pub(super) Vec<Field>);

/// Counts by value, in the order of the fields.
pub(super) type Counts = Vec<HashMap<String, u64>>;

/// The counts of a segment: by field, its column and a count for each ordinal of it.
pub(super) struct Tally(Vec<Option<(StrColumn, Vec<u64>)>>);

impl Collector for Counting {
    type Fruit = Counts;
    type Child = Tally;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<Tally> {
        let columns = self.0.iter().map(|field| {
            let column = segment.fast_fields().str(field.name())?;
            Ok(column.map(|column| {
                let counts = vec![0; column.num_terms()];
                (column, counts)
            }))
        });
        Ok(Tally(columns.collect::<tantivy::Result<_>>()?))
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<Counts>>) -> tantivy::Result<Counts> {
        let mut merged: Counts = vec![HashMap::new(); self.0.len()];
        for segment in segments {
            for (sum, counts) in merged.iter_mut().zip(segment?) {
                for (value, count) in counts {
                    *sum.entry(value).or_default() += count;
                }
            }
        }
        Ok(merged)
    }
}

impl SegmentCollector for Tally {
    type Fruit = tantivy::Result<Counts>;

    fn collect(&mut self, document: DocId, _: Score) {
        for (column, counts) in self.0.iter_mut().flatten() {
            for ordinal in column.ords().values_for_doc(document) {
                let place = usize::try_from(ordinal).ok().and_then(|ordinal| counts.get_mut(ordinal));
                place.into_iter().for_each(|count| *count += 1);
            }
        }
    }

    fn harvest(self) -> tantivy::Result<Counts> {
        self.0
            .into_iter()
            .map(|field| field.map_or(Ok(HashMap::new()), |(column, counts)| named(&column, &counts)))
            .collect()
    }
}

/// Replaces ordinals by the values that they stand for.
fn named(column: &StrColumn, counts: &[u64]) -> tantivy::Result<HashMap<String, u64>> {
    let mut named = HashMap::new();
    for (ordinal, count) in (0..).zip(counts) {
        let mut value = String::new();
        if *count > 0 && column.ord_to_str(ordinal, &mut value)? {
            named.insert(value, *count);
        }
    }
    Ok(named)
}
