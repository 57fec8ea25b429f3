//! Searching: asking the engine while it answers, SQL while it does not.
//!
//! `documents` says what is indexed of a row; the worker (`crate::worker`) tells the engine what changed. `find` is
//! what the four searches share, `asked` and `cursor` what is asked for; each has a file that says which filters it takes, and
//! what they are to the engine and to SQL. The engine answers ids: rows and rights are those of SQL, read in a batch.

mod asked;
mod breaker;
mod companies;
mod cursor;
pub mod documents;
mod fallback;
mod find;
pub(crate) mod fuzzing;
mod hires;
mod labels;
mod near;
mod offers;
mod paging;
mod query;
mod scope;
pub mod status;
mod students;
mod suggest;
mod types;

#[cfg(test)]
pub(crate) mod tests;

pub(crate) use asked::LONGEST as LONGEST_QUERY;
pub use breaker::Breaker;
pub use companies::CompanyFilter;
pub use near::{Near, PointInput};
pub(crate) use offers::narrow as narrow_offers;
pub use offers::{OfferFilter, OfferSort};
pub use query::SearchQuery;
pub use status::SearchIndexQuery;
pub use students::StudentFilter;
pub use suggest::{Suggestion, SuggestionKind};
pub use types::{
    Answer, Facet, FacetField, FacetValue, Highlight, HighlightField, SearchConnection, Searched, TextRange,
    Why,
};
