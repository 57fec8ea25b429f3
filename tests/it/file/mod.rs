//! Files: by ticket and PUT into the storage, and out of it after the policy's yes.

mod keeping;
mod refusals;
pub(crate) mod scene;
mod uploading;

use crate::harness::Suite;

pub(crate) fn trials(suite: &mut Suite) {
    uploading::trials(suite);
    refusals::trials(suite);
    keeping::trials(suite);
}
