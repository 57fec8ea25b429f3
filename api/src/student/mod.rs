//! Students: profiles, who finds them, and whether the school confirmed them.

pub mod loader;
pub mod types;
