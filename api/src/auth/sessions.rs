//! Who asks, kept in memory for a few seconds: a student who pages through offers is not looked up for every page.
//!
//! A change (a sign-out, a decision on a company or its members) is told by an event, at once in this process and by
//! `NOTIFY` from others, and whom it concerns is forgotten; what no event tells is seen within `auth.session_memory`.
//! What is kept is the answer to "who is this", never to "may he": the policy is asked each time.

use crate::events::Event;
use chrono::{DateTime, TimeDelta, Utc};
use domain::locale::Locale;
use domain::policy::Actor;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use uuid::Uuid;

/// How many are kept at most: about a kilobyte each. Beyond, all are forgotten, which costs each one statement.
const MOST: usize = 20_000;

/// A person who is signed in, by a token that was good when it was read.
#[derive(Clone, Debug)]
pub struct Session {
    /// The person.
    pub actor: Actor,
    /// The token's row.
    pub token: Uuid,
    /// The person's language.
    pub locale: Locale,
    /// When the token ends by itself.
    pub expires_at: DateTime<Utc>,
    /// Last use of the token, to the minute.
    pub last_used_at: DateTime<Utc>,
    /// When this was read.
    pub read_at: DateTime<Utc>,
}

/// Sessions by the digest of their token: clones are the same ones.
#[derive(Clone, Debug, Default)]
pub struct Sessions(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    kept: RwLock<HashMap<String, Session>>,
    /// Grows with each [`Sessions::hear`]: what was read before is not kept after.
    forgotten: AtomicU64,
}

/// A moment before reading, to be shown when what was read is to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before(u64);

impl Sessions {
    /// The session of a token, if it was read within `memory`, and the token has not ended since.
    #[must_use]
    pub fn get(&self, digest: &str, now: DateTime<Utc>, memory: Duration) -> Option<Session> {
        let memory = TimeDelta::from_std(memory).unwrap_or(TimeDelta::MAX);
        let kept = self.0.kept.read().unwrap_or_else(PoisonError::into_inner);
        let fresh = |session: &&Session| {
            now - session.read_at < memory && now >= session.read_at && now < session.expires_at
        };
        kept.get(digest).filter(fresh).cloned()
    }

    /// To be called before a session is read from the database.
    #[must_use]
    pub fn before(&self) -> Before {
        Before(self.0.forgotten.load(Ordering::Acquire))
    }

    /// Keeps a session that was read after `before`, unless sessions were forgotten in between: it may be of before.
    pub fn keep(&self, before: Before, digest: String, session: Session) {
        let mut kept = self.0.kept.write().unwrap_or_else(PoisonError::into_inner);
        if self.before() != before {
            return;
        }
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(digest, session);
    }

    /// Forgets whom an event concerns. To be called once the change is committed.
    pub fn hear(&self, event: Event) {
        match event {
            Event::TokenRevoked(token) => self.forget(|session| session.token == token),
            Event::AccountChanged(account) => self.forget(|session| session.actor.account == account),
            // Specialties decide what a head of department sees.
            Event::ReferenceChanged | Event::Missed => self.forget(|_| true),
            Event::ApplicationChanged { .. }
            | Event::OfferChanged { .. }
            | Event::OfferPublished { .. }
            | Event::ContractChanged { .. } => {}
        }
    }

    fn forget(&self, whom: impl Fn(&Session) -> bool) {
        let mut kept = self.0.kept.write().unwrap_or_else(PoisonError::into_inner);
        self.0.forgotten.fetch_add(1, Ordering::AcqRel);
        kept.retain(|_, session| !whom(session));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::role::Role;

    const MEMORY: Duration = Duration::from_secs(5);

    fn session(read_at: DateTime<Utc>) -> Session {
        let actor = Actor {
            account: Uuid::nil(),
            role: Role::Admin,
            school: None,
            specialties: Vec::new(),
            membership: None,
            student: None,
        };
        let expires_at = read_at + TimeDelta::seconds(3);
        Session { actor, token: Uuid::nil(), locale: Locale::Fr, expires_at, last_used_at: read_at, read_at }
    }

    #[test]
    fn a_session_is_kept_until_its_memory_or_its_token_ends() {
        let (sessions, now) = (Sessions::default(), DateTime::UNIX_EPOCH);
        sessions.keep(sessions.before(), "a".into(), session(now));
        let after = |seconds| now + TimeDelta::seconds(seconds);
        assert!(sessions.get("a", after(1), MEMORY).is_some());
        assert!(sessions.get("a", after(1), Duration::from_secs(1)).is_none(), "too old");
        assert!(sessions.get("a", after(3), MEMORY).is_none(), "the token has ended");
        assert!(sessions.get("a", after(-1), MEMORY).is_none(), "a clock that went back proves nothing");
        assert!(sessions.get("b", after(1), MEMORY).is_none());
        assert!(sessions.get("a", after(1), Duration::ZERO).is_none(), "nothing is kept for no time");
    }

    #[test]
    fn what_was_read_before_a_change_is_not_kept_after_it() {
        let (sessions, now) = (Sessions::default(), DateTime::UNIX_EPOCH);
        let before = sessions.before();
        sessions.hear(Event::TokenRevoked(Uuid::max()));
        sessions.keep(before, "a".into(), session(now));
        assert!(sessions.get("a", now, MEMORY).is_none());
    }

    #[test]
    fn an_event_forgets_whom_it_concerns_alone() {
        let (sessions, now) = (Sessions::default(), DateTime::UNIX_EPOCH);
        let kept = |event| {
            sessions.keep(sessions.before(), "a".into(), session(now));
            sessions.hear(event);
            sessions.get("a", now, MEMORY).is_some()
        };
        assert!(kept(Event::TokenRevoked(Uuid::max())));
        assert!(kept(Event::AccountChanged(Uuid::max())));
        assert!(!kept(Event::TokenRevoked(Uuid::nil())));
        assert!(!kept(Event::AccountChanged(Uuid::nil())));
        assert!(!kept(Event::Missed));
    }

    #[test]
    fn memory_is_bounded() {
        let (sessions, now) = (Sessions::default(), DateTime::UNIX_EPOCH);
        for number in 0..=MOST {
            sessions.keep(sessions.before(), number.to_string(), session(now));
        }
        assert!(sessions.0.kept.read().unwrap().len() <= MOST);
        assert!(sessions.get(&MOST.to_string(), now, MEMORY).is_some());
    }
}
