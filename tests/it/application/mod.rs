//! Applications.

mod cancel;
mod confirm;
mod lists;
mod moves;
pub(crate) mod scene;
mod settle;
mod spontaneous;
mod submit;

use crate::harness::Suite;

pub(crate) fn trials(suite: &mut Suite) {
    cancel::trials(suite);
    confirm::trials(suite);
    lists::trials(suite);
    moves::trials(suite);
    settle::trials(suite);
    spontaneous::trials(suite);
    submit::trials(suite);
}
