//! Who is asking: passwords, tokens, and the limits on guessing them. What they may do is `domain::policy`'s affair.

pub mod actor;
pub mod limits;
pub mod passwords;
pub mod sessions;
pub mod tokens;
