//! The persons and bodies that papers name.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A postal address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Address {
    /// Number and street; further lines after a line break.
    pub street: Option<String>,
    /// Postcode.
    pub postcode: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// Country, where it is not France.
    pub country: Option<String>,
}

/// Somebody who is named with a function and a way to be reached.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Person {
    /// First name and name, as printed.
    pub name: Option<String>,
    /// Function or capacity: "directrice des ressources humaines".
    pub function: Option<String>,
    /// Mail address.
    pub mail: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

/// A tutor in the company, with what shows that the law's conditions hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tutor {
    /// First name and name, as printed.
    pub name: Option<String>,
    /// Function in the company.
    pub function: Option<String>,
    /// Mail address.
    pub mail: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Date of birth; asked by the CERFA form.
    pub birth_date: Option<NaiveDate>,
    /// Highest diploma held.
    pub diploma: Option<String>,
    /// Whole years of experience in the trade.
    pub experience_years: Option<u16>,
    /// How many employees the tutor follows already.
    pub followed: Option<u16>,
}

/// Who is employed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Student {
    /// Family name.
    pub last_name: Option<String>,
    /// First names.
    pub first_name: Option<String>,
    /// Date of birth.
    pub birth_date: Option<NaiveDate>,
    /// Place of birth: town, and country where it is not France.
    pub birth_place: Option<String>,
    /// Nationality, in words.
    pub nationality: Option<String>,
    /// Sex as the CERFA form asks it, in words.
    pub sex: Option<String>,
    /// Where the student lives.
    pub address: Address,
    /// Mail address.
    pub mail: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// What the student was doing before the contract: "étudiant", "demandeur d'emploi" …
    pub situation: Option<String>,
    /// The highest diploma held.
    pub diploma: Option<String>,
    /// Whether the student is recognised as a disabled worker; only what the student told.
    pub disabled_worker: Option<bool>,
    /// For a minor: who represents.
    pub legal_representative: Option<String>,
}

/// Who employs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Company {
    /// Registered name.
    pub name: Option<String>,
    /// Legal form: SA, SAS …
    pub legal_form: Option<String>,
    /// SIRET of the establishment, 14 digits.
    pub siret: Option<String>,
    /// Activity code (APE, NAF).
    pub ape: Option<String>,
    /// What the company does, in a few words.
    pub activity: Option<String>,
    /// Number of employees.
    pub staff: Option<u32>,
    /// Address of the establishment.
    pub address: Address,
    /// Telephone.
    pub phone: Option<String>,
    /// Mail address.
    pub mail: Option<String>,
    /// Collective agreement, by name.
    pub collective_agreement: Option<String>,
    /// Code of the collective agreement (IDCC).
    pub idcc: Option<String>,
    /// Supplementary pension fund; asked by the CERFA form.
    pub pension_fund: Option<String>,
    /// Who signs for the company.
    pub signatory: Person,
    /// Who follows the file in the company.
    pub contact: Person,
}

/// Who teaches, with the legal data that an agreement prints.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SchoolFacts {
    /// Name.
    pub name: Option<String>,
    /// Legal status: "établissement public …".
    pub legal_status: Option<String>,
    /// SIRET, 14 digits.
    pub siret: Option<String>,
    /// Activity code (APE, NAF).
    pub ape: Option<String>,
    /// Activity number of a training body (numéro de déclaration d'activité).
    pub activity_number: Option<String>,
    /// Code of the establishment at the ministry (UAI), which the CERFA form asks.
    pub uai: Option<String>,
    /// Number in Datadock.
    pub datadock: Option<String>,
    /// Address.
    pub address: Address,
    /// Who signs for the school.
    pub signatory: Person,
    /// The desk that follows these contracts.
    pub desk: Person,
    /// The administrative court that decides on disputes, by its town.
    pub court: Option<String>,
}

/// The body that runs apprenticeship contracts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TrainingCentre {
    /// Name.
    pub name: Option<String>,
    /// SIRET, 14 digits.
    pub siret: Option<String>,
    /// Activity number of a training body.
    pub activity_number: Option<String>,
    /// Code of the establishment at the ministry (UAI).
    pub uai: Option<String>,
    /// Address.
    pub address: Address,
    /// Who signs for it.
    pub signatory: Person,
}

/// Who pays the training.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Opco {
    /// Name.
    pub name: Option<String>,
    /// Number of the file there.
    pub file_number: Option<String>,
    /// Address.
    pub address: Address,
    /// Mail address.
    pub mail: Option<String>,
    /// Whether the invoices go to it instead of to the company (subrogation).
    pub subrogation: Option<bool>,
}
