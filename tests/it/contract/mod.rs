//! Contracts, from a confirmed application to the first day and the last.

mod deadlines;
mod ends;
mod facts;
mod feed;
mod open;
mod places;
mod procedures;
mod races;
pub(crate) mod scene;
pub(crate) mod seeing;
mod steps;
mod texts;
mod tutors;

use crate::harness::Suite;

pub(crate) fn trials(suite: &mut Suite) {
    open::trials(suite);
    steps::trials(suite);
    facts::trials(suite);
    tutors::trials(suite);
    places::trials(suite);
    deadlines::trials(suite);
    feed::trials(suite);
    ends::trials(suite);
    procedures::trials(suite);
    races::trials(suite);
    seeing::trials(suite);
    texts::trials(suite);
}
