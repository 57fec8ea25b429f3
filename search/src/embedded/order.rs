use tantivy::collector::sort_key::NaturalComparator;
use tantivy::collector::{SegmentSortKeyComputer, SortKeyComputer};
use tantivy::columnar::Column;
use tantivy::schema::Schema;
use tantivy::{DocId, Order, Score, SegmentReader};

use crate::{Direction, Field};

/// Sorts by a number that documents may lack, or that a whole segment lacks: tantivy's own refuses the latter.
pub(super) struct ByNumber(pub(super) Field);

/// The numbers of a segment.
pub(super) struct Numbers(Option<Column<i64>>);

impl SortKeyComputer for ByNumber {
    type SortKey = Option<i64>;
    type Child = Numbers;
    type Comparator = NaturalComparator;

    fn check_schema(&self, schema: &Schema) -> tantivy::Result<()> {
        schema.get_field(self.0.name()).map(|_| ())
    }

    fn segment_sort_key_computer(&self, segment: &SegmentReader) -> tantivy::Result<Numbers> {
        Ok(Numbers(segment.fast_fields().column_opt(self.0.name())?))
    }
}

impl SegmentSortKeyComputer for Numbers {
    type SortKey = Option<i64>;
    type SegmentSortKey = Option<i64>;
    type SegmentComparator = NaturalComparator;

    fn segment_sort_key(&mut self, document: DocId, _score: Score) -> Option<i64> {
        self.0.as_ref()?.first(document)
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
