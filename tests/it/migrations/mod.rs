//! The schema's migrations.

mod every_step;
mod locking;
mod rules;
mod up_and_down;

use crate::harness::Suite;

pub(crate) fn trials(suite: &mut Suite) {
    up_and_down::trials(suite);
    every_step::trials(suite);
    rules::trials(suite);
    locking::trials(suite);
}
