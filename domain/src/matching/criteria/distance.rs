//! How far it is from where the student lives, against how far the student goes.

use crate::locale::Locale;
use crate::matching::{Offer, Student, Value};
use crate::offer::RemotePolicy;

/// The Earth's mean radius, in metres.
const RADIUS: f64 = 6_371_000.0;
/// A mobility of less counts as this: the town and its surroundings.
const LEAST_REACH_KM: u32 = 10;

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
    /// So many kilometres, rounded, for somebody who does not say how far to go.
    ReachUnknown(u32),
    /// So many kilometres, for somebody who goes so far.
    Far {
        /// Kilometres, rounded.
        km: u32,
        /// Kilometres of mobility.
        reach: u32,
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
    let km = (hectometres + 5) / 10;
    let Some(reach) = student.mobility_km else { return (Value::NEUTRAL, Found::ReachUnknown(km)) };
    let partly_remote = offer.remote == RemotePolicy::Partial;
    let counted = if partly_remote { hectometres / 2 } else { hectometres };
    (of_length(counted, reach), Found::Far { km, reach, partly_remote })
}

/// From 1 at home down to a half at the end of the student's reach, and to 0 at twice that.
fn of_length(hectometres: u32, reach: u32) -> Value {
    let length = u64::from(hectometres);
    let span = 2 * u64::from(reach.max(LEAST_REACH_KM)) * 10;
    Value::of(span.saturating_sub(length), span)
}

impl Found {
    pub(super) fn sentence(self, locale: Locale) -> String {
        match (locale, self) {
            (Locale::Fr, Self::Unknown) => "La distance n'est pas connue.".to_owned(),
            (Locale::En, Self::Unknown) => "The distance is not known.".to_owned(),
            (Locale::Fr, Self::Remote) => "Le travail se fait à distance.".to_owned(),
            (Locale::En, Self::Remote) => "The work is done remotely.".to_owned(),
            (Locale::Fr, Self::ReachUnknown(km)) => {
                format!("À {km} km ; le profil ne dit pas jusqu'où aller.")
            }
            (Locale::En, Self::ReachUnknown(km)) => {
                format!("{km} km away; the profile does not say how far is possible.")
            }
            (_, Self::Far { km, reach, partly_remote }) => far(km, reach, partly_remote, locale),
        }
    }
}

fn far(km: u32, reach: u32, partly_remote: bool, locale: Locale) -> String {
    let so_far = match (locale, km <= reach) {
        (Locale::Fr, true) => format!("À {km} km, dans les {reach} km de mobilité"),
        (Locale::En, true) => format!("{km} km away, within the {reach} km of mobility"),
        (Locale::Fr, false) => format!("À {km} km, au-delà des {reach} km de mobilité"),
        (Locale::En, false) => format!("{km} km away, beyond the {reach} km of mobility"),
    };
    match (locale, partly_remote) {
        (_, false) => format!("{so_far}."),
        (Locale::Fr, true) => format!("{so_far} ; en partie à distance."),
        (Locale::En, true) => format!("{so_far}; partly remote."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::tests::{offer, student};

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
        assert_eq!([parts(0, 30), parts(30, 30), parts(60, 30)], [10_000, 5_000, 0]);
        assert_eq!([parts(5, 0), parts(500, 30)], [7_500, 0]);
        assert_eq!([parts(0, 2_000), parts(800, 2_000)], [10_000, 8_000], "who goes anywhere says so");
    }

    #[test]
    fn how_far_somebody_goes_who_does_not_say_is_unknown() {
        let at = |place| Some(Point::of(place, 1.4440));
        let student = Student { place: at(43.6045), ..student() };
        for (place, found) in [(43.6045, 0), (48.8566, 584)] {
            let offer = Offer { place: at(place), ..offer() };
            assert_eq!(value(&student, &offer), (Value::NEUTRAL, Found::ReachUnknown(found)));
            let remote = Offer { remote: RemotePolicy::Full, ..offer };
            assert_eq!(value(&student, &remote), (Value::FULL, Found::Remote));
        }
    }

    #[test]
    fn every_sentence_is_in_both_languages() {
        let far = |km, partly_remote| Found::Far { km, reach: 50, partly_remote };
        let cases = [
            (Found::Unknown, "La distance n'est pas connue.", "The distance is not known."),
            (Found::Remote, "Le travail se fait à distance.", "The work is done remotely."),
            (
                Found::ReachUnknown(67),
                "À 67 km ; le profil ne dit pas jusqu'où aller.",
                "67 km away; the profile does not say how far is possible.",
            ),
            (
                far(50, false),
                "À 50 km, dans les 50 km de mobilité.",
                "50 km away, within the 50 km of mobility.",
            ),
            (
                far(51, true),
                "À 51 km, au-delà des 50 km de mobilité ; en partie à distance.",
                "51 km away, beyond the 50 km of mobility; partly remote.",
            ),
        ];
        for (found, fr, en) in cases {
            assert_eq!([Locale::Fr, Locale::En].map(|locale| found.sentence(locale)), [fr, en]);
        }
    }
}
