//! Who is asking: passwords, tokens, the limits on guessing them, and allowances. What they may do is `domain::policy`'s affair.

pub mod actor;
pub mod limits;
pub mod passwords;
pub mod sessions;
pub mod spending;
pub mod tokens;
