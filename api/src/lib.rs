//! Tremplin: offers and matching for the work-study contracts of engineering schools, as a GraphQL API.

pub mod account;
pub mod app;
pub mod application;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod company;
pub mod config;
pub mod context;
pub mod db;
pub mod demo;
pub mod error;
#[doc(hidden)]
pub mod fuzzing;
pub mod graphql;
pub mod hiring;
pub mod history;
pub mod http;
pub mod idempotency;
pub mod loaders;
mod location;
pub mod metrics;
pub mod notification;
pub mod offer;
pub mod operations;
pub mod outbox;
pub mod random;
pub mod reference;
pub mod school;
pub mod scrub;
pub mod searching;
pub mod seed;
pub mod skill;
pub mod student;
pub mod telemetry;
pub mod transition;
pub mod worker;
