use std::fmt;

/// Where something is, in millionths of a degree (WGS 84): about a tenth of a metre, and compared exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    latitude: i32,
    longitude: i32,
}

/// Metres of the Earth's mean radius.
pub const EARTH_RADIUS: f64 = 6_371_000.0;

/// Parts of a degree.
const PARTS: f64 = 1_000_000.0;

impl Point {
    /// From degrees north and east; `None` for what is no place: beyond a pole, beyond half a turn, not a number.
    #[must_use]
    pub fn of(latitude: f64, longitude: f64) -> Option<Self> {
        let known = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        known.then(|| Point { latitude: parts(latitude), longitude: parts(longitude) })
    }

    /// From millionths of a degree, as documents hold them.
    #[must_use]
    pub fn of_parts(latitude: i64, longitude: i64) -> Option<Self> {
        Some(Point { latitude: latitude.try_into().ok()?, longitude: longitude.try_into().ok()? })
    }

    /// Millionths of a degree, north and east.
    #[must_use]
    pub fn parts(self) -> (i64, i64) {
        (self.latitude.into(), self.longitude.into())
    }

    /// Degrees north and east.
    #[must_use]
    pub fn degrees(self) -> (f64, f64) {
        (f64::from(self.latitude) / PARTS, f64::from(self.longitude) / PARTS)
    }

    /// How far another point is, in whole metres, rounded down: along the surface of a sphere (haversine).
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "half of the Earth's circumference is 20,015,086 m")]
    pub fn metres_to(self, other: Point) -> i64 {
        let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
        let ((north, east), (to_north, to_east)) = (self.degrees(), other.degrees());
        let narrowing = north.to_radians().cos() * to_north.to_radians().cos();
        let chord = half(to_north - north) + narrowing * half(to_east - east);
        (2.0 * EARTH_RADIUS * chord.sqrt().min(1.0).asin()).floor() as i64
    }

    /// The latitudes, in millionths of a degree, beyond which everything is farther than so many metres.
    #[must_use]
    pub fn latitudes_within(self, metres: i64) -> (i64, i64) {
        // A degree is 111,194.9 m; a thousandth more, for the rounding.
        let reach = metres.saturating_add(1).saturating_mul(9_003) / 1_000 + 2;
        let own = i64::from(self.latitude);
        (own.saturating_sub(reach), own.saturating_add(reach))
    }
}

impl fmt::Display for Point {
    /// Millionths of a degree, north and east: the key that documents of one place share.
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{},{}", self.latitude, self.longitude)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "at most 180 millions, and rounded")]
fn parts(degrees: f64) -> i32 {
    (degrees * PARTS).round() as i32
}

#[cfg(test)]
mod tests {
    use super::Point;

    #[test]
    fn distances_are_those_of_the_map() {
        let (toulouse, paris) = (Point::of(43.6043, 1.4437).unwrap(), Point::of(48.8534, 2.3488).unwrap());
        assert_eq!(toulouse.metres_to(toulouse), 0);
        assert_eq!(toulouse.metres_to(paris), paris.metres_to(toulouse));
        assert!((586_000..590_000).contains(&toulouse.metres_to(paris)), "{}", toulouse.metres_to(paris));
        let poles = Point::of(90.0, 0.0).unwrap().metres_to(Point::of(-90.0, 0.0).unwrap());
        assert_eq!(poles, 20_015_086);
    }

    #[test]
    fn what_is_no_place_is_none() {
        for (north, east) in [(90.1, 0.0), (0.0, -180.5), (f64::NAN, 0.0), (0.0, f64::INFINITY)] {
            assert_eq!(Point::of(north, east), None);
        }
        let point = Point::of(-12.345_678, 1.5).unwrap();
        assert_eq!(point.parts(), (-12_345_678, 1_500_000));
        assert_eq!(Point::of_parts(-12_345_678, 1_500_000), Some(point));
        assert_eq!(point.to_string(), "-12345678,1500000");
    }

    #[test]
    fn what_is_within_is_between_the_latitudes() {
        let origin = Point::of(45.0, 3.0).unwrap();
        for step in 0..2_000 {
            let other = Point::of_parts(45_000_000 + step * 5_003, 3_000_000).unwrap();
            let metres = origin.metres_to(other);
            let (from, to) = origin.latitudes_within(metres);
            assert!((from..=to).contains(&other.parts().0), "{metres}");
        }
    }
}
