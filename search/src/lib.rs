//! The search engine of Tremplin, behind one trait with two engines.
//!
//! - [`Embedded`] runs in the process, on files or in memory: nothing to install. One process owns its folder.
//! - [`Meilisearch`] is a server that any number of processes share.
//!
//! SQL is the truth. This crate holds no database and decides no right: it is given [`Document`]s, answers with
//! ids, and its caller reads rows and rights again from SQL. What both engines index and are asked passes through
//! [`analysis`], so that they find the same things; `tests/contract.rs` holds them to it.
//!
//! # Where the engines differ, and may
//! - Relevance: what is found is the same, but the order among good matches is each engine's own. The embedded one
//!   weighs rare words more, and the words that every offer has help a little; Meilisearch goes by typos, then by field.
//!   `evaluation` measures both on one judged set.
//! - Among students the embedded engine weighs no word by its rarity, and words that are near to a typed one by their
//!   nearness alone, in any number: else scores would tell of those whom one may not see. Meilisearch follows so many of
//!   such words at most (150 with one typo, 50 with two).
//! - Meilisearch also joins and splits neighbouring words: there `back end` finds `backend`.
//! - Meilisearch compares keys without regard to case, and cuts those beyond 468 bytes.
//! - Only the embedded engine refuses to replace a version by an older one.
//!
//! # What is deliberately absent
//! Nothing here is served while an engine is down: the caller has SQL for that, and [`Error`] tells it when.

pub mod analysis;
mod document;
pub mod documents;

pub mod embedded;
mod engine;
mod error;
pub mod evaluation;
mod field;
mod filter;
mod geo;
mod kind;

pub mod meilisearch;
mod order;
mod page;
mod query;
mod watch;

pub use document::Document;

pub use embedded::Embedded;
pub use engine::{Change, Engine, Prepared, SETTINGS_VERSION};
pub use error::Error;
pub use field::{Field, Shape};
pub use filter::Filter;
pub use geo::{EARTH_RADIUS, Point};
pub use kind::Kind;

pub use meilisearch::Meilisearch;
pub use order::{After, Key, Mark, mark};
pub use page::{FacetCounts, Highlight, Hit, Page};
pub use query::{Direction, MAX_WINDOW, Query, Sort};
pub use watch::{Watch, Watched};
