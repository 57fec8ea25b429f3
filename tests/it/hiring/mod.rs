//! The hiring history: what was published is reproduced, and what was not is kept from the public.

mod hires;
mod kept_counts;
mod reconciliation;
mod record;
mod statistics;

use crate::harness::Suite;

pub(crate) fn trials(suite: &mut Suite) {
    statistics::trials(suite);
    reconciliation::trials(suite);
    hires::trials(suite);
    kept_counts::trials(suite);
    record::trials(suite);
}
