//! Companies: what they say of themselves, and what schools say of them.

mod update;
mod verify;

use crate::harness::Suite;

pub(crate) fn trials(suite: &mut Suite) {
    update::trials(suite);
    verify::trials(suite);
}
