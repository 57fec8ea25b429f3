//! What people are told, as rows of their own; mail comes later and reads the same rows.

pub mod mutation;
pub mod store;
pub mod tell;
pub mod types;

pub use mutation::NotificationMutation;
