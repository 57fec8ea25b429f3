use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::ops::Bound;

use tantivy::collector::sort_key::{SortBySimilarityScore, SortByString};
use tantivy::collector::{Count, SortKeyComputer, TopDocs};
use tantivy::query::{AllQuery, BooleanQuery, ConstScoreQuery, Occur, Query as Lookup, RangeQuery};
use tantivy::schema::Value;
use tantivy::{DocAddress, Order, Searcher, TantivyDocument, Term};
use uuid::Uuid;

use super::columns::{Columns, ID, VERSION};
use super::conditions::condition;
use super::facets::{Counting, Counts};
use super::failure::failure;
use super::order::{ByNumber, order};
use super::store::Store;
use super::words::words;
use crate::analysis::{Terms, highlights};
use crate::{Error, FacetCounts, Field, Filter, Hit, Page, Query, Shape, Sort};

/// A result on its way: its id, where it is, its score.
type Place = (String, DocAddress, Option<f64>);

/// Searches an index.
pub(super) fn run(store: &Store, query: &Query) -> Result<Page, Error> {
    let searcher = store.searcher();
    let terms = Terms::read(&query.text);
    let lookup = lookup(&searcher, &store.columns, &terms, &query.filter)?;
    let narrowed = |field: &Field| query.filter.without(*field) != query.filter;
    let plain: Vec<Field> = query.facets.iter().copied().filter(|field| !narrowed(field)).collect();
    let (places, total, counts) = collect(&searcher, &*lookup, query, &terms, plain.clone())?;
    let mut counted: BTreeMap<Field, _> = plain.into_iter().zip(counts).collect();
    for field in query.facets.iter().copied().filter(narrowed) {
        counted.insert(field, alone(&searcher, &store.columns, &terms, query, field)?);
    }
    let facets = query.facets.iter().map(|field| {
        FacetCounts::new(
            *field,
            counted.get(field).into_iter().flatten().map(|(value, count)| (value.clone(), *count)),
        )
    });
    let facets = facets.collect();
    let hits = places.into_iter().map(|place| hit(&searcher, &store.columns, &terms, place));
    let total = u64::try_from(total).unwrap_or(u64::MAX);
    Ok(Page { hits: hits.collect::<Result<_, _>>()?, total, facets })
}

/// The ids and versions after an id, in order.
pub(super) fn versions(store: &Store, after: Option<Uuid>, limit: usize) -> Result<Vec<(Uuid, i64)>, Error> {
    if limit == 0 {
        return Ok(Vec::new());
    }
    let searcher = store.searcher();
    let lookup: Box<dyn Lookup> = match after {
        Some(id) => {
            let term = Term::from_field_text(store.columns.id, &id.to_string());
            Box::new(RangeQuery::new(Bound::Excluded(term), Bound::Unbounded))
        }
        None => Box::new(AllQuery),
    };
    let collector = TopDocs::with_limit(limit).order_by((SortByString::for_field(ID), Order::Asc));
    let found = searcher.search(&*lookup, &collector).map_err(failure)?;
    found.into_iter().map(|(id, place)| Ok((parse(id)?, version(&searcher, place)?))).collect()
}

/// What is typed, within the filter.
fn lookup(
    searcher: &Searcher,
    columns: &Columns,
    terms: &Terms,
    filter: &Filter,
) -> Result<Box<dyn Lookup>, Error> {
    let within = ConstScoreQuery::new(condition(columns, filter)?, 0.0);
    if terms.is_empty() {
        return Ok(Box::new(within));
    }
    let typed = words(searcher, columns, terms)?;
    Ok(Box::new(BooleanQuery::new(vec![(Occur::Must, typed), (Occur::Must, Box::new(within))])))
}

/// Runs a query: the results in order, how many there are, the counts of the facets.
fn collect(
    searcher: &Searcher,
    lookup: &dyn Lookup,
    query: &Query,
    terms: &Terms,
    facets: Vec<Field>,
) -> Result<(Vec<Place>, usize, Counts), Error> {
    match query.sort {
        Sort::Relevance if !terms.is_empty() => {
            top(searcher, lookup, query, facets, SortBySimilarityScore, |score| Some(f64::from(*score)))
        }
        Sort::Relevance => {
            let (field, direction) = query.kind.order();
            top(searcher, lookup, query, facets, (ByNumber(field), order(direction)), |_| None)
        }
        Sort::By(field, direction) if field.shape() == Shape::Number => {
            top(searcher, lookup, query, facets, (ByNumber(field), order(direction)), |_| None)
        }
        Sort::By(field, direction) => {
            let key = SortByString::for_field(field.name());
            top(searcher, lookup, query, facets, (key, order(direction)), |_| None)
        }
    }
}

fn top<Key: SortKeyComputer + Send + 'static>(
    searcher: &Searcher,
    lookup: &dyn Lookup,
    query: &Query,
    facets: Vec<Field>,
    key: Key,
    score: impl Fn(&Key::SortKey) -> Option<f64>,
) -> Result<(Vec<Place>, usize, Counts), Error>
where
    Key::SortKey: Clone + Send + Sync + Debug,
{
    if query.limit == 0 {
        let (total, counts) = searcher.search(lookup, &(Count, Counting(facets))).map_err(failure)?;
        return Ok((Vec::new(), total, counts));
    }
    let (field, direction) = query.kind.order();
    let ties = (ByNumber(field), order(direction));
    let ids = (SortByString::for_field(ID), Order::Asc);
    let best = TopDocs::with_limit(query.limit).and_offset(query.offset).order_by((key, ties, ids));
    let (best, total, counts) = searcher.search(lookup, &(best, Count, Counting(facets))).map_err(failure)?;
    let places = best.into_iter().map(|((key, _, id), place)| (id.unwrap_or_default(), place, score(&key)));
    Ok((places.collect(), total, counts))
}

/// The counts of a facet under a filter without its own conditions.
fn alone(
    searcher: &Searcher,
    columns: &Columns,
    terms: &Terms,
    query: &Query,
    field: Field,
) -> Result<HashMap<String, u64>, Error> {
    let lookup = lookup(searcher, columns, terms, &query.filter.without(field))?;
    let counts = searcher.search(&*lookup, &Counting(vec![field])).map_err(failure)?;
    Ok(counts.into_iter().next().unwrap_or_default())
}

fn hit(searcher: &Searcher, columns: &Columns, terms: &Terms, place: Place) -> Result<Hit, Error> {
    let (id, place, score) = place;
    let texts = if terms.is_empty() { BTreeMap::new() } else { texts(searcher, columns, place)? };
    let highlights = highlights(columns.kind, &texts, terms);
    Ok(Hit { id: parse(Some(id))?, version: version(searcher, place)?, score, highlights })
}

/// The texts of a result, as they were written.
fn texts(
    searcher: &Searcher,
    columns: &Columns,
    place: DocAddress,
) -> Result<BTreeMap<String, Vec<String>>, Error> {
    let stored: TantivyDocument = searcher.doc(place).map_err(failure)?;
    let source = stored.get_first(columns.source).and_then(|value| value.as_str()).unwrap_or("{}");
    serde_json::from_str(source).map_err(Error::unavailable)
}

fn parse(id: Option<String>) -> Result<Uuid, Error> {
    id.unwrap_or_default().parse().map_err(Error::unavailable)
}

fn version(searcher: &Searcher, place: DocAddress) -> Result<i64, Error> {
    let segment = searcher.segment_reader(place.segment_ord);
    let versions = segment.fast_fields().i64(VERSION).map_err(failure)?;
    Ok(versions.first(place.doc_id).unwrap_or_default())
}
