//! Mails: queued with what they tell of, handed over once, never lost.

mod folder;
mod scene;
mod sending;
mod trouble;

use crate::harness::Suite;

pub(crate) fn trials(suite: &mut Suite) {
    folder::trials(suite);
    sending::trials(suite);
    trouble::trials(suite);
}
