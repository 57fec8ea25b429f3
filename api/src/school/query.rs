//! Queries on schools.

use crate::context::Request;
use crate::error::Error;
use crate::school::types::School;
use async_graphql::{Context, Object};

/// Queries on schools.
#[derive(Debug, Default)]
pub struct SchoolQuery;

/// Queries on schools.
#[Object]
impl SchoolQuery {
    /// Every school, in order.
    async fn schools(&self, ctx: &Context<'_>) -> Result<Vec<School>, Error> {
        let schools = Request::of(ctx)?.schools().await?;
        Ok(schools.schools.iter().cloned().map(School).collect())
    }

    /// The school of this code, as `INSA-TOULOUSE`; null where there is none.
    async fn school(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its code, whatever its case.")] code: String,
    ) -> Result<Option<School>, Error> {
        let schools = Request::of(ctx)?.schools().await?;
        Ok(schools.school_by_code(&code).cloned().map(School))
    }
}
