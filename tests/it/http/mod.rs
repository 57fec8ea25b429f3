//! What the server answers beside GraphQL.

mod health;

use crate::harness::Suite;

pub(crate) fn trials(suite: &mut Suite) {
    health::trials(suite);
}
