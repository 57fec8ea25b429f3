//! Whether the operations of a list can be run: validated against the schema as a request is, limits included, and not
//! executed.

use super::{Faults, Operations};
use crate::config::Config;
use crate::graphql::schema;
use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute};
use async_graphql::{Request, Response};
use async_trait::async_trait;
use std::sync::Arc;

/// Validates each operation.
///
/// # Errors
/// Those that the schema or its limits refuse, and why.
pub async fn check(operations: &Operations, config: &Config) -> Result<(), Faults> {
    let schema = schema::builder(config).extension(ValidateOnly).finish();
    let mut faults = Vec::new();
    for operation in operations.sorted() {
        let request = Request::new(&*operation.text).operation_name(&*operation.name);
        let errors = schema.execute(request).await.errors;
        faults.extend(errors.iter().map(|error| format!("{}: {}", operation.name, error.message)));
    }
    if faults.is_empty() { Ok(()) } else { Err(Faults(faults)) }
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
