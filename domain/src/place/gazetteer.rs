//! The communes of France with their indexes, read once.
//!
//! The file is part of the program, compressed (`build.rs`), and kept whole once it was unpacked, so its lines are
//! borrowed and only parted: the first question waits for the indexes, and in a debug build it would wait a second
//! for a CSV reader. Folding a name is the dearest step,
//! and is done once, for the communes that questions concern.

use super::{Coordinates, city_key};
use flate2::read::GzDecoder;
use std::{
    collections::HashMap,
    io::Read,
    ops::Range,
    sync::{LazyLock, OnceLock},
};

/// Sorted by INSEE code, hence by department; no field is quoted. The tests hold it to that.
static FILE: LazyLock<String> =
    LazyLock::new(|| unpacked(include_bytes!(concat!(env!("OUT_DIR"), "/communes.csv.gz"))));
const COLUMNS: usize = 8;

/// The text of a file that the build compressed.
///
/// # Panics
/// When it is damaged: that is a fault of the build, not of a user, and the tests read the file.
fn unpacked(file: &[u8]) -> String {
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text).expect("the shipped files are well formed");
    text
}

/// A line of `communes.csv`.
#[derive(Debug)]
pub(super) struct Commune {
    pub(super) insee: &'static str,
    pub(super) name: &'static str,
    pub(super) department: &'static str,
    /// Parted by spaces; every commune has at least one.
    postcodes: &'static str,
    population: &'static str,
    latitude: &'static str,
    longitude: &'static str,
    key: OnceLock<String>,
}

impl Commune {
    fn read(line: &'static str) -> Option<Self> {
        let mut fields = [""; COLUMNS];
        let mut read = line.split(',');
        fields.iter_mut().zip(&mut read).for_each(|(field, text)| *field = text);
        let [insee, name, department, _, postcodes, population, latitude, longitude] = fields;
        let whole = read.next().is_none() && !postcodes.is_empty();
        whole.then_some(Self {
            insee,
            name,
            department,
            postcodes,
            population,
            latitude,
            longitude,
            key: OnceLock::new(),
        })
    }

    /// The name as [`city_key`] has it.
    pub(super) fn key(&self) -> &str {
        self.key.get_or_init(|| city_key(self.name))
    }

    /// Whether the key may begin with a letter, told without folding the name: a plain letter is only lowered.
    fn may_begin_with(&self, initial: Option<char>) -> bool {
        let own = self.name.chars().next();
        own.is_none_or(|own| !own.is_ascii_alphabetic() || Some(own.to_ascii_lowercase()) == initial)
    }

    pub(super) fn postcodes(&self) -> impl Iterator<Item = &'static str> {
        self.postcodes.split(' ')
    }

    /// How many people live there; 0 where the file does not say.
    pub(super) fn population(&self) -> u64 {
        self.population.parse().unwrap_or(0)
    }

    fn own_coordinates(&self) -> Option<Coordinates> {
        Some(Coordinates { latitude: self.latitude.parse().ok()?, longitude: self.longitude.parse().ok()? })
    }
}

/// The communes, and the places in the list of those with a given postcode or of a department.
pub(super) struct Gazetteer {
    communes: Vec<Commune>,
    by_postcode: HashMap<&'static str, Vec<usize>>,
    departments: Vec<(&'static str, Range<usize>)>,
    /// For each letter from a to z the communes whose keys begin with it, by key.
    by_initial: [OnceLock<HashMap<String, Vec<usize>>>; 26],
}

/// The gazetteer; the first call reads 35,000 lines.
pub(super) fn gazetteer() -> &'static Gazetteer {
    static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::read);
    &GAZETTEER
}

impl Gazetteer {
    fn read() -> Self {
        let communes: Vec<Commune> = FILE.lines().skip(1).filter_map(Commune::read).collect();
        let mut by_postcode: HashMap<&str, Vec<usize>> = HashMap::with_capacity(communes.len());
        let mut departments: Vec<(&str, Range<usize>)> = Vec::new();
        for (index, commune) in communes.iter().enumerate() {
            commune.postcodes().for_each(|postcode| by_postcode.entry(postcode).or_default().push(index));
            match departments.last_mut() {
                Some((department, range)) if *department == commune.department => range.end = index + 1,
                _ => departments.push((commune.department, index..index + 1)),
            }
        }
        Self { communes, by_postcode, departments, by_initial: Default::default() }
    }

    pub(super) fn with_postcode(&self, postcode: &str) -> impl Iterator<Item = &Commune> {
        let indexes = self.by_postcode.get(postcode).into_iter().flatten();
        indexes.filter_map(|index| self.communes.get(*index))
    }

