//! Circles around a point.
//!
//! The server has geography of its own, and writes the places of all documents anew for each document that it takes: a
//! second with 100,000. Documents name their place instead. There are far fewer places than documents: they are asked for,
//! one document each, and measured here.

use super::ask::{Ask, Asking, Window};
use crate::{Error, Field, Filter, Point};

/// Places that are asked for at most: more than there are communes in France.
const MOST: usize = 40_000;

/// The filter of a query, with the places that lie in it for each circle.
pub(super) async fn resolved(asking: &Asking<'_>, circles: Vec<Filter>) -> Result<Filter, Error> {
    let asks: Vec<Ask> = circles.iter().map(|circle| places(&around(circle))).collect();
    let answers = asking.ask(&asks).await?;
    let mut known = Vec::new();
    for (circle, answer) in circles.into_iter().zip(answers) {
        let found = answer.hits.iter().filter_map(|hit| hit.result.point());
        let within = found.filter(|place| holds(&circle, *place)).map(|place| place.to_string()).collect();
        known.push((circle, Filter::In(Field::Place, within)));
    }
    Ok(with(&asking.query.filter, &known))
}

/// The circles of a filter, but for those that hold every place.
pub(super) fn circles(filter: &Filter) -> Vec<Filter> {
    match filter {
        Filter::All(parts) | Filter::Any(parts) => parts.iter().flat_map(circles).collect(),
        Filter::Not(part) => circles(part),
        Filter::Away(_, None, None) => Vec::new(),
        Filter::Away(..) => vec![filter.clone()],
        _ => Vec::new(),
    }
}

/// Asks for the places of what a filter finds, whatever was typed.
pub(super) fn places(filter: &Filter) -> Ask {
    Ask::new(filter, Window::First(MOST)).one_a_place()
}

/// What a circle lies in, as the server can tell it.
fn around(circle: &Filter) -> Filter {
    let (from, to) = match circle {
        Filter::Away(point, _, Some(to)) => Some(point.latitudes_within(*to)).unzip(),
        _ => (None, None),
    };
    Filter::Between(Field::Latitude, from, to)
}

/// Whether a place lies in a circle.
fn holds(circle: &Filter, place: Point) -> bool {
    let Filter::Away(point, from, to) = circle else { return false };
    let metres = point.metres_to(place);
    from.is_none_or(|from| metres >= from) && to.is_none_or(|to| metres <= to)
}

/// The filter with what is known of its circles in their place.
fn with(filter: &Filter, known: &[(Filter, Filter)]) -> Filter {
    let all = |parts: &[Filter]| parts.iter().map(|part| with(part, known)).collect();
    match filter {
        Filter::All(parts) => Filter::All(all(parts)),
        Filter::Any(parts) => Filter::Any(all(parts)),
        Filter::Not(part) => Filter::Not(Box::new(with(part, known))),
        other => known.iter().find(|(circle, _)| circle == other).map_or(other, |(_, places)| places).clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::{around, circles, holds, with};
    use crate::{Field, Filter, Point};

    #[test]
    fn circles_become_places() {
        let point = Point::of(43.6, -1.25).unwrap();
        let (circle, known) = (Filter::Away(point, Some(5), Some(20)), Filter::Away(point, None, None));
        let filter = Filter::All(vec![known.clone(), Filter::Not(Box::new(circle.clone()))]);
        assert_eq!(circles(&filter), std::slice::from_ref(&circle));
        let places = Filter::In(Field::Place, vec![point.to_string()]);
        let expected = Filter::All(vec![known, Filter::Not(Box::new(places.clone()))]);
        assert_eq!(with(&filter, &[(circle.clone(), places)]), expected);
        assert!(!holds(&circle, point), "nearer than 5 metres");
        let (from, to) = point.latitudes_within(20);
        assert_eq!(around(&circle), Filter::Between(Field::Latitude, Some(from), Some(to)));
        assert_eq!(around(&Filter::Away(point, Some(5), None)), Filter::Between(Field::Latitude, None, None));
    }
}
