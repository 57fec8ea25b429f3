//! Matching rounds, from preparation to applications.

mod bad_input;
mod frozen;
mod life;
mod publishing;
mod racing;
pub(crate) mod scene;
mod seeing;

use crate::harness::Suite;

pub(crate) fn trials(suite: &mut Suite) {
    life::trials(suite);
    bad_input::trials(suite);
    frozen::trials(suite);
    racing::trials(suite);
    publishing::trials(suite);
    seeing::trials(suite);
}
