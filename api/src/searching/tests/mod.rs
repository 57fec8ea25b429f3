//! Searches over a loaded database: SQLite and the embedded engine, or the servers that `TREMPLIN_TEST_POSTGRES` and
//! `TREMPLIN_TEST_MEILISEARCH` name.

pub(crate) mod fragile;
mod offers;
mod others;
mod outage;
mod rows;
mod students;
pub(crate) mod world;
