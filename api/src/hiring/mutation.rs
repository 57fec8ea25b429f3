//! Mutations on the hiring history.

use crate::context::Request;
use crate::error::Error;
use crate::graphql::payload::payload;
use crate::hiring::record;
use crate::hiring::types::Hire;
use async_graphql::{Context, Object};
use entity::hire;
use std::sync::Arc;

/// Mutations on the hiring history.
#[derive(Debug, Default)]
pub struct HiringMutation;

payload! {
    /// A hire recorded by staff.
    HireRecordPayload { hire: Hire = |row| Hire(Arc::new(row)) }, hire::Model
}

/// Mutations on the hiring history.
#[Object]
impl HiringMutation {
    /// Records a hire of the school: for its career services. Staff see it in every count at once; the public sees
    /// it in counts by specialty and year alone, from which no single hire can be told.
    async fn hire_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The hire.")] input: record::HireRecordInput,
        #[graphql(desc = "A key of the client's own: asked twice under one key, the hire is recorded once.")]
        idempotency_key: Option<String>,
    ) -> Result<HireRecordPayload, Error> {
        HireRecordPayload::settle(record::run(Request::of(ctx)?, input, idempotency_key).await)
    }
}
