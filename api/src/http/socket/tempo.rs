//! How fast a client sends.

use std::time::Duration;
use tokio::time::Instant;

/// Counts the messages of the running second.
#[derive(Debug)]
pub(super) struct Tempo {
    most: u32,
    since: Instant,
    count: u32,
}

impl Tempo {
    /// At most this many messages in a second.
    pub(super) fn new(most: u32) -> Self {
        Self { most, since: Instant::now(), count: 0 }
    }

    /// Counts a message; false when it is one too many.
    pub(super) fn count(&mut self) -> bool {
        let now = Instant::now();
        if now.duration_since(self.since) >= Duration::from_secs(1) {
            (self.since, self.count) = (now, 0);
        }
        self.count = self.count.saturating_add(1);
        self.count <= self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_second_later_there_is_room_again() {
        let mut tempo = Tempo::new(2);
        assert_eq!([tempo.count(), tempo.count(), tempo.count()], [true, true, false]);
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(tempo.count());
    }
}
