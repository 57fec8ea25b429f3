//! Accounts: signing up, in and out.

mod sign_in;

use crate::harness::Suite;

pub(crate) fn trials(suite: &mut Suite) {
    sign_in::trials(suite);
}
