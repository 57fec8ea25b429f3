//! `domain/data/employer-cost.toml`, read.

use super::aid::Aid;
use super::{Percent, Words};
use crate::money::Cents;
use crate::rules::series::Series;
use serde::Deserialize;
use std::sync::LazyLock;

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Data {
    pub(super) charges: Series<BySize>,
    pub(super) relief: Series<BySize>,
    pub(super) tutoring: Series<TutoringAid>,
    pub(super) aids: Series<Vec<Aid>>,
    pub(super) notes: Vec<Words>,
}

/// A rate by the employer's size.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BySize {
    under_20: Percent,
    from_20: Percent,
}

/// An aid by the month.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TutoringAid {
    pub(super) monthly: Cents,
    pub(super) monthly_over_45: Cents,
    pub(super) months: u32,
}

impl BySize {
    pub(super) const fn of(&self, larger: bool) -> Percent {
        if larger { self.from_20 } else { self.under_20 }
    }
}

/// Where everything of the file comes from.
#[cfg(test)]
pub(in crate::rules) fn sources() -> [&'static crate::rules::Source; 4] {
    let Data { charges, relief, tutoring, aids, .. } = data();
    [&charges.source, &relief.source, &tutoring.source, &aids.source]
}

/// The file, read once.
pub(super) fn data() -> &'static Data {
    static DATA: LazyLock<Data> =
        LazyLock::new(|| crate::data::document(include_str!("../../../data/employer-cost.toml")));
    &DATA
}
