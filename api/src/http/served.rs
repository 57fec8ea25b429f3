//! What is served: a schema that executes, and tells its text.

use async_graphql::Executor;

/// A schema that can be served: `guard` reads its text once, to know what a document costs before it is executed.
pub trait Served: Executor {
    /// The schema's text.
    fn sdl(&self) -> String;
}
