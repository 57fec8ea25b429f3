//! GraphQL over WebSocket, after <https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>
//! (`graphql-transport-ws`), on the path of the API.
//!
//! `upgrade` decides who may open a socket; `session` is the life of one, a message at a time; `operation` runs what is
//! asked on it. A subscription is no long-lived execution: when something happens that it waits for, its document is
//! executed again for that one event, with the token checked again and nothing kept from the time before, so that what
//! is pushed is what the same person would be answered by a query at that moment.

mod close;
mod message;
mod operation;
mod origin;
mod outbox;
mod places;
mod session;
mod tempo;
mod upgrade;

pub use places::Sockets;
pub(super) use upgrade::{is_upgrade, upgrade};
