//! Companies: who they are, whether a school verified them, who acts for them.

pub mod loader;
pub mod types;
