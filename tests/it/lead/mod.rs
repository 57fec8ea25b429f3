//! Company leads, as they are served, printed and documented.

mod docs;
mod leads;

use crate::harness::Suite;

pub(crate) fn trials(suite: &mut Suite) {
    docs::trials(suite);
    leads::trials(suite);
}
