//! The short reference that people quote on the telephone.

use crate::context::Context;

/// Digits and letters that are not mistaken for one another when read aloud or printed badly.
const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 6;

/// A new reference, `TR-7K2M9Q`; one of 729 million, so whoever inserts it looks for a conflict all the same.
pub(super) fn next(context: &Context) -> String {
    of(context.random.bits())
}

/// The reference that these bits make.
pub(crate) fn of(mut bits: u64) -> String {
    let mut reference = String::from("TR-");
    for _ in 0..LENGTH {
        let rank = usize::try_from(bits % 30).unwrap_or(0);
        reference.push(char::from(ALPHABET[rank]));
        bits /= 30;
    }
    reference
}
