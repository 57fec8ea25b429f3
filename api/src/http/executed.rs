//! Telling a document that was refused from one that was executed and failed: async-graphql's response is the same for
//! both, but their statuses differ.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_graphql::Response;
use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute};
use async_trait::async_trait;

/// Set once execution begins. One travels in the data of each request.
#[derive(Debug, Clone, Default)]
pub(super) struct ExecutionFlag(Arc<AtomicBool>);

impl ExecutionFlag {
    /// Whether execution began.
    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The extension that every schema served by [`super::router`] is built with. Without it, the answer to every request
/// would be a request error.
#[derive(Debug, Clone, Copy, Default)]
pub struct ExecutionMark;

impl ExtensionFactory for ExecutionMark {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait]
impl Extension for ExecutionMark {
    async fn execute(
        &self,
        context: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        if let Some(flag) = context.data_opt::<ExecutionFlag>() {
            flag.0.store(true, Ordering::Relaxed);
        }
        next.run(context, operation_name).await
    }
}
