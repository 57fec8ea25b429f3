use std::collections::BTreeMap;
use std::ops::Range;

use super::synonyms::Synonyms;
use super::terms::Terms;
use super::tokens::{Token, tokens};
use crate::{Field, Highlight, Kind, Shape};

/// The length of an excerpt, in characters; a text that is not longer is shown whole.
pub const EXCERPT: usize = 240;
/// How much of the text is shown before the first match, in characters.
const LEAD: usize = 60;

/// Where searched words are in the texts of a document, given by the name of their field.
pub(crate) fn highlights(kind: Kind, texts: &BTreeMap<String, Vec<String>>, terms: &Terms) -> Vec<Highlight> {
    if terms.is_empty() {
        return Vec::new();
    }
    let shown = kind.shaped(Shape::Text).flat_map(|field| {
        let values = texts.get(field.name()).into_iter().flatten();
        values.map(move |text| (field, text))
    });
    shown.filter_map(|(field, text)| highlight(field, text, terms)).collect()
}

/// Where searched words are in a text; `None` if it has none of them.
#[must_use]
pub fn highlight(field: Field, text: &str, terms: &Terms) -> Option<Highlight> {
    let matches = places(field, &tokens(text), terms);
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

/// The places of the words that were searched, and of what is found by them; in order, not overlapping.
fn places(field: Field, tokens: &[Token], terms: &Terms) -> Vec<Range<usize>> {
    let words: Vec<String> = tokens.iter().map(|token| token.word.clone()).collect();
    // By word, whether it is marked, and whether it is so together with the next.
    let mut marked = vec![(false, false); words.len()];
    for (start, word) in words.iter().enumerate() {
        marked[start].0 |= terms.find(field, word);
        if !field.is_extended() {
            continue;
        }
        for (length, found) in Synonyms::shipped().at(&words[start..]) {
            if found.same.iter().chain(&found.near).any(|word| terms.find(Field::Related, word)) {
                (start..start + length).for_each(|place| marked[place].0 = true);
                (start..start + length - 1).for_each(|place| marked[place].1 = true);
            }
        }
    }
    join(tokens, &marked)
}

/// The places of the marked words, those that belong together in one.
fn join(tokens: &[Token], marked: &[(bool, bool)]) -> Vec<Range<usize>> {
    let mut places: Vec<Range<usize>> = Vec::new();
    let mut joined = false;
    for (token, (is_marked, with_next)) in tokens.iter().zip(marked) {
        match places.last_mut() {
            Some(last) if joined => last.end = token.place.end,
            _ if *is_marked => places.push(token.place.clone()),
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
        assert_eq!(marked(text, "artificielle"), ["artificielle", "IA"]);
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
