//! Mutations on how matching is done.

use super::types::MatchingWeights;
use super::weights::{self, MatchingWeightsInput};
use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::payload::payload;
use async_graphql::{Context, Object};
use domain::matching::Weights;

payload! {
    /// What setting a school's weights answers.
    MatchingWeightsPayload { weights: MatchingWeights = MatchingWeights::from }, Weights
}

/// Mutations on how matching is done.
#[derive(Debug, Default)]
pub struct MatchingMutation;

/// Mutations on how matching is done.
#[Object]
impl MatchingMutation {
    /// Sets what each criterion of matching weighs at a school, from now on. For its career services.
    async fn matching_weights_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The school.")] school: Id,
        #[graphql(desc = "The weights.")] input: MatchingWeightsInput,
    ) -> Result<MatchingWeightsPayload, Error> {
        let school = school.of(IdKind::School, &["school"])?;
        MatchingWeightsPayload::settle(weights::set(Request::of(ctx)?, school, input).await)
    }
}
