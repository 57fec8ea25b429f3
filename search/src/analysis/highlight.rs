use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use foldhash::fast::RandomState;

use super::synonyms::Synonyms;
use super::terms::Terms;
use super::tokens::{Written, written};
use crate::{Field, Highlight, Kind, Shape};

/// The length of an excerpt, in characters; a text that is not longer is shown whole.
pub const EXCERPT: usize = 240;
/// How much of the text is shown before the first match, in characters.
const LEAD: usize = 60;

/// Where searched words are in a text; `None` if it has none of them.
#[must_use]
pub fn highlight(field: Field, text: &str, terms: &Terms) -> Option<Highlight> {
    Highlighter::new(terms).text(field, text)
}

/// Finds searched words in texts, and keeps what it learns of each word: the same ones come again and again in the
/// results of a search.
pub(crate) struct Highlighter<'a> {
    terms: &'a Terms,
    /// Where a word, as it is written, is in `known`; `None` if it counts for nothing.
    written: HashMap<String, Option<usize>, RandomState>,
    known: Vec<Known>,
}

/// What is known of a word.
struct Known {
    word: String,
    /// Whether it was searched.
    sought: bool,
    /// Whether it is found by what was searched, where synonyms extend a text.
    implied: bool,
    /// Whether a phrase of the synonyms begins with it and goes on.
    goes_on: bool,
}

impl<'a> Highlighter<'a> {
    pub(crate) fn new(terms: &'a Terms) -> Self {
        Highlighter { terms, written: HashMap::default(), known: Vec::new() }
    }

    /// Whether nothing is searched, hence nothing found.
    pub(crate) fn is_idle(&self) -> bool {
        self.terms.is_empty()
    }

    /// Where searched words are in the texts of a document, given by the name of their field.
    pub(crate) fn document(&mut self, kind: Kind, texts: &BTreeMap<String, Vec<String>>) -> Vec<Highlight> {
        let shown = kind.shaped(Shape::Text).flat_map(|field| {
            let values = texts.get(field.name()).into_iter().flatten();
            values.map(move |text| (field, text))
        });
        shown.filter_map(|(field, text)| self.text(field, text)).collect()
    }

    fn text(&mut self, field: Field, text: &str) -> Option<Highlight> {
        let words =
            written(text).filter_map(|written| self.learn(&written).map(|known| (written.place, known)));
        let words: Vec<(Range<usize>, usize)> = words.collect();
        let matches = self.places(field, &words);
        let first = matches.first()?.start;
        let letters: Vec<char> = text.chars().collect();
        let shown = excerpt(&letters, first);
        let matches = matches
            .into_iter()
            .filter(|place| place.start >= shown.start && place.end <= shown.end)
            .map(|place| place.start - shown.start..place.end - shown.start)
            .collect();
        Some(Highlight { field, text: letters[shown].iter().collect(), matches })
    }

    /// The place of a word in `known`.
    fn learn(&mut self, written: &Written) -> Option<usize> {
        // Before an apostrophe it may be an article.
        if !written.apostrophe
            && let Some(known) = self.written.get(written.text)
        {
            return *known;
        }
        let known = written.word().map(|word| {
            let synonyms = Synonyms::shipped();
            let finds = |word: &String| self.terms.find(Field::Description, word);
            let implied = synonyms.of(&word).any(|found| found.words().any(finds));
            self.known.push(Known { sought: finds(&word), implied, goes_on: synonyms.goes_on(&word), word });
            self.known.len() - 1
        });
        if !written.apostrophe {
            self.written.insert(written.text.to_owned(), known);
        }
        known
    }

