//! What the server answers beside GraphQL.

mod allowance;
mod health;
mod metrics;
mod persisted;

use crate::harness::Suite;

pub(crate) fn trials(suite: &mut Suite) {
    allowance::trials(suite);
    health::trials(suite);
    metrics::trials(suite);
    persisted::trials(suite);
}
