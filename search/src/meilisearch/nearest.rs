//! The nearest first.
//!
//! The server sorts by distance, but takes what is less than a metre apart for equal, and cuts what lies in one place
//! after a thousand documents; so it cannot go on after a result. It is asked for places instead, one document each,
//! and then for the documents of one distance after the other, in an order that it keeps exactly.

use std::collections::BTreeMap;

use super::ask::{Ask, Asking, Found, Window, sort};
use super::search::{counts, read, shown};
use crate::order::beyond;
use crate::{After, Error, Field, Filter, Hit, Page, Point};

/// How many more places are asked for than there are results to find: those at the edge may be out of order.
const SPARE: usize = 16;
/// How far the server's order of places may be from the true one, in metres.
const BLUR: i64 = 2;
/// How many distances are asked for at once.
const BATCH: usize = 8;

/// Searches an index.
pub(super) async fn run(asking: &Asking<'_>, point: Point) -> Result<Page, Error> {
    let query = asking.query;
    let begun = match &query.after {
        Some(After::Place { keys, .. }) => keys.first().copied(),
        _ => Some(Some(0)),
    };
    let from = begun.flatten();
    let mut asks = counts(query, Window::Page(1, 1), |ask| ask);
    asks.extend(from.map(|from| places(asking, point, from)));
    let mut answers = asking.ask(&asks).await?;
    let found = if from.is_some() { answers.pop() } else { None };
    let found = found.into_iter().flat_map(|answer| answer.hits).map(|found| found.result);
    let found: Vec<Found> = found.collect();
    let whole = found.len() < query.limit + SPARE;
    let rings = rings(point, from.unwrap_or(0), whole, found);
    let (mut page, _) = read(asking, answers);
    let mut filters: Vec<Filter> = rings.into_iter().map(|ring| ring_filter(asking, ring)).collect();
    if whole {
        filters.push(last_filter(asking));
    }
    page.hits = fill(asking, &filters).await?;
    Ok(page)
}

/// The nearest places that are no nearer than `from`.
fn places(asking: &Asking<'_>, point: Point, from: i64) -> Ask {
    let query = asking.query;
    let farther = Filter::Away(point, Some(from), None);
    let filter = Filter::All(vec![query.filter.clone(), farther]);
    Ask::new(&filter, Window::First(query.limit + SPARE)).sorted(sort(&query.order())).one_a_place()
}

/// The places by their distance, the nearest first, as far as all are known: those at the edge are not, unless what was
/// found is the `whole`.
fn rings(point: Point, from: i64, whole: bool, found: Vec<Found>) -> Vec<(i64, Vec<String>)> {
    let places: Vec<(i64, Point)> =
        found.iter().filter_map(Found::point).map(|place| (point.metres_to(place), place)).collect();
    let farthest = places.iter().map(|(metres, _)| *metres).max().unwrap_or_default();
    let mut rings: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for (metres, place) in places {
        if metres >= from && (whole || metres < farthest - BLUR) {
            rings.entry(metres).or_default().push(place.to_string());
        }
    }
    rings.into_iter().collect()
}

/// The documents at a distance; of those where the last page ended, what comes after it.
fn ring_filter(asking: &Asking<'_>, (metres, places): (i64, Vec<String>)) -> Filter {
    Filter::All(vec![
        asking.query.filter.clone(),
        Filter::In(Field::Place, places),
        rest_of(asking, Some(metres)),
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

/// The documents of one filter after the other, until there are enough.
async fn fill(asking: &Asking<'_>, filters: &[Filter]) -> Result<Vec<Hit>, Error> {
    let query = asking.query;
    let ties = query.order().split_off(1);
    let mut hits = Vec::new();
    for filters in filters.chunks(BATCH) {
        let ask = |filter| {
            Ask::new(filter, Window::First(query.limit)).whole(query, asking.terms).sorted(sort(&ties))
        };
        let asks: Vec<Ask> = filters.iter().map(ask).collect();
        let answers = asking.ask(&asks).await?;
        hits.extend(shown(asking, answers.into_iter().flat_map(|answer| answer.hits)));
        if hits.len() >= query.limit {
            break;
        }
    }
    hits.truncate(query.limit);
    Ok(hits)
}
