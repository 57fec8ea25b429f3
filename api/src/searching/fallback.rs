//! What SQL finds while the engine does not answer: every filter, and each word as a part of a normalised column.
//! No typos, no facets, no ranking: little, but at once and never wrong.

use domain::text::fold;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr};
use search::analysis::{Terms, tokens};

/// The words that results must have, folded: those that the engines would ask for too.
pub(super) fn words(text: &str) -> Vec<String> {
    let required = Terms::read(text).required;
    let letters: Vec<char> = text.chars().collect();
    let mut words = Vec::new();
    for token in tokens(text).into_iter().filter(|token| required.iter().any(|word| word.text == token.word))
    {
        let typed = fold(&letters[token.place].iter().collect::<String>());
        // The singular finds the plural too, where the one begins like the other.
        let word = if typed.starts_with(&token.word) { token.word } else { typed };
        if !word.is_empty() && !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// Whether a folded column has a word as a part.
pub(super) fn has(column: impl ColumnTrait, word: &str) -> Expr {
    column.like(pattern(word))
}

/// Whether a text that is not folded has a word as a part, but for accents.
pub(super) fn has_in_text<C: ColumnTrait>(column: C, word: &str) -> Expr {
    let lowered = sea_orm::sea_query::Func::lower(Expr::col((column.entity_name(), column)));
    Expr::expr(lowered).like(pattern(word))
}

/// Folded words hold nothing that `LIKE` reads otherwise; escaped all the same, for that is not seen here.
fn pattern(word: &str) -> LikeExpr {
    let escaped: String = word
        .chars()
        .flat_map(|letter| matches!(letter, '%' | '_' | '\\').then_some('\\').into_iter().chain([letter]))
        .collect();
    LikeExpr::new(format!("%{escaped}%")).escape('\\')
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_are_read_as_the_engines_read_them() {
        assert_eq!(words("Ingénieurs en mécaniques"), ["mecanique"]);
        assert_eq!(words("C++ R&D"), ["c++", "r d"]);
        assert_eq!(words("100%_\\ Œuvre"), ["100", "oeuvre"]);
        assert!(words("  ?! ").is_empty());
    }
}
