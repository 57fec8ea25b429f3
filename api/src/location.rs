//! Where a postcode and a city are: what is stored beside them, of hires, companies and students.

use domain::place;
use domain::text::fold;

/// What a postcode and a city, as printed, say of the place. Nothing is guessed: unknown stays unknown.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Location {
    /// The city as printed, folded.
    pub(crate) city_key: Option<String>,
    /// The commune, else the city cleaned.
    pub(crate) place: Option<String>,
    /// The place, folded.
    pub(crate) place_key: Option<String>,
    /// Degrees north.
    pub(crate) latitude: Option<f64>,
    /// Degrees east.
    pub(crate) longitude: Option<f64>,
}

impl Location {
    /// From what was printed.
    #[must_use]
    pub(crate) fn of(postcode: Option<&str>, city: Option<&str>) -> Self {
        let (postcode, printed) = (postcode.unwrap_or_default(), city.unwrap_or_default());
        if postcode.is_empty() && printed.is_empty() {
            return Self::default();
        }
        let commune = place::resolve(postcode, printed);
        let place =
            commune.map(|commune| commune.name.to_owned()).or_else(|| place::label(postcode, printed));
        let point = commune.and_then(|commune| commune.coordinates);
        Self {
            city_key: city.map(fold).filter(|key| !key.is_empty()),
            place_key: place.as_deref().map(fold),
            place,
            latitude: point.map(|point| point.latitude),
            longitude: point.map(|point| point.longitude),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unknown_stays_unknown() {
        assert_eq!(Location::of(None, None), Location::default());
        let abroad = Location::of(None, Some("LONDON"));
        assert_eq!((abroad.place.as_deref(), abroad.city_key.as_deref()), (Some("London"), Some("london")));
        assert_eq!((abroad.latitude, abroad.longitude), (None, None));
    }

    #[test]
    fn a_printed_city_is_kept_beside_its_commune() {
        let golfech = Location::of(Some("82400"), Some("GOLDFECH"));
        assert_eq!(
            (golfech.city_key.as_deref(), golfech.place_key.as_deref()),
            (Some("goldfech"), Some("golfech"))
        );
        assert!(golfech.latitude.is_some() && golfech.longitude.is_some());
    }
}