    /// The communes of a name, given by its key. Every key begins with a letter from a to z.
    pub(super) fn named(&self, key: &str) -> impl Iterator<Item = &Commune> {
        let letter = key.bytes().next().and_then(|byte| byte.checked_sub(b'a')).map(usize::from);
        let own = letter.and_then(|letter| self.by_initial.get(letter));
        let named = own.and_then(|own| own.get_or_init(|| self.beginning_as(key)).get(key));
        named.into_iter().flatten().map(|index| &self.communes[*index])
    }

    /// The communes whose keys have the initial of this one, by key.
    fn beginning_as(&self, key: &str) -> HashMap<String, Vec<usize>> {
        let initial = key.chars().next();
        let mut found: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, commune) in self.communes.iter().enumerate() {
            if commune.may_begin_with(initial) && commune.key().chars().next() == initial {
                found.entry(commune.key().to_owned()).or_default().push(index);
            }
        }
        found
    }

    /// The communes of the departments that `is_meant` says.
    pub(super) fn in_departments(&self, is_meant: impl Fn(&str) -> bool) -> impl Iterator<Item = &Commune> {
        let meant = self.departments.iter().filter(move |(department, _)| is_meant(department));
        meant.flat_map(|(_, range)| self.communes.get(range.clone()).into_iter().flatten())
    }

    pub(super) fn with_insee(&self, insee: &str) -> Option<&Commune> {
        let index = self.communes.binary_search_by(|commune| commune.insee.cmp(insee)).ok()?;
        self.communes.get(index)
    }

    /// A commune's own coordinates, else the mean of those of the communes that share a postcode with it.
    pub(super) fn coordinates(&self, commune: &Commune) -> Option<Coordinates> {
        commune.own_coordinates().or_else(|| {
            let neighbours = commune.postcodes().flat_map(|postcode| self.with_postcode(postcode));
            mean(neighbours.filter_map(Commune::own_coordinates))
        })
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
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Row {
        insee: String,
        name: String,
        department: String,
        postcodes: String,
        latitude: Option<f64>,
        longitude: Option<f64>,
    }

    #[test]
    fn every_line_is_read_as_a_csv_reader_reads_it() {
        let rows: Vec<Row> = crate::data::rows(&FILE);
        let communes = &gazetteer().communes;
        assert_eq!((communes.len(), rows.len()), (34_964, 34_964));
        for (commune, row) in communes.iter().zip(&rows) {
            let read = (commune.insee, commune.name, commune.department, commune.postcodes);
            assert_eq!(read, (&*row.insee, &*row.name, &*row.department, &*row.postcodes));
            let point = commune.own_coordinates().map(|point| (point.latitude, point.longitude));
            assert_eq!(point, row.latitude.zip(row.longitude), "{}", commune.insee);
        }
        assert_eq!(communes.iter().filter(|c| c.own_coordinates().is_some()).count(), 14_384);
        assert!(communes.iter().all(|c| c.postcodes().all(|postcode| postcode.len() == 5)));
        assert!(communes.iter().all(|c| c.may_begin_with(c.key().chars().next())), "no name is passed over");
    }

    #[test]
    fn the_file_is_sorted_by_unique_insee_codes_and_by_department() {
        let Gazetteer { communes, departments, .. } = gazetteer();
        assert!(communes.windows(2).all(|pair| pair[0].insee < pair[1].insee));
        let codes: std::collections::BTreeSet<_> = departments.iter().map(|(code, _)| code).collect();
        assert_eq!(codes.len(), departments.len(), "a department's communes follow each other");
        assert_eq!(gazetteer().in_departments(|_| true).count(), communes.len());
    }

    #[test]
    fn communes_are_found_by_name_as_by_reading_them_all() {
        let gazetteer = gazetteer();
        for commune in &gazetteer.communes {
            assert!(
                commune.key().starts_with(|letter: char| letter.is_ascii_lowercase()),
                "{}",
                commune.name
            );
        }
        for key in ["toulouse", "saint denis", "ales", "y", "zuydcoote", "", "é", "nowhere", "-"] {
            let all = gazetteer.communes.iter().filter(|commune| commune.key() == key);
            let all: Vec<&str> = all.map(|commune| commune.insee).collect();
            assert_eq!(gazetteer.named(key).map(|commune| commune.insee).collect::<Vec<_>>(), all, "{key}");
        }
    }

    #[test]
    fn without_neighbours_there_are_no_coordinates() {
        assert_eq!(mean(std::iter::empty()), None);
    }
}
