use crate::searching::types::TextRange;
use async_graphql::{Enum, SimpleObject};
use search::Field;
use search::analysis::{Terms, highlight};
use std::collections::BTreeSet;
use strum::{EnumIter, IntoEnumIterator};

/// What somebody who types may mean.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Suggestion {
    /// What it is.
    pub kind: SuggestionKind,
    /// What people read.
    pub text: String,
    /// What the filter of its kind takes; of a title, the words to search.
    pub value: String,
    /// Where the letters typed are in `text`.
    pub matches: Vec<TextRange>,
    /// Of a city or a skill, how many published offers have it.
    pub count: Option<u64>,
}

/// What is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Enum, EnumIter)]
pub enum SuggestionKind {
    /// A specialty, by name or code; `value` is its code.
    Specialty,
    /// A city that offers are in; `value` is for the filter `city`.
    City,
    /// A skill that offers ask for; `value` is for the filter `skills`.
    Skill,
    /// A company; `value` is its id.
    Company,
    /// The title of an offer.
    Title,
}

impl SuggestionKind {
    /// Every kind.
    pub(super) fn all() -> BTreeSet<Self> {
        Self::iter().collect()
    }
}

/// Where searched words are in a short text.
pub(super) fn highlighted(text: &str, terms: &Terms) -> Vec<TextRange> {
    let found = highlight(Field::Title, text, terms).map(|found| found.matches).unwrap_or_default();
    found.into_iter().map(|place| TextRange { start: place.start as u64, end: place.end as u64 }).collect()
}
