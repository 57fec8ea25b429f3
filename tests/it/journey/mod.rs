//! The four schools' ways from a confirmed application to an active contract, with everybody who acts in them: on time, late,
//! and with a refusal. Where a contract stands, `Journey::stands` asks of everybody at every stage.

mod albi;
mod ales;
mod cast;
mod enssat;
mod insa;
mod walk;

use crate::harness::Suite;

pub(crate) fn trials(suite: &mut Suite) {
    insa::trials(suite);
    albi::trials(suite);
    ales::trials(suite);
    enssat::trials(suite);
}
