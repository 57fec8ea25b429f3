//! The nearest first.
//!
//! The places of what is found are asked for, one document each, and measured here; then the documents of one distance after
//! the other, in an order that the server keeps exactly. So a page goes on after a result, however many lie in one place.

use std::collections::{BTreeMap, BTreeSet};

use super::ask::{Ask, Asking, Found, Window, sort};
use super::circles::places;
use super::search::{counts, read, shown};
use crate::order::beyond;
use crate::{After, Error, FacetCounts, Field, Filter, Hit, Page, Point};

/// How many distances are asked for at once.
const BATCH: usize = 8;

/// The places that are so many metres away.
type Ring = (i64, Vec<String>);

/// Searches an index.
pub(super) async fn run(asking: &Asking<'_>, point: Point) -> Result<Page, Error> {
    let query = asking.query;
    let begun = match &query.after {
        Some(After::Place { keys, .. }) => keys.first().copied(),
        _ => Some(Some(0)),
    };
    let from = begun.flatten();
    let mut asks = counts(query, Window::Page(1, 1), |ask| ask);
    asks.extend(from.map(|_| places(&query.filter)));
    let mut answers = asking.ask(&asks).await?;
    let found = if from.is_some() { answers.pop() } else { None };
    let found = found.into_iter().flat_map(|answer| answer.hits).map(|found| found.result);
    let rings = rings(point, from.unwrap_or(0), found);
    let (mut page, _) = read(asking, answers);
    page.hits = fill(asking, rings).await?;
    Ok(page)
}

/// The places by their distance, from one on, the nearest first.
fn rings(point: Point, from: i64, found: impl Iterator<Item = Found>) -> Vec<Ring> {
    let mut rings: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for place in found.filter_map(|found| found.point()) {
        rings.entry(point.metres_to(place)).or_default().push(place.to_string());
    }
    rings.split_off(&from).into_iter().collect()
}

/// The results of one distance after the other, until there are enough; last those whose place is not known.
async fn fill(asking: &Asking<'_>, rings: Vec<Ring>) -> Result<Vec<Hit>, Error> {
    let limit = asking.query.limit;
    let mut hits = Vec::new();
    for some in rings.chunk_by(fits()) {
        let filters: Vec<Filter> =
            matching(asking, some).await?.map(|ring| ring_filter(asking, ring)).collect();
        for filters in filters.chunks(BATCH) {
            hits.extend(documents(asking, filters).await?);
            if hits.len() >= limit {
                hits.truncate(limit);
                return Ok(hits);
            }
        }
    }
    hits.extend(documents(asking, &[last_filter(asking)]).await?);
    hits.truncate(limit);
    Ok(hits)
}

/// Cuts rings into runs of so many places that a facet tells of them all.
fn fits() -> impl FnMut(&Ring, &Ring) -> bool {
    let mut places = 0;
    move |last, next| {
        places += last.1.len();
        let fits = places + next.1.len() <= FacetCounts::VALUES;
        if !fits {
            places = 0;
        }
        fits
    }
}

/// Those of these rings where something is that has the words typed: most may have nothing.
async fn matching<'r>(
    asking: &Asking<'_>,
    rings: &'r [Ring],
) -> Result<impl Iterator<Item = &'r Ring>, Error> {
    let mut known = None;
    if !asking.terms.is_empty() {
        let places = rings.iter().flat_map(|(_, places)| places).cloned().collect();
        let these = Filter::All(vec![asking.query.filter.clone(), Filter::In(Field::Place, places)]);
        let answers = asking.ask(&[Ask::new(&these, Window::Counts).counting([Field::Place])]).await?;
        let facets = answers.into_iter().filter_map(|answer| answer.facet_distribution);
        let places = facets.flatten().flat_map(|(_, counts)| counts.into_keys());
        known = Some(places.collect::<BTreeSet<String>>());
    }
    let has = move |ring: &&Ring| {
        known.as_ref().is_none_or(|known| ring.1.iter().any(|place| known.contains(place)))
    };
    Ok(rings.iter().filter(has))
}

/// The documents at a distance; of those where the last page ended, what comes after it.
fn ring_filter(asking: &Asking<'_>, (metres, places): &Ring) -> Filter {
    Filter::All(vec![
        asking.query.filter.clone(),
        Filter::In(Field::Place, places.clone()),
        rest_of(asking, Some(*metres)),
    ])
}

/// The documents whose place is not known, which are last.
fn last_filter(asking: &Asking<'_>) -> Filter {
    Filter::All(vec![asking.query.filter.clone(), Filter::unknown(Field::Latitude), rest_of(asking, None)])
}

fn rest_of(asking: &Asking<'_>, metres: Option<i64>) -> Filter {
    match &asking.query.after {
        Some(After::Place { keys, id }) if keys.first() == Some(&metres) => {
            let order = asking.query.order();
            beyond(order.get(1..).unwrap_or_default(), keys.get(1..).unwrap_or_default(), *id)
        }
        _ => Filter::everything(),
    }
}

/// The documents of each of these filters, a page of each at most.
async fn documents(asking: &Asking<'_>, filters: &[Filter]) -> Result<Vec<Hit>, Error> {
    let query = asking.query;
    let ties = query.order().split_off(1);
    let ask =
        |filter| Ask::new(filter, Window::First(query.limit)).whole(query, asking.terms).sorted(sort(&ties));
    let asks: Vec<Ask> = filters.iter().map(ask).collect();
    let answers = asking.ask(&asks).await?;
    Ok(shown(asking, answers.into_iter().flat_map(|answer| answer.hits)).collect())
}

#[cfg(test)]
mod tests {
    use super::{Ring, fits};

    #[test]
    fn runs_of_rings_have_no_more_places_than_a_facet() {
        let rings: Vec<Ring> =
            (0..1_500).map(|metres| (metres, vec!["a".to_owned(), "b".to_owned()])).collect();
        let runs: Vec<usize> = rings.chunk_by(fits()).map(<[Ring]>::len).collect();
        assert_eq!(runs, [500, 500, 500]);
    }
}
