//! The program itself, as it is built: its commands, its exit codes, and the README's lines.

mod commands;
mod import;
mod readme;
pub(crate) mod running;

use crate::harness::Suite;

pub(crate) fn trials(suite: &mut Suite) {
    commands::trials(suite);
    import::trials(suite);
    readme::trials(suite);
}
