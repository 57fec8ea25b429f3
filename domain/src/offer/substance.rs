//! What career services approve when they approve an offer, and which students it is open to.

use crate::contract_type::ContractType;
use crate::money::Cents;
use crate::offer::RemotePolicy;
use chrono::NaiveDate;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The substance of an offer: a change to any of it after publication is decided on again. The number of positions
/// is not part of it, for more or fewer of the same post are the same post; nor is the order of the skills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Substance {
    /// Title.
    pub title: String,
    /// Description.
    pub description: String,
    /// The work entrusted.
    pub missions: Option<String>,
    /// Kind of contract.
    pub contract_type: ContractType,
    /// The specialties it is open to.
    pub specialties: BTreeSet<Uuid>,
    /// The skills asked for, by their keys.
    pub skills: BTreeSet<String>,
    /// Postcode.
    pub postcode: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Remote work.
    pub remote: RemotePolicy,
    /// First day.
    pub start: NaiveDate,
    /// Last day.
    pub end: Option<NaiveDate>,
    /// Gross pay a month.
    pub pay: Option<Cents>,
}

/// Whether an offer to these specialties is open to a student of that one, given the department of which it is an
/// option. An offer to a department is open to its options; an offer to an option is not open to the others.
#[must_use]
pub fn is_open_to(specialties: &[Uuid], student: Uuid, parent: Option<Uuid>) -> bool {
    specialties.contains(&student) || parent.is_some_and(|parent| specialties.contains(&parent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_to_a_department_is_open_to_its_options_and_not_the_other_way_round() {
        let [department, option, other] = [1, 2, 3].map(Uuid::from_u128);
        assert!(is_open_to(&[department], department, None));
        assert!(is_open_to(&[department], option, Some(department)));
        assert!(!is_open_to(&[option], department, None));
        assert!(!is_open_to(&[option], other, Some(department)));
        assert!(!is_open_to(&[], option, Some(department)));
    }
}
