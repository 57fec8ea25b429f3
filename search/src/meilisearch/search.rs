use std::collections::BTreeMap;
use std::time::Duration;

use meilisearch_sdk::client::Client;
use meilisearch_sdk::indexes::Index;
use meilisearch_sdk::search::{MatchingStrategies, SearchQuery, SearchResult, SearchResults, Selectors};
use serde::Deserialize;
use uuid::Uuid;

use super::call::{WRITE_LIMIT, bounded};
use super::filter::{expression, given, quoted};
use super::record::{ID, TEXTS, VERSION};
use super::settings::rule;
use crate::analysis::{Terms, Word, highlights};
use crate::{Direction, Error, FacetCounts, Field, Filter, Hit, Kind, Page, Query, Sort};

/// A document as the server returns it.
#[derive(Debug, Deserialize)]
struct Found {
    id: Uuid,
    version: i64,
    #[serde(default)]
    texts: BTreeMap<String, Vec<String>>,
}

/// One of the searches that make a query: the results, or the counts of a facet under a wider filter.
struct Ask {
    filter: Option<String>,
    facets: Vec<&'static str>,
}

/// Searches an index: the results and the facets that the filter does not speak of, and each other facet.
pub(super) async fn run(client: &Client, index: &str, limit: Duration, query: &Query) -> Result<Page, Error> {
    let terms = Terms::read(&query.text);
    let asks = asks(query);
    let (typed, sort) = (typed(&terms), sort(query, &terms));
    let sort: Vec<&str> = sort.iter().map(String::as_str).collect();
    let (page, size) = covering_page(query.offset, query.limit);
    let shown = if terms.is_empty() { &[ID, VERSION][..] } else { &[ID, VERSION, TEXTS][..] };
    let index = client.index(index);
    let mut search = client.multi_search();
    for (place, ask) in asks.iter().enumerate() {
        let mut one = asked(&index, &typed, ask);
        if place == 0 {
            one.with_page(page).with_hits_per_page(size).with_sort(&sort);
            one.with_attributes_to_retrieve(Selectors::Some(shown));
            one.with_show_ranking_score(query.sort == Sort::Relevance && !terms.is_empty());
        } else {
            one.with_limit(0);
        }
        search.with_search_query(one);
    }
    let answer = bounded(limit, search.execute::<Found>()).await?;
    let first = query.offset - (page - 1) * size;
    Ok(read(query, &terms, first, answer.results))
}

/// The ids and versions after an id, in order.
pub(super) async fn versions(
    client: &Client,
    index: &str,
    after: Option<Uuid>,
    limit: usize,
) -> Result<Vec<(Uuid, i64)>, Error> {
    let filter = after.map(|id| format!("{ID} > {}", quoted(&id.to_string()))).unwrap_or_default();
    let (index, sort) = (client.index(index), [rule(ID, Direction::Ascending)]);
    let sort = [sort[0].as_str()];
    let mut search = SearchQuery::new(&index);
    search.with_limit(limit).with_sort(&sort);
    search.with_attributes_to_retrieve(Selectors::Some(&[ID, VERSION]));
    if after.is_some() {
        search.with_filter(&filter);
    }
    let answer = bounded(WRITE_LIMIT, search.execute::<Found>()).await?;
    Ok(answer.hits.into_iter().map(|hit| (hit.result.id, hit.result.version)).collect())
}

fn asks(query: &Query) -> Vec<Ask> {
    let narrowed = |field: &Field| query.filter.without(*field) != query.filter;
    let (wider, plain): (Vec<Field>, Vec<Field>) = query.facets.iter().copied().partition(narrowed);
    let ask = |filter: &Filter, facets: Vec<Field>| Ask {
        filter: expression(filter),
        facets: facets.into_iter().map(Field::name).collect(),
    };
    let wider = wider.into_iter().map(|field| ask(&query.filter.without(field), vec![field]));
    std::iter::once(ask(&query.filter, plain)).chain(wider).collect()
}

