//! The formats of a list: Apollo's persisted query manifest, which is also what this program writes, and Relay's map of
//! hashes to texts.

use super::Operation;
use async_graphql::parser::types::OperationType;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const FORMAT: &str = "apollo-persisted-query-manifest";
const VERSION: u32 = 1;

#[derive(Deserialize)]
#[serde(untagged)]
enum Read {
    Apollo { format: String, version: u32, operations: Vec<Entry> },
    Relay(BTreeMap<String, String>),
}

/// What is not read of an entry (`name`, `type`) is in the document as well.
#[derive(Deserialize)]
struct Entry {
    id: String,
    body: String,
}

#[derive(Serialize)]
struct Manifest<'a> {
    format: &'static str,
    version: u32,
    operations: Vec<Written<'a>>,
}

#[derive(Serialize)]
struct Written<'a> {
    id: &'a str,
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    body: &'a str,
}

/// The hashes and texts of a list, in its order.
pub(super) fn read(text: &str) -> Result<Vec<(String, String)>, String> {
    let expected =
        format!("expected a manifest of the format {FORMAT}, version {VERSION}, or a map of hashes to texts");
    match serde_json::from_str(text) {
        Ok(Read::Apollo { format, version, operations }) if format == FORMAT && version == VERSION => {
            Ok(operations.into_iter().map(|entry| (entry.id, entry.body)).collect())
        }
        Ok(Read::Apollo { format, version, .. }) => {
            Err(format!("{expected}; found {format}, version {version}"))
        }
        Ok(Read::Relay(texts)) => Ok(texts.into_iter().collect()),
        Err(error) => Err(format!("{expected}: {error}")),
    }
}

/// A manifest of these operations, by name: what `tremplin operations hash` prints.
#[must_use]
pub fn write(operations: &[Operation]) -> String {
    let mut entries: Vec<Written<'_>> = operations.iter().map(entry).collect();
    entries.sort_by_key(|entry| (entry.name, entry.id));
    let manifest = Manifest { format: FORMAT, version: VERSION, operations: entries };
    // Texts and numbers alone: there is nothing that could not be written.
    serde_json::to_string_pretty(&manifest).unwrap_or_default()
}

fn entry(operation: &Operation) -> Written<'_> {
    let kind = match operation.kind {
        OperationType::Query => "query",
        OperationType::Mutation => "mutation",
        OperationType::Subscription => "subscription",
    };
    Written { id: &operation.id, name: &operation.name, kind, body: &operation.text }
}
