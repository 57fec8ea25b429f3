//! The list that the program carries, and what is said of one that is wrong.

use super::{Operation, Operations, check, write};
use crate::config::{Config, Server};
use async_graphql::parser::types::{Selection, TypeKind, TypeSystemDefinition};
use std::collections::BTreeSet;
use std::path::Path;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../operations");

/// The files of the repository, as `tremplin operations hash` reads them.
fn files() -> Vec<Operation> {
    let files = std::fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path());
    let documents = files.filter(|path| path.extension().is_some_and(|extension| extension == "graphql"));
    let read = |path: &Path| {
        let operation = Operation::read(std::fs::read_to_string(path).unwrap().trim_end()).unwrap();
        assert_eq!(path.file_stem().unwrap(), &*operation.name, "a file is named as its operation");
        operation
    };
    documents.map(|path| read(&path)).collect()
}

#[test]
fn the_manifest_holds_every_file_as_it_is() {
    let kept = std::fs::read_to_string(format!("{FOLDER}/manifest.json")).unwrap();
    let list = Operations::parse(&kept).unwrap();
    for operation in files() {
        let hint = "run: tremplin operations hash operations/*.graphql > operations/manifest.json";
        assert!(list.by_id(&operation.id).is_some(), "{} is not in the manifest; {hint}", operation.name);
    }
    assert!(write(&files()).contains("\"name\": \"SignIn\""));
}

#[tokio::test]
async fn every_operation_that_is_shipped_can_be_run() {
    let list = Operations::configured(&Server::default()).unwrap();
    assert!(list.sorted().len() >= 50);
    check(&list, &Config::default()).await.unwrap();
}

/// A server told `server.only_persisted` can do everything.
#[test]
fn whatever_can_be_asked_is_asked_by_an_operation() {
    let sdl = include_str!("../../schema.graphql");
    let schema = async_graphql::parser::parse_schema(sdl).unwrap();
    let roots = schema.definitions.iter().filter_map(|definition| {
        let TypeSystemDefinition::Type(root) = definition else { return None };
        let TypeKind::Object(object) = &root.node.kind else { return None };
        matches!(root.node.name.node.as_str(), "Query" | "Mutation").then_some(object)
    });
    let fields: BTreeSet<String> =
        roots.flat_map(|root| &root.fields).map(|field| field.node.name.node.to_string()).collect();
    assert!(fields.len() > 100, "{fields:?}");
    let mut asked = BTreeSet::new();
    for operation in files() {
        let document = async_graphql::parser::parse_query(&*operation.text).unwrap();
        for (_, operation) in document.operations.iter() {
            for selection in &operation.node.selection_set.node.items {
                if let Selection::Field(field) = &selection.node {
                    asked.insert(field.node.name.node.to_string());
                }
            }
        }
    }
    let silent: Vec<&String> = fields.difference(&asked).collect();
    assert!(silent.is_empty(), "without an operation in operations/: {silent:?}");
}

#[tokio::test]
async fn an_operation_of_another_schema_is_named() {
    let text = "query Wrong { nothing }";
    let list = Operations::parse(&write(&[Operation::read(text).unwrap()])).unwrap();
    let faults = check(&list, &Config::default()).await.unwrap_err();
    assert!(faults.0[0].starts_with("Wrong: ") && faults.0[0].contains("nothing"), "{faults}");
}

#[test]
fn both_formats_are_read() {
    let operation = Operation::read("query A { schools { code } }").unwrap();
    let map = format!("{{\"{}\": \"{}\"}}", operation.id, operation.text);
    for manifest in [map, write(&[Operation::read("query A { schools { code } }").unwrap()])] {
        let list = Operations::parse(&manifest).unwrap();
        assert_eq!(&*list.by_id(&operation.id).unwrap().name, "A");
        assert_eq!(list.by_text(&operation.text).unwrap().id, operation.id);
        assert!(list.by_text("query A { schools { code }  }").is_none());
    }
}

#[test]
fn what_is_wrong_with_a_list_is_said() {
    let cases = [
        ("{\"00\": \"query A { a }\"}", "A: expected the SHA-256 of its text"),
        ("{\"00\": \"query A { a } query B { b }\"}", "00: expected one operation, found several"),
        ("{\"00\": \"{ a }\"}", "00: expected a name"),
        ("{\"00\": \"query A {\"}", "00: "),
        ("[]", "expected a manifest of the format apollo-persisted-query-manifest, version 1"),
        ("{\"format\": \"other\", \"version\": 2, \"operations\": []}", "found other, version 2"),
    ];
    for (manifest, expected) in cases {
        let faults = Operations::parse(manifest).unwrap_err().to_string();
        assert!(faults.contains(expected), "{manifest}: {faults}");
    }
}
