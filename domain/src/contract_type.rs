//! The two kinds of work-study contract.

use crate::locale::Text;
use strum::{Display, EnumIter, EnumString, VariantArray};

/// A kind of work-study contract of French law.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, EnumIter, VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ContractType {
    /// Contrat de professionnalisation: here 6 to 12 months, for the last year of studies.
    Professionalisation,
    /// Contrat d'apprentissage: here three years, with a training centre.
    Apprenticeship,
}

impl ContractType {
    /// Its name, for people.
    pub const fn label(self) -> Text {
        match self {
            Self::Professionalisation => {
                Text { fr: "contrat de professionnalisation", en: "professionalisation contract" }
            }
            Self::Apprenticeship => Text { fr: "contrat d'apprentissage", en: "apprenticeship contract" },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_read_back() {
        let stored: Vec<String> = ContractType::VARIANTS.iter().map(ToString::to_string).collect();
        assert_eq!(stored, ["PROFESSIONALISATION", "APPRENTICESHIP"]);
        assert_eq!("APPRENTICESHIP".parse(), Ok(ContractType::Apprenticeship));
    }
}
