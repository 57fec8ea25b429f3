//! Three servers on one PostgreSQL and one search server, as they are built, loaded and killed one by one.
//!
//! The search server is the one that `TREMPLIN_TEST_MEILISEARCH` names; without it none answers, and lists come from
//! SQL. Whoever stands before the servers in life (a proxy, a client that tries again) tries another once.

mod balanced;
mod killing;
mod servers;

use crate::harness::{Kind, Suite};

pub(crate) fn trials(suite: &mut Suite) {
    let module = module_path!();
    suite.on(Kind::Postgres, module, "an_event_reaches_a_subscriber_elsewhere", killing::elsewhere);
    suite.on(
        Kind::Postgres,
        module,
        "nothing_is_lost_or_done_twice_when_servers_are_killed",
        killing::killing,
    );
}
