//! Schools and specialties.

mod schools;

use crate::harness::Suite;

pub(crate) fn trials(suite: &mut Suite) {
    schools::trials(suite);
}
