//! The schema's migrations.

mod up_and_down;

use crate::harness::Suite;

pub(crate) fn trials(suite: &mut Suite) {
    up_and_down::trials(suite);
}
