//! Mutations on notifications.

use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::user_error::UserError;
use crate::notification::store;
use async_graphql::{Context, Object, SimpleObject};
use domain::policy::{Action, Subject};

/// Notifications marked at a time at most.
const MOST: usize = 100;

/// What marking notifications answers.
#[derive(Debug, SimpleObject)]
pub struct NotificationReadPayload {
    /// How many are read now that were not before.
    pub marked: u64,
    /// Always empty: an id of somebody else's is passed over.
    pub user_errors: Vec<UserError>,
}

/// Mutations on notifications.
#[derive(Debug, Default)]
pub struct NotificationMutation;

/// Mutations on notifications.
#[Object]
impl NotificationMutation {
    /// Marks one's own notifications as read; others' are passed over.
    async fn notification_read(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The notifications, 100 at most.")] ids: Vec<Id>,
    ) -> Result<NotificationReadPayload, Error> {
        let request = Request::of(ctx)?;
        let actor = request.authorize(Action::UseAccount, &Subject::Platform)?;
        if ids.len() > MOST {
            return Err(Error::bad_input(&["ids"], format!("expected {MOST} ids at most")));
        }
        let ids =
            ids.into_iter().map(|id| id.of(IdKind::Notification, &["ids"])).collect::<Result<_, _>>()?;
        let marked = store::mark_read(request, actor.account, ids).await?;
        Ok(NotificationReadPayload { marked, user_errors: Vec::new() })
    }
}
