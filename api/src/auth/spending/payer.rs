//! Whose allowance it is.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::{IpAddr, Ipv6Addr};
use uuid::Uuid;

/// Counts shared by those who come when there is no room left for a count of their own.
const CROWDS: u64 = 1024;

/// Whose allowance it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Payer {
    /// A person who is signed in.
    Account(Uuid),
    /// Everybody else, by the network they come from: see [`network`].
    Network(IpAddr),
    /// One of those who came when every place was taken.
    Crowd(u64),
}

impl Payer {
    /// The person, or for want of one the address.
    #[must_use]
    pub fn of(account: Option<Uuid>, address: IpAddr) -> Self {
        account.map_or_else(|| Self::Network(network(address)), Self::Account)
    }

    /// The name under which SQL counts it.
    pub(super) fn subject(self) -> String {
        match self {
            Self::Account(id) => format!("account/{id}"),
            Self::Network(address) => format!("address/{address}"),
            Self::Crowd(number) => format!("crowd/{number}"),
        }
    }

    /// The shared count for want of one of its own.
    pub(super) fn crowd(self) -> Self {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        Self::Crowd(hasher.finish() % CROWDS)
    }
}

/// What counts as one client: an IPv4 address, or the first 64 bits of an IPv6 address, which one customer of a
/// provider has to himself.
#[must_use]
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        v4 @ IpAddr::V4(_) => v4,
    }
}
