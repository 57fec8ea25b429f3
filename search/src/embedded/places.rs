//! Where documents are: distances from a point, and the circle around it.

use tantivy::columnar::Column;
use tantivy::query::{BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{BitSet, DocId, DocSet, Score, SegmentReader, TantivyError};

use crate::{Field, Point};

/// The places of a segment's documents, seen from a point.
pub(super) struct Places {
    latitudes: Option<Column<i64>>,
    longitudes: Option<Column<i64>>,
    from: Point,
}

impl Places {
    pub(super) fn of(segment: &SegmentReader, from: Point) -> tantivy::Result<Self> {
        let column = |field: Field| segment.fast_fields().column_opt(field.name());
        Ok(Places { latitudes: column(Field::Latitude)?, longitudes: column(Field::Longitude)?, from })
    }

    /// How far a document is, in whole metres; `None` is unknown.
    pub(super) fn metres(&self, document: DocId) -> Option<i64> {
        let latitude = self.latitudes.as_ref()?.first(document)?;
        self.metres_at(latitude, document)
    }

    fn metres_at(&self, latitude: i64, document: DocId) -> Option<i64> {
        let longitude = self.longitudes.as_ref()?.first(document)?;
        Some(self.from.metres_to(Point::of_parts(latitude, longitude)?))
    }

    fn is_within(&self, ring: &Ring, document: DocId) -> Option<bool> {
        let latitude = self.latitudes.as_ref()?.first(document)?;
        // A comparison of whole numbers spares most documents the trigonometry.
        if ring.latitudes.is_some_and(|(from, to)| latitude < from || latitude > to) {
            return Some(false);
        }
        let metres = self.metres_at(latitude, document)?;
        Some(ring.from.is_none_or(|from| metres >= from) && ring.to.is_none_or(|to| metres <= to))
    }
}

/// Finds what lies at so many whole metres of a point. Its scores mean nothing.
#[derive(Debug, Clone)]
pub(super) struct Ring {
    point: Point,
    from: Option<i64>,
    to: Option<i64>,
    latitudes: Option<(i64, i64)>,
}

impl Ring {
    pub(super) fn new(point: Point, from: Option<i64>, to: Option<i64>) -> Self {
        Ring { point, from, to, latitudes: to.map(|to| point.latitudes_within(to)) }
    }
}

impl Query for Ring {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Ring {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let places = Places::of(segment, self.point)?;
        let mut found = BitSet::with_max_value(segment.max_doc());
        for document in 0..segment.max_doc() {
            if places.is_within(self, document) == Some(true) {
                found.insert(document);
            }
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(found), boost)))
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        if scorer.doc() > document || scorer.seek(document) != document {
            return Err(TantivyError::InvalidArgument(format!("document {document} does not match")));
        }
        Ok(Explanation::new("Ring", 1.0))
    }
}
