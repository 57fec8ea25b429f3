//! `CalendarFeed`, and what making one answers.

use crate::graphql::id::{Id, IdKind};
use crate::graphql::scalars::DateTime;
use crate::graphql::user_error::UserError;
use async_graphql::{Object, SimpleObject};
use entity::calendar_feed;

/// A secret address at which a person reads deadlines as a calendar. The address itself is told once, when it is made.
#[derive(Clone, Debug)]
pub struct CalendarFeed(pub calendar_feed::Model);

/// A secret address at which a person reads deadlines as a calendar. The address itself is told once, when it is made.
#[Object]
impl CalendarFeed {
    /// Opaque id.
    async fn id(&self) -> Id {
        Id::new(IdKind::CalendarFeed, self.0.id)
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// From when it answers nothing; null while it does.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.revoked_at.map(DateTime)
    }
}

/// What `calendarFeedCreate` answers.
#[derive(SimpleObject)]
pub struct CalendarFeedCreatePayload {
    /// The calendar; null when it was not made.
    pub feed: Option<CalendarFeed>,
    /// Where it is read, told this once: anybody who has it reads the calendar. A path below the server's address.
    #[graphql(secret)]
    pub path: Option<String>,
    /// What the user got wrong; empty when it was made.
    pub user_errors: Vec<UserError>,
}
