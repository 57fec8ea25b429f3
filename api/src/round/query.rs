//! Queries on matching rounds.

use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::pagination::{Connection, Totals};
use crate::hiring::filter::school_of;
use crate::round::list::{self, Asked};
use crate::round::types::{MatchingRound, RoundStatus};
use async_graphql::{Context, Object};

/// Queries on matching rounds.
#[derive(Debug, Default)]
pub struct RoundQuery;

/// Queries on matching rounds.
#[Object]
impl RoundQuery {
    /// The matching round of this id; null where there is none, or none that you may see.
    async fn matching_round(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Opaque id.")] id: Id,
    ) -> Result<Option<MatchingRound>, Error> {
        MatchingRound::load(Request::of(ctx)?, id.of(IdKind::MatchingRound, &["id"])?).await
    }

    /// The matching rounds that you may see, newest first: staff their school's, students and companies those they take part
    /// in.
    async fn matching_rounds(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those of this school, by code.")] school: Option<String>,
        #[graphql(desc = "Only those that stand so.")] status: Option<RoundStatus>,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<MatchingRound, Totals>, Error> {
        let schools = Request::of(ctx)?.schools().await?;
        let school = school.map(|code| school_of(&schools, &["school"], &code).map(|school| school.id));
        list::rounds(ctx, school.transpose()?, status, Asked { first, after }).await
    }
}
