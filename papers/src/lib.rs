//! The papers of a work-study contract, printed as PDF.
//!
//! No database, no clock, no network, no disk: [`issue`] takes what is known of a contract ([`Facts`]) and the day,
//! and answers bytes that are the same for the same input; [`missing`] says first what a paper lacks. A [`Press`] prints
//! them, in this process or in another. The templates (`papers/templates`), the fonts (`papers/fonts`) and what is printed of the schools
//! (`papers/data`) are part of the program. What people typed is data to typst, never source.
//!
//! docs/papers.md shows the papers; docs/adr/0019 says why they are made this way.

mod compose;
mod coverage;
pub mod facts;
mod issue;
mod kind;
mod missing;
mod party;
mod press;
mod school;
mod text;

pub use facts::Facts;
pub use issue::{Failure, Issued, issue};
pub use kind::Kind;
pub use missing::{Missing, Why, missing};
pub use party::{Party, signing_parties};
pub use press::Press;
#[cfg(feature = "inside")]
pub use press::serve;
pub use school::schools;
