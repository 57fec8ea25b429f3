use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Debug;
use std::ops::Bound;

use tantivy::collector::sort_key::{SortBySimilarityScore, SortByString};
use tantivy::collector::{Count, SortKeyComputer, TopDocs};
use tantivy::columnar::Column;
use tantivy::query::{AllQuery, BooleanQuery, ConstScoreQuery, Occur, Query as Lookup, RangeQuery};
use tantivy::schema::Value;
use tantivy::{DocAddress, Order, Score, Searcher, TantivyDocument, Term};
use uuid::Uuid;

use super::columns::{Columns, ID, VERSION};
use super::conditions::condition;
use super::facets::{Counting, Counts};
use super::failure::failure;
use super::fair::fairly;
use super::order::{ByKey, order};
use super::store::Store;
use super::words::words;
use crate::analysis::{Highlighter, Terms};
use crate::{After, Error, FacetCounts, Field, Filter, Hit, Key, Page, Query, Shape, mark};

/// A result on its way.
struct Place {
    id: Uuid,
    address: DocAddress,
    score: Option<f64>,
    keys: Vec<Option<i64>>,
}

/// Searches an index.
pub(super) fn run(store: &Store, query: &Query) -> Result<Page, Error> {
    let (searcher, columns) = (store.searcher(), &store.columns);
    let terms = Terms::read(&query.text);
    let narrowed = |field: &Field| query.filter.without(*field) != query.filter;
    let plain: Vec<Field> = query.facets.iter().copied().filter(|field| !narrowed(field)).collect();
    let typed = if terms.is_empty() { None } else { Some(words(&searcher, columns, &terms)?) };
    let scored = typed.as_ref().map(|typed| &*typed.scored);
    let (places, total, counts) = collect(&searcher, columns, query, scored, plain.clone())?;
    let mut counted: BTreeMap<Field, _> = plain.into_iter().zip(counts).collect();
    for field in query.facets.iter().copied().filter(narrowed) {
        let typed = typed.as_ref().map(|typed| &*typed.counted);
        counted.insert(field, alone(&searcher, columns, typed, query, field)?);
    }
    let facets = query.facets.iter().map(|field| {
        FacetCounts::new(
            *field,
            counted.get(field).into_iter().flatten().map(|(value, count)| (value.clone(), *count)),
        )
    });
    let facets = facets.collect();
    let mut highlighter = Highlighter::new(&terms);
    let versions = Versions::of(&searcher)?;
    let hits = places.into_iter().map(|place| {
        let version = versions.at(place.address);
        hit(&searcher, columns, &mut highlighter, place, version)
    });
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
    let versions = Versions::of(&searcher)?;
    found.into_iter().map(|(id, place)| Ok((parse(id)?, versions.at(place)))).collect()
}

/// What is typed, within the filter; all that is within it where nothing is typed.
fn lookup(columns: &Columns, typed: Option<&dyn Lookup>, filter: &Filter) -> Result<Box<dyn Lookup>, Error> {
    let within = ConstScoreQuery::new(condition(columns, filter)?, 0.0);
    Ok(match typed {
        None => Box::new(within),
        Some(typed) => {
            let parts =
                vec![(Occur::Must, typed.box_clone()), (Occur::Must, Box::new(within) as Box<dyn Lookup>)];
            Box::new(BooleanQuery::new(parts))
        }
    })
}

/// Runs a query: the results in order, how many there are, the counts of the facets.
fn collect(
    searcher: &Searcher,
    columns: &Columns,
    query: &Query,
    typed: Option<&dyn Lookup>,
    facets: Vec<Field>,
) -> Result<(Vec<Place>, usize, Counts), Error> {
    let all = lookup(columns, typed, &query.filter)?;
    let rest = match &query.after {
        Some(After::Place { .. }) => {
            let beyond = Filter::All(vec![query.filter.clone(), query.beyond()]);
            Some(lookup(columns, typed, &beyond)?)
        }
        _ => None,
    };
    let asked = Asked { searcher, all: &*all, rest: rest.as_deref(), query, facets };
    match query.order().first() {
        _ if query.is_ranked() => {
            let score = |score: &Score, _| (Some(f64::from(*score)), Vec::new());
            top(asked, SortBySimilarityScore, score)
        }
        Some((Key::Field(field), direction)) if field.shape() == Shape::Key => {
            let key = (SortByString::for_field(field.name()), order(*direction));
            top(asked, key, |_, _| (None, Vec::new()))
        }
        Some((key, direction)) => {
            let both = query.order().len() > 1;
            let keys = move |key: &Option<i64>, tie| if both { vec![*key, tie] } else { vec![*key] };
            top(asked, (ByKey(*key), order(*direction)), move |key, tie| (None, keys(key, tie)))
        }
        None => Err(Error::Rejected(format!("{} have no order", query.kind))),
    }
}

