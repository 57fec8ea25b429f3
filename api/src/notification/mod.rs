//! What people are told, as rows of their own, and mailed where the configuration says so.

pub mod mutation;
pub mod store;
pub mod tell;
pub mod types;

pub use mutation::NotificationMutation;
