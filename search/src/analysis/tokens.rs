use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::fold::{fold, is_apostrophe};
use super::stem::stem;
use super::vocabulary::is_elided;

/// The longest word that is kept, in characters; what is longer is no word.
const LONGEST: usize = 64;

/// A word of a text, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The word, folded and in the singular: what is indexed.
    pub word: String,
    /// Its place in the text, by character.
    pub place: Range<usize>,
}

/// The words of a text, in order.
///
/// Letters and digits make words. An article elided before an apostrophe is dropped (`l'usine` is `usine`), single
/// letters joined by `&` are one word (`R&D` is `rd`), and `C++`, `C#`, `F#` are words of their own.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    written(text).filter_map(|written| Some(Token { word: written.word()?, place: written.place })).collect()
}

/// A word of a text as it is written there.
pub(super) struct Written<'a> {
    /// Its letters, with what joins them.
    pub(super) text: &'a str,
    /// Its place in the text, by character.
    pub(super) place: Range<usize>,
    /// Whether an apostrophe follows.
    pub(super) apostrophe: bool,
}

impl Written<'_> {
    /// What is indexed of it; `None` if it counts for nothing.
    pub(super) fn word(&self) -> Option<String> {
        let letters: String = self.text.chars().filter(|letter| is_word(*letter)).collect();
        let folded = fold(&letters);
        if let Some(spelling) =
            self.text.get(letters.len()..).and_then(spelled).filter(|_| letters.len() == 1)
        {
            return Some(folded + spelling);
        }
        let elided = self.apostrophe && is_elided(&folded);
        let length = folded.chars().count();
        (!elided && (1..=LONGEST).contains(&length)).then(|| stem(folded))
    }
}

/// The words of a text as they are written, in order.
pub(super) fn written(text: &str) -> impl Iterator<Item = Written<'_>> {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let mut at = 0;
    std::iter::from_fn(move || {
        at += letters[at..].iter().position(|(_, letter)| letter.is_alphanumeric())?;
        let place = at..word_end(&letters, at);
        at = place.end;
        let next = letters.get(place.end);
        let end = next.map_or(text.len(), |(byte, _)| *byte);
        Some(Written {
            text: &text[letters[place.start].0..end],
            place,
            apostrophe: next.is_some_and(|(_, next)| is_apostrophe(*next)),
        })
    })
}

/// The end of the word that begins at `start`.
fn word_end(letters: &[(usize, char)], start: usize) -> usize {
    let run = |from: usize| {
        letters[from..].iter().take_while(|(_, letter)| is_word(*letter)).count().saturating_add(from)
    };
    let mut end = run(start);
    // R&D, and not "recherche & développement".
    while end - start <= 3
        && letters.get(end).is_some_and(|(_, next)| *next == '&')
        && run(end + 1) == end + 2
    {
        end += 2;
    }
    if end - start == 1 && matches!(letters[start].1, 'c' | 'C' | 'f' | 'F') {
        end += match letters[end..] {
            [(_, '+'), (_, '+'), ..] => 2,
            [(_, '#'), ..] => 1,
            _ => 0,
        };
    }
    end
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || is_combining_mark(letter)
}

/// How what follows the one letter of `C++`, `C#` or `F#` is spelled.
fn spelled(sign: &str) -> Option<&'static str> {
    match sign {
        "++" => Some("plusplus"),
        "#" => Some("sharp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::tokens;

    fn words(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.word).collect()
    }

    #[test]
    fn words_are_cut_where_people_cut_them() {
        assert_eq!(words("l'usine d\u{2019}Albi, aujourd'hui"), ["usine", "albi", "aujourd", "hui"]);
        assert_eq!(words("back-end/Front_end"), ["back", "end", "front", "end"]);
        assert_eq!(words("R&D recherche & développement"), ["rd", "recherche", "developpement"]);
        assert_eq!(words("C++ C# f# a# c+"), ["cplusplus", "csharp", "fsharp", "a", "c"]);
        assert_eq!(words("5G 2IA 3.14 !? "), ["5g", "2ia", "3", "14"]);
    }

    #[test]
    fn places_are_counted_in_characters() {
        let places: Vec<_> = tokens("Œuvre l'été R&D C++").into_iter().map(|token| token.place).collect();
        assert_eq!(places, [0..5, 8..11, 12..15, 16..19]);
        assert_eq!(tokens("e\u{301}te\u{301} là")[1].place, 6..8, "an accent apart is a character too");
    }

    #[test]
    fn what_is_too_long_is_no_word() {
        assert_eq!(words(&"x".repeat(65)), Vec::<String>::new());
        assert_eq!(words(&"x".repeat(64)).len(), 1);
    }
}