/// What is to be run.
struct Asked<'a> {
    searcher: &'a Searcher,
    /// All that is counted.
    all: &'a dyn Lookup,
    /// Where the results come from, if they come from a part of it.
    rest: Option<&'a dyn Lookup>,
    query: &'a Query,
    facets: Vec<Field>,
}

fn top<First: SortKeyComputer + Send + 'static>(
    asked: Asked<'_>,
    key: First,
    told: impl Fn(&First::SortKey, Option<i64>) -> (Option<f64>, Vec<Option<i64>>),
) -> Result<(Vec<Place>, usize, Counts), Error>
where
    First::SortKey: Clone + Send + Sync + Debug,
{
    let Asked { searcher, all, rest, query, facets } = asked;
    let counting = (Count, Counting(facets));
    if query.limit == 0 {
        let (total, counts) = searcher.search(all, &counting).map_err(failure)?;
        return Ok((Vec::new(), total, counts));
    }
    let (field, way) = query.kind.order();
    let ties = (ByKey(Key::Field(field)), order(way));
    let ids = (SortByString::for_field(ID), Order::Asc);
    let none = HashSet::new();
    let (seen, offset) = match &query.after {
        Some(After::Seen(seen)) => (seen, 0),
        Some(After::Place { .. }) => (&none, 0),
        None => (&none, query.offset),
    };
    let limit = query.limit.saturating_add(seen.len());
    let best = TopDocs::with_limit(limit).and_offset(offset).order_by((key, ties, ids));
    let (best, (total, counts)) = match rest {
        Some(rest) => {
            let best = fairly(searcher, query.kind, rest, &best)?;
            (best, fairly(searcher, query.kind, all, &counting)?)
        }
        None => fairly(searcher, query.kind, all, &(best, counting))?,
    };
    let mut places = Vec::new();
    for ((key, tie, id), address) in best {
        let (id, (score, keys)) = (parse(id)?, told(&key, tie));
        if places.len() < query.limit && !seen.contains(&mark(id)) {
            places.push(Place { id, address, score, keys });
        }
    }
    Ok((places, total, counts))
}

/// The counts of a facet under a filter without its own conditions.
fn alone(
    searcher: &Searcher,
    columns: &Columns,
    typed: Option<&dyn Lookup>,
    query: &Query,
    field: Field,
) -> Result<HashMap<String, u64>, Error> {
    let lookup = lookup(columns, typed, &query.filter.without(field))?;
    let counts = searcher.search(&*lookup, &Counting(vec![field])).map_err(failure)?;
    Ok(counts.into_iter().next().unwrap_or_default())
}

fn hit(
    searcher: &Searcher,
    columns: &Columns,
    highlighter: &mut Highlighter,
    place: Place,
    version: i64,
) -> Result<Hit, Error> {
    let Place { id, address, score, keys } = place;
    let highlights = if highlighter.is_idle() {
        Vec::new()
    } else {
        highlighter.document(columns.kind, &texts(searcher, columns, address)?)
    };
    Ok(Hit { id, version, score, highlights, keys })
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

/// The versions of documents, by segment.
struct Versions(Vec<Column<i64>>);

impl Versions {
    fn of(searcher: &Searcher) -> Result<Self, Error> {
        let columns = searcher.segment_readers().iter().map(|segment| segment.fast_fields().i64(VERSION));
        Ok(Versions(columns.collect::<Result<_, _>>().map_err(failure)?))
    }

    fn at(&self, place: DocAddress) -> i64 {
        let column = usize::try_from(place.segment_ord).ok().and_then(|segment| self.0.get(segment));
        column.and_then(|column| column.first(place.doc_id)).unwrap_or_default()
    }
}
