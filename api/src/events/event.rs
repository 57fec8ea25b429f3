//! The events, and how they are written on the wire between processes.

use uuid::Uuid;

/// Something that has changed, committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// An application was sent, or changed.
    ApplicationChanged {
        /// Which.
        id: Uuid,
        /// Its version after the change.
        version: i64,
    },
    /// An offer was written, or changed.
    OfferChanged {
        /// Which.
        id: Uuid,
        /// Its version after the change.
        version: i64,
    },
    /// An offer became open to students: approved, or opened again. Comes beside [`Event::OfferChanged`].
    OfferPublished {
        /// Which.
        id: Uuid,
        /// Its version after the change.
        version: i64,
    },
    /// A contract was opened, or changed.
    ContractChanged {
        /// Which.
        id: Uuid,
        /// Its version after the change.
        version: i64,
    },
    /// Who an account is to the policy changed: its place in a company, or that company's standing.
    AccountChanged(Uuid),
    /// A token's row was revoked.
    TokenRevoked(Uuid),
    /// Schools or specialties changed.
    ReferenceChanged,
    /// Events may have been lost: whatever is kept must be read again.
    Missed,
}

impl Event {
    /// As it is sent: a letter, then the id and the version, as far as there are any. [`Event::Missed`] is never sent:
    /// each process finds out by itself.
    pub(super) fn encode(self) -> Option<String> {
        Some(match self {
            Self::ApplicationChanged { id, version } => format!("a{}.{version}", id.simple()),
            Self::OfferChanged { id, version } => format!("o{}.{version}", id.simple()),
            Self::OfferPublished { id, version } => format!("p{}.{version}", id.simple()),
            Self::ContractChanged { id, version } => format!("c{}.{version}", id.simple()),
            Self::AccountChanged(id) => format!("u{}", id.simple()),
            Self::TokenRevoked(id) => format!("t{}", id.simple()),
            Self::ReferenceChanged => "r".to_owned(),
            Self::Missed => return None,
        })
    }

    /// What was sent; `None` for what another version of the program says.
    pub(super) fn decode(text: &str) -> Option<Self> {
        let mut letters = text.chars();
        let (kind, rest) = (letters.next()?, letters.as_str());
        let row = || {
            let (id, version) = rest.split_once('.')?;
            Some((id.parse().ok()?, version.parse().ok()?))
        };
        match kind {
            'a' => row().map(|(id, version)| Self::ApplicationChanged { id, version }),
            'o' => row().map(|(id, version)| Self::OfferChanged { id, version }),
            'p' => row().map(|(id, version)| Self::OfferPublished { id, version }),
            'c' => row().map(|(id, version)| Self::ContractChanged { id, version }),
            'u' => rest.parse().ok().map(Self::AccountChanged),
            't' => rest.parse().ok().map(Self::TokenRevoked),
            'r' if rest.is_empty() => Some(Self::ReferenceChanged),
            _ => None,
        }
    }
}
