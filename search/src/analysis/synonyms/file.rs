use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::{Found, Phrase, Synonyms};
use crate::analysis::tokens;
use crate::analysis::vocabulary::is_stop;

/// `data/synonyms.toml`, as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    same: Vec<Vec<String>>,
    near: Vec<Vec<String>>,
    broader: Vec<Broader>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Broader {
    texts: Vec<String>,
    found_by: Vec<String>,
}

/// What is wrong with a file of synonyms.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error("{0}")]
    Toml(#[from] toml::de::Error),
    #[error("{0:?} has no word that a search would ask for")]
    Nothing(String),
    #[error("{0:?} and another entry of its group are the same words")]
    Twice(String),
    #[error("{0:?} is in two groups of what is the same")]
    Ambiguous(String),
    #[error("a group of one entry says nothing: {0:?}")]
    Alone(Vec<String>),
}

/// A phrase, as its words are indexed.
type Words = Vec<String>;

impl Synonyms {
    /// Reads a file of synonyms.
    pub(super) fn parse(text: &str) -> Result<Self, Fault> {
        let file: File = toml::from_str(text)?;
        let same = file.same.into_iter().map(group).collect::<Result<Vec<_>, _>>()?;
        let groups = Groups::new(same)?;
        let mut near: HashMap<Words, Vec<Words>> = HashMap::new();
        for kin in file.near {
            let kin = group(kin)?;
            for one in &kin {
                near.entry(one.clone())
                    .or_default()
                    .extend(kin.iter().filter(|other| *other != one).cloned());
            }
        }
        for Broader { texts, found_by } in file.broader {
            let (texts, found_by) = (several(texts)?, several(found_by)?);
            for text in texts {
                near.entry(text).or_default().extend(found_by.iter().cloned());
            }
        }
        Ok(groups.join(&near))
    }
}

/// The groups of what is the same.
struct Groups {
    groups: Vec<Vec<Words>>,
    /// By phrase, its group.
    place: HashMap<Words, usize>,
}

impl Groups {
    fn new(groups: Vec<Vec<Words>>) -> Result<Self, Fault> {
        let mut place = HashMap::new();
        for (number, group) in groups.iter().enumerate() {
            for phrase in group {
                if place.insert(phrase.clone(), number).is_some() {
                    return Err(Fault::Ambiguous(phrase.join(" ")));
                }
            }
        }
        Ok(Groups { groups, place })
    }

    /// A phrase and all that is the same.
    fn of<'a>(&'a self, phrase: &'a Words) -> &'a [Words] {
        self.place.get(phrase).map_or(std::slice::from_ref(phrase), |place| &self.groups[*place])
    }

    /// By phrase, what it is found by. What is near to one of a group is near to all, and so are the groups of what is
    /// near; nothing farther.
    fn join(&self, near: &HashMap<Words, Vec<Words>>) -> Synonyms {
        let phrases: HashSet<&Words> =
            self.place.keys().chain(near.keys().flat_map(|phrase| self.of(phrase))).collect();
        let mut synonyms = Synonyms::default();
        for phrase in phrases {
            let same = self.of(phrase);
            let near = same.iter().filter_map(|phrase| near.get(phrase)).flatten();
            let near = near.flat_map(|phrase| self.of(phrase));
            let same_words = searched(same, phrase);
            let near_words: Words =
                searched(near, phrase).into_iter().filter(|word| !same_words.contains(word)).collect();
            let found = Found { same: same_words, near: near_words };
            if let Some((first, rest)) = phrase.split_first() {
                synonyms
                    .by_first
                    .entry(first.clone())
                    .or_default()
                    .push(Phrase { rest: rest.to_vec(), found });
            }
        }
        synonyms
    }
}

/// The words of phrases that a search would ask for, without those of `phrase`, each once, in one order.
fn searched<'a>(phrases: impl IntoIterator<Item = &'a Words>, phrase: &Words) -> Words {
    let words = phrases.into_iter().flatten().filter(|word| !is_stop(word) && !phrase.contains(word));
    let words: std::collections::BTreeSet<&String> = words.collect();
    words.into_iter().cloned().collect()
}

fn group(entries: Vec<String>) -> Result<Vec<Words>, Fault> {
    if entries.len() < 2 {
        return Err(Fault::Alone(entries));
    }
    several(entries)
}

fn several(entries: Vec<String>) -> Result<Vec<Words>, Fault> {
    let mut several: Vec<Words> = Vec::new();
    for entry in entries {
        let words: Words = tokens(&entry).into_iter().map(|token| token.word).collect();
        if words.iter().all(|word| is_stop(word)) {
            return Err(Fault::Nothing(entry));
        }
        if several.contains(&words) {
            return Err(Fault::Twice(entry));
        }
        several.push(words);
    }
    Ok(several)
}

#[cfg(test)]
mod tests {
    use super::{Fault, Synonyms};

    fn parse(same: &str, near: &str, broader: &str) -> Result<Synonyms, Fault> {
        Synonyms::parse(&format!("same = [{same}]\nnear = [{near}]\nbroader = [{broader}]"))
    }

    #[test]
    fn what_says_nothing_or_two_things_is_refused() {
        assert!(parse(r#"["dev", "développeur"]"#, "", "").is_ok());
        assert!(matches!(parse(r#"["dev"]"#, "", ""), Err(Fault::Alone(_))));
        assert!(matches!(parse(r#"["dev", "?"]"#, "", ""), Err(Fault::Nothing(_))));
        assert!(matches!(parse(r#"["dev", "de la"]"#, "", ""), Err(Fault::Nothing(_))));
        assert!(matches!(parse(r#"["énergies", "energy"]"#, "", ""), Err(Fault::Twice(_))));
        assert!(matches!(parse(r#"["a1", "b1"], ["b1", "c1"]"#, "", ""), Err(Fault::Ambiguous(_))));
        assert!(matches!(parse("", "", r#"{ texts = ["x1"], by = ["y1"] }"#), Err(Fault::Toml(_))));
        assert!(matches!(Synonyms::parse("same = []\nnear = []\nother = []"), Err(Fault::Toml(_))));
    }
}
