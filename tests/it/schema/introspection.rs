//! The schema as it describes itself.

use api::config::Config;
use api::graphql::schema;
use serde_json::Value;

const DOCUMENT: &str = "{ __schema { types { kind name description
    fields { name description args { name description } }
    inputFields { name description } enumValues { name description } } } }";

/// Every type of the schema, but those of introspection itself.
pub(crate) fn types() -> Vec<Value> {
    let config = Config::default();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let answer = runtime.block_on(schema::build(&config).execute(DOCUMENT));
    assert!(answer.errors.is_empty(), "{:?}", answer.errors);
    let data = serde_json::to_value(answer.data).unwrap();
    let types = list(&data["__schema"]["types"]).iter();
    types.filter(|one| !name(one).starts_with("__")).cloned().collect()
}

/// A list, empty where there is none.
pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The name of a type, field, argument or value.
pub(crate) fn name(value: &Value) -> &str {
    value["name"].as_str().unwrap_or_default()
}
