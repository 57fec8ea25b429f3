//! What partial updates share: a field left out stays, a null empties it.

use async_graphql::MaybeUndefined;
use sea_orm::{ActiveValue, sea_query::Value};

/// What a column comes to hold: the input's value, or what it held.
pub(crate) fn changed<T>(input: MaybeUndefined<T>, held: &ActiveValue<Option<T>>) -> Option<T>
where
    T: Clone,
    Option<T>: Into<Value>,
{
    if input.is_undefined() { held.clone().take().flatten() } else { input.take() }
}
