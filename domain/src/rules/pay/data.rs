//! `domain/data/pay.toml`, read.

use crate::contract_type::ContractType;
use crate::money::Cents;
use crate::rules::series::Series;
use crate::rules::{Percent, Source};
use serde::{Deserialize, Deserializer};
use std::sync::LazyLock;

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::rules) struct Data {
    pub(in crate::rules) smic: Series<Cents>,
    pub(super) professionalisation: Series<Professionalisation>,
    pub(super) professionalisation_unprinted: Source,
    pub(super) apprenticeship: Series<Apprenticeship>,
    school: Vec<SchoolFloor>,
}

/// Rates of professionalisation contracts.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Professionalisation {
    pub(super) under_21: ByQualification,
    pub(super) from_21: ByQualification,
    pub(super) from_26: From26,
}

/// Rates without a qualification and with one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ByQualification {
    pub(super) base: Percent,
    pub(super) qualified: Percent,
}

/// Rates of those of 26 and over.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct From26 {
    pub(super) of_smic: Percent,
    pub(super) of_agreement: Percent,
}

/// Rates of apprentices in the first, second and third year of their contract.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Apprenticeship {
    pub(super) under_18: [Percent; 3],
    pub(super) from_18: [Percent; 3],
    pub(super) from_21: [Percent; 3],
    pub(super) from_26: [Percent; 3],
}

/// What a school asks for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SchoolFloor {
    code: String,
    #[serde(deserialize_with = "contract_type")]
    contract_type: ContractType,
    floor: Series<Percent>,
}

/// The file, read once.
pub(in crate::rules) fn data() -> &'static Data {
    static DATA: LazyLock<Data> =
        LazyLock::new(|| crate::data::document(include_str!("../../../data/pay.toml")));
    &DATA
}

impl Data {
    /// Where everything of the file comes from.
    #[cfg(test)]
    pub(in crate::rules) fn sources(&self) -> Vec<&Source> {
        let own = [&self.smic.source, &self.professionalisation.source, &self.professionalisation_unprinted];
        let schools = self.school.iter().map(|school| &school.floor.source);
        own.into_iter().chain([&self.apprenticeship.source]).chain(schools).collect()
    }

    /// What a school asks for in a kind of contract, where it does.
    pub(super) fn of_school(&self, code: &str, contract_type: ContractType) -> Option<&Series<Percent>> {
        let asks = |school: &&SchoolFloor| school.code == code && school.contract_type == contract_type;
        self.school.iter().find(asks).map(|school| &school.floor)
    }
}

/// Reads a kind of contract as it is stored.
pub(in crate::rules) fn contract_type<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<ContractType, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_sound() {
        let data = data();
        assert!(data.professionalisation.is_sound() && data.apprenticeship.is_sound());
        for school in &data.school {
            assert!(school.floor.is_sound(), "{}", school.code);
            assert!(
                crate::school::schools().iter().any(|known| known.code == school.code),
                "{}",
                school.code
            );
        }
    }
}
