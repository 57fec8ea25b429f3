//! Mails: queued in the transaction of what they tell of ([`queue`]), sent by the worker (`post`).
//!
//! A mail is one row of `mail_outbox`. The worker claims it, says so in the row (`SENDING`), hands it over, says how that
//! went. Whoever dies in between leaves a row that is due again when its claim ends; it is then handed over again under
//! the same `Message-ID`, by which receivers know a repeat (docs/adr/0018-mails-at-least-once.md). Read `post` first.

pub mod content;
mod letter;
mod post;
mod queue;
mod resolve;
mod status;
mod template;
mod transport;

#[cfg(test)]
mod tests;

pub use content::Content;
pub use post::{one, recover, sweep};
pub(crate) use queue::notifications;
pub use queue::{Mail, Recipient, queue};
pub use status::{Standing, retry, standing, troubled};
pub use transport::Transport;
