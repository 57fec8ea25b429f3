//! `Skill`.

use async_graphql::Object;
use entity::skill;
use std::sync::Arc;

/// A skill that offers ask for and students have.
#[derive(Clone, Debug)]
pub struct Skill(pub Arc<skill::Model>);

/// A skill that offers ask for and students have.
#[Object]
impl Skill {
    /// As first written.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Folded: without case or accents. Filters take either.
    async fn key(&self) -> &str {
        &self.0.name_key
    }
}
