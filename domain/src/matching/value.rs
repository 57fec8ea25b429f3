//! How well something is met, from 0 to 1.

/// From 0 to 1, in ten-thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Value(u16);

impl Value {
    /// Not at all.
    pub const NONE: Self = Self(0);
    /// Wholly.
    pub const FULL: Self = Self(10_000);
    /// What is unknown counts as this: half.
    pub const NEUTRAL: Self = Self(5_000);

    /// A share, rounded half up, and 1 where the part is more than the whole. A share of nothing is none.
    #[must_use]
    pub fn of(part: u64, whole: u64) -> Self {
        if whole == 0 {
            return Self::NONE;
        }
        let (part, whole) = (u128::from(part.min(whole)), u128::from(whole));
        let share = (part * u128::from(Self::FULL.0) + whole / 2) / whole;
        Self(u16::try_from(share).unwrap_or(Self::FULL.0))
    }

    /// From a number of ten-thousandths; 1 where it is more.
    #[must_use]
    pub fn of_parts(parts: u16) -> Self {
        Self(parts.min(Self::FULL.0))
    }

    /// In ten-thousandths.
    #[must_use]
    pub const fn parts(self) -> u16 {
        self.0
    }

    /// From 0 to 1.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        f64::from(self.0) / f64::from(Self::FULL.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_and_bounded() {
        let shares = [(0, 3, 0), (1, 3, 3_333), (2, 3, 6_667), (3, 3, 10_000), (9, 3, 10_000), (1, 0, 0)];
        for (part, whole, parts) in shares {
            assert_eq!(Value::of(part, whole).parts(), parts, "{part}/{whole}");
        }
        assert_eq!(Value::of(u64::MAX, u64::MAX).as_f64().to_bits(), 1.0_f64.to_bits());
        assert_eq!(Value::of_parts(20_000), Value::FULL);
    }
}
