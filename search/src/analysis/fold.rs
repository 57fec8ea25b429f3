use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, without accents, ligatures spelled out: `Œuvre` is `oeuvre`, `Élève` is `eleve`.
#[must_use]
pub fn fold(text: &str) -> String {
    // Most words, and nothing to take apart in them.
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase) {
        match letter {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            other if is_combining_mark(other) => {}
            other => folded.push(other),
        }
    }
    folded
}

/// A name folded for comparing and sorting: as [`fold`], apostrophes and hyphens made spaces, and no two spaces in a
/// row. `Saint-Étienne` and `saint  etienne` are the same key.
#[must_use]
pub fn key(name: &str) -> String {
    let spaced: String = fold(name)
        .chars()
        .map(|letter| if is_apostrophe(letter) || is_hyphen(letter) { ' ' } else { letter })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Straight and typographic apostrophes.
pub(super) fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}' | '\u{2018}' | '\u{02BC}' | '`')
}

fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '_')
}

#[cfg(test)]
mod tests {
    use super::{fold, key};

    #[test]
    fn case_accents_and_ligatures_do_not_count() {
        assert_eq!(fold("Œuvre ÉLÈVE cœur Ångström"), "oeuvre eleve coeur angstrom");
        assert_eq!(fold("e\u{301}le\u{300}ve"), "eleve", "accents as separate characters");
        assert_eq!(fold("ﬁ İ"), "fi i");
    }

    #[test]
    fn spellings_of_a_place_are_one_key() {
        assert_eq!(key("Saint-Étienne"), key("  saint  etienne "));
        assert_eq!(key("L'Isle-d'Abeau"), "l isle d abeau");
    }
}
