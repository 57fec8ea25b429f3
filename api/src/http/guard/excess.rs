//! How it is said that a document asks too much.

use async_graphql::{Pos, ServerError};

use crate::http::Refusal;
use crate::http::refusal::with_code;

/// A limit that is passed.
pub(super) struct Excess {
    code: &'static str,
    limit: &'static str,
    allowed: usize,
    what: &'static str,
}

impl Excess {
    /// `limit` is the key by which an operator changes it.
    pub(super) fn of(code: &'static str, limit: &'static str, allowed: usize, what: &'static str) -> Self {
        Self { code, limit, allowed, what }
    }

    /// Refuses when more than allowed is found.
    pub(super) fn unless(self, found: usize, at: Option<Pos>) -> Result<(), Refusal> {
        if found > self.allowed { Err(self.found(found, at)) } else { Ok(()) }
    }

    /// The refusal, with what was found, and where.
    pub(super) fn found(self, found: usize, at: Option<Pos>) -> Refusal {
        let text =
            if found == usize::MAX { "more than can be counted".to_owned() } else { found.to_string() };
        self.refusal(found, &text, at)
    }

    /// [`Excess::found`], where counting stopped early.
    pub(super) fn found_at_least(self, found: usize, at: Option<Pos>) -> Refusal {
        self.refusal(found, &format!("{found} at least"), at)
    }

    /// [`Excess::found`], with the reason at the end of the sentence.
    pub(super) fn found_because(self, found: usize, because: &str, at: Option<Pos>) -> Refusal {
        let text =
            if found == usize::MAX { "more than can be counted".to_owned() } else { found.to_string() };
        self.refusal(found, &format!("{text}: {because}"), at)
    }

    fn refusal(self, found: usize, text: &str, at: Option<Pos>) -> Refusal {
        let Self { code, limit, allowed, what } = self;
        let message = format!("expected at most {allowed} {what}, found {text}");
        let mut error = with_code(ServerError::new(message, at), code);
        if let Some(extensions) = &mut error.extensions {
            extensions.set("limit", limit);
            extensions.set("allowed", allowed);
            extensions.set("found", found);
        }
        Refusal::document(vec![error])
    }
}
