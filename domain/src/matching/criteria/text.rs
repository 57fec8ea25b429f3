//! How many words the profile and the offer share: a cheap measure, of folded words, that every machine computes alike.

use super::plural;
use crate::locale::Locale;
use crate::matching::Value;

/// Words that say nothing here: those of grammar, and those of every offer and every profile. Folded, without the `s`
/// or `x` at their end, and sorted.
const EMPTY: &[&str] = &[
    "alternance",
    "alternant",
    "alternante",
    "and",
    "apprentissage",
    "are",
    "avec",
    "cherche",
    "company",
    "contract",
    "contrat",
    "dan",
    "ecole",
    "engineer",
    "entreprise",
    "est",
    "etudiant",
    "etudiante",
    "for",
    "from",
    "ingenieur",
    "ingenieure",
    "notre",
    "nou",
    "offer",
    "offre",
    "our",
    "par",
    "plu",
    "pour",
    "professionnalisation",
    "profil",
    "profile",
    "que",
    "qui",
    "recherche",
    "school",
    "sera",
    "son",
    "stage",
    "student",
    "study",
    "sur",
    "that",
    "the",
    "thi",
    "une",
    "votre",
    "vou",
    "who",
    "will",
    "with",
    "work",
    "you",
    "your",
];
/// Letters of a word that counts, at least.
const SHORTEST: usize = 3;

/// The distinct words of a text that say something, as numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(Box<[u32]>);

/// What was found: how many words are shared; `None` where one of the two says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found(Option<u32>);

impl Words {
    /// Of a text that is folded ([`crate::text::fold`]). Plurals in `s` and `x` are the same word.
    #[must_use]
    pub fn of(folded: &str) -> Self {
        let words = folded.split(' ').map(|word| word.strip_suffix(['s', 'x']).unwrap_or(word));
        let words = words.filter(|word| word.len() >= SHORTEST && EMPTY.binary_search(word).is_err());
        let mut numbers: Vec<u32> = words.map(number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        Self(numbers.into())
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    fn shared_with(&self, other: &Self) -> usize {
        let (mut mine, mut others, mut shared) = (self.0.iter(), other.0.iter(), 0);
        let (mut one, mut two) = (mine.next(), others.next());
        while let (Some(a), Some(b)) = (one, two) {
            shared += usize::from(a == b);
            if a <= b {
                one = mine.next();
            }
            if b <= a {
                two = others.next();
            }
        }
        shared
    }
}

/// FNV-1a, 32 bits: two words in a hundred thousand that collide change nothing that anybody sees.
fn number(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Twice the cosine of the two sets, 1 at most: the shared words, by the geometric mean of how many each has. So
/// neither a long offer nor a long profile is better for being long.
pub(in crate::matching) fn value(student: &Words, offer: &Words) -> (Value, Found) {
    if student.count() == 0 || offer.count() == 0 {
        return (Value::NEUTRAL, Found(None));
    }
    let shared = student.shared_with(offer);
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    // In hundredths, for a whole root of small numbers is coarse.
    let mean = (number(student.count()) * number(offer.count()) * 10_000).isqrt();
    (Value::of(number(shared) * 200, mean), Found(Some(u32::try_from(shared).unwrap_or(u32::MAX))))
}

impl Found {
    pub(super) fn sentence(self, locale: Locale) -> String {
        let shared = self.0.unwrap_or_default();
        let s = plural(shared, locale);
        match (locale, self.0) {
            (Locale::Fr, None) => "Le profil ou l'offre ne contient pas de texte à comparer.".to_owned(),
            (Locale::En, None) => "The profile or the offer has no text to compare.".to_owned(),
            (Locale::Fr, Some(_)) => format!("{shared} mot{s} en commun entre le profil et l'offre."),
            (Locale::En, Some(_)) => format!("The profile and the offer share {shared} word{s}."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    fn words(text: &str) -> Words {
        Words::of(&fold(text))
    }

    #[test]
    fn accents_case_plurals_and_empty_words_do_not_matter() {
        assert_eq!(words("Les réseaux et l'Énergie"), words("ENERGIES, réseau"));
        assert_eq!(words("Ingénieur en alternance, avec vous").count(), 0);
        assert_eq!(words("radar radar Radars").count(), 1);
    }

    #[test]
    fn empty_words_are_sorted_and_written_as_they_are_compared() {
        assert!(EMPTY.is_sorted());
        assert!(EMPTY.iter().all(|word| fold(word) == *word && !word.ends_with(['s', 'x'])));
    }

    #[test]
    fn what_is_shared_counts_by_what_there_is() {
        let (student, offer) =
            (words("logiciel embarqué drones"), words("drone, bord, logiciel, capteur, vol"));
        let (half, found) = value(&student, &offer);
        assert_eq!(found, Found(Some(2)));
        // 2 x 2 / sqrt(3 x 5), 1 at most.
        assert_eq!(half, Value::FULL);
        let (little, _) = value(&words("drones"), &words("a1a b2b c3c d4d drones e5e f6f g7g h8h"));
        assert_eq!(little.parts(), 6_667);
        assert_eq!(value(&words(""), &offer).0, Value::NEUTRAL);
        assert_eq!(value(&words("chimie"), &offer).0, Value::NONE);
    }

    #[test]
    fn every_sentence_is_in_both_languages() {
        let cases = [
            (
                None,
                "Le profil ou l'offre ne contient pas de texte à comparer.",
                "The profile or the offer has no text to compare.",
            ),
            (
                Some(0),
                "0 mot en commun entre le profil et l'offre.",
                "The profile and the offer share 0 words.",
            ),
            (
                Some(1),
                "1 mot en commun entre le profil et l'offre.",
                "The profile and the offer share 1 word.",
            ),
            (
                Some(7),
                "7 mots en commun entre le profil et l'offre.",
                "The profile and the offer share 7 words.",
            ),
        ];
        for (shared, fr, en) in cases {
            assert_eq!([Locale::Fr, Locale::En].map(|locale| Found(shared).sentence(locale)), [fr, en]);
        }
    }
}
