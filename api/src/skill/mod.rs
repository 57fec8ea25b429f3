//! Skills: one row a folded name, shared by the offers that ask for them and the students who have them.

pub mod store;
pub mod types;
