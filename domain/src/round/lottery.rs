//! The lottery that decides between equals, so that anybody can draw it again.
//!
//! A ticket is the SHA-256 of `<seed>:<id>`, the seed in 32 hexadecimal digits and the id as a UUID is written; the lowest
//! ticket wins. One ticket each for the whole round, and not one per pair: with deferred acceptance a single order wastes
//! fewer students' preferences than many. By hand: `printf '%s' "<seed>:<id>" | sha256sum`.

use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// What the lottery is drawn from: 128 random bits, 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed(pub [u8; 16]);

/// A text that is no seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected 32 hexadecimal digits, in lower case")]
pub struct NoSeed;

/// What somebody drew; the lowest wins.
pub type Ticket = [u8; 32];

impl Seed {
    /// What somebody draws.
    #[must_use]
    pub fn ticket(&self, id: Uuid) -> Ticket {
        Sha256::digest(format!("{self}:{id}").as_bytes()).into()
    }

    /// The SHA-256 of the seed's text: told before the round, it binds whoever holds the seed to it.
    #[must_use]
    pub fn commitment(&self) -> String {
        hex(&Sha256::digest(self.to_string().as_bytes()))
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl FromStr for Seed {
    type Err = NoSeed;

    fn from_str(text: &str) -> Result<Self, NoSeed> {
        let is_digit = |c: u8| matches!(c, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != 32 || !text.bytes().all(is_digit) {
            return Err(NoSeed);
        }
        u128::from_str_radix(text, 16).map(|number| Self(number.to_be_bytes())).map_err(|_| NoSeed)
    }
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `printf '%s' "000102030405060708090a0b0c0d0e0f:00000000-0000-0000-0000-000000000001" | sha256sum` says.
    #[test]
    fn a_ticket_can_be_drawn_by_hand() {
        let seed: Seed = "000102030405060708090a0b0c0d0e0f".parse().unwrap();
        assert_eq!(hex(&seed.ticket(Uuid::from_u128(1))), TICKET);
        assert_eq!(seed.commitment(), COMMITMENT);
    }

    const TICKET: &str = "4b2428a204a63be1a79bdf10865810b69f743e33728269e7d15e1bfb17152aeb";
    const COMMITMENT: &str = "d65df89f702eec58ca3c7bf2001c9ffc7cd80553ae01d42a799ba26756142d96";

    #[test]
    fn a_seed_comes_back_as_it_went_and_nothing_else_is_one() {
        let seed = Seed([0xa7; 16]);
        assert_eq!(seed.to_string().parse(), Ok(seed));
        for text in ["", "a7", &"A7".repeat(16), &"g0".repeat(16), &"a7".repeat(17), &"+7".repeat(16)] {
            assert_eq!(text.parse::<Seed>(), Err(NoSeed), "{text}");
        }
    }
}
