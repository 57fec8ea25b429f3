//! The worker over a loaded database, with an engine that fails when it is told to.

mod indexing;
mod jobs;
