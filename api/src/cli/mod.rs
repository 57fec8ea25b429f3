//! The command line: one command a file. `--help` is written to be read.

mod args;
mod backup;
mod copy;
mod demo;
mod exit;
mod import;
mod leads;
mod mail;
mod metrics;
mod migrate;
mod operations;
mod output;
mod procedure;
mod reindex;
mod restore;
mod schema;
mod search;
mod serve;
mod user;
mod worker;

use crate::config::Config;
use crate::context::Context;
use crate::{clock::Clock, random::Random, telemetry};
use args::{Arguments, Command, Operations};
use clap::Parser;
use exit::Failure;
use std::process::ExitCode;
use std::sync::Arc;

/// Bytes of stack of each thread: what a step of a contract awaits, nested in a query, takes more than the usual 2 MB where
/// nothing is optimised. Only what is used of it is memory.
const STACK: usize = 8 << 20;

/// Parses the command line, runs its command, and says by the exit code how that went.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run(arguments: Arguments) -> Result<(), Failure> {
    let command = arguments.command.unwrap_or(Command::Serve);
    if let Command::Schema = command {
        return schema::run();
    }
    if let Command::Procedure(what) = &command {
        return procedure::run(what);
    }
    if let Command::Operations(Operations::Hash { files }) = &command {
        return operations::hash(files);
    }
    let config = Config::load(arguments.config.as_deref()).map_err(Failure::config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(STACK).build();
    let runtime = runtime.map_err(Failure::fault)?;
    let inside = runtime.enter();
    let traces = telemetry::init(&config.log).map_err(Failure::config)?;
    drop(inside);
    let done = runtime.block_on(async {
        match command {
            Command::Serve => serve::run(config).await,
            Command::Worker => worker::run(config).await,
            Command::Migrate(migrate) => migrate::run(config, migrate).await,
            Command::Import(import) => import::run(config, import).await,
            Command::Leads { specialty, school, first } => {
                leads::run(config, &school, &specialty, first).await
            }
            Command::Reindex => reindex::run(config).await,
            Command::Search(what) => search::run(config, what).await,
            Command::Mail(what) => mail::run(config, what).await,
            Command::User(user) => user::run(config, user).await,
            Command::Demo(demo) => demo::run(config, demo).await,
            Command::Backup { file } => backup::run(config, &file).await,
            Command::Restore(restore) => restore::run(config, &restore).await,
            Command::Copy { to } => copy::run(config, to).await,
            Command::Operations(what) => operations::run(config, what).await,
            Command::Procedure(what) => procedure::run(&what),
            Command::Schema => schema::run(),
        }
    });
    // Before the runtime that they are sent from.
    traces.end();
    done
}

/// What a tool needs of the application: the database and the rest, and no index. A tool beside a running server must
/// not open the server's.
async fn tools(config: Config) -> Result<Arc<Context>, Failure> {
    let random = Random::system().map_err(Failure::fault)?;
    Ok(crate::app::tools(config, Clock::system(), random).await?)
}

/// The application, on the system's clock and randomness.
async fn open(config: Config) -> Result<crate::app::App, Failure> {
    let random = Random::system().map_err(Failure::fault)?;
    Ok(crate::app::App::open(config, Clock::system(), random).await?)
}
