//! Company leads: companies that hired a specialty before, the best first, for spontaneous applications.
//!
//! `domain::hiring::lead` scores; here is read what it scores: hires that the reader may see one by one
//! (`hiring::audience`), so that nothing unpublished reaches the public by a rank. A department counts its options.

mod gather;
pub mod list;
mod loader;
pub mod table;
pub mod types;
