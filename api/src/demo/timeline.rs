//! Histories that the domain's own tables allow: every step is checked as the steps of people are.

use crate::error::Error;
use chrono::{DateTime, Utc};
use domain::application::{self, ApplicationAction, ApplicationStatus};
use domain::offer::{self, OfferAction, OfferStatus};
use domain::transition::{self, Transition};
use std::fmt::Display;
use uuid::Uuid;

/// Something that was done.
#[derive(Clone, Debug)]
pub(super) struct Event<Action, Status> {
    pub(super) action: Action,
    pub(super) from: Option<Status>,
    pub(super) to: Status,
    /// The account; none is the platform.
    pub(super) by: Option<Uuid>,
    pub(super) reason: Option<String>,
    pub(super) at: DateTime<Utc>,
}

/// What was done to an offer, from its creation on.
pub(super) type OfferHistory = History<OfferAction, OfferStatus>;
/// What was done to an application, from its submission on.
pub(super) type ApplicationHistory = History<ApplicationAction, ApplicationStatus>;

/// What was done, oldest first; never empty.
#[derive(Clone, Debug)]
pub(super) struct History<Action, Status> {
    first: Event<Action, Status>,
    later: Vec<Event<Action, Status>>,
}

impl<Action: Copy + Display, Status: Copy + PartialEq> History<Action, Status> {
    fn begin(action: Action, to: Status, by: Uuid, at: DateTime<Utc>) -> Self {
        Self { first: Event { action, from: None, to, by: Some(by), reason: None, at }, later: Vec::new() }
    }

    /// The last thing that was done.
    pub(super) fn last(&self) -> &Event<Action, Status> {
        self.later.last().unwrap_or(&self.first)
    }

    /// Where it stands now.
    pub(super) fn status(&self) -> Status {
        self.last().to
    }

    /// When it began.
    pub(super) fn began(&self) -> DateTime<Utc> {
        self.first.at
    }

    /// Everything that was done, oldest first.
    pub(super) fn events(&self) -> impl Iterator<Item = &Event<Action, Status>> {
        std::iter::once(&self.first).chain(&self.later)
    }

    /// The version of a row to which this was done.
    pub(super) fn version(&self) -> i64 {
        i64::try_from(self.later.len()).unwrap_or(i64::MAX - 1) + 1
    }

    fn push(
        &mut self,
        line: Option<&Transition<Action, Status>>,
        action: Action,
        by: Option<Uuid>,
        reason: Option<String>,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let from = self.status();
        let line = line.ok_or_else(|| impossible(action))?;
        let to = transition::apply(line, from, reason.as_deref()).map_err(|_| impossible(action))?;
        self.later.push(Event { action, from: Some(from), to, by, reason, at });
        Ok(())
    }
}

impl OfferHistory {
    /// Written.
    pub(super) fn created(by: Uuid, at: DateTime<Utc>) -> Self {
        Self::begin(OfferAction::Create, OfferStatus::Draft, by, at)
    }

    /// Changed where it stands.
    pub(super) fn edit(&mut self, by: Uuid, at: DateTime<Utc>) {
        let status = self.status();
        let (action, from, by) = (OfferAction::Edit, Some(status), Some(by));
        self.later.push(Event { action, from, to: status, by, reason: None, at });
    }

    /// One step along the offers' table.
    ///
    /// # Errors
    /// A fault of ours: the table has no such step.
    pub(super) fn step(
        &mut self,
        action: OfferAction,
        by: Option<Uuid>,
        reason: Option<String>,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        self.push(offer::transition(action), action, by, reason, at)
    }

    /// When something was done first.
    pub(super) fn first_time(&self, action: OfferAction) -> Option<DateTime<Utc>> {
        self.events().find(|event| event.action == action).map(|event| event.at)
    }
}

impl ApplicationHistory {
    /// Sent.
    pub(super) fn submitted(by: Uuid, at: DateTime<Utc>) -> Self {
        Self::begin(ApplicationAction::Submit, ApplicationStatus::New, by, at)
    }

    /// One step along the applications' table.
    ///
    /// # Errors
    /// A fault of ours: the table has no such step.
    pub(super) fn step(
        &mut self,
        action: ApplicationAction,
        by: Option<Uuid>,
        reason: Option<String>,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        self.push(application::transition(action), action, by, reason, at)
    }
}

fn impossible(action: impl Display) -> Error {
    Error::internal(anyhow::anyhow!("the demo plans a step that is not possible: {action}"))
}
