//! What the server answers beside GraphQL.

mod allowance;
mod health;

use crate::harness::Suite;

pub(crate) fn trials(suite: &mut Suite) {
    allowance::trials(suite);
    health::trials(suite);
}
