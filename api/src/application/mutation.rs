//! Mutations on applications.

use crate::application::submit::{self, ApplicationSubmitInput};
use crate::application::types::Application;
use crate::application::{cancel, confirm, document, loader, moves};
use crate::context::Request;
use crate::error::{Error, Rejection};
use crate::file::Ticket;
use crate::file::types::{FileKind, UploadTicket};
use crate::graphql::id::{Id, IdKind};
use crate::graphql::payload::payload;
use crate::offer;
use async_graphql::{Context, Object};
use domain::application::ApplicationAction;
use entity::application;
use std::sync::Arc;

payload! {
    /// What a mutation on an application answers.
    ApplicationPayload { application: Application = |row| Application(Arc::new(row)) }, application::Model
}

payload! {
    /// What asking for an upload answers.
    UploadTicketPayload { ticket: UploadTicket = UploadTicket }, Ticket
}

/// The payload, read afresh: what this request read before the change is forgotten.
fn answer(
    request: &Request,
    answer: Result<application::Model, Rejection>,
) -> Result<ApplicationPayload, Error> {
    loader::forget(&request.loaders);
    offer::loader::forget(&request.loaders);
    ApplicationPayload::settle(answer)
}

/// A step that changes nothing but the application.
async fn step(
    ctx: &Context<'_>,
    id: Id,
    action: ApplicationAction,
    reason: Option<String>,
) -> Result<ApplicationPayload, Error> {
    let (request, id) = (Request::of(ctx)?, id.of(IdKind::Application, &["id"])?);
    answer(request, moves::run(request, id, action, reason).await)
}

/// Mutations on applications.
#[derive(Debug, Default)]
pub struct ApplicationMutation;

/// Mutations on applications.
#[Object]
impl ApplicationMutation {
    /// Applies to an offer, or to a company without one. For students whom the school confirmed.
    async fn application_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "To whom, and what is written.")] input: ApplicationSubmitInput,
        #[graphql(desc = "A key of your own: a repeat under it answers the first result.")]
        idempotency_key: Option<String>,
    ) -> Result<ApplicationPayload, Error> {
        let request = Request::of(ctx)?;
        answer(request, submit::run(request, input, idempotency_key).await)
    }

    /// Takes an application back before the company accepts. For its student.
    async fn application_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application.")] id: Id,
        #[graphql(desc = "Why, for the company.")] reason: Option<String>,
    ) -> Result<ApplicationPayload, Error> {
        step(ctx, id, ApplicationAction::Withdraw, reason).await
    }

    /// Says that the company is looking at an application. For the company; for career services where it has no members.
    async fn application_process(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application.")] id: Id,
        #[graphql(desc = "A word to the student.")] reason: Option<String>,
    ) -> Result<ApplicationPayload, Error> {
        step(ctx, id, ApplicationAction::Process, reason).await
    }

    /// Puts an application off. For the company; for career services where it has no members.
    async fn application_postpone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application.")] id: Id,
        #[graphql(desc = "Why, for the student.")] reason: Option<String>,
    ) -> Result<ApplicationPayload, Error> {
        step(ctx, id, ApplicationAction::Postpone, reason).await
    }

    /// Keeps an application for another post. For the company; for career services where it has no members.
    async fn application_pool(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application.")] id: Id,
        #[graphql(desc = "A word to the student.")] reason: Option<String>,
    ) -> Result<ApplicationPayload, Error> {
        step(ctx, id, ApplicationAction::Pool, reason).await
    }

    /// Says that the company wants the student, who has still to confirm. More may be accepted than there are
    /// positions. For the company; for career services where it has no members.
    async fn application_accept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application.")] id: Id,
        #[graphql(desc = "A word to the student.")] reason: Option<String>,
    ) -> Result<ApplicationPayload, Error> {
        step(ctx, id, ApplicationAction::Accept, reason).await
    }

    /// Says no to a student, and why. For the company; for career services where it has no members.
    async fn application_refuse(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application.")] id: Id,
        #[graphql(desc = "Why; the student reads it. Required.")] reason: Option<String>,
    ) -> Result<ApplicationPayload, Error> {
        step(ctx, id, ApplicationAction::Refuse, reason).await
    }

    /// Asks for the right to upload one file to a live application: a CV, a letter. For its student. The file is then sent
    /// to the ticket's address, apart from GraphQL, and is read by whoever sees the application.
    async fn application_document_upload_ticket(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application.")] application_id: Id,
        #[graphql(desc = "What the file is.")] kind: FileKind,
        #[graphql(desc = "What it is to be called, 100 characters at most.")] title: Option<String>,
    ) -> Result<UploadTicketPayload, Error> {
        let (request, id) = (Request::of(ctx)?, application_id.of(IdKind::Application, &["applicationId"])?);
        UploadTicketPayload::settle(document::run(request, id, kind.into(), title).await)
    }

    /// Says yes to an acceptance: a position is taken, and the student's other open applications end. With the last
    /// position the offer is filled. For its student.
    async fn application_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application.")] id: Id,
    ) -> Result<ApplicationPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::Application, &["id"])?);
        answer(request, confirm::run(request, id).await)
    }

    /// Says no to an acceptance. For its student.
    async fn application_decline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application.")] id: Id,
        #[graphql(desc = "Why, for the company.")] reason: Option<String>,
    ) -> Result<ApplicationPayload, Error> {
        step(ctx, id, ApplicationAction::Decline, reason).await
    }

    /// Says that an accepted or confirmed application falls through, and why; a position that it took is free again.
    /// For its student, the company and career services.
    async fn application_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The application.")] id: Id,
        #[graphql(desc = "Why; both sides read it. Required.")] reason: Option<String>,
    ) -> Result<ApplicationPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::Application, &["id"])?);
        answer(request, cancel::run(request, id, reason).await)
    }
}
