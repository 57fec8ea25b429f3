//! Every paper of every school, read back as a reader of PDF sees it.

mod accessible;
mod hostile;
mod identical;
mod missing;
mod printed;
mod program;
mod reader;
#[path = "../../examples/sheet/sample.rs"]
mod sample;

use papers::{Issued, Kind, Press};
use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex, PoisonError},
};

/// A paper of the sample, as of one day, printed now.
#[expect(clippy::panic, reason = "a test that says which paper failed")]
fn printed_now(kind: Kind, school: &str) -> Issued {
    papers::issue(&Press::Inside, kind, school, &sample::facts(school), sample::day(2026, 9, 10))
        .unwrap_or_else(|failure| panic!("{kind} of {school}: {failure:?}"))
}

/// The same, printed once for all tests that only read it.
fn issued(kind: Kind, school: &str) -> Issued {
    static PRINTED: LazyLock<Mutex<HashMap<(Kind, String), Issued>>> = LazyLock::new(Mutex::default);
    let mut printed = PRINTED.lock().unwrap_or_else(PoisonError::into_inner);
    printed.entry((kind, school.to_owned())).or_insert_with(|| printed_now(kind, school)).clone()
}
