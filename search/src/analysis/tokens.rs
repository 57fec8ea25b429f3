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
    let letters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        if !letters[at].is_alphanumeric() {
            at += 1;
            continue;
        }
        let end = word_end(&letters, at);
        found.extend(token(&letters, at..end));
        at = end;
    }
    found
}

/// The end of the word that begins at `start`.
fn word_end(letters: &[char], start: usize) -> usize {
    let run = |from: usize| {
        letters[from..].iter().take_while(|letter| is_word(**letter)).count().saturating_add(from)
    };
    let mut end = run(start);
    // R&D, and not "recherche & développement".
    while end - start <= 3 && letters.get(end) == Some(&'&') && run(end + 1) == end + 2 {
        end += 2;
    }
    if end - start == 1 {
        end += sign(letters, end).map_or(0, |(length, _)| length);
    }
    end
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || is_combining_mark(letter)
}

/// What follows the one letter of `C++`, `C#` or `F#`: its length and its spelling.
fn sign(letters: &[char], at: usize) -> Option<(usize, &'static str)> {
    let language = matches!(letters[at - 1], 'c' | 'C' | 'f' | 'F');
    match letters.get(at..)? {
        ['+', '+', ..] if language => Some((2, "plusplus")),
        ['#', ..] if language => Some((1, "sharp")),
        _ => None,
    }
}

fn token(letters: &[char], place: Range<usize>) -> Option<Token> {
    let written: String = letters[place.clone()].iter().filter(|letter| is_word(**letter)).collect();
    let mut word = fold(&written);
    if place.len() > 1 && written.chars().count() == 1 {
        word.push_str(sign(letters, place.start + 1).map_or("", |(_, spelling)| spelling));
        return Some(Token { word, place });
    }
    let elided = letters.get(place.end).is_some_and(|next| is_apostrophe(*next)) && is_elided(&word);
    let length = word.chars().count();
    (!elided && (1..=LONGEST).contains(&length)).then(|| Token { word: stem(word), place })
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
