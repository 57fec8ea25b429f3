//! Documents by their text: parsed, and held to what does not depend on variables. Programs send the same few documents
//! again and again. What a text parses to depends on nothing else, so what is kept is never stale.

use super::{extent, syntax, tokens, values};
use crate::config::Limits;
use crate::http::Refusal;
use async_graphql::parser::parse_query;
use async_graphql::parser::types::ExecutableDocument;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The longest text that is kept, in bytes.
const LONGEST: usize = 8 << 10;
/// How much text is kept altogether, in bytes; a parsed document takes about ten times its text.
const ALTOGETHER: usize = 256 << 10;

/// The documents that were asked for lately.
#[derive(Debug, Default)]
pub(super) struct Parsed(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    documents: HashMap<String, Arc<ExecutableDocument>>,
    bytes: usize,
}

impl Parsed {
    /// A text's document.
    ///
    /// # Errors
    /// It has too many tokens, is no GraphQL, or is too large once its fragments are written out.
    pub(super) fn of(&self, text: &str, limits: &Limits) -> Result<Arc<ExecutableDocument>, Refusal> {
        if let Some(known) = self.locked().documents.get(text) {
            return Ok(Arc::clone(known));
        }
        tokens::bound(text, limits)?;
        let document = Arc::new(parse_query(text).map_err(|error| syntax(&error))?);
        bound(&document, limits)?;
        if text.len() <= LONGEST {
            self.keep(text, &document);
        }
        Ok(document)
    }

    /// Keeps one; when there is no room left, those in use will soon be there again.
    fn keep(&self, text: &str, document: &Arc<ExecutableDocument>) {
        let mut kept = self.locked();
        if kept.bytes + text.len() > ALTOGETHER {
            *kept = Kept::default();
        }
        // Two may have parsed it at the same time.
        if kept.documents.insert(text.to_owned(), Arc::clone(document)).is_none() {
            kept.bytes += text.len();
        }
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
    fn a_text_is_parsed_once_and_a_wrong_one_never_kept() {
        let (parsed, limits) = (Parsed::default(), Limits::default());
        let first = parsed.of("{ viewer { name } }", &limits).unwrap();
        assert!(Arc::ptr_eq(&first, &parsed.of("{ viewer { name } }", &limits).unwrap()));
        assert!(parsed.of("{ viewer { name }", &limits).is_err());
        assert_eq!(parsed.locked().documents.len(), 1);
    }

    #[test]
    fn no_more_is_kept_than_there_is_room_for() {
        let (parsed, limits) = (Parsed::default(), Limits::default());
        for number in 0..20_000 {
            parsed.of(&format!("query Q{number} {{ viewer {{ name }} }}"), &limits).unwrap();
            assert!(parsed.locked().bytes <= ALTOGETHER);
        }
        let kept = parsed.locked();
        assert_eq!(kept.bytes, kept.documents.keys().map(String::len).sum::<usize>());
        drop(kept);
        let long = format!("{{ viewer {{ name }} }} #{}", "x".repeat(LONGEST));
        parsed.of(&long, &limits).unwrap();
        assert!(!parsed.locked().documents.contains_key(&long));
    }
}
