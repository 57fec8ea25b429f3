//! The tables, one file each: the row, its references, nothing else. Queries live in the slices' `store.rs`.

mod stored;
pub use stored::Stored;

pub mod access_token;
pub mod account;
pub mod account_specialty;
pub mod application;
pub mod application_event;
pub mod company;
pub mod company_alias;
pub mod company_group;
pub mod company_member;
pub mod hire;
pub mod hire_count;
pub mod idempotency_key;
pub mod job;
pub mod matching_weight;
pub mod notification;
pub mod offer;
pub mod offer_change;
pub mod offer_event;
pub mod offer_skill;
pub mod offer_specialty;
pub mod published_figure;
pub mod rate_limit;
pub mod school;
pub mod search_outbox;
pub mod setting;
pub mod skill;
pub mod specialty;
pub mod spending;
pub mod student;
pub mod student_skill;
