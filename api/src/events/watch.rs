//! How a subscription's resolver and whoever runs it speak to each other.
//!
//! A subscription is executed once when it is opened, and once more for each event that concerns it. The resolver finds
//! out which by [`Turn::of`]: opened, it checks its arguments and says what it waits for; at an event, it reads the row.

use super::Event;
use crate::error::Error;
use async_graphql::Context;
use async_trait::async_trait;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// What a subscription waits for.
#[async_trait]
pub trait Interest: Send + Sync {
    /// Whether an event may concern it: quick, and in doubt yes, since the resolver decides.
    async fn may_concern(&self, event: Event) -> bool;
}

/// Where the resolver of a subscription that is being opened leaves its interest.
#[derive(Clone, Default)]
pub struct Opening(Arc<OnceLock<Box<dyn Interest>>>);

impl Opening {
    /// What the resolver waits for; `None` where it failed.
    #[must_use]
    pub fn interest(&self) -> Option<&dyn Interest> {
        self.0.get().map(AsRef::as_ref)
    }

    /// Says what is waited for.
    pub fn wait_for(&self, interest: impl Interest + 'static) {
        // Once an operation: a subscription has one field at its root.
        self.0.set(Box::new(interest)).ok();
    }
}

impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opening")
    }
}

/// Why a subscription's resolver is called.
#[derive(Debug)]
pub enum Turn<'a> {
    /// It is being opened.
    Opened(&'a Opening),
    /// This has happened.
    Happened(Event),
}

impl<'a> Turn<'a> {
    /// Why this resolver is called.
    ///
    /// # Errors
    /// Nobody follows events here: a fault of ours.
    pub fn of(ctx: &'a Context<'_>) -> Result<Self, Error> {
        if let Some(event) = ctx.data_opt::<Event>() {
            return Ok(Self::Happened(*event));
        }
        let missing = || Error::internal(anyhow::anyhow!("a subscription outside of a socket"));
        ctx.data_opt::<Opening>().map(Self::Opened).ok_or_else(missing)
    }
}
