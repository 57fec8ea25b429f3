//! How good the search is: a judged set of queries, asked of an engine and measured.
//!
//! `data/judged/offers.csv` are offers written for it, `data/judged/queries.toml` what a person who typed a query would
//! want of them, judged from 3 (what was looked for) to 1 (worth a look). `docs/search.md` tells how to judge, and what
//! was measured.

mod judged;
mod measures;
mod render;
mod run;

pub use judged::{Fault, JudgedQuery, JudgedSet, Manner};
pub use measures::{MEASURED, RECALLED, ndcg, recall};
pub use render::{query_lines, summary_lines};
pub use run::{Answer, Report, evaluate};
