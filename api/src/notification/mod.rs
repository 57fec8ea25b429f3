//! What people are told, as rows of their own; mail comes later and reads the same rows.

pub mod tell;
