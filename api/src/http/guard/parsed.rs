//! Documents by their text: parsed, and held to what does not depend on variables. Programs send the same few documents
//! again and again. What a text parses to depends on nothing else, so what is kept is never stale. Kept is what passed every
//! check: else whoever sends documents that are refused would have the others forgotten.

use super::{extent, syntax, tokens, values};
use crate::config::Limits;
use crate::http::Refusal;
use async_graphql::parser::parse_query;
use async_graphql::parser::types::ExecutableDocument;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

/// What is kept altogether, in bytes of memory.
const ALTOGETHER: usize = 6 << 20;
/// Bytes of memory for a token at most: a field without anything, which is one.
const TOKEN: usize = 256;

/// The documents that were asked for lately.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    kept: Mutex<Kept>,
    /// Texts are hashed before the lock is taken: everybody takes it, and a text may be long.
    hashed: RandomState,
}

/// A document.
pub(super) struct Found {
    /// What its text parses to.
    pub(super) document: Arc<ExecutableDocument>,
    /// What it takes, where it is not kept.
    weight: Option<usize>,
}

#[derive(Debug, Default)]
struct Kept {
    /// By the hash of their text. Of two texts with one hash, the later is kept.
    documents: HashMap<u64, (String, Arc<ExecutableDocument>)>,
    /// What they take, by the most that their tokens can.
    bytes: usize,
}

impl Parsed {
    /// A text's document.
    ///
    /// # Errors
    /// It has too many tokens, is no GraphQL, or is too large once its fragments are written out.
    pub(super) fn of(&self, text: &str, limits: &Limits) -> Result<Found, Refusal> {
        if let Some(document) = self.known(text) {
            return Ok(Found { document, weight: None });
        }
        let tokens = tokens::bound(text, limits)?;
        let document = Arc::new(parse_query(text).map_err(|error| syntax(&error))?);
        bound(&document, limits)?;
        Ok(Found { document, weight: Some(weight(text, tokens)) })
    }

    /// Whether a text passed every check lately.
    pub(super) fn knows(&self, text: &str) -> bool {
        self.known(text).is_some()
    }

    fn known(&self, text: &str) -> Option<Arc<ExecutableDocument>> {
        let hash = self.hashed.hash_one(text);
        let kept = self.locked();
        kept.documents.get(&hash).filter(|(known, _)| known == text).map(|(_, document)| Arc::clone(document))
    }

    /// Keeps one that passed; when there is no room left, those in use will soon be there again.
    pub(super) fn keep(&self, text: &str, found: Found) {
        let Some(weight) = found.weight else { return };
        let (hash, one) = (self.hashed.hash_one(text), (text.to_owned(), found.document));
        let mut kept = self.locked();
        let full = kept.bytes + weight > ALTOGETHER;
        // Thousands of nodes are let go once nobody waits.
        let former = if full { std::mem::take(&mut *kept) } else { Kept::default() };
        // Two may have parsed it at the same time. Another with its hash weighs what it weighs: once in a billion years.
        let other = kept.documents.insert(hash, one);
        if other.is_none() {
            kept.bytes += weight;
        }
        drop(kept);
        drop((former, other));
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn weight(text: &str, tokens: usize) -> usize {
    text.len() + tokens * TOKEN
}

/// What is bounded whatever the variables are.
///
/// # Errors
/// The document is too large, once its fragments are written out or in its lists.
pub(super) fn bound(document: &ExecutableDocument, limits: &Limits) -> Result<(), Refusal> {
    extent::bound(document, limits)?;
    values::bound_literals(document, limits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_passed_is_parsed_once() {
        let (parsed, limits) = (Parsed::default(), Limits::default());
        let text = "{ viewer { name } }";
        let of = || parsed.of(text, &limits).unwrap();
        let first = of();
        assert!(
            !Arc::ptr_eq(&first.document, &of().document) && !parsed.knows(text),
            "it may be refused yet"
        );
        let document = Arc::clone(&first.document);
        parsed.keep(text, first);
        assert!(Arc::ptr_eq(&document, &of().document) && parsed.knows(text));
        parsed.keep(text, of());
        assert_eq!(parsed.locked().documents.len(), 1);
    }

    #[test]
    fn no_more_is_kept_than_there_is_room_for() {
        let (parsed, limits) = (Parsed::default(), Limits::default());
        for number in 0..20_000 {
            let text = format!("query Q{number} {{ viewer {{ name }} }}");
            parsed.keep(&text, parsed.of(&text, &limits).unwrap());
            assert!(parsed.locked().bytes <= ALTOGETHER);
        }
        let kept = parsed.locked();
        let weights =
            kept.documents.values().map(|(text, _)| weight(text, tokens::bound(text, &limits).unwrap()));
        assert_eq!(kept.bytes, weights.sum::<usize>());
    }

    #[test]
    fn a_token_takes_no_more_than_is_counted_for_it() {
        use async_graphql::Positioned;
        use async_graphql::parser::types::Selection;
        // A selection is kept by value in its set, which grows by doubling.
        assert!(size_of::<Positioned<Selection>>() <= TOKEN, "{}", size_of::<Positioned<Selection>>());
    }
}
