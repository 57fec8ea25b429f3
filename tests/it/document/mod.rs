//! Documents: papers printed, signed by link and code or by scan, checked by whoever holds them.

mod amending;
mod ends;
mod issuing;
mod refusals;
mod scans;
pub(crate) mod scene;
mod signing;
mod terms;

use crate::harness::Suite;

pub(crate) fn trials(suite: &mut Suite) {
    issuing::trials(suite);
    signing::trials(suite);
    refusals::trials(suite);
    scans::trials(suite);
    ends::trials(suite);
    terms::trials(suite);
    amending::trials(suite);
}
