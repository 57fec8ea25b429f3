use tantivy::collector::sort_key::NaturalComparator;
use tantivy::collector::{SegmentSortKeyComputer, SortKeyComputer};
use tantivy::columnar::Column;
use tantivy::schema::Schema;
use tantivy::{DocId, Order, Score, SegmentReader};

use super::places::Places;
use crate::{Direction, Field, Key};

/// Sorts by a number that documents may lack, or that a whole segment lacks: tantivy's own refuses the latter. Or by a
/// distance, of which the same holds.
pub(super) struct ByKey(pub(super) Key);

/// The values of a segment.
pub(super) enum Values {
    /// Of a number.
    Numbers(Option<Column<i64>>),
    /// How far documents are.
    Places(Places),
}

impl SortKeyComputer for ByKey {
    type SortKey = Option<i64>;
    type Child = Values;
    type Comparator = NaturalComparator;

    fn check_schema(&self, schema: &Schema) -> tantivy::Result<()> {
        let field = if let Key::Field(field) = self.0 { field } else { Field::Latitude };
        schema.get_field(field.name()).map(|_| ())
    }

    fn segment_sort_key_computer(&self, segment: &SegmentReader) -> tantivy::Result<Values> {
        Ok(match self.0 {
            Key::Field(field) => Values::Numbers(segment.fast_fields().column_opt(field.name())?),
            Key::Distance(point) => Values::Places(Places::of(segment, point)?),
        })
    }
}

impl SegmentSortKeyComputer for Values {
    type SortKey = Option<i64>;
    type SegmentSortKey = Option<i64>;
    type SegmentComparator = NaturalComparator;

    fn segment_sort_key(&mut self, document: DocId, _score: Score) -> Option<i64> {
        match self {
            Values::Numbers(numbers) => numbers.as_ref()?.first(document),
            Values::Places(places) => places.metres(document),
        }
    }

    fn convert_segment_sort_key(&self, key: Option<i64>) -> Option<i64> {
        key
    }
}

/// Either way, tantivy then puts documents without a value last.
pub(super) fn order(direction: Direction) -> Order {
    match direction {
        Direction::Ascending => Order::Asc,
        Direction::Descending => Order::Desc,
    }
}
