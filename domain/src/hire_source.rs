//! Where the product knows a hire from.

use strum::{Display, EnumIter, EnumString, VariantArray};

/// Where a hire is known from; it decides what the public may see of it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, EnumIter, VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum HireSource {
    /// Printed in a document that the school made public.
    Published,
    /// Read from a file of the school that was not made public.
    Imported,
    /// Entered by career services.
    Recorded,
    /// An active contract of the product itself.
    Contract,
}

impl HireSource {
    /// Whether the school has made the hire public, with its company and place.
    ///
    /// All others reach the public as counts only, see [`crate::hiring::suppression`].
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Published)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_published_is_public() {
        let public: Vec<_> = HireSource::VARIANTS.iter().filter(|source| source.is_public()).collect();
        assert_eq!(public, [&HireSource::Published]);
    }

    #[test]
    fn what_is_stored_is_read_back() {
        for source in HireSource::VARIANTS {
            assert_eq!(source.to_string().parse(), Ok(*source));
        }
        assert_eq!(HireSource::Recorded.to_string(), "RECORDED");
    }
}
