//! How far it is from where the student lives, against how far the student goes.

use crate::locale::Locale;
use crate::matching::{Offer, Student, Value};
use crate::offer::RemotePolicy;

/// The Earth's mean radius, in metres.
const RADIUS: f64 = 6_371_000.0;
/// A mobility of less counts as this: the town and its surroundings.
const LEAST_REACH_KM: u32 = 10;
/// For somebody who goes anywhere, the value falls to a half over this: near is better all the same.
const ANYWHERE_KM: u32 = 800;

/// A point on the globe, as a vector of length one: what a distance is quickly computed from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point([f64; 3]);

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// One of the two places is not known.
    Unknown,
    /// The work is done from anywhere.
    Remote,
    /// So many kilometres, for somebody who goes so far (`None` is anywhere).
    Far {
        /// Kilometres, rounded.
        km: u32,
        /// Kilometres of mobility.
        reach: Option<u32>,
        /// Whether some days a week are remote, so that the distance counts for half.
        partly_remote: bool,
    },
}

impl Point {
    /// From degrees north and east.
    #[must_use]
    pub fn of(latitude: f64, longitude: f64) -> Self {
        let (latitude, longitude) = (latitude.to_radians(), longitude.to_radians());
        let around = latitude.cos();
        Self([around * longitude.cos(), around * longitude.sin(), latitude.sin()])
    }

    /// Hundreds of metres as the crow flies, rounded.
    #[must_use]
    pub fn hectometres_to(self, other: Self) -> u32 {
        let [x, y, z] = [0, 1, 2].map(|axis: usize| self.0[axis] - other.0[axis]);
        let chord = (x * x + y * y + z * z).sqrt();
        let metres = 2.0 * RADIUS * (chord / 2.0).min(1.0).asin();
        whole((metres / 100.0).round())
    }
}

/// A rounded length as a whole number; what is no number is none.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of this kind saturates")]
fn whole(length: f64) -> u32 {
    length as u32
}

pub(super) fn value(student: &Student, offer: &Offer) -> (Value, Found) {
    if offer.remote == RemotePolicy::Full {
        return (Value::FULL, Found::Remote);
    }
    let (Some(home), Some(work)) = (student.place, offer.place) else {
        return (Value::NEUTRAL, Found::Unknown);
    };
    let hectometres = home.hectometres_to(work);
    let partly_remote = offer.remote == RemotePolicy::Partial;
    let counted = if partly_remote { hectometres / 2 } else { hectometres };
    let km = (hectometres + 5) / 10;
    (of_length(counted, student.mobility_km), Found::Far { km, reach: student.mobility_km, partly_remote })
}

/// From 1 at home down to a half at the end of the student's reach, and to 0 at twice that.
fn of_length(hectometres: u32, reach: Option<u32>) -> Value {
    let length = u64::from(hectometres);
    let Some(reach) = reach else {
        let span = u64::from(ANYWHERE_KM) * 10;
        return Value::of(2 * span - length.min(span), 2 * span);
    };
    let span = 2 * u64::from(reach.max(LEAST_REACH_KM)) * 10;
    Value::of(span.saturating_sub(length), span)
}

impl Found {
    pub(super) fn sentence(self, locale: Locale) -> String {
        let Self::Far { km, reach, partly_remote } = self else {
            return match (locale, self) {
                (Locale::Fr, Self::Remote) => "Le travail se fait à distance.",
                (Locale::En, Self::Remote) => "The work is done remotely.",
                (Locale::Fr, _) => "La distance n'est pas connue.",
                (Locale::En, _) => "The distance is not known.",
            }
            .to_owned();
        };
        let so_far = match (locale, reach) {
            (Locale::Fr, None) => format!("À {km} km, pour une mobilité sans limite"),
            (Locale::En, None) => format!("{km} km away, with no limit of mobility"),
            (Locale::Fr, Some(reach)) if km <= reach => format!("À {km} km, dans les {reach} km de mobilité"),
            (Locale::En, Some(reach)) if km <= reach => {
                format!("{km} km away, within the {reach} km of mobility")
            }
            (Locale::Fr, Some(reach)) => format!("À {km} km, au-delà des {reach} km de mobilité"),
            (Locale::En, Some(reach)) => format!("{km} km away, beyond the {reach} km of mobility"),
        };
        match (locale, partly_remote) {
            (_, false) => format!("{so_far}."),
            (Locale::Fr, true) => format!("{so_far} ; en partie à distance."),
            (Locale::En, true) => format!("{so_far}; partly remote."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_map() {
        let toulouse = Point::of(43.6045, 1.4440);
        let paris = Point::of(48.8566, 2.3522);
        assert!((5_860..5_900).contains(&toulouse.hectometres_to(paris)));
        assert_eq!(toulouse.hectometres_to(toulouse), 0);
        assert_eq!(toulouse.hectometres_to(paris), paris.hectometres_to(toulouse));
        assert_eq!(Point::of(0.0, 0.0).hectometres_to(Point::of(0.0, 180.0)), 200_151);
    }

    #[test]
    fn near_is_better_and_the_end_of_the_reach_is_a_half() {
        let parts = |km: u32, reach| of_length(km * 10, reach).parts();
        assert_eq!([parts(0, Some(30)), parts(30, Some(30)), parts(60, Some(30))], [10_000, 5_000, 0]);
        assert_eq!([parts(5, Some(0)), parts(500, Some(30))], [7_500, 0]);
        assert_eq!([parts(0, None), parts(800, None), parts(9_000, None)], [10_000, 5_000, 5_000]);
    }
}
