//! Places of an option: how many are left, and who is next when one is freed.

use strum::{Display, EnumString, VariantArray};

/// What a contract has of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum PlaceStatus {
    /// One is reserved.
    Held,
    /// None was left: it waits.
    Waiting,
    /// It gave up what it had.
    Released,
}

/// What whoever asks for a place gets. Whoever waits already comes first; an option without a capacity has no end.
#[must_use]
pub fn asked(capacity: Option<u32>, held: u64, waiting: u64) -> PlaceStatus {
    if promoted(capacity, held, waiting.saturating_add(1)) > waiting {
        PlaceStatus::Held
    } else {
        PlaceStatus::Waiting
    }
}

/// How many of those who wait move up.
#[must_use]
pub fn promoted(capacity: Option<u32>, held: u64, waiting: u64) -> u64 {
    capacity.map_or(waiting, |capacity| u64::from(capacity).saturating_sub(held).min(waiting))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_place_is_taken_once_and_those_who_wait_come_first() {
        assert_eq!(asked(Some(2), 1, 0), PlaceStatus::Held);
        assert_eq!(asked(Some(2), 2, 0), PlaceStatus::Waiting);
        assert_eq!(asked(Some(2), 1, 1), PlaceStatus::Waiting);
        assert_eq!(asked(Some(0), 0, 0), PlaceStatus::Waiting);
        assert_eq!(asked(None, 1_000, 0), PlaceStatus::Held);
    }

    #[test]
    fn as_many_move_up_as_there_are_places_and_nobody_is_sent_away() {
        assert_eq!(promoted(Some(3), 1, 5), 2);
        assert_eq!(promoted(Some(3), 1, 1), 1);
        assert_eq!(promoted(Some(1), 4, 5), 0);
        assert_eq!(promoted(None, 4, 5), 5);
    }
}
