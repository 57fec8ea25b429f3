//! Where everything is: real cities, the big ones more often.

use crate::demo::dice::Dice;
use domain::place::{self, Coordinates};
use domain::text::fold;

/// Postcode, name, and how often in a thousand or so.
const CITIES: &[(&str, &str, usize)] = &[
    ("31000", "Toulouse", 180),
    ("75013", "Paris", 150),
    ("69007", "Lyon", 90),
    ("13002", "Marseille", 60),
    ("33000", "Bordeaux", 50),
    ("34000", "Montpellier", 45),
    ("44000", "Nantes", 45),
    ("59000", "Lille", 40),
    ("38000", "Grenoble", 40),
    ("35000", "Rennes", 35),
    ("67000", "Strasbourg", 30),
    ("06000", "Nice", 25),
    ("22300", "Lannion", 25),
    ("31770", "Colomiers", 25),
    ("31700", "Blagnac", 25),
    ("81000", "Albi", 20),
    ("30100", "Alès", 20),
    ("30000", "Nîmes", 15),
    ("64000", "Pau", 15),
    ("76000", "Rouen", 15),
    ("37000", "Tours", 12),
    ("63000", "Clermont-Ferrand", 12),
    ("29200", "Brest", 12),
    ("81100", "Castres", 8),
    ("65000", "Tarbes", 8),
    ("82000", "Montauban", 8),
    ("09100", "Pamiers", 5),
    ("12000", "Rodez", 5),
];

/// A city.
#[derive(Clone, Debug)]
pub(super) struct City {
    pub(super) postcode: &'static str,
    pub(super) name: &'static str,
    pub(super) key: String,
    pub(super) coordinates: Option<Coordinates>,
}

/// Every city, each as often in the list as it is to be drawn; none that the gazetteer does not know.
#[derive(Debug)]
pub(super) struct Cities(Vec<City>, Vec<usize>);

impl Cities {
    pub(super) fn read() -> Self {
        let known = CITIES.iter().filter_map(|(postcode, name, weight)| {
            let place = place::resolve(postcode, name)?;
            let (name, postcode) = (place.name, place.postcode);
            Some((City { postcode, name, key: fold(name), coordinates: place.coordinates }, *weight))
        });
        let (cities, weights): (Vec<_>, Vec<_>) = known.unzip();
        let ranks = weights.iter().enumerate().flat_map(|(rank, weight)| std::iter::repeat_n(rank, *weight));
        Self(cities, ranks.collect())
    }

    pub(super) fn pick(&self, dice: &Dice) -> &City {
        &self.0[dice.pick(&self.1)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gazetteer_knows_every_city_and_where_it_lies() {
        let cities = Cities::read().0;
        assert_eq!(cities.len(), CITIES.len());
        for (city, (postcode, name, _)) in cities.iter().zip(CITIES) {
            assert_eq!((city.postcode, city.name), (*postcode, *name));
            assert!(city.coordinates.is_some(), "{name}");
        }
    }
}
