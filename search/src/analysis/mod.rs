//! What both engines share: how texts become words, how searched words match them, and where the matches are.
//!
//! Documents are indexed as words, synonyms among them (`indexed`), and a query is read into
//! [`Terms`] by the same steps. The engines only look these words up, so that accents, plurals, synonyms, codes and the
//! words that every offer has mean the same in both. `docs/search.md` tells how, and how it is measured.

mod distance;
mod fit;
mod fold;
mod highlight;
mod indexed;
mod shield;
mod stem;
mod synonyms;
mod terms;
mod tokens;
mod vocabulary;

pub use fit::fit;
pub use fold::{fold, key};
pub(crate) use highlight::Highlighter;
pub use highlight::{EXCERPT, highlight};
pub(crate) use indexed::indexed;
pub(crate) use shield::shielded;
pub use terms::{Closeness, MAX_WORDS, ONE_TYPO, TWO_TYPOS, Terms, Word};
pub use tokens::{Token, tokens};
