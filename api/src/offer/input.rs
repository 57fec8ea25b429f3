//! What people send of an offer.

use crate::graphql::scalars::{Date, Euro};
use crate::offer::types::RemotePolicy;
use crate::student::types::ContractType;
use async_graphql::{InputObject, MaybeUndefined};

/// A new offer.
#[derive(Clone, Debug, InputObject)]
pub struct OfferCreateInput {
    /// The school whose students it is for, by code.
    pub school: String,
    /// Title, 3 to 150 characters.
    pub title: String,
    /// Description, 20 to 10,000 characters.
    pub description: String,
    /// The work entrusted, 10,000 characters at most.
    pub missions: Option<String>,
    /// Kind of contract.
    pub contract_type: ContractType,
    /// The specialties it is open to, by code: one at least. A department stands for its options too.
    pub specialties: Vec<String>,
    /// The skills asked for, in order: 30 at most.
    #[graphql(default)]
    pub skills: Vec<String>,
    /// Posts open, 1 to 100.
    #[graphql(default = 1)]
    pub positions: i32,
    /// Postcode, five digits.
    pub postcode: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Remote work.
    #[graphql(default_with = "RemotePolicy::None")]
    pub remote: RemotePolicy,
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Option<Date>,
    /// Gross pay a month.
    pub gross_monthly_pay: Option<Euro>,
}

/// What changes in an offer: a field left out stays as it is, a null empties it.
#[derive(Clone, Debug, Default, InputObject)]
pub struct OfferUpdateInput {
    /// Title, 3 to 150 characters.
    pub title: MaybeUndefined<String>,
    /// Description, 20 to 10,000 characters.
    pub description: MaybeUndefined<String>,
    /// The work entrusted, 10,000 characters at most.
    pub missions: MaybeUndefined<String>,
    /// Kind of contract.
    pub contract_type: MaybeUndefined<ContractType>,
    /// The specialties it is open to, by code: all of them, one at least.
    pub specialties: MaybeUndefined<Vec<String>>,
    /// The skills asked for, in order: all of them, 30 at most.
    pub skills: MaybeUndefined<Vec<String>>,
    /// Posts open, 1 to 100; not fewer than students have confirmed.
    pub positions: MaybeUndefined<i32>,
    /// Postcode, five digits.
    pub postcode: MaybeUndefined<String>,
    /// City.
    pub city: MaybeUndefined<String>,
    /// Remote work.
    pub remote: MaybeUndefined<RemotePolicy>,
    /// First day.
    pub start: MaybeUndefined<Date>,
    /// Last day.
    pub end: MaybeUndefined<Date>,
    /// Gross pay a month.
    pub gross_monthly_pay: MaybeUndefined<Euro>,
}
