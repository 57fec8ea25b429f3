//! How sure the product is of what it read in a document.

use strum::{Display, EnumIter, EnumString, VariantArray};

/// How sure the reading of a published hire is: some tables came without their columns.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, EnumIter, VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Confidence {
    /// Only one reading makes sense.
    Certain,
    /// Another reading is possible; the hire's note names it.
    Likely,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_read_back() {
        assert_eq!("LIKELY".parse(), Ok(Confidence::Likely));
        assert_eq!(Confidence::Certain.to_string(), "CERTAIN");
    }
}
