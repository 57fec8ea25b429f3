//! Accounts: signing up, in and out, and who one is. Staff are made by `tremplin user create`, through
//! [`create_staff`].

pub mod create_staff;
pub mod mutation;
pub mod new_account;
pub mod query;
pub mod sign_in;
pub mod sign_out;
pub mod sign_up_company;
pub mod sign_up_student;
pub mod types;

pub use mutation::AccountMutation;
pub use query::AccountQuery;
