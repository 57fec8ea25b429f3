//! Finding a commune by what somebody typed, or saying which were near.

use super::gazetteer::{Commune, gazetteer};
use super::{Place, city_key, resolve};

/// How many names are offered instead of one that is not known.
const OFFERED: usize = 8;

/// The commune that a text names: `Toulouse`, `Valence (26000)`, `31700 Blagnac`. Case and accents do not matter.
///
/// # Errors
/// No commune has that name, or several have: the nearest names, each of which is understood as it is written; those
/// that begin so first, then by the letters to change, the most people first.
pub fn find(text: &str) -> Result<Place, Vec<String>> {
    let (postcode, name) = parts(text);
    resolve(&postcode, &name).ok_or_else(|| nearest(&name))
}

/// The postcode that a text has, if it has one, and the rest.
fn parts(text: &str) -> (String, String) {
    let is_postcode = |word: &&str| word.len() == 5 && word.bytes().all(|byte| byte.is_ascii_digit());
    let words = || text.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '-' | '\''));
    let postcode = words().find(is_postcode).unwrap_or_default().to_owned();
    let name: Vec<&str> = words().filter(|word| !word.is_empty() && *word != postcode).collect();
    (postcode, name.join(" "))
}

fn nearest(name: &str) -> Vec<String> {
    let key = city_key(name);
    if key.is_empty() {
        return Vec::new();
    }
    let letters: Vec<char> = key.chars().collect();
    let most = letters.len() / 4 + 1;
    let mut found: Vec<(usize, u64, &Commune)> = Vec::new();
    for commune in gazetteer().in_departments(|_| true) {
        if let Some(changes) = changes(&letters, commune.key(), most) {
            found.push((changes, u64::MAX - commune.population(), commune));
        }
    }
    found.sort_by_key(|(changes, fewer, commune)| (*changes, *fewer, commune.insee));
    found.truncate(OFFERED);
    found.into_iter().map(|(_, _, commune)| written(commune)).collect()
}

/// How a commune is offered: with its first postcode, which tells it from others of its name.
fn written(commune: &Commune) -> String {
    format!("{} ({})", commune.name, commune.postcodes().next().unwrap_or_default())
}

/// How many letters to change, add or leave out to come from one name to another, `most` at most; none when the other
/// one only goes on.
fn changes(typed: &[char], name: &str, most: usize) -> Option<usize> {
    let other: Vec<char> = name.chars().collect();
    if other.starts_with(typed) {
        return Some(0);
    }
    if other.len().abs_diff(typed.len()) > most {
        return None;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (place, letter) in typed.iter().enumerate() {
        let mut before = place;
        let mut left = place + 1;
        let mut least = left;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, own) in row.iter_mut().skip(1).zip(&other) {
            let changed = before + usize::from(own != letter);
            before = *cell;
            left = changed.min(left + 1).min(*cell + 1);
            *cell = left;
            least = least.min(left);
        }
        if least > most {
            return None;
        }
    }
    row.last().copied().filter(|changes| *changes <= most)
}

#[cfg(test)]
mod tests {
    use super::{changes, find};

    fn name_of(text: &str) -> Option<&'static str> {
        find(text).ok().map(|place| place.name)
    }

    #[test]
    fn a_commune_is_found_by_its_name_alone_or_with_its_postcode() {
        for text in ["Toulouse", "TOULOUSE", "31000 toulouse", "Toulouse (31400)", "toulouse cedex 4"] {
            assert_eq!(name_of(text), Some("Toulouse"), "{text}");
        }
        assert_eq!(name_of("l'abergement-de-varey"), Some("L'Abergement-de-Varey"));
        assert_eq!(name_of("75008"), Some("Paris"));
    }

    #[test]
    fn what_is_offered_instead_is_understood() {
        let accepted = find("Valence").unwrap_err();
        assert_eq!(accepted.first().map(String::as_str), Some("Valence (26000)"), "{accepted:?}");
        assert!(accepted.contains(&"Valence (82400)".to_owned()), "{accepted:?}");
        for typed in ["Toulose", "Colomier", "Saint-Denis", "Sainte Etienne"] {
            let accepted = find(typed).unwrap_err();
            assert!(!accepted.is_empty(), "{typed}");
            for offered in accepted {
                assert!(offered.starts_with(name_of(&offered).unwrap()), "{offered}");
            }
        }
        assert_eq!(find("Toulose").unwrap_err().first().map(String::as_str), Some("Toulouse (31000)"));
        assert_eq!(find(" (?) "), Err(Vec::new()));
        assert_eq!(find("xqzwvxqzwv"), Err(Vec::new()));
    }

    #[test]
    fn letters_are_counted() {
        let count = |typed: &str, name, most| changes(&typed.chars().collect::<Vec<_>>(), name, most);
        assert_eq!(count("albi", "albi", 1), Some(0));
        assert_eq!(count("alb", "albi", 1), Some(0), "it goes on");
        assert_eq!(count("abli", "albi", 2), Some(2));
        assert_eq!(count("ablis", "albi", 1), None);
        assert_eq!(count("castre", "castes", 2), Some(2));
    }
}
