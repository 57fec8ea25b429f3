//! The communes of France with their indexes, read once.

use super::{Coordinates, city_key};
use crate::data::rows;
use serde::Deserialize;
use std::{collections::HashMap, sync::LazyLock};

/// A line of `communes.csv`.
#[derive(Debug, Deserialize)]
pub(super) struct Commune {
    pub(super) insee: String,
    pub(super) name: String,
    pub(super) department: String,
    /// Parted by spaces; every commune has at least one.
    postcodes: String,
    latitude: Option<f64>,
    longitude: Option<f64>,
    /// The name as [`city_key`] has it.
    #[serde(skip)]
    pub(super) key: String,
}

impl Commune {
    pub(super) fn postcodes(&self) -> impl Iterator<Item = &str> {
        self.postcodes.split(' ')
    }

    fn own_coordinates(&self) -> Option<Coordinates> {
        Some(Coordinates { latitude: self.latitude?, longitude: self.longitude? })
    }
}

/// The communes, and the places in the list of those with a given postcode, name or INSEE code.
pub(super) struct Gazetteer {
    communes: Vec<Commune>,
    by_postcode: HashMap<String, Vec<usize>>,
    by_key: HashMap<String, Vec<usize>>,
    by_insee: HashMap<String, Vec<usize>>,
}

/// The gazetteer; the first call reads 35,000 lines.
pub(super) fn gazetteer() -> &'static Gazetteer {
    static GAZETTEER: LazyLock<Gazetteer> =
        LazyLock::new(|| Gazetteer::new(rows(include_str!("../../data/communes.csv"))));
    &GAZETTEER
}

impl Gazetteer {
    fn new(mut communes: Vec<Commune>) -> Self {
        let (mut by_postcode, mut by_key, mut by_insee) = (HashMap::new(), HashMap::new(), HashMap::new());
        for (index, commune) in communes.iter_mut().enumerate() {
            commune.key = city_key(&commune.name);
            let add = |to: &mut HashMap<String, Vec<usize>>, key: &str| {
                to.entry(key.to_owned()).or_default().push(index);
            };
            add(&mut by_key, &commune.key);
            add(&mut by_insee, &commune.insee);
            commune.postcodes().for_each(|postcode| add(&mut by_postcode, postcode));
        }
        Self { communes, by_postcode, by_key, by_insee }
    }

    pub(super) fn with_postcode(&self, postcode: &str) -> impl Iterator<Item = &Commune> {
        self.listed(self.by_postcode.get(postcode))
    }

    pub(super) fn named(&self, key: &str) -> impl Iterator<Item = &Commune> {
        self.listed(self.by_key.get(key))
    }

    pub(super) fn with_insee(&self, insee: &str) -> Option<&Commune> {
        self.listed(self.by_insee.get(insee)).next()
    }

    /// A commune's own coordinates, else the mean of those of the communes that share a postcode with it.
    pub(super) fn coordinates(&self, commune: &Commune) -> Option<Coordinates> {
        commune.own_coordinates().or_else(|| {
            let neighbours = commune.postcodes().flat_map(|postcode| self.with_postcode(postcode));
            mean(neighbours.filter_map(Commune::own_coordinates))
        })
    }

    fn listed(&self, indexes: Option<&Vec<usize>>) -> impl Iterator<Item = &Commune> {
        indexes.into_iter().flatten().filter_map(|index| self.communes.get(*index))
    }
}

fn mean(points: impl Iterator<Item = Coordinates>) -> Option<Coordinates> {
    let (mut count, mut latitude, mut longitude) = (0.0, 0.0, 0.0);
    for point in points {
        count += 1.0;
        latitude += point.latitude;
        longitude += point.longitude;
    }
    (count > 0.0).then(|| Coordinates { latitude: latitude / count, longitude: longitude / count })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_file_is_read() {
        let communes = &gazetteer().communes;
        assert_eq!(communes.len(), 34_964);
        assert_eq!(communes.iter().filter(|c| c.own_coordinates().is_some()).count(), 14_384);
        assert!(communes.iter().all(|c| c.postcodes().all(|postcode| postcode.len() == 5)));
        assert_eq!(gazetteer().by_insee.len(), communes.len(), "INSEE codes are unique");
    }

    #[test]
    fn without_neighbours_there_are_no_coordinates() {
        assert_eq!(mean(std::iter::empty()), None);
    }
}
