//! What people give of a saved search, and what is wrong with it.

use crate::graphql::user_error::{ErrorCode, UserError};
use crate::saved_search::types::AlertFrequency;
use crate::searching::{LONGEST_QUERY, OfferFilter};
use async_graphql::InputObject;

/// Characters in a name at most.
const LONGEST_NAME: usize = 100;

/// A search to keep.
#[derive(Clone, Debug, InputObject)]
pub struct SavedSearchCreateInput {
    /// What to call it, 1 to 100 characters.
    pub name: String,
    /// What would be typed, up to 300 characters; read as `searchOffers` reads it: the last word may be the beginning of
    /// one, unless a space follows.
    #[graphql(default)]
    pub query: String,
    /// Which offers.
    #[graphql(default)]
    pub filter: OfferFilter,
    /// When to be told of new offers that it finds.
    pub frequency: AlertFrequency,
}

/// What changes of a saved search: a field left out stays. Whoever changes the query, the filter or the frequency is
/// told of offers published from then on.
#[derive(Clone, Debug, InputObject)]
pub struct SavedSearchUpdateInput {
    /// What to call it, 1 to 100 characters.
    pub name: Option<String>,
    /// What would be typed, up to 300 characters; empty for nothing.
    pub query: Option<String>,
    /// Which offers; the whole filter is replaced.
    pub filter: Option<OfferFilter>,
    /// When to be told of new offers that it finds.
    pub frequency: Option<AlertFrequency>,
}

/// A name as it is kept.
pub(super) fn name(given: &str) -> Result<String, UserError> {
    let name = given.trim();
    if (1..=LONGEST_NAME).contains(&name.chars().count()) {
        return Ok(name.to_owned());
    }
    let fr = format!("Un nom de 1 à {LONGEST_NAME} caractères est attendu.");
    let en = format!("A name of 1 to {LONGEST_NAME} characters is expected.");
    Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["input", "name"]))
}

/// A query as it is kept: as it was typed, for a space at its end has a meaning.
pub(super) fn query(given: String) -> Result<String, UserError> {
    if given.chars().count() <= LONGEST_QUERY {
        return Ok(given);
    }
    let fr = format!("{LONGEST_QUERY} caractères au plus sont attendus.");
    let en = format!("{LONGEST_QUERY} characters at most are expected.");
    Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["input", "query"]))
}
