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
    let mut rest = Rest { text, letters: 0 };
    std::iter::from_fn(move || {
        rest = rest.after(|letter| !letter.is_alphanumeric());
        let word = rest.word()?;
        let place = rest.letters..rest.letters + word.chars().count();
        rest = Rest { text: &rest.text[word.len()..], letters: place.end };
        let apostrophe = rest.text.chars().next().is_some_and(is_apostrophe);
        Some(Written { text: word, place, apostrophe })
    })
}

/// What is left of a text.
#[derive(Clone, Copy)]
struct Rest<'a> {
    text: &'a str,
    /// How many letters came before.
    letters: usize,
}

impl<'a> Rest<'a> {
    /// After the letters that are such.
    fn after(self, is_such: impl Fn(char) -> bool) -> Self {
        let run = run(self.text, is_such);
        Self { text: &self.text[run.len()..], letters: self.letters + run.chars().count() }
    }

    /// The word that it begins with; `None` at the end.
    fn word(self) -> Option<&'a str> {
        let mut end = run(self.text, is_word).len();
        let first = self.text.chars().next()?;
        // R&D, and not "recherche & développement".
        let is_short = |end: usize| self.text[..end].chars().nth(3).is_none();
        while is_short(end)
            && let Some(next) = self.text[end..].strip_prefix('&')
            && let letter = run(next, is_word)
            && letter.chars().count() == 1
        {
            end += 1 + letter.len();
        }
        if end == first.len_utf8() && matches!(first, 'c' | 'C' | 'f' | 'F') {
            end +=
                ["++", "#"].into_iter().find(|sign| self.text[end..].starts_with(sign)).map_or(0, str::len);
        }
        Some(&self.text[..end])
    }
}

/// The beginning of a text whose letters are such.
fn run(text: &str, is_such: impl Fn(char) -> bool) -> &str {
    let end = text.find(|letter| !is_such(letter)).unwrap_or(text.len());
    &text[..end]
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || (!letter.is_ascii() && is_combining_mark(letter))
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
