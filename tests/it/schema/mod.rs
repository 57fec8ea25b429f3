//! The schema itself.

mod descriptions;
pub(crate) mod introspection;
mod snapshot;

use crate::harness::Suite;

pub(crate) fn trials(suite: &mut Suite) {
    snapshot::trials(suite);
    descriptions::trials(suite);
}
