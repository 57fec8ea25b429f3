//! What a case is given: a database of its own, the application on it, clients, people and objects.
//!
//! A case is an `async fn` of one argument, and the argument's type says what it needs ([`Given`]); `trials!`
//! lists the cases of a file. A database is a copy of a template that was migrated and seeded once; PostgreSQL is a
//! private cluster, started on first need.

mod app;
mod client;
pub(crate) mod cluster;
mod database;
pub(crate) mod engine;
pub(crate) mod factory;
mod filler;
mod folder;
mod host;
pub(crate) mod meilisearch;
mod postgres;
pub(crate) mod proxy;
mod smtp;
mod socket;
mod statements;
mod suite;
mod wants;

pub(crate) use app::{TestApp, seeded};
pub(crate) use client::{Answer, Client};
pub(crate) use database::{Database, Kind, close};
pub(crate) use filler::fill;
pub(crate) use host::Host;
pub(crate) use smtp::{Mood, Smtp, serve_if_asked as is_mail_server};
pub(crate) use socket::{Heard, Socket};
pub(crate) use suite::{Given, OnMeilisearch, Suite};

/// Lists the cases of a file that search: each becomes a trial per database and engine. Their argument is a `TestApp`.
macro_rules! trials_on_both_engines {
    ($($case:ident),+ $(,)?) => {
        pub(crate) fn trials(suite: &mut $crate::harness::Suite) {
            $(
                suite.each(module_path!(), stringify!($case), $case);
                suite.on_meilisearch(module_path!(), stringify!($case), $case);
            )+
        }
    };
}

/// Lists the cases of a file that are about PostgreSQL alone: each becomes one trial.
macro_rules! trials_on_postgres {
    ($($case:ident),+ $(,)?) => {
        pub(crate) fn trials(suite: &mut $crate::harness::Suite) {
            $(suite.on($crate::harness::Kind::Postgres, module_path!(), stringify!($case), $case);)+
        }
    };
}

/// Lists the cases of a file: each becomes a trial per database, named by module and function.
macro_rules! trials {
    ($($case:ident),+ $(,)?) => {
        pub(crate) fn trials(suite: &mut $crate::harness::Suite) {
            $(suite.each(module_path!(), stringify!($case), $case);)+
        }
    };
}
