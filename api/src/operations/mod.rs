//! Persisted operations: a list of documents that were reviewed, each under the SHA-256 of its text. A client sends the
//! hash in place of the text; a server that is told to runs nothing else. The names on the list are also those that
//! metrics are told by: a client cannot make up more.
//!
//! The product's own list is `operations/` of the repository and travels in the program; `server.operations` names
//! another. `manifest` reads the formats, `check` validates a list against the schema, `http` looks requests up.

mod check;
mod manifest;

#[cfg(test)]
mod tests;

use crate::auth::tokens::digest;
use crate::config::Server;
use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, OperationType};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

pub use check::check;
pub use manifest::write;

/// The list that the program carries.
const BUILT_IN: &str = include_str!("../../../operations/manifest.json");

/// One operation of the list.
#[derive(Debug)]
pub struct Operation {
    /// The SHA-256 of the text, in lower-case hexadecimal.
    pub id: String,
    /// Its name in the document.
    pub name: Arc<str>,
    /// Query, mutation or subscription.
    pub kind: OperationType,
    /// The document, as it was reviewed.
    pub text: Arc<str>,
    /// The document, parsed once.
    pub document: ExecutableDocument,
}

/// The operations of a list, by hash and by text.
#[derive(Debug, Default)]
pub struct Operations {
    by_id: HashMap<String, Arc<Operation>>,
    by_text: HashMap<Arc<str>, Arc<Operation>>,
}

/// What is wrong with a list: each line names the operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(pub Vec<String>);

impl Operation {
    /// The operation that a document holds.
    ///
    /// # Errors
    /// It cannot be parsed, holds several operations, or one without a name.
    pub fn read(text: &str) -> Result<Self, String> {
        let document = async_graphql::parser::parse_query(text).map_err(|error| error.to_string())?;
        let named = match &document.operations {
            DocumentOperations::Single(_) => None,
            DocumentOperations::Multiple(operations) => match operations.iter().next() {
                Some((name, operation)) if operations.len() == 1 => {
                    Some((name.as_str().into(), operation.node.ty))
                }
                _ => return Err("expected one operation, found several".to_owned()),
            },
        };
        let (name, kind) = named.ok_or("expected a name, as in `query Name { … }`")?;
        Ok(Self { id: digest(text), name, kind, text: text.into(), document })
    }
}

impl Operations {
    /// The list that a server is configured with.
    ///
    /// # Errors
    /// The file cannot be read, or what is wrong with it.
    pub fn configured(server: &Server) -> Result<Self, Faults> {
        let Some(path) = &server.operations else { return Self::parse(BUILT_IN) };
        let read = std::fs::read_to_string(path);
        let text = read.map_err(|error| Faults(vec![format!("cannot read {}: {error}", path.display())]))?;
        Self::parse(&text)
    }

    /// The operations of a manifest.
    ///
    /// # Errors
    /// It is in no known format; or each operation that cannot be taken, and why.
    pub fn parse(manifest: &str) -> Result<Self, Faults> {
        let (mut list, mut faults) = (Self::default(), Vec::new());
        for (id, text) in manifest::read(manifest).map_err(|fault| Faults(vec![fault]))? {
            match Operation::read(&text) {
                Ok(operation) if operation.id == id => list.add(operation),
                Ok(operation) => {
                    let (name, hash) = (operation.name, operation.id);
                    faults.push(format!("{name}: expected the SHA-256 of its text, {hash}, found {id}"));
                }
                Err(fault) => faults.push(format!("{id}: {fault}")),
            }
        }
        if faults.is_empty() { Ok(list) } else { Err(Faults(faults)) }
    }

    fn add(&mut self, operation: Operation) {
        let operation = Arc::new(operation);
        self.by_text.insert(Arc::clone(&operation.text), Arc::clone(&operation));
        self.by_id.insert(operation.id.clone(), operation);
    }

    /// The operation of this hash.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<&Arc<Operation>> {
        self.by_id.get(id)
    }

    /// The operation of exactly this text.
    #[must_use]
    pub fn by_text(&self, text: &str) -> Option<&Arc<Operation>> {
        self.by_text.get(text)
    }

    /// All of them, by name and then by hash.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Operation> {
        let mut all: Vec<&Operation> = self.by_id.values().map(AsRef::as_ref).collect();
        all.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
        all
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for Faults {}
