//! The procedures that the product comes with.

use super::Procedure;
use crate::contract_type::ContractType;
use std::sync::LazyLock;

/// Every file, with its text.
const FILES: &[(&str, &str)] = &[
    ("insa-toulouse-2020.toml", include_str!("../../data/procedures/insa-toulouse-2020.toml")),
    ("imt-albi-2025.toml", include_str!("../../data/procedures/imt-albi-2025.toml")),
    ("imt-ales-2025.toml", include_str!("../../data/procedures/imt-ales-2025.toml")),
    ("enssat-2016.toml", include_str!("../../data/procedures/enssat-2016.toml")),
];

/// The files of `domain/data/procedures` with their texts, in the order of the schools.
#[must_use]
pub const fn built_in() -> &'static [(&'static str, &'static str)] {
    FILES
}

/// The procedures in those files.
///
/// # Panics
/// When one is malformed: that is a fault of the build, not of a user, and the tests read every file.
pub fn shipped() -> &'static [Procedure] {
    static SHIPPED: LazyLock<Vec<Procedure>> = LazyLock::new(|| {
        let read = |(file, text): &(&str, &str)| Procedure::parse(file, text);
        FILES.iter().map(read).collect::<Result<_, _>>().expect("the shipped procedures are well formed")
    });
    &SHIPPED
}

/// The procedure that contracts of a school run: the latest that is shipped; none for a type of contract that the school
/// has no procedure for.
#[must_use]
pub fn latest(school: &str, contract_type: ContractType) -> Option<&'static Procedure> {
    let of = |procedure: &&Procedure| procedure.school == school && procedure.contract_type == contract_type;
    shipped().iter().filter(of).max_by_key(|procedure| procedure.year)
}