    /// The places of the words that were searched, and of what is found by them; in order, not overlapping.
    fn places(&self, field: Field, words: &[(Range<usize>, usize)]) -> Vec<Range<usize>> {
        let known: Vec<&Known> = words.iter().map(|(_, known)| &self.known[*known]).collect();
        // By word, whether it is marked, and whether it is so together with the next.
        let extended = field.is_extended();
        let plain = extended && field != Field::SpecialtyCodes;
        let alone = |known: &&Known| {
            // No text finds a word that a plain one does not.
            let sought = known.sought && (plain || self.terms.find(field, &known.word));
            (sought || (extended && known.implied), false)
        };
        let mut marked: Vec<(bool, bool)> = known.iter().map(alone).collect();
        for start in (0..known.len()).filter(|start| extended && known[*start].goes_on) {
            for (length, found) in Synonyms::shipped().at(&known[start..]).filter(|(length, _)| *length > 1) {
                if found.words().any(|word| self.terms.find(Field::Description, word)) {
                    marked[start..start + length].iter_mut().for_each(|word| word.0 = true);
                    marked[start..start + length - 1].iter_mut().for_each(|word| word.1 = true);
                }
            }
        }
        join(words, &marked)
    }
}

impl AsRef<str> for &Known {
    fn as_ref(&self) -> &str {
        &self.word
    }
}

/// The places of the marked words, those that belong together in one.
fn join(words: &[(Range<usize>, usize)], marked: &[(bool, bool)]) -> Vec<Range<usize>> {
    let mut places: Vec<Range<usize>> = Vec::new();
    let mut joined = false;
    for ((place, _), (is_marked, with_next)) in words.iter().zip(marked) {
        match places.last_mut() {
            Some(last) if joined => last.end = place.end,
            _ if *is_marked => places.push(place.clone()),
            _ => {}
        }
        joined = *with_next;
    }
    places
}

/// The part of a text to show for a match at `first`: it begins at a word, and includes the match.
fn excerpt(letters: &[char], first: usize) -> Range<usize> {
    if letters.len() <= EXCERPT {
        return 0..letters.len();
    }
    let earliest = first.saturating_sub(LEAD);
    let gap = letters[earliest..first].iter().position(|letter| letter.is_whitespace());
    let start = match (earliest, gap) {
        (0, _) => 0,
        (_, Some(gap)) => earliest + gap + 1,
        (_, None) => first,
    };
    start..letters.len().min(start + EXCERPT)
}

#[cfg(test)]
mod tests {
    use super::{EXCERPT, highlight};
    use crate::Field;
    use crate::analysis::Terms;

    fn marked(text: &str, typed: &str) -> Vec<String> {
        let found = highlight(Field::Title, text, &Terms::read(typed)).map(|found| {
            let letters: Vec<char> = found.text.chars().collect();
            found.matches.into_iter().map(|place| letters[place].iter().collect()).collect()
        });
        found.unwrap_or_default()
    }

    #[test]
    fn matches_are_marked_as_they_are_written() {
        let text = "Élève-ingénieur réseaux, œuvrant aux Réseaux";
        assert_eq!(marked(text, "reseau"), ["réseaux", "Réseaux"]);
        assert_eq!(
            marked(text, "elve reseau oeuv"),
            ["réseaux", "œuvrant", "Réseaux"],
            "four letters: no typo"
        );
        assert_eq!(marked(text, "rseaux "), ["réseaux", "Réseaux"]);
        assert!(highlight(Field::Title, text, &Terms::read("xyz")).is_none());
    }

    #[test]
    fn what_is_found_by_a_synonym_is_marked_whole() {
        let text = "Équipe d'intelligence artificielle, projets d'IA";
        assert_eq!(marked(text, "IA"), ["intelligence artificielle", "IA"]);
        assert_eq!(marked(text, "intelligence "), ["intelligence", "IA"]);
        assert_eq!(marked("Ingénieure logiciel", "informatique"), ["Ingénieure logiciel"], "near");
    }

    #[test]
    fn a_long_text_is_cut_around_the_match() {
        let text = format!("{}cible {}", "mot ".repeat(200), "fin ".repeat(200));
        let found = highlight(Field::Description, &text, &Terms::read("cible"));
        let Some(found) = found else { panic!("not found") };
        assert_eq!(found.text.chars().count(), EXCERPT);
        assert!(found.text.starts_with("mot ") && found.text.contains("cible"));
        assert_eq!(marked(&text, "cible"), ["cible"]);
    }
}
