//! Documents by their text: parsed, and held to what does not depend on variables. Programs send the same few documents
//! again and again. What a text parses to depends on nothing else, so what is kept is never stale. Kept is what was executed:
//! else whoever sends documents that are refused would have the others forgotten.

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

/// The documents that were executed lately.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    kept: Mutex<Kept>,
    /// Texts are hashed before the lock is taken: everybody takes it, and a text may be long.
    hashed: RandomState,
}

/// A document that is not kept yet.
#[derive(Debug)]
pub(in crate::http) struct ToKeep {
    text: String,
    /// What its text parses to.
    document: Arc<ExecutableDocument>,
    /// Bytes of memory.
    weight: usize,
}

#[derive(Debug, Default)]
struct Kept {
    /// By the hash of their text. Of two texts with one hash, the later is kept.
    documents: HashMap<u64, (String, Arc<ExecutableDocument>)>,
    /// What they take, by the most that their tokens can.
    bytes: usize,
}

impl Parsed {
    /// A text's document; with what may be kept of it, unless it is.
    ///
    /// # Errors
    /// It has too many tokens, is no GraphQL, or is too large once its fragments are written out.
    pub(super) fn of(
        &self,
        text: &str,
        limits: &Limits,
    ) -> Result<(Arc<ExecutableDocument>, Option<ToKeep>), Refusal> {
        if let Some(document) = self.known(text) {
            return Ok((document, None));
        }
        let tokens = tokens::bound(text, limits)?;
        let document = Arc::new(parse_query(text).map_err(|error| syntax(&error))?);
        bound(&document, limits)?;
        let weight = weight(text, tokens);
        let to_keep = ToKeep { text: text.to_owned(), document: Arc::clone(&document), weight };
        Ok((document, Some(to_keep)))
    }

    /// Whether a text was executed lately.
    pub(super) fn knows(&self, text: &str) -> bool {
        self.known(text).is_some()
    }

    fn known(&self, text: &str) -> Option<Arc<ExecutableDocument>> {
        let hash = self.hashed.hash_one(text);
        let kept = self.locked();
        kept.documents.get(&hash).filter(|(known, _)| known == text).map(|(_, document)| Arc::clone(document))
    }

    /// Keeps one that was executed; when there is no room left, those in use will soon be there again.
    pub(super) fn keep(&self, ToKeep { text, document, weight }: ToKeep) {
        let (hash, one) = (self.hashed.hash_one(&text), (text, document));
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
    fn a_text_that_was_executed_is_parsed_once() {
        let (parsed, limits) = (Parsed::default(), Limits::default());
        let text = "{ viewer { name } }";
        let of = || parsed.of(text, &limits).unwrap();
        let ((first, to_keep), (second, also)) = (of(), of());
        assert!(!Arc::ptr_eq(&first, &second) && !parsed.knows(text), "it may be refused yet");
        parsed.keep(to_keep.unwrap());
        let (third, known) = of();
        assert!(Arc::ptr_eq(&first, &third) && known.is_none() && parsed.knows(text));
        parsed.keep(also.unwrap());
        assert_eq!(parsed.locked().documents.len(), 1);
    }

    #[test]
    fn no_more_is_kept_than_there_is_room_for() {
        let (parsed, limits) = (Parsed::default(), Limits::default());
        for number in 0..20_000 {
            let text = format!("query Q{number} {{ viewer {{ name }} }}");
            parsed.keep(parsed.of(&text, &limits).unwrap().1.unwrap());
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
