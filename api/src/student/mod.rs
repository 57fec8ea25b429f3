//! Students: profiles, who finds them, and whether the school confirmed them.

pub(crate) mod birth_date;
pub mod confirm;
pub mod loader;
pub mod mutation;
pub mod query;
pub mod set_visibility;
mod store;
pub mod types;
pub mod update;

pub use mutation::StudentMutation;
pub use query::{StudentQuery, students_of};
