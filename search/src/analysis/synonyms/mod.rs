//! The curated synonyms: by which words a text is found although it says others.
//!
//! Texts are extended when they are indexed, not queries when they are asked: both engines then look up plain words,
//! so that synonyms can be begun and mistyped like any other, cost a search nothing, and mean the same in both.

mod file;

use std::collections::HashMap;
use std::sync::LazyLock;

const FILE: &str = include_str!("../../../data/synonyms.toml");

static SHIPPED: LazyLock<Synonyms> = LazyLock::new(|| {
    Synonyms::parse(FILE).unwrap_or_else(|fault| {
        // A test reads the file, so no program that passed its tests comes here.
        tracing::error!(%fault, "the synonyms cannot be read; searching without them");
        Synonyms::default()
    })
});

/// Phrases and what they are found by.
#[derive(Debug, Default)]
pub(super) struct Synonyms {
    by_first: HashMap<String, Vec<Phrase>>,
}

/// A phrase that begins with a known word.
#[derive(Debug)]
struct Phrase {
    rest: Vec<String>,
    found: Found,
}

/// Words by which a phrase is found as well.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// By these as by its own.
    pub(super) same: Vec<String>,
    /// By these after all that say them.
    pub(super) near: Vec<String>,
}

impl Found {
    /// All of them.
    pub(super) fn words(&self) -> impl Iterator<Item = &String> {
        self.same.iter().chain(&self.near)
    }
}

impl Phrase {
    fn follows<W: AsRef<str>>(&self, following: &[W]) -> bool {
        let rest = self.rest.iter();
        following.len() >= self.rest.len() && rest.zip(following).all(|(one, other)| one == other.as_ref())
    }
}

impl Synonyms {
    /// Those of `data/synonyms.toml`.
    pub(super) fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// The phrases that begin at the first of these words: how many words each has, and what it is found by.
    pub(super) fn at<'a, W: AsRef<str>>(
        &'a self,
        words: &'a [W],
    ) -> impl Iterator<Item = (usize, &'a Found)> {
        let (first, following) = words.split_first().unzip();
        let following = following.unwrap_or_default();
        let phrases = first.and_then(|first| self.by_first.get(first.as_ref())).into_iter().flatten();
        phrases
            .filter(|phrase| phrase.follows(following))
            .map(|phrase| (phrase.rest.len() + 1, &phrase.found))
    }

    /// What a word is found by, if it is a phrase by itself.
    pub(super) fn of<'a>(&'a self, word: &str) -> impl Iterator<Item = &'a Found> {
        let phrases = self.by_first.get(word).into_iter().flatten();
        phrases.filter(|phrase| phrase.rest.is_empty()).map(|phrase| &phrase.found)
    }

    /// Whether a phrase of several words begins with this one.
    pub(super) fn goes_on(&self, word: &str) -> bool {
        self.by_first.get(word).into_iter().flatten().any(|phrase| !phrase.rest.is_empty())
    }

    /// By word, whether it belongs to a phrase of several.
    pub(super) fn in_phrases(&self, words: &[String]) -> Vec<bool> {
        let mut together = vec![false; words.len()];
        for start in 0..words.len() {
            for (length, _) in self.at(&words[start..]).filter(|(length, _)| *length > 1) {
                together[start..start + length].fill(true);
            }
        }
        together
    }
}

#[cfg(test)]
mod tests {
    use super::{FILE, Synonyms};
    use crate::analysis::tokens;

    fn found(synonyms: &Synonyms, text: &str) -> (Vec<String>, Vec<String>) {
        let words: Vec<String> = tokens(text).into_iter().map(|token| token.word).collect();
        let (mut same, mut near) = (Vec::new(), Vec::new());
        for start in 0..words.len() {
            for (_, found) in synonyms.at(&words[start..]) {
                same.extend(found.same.clone());
                near.extend(found.near.clone());
            }
        }
        (same, near)
    }

    #[test]
    fn the_shipped_file_is_well_formed() {
        if let Err(fault) = Synonyms::parse(FILE) {
            panic!("{fault}");
        }
    }

    #[test]
    fn what_the_schools_need_is_in_the_shipped_file() {
        let shipped = Synonyms::shipped();
        let says = |text: &str, word: &str| {
            let (same, near) = found(shipped, text);
            let word = tokens(word).remove(0).word;
            same.contains(&word) || near.contains(&word)
        };
        for (text, word) in [
            ("Informatique", "IR"),
            ("Informatique", "développeur"),
            ("Developers", "développeur"),
            ("spécialité IR", "developer"),
            ("intelligence artificielle", "IA"),
            ("équipe IA", "artificielle"),
            ("contrat pro", "alternance"),
            ("Contrat de professionnalisation", "pro"),
            ("BTP", "civil"),
            ("génie civil", "BTP"),
        ] {
            assert!(says(text, word), "{text} is found by {word}");
        }
        assert!(!says("web", "react"), "one way only");
    }

    #[test]
    fn phrases_are_met_whole() {
        let synonyms = Synonyms::parse(
            "same = [[\"génie civil\", \"BTP\"], [\"travaux\", \"works\"]]\n\
             near = [[\"BTP\", \"travaux\"]]\n\
             broader = [{ texts = [\"pont\"], found_by = [\"BTP\"] }]",
        );
        let synonyms = synonyms.unwrap();
        let words = |text: &str| {
            let (same, near) = found(&synonyms, text);
            (same.join(" "), near.join(" "))
        };
        assert_eq!(words("génie civil"), ("btp".to_owned(), "travail work".to_owned()));
        assert_eq!(words("génie mécanique et civil"), (String::new(), String::new()));
        assert_eq!(words("works"), ("travail".to_owned(), "btp civil genie".to_owned()));
        assert_eq!(
            words("un pont"),
            (String::new(), "btp civil genie".to_owned()),
            "one step, with its group"
        );
        assert_eq!(words("BTP").1, "travail work", "not the other way round");
    }
}
