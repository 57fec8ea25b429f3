//! Where something is to be near to: a city by its name, or a point; what that is to the engine, and to SQL.

use crate::error::Error;
use async_graphql::InputObject;
use domain::place;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition};
use search::{EARTH_RADIUS, Filter, Point};

/// The farthest that a circle reaches, in kilometres: France is 1,000 across.
const FARTHEST: i32 = 1_000;
/// Beyond this latitude a circle of [`FARTHEST`] may hold a pole, and has no longitudes.
const NORTHERNMOST: f64 = 80.0;

/// Somewhere to be near to: a city or a point, and how near.
#[derive(Clone, Debug, Default, InputObject)]
pub struct Near {
    /// A commune of France, by its name, with its postcode where several have the name: `Toulouse`, `Valence (26000)`.
    /// Case and accents do not matter.
    pub city: Option<String>,
    /// A point, instead of a city.
    pub point: Option<PointInput>,
    /// Within so many kilometres as the crow flies, 1 to 1,000. What is somewhere unknown is never within. Without it,
    /// the place is only what `NEAREST` sorts by.
    pub km: Option<i32>,
}

/// A point on the map.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct PointInput {
    /// Degrees north, -80 to 80.
    pub latitude: f64,
    /// Degrees east, -180 to 180.
    pub longitude: f64,
}

/// A checked place, and how near.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around {
    /// The place.
    pub(super) point: Point,
    metres: Option<i64>,
}

impl Around {
    /// Checks where, and how near.
    ///
    /// # Errors
    /// `BAD_USER_INPUT`: neither or both of a city and a point; a city that is not known, with the nearest names; one
    /// whose place is not known; a number out of its range.
    pub(super) fn of(near: &Near) -> Result<Self, Error> {
        let point = match (&near.city, near.point) {
            (Some(city), None) => of_city(city)?,
            (None, Some(point)) => of_point(point)?,
            _ => return Err(wrong("near", "expected either `city` or `point`")),
        };
        let metres = match near.km {
            None => None,
            Some(km @ 1..=FARTHEST) => Some(i64::from(km) * 1_000),
            Some(_) => return Err(wrong("km", &format!("expected a number from 1 to {FARTHEST}"))),
        };
        Ok(Self { point, metres })
    }

    /// [`Around::of`], where nothing is sorted by distance.
    ///
    /// # Errors
    /// `BAD_USER_INPUT`: the same, and no `km`.
    pub(super) fn within(near: &Near) -> Result<Self, Error> {
        let around = Self::of(near)?;
        if around.metres.is_none() {
            return Err(wrong("km", &format!("expected a number from 1 to {FARTHEST}")));
        }
        Ok(around)
    }

    /// For the engine; none where any distance will do.
    pub(super) fn filter(self) -> Option<Filter> {
        self.metres.map(|metres| Filter::Away(self.point, None, Some(metres)))
    }

    /// For SQL: the same. SQLite has no trigonometry, so cosines are sums of powers here, of which the error is below a
    /// millimetre.
    pub(super) fn condition<C: ColumnTrait>(self, latitude: C, longitude: C) -> Option<Condition> {
        let reach = ((self.metres?.saturating_add(1)) as f64 / EARTH_RADIUS).min(std::f64::consts::PI);
        let (north, east) = self.point.degrees();
        let narrowing = north.to_radians().cos();
        let (tall, wide) = (reach.to_degrees(), (reach.sin() / narrowing).asin().to_degrees());
        let own = |column: C| Expr::col((column.entity_name(), column));
        let apart = |column: C, from: f64| own(column).sub(from).mul(1_f64.to_radians());
        // The haversine of an angle is (1 - cos) / 2: between here and there, it is that of the latitudes, and that of
        // the longitudes as far as these have narrowed.
        let of_latitudes = Expr::value(1.0).sub(cosine(&apart(latitude, north)));
        let of_longitudes = Expr::value(1.0).sub(cosine(&apart(longitude, east)));
        let narrowed = cosine(&apart(latitude, 0.0)).mul(narrowing).mul(of_longitudes);
        let near = of_latitudes.add(narrowed).lt(1.0 - reach.cos());
        let between = |column: C, middle: f64, reach: f64| column.between(middle - reach, middle + reach);
        let inside = Condition::all().add(between(latitude, north, tall)).add(between(longitude, east, wide));
        Some(inside.add(near))
    }
}

/// The cosine of an angle of half a turn at most, in radians.
fn cosine(angle: &Expr) -> Expr {
    let square = || angle.clone().mul(angle.clone());
    // 1 - x²/2 (1 - x²/12 (1 - x²/30 (…))): each term is the one before, over the next two numbers.
    (1..=10_i32).rev().fold(Expr::value(1.0), |inner, term| {
        let divisor = f64::from((2 * term - 1) * 2 * term);
        Expr::value(1.0).sub(square().div(divisor).mul(inner))
    })
}

fn of_city(city: &str) -> Result<Point, Error> {
    let found = place::find(city).map_err(|accepted| {
        if accepted.is_empty() {
            return wrong("city", "not a commune of France; expected its name, or a `point` instead");
        }
        Error::unknown_value(&["filter", "near", "city"], city, accepted)
    })?;
    let point = found.coordinates.and_then(|place| Point::of(place.latitude, place.longitude));
    point.ok_or_else(|| wrong("city", "where this commune lies is not known; give a `point` instead"))
}

fn of_point(point: PointInput) -> Result<Point, Error> {
    let known = Point::of(point.latitude, point.longitude).filter(|_| point.latitude.abs() <= NORTHERNMOST);
    known.ok_or_else(|| wrong("point", "expected degrees: -80 to 80 north, -180 to 180 east"))
}

fn wrong(field: &str, message: &str) -> Error {
    match field {
        "near" => Error::bad_input(&["filter", "near"], message),
        field => Error::bad_input(&["filter", "near", field], message),
    }
}
