//! The papers of a contract as documents: what they are, who signs them and in which order, and what becomes of them.
//!
//! [`life`] is the one table of a document's signatures, and the fold of what happened to it. Printing is not here: it is
//! the crate `papers`.

pub mod fact;
mod kind;
pub mod life;
mod party;

pub use kind::DocumentKind;
pub use party::{SigningParty, in_order, of_one_mailbox};

use chrono::TimeDelta;
use strum::{Display, EnumString, VariantArray};

/// Where a document stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum DocumentState {
    /// Issued; signatures are still wanted.
    Issued,
    /// Signed by everybody, or issued where nobody signs.
    Complete,
    /// One of its parties refused to sign.
    Refused,
    /// It holds no more: another took its place.
    Void,
}

/// Where a signature stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum SignatureState {
    /// Not asked for yet.
    Waiting,
    /// Whoever signs was written to.
    Requested,
    /// Given.
    Signed,
    /// Refused, with a reason.
    Refused,
    /// Handed to another person of the party, whose signature stands beside it.
    Delegated,
    /// Not wanted any more.
    Void,
}

/// How a signature was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum SignatureMethod {
    /// By a code that was sent by mail.
    Click,
    /// By hand, on a paper whose scan staff checked.
    Scan,
}

/// Where a scan of a paper signed by hand stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ScanState {
    /// Announced, or uploaded and not checked yet.
    Pending,
    /// Staff found that it is the paper, signed.
    Accepted,
    /// Staff found otherwise.
    Rejected,
}

/// What is done to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum DocumentAction {
    /// Issued: printed, or announced where it was made elsewhere.
    Issue,
    /// Whoever signs was written to.
    Request,
    /// Signed by a code.
    Sign,
    /// A scan with the signature was announced.
    UploadScan,
    /// The scan shows the signature.
    AcceptScan,
    /// The scan does not.
    RejectScan,
    /// The signature was refused.
    Refuse,
    /// The signature was handed to another person of the party.
    Delegate,
    /// It holds no more.
    Void,
}

/// How long a one-time code is good.
pub const CODE_LIFETIME: TimeDelta = TimeDelta::minutes(15);
/// How often a code may be tried.
pub const CODE_ATTEMPTS: i32 = 5;
/// Codes that a signatory is sent within [`CODE_WINDOW`], so that a million codes cannot be tried.
pub const MOST_CODES: u32 = 5;
/// See [`MOST_CODES`].
pub const CODE_WINDOW: TimeDelta = TimeDelta::hours(1);
/// Papers that an account may have printed within [`PRINT_WINDOW`]: a desk issues those of a whole class in an afternoon.
pub const MOST_PRINTS_BY_ACCOUNT: u32 = 300;
/// Papers that may be printed of a contract within [`PRINT_WINDOW`]: every kind twice, and the tries that name what is missing.
pub const MOST_PRINTS_OF_CONTRACT: u32 = 60;
/// See [`MOST_PRINTS_BY_ACCOUNT`].
pub const PRINT_WINDOW: TimeDelta = TimeDelta::hours(1);
/// Amendments that a contract has at most.
pub const MOST_AMENDMENTS: i32 = 100;
