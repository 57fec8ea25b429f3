//! How many sockets there are, and the signal that ends them all.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, watch};
use uuid::Uuid;

use crate::config;

/// Events that are executed at a time in this process: one that concerns everybody must not keep the database from
/// whoever asks.
const AT_ONCE: usize = 4;

/// The sockets of a process.
#[derive(Debug, Clone)]
pub struct Sockets(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    stop: watch::Sender<bool>,
    taken: Mutex<Taken>,
    turns: Semaphore,
}

#[derive(Debug, Default)]
struct Taken {
    total: usize,
    addresses: HashMap<IpAddr, usize>,
    accounts: HashMap<Uuid, usize>,
}

impl Default for Sockets {
    fn default() -> Self {
        let stop = watch::Sender::new(false);
        Self(Arc::new(Inner { stop, taken: Mutex::default(), turns: Semaphore::new(AT_ONCE) }))
    }
}

/// A socket's place, given back when it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    sockets: Sockets,
    address: IpAddr,
    account: Option<Uuid>,
}

/// Why there is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Full {
    /// In the process.
    Total,
    /// For the address.
    Address,
}

impl Sockets {
    /// Closes every socket, and waits for them for this long at most.
    pub async fn stop(&self, grace: Duration) {
        self.0.stop.send_replace(true);
        let gone = async {
            while self.0.taken.lock().unwrap_or_else(PoisonError::into_inner).total > 0 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        // Who does not take its leave in time is cut off with the process.
        tokio::time::timeout(grace, gone).await.ok();
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.taken.lock().unwrap_or_else(PoisonError::into_inner).total
    }

    /// Ends when the sockets are to be closed.
    pub(super) async fn stopping(&self) {
        // An error would be that there are no sockets any more, while this is one.
        self.0.stop.subscribe().wait_for(|stop| *stop).await.ok();
    }

    /// Waits for a turn at the database.
    pub(super) async fn turn(&self) -> Option<tokio::sync::SemaphorePermit<'_>> {
        self.0.turns.acquire().await.ok()
    }

    /// Takes a place.
    ///
    /// # Errors
    /// There is none.
    pub(super) fn place(&self, address: IpAddr, limits: &config::Sockets) -> Result<Place, Full> {
        let mut taken = self.0.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.total >= limits.total {
            return Err(Full::Total);
        }
        if !add(&mut taken.addresses, address, limits.per_address) {
            return Err(Full::Address);
        }
        taken.total += 1;
        Ok(Place { sockets: self.clone(), address, account: None })
    }
}

impl Place {
    /// The sockets among which it is one.
    pub(super) fn sockets(&self) -> &Sockets {
        &self.sockets
    }

    /// Counts it for an account; false when the account has as many as it may.
    pub(super) fn belongs_to(&mut self, account: Uuid, most: usize) -> bool {
        let mut taken = self.sockets.0.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let room = add(&mut taken.accounts, account, most);
        self.account = room.then_some(account);
        room
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.sockets.0.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.total = taken.total.saturating_sub(1);
        subtract(&mut taken.addresses, &self.address);
        if let Some(account) = &self.account {
            subtract(&mut taken.accounts, account);
        }
    }
}

fn add<K: Eq + Hash>(counts: &mut HashMap<K, usize>, key: K, most: usize) -> bool {
    let count = counts.entry(key).or_default();
    let room = *count < most;
    *count += usize::from(room);
    room
}

/// A key without a count is forgotten: addresses come and go.
fn subtract<K: Eq + Hash>(counts: &mut HashMap<K, usize>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count = count.saturating_sub(1);
        if *count == 0 {
            counts.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    #[test]
    fn a_place_is_given_back() {
        let sockets = Sockets::default();
        let limits =
            config::Sockets { total: 2, per_address: 1, per_account: 1, ..config::Sockets::default() };
        let (one, two) = (IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        let mut first = sockets.place(one, &limits).unwrap();
        assert_eq!(sockets.place(one, &limits).unwrap_err(), Full::Address);
        let mut second = sockets.place(two, &limits).unwrap();
        assert_eq!(sockets.place(Ipv4Addr::BROADCAST.into(), &limits).unwrap_err(), Full::Total);
        assert!(first.belongs_to(Uuid::nil(), limits.per_account));
        assert!(!second.belongs_to(Uuid::nil(), limits.per_account));
        drop((first, second));
        assert_eq!(sockets.count(), 0);
        assert!(sockets.place(one, &limits).unwrap().belongs_to(Uuid::nil(), limits.per_account));
        assert!(sockets.0.taken.lock().unwrap().addresses.is_empty());
    }
}
