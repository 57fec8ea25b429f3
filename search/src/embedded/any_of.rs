//! Documents that have one of several words.

use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, TermQuery, Weight,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{BitSet, DocId, Score, SegmentReader, TantivyError, Term};

/// Finds what has one of these words, each in its column. Its scores mean nothing.
///
/// tantivy's query of a set of words builds a dictionary of them first, which takes a millisecond however few they are; here
/// each is looked up where it is.
#[derive(Debug, Clone)]
pub(super) struct AnyOf(Vec<Term>);

/// The query of documents that have one of these words.
pub(super) fn any_of(terms: impl IntoIterator<Item = Term>) -> Box<dyn Query> {
    let mut terms: Vec<Term> = terms.into_iter().collect();
    match (terms.len(), terms.pop()) {
        // One has its list already: nothing is to be marked document by document.
        (1, Some(term)) => Box::new(TermQuery::new(term, IndexRecordOption::Basic)),
        (_, last) => {
            terms.extend(last);
            Box::new(AnyOf(terms))
        }
    }
}

impl Query for AnyOf {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for AnyOf {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut found = BitSet::with_max_value(segment.max_doc());
        for term in &self.0 {
            let words = segment.inverted_index(term.field())?;
            let Some(mut postings) = words.read_block_postings(term, IndexRecordOption::Basic)? else {
                continue;
            };
            while !postings.docs().is_empty() {
                for document in postings.docs() {
                    found.insert(*document);
                }
                postings.advance();
            }
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(found), boost)))
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        if scorer.doc() > document || scorer.seek(document) != document {
            return Err(TantivyError::InvalidArgument(format!("document {document} does not match")));
        }
        Ok(Explanation::new("AnyOf", 1.0))
    }
}
