//! Offers.

mod create;
mod duplicate;
mod expire;
mod lifecycle;
mod lists;
pub(crate) mod scene;
mod update;

use crate::harness::Suite;

pub(crate) fn trials(suite: &mut Suite) {
    create::trials(suite);
    duplicate::trials(suite);
    expire::trials(suite);
    lifecycle::trials(suite);
    lists::trials(suite);
    update::trials(suite);
}
