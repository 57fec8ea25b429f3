//! Every paper of every school, read back as a reader of PDF sees it.

mod accessible;
mod hostile;
mod identical;
mod missing;
mod printed;
mod reader;
#[path = "../../examples/sheet/sample.rs"]
mod sample;

use papers::{Issued, Kind};

/// A paper of the sample, as of one day.
fn issued(kind: Kind, school: &str) -> Issued {
    papers::issue(kind, school, &sample::facts(school), sample::day(2026, 9, 10))
        .unwrap_or_else(|failure| panic!("{kind} of {school}: {failure:?}"))
}
