//! The work contract, what is done under it, and what the training costs.

use super::Address;
use chrono::NaiveDate;
use domain::{contract_type::ContractType, money::Cents};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// The work contract.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Contract {
    /// Professionalisation or apprenticeship; written `PROFESSIONALISATION`.
    #[serde(serialize_with = "as_text", deserialize_with = "from_text")]
    pub contract_type: Option<ContractType>,
    /// Whether it has no end of its own (CDI) rather than one (CDD).
    pub open_ended: Option<bool>,
    /// First day.
    pub start: Option<NaiveDate>,
    /// Last day; of the training action, for a CDI.
    pub end: Option<NaiveDate>,
    /// Length of the trial period, in words.
    pub trial_period: Option<String>,
    /// Working time a week, in minutes.
    pub weekly_minutes: Option<u32>,
    /// The post, as the contract names it.
    pub post: Option<String>,
    /// Position in the collective agreement's scale: level and coefficient.
    pub classification: Option<String>,
    /// Where the work is done, where it is not the company's address.
    pub workplace: Address,
    /// Whether work on dangerous machines or at risk is part of it; asked by the apprenticeship form.
    pub dangerous_work: Option<bool>,
    /// Number of an earlier contract that this one follows.
    pub previous_number: Option<String>,
    /// Number under which the contract is registered.
    pub number: Option<String>,
    /// Gross pay by period, in the order of time.
    pub pay: Vec<PayPeriod>,
    /// Benefits in kind, in words.
    pub benefits: Option<String>,
    /// The day on which it is or was signed.
    pub signed_on: Option<NaiveDate>,
}

/// What is paid in a part of the contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayPeriod {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Gross pay of a month.
    pub monthly: Cents,
    /// Share of the reference in hundredths of a percent: 8000 is 80 %.
    pub rate: Option<u32>,
    /// What the share is of: "SMIC", or the collective agreement's minimum.
    pub reference: Option<String>,
}

/// Something that the student does in the company.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mission {
    /// When, for missions that change over the years: "1re année".
    pub period: Option<String>,
    /// Title.
    pub title: String,
    /// Description; a line break begins a paragraph.
    pub description: Option<String>,
}

/// A project in the company.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Project {
    /// Title.
    pub title: Option<String>,
    /// Subject, context and aims; a line break begins a paragraph.
    pub description: Option<String>,
}

/// What the training costs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Money {
    /// Price for one student, free of VAT: of the whole, or of a year where `yearly` says so.
    pub price: Option<Cents>,
    /// Whether the price is that of one year among several.
    pub yearly: Option<bool>,
    /// The invoices, in the order of time.
    pub instalments: Vec<Instalment>,
}

/// One of the invoices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instalment {
    /// What it is for: "semestre 9".
    pub label: String,
    /// When it is sent, in words: "janvier".
    pub when: String,
    /// How much.
    pub amount: Cents,
}

fn as_text<S: Serializer>(value: &Option<ContractType>, to: S) -> Result<S::Ok, S::Error> {
    value.map(|kind| kind.to_string()).serialize(to)
}

fn from_text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<ContractType>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    text.map(|text| text.parse().map_err(D::Error::custom)).transpose()
}
