use tantivy::collector::Collector;
use tantivy::query::{Bm25StatisticsProvider, Query};
use tantivy::schema::Field as Column;
use tantivy::{Searcher, Term};

use super::failure::failure;
use crate::{Error, Field, Kind};

/// Whether no word counts more than another in a kind: not everybody may see every document, and scores must not tell of
/// the others.
pub(super) fn is_even(kind: Kind) -> bool {
    kind.has(Field::Audience)
}

/// Runs a query. Where it is to be even, a word counts the same however many documents have it.
pub(super) fn fairly<C: Collector>(
    searcher: &Searcher,
    kind: Kind,
    lookup: &dyn Query,
    collector: &C,
) -> Result<C::Fruit, Error> {
    let found = if is_even(kind) {
        searcher.search_with_statistics_provider(lookup, collector, &Even)
    } else {
        searcher.search(lookup, collector)
    };
    found.map_err(failure)
}

/// Statistics of an index of which nothing is to be told.
struct Even;

impl Bm25StatisticsProvider for Even {
    fn total_num_tokens(&self, _: Column) -> tantivy::Result<u64> {
        Ok(10_000)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(1_000)
    }

    fn doc_freq(&self, _: &Term) -> tantivy::Result<u64> {
        Ok(10)
    }
}
