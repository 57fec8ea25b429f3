//! Who may do what, as a reviewed table (`matrix.toml`) that is walked against the running server.
//!
//! A case of the table is a trial per database: its document is sent once by every kind of actor of [`world`], and
//! each must be answered as the table says. [`complete`] holds the table against the schema: an operation or a field
//! that it lacks fails. [`invariants`] holds it against what must be true of any table.

mod complete;
mod invariants;
mod listening;
mod matrix;
mod scene;
mod walk;
mod world;

use crate::harness::Suite;

pub(crate) fn trials(suite: &mut Suite) {
    complete::trials(suite);
    invariants::trials(suite);
    walk::trials(suite);
}
