//! The rules of work-study contracts, and the facts they rest on.
//!
//! Everything here is pure: no database, no network, no clock, no randomness. Dates and parameters come in
//! as arguments, so each rule can be tested by itself and gives the same answer everywhere. The only input
//! is `domain/data`, compiled into the program.

pub mod academic_year;
pub mod alert;
pub mod application;
pub mod calendar;
pub mod company;
pub mod company_size;
pub mod confidence;
pub mod contract;
pub mod contract_type;
mod data;
pub mod document;
pub mod file;
pub mod hire_source;
pub mod hiring;
pub mod locale;
pub mod mail;
pub mod matching;
pub mod money;
pub mod notification;
pub mod offer;
pub mod place;
pub mod policy;
pub mod procedure;
pub mod role;
pub mod round;
pub mod rules;
pub mod school;
pub mod siret;
pub mod student;
pub mod text;
pub mod transition;
