//! Accounts: signing up, in and out.

mod sign_in;
mod sign_up;

use crate::harness::Suite;

pub(crate) fn trials(suite: &mut Suite) {
    sign_in::trials(suite);
    sign_up::trials(suite);
}
