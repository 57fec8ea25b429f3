//! Size classes of companies.

use crate::locale::Text;
use strum::{Display, EnumIter, EnumString, VariantArray};

/// A company's size class by its number of staff, as INSA Toulouse's survey of 2020 parts them.
///
/// A size that is not known is the absence of a class, never a guess.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, EnumIter, VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum CompanySize {
    /// Very small: 0 to 19 staff.
    Tpe,
    /// Small and medium: 20 to 249 staff.
    Pme,
    /// Intermediate: 250 to 5,000 staff.
    Eti,
    /// Large: over 5,000 staff.
    Ge,
}

impl CompanySize {
    /// The class of a company with `staff` employees.
    pub const fn of_staff(staff: u32) -> Self {
        match staff {
            0..=19 => Self::Tpe,
            20..=249 => Self::Pme,
            250..=5_000 => Self::Eti,
            5_001.. => Self::Ge,
        }
    }

    /// Its name with its bounds, for people.
    pub const fn label(self) -> Text {
        match self {
            Self::Tpe => Text { fr: "TPE (0 à 19 salariés)", en: "very small (0 to 19 staff)" },
            Self::Pme => Text { fr: "PME (20 à 249 salariés)", en: "small or medium (20 to 249 staff)" },
            Self::Eti => Text { fr: "ETI (250 à 5 000 salariés)", en: "intermediate (250 to 5,000 staff)" },
            Self::Ge => Text { fr: "GE (plus de 5 000 salariés)", en: "large (over 5,000 staff)" },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bound_belongs_to_its_class() {
        let classes = [0, 19, 20, 249, 250, 5_000, 5_001, u32::MAX].map(CompanySize::of_staff);
        use CompanySize::{Eti, Ge, Pme, Tpe};
        assert_eq!(classes, [Tpe, Tpe, Pme, Pme, Eti, Eti, Ge, Ge]);
    }

    #[test]
    fn what_is_stored_is_read_back() {
        assert_eq!(CompanySize::Pme.to_string(), "PME");
        for size in CompanySize::VARIANTS {
            assert_eq!(size.to_string().parse(), Ok(*size));
        }
    }
}