fn asked<'a>(
    index: &'a Index,
    typed: &'a str,
    ask: &'a Ask,
) -> SearchQuery<'a, meilisearch_sdk::DefaultHttpClient> {
    let mut search = SearchQuery::new(index);
    search.with_query(typed).with_matching_strategy(MatchingStrategies::ALL);
    if let Some(filter) = &ask.filter {
        search.with_filter(filter);
    }
    if !ask.facets.is_empty() {
        search.with_facets(Selectors::Some(&ask.facets));
    }
    search
}

/// The words as the server reads them: between quotes what must match exactly, and a space at the end when the last
/// word is finished. Optional words are left out, for the server has no such thing.
fn typed(terms: &Terms) -> String {
    let written =
        |word: &Word| if word.is_exact() { format!("\"{}\"", word.text) } else { word.text.clone() };
    let words: Vec<String> = terms.required.iter().map(written).collect();
    let finished = terms.required.last().is_some_and(|word| !word.prefix);
    format!("{}{}", words.join(" "), if finished { " " } else { "" })
}

/// The order to ask for; none for relevance, which the index's own rules are for.
fn sort(query: &Query, terms: &Terms) -> Vec<String> {
    let (field, direction) = query.kind.order();
    let ties = [rule(field.name(), direction), rule(ID, Direction::Ascending)];
    match query.sort {
        Sort::Relevance if !terms.is_empty() => Vec::new(),
        Sort::By(chosen, way) if chosen != field => {
            std::iter::once(rule(chosen.name(), way)).chain(ties).collect()
        }
        Sort::By(chosen, way) => vec![rule(chosen.name(), way), rule(ID, Direction::Ascending)],
        Sort::Relevance => ties.to_vec(),
    }
}

/// The smallest page that holds all of `offset .. offset + limit`: its number from 1, and its size.
///
/// Only pages have exact totals, and they begin at a multiple of their size.
fn covering_page(offset: usize, limit: usize) -> (usize, usize) {
    let limit = limit.max(1);
    let mut size = limit;
    while offset / size != (offset + limit - 1) / size {
        size += 1;
    }
    (offset / size + 1, size)
}

fn read(query: &Query, terms: &Terms, first: usize, answers: Vec<SearchResults<Found>>) -> Page {
    let mut counts: BTreeMap<Field, FacetCounts> = BTreeMap::new();
    for field in &query.facets {
        let found = answers.iter().find_map(|answer| answer.facet_distribution.as_ref()?.get(field.name()));
        let values = found.into_iter().flatten();
        let values = values.map(|(value, count)| (given(value), u64::try_from(*count).unwrap_or(u64::MAX)));
        counts.insert(*field, FacetCounts::new(*field, values));
    }
    let facets = query.facets.iter().filter_map(|field| counts.get(field).cloned()).collect();
    let Some(answer) = answers.into_iter().next() else { return Page::default() };
    let total = answer.total_hits.and_then(|total| u64::try_from(total).ok()).unwrap_or_default();
    let hits = answer.hits.into_iter().skip(first).take(query.limit);
    let hits = hits.map(|found| hit(query.kind, terms, found)).collect();
    Page { hits, total, facets }
}

fn hit(kind: Kind, terms: &Terms, found: SearchResult<Found>) -> Hit {
    let highlights = highlights(kind, &found.result.texts, terms);
    Hit { id: found.result.id, version: found.result.version, score: found.ranking_score, highlights }
}

#[cfg(test)]
mod tests {
    use super::{covering_page, typed};
    use crate::analysis::Terms;

    #[test]
    fn a_page_holds_what_is_asked_for() {
        for offset in 0..60 {
            for limit in 0..25 {
                let (page, size) = covering_page(offset, limit);
                assert!((page - 1) * size <= offset && offset + limit <= page * size, "{offset} {limit}");
            }
        }
        assert_eq!(covering_page(40, 20), (3, 20));
    }

    #[test]
    fn words_are_written_with_what_they_allow() {
        assert_eq!(typed(&Terms::read("IR réseaux mécan")), "\"ir\" reseau mecan");
        assert_eq!(typed(&Terms::read("mécanique GP")), "mecanique \"gp\" ");
        assert_eq!(typed(&Terms::read("mécanique ")), "mecanique ");
        assert_eq!(typed(&Terms::read("\"-a\" \\ web ")), "\"web\" ");
    }
}
