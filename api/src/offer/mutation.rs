//! Mutations on offers.

use crate::context::Request;
use crate::error::{Error, Rejection};
use crate::graphql::id::{Id, IdKind};
use crate::graphql::payload::payload;
use crate::offer::input::{OfferCreateInput, OfferUpdateInput};
use crate::offer::types::Offer;
use crate::offer::{approve, cancel, create, duplicate, extend, fill, loader, reject, submit, update};
use async_graphql::{Context, Object};
use entity::offer;

payload! {
    /// What a mutation on an offer answers.
    OfferPayload { offer: Offer = Offer::from }, offer::Model
}

/// The payload, read afresh: what this request read before the change is forgotten.
fn answer(request: &Request, answer: Result<offer::Model, Rejection>) -> Result<OfferPayload, Error> {
    loader::forget(&request.loaders);
    OfferPayload::settle(answer)
}

/// Mutations on offers.
#[derive(Debug, Default)]
pub struct OfferMutation;

/// Mutations on offers.
#[Object]
impl OfferMutation {
    /// Writes a draft for one school. For the members of a company, verified or not.
    async fn offer_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The offer.")] input: OfferCreateInput,
        #[graphql(desc = "A key of your own: a repeat under it answers the first result.")]
        idempotency_key: Option<String>,
    ) -> Result<OfferPayload, Error> {
        let request = Request::of(ctx)?;
        answer(request, create::run(request, input, idempotency_key).await)
    }

    /// Changes an offer. Once it is published, a change of substance (title, description, missions, kind of
    /// contract, specialties, skills, place, remote work, dates, pay) goes back to career services; the number of
    /// positions and the order of the skills do not. For its company.
    async fn offer_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The offer.")] id: Id,
        #[graphql(desc = "What changes.")] input: OfferUpdateInput,
        #[graphql(desc = "The version that you read: refused when somebody changed it since.")]
        expected_version: Option<i64>,
    ) -> Result<OfferPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::Offer, &["id"])?);
        answer(request, update::run(request, id, input, expected_version).await)
    }

    /// Hands a draft, or a rejected offer, to career services. For its company, once verified.
    async fn offer_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The offer.")] id: Id,
    ) -> Result<OfferPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::Offer, &["id"])?);
        answer(request, submit::run(request, id).await)
    }

    /// Publishes a submitted offer for its lifetime. For the school's career services.
    async fn offer_approve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The offer.")] id: Id,
        #[graphql(desc = "A word to the company.")] reason: Option<String>,
    ) -> Result<OfferPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::Offer, &["id"])?);
        answer(request, approve::run(request, id, reason).await)
    }

    /// Does not publish a submitted offer; its company may correct it. For the school's career services.
    async fn offer_reject(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The offer.")] id: Id,
        #[graphql(desc = "Why, for the company. Required.")] reason: Option<String>,
    ) -> Result<OfferPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::Offer, &["id"])?);
        answer(request, reject::run(request, id, reason).await)
    }

    /// Leaves a published offer open for another lifetime, or opens again one that expired; a year from today at
    /// most. For its company and the school's career services.
    async fn offer_extend(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The offer.")] id: Id,
        #[graphql(desc = "Why, for the history.")] reason: Option<String>,
    ) -> Result<OfferPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::Offer, &["id"])?);
        answer(request, extend::run(request, id, reason).await)
    }

    /// Closes an offer since its positions are taken, here or elsewhere; its open applications are settled. For its
    /// company and the school's career services.
    async fn offer_fill(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The offer.")] id: Id,
        #[graphql(desc = "A word to those who applied.")] reason: Option<String>,
    ) -> Result<OfferPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::Offer, &["id"])?);
        answer(request, fill::run(request, id, reason).await)
    }

    /// Takes an offer back for good; its open applications are settled. For its company and the school's career
    /// services.
    async fn offer_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The offer.")] id: Id,
        #[graphql(desc = "Why, for those who applied. Required.")] reason: Option<String>,
    ) -> Result<OfferPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::Offer, &["id"])?);
        answer(request, cancel::run(request, id, reason).await)
    }

    /// Copies an offer as a new draft, for another school or the same. For its company.
    async fn offer_duplicate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The offer to copy.")] id: Id,
        #[graphql(desc = "The school of the copy, by code.")] school: String,
        #[graphql(desc = "Specialties of that school, by code.")] specialties: Vec<String>,
        #[graphql(desc = "A key of your own: a repeat under it answers the first result.")]
        idempotency_key: Option<String>,
    ) -> Result<OfferPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::Offer, &["id"])?);
        answer(request, duplicate::run(request, id, &school, specialties, idempotency_key).await)
    }
}
