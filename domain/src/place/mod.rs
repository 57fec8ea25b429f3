//! Places of France: from a postcode and a city, as people write them, to a commune and where it lies.
//!
//! The communes come from INSEE (Licence Ouverte 2.0) and their coordinates from GeoNames (CC BY 4.0).

mod gazetteer;
mod search;

use crate::text::fold;
use gazetteer::{Commune, Gazetteer, gazetteer};

pub use search::find;

/// A commune that a postcode and a city were resolved to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// The commune's INSEE code, five characters.
    pub insee: &'static str,
    /// Its official name.
    pub name: &'static str,
    /// The department's code: `31`, `2A`, `974`.
    pub department: &'static str,
    /// The postcode asked for where the commune has it, else the commune's first.
    pub postcode: &'static str,
    /// Where it lies. None is unknown, and so is every distance to it: it is not zero.
    pub coordinates: Option<Coordinates>,
}

/// A point on the globe (WGS 84), in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coordinates {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// Cities that are no commune's name, or a misspelt one: department, city as [`city_key`] has it, INSEE code.
///
/// La Défense lies on several communes; Puteaux holds its largest part and stands for it.
const ALIASES: [(&str, &str, &str); 4] = [
    ("82", "goldfech", "82072"),
    ("92", "la defense", "92062"),
    ("92", "paris la defense", "92062"),
    ("92", "puteaux la defense", "92062"),
];

/// The commune that a postcode and a city mean, if it can be told.
///
/// Spaces in the postcode, CEDEX, case and accents do not matter. The first answer of these counts: the
/// commune of that name and postcode; the only commune of the postcode; the only commune of that name in
/// the department (CEDEX postcodes are no commune's); the table of aliases. Without a postcode only a name
/// that no other commune of France bears is resolved. Either text may be empty.
pub fn resolve(postcode: &str, city: &str) -> Option<Place> {
    let gazetteer = gazetteer();
    let postcode: String = postcode.chars().filter(|c| !c.is_whitespace()).collect();
    let commune = commune(gazetteer, &postcode, &city_key(city))?;
    Some(Place {
        insee: commune.insee,
        name: commune.name,
        department: commune.department,
        postcode: commune.postcodes().find(|own| *own == postcode).or(commune.postcodes().next())?,
        coordinates: gazetteer.coordinates(commune),
    })
}

/// The name under which a place is counted: its commune's, else the city as written without CEDEX and in one
/// case, else none. The spellings of one city share a label. A search with facets asks for hundreds: nothing is read of a
/// commune but its name.
pub fn label(postcode: &str, city: &str) -> Option<String> {
    let postcode: String = postcode.chars().filter(|c| !c.is_whitespace()).collect();
    let key = city_key(city);
    let resolved = commune(gazetteer(), &postcode, &key).map(|commune| commune.name.to_owned());
    resolved.or_else(|| Some(key).filter(|key| !key.is_empty()).map(|key| capitalised(&key)))
}

/// The commune of a postcode without spaces, which may be empty, and of a name's key.
fn commune(gazetteer: &'static Gazetteer, postcode: &str, name: &str) -> Option<&'static Commune> {
    if postcode.is_empty() { only(gazetteer.named(name)) } else { commune_of(gazetteer, postcode, name) }
}

fn commune_of(gazetteer: &'static Gazetteer, postcode: &str, name: &str) -> Option<&'static Commune> {
    let here = |department: &str| is_department_of(postcode, department);
    let alias = || ALIASES.iter().find(|(department, alias, _)| here(department) && *alias == name);
    let of_postcode = || gazetteer.with_postcode(postcode);
    only(of_postcode().filter(|commune| commune.key() == name))
        .or_else(|| only(of_postcode()))
        .or_else(|| only(gazetteer.in_departments(here).filter(|commune| commune.key() == name)))
        .or_else(|| alias().and_then(|(_, _, insee)| gazetteer.with_insee(insee)))
}

/// The only item, none when there are several.
fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    items.next().filter(|_| items.next().is_none())
}

/// Whether a department is the one of a postcode: its first two digits, three overseas. Corsica's 20 is for
/// both of its departments, since its CEDEX postcodes do not tell them apart.
///
/// A few communes have a postcode of the department next door: they are found by the postcode itself.
fn is_department_of(postcode: &str, department: &str) -> bool {
    postcode.starts_with(department) || (postcode.starts_with("20") && matches!(department, "2A" | "2B"))
}

/// The key of a city's name: folded, without CEDEX and what follows, without a city's district ("Paris 8e",
/// "Lyon 3e arrondissement"), and with "Saint" in full.
fn city_key(city: &str) -> String {
    let folded = fold(city);
    let mut words: Vec<&str> = folded.split(' ').take_while(|word| *word != "cedex").collect();
    let is_district =
        |word: &&str| *word == "arrondissement" || word.starts_with(|c: char| c.is_ascii_digit());
    while words.len() > 1 && words.last().is_some_and(is_district) {
        words.pop();
    }
    let in_full = words.into_iter().map(|word| match word {
        "st" => "saint",
        "ste" => "sainte",
        word => word,
    });
    in_full.collect::<Vec<_>>().join(" ")
}

fn capitalised(key: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    };
    key.split(' ').map(capital).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
