//! Whether the operations of a list can be run: validated against the schema as a request is, limits included, and not
//! executed.

use super::{Faults, Operation, Operations};
use crate::config::Config;
use crate::graphql::schema;
use crate::http::fuzzing::Guard;
use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute};
use async_graphql::{Request, Response};
use async_trait::async_trait;
use serde_json::{Map, Value};
use std::sync::Arc;

/// Validates each operation.
///
/// # Errors
/// Those that the schema or its limits refuse, and why.
pub async fn check(operations: &Operations, config: &Config) -> Result<(), Faults> {
    let schema = schema::builder(config).extension(ValidateOnly).finish();
    let guard = Guard::new(&schema.sdl(), config);
    let mut faults = Vec::new();
    for operation in operations.sorted() {
        let request = Request::new(&*operation.text).operation_name(&*operation.name);
        let errors = schema.execute(request).await.errors;
        let refused = guard.check(&operation.text, placeholders(operation)).err().unwrap_or_default();
        let told =
            errors.iter().chain(&refused).map(|error| format!("{}: {}", operation.name, error.message));
        faults.extend(told);
    }
    if faults.is_empty() { Ok(()) } else { Err(Faults(faults)) }
}

/// A value for each variable that needs one: a document's cost hangs on none of these.
fn placeholders(operation: &Operation) -> Map<String, Value> {
    let operations = operation.document.operations.iter();
    let definitions = operations.flat_map(|(_, operation)| &operation.node.variable_definitions);
    let required =
        definitions.filter(|one| !one.node.var_type.node.nullable && one.node.default_value.is_none());
    required.map(|one| (one.node.name.node.to_string(), Value::from("placeholder"))).collect()
}

/// Ends a request where its execution would begin.
struct ValidateOnly;

impl ExtensionFactory for ValidateOnly {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait]
impl Extension for ValidateOnly {
    async fn execute(&self, _: &ExtensionContext<'_>, _: Option<&str>, _: NextExecute<'_>) -> Response {
        Response::default()
    }
}
