//! Section `[limits]`.

use serde::{Deserialize, Serialize};

use super::problem::Complaint;

/// What one GraphQL document may ask. Its size is bounded before it is validated, its cost before it runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// The longest document, in bytes.
    pub document_bytes: usize,
    /// Fields within fields. GraphiQL's introspection query is 15 deep.
    pub depth: usize,
    /// Fields given another name.
    pub aliases: usize,
    /// Directives on one field.
    pub directives: usize,
    /// Cost, as the schema declares it.
    pub complexity: usize,
    /// Fields, spreads and inline fragments once every fragment is written out where it is used.
    pub expanded_nodes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 32 * 1024,
            depth: 15,
            aliases: 30,
            directives: 10,
            complexity: 2000,
            expanded_nodes: 5000,
        }
    }
}

impl Limits {
    pub(super) fn complaints(&self) -> Vec<Complaint> {
        [
            ("limits.document_bytes", self.document_bytes),
            ("limits.depth", self.depth),
            ("limits.aliases", self.aliases),
            ("limits.directives", self.directives),
            ("limits.complexity", self.complexity),
            ("limits.expanded_nodes", self.expanded_nodes),
        ]
        .into_iter()
        .filter_map(|(key, value)| Complaint::unless(value > 0, key, value, "1 or more"))
        .collect()
    }
}
