//! Matching, explained: which offers suit a student, which students suit an offer, and why.
//!
//! `domain::matching` compares; here is what it compares. `pool` holds the published offers of a school in memory, and
//! `refresh` keeps them those of the database; `setting` is what a batch of comparisons rests on; `recommended`, `suited`
//! and `fit` are its three questions, each answered for many at once; `scores` is for matching rounds.

pub mod connection;
mod facts;
pub mod fit;
pub mod mutation;
mod parallel;
pub mod pool;
pub mod recommended;
mod refresh;
pub mod scores;
mod setting;
mod store;
pub mod suited;
pub mod sweep;
pub mod types;
pub mod weights;

use crate::loaders::Loaders;
pub use mutation::MatchingMutation;
pub use scores::scores;
pub(crate) use store::weights as weights_of;

/// Forgets what was compared: after a change in the same request.
pub(crate) fn forget(loaders: &Loaders) {
    loaders.forget::<recommended::Recommended>();
    loaders.forget::<suited::Suited>();
    loaders.forget::<fit::FitOf>();
}
