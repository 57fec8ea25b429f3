//! What an executed answer says of its cost, in `extensions.cost`.

use async_graphql::{Response, Value, value};
use chrono::SecondsFormat;

use crate::auth::spending::Allowance;

/// Adds to an answer what it cost, what one operation may cost, and what is left of the caller's allowance: null where
/// no limit is set.
pub(super) fn tell(response: &mut Response, requested: u64, limit: u64, allowance: Option<Allowance>) {
    let allowance = allowance.map_or(Value::Null, |allowance| {
        let resets_at = allowance.resets_at.to_rfc3339_opts(SecondsFormat::Secs, true);
        value!({
            "limit": allowance.limit,
            "remaining": allowance.remaining,
            "resetsAt": resets_at,
        })
    });
    let cost = value!({ "requested": requested, "limit": limit, "allowance": allowance });
    response.extensions.insert("cost".to_owned(), cost);
}
