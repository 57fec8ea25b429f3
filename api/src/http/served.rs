//! What is served: a schema that executes, and tells its text.

use async_graphql::{Executor, ObjectType, Schema, SubscriptionType};

/// A schema that can be served: `guard` reads its text once, to know what a document costs before it is executed.
pub trait Served: Executor {
    /// The schema's text.
    fn sdl(&self) -> String;
}

impl<Q, M, S> Served for Schema<Q, M, S>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    fn sdl(&self) -> String {
        Schema::sdl(self)
    }
}
