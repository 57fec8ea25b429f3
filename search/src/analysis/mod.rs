//! What both engines share: how texts become words, how searched words match them, and where the matches are.
//!
//! Documents are indexed as the words of [`analyse`], in one string with spaces between, and a query is read into
//! [`Terms`] by the same steps. The engines only look these words up, so that accents, plurals, codes and the words
//! that every offer has mean the same in both.
//!
//! Synonyms and specialty names turned into filters belong here too, in [`Terms::read`], once there is a judged set
//! of queries to hold them to.

mod distance;
mod fit;
mod fold;
mod highlight;
mod stem;
mod terms;
mod tokens;
mod vocabulary;

pub use fit::fit;
pub use fold::{fold, key};
pub(crate) use highlight::highlights;
pub use highlight::{EXCERPT, highlight};
pub use terms::{Closeness, MAX_WORDS, ONE_TYPO, TWO_TYPOS, Terms, Word};
pub use tokens::{Token, tokens};

/// The words of texts, as both engines index them: folded, in the singular, separated by spaces.
#[must_use]
pub fn analyse<'a>(texts: impl IntoIterator<Item = &'a String>) -> String {
    let words: Vec<String> =
        texts.into_iter().flat_map(|text| tokens(text)).map(|token| token.word).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::analyse;

    #[test]
    fn texts_become_words() {
        let texts = ["L'œuvre des Ingénieurs".to_owned(), "R&D, C++ ; réseaux".to_owned()];
        assert_eq!(analyse(&texts), "oeuvre des ingenieur rd cplusplus reseau");
    }
}
