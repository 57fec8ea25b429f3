//! Circles around a point, and the order by distance.

use std::sync::Arc;

use libtest_mimic::Failed;
use search::documents::OfferDocument;
use search::{After, Engine, Field, Filter, Kind, Point, Query, Sort};

use crate::Outcome;
use crate::paging::walk;
use crate::world::{everything, found, id, narrowed, numbers, offer, write};

/// Toulouse, in millionths of a degree.
const CENTRE: (i64, i64) = (43_604_300, 1_443_700);

fn point((latitude, longitude): (i64, i64)) -> Result<Point, Failed> {
    Point::of_parts(latitude, longitude).ok_or_else(|| "no point".into())
}

fn placed(number: u128, place: Option<(i64, i64)>) -> Result<OfferDocument, Failed> {
    Ok(OfferDocument { point: place.map(point).transpose()?, ..offer(number, "Soudure") })
}

/// Points around the centre, farther and farther, in every direction.
fn spiral(steps: u32) -> impl Iterator<Item = (i64, i64)> {
    (1..=i64::from(steps)).map(|step| {
        let (north, east) = (step * 7_919 % 2_001 - 1_000, step * 104_729 % 2_003 - 1_001);
        (CENTRE.0 + north * step, CENTRE.1 + east * step)
    })
}

pub(crate) async fn circles_hold_what_is_known_to_be_within(engine: Arc<dyn Engine>) -> Outcome {
    let colomiers = (43_613_900, 1_336_700);
    let written =
        [placed(1, Some(CENTRE))?, placed(2, Some(colomiers))?, placed(3, None)?, placed(4, Some((0, 0)))?];
    write(&*engine, Kind::Offer, written).await?;
    let centre = point(CENTRE)?;
    let far = centre.metres_to(point(colomiers)?);
    let cases = [
        (Filter::Away(centre, None, Some(0)), vec![1]),
        (Filter::Away(centre, None, Some(far - 1)), vec![1]),
        (Filter::Away(centre, None, Some(far)), vec![2, 1]),
        (Filter::Away(centre, Some(far), Some(far)), vec![2]),
        (Filter::Away(centre, Some(far + 1), None), vec![4]),
        (Filter::Away(centre, Some(0), None), vec![4, 2, 1]),
        (Filter::Away(centre, None, None), vec![4, 2, 1]),
        (Filter::Away(centre, None, Some(-1)), vec![]),
        (Filter::Not(Box::new(Filter::Away(centre, None, Some(50_000)))), vec![4, 3]),
        (Filter::unknown(Field::Latitude), vec![3]),
        (Filter::Ids(vec![id(2), id(3), id(77)]), vec![3, 2]),
        (Filter::Ids(Vec::new()), vec![]),
        (Filter::After(id(2)), vec![4, 3]),
    ];
    for (filter, expected) in cases {
        assert_eq!(found(&*engine, &narrowed(filter.clone())).await?, expected, "{filter:?}");
    }
    Ok(())
}

pub(crate) async fn both_engines_measure_alike(engine: Arc<dyn Engine>) -> Outcome {
    let places: Vec<(i64, i64)> = spiral(300).collect();
    let mut offers = Vec::new();
    for (number, place) in (1..).zip(&places) {
        offers.push(placed(number, Some(*place))?);
    }
    write(&*engine, Kind::Offer, offers).await?;
    let centre = point(CENTRE)?;
    for metres in [1_000, 5_000, 10_000, 20_000, 30_000, 80_000] {
        let query = Query { limit: 400, ..narrowed(Filter::Away(centre, None, Some(metres))) };
        let mut expected = Vec::new();
        for (number, place) in (1..).zip(&places) {
            if centre.metres_to(point(*place)?) <= metres {
                expected.push(number);
            }
        }
        expected.reverse();
        assert_eq!(found(&*engine, &query).await?, expected, "{metres}");
    }
    Ok(())
}

pub(crate) async fn the_nearest_come_first_and_the_unknown_last(engine: Arc<dyn Engine>) -> Outcome {
    let centre = point(CENTRE)?;
    let mut offers = Vec::new();
    for (number, place) in (1..).zip(spiral(120)) {
        offers.push(placed(number, Some(place))?);
        if number % 3 == 0 {
            // In one place with another, and half a metre from it: nothing that a sort should be led astray by.
            offers.push(placed(1_000 + number, Some(place))?);
            offers.push(placed(2_000 + number, Some((place.0 + 4, place.1)))?);
        }
    }
    offers.extend([placed(500, None)?, placed(501, None)?]);
    let mut expected: Vec<(i64, i64, u128)> = offers
        .iter()
        .map(|offer| {
            let metres = offer.point.map_or(i64::MAX, |place| centre.metres_to(place));
            (metres, -offer.published_at, offer.id.as_u128())
        })
        .collect();
    expected.sort_unstable();
    let expected: Vec<u128> = expected.into_iter().map(|(_, _, number)| number).collect();
    write(&*engine, Kind::Offer, offers).await?;
    let nearest = Query { sort: Sort::Nearest(centre), limit: 300, ..everything() };
    let page = engine.search(&nearest).await?;
    assert_eq!((numbers(&page), page.total), (expected.clone(), 202));
    let paged = Query { limit: 7, ..nearest.clone() };
    assert_eq!(walk(&*engine, &paged, async |_| Ok(())).await?, expected, "page by page");
    let within =
        Query { filter: Filter::Away(centre, None, Some(40_000)), text: "soudure".to_owned(), ..paged };
    let near = walk(&*engine, &within, async |_| Ok(())).await?;
    assert!(!near.is_empty() && expected.starts_with(&near), "within a circle, with words");
    Ok(())
}

pub(crate) async fn many_in_one_place_are_paged_through(engine: Arc<dyn Engine>) -> Outcome {
    let centre = point(CENTRE)?;
    let mut offers = Vec::new();
    for number in 1..=1_205 {
        offers.push(placed(number, Some(CENTRE))?);
    }
    offers.push(placed(2_000, Some((CENTRE.0 + 90_000, CENTRE.1)))?);
    write(&*engine, Kind::Offer, offers).await?;
    let nearest = Query { sort: Sort::Nearest(centre), limit: 100, ..everything() };
    let mut expected: Vec<u128> = (1..=1_205).rev().collect();
    expected.push(2_000);
    assert_eq!(walk(&*engine, &nearest, async |_| Ok(())).await?, expected);
    let last = After::Place { keys: vec![Some(0), Some(1_000_000)], id: id(1) };
    let page = engine.search(&Query { after: Some(last), ..nearest }).await?;
    assert_eq!((numbers(&page), page.total), (vec![2_000], 1_206), "the total is of all");
    assert_eq!(page.hits[0].keys, [Some(10_007), Some(2_000_000_000)]);
    Ok(())
}
