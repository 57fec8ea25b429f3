//! `Notification`.

use crate::company::types::Company;
use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::scalars::DateTime;
use crate::saved_search::types::SavedSearchAlert;
use async_graphql::{Context, Enum, Object};
use domain::notification::NotificationKind as Kind;
use entity::notification;
use std::sync::Arc;

/// What a notification is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::notification::NotificationKind")]
pub enum NotificationKind {
    /// To the offer's company: career services published it.
    OfferApproved,
    /// To the offer's company: career services rejected it.
    OfferRejected,
    /// To the offer's company: career services extended, filled or cancelled it.
    OfferHandled,
    /// To the offer's company: it expired.
    OfferExpired,
    /// To the company: somebody applied.
    ApplicationReceived,
    /// To the student: the application moved.
    ApplicationMoved,
    /// To the student: the offer closed, and the application with it.
    ApplicationSettled,
    /// To the company: the student confirmed, declined, withdrew or cancelled.
    ApplicationAnswered,
    /// To the company's members: a school verified it.
    CompanyVerified,
    /// To the company's members: a school rejected it.
    CompanyRejected,
    /// To the company's members: somebody asks to join.
    MemberWaiting,
    /// To the person: a member approved.
    MemberApproved,
    /// To the person: a member refused.
    MemberRefused,
    /// To the student: the school confirmed the profile.
    StudentConfirmed,
    /// To the student: the school refused the profile.
    StudentRejected,
    /// To the students and companies of a matching round: it is open to rankings.
    RoundOpened,
    /// To the students and companies of a matching round: its deadlines moved.
    RoundMoved,
    /// To the students and companies of a matching round: its results are there.
    RoundPublished,
    /// To the students and companies of a matching round: it was given up.
    RoundCancelled,
    /// To the person: new offers that a saved search finds.
    SavedSearchMatched,
    /// To the sides of a contract: it was opened.
    ContractOpened,
    /// To whoever must act: a step of a contract is open to them.
    ContractStepOpen,
    /// To whoever did a step of a contract: it was refused or reopened, and is to be done again.
    ContractStepReturned,
    /// To whoever must act: a step of a contract is due soon, or late.
    ContractDeadline,
    /// To the sides of a contract: it is active.
    ContractActive,
    /// To the sides of a contract: it was withdrawn, broken off, or has come to its end.
    ContractEnded,
    /// To the sides of a contract: what it says changed.
    ContractChanged,
    /// To the sides of a contract: no place of the option is left, and it waits for one.
    ContractWaiting,
    /// To the sides of a contract: a place of the option was freed, and is reserved.
    ContractPlaceReserved,
    /// To the school's tutor: named for a contract.
    ContractTutorNamed,
}

/// Something a person was told.
#[derive(Clone, Debug)]
pub struct Notification(pub Arc<notification::Model>);

/// Something a person was told; nobody else sees it.
#[Object]
impl Notification {
    /// Opaque id.
    async fn id(&self) -> Id {
        Id::new(IdKind::Notification, self.0.id)
    }

    /// What happened.
    async fn kind(&self) -> NotificationKind {
        self.0.kind.0.into()
    }

    /// Why, in the words of whoever decided; of an alert, the name of the saved search.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// The offer concerned: its id, for `offer(id)`.
    async fn offer_id(&self) -> Option<Id> {
        self.0.offer_id.map(|id| Id::new(IdKind::Offer, id))
    }

    /// The application concerned: its id, for `application(id)`.
    async fn application_id(&self) -> Option<Id> {
        self.0.application_id.map(|id| Id::new(IdKind::Application, id))
    }

    /// The matching round concerned: its id, for `matchingRound(id)`.
    async fn round_id(&self) -> Option<Id> {
        self.0.round_id.map(|id| Id::new(IdKind::MatchingRound, id))
    }

    /// The contract concerned: its id, for `contract(id)`.
    async fn contract_id(&self) -> Option<Id> {
        self.0.contract_id.map(|id| Id::new(IdKind::Contract, id))
    }

    /// The new offers, where this is an alert of a saved search.
    async fn alert(&self, ctx: &Context<'_>) -> Result<Option<SavedSearchAlert>, Error> {
        if self.0.kind.0 != Kind::SavedSearchMatched {
            return Ok(None);
        }
        SavedSearchAlert::of(Request::of(ctx)?, &self.0).await
    }

    /// The company concerned.
    async fn company(&self, ctx: &Context<'_>) -> Result<Option<Company>, Error> {
        let Some(company) = self.0.company_id else { return Ok(None) };
        Company::load(Request::of(ctx)?, company).await.map(Some)
    }

    /// When it was read; null when it was not.
    async fn read_at(&self) -> Option<DateTime> {
        self.0.read_at.map(DateTime)
    }

    /// When.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }
}
