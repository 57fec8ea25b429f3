//! Whom an application's event may concern: found out once for all who wait, so that a change to one application is not
//! a question to the database for each of a thousand open sockets. What is told is decided elsewhere, and afresh.

use crate::application::store;
use crate::context::Context;
use crate::events::{Event, Interest};
use async_trait::async_trait;
use domain::policy::{self, Action, Actor, Subject};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;
use uuid::Uuid;

/// Events whose subject is remembered: those that are being told now.
const REMEMBERED: usize = 256;

type Version = (Uuid, i64);
type Known = Arc<OnceCell<Option<Subject>>>;

/// Whose the applications are that events tell of just now.
#[derive(Debug, Default)]
pub struct Subjects(Mutex<VecDeque<(Version, Known)>>);

impl Subjects {
    /// Whose an application is; `None` where it cannot be told.
    async fn of(&self, context: &Context, version: Version) -> Option<Subject> {
        let known = self.cell(version);
        let read =
            async { store::with_subject(&context.db.read, version.0).await.ok().map(|(_, subject)| subject) };
        known.get_or_init(|| read).await.clone()
    }

    fn cell(&self, version: Version) -> Known {
        let mut recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = recent.iter().rev().find(|(other, _)| *other == version) {
            return Arc::clone(known);
        }
        if recent.len() >= REMEMBERED {
            recent.pop_front();
        }
        let known = Known::default();
        recent.push_back((version, Arc::clone(&known)));
        known
    }
}

/// Somebody who waits for applications.
pub(super) struct Waiting {
    context: Arc<Context>,
    actor: Actor,
    only: Option<Uuid>,
    /// Whether the actor is no longer who it was when this began.
    changed: AtomicBool,
}

impl Waiting {
    /// Who waits, and for which application alone.
    pub(super) fn new(context: Arc<Context>, actor: Actor, only: Option<Uuid>) -> Self {
        Self { context, actor, only, changed: AtomicBool::new(false) }
    }
}

#[async_trait]
impl Interest for Waiting {
    async fn may_concern(&self, event: Event) -> bool {
        match event {
            Event::AccountChanged(account) if account == self.actor.account => {
                self.changed.store(true, Ordering::Relaxed);
                false
            }
            Event::ApplicationChanged { id, version } if self.only.is_none_or(|only| only == id) => {
                if self.changed.load(Ordering::Relaxed) {
                    return true;
                }
                let subject = self.context.subjects.of(&self.context, (id, version)).await;
                subject
                    .is_none_or(|subject| policy::decide(Some(&self.actor), Action::Read, &subject).is_ok())
            }
            _ => false,
        }
    }
}
