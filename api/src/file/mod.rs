//! Files: uploaded by ticket, kept in a folder beside the database, downloaded after the policy's yes.
//!
//! The bytes lie in the storage under an id (`storage`), the row that makes them a file is written once they are all there.
//! In between, and after a file was removed, the id is in `pending_file`: what is named there goes after a day (`sweep`).
//! So the storage is never ahead of what the database knows, and nothing that the database does not know of is deleted.
//!
//! `receive` is the path of an upload, `download` that of a download; `ticket`, [`store_bytes`] and [`read`] are for
//! other slices. Who may read the files of a new sort of thing is said in `access`, what an upload to it needs in `settle`.

mod access;
mod disposition;
mod download;
mod incoming;
pub mod loader;
mod read;
mod receive;
pub(crate) mod serving;
mod settle;
mod sniff;
mod storage;
mod store;
mod sweep;
mod ticket;
pub mod types;

#[cfg(test)]
mod tests;

pub(crate) use disposition::attachment;
pub use incoming::{Kept, store_bytes};
pub use read::read;
pub(crate) use settle::require_room;
pub use sniff::FileType;
pub use storage::Storage;
pub use store::{NewFile, record, remove};
pub use sweep::sweep;
pub use ticket::{NewTicket, Ticket, ticket};
