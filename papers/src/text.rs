//! Users' texts, made fit for printing without changing what they say.

use crate::coverage::have;
use serde_json::Value;
use std::fmt::Write as _;
use unicode_normalization::UnicodeNormalization;

/// A word longer than this gets places where a line may break.
const LONG: usize = 30;
/// A place where a line may break, of no width.
const BREAK: char = '\u{200b}';
/// Stands for a sign that the fonts do not have.
pub(crate) const UNKNOWN: char = '\u{fffd}';

/// Makes every text in a tree fit for printing.
pub(crate) fn clean(value: &mut Value) {
    match value {
        Value::String(text) => *text = cleaned(text),
        Value::Array(items) => items.iter_mut().for_each(clean),
        Value::Object(fields) => fields.values_mut().for_each(clean),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The letters and digits of a text that the fonts do not have, each once.
///
/// A name with such a letter cannot be printed as it is, and must not be printed otherwise.
pub(crate) fn unprintable(text: &str) -> Vec<char> {
    let mut found: Vec<char> = visible(text).filter(|&sign| sign.is_alphanumeric() && !have(sign)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// A text without control signs and invisible marks, with places to break in words that fit no line.
///
/// A pictogram that the fonts lack is shown as one that is missing.
fn cleaned(text: &str) -> String {
    let printed: String = visible(text).map(printable).collect();
    let mut lines = String::with_capacity(printed.len());
    for (index, line) in printed.trim().split('\n').enumerate() {
        let before = if index == 0 { "" } else { "\n" };
        let words: Vec<String> = line.split_whitespace().map(breakable).collect();
        // Writing to a String cannot fail.
        write!(lines, "{before}{}", words.join(" ")).ok();
    }
    lines
}

/// A text without what nobody can see, composed: an accent is part of its letter, even where a mark stood between.
fn visible(text: &str) -> impl Iterator<Item = char> {
    let shown = text.chars().filter(|&sign| !is_invisible(sign) && (!sign.is_control() || is_blank(sign)));
    shown.nfc()
}

/// The control signs that part words or lines.
fn is_blank(sign: char) -> bool {
    matches!(sign, '\n' | '\t' | '\r')
}

/// What is printed for a sign: itself, or that it is unknown.
fn printable(sign: char) -> char {
    match sign {
        '\n' => '\n',
        sign if sign.is_whitespace() => ' ',
        sign if have(sign) => sign,
        _ => UNKNOWN,
    }
}

/// Marks that only say how their neighbours are shown: joiners, variation selectors, direction, byte order.
fn is_invisible(sign: char) -> bool {
    matches!(sign,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// A word that may be parted, after punctuation or anywhere when there is none, if it is long.
fn breakable(word: &str) -> String {
    if word.chars().count() <= LONG {
        return word.to_owned();
    }
    let mut parted = String::with_capacity(word.len() * 2);
    let mut run = 0;
    for sign in word.chars() {
        parted.push(sign);
        run += 1;
        if run >= LONG || (run > 3 && matches!(sign, '@' | '.' | '/' | '_' | ':' | '-' | ';' | ',')) {
            parted.push(BREAK);
            run = 0;
        }
    }
    parted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, proptest};

    #[test]
    fn what_cannot_be_seen_is_not_printed() {
        assert_eq!(cleaned("  a\u{0}b\u{202e}c\u{200d}\td\r\n e \n"), "abc d\ne");
        assert_eq!(cleaned("ok 🚀 €"), format!("ok {UNKNOWN} €"));
        assert_eq!(cleaned("e\u{301}té"), "été");
    }

    #[test]
    fn long_words_may_be_parted_and_others_are_left() {
        assert_eq!(cleaned("anticonstitutionnel"), "anticonstitutionnel");
        let long = cleaned(&"x".repeat(100));
        assert_eq!(long.replace(BREAK, ""), "x".repeat(100));
        assert!(long.split(BREAK).all(|part| part.chars().count() <= LONG));
        assert!(cleaned("prenom.nom@une-entreprise.example.org").contains(&format!("@{BREAK}")));
    }

    #[test]
    fn letters_without_a_glyph_are_named() {
        assert!(unprintable("Łukasz Жанна Ωμέγα n° 5 → 🚀").is_empty());
        assert_eq!(unprintable("שלום"), ['ו', 'ל', 'ם', 'ש']);
        assert_eq!(unprintable("王"), ['王']);
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing_more(text in any::<String>()) {
            let once = cleaned(&text);
            let plain = once.replace(BREAK, "");
            assert_eq!(cleaned(&plain), once);
        }
    }
}
