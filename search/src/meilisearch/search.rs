use std::collections::HashSet;
use std::time::Duration;

use meilisearch_sdk::client::Client;
use meilisearch_sdk::search::{SearchQuery, SearchResult, SearchResults, Selectors};
use uuid::Uuid;

use super::ask::{Ask, Asking, Found, Window};
use super::call::{WRITE_LIMIT, bounded};
use super::circles::{circles, resolved};
use super::filter::{given, quoted};
use super::nearest;
use super::record::{ID, VERSION};
use super::settings::rule;
use crate::analysis::{Highlighter, Terms};
use crate::{After, Direction, Error, FacetCounts, Field, Filter, Hit, Mark, Page, Query, Sort, mark};

/// Searches an index: the results and the facets that the filter does not speak of, and each other facet.
pub(super) async fn run(client: &Client, index: &str, limit: Duration, query: &Query) -> Result<Page, Error> {
    let terms = Terms::read(&query.text);
    let index = client.index(index);
    let mut asking = Asking { client, index: &index, limit, query, terms: &terms };
    let circles = circles(&query.filter);
    let narrowed;
    if !circles.is_empty() {
        narrowed = Query { filter: resolved(&asking, circles).await?, ..query.clone() };
        asking.query = &narrowed;
    }
    match (&query.after, query.sort) {
        // What is counted is the same on every page.
        _ if query.limit == 0 => page(&asking).await,
        (_, Sort::Nearest(point)) => nearest::run(&asking, point).await,
        (Some(After::Seen(seen)), _) => unseen(&asking, seen).await,
        (Some(After::Place { .. }), _) => beyond(&asking).await,
        _ => page(&asking).await,
    }
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

/// From so many results on.
async fn page(asking: &Asking<'_>) -> Result<Page, Error> {
    let query = asking.query;
    let (page, size) = covering_page(query.offset, query.limit);
    let results = |ask: Ask| ask.whole(query, asking.terms).sorted(asking.sort());
    let answers = asking.ask(&counts(query, Window::Page(page, size), results)).await?;
    let first = query.offset - (page - 1) * size;
    let (mut found, hits) = read(asking, answers);
    found.hits = shown(asking, hits.into_iter().skip(first).take(query.limit)).collect();
    Ok(found)
}

/// What comes after a place in the order, beside what is counted of all.
async fn beyond(asking: &Asking<'_>) -> Result<Page, Error> {
    let query = asking.query;
    let rest = Filter::All(vec![query.filter.clone(), query.beyond()]);
    let rest = Ask::new(&rest, Window::First(query.limit)).whole(query, asking.terms).sorted(asking.sort());
    let mut asks = counts(query, Window::Page(1, 1), |ask| ask);
    asks.push(rest);
    let mut answers = asking.ask(&asks).await?;
    let rest = answers.pop().map(|answer| answer.hits).unwrap_or_default();
    let (mut found, _) = read(asking, answers);
    found.hits = shown(asking, rest).collect();
    Ok(found)
}

/// The best matches that were not seen: their ids first, among the best of all, and then no more than these are read.
async fn unseen(asking: &Asking<'_>, seen: &HashSet<Mark>) -> Result<Page, Error> {
    let query = asking.query;
    let best = Window::Page(1, query.limit.saturating_add(seen.len()));
    let answers = asking.ask(&counts(query, best, |ask| ask)).await?;
    let (mut found, best) = read(asking, answers);
    let best = best.into_iter().map(|one| one.result.id).filter(|id| !seen.contains(&mark(*id)));
    let best: Vec<Uuid> = best.take(query.limit).collect();
    let these = Filter::All(vec![query.filter.clone(), Filter::Ids(best)]);
    let these = Ask::new(&these, Window::First(query.limit)).whole(query, asking.terms);
    let answers = asking.ask(&[these]).await?;
    found.hits = shown(asking, answers.into_iter().flat_map(|answer| answer.hits)).collect();
    Ok(found)
}

/// What a query counts: the total, with the results if there are to be any, and the facets that the filter does not
/// speak of; then each other facet.
pub(super) fn counts(query: &Query, window: Window, results: impl Fn(Ask) -> Ask) -> Vec<Ask> {
    let narrowed = |field: &Field| query.filter.without(*field) != query.filter;
    let (wider, plain): (Vec<Field>, Vec<Field>) = query.facets.iter().copied().partition(narrowed);
    let all = results(Ask::new(&query.filter, window)).counting(plain);
    let wider = wider
        .into_iter()
        .map(|field| Ask::new(&query.filter.without(field), Window::Counts).counting([field]));
    std::iter::once(all).chain(wider).collect()
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

/// What was counted, and the results of the first answer.
pub(super) fn read(
    asking: &Asking<'_>,
    answers: Vec<SearchResults<Found>>,
) -> (Page, Vec<SearchResult<Found>>) {
    let facets = asking.query.facets.iter().map(|field| {
        let found = answers.iter().find_map(|answer| answer.facet_distribution.as_ref()?.get(field.name()));
        let values = found.into_iter().flatten();
        let values = values.map(|(value, count)| (given(value), u64::try_from(*count).unwrap_or(u64::MAX)));
        FacetCounts::new(*field, values)
    });
    let facets = facets.collect();
    let Some(answer) = answers.into_iter().next() else { return (Page::default(), Vec::new()) };
    let total = answer.total_hits.and_then(|total| u64::try_from(total).ok()).unwrap_or_default();
    (Page { hits: Vec::new(), total, facets }, answer.hits)
}

/// The results of answers, highlighted here: the server knows neither our synonyms nor our plurals.
pub(super) fn shown(
    asking: &Asking<'_>,
    found: impl IntoIterator<Item = SearchResult<Found>>,
) -> impl Iterator<Item = Hit> {
    let mut highlighter = Highlighter::new(asking.terms);
    found.into_iter().map(move |found| {
        let highlights = highlighter.document(asking.query.kind, &found.result.texts);
        let (score, keys) = (found.ranking_score, found.result.keys(asking.query));
        Hit { id: found.result.id, version: found.result.version, score, highlights, keys }
    })
}

#[cfg(test)]
mod tests {
    use super::covering_page;

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
}
