//! The two normal forms of a text: the key that is stored for sorting and filtering, and the slug.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The key by which texts are compared, sorted and filtered: names, cities, skills.
///
/// Lower case, without accents, ligatures spelled out, punctuation turned into single spaces, trimmed:
/// `"Évian-les-Bains "` and `"EVIAN LES BAINS"` are one key. A `+` or `#` that ends a word is kept, because
/// C, C++ and C# are three skills. The result holds no `%`, `_` or quote, and folding it again changes
/// nothing.
pub fn fold(text: &str) -> String {
    let letters: Vec<char> = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(spelled_out).collect();
    let mut key = String::with_capacity(letters.len());
    for (index, &letter) in letters.iter().enumerate() {
        if letter.is_alphanumeric() || ends_a_word(&key, &letters[index..]) {
            key.push(letter);
        } else if !key.is_empty() && !key.ends_with(' ') {
            key.push(' ');
        }
    }
    key.truncate(key.trim_end().len());
    key
}

/// The form for addresses and file names: ASCII letters and digits, parted by single hyphens.
///
/// `"L'Abergement (Ain)"` is `"l-abergement-ain"`. It may be empty, for a text without Latin letters.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for letter in fold(text).chars() {
        match letter {
            '+' => slug.push_str("plus"),
            '#' => slug.push_str("sharp"),
            letter if letter.is_ascii_alphanumeric() => slug.push(letter),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// The lower-case letters that stand for one: Unicode's decomposition leaves ligatures and barred letters whole.
fn spelled_out(letter: char) -> impl Iterator<Item = char> {
    let spelled = match letter {
        'œ' | 'Œ' => "oe",
        'æ' | 'Æ' => "ae",
        'ß' | 'ẞ' => "ss",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        _ => "",
    };
    let itself = if spelled.is_empty() { Some(letter) } else { None };
    let lowered = itself.into_iter().flat_map(char::to_lowercase).filter(|c| !is_combining_mark(*c));
    spelled.chars().chain(lowered)
}

/// Whether `rest` begins with the `+` or `#` that ends the word at the end of `key`, as in "c++" and "c#".
fn ends_a_word(key: &str, rest: &[char]) -> bool {
    let is_sign = |c: &char| matches!(c, '+' | '#');
    rest.first().is_some_and(is_sign)
        && key.chars().next_back().is_some_and(|c| c != ' ')
        && !rest.iter().find(|c| !is_sign(c)).is_some_and(|c| c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, proptest};

    #[test]
    fn spellings_of_one_name_share_a_key() {
        for spelling in
            ["Évian-les-Bains", " EVIAN  LES BAINS", "évian (les) bains.", "E\u{301}vian les Bains"]
        {
            assert_eq!(fold(spelling), "evian les bains");
        }
        assert_eq!(fold("Cœuvres-et-Valsery"), "coeuvres et valsery");
        assert_eq!(fold("L'Hay\u{2019}s ÆON Straße"), "l hay s aeon strasse");
    }

    #[test]
    fn skills_that_differ_by_a_sign_stay_apart() {
        assert_eq!(fold("C++/C#, C"), "c++ c# c");
        assert_eq!(fold("R&D + tests, n#1, a+b"), "r d tests n 1 a b");
    }

    #[test]
    fn slugs_are_ascii() {
        assert_eq!(slug("  Génie Mécanique (C++) & Σ "), "genie-mecanique-cplusplus");
        assert_eq!(slug("!?"), "");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in any::<String>()) {
            let key = fold(&text);
            assert_eq!(fold(&key), key);
            assert!(!key.contains("  ") && key.trim() == key);
            assert!(!key.contains(['%', '_', '\'', '"', '\\', '\0']));
        }

        #[test]
        fn case_does_not_matter(text in "[a-zA-ZÀ-ÖÙ-öù-ÿŒœ '-]{0,20}") {
            assert_eq!(fold(&text.to_uppercase()), fold(&text));
        }

        #[test]
        fn slugs_hold_nothing_to_escape(text in any::<String>()) {
            let slug = slug(&text);
            assert!(slug.chars().all(|c| c == '-' || c.is_ascii_lowercase() || c.is_ascii_digit()));
            assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
        }
    }
}
