//! Mutations on matching rounds.

use crate::context::Request;
use crate::error::{Error, Rejection};
use crate::graphql::id::{Id, IdKind};
use crate::graphql::payload::payload;
use crate::round::create::{self, MatchingRoundCreateInput};
use crate::round::results::MatchingRun;
use crate::round::submit::{self, RankingSubmitInput};
use crate::round::types::MatchingRound;
use crate::round::update::{self, MatchingRoundUpdateInput};
use crate::round::{compute, loader, publish, steps};
use crate::{application, offer};
use async_graphql::{Context, Object};
use domain::round::status::RoundAction;
use entity::{matching_round, matching_run};
use std::sync::Arc;

payload! {
    /// What a mutation on a matching round answers.
    MatchingRoundPayload { round: MatchingRound = |round| round }, MatchingRound
}

payload! {
    /// What computing a matching round answers.
    MatchingRunPayload { run: MatchingRun = MatchingRun }, matching_run::Model
}

/// The payload, read afresh: what this request read before the change is forgotten. Only those who take part rank, and they
/// alone are answered so.
fn answer(
    request: &Request,
    answer: Result<matching_round::Model, Rejection>,
    takes_part: bool,
) -> Result<MatchingRoundPayload, Error> {
    loader::forget(&request.loaders);
    application::loader::forget(&request.loaders);
    offer::loader::forget(&request.loaders);
    MatchingRoundPayload::settle(answer.map(|row| MatchingRound { row: Arc::new(row), takes_part }))
}

async fn step(
    ctx: &Context<'_>,
    id: Id,
    action: RoundAction,
    reason: Option<String>,
) -> Result<MatchingRoundPayload, Error> {
    let (request, id) = (Request::of(ctx)?, id.of(IdKind::MatchingRound, &["id"])?);
    answer(request, steps::run(request, id, action, reason).await, false)
}

/// Mutations on matching rounds.
#[derive(Debug, Default)]
pub struct RoundMutation;

/// Mutations on matching rounds.
#[Object]
impl RoundMutation {
    /// Prepares a matching round. For career services.
    async fn matching_round_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The round.")] input: MatchingRoundCreateInput,
        #[graphql(desc = "A key of your own: a repeat under it answers the first result.")]
        idempotency_key: Option<String>,
    ) -> Result<MatchingRoundPayload, Error> {
        let request = Request::of(ctx)?;
        answer(request, create::run(request, input, idempotency_key).await, false)
    }

    /// Changes a round that is prepared or open: its name, its deadlines, its offers and students. For career services.
    async fn matching_round_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The round.")] id: Id,
        #[graphql(desc = "What changes.")] input: MatchingRoundUpdateInput,
    ) -> Result<MatchingRoundPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::MatchingRound, &["id"])?);
        answer(request, update::run(request, id, input).await, false)
    }

    /// Opens a round: students rank until their deadline, companies then until theirs. Everybody is told. For career services.
    async fn matching_round_open(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The round.")] id: Id,
    ) -> Result<MatchingRoundPayload, Error> {
        step(ctx, id, RoundAction::Open, None).await
    }

    /// Hands in a ranking, which replaces the one before as a whole. For students of the round, and for companies with an
    /// offer in it, each in their turn.
    async fn ranking_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ranking.")] input: RankingSubmitInput,
    ) -> Result<MatchingRoundPayload, Error> {
        let request = Request::of(ctx)?;
        answer(request, submit::run(request, input).await, true)
    }

    /// Closes a round to rankings. For career services.
    async fn matching_round_close(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The round.")] id: Id,
        #[graphql(desc = "Why; required while somebody still has time to rank.")] reason: Option<String>,
    ) -> Result<MatchingRoundPayload, Error> {
        step(ctx, id, RoundAction::Close, reason).await
    }

    /// Computes a round, and proves the result: to look at, as often as one likes and with a lottery of its own, or finally, of
    /// a closed round, with the lottery that was drawn with it. For career services.
    async fn matching_round_run(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The round.")] id: Id,
        #[graphql(
            name = "final",
            desc = "Whether it is to be published; by default it is a dry run.",
            default
        )]
        is_final: bool,
    ) -> Result<MatchingRunPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::MatchingRound, &["id"])?);
        let run = compute::run(request, id, is_final).await;
        loader::forget(&request.loaders);
        MatchingRunPayload::settle(run)
    }

    /// Publishes the result of the last final run: an application for each assignment, accepted, for the student to confirm,
    /// and everybody is told. Publishing again changes nothing. For career services.
    async fn matching_round_publish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The round.")] id: Id,
    ) -> Result<MatchingRoundPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::MatchingRound, &["id"])?);
        answer(request, publish::run(request, id).await, false)
    }

    /// Gives a round up, before it is published. For career services.
    async fn matching_round_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The round.")] id: Id,
        #[graphql(desc = "Why; everybody who takes part reads it. Required.")] reason: Option<String>,
    ) -> Result<MatchingRoundPayload, Error> {
        step(ctx, id, RoundAction::Cancel, reason).await
    }
}
