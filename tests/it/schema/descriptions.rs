//! Whoever reads the schema in a client finds each thing explained.

use super::introspection::{list, name, types};
use crate::harness::Suite;
use serde_json::Value;

pub(crate) fn trials(suite: &mut Suite) {
    suite.once(module_path!(), "everything_is_described", everything_is_described);
}

fn everything_is_described() {
    let mut missing = Vec::new();
    for one in types().iter().filter(|one| !is_given(name(one))) {
        let parts = ["fields", "inputFields", "enumValues"].into_iter().flat_map(|part| list(&one[part]));
        note(&mut missing, "", one);
        for part in parts {
            note(&mut missing, name(one), part);
            let path = format!("{}.{}", name(one), name(part));
            list(&part["args"]).iter().for_each(|argument| note(&mut missing, &path, argument));
        }
    }
    assert!(missing.is_empty(), "without a description: {}", missing.join(", "));
}

/// What GraphQL itself and Relay's convention bring along.
fn is_given(name: &str) -> bool {
    name == "ID" || name.ends_with("Connection")
}

fn note(missing: &mut Vec<String>, owner: &str, thing: &Value) {
    if thing["description"].as_str().unwrap_or_default().trim().is_empty() {
        missing.push(format!("{owner}.{}", name(thing)).trim_start_matches('.').to_owned());
    }
}
