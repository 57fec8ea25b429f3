//! The program itself, as it is built: its commands, its exit codes, and the README's lines.

mod backup;
mod commands;
mod deploy;
mod import;
mod operations;
mod procedure;
mod readme;
pub(crate) mod running;

use crate::harness::Suite;

pub(crate) use running::{Server, program};

pub(crate) fn trials(suite: &mut Suite) {
    commands::trials(suite);
    backup::trials(suite);
    deploy::trials(suite);
    import::trials(suite);
    operations::trials(suite);
    procedure::trials(suite);
    readme::trials(suite);
}
