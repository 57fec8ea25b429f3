//! Lists of words, folded, that the analysis treats apart.

/// Codes of specialties and options of the four schools: never mistyped into each other (GP is not GPE) and never
/// taken for the beginning of another word. A test holds them to `domain/data/specialties.csv`, but for those that are
/// everyday words as well: who types `matériaux` or `énergies` means the word, mistyped or begun.
const CODES: &[&str] = &[
    "2er",
    "2ia",
    "3a",
    "ae",
    "be",
    "ecomap",
    "ee",
    "gb",
    "gc",
    "gcbd",
    "genindus",
    "gm",
    "gp",
    "gpe",
    "iasd",
    "igo",
    "il",
    "ir",
    "iserm",
    "ism",
    "ma",
    "msiai",
    "pharmagro",
    "prism",
    "rni",
    "sitn",
    "valdom",
];

/// Words that carry no meaning in a search. Documents keep them; a query drops them unless it has nothing else.
const STOP: &[&str] = &[
    "a", "an", "and", "at", "au", "aux", "avec", "chez", "d", "dan", "dans", "de", "des", "du", "en", "et",
    "f", "fh", "for", "h", "hf", "in", "l", "la", "le", "les", "m", "of", "on", "or", "ou", "par", "pour",
    "sur", "the", "to", "un", "une", "with",
];

/// Words that every offer has, in the singular: a query does not require them unless it has nothing else.
const COMMON: &[&str] = &[
    "alternance",
    "alternant",
    "apprenti",
    "contract",
    "contrat",
    "emploi",
    "engineer",
    "etudiant",
    "ingenieur",
    "internship",
    "job",
    "offer",
    "offre",
    "poste",
    "stage",
    "stagiaire",
    "student",
    "traine",
];

/// From how many letters on the beginning of a common word is taken for it: "ingeni", and not "cont".
const TELLING: usize = 6;

/// Articles and other small words that lose their vowel before an apostrophe.
const ELIDED: &[&str] = &["c", "d", "j", "jusqu", "l", "lorsqu", "m", "n", "puisqu", "qu", "s", "t"];

pub(super) fn is_code(word: &str) -> bool {
    CODES.contains(&word)
}

pub(super) fn is_stop(word: &str) -> bool {
    STOP.contains(&word)
}

pub(super) fn is_common(word: &str) -> bool {
    COMMON.contains(&word)
}

/// Whether a word that is being typed can hardly become another than a common one.
pub(super) fn begins_common(word: &str) -> bool {
    word.len() >= TELLING && COMMON.iter().any(|common| common.starts_with(word))
}

pub(super) fn is_elided(word: &str) -> bool {
    ELIDED.contains(&word)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{CODES, COMMON};
    use crate::analysis::tokens;

    /// Codes that are words of everybody, and read as such.
    const EVERYDAY: [&str; 2] = ["ENERGIES", "MATERIAUX"];

    #[test]
    fn lists_hold_words_as_the_analysis_makes_them() {
        for word in CODES.iter().chain(COMMON) {
            let made: Vec<String> = tokens(word).into_iter().map(|token| token.word).collect();
            assert_eq!(made, [*word]);
        }
    }

    #[test]
    fn codes_are_those_of_the_schools() {
        let specialties = include_str!("../../../domain/data/specialties.csv");
        let codes = specialties.lines().skip(1).filter_map(|line| line.split(',').nth(1));
        // An option's begins with its department's: 2ER-EE.
        let parts = codes.flat_map(|code| code.split('-')).filter(|code| !EVERYDAY.contains(code));
        let known: BTreeSet<String> = parts.map(str::to_lowercase).collect();
        assert_eq!(known, CODES.iter().map(|code| (*code).to_owned()).collect());
    }
}
