//! The tests of the whole: the application as it is served, on both databases, asked over HTTP.
//!
//! One folder per slice, one file per operation, each case a trial per database: `sqlite::school::schools::…`,
//! `postgres::school::schools::…`. Run a part with `cargo test --test it -- school::`. `harness/` says what a
//! case is given; docs/adding-an-operation.md how one is written.

#![expect(clippy::unwrap_used, clippy::panic, reason = "how a test says that it failed")]
#![expect(clippy::print_stdout, reason = "the summary of a run")]

#[macro_use]
mod harness;

mod account;
mod application;
mod backup;
mod company;
mod contract;
mod demo;
mod deploy;
mod document;
mod events;
mod faults;
mod file;
mod hiring;
mod http;
mod journey;
mod lead;
mod mail;
mod matching;
mod migrations;
mod offer;
mod policy;
mod program;
mod replicas;
mod round;
mod rules;
mod saved_search;
mod schema;
mod school;
mod searching;
mod subscription;

use harness::Suite;
use libtest_mimic::Arguments;
use std::num::NonZero;
use std::process::ExitCode;
use std::thread::available_parallelism;

fn main() -> anyhow::Result<ExitCode> {
    if harness::is_mail_server() {
        return Ok(ExitCode::SUCCESS);
    }
    let mut arguments = Arguments::from_args();
    // A trial waits as often as it works: for a database, for the rest of a batch, for a server that starts.
    arguments.test_threads.get_or_insert_with(|| 2 * available_parallelism().map_or(1, NonZero::get));
    let mut suite = Suite::new()?;
    schema::trials(&mut suite);
    migrations::trials(&mut suite);
    backup::trials(&mut suite);
    http::trials(&mut suite);
    events::trials(&mut suite);
    school::trials(&mut suite);
    hiring::trials(&mut suite);
    lead::trials(&mut suite);
    account::trials(&mut suite);
    company::trials(&mut suite);
    offer::trials(&mut suite);
    application::trials(&mut suite);
    file::trials(&mut suite);
    mail::trials(&mut suite);
    contract::trials(&mut suite);
    document::trials(&mut suite);
    journey::trials(&mut suite);
    round::trials(&mut suite);
    rules::trials(&mut suite);
    matching::trials(&mut suite);
    demo::trials(&mut suite);
    searching::trials(&mut suite);
    saved_search::trials(&mut suite);
    faults::trials(&mut suite);
    subscription::trials(&mut suite);
    policy::trials(&mut suite);
    deploy::trials(&mut suite);
    program::trials(&mut suite);
    replicas::trials(&mut suite);
    Ok(suite.run(&arguments))
}
