//! Queries on students.

use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::pagination::{ById, Connection, Page, Totals};
use crate::student::store;
use crate::student::types::{Student, StudentStatus};
use async_graphql::{Context, Object};
use uuid::Uuid;

/// Queries on students.
#[derive(Debug, Default)]
pub struct StudentQuery;

/// Queries on students.
#[Object]
impl StudentQuery {
    /// A student's profile; null where there is none, or none that you may see.
    async fn student(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Opaque id.")] id: Id,
    ) -> Result<Option<Student>, Error> {
        Student::load(Request::of(ctx)?, id.of(IdKind::Student, &["id"])?).await
    }
}

/// The profiles of a school that the asker's desk sees.
///
/// # Errors
/// The policy's denial; a wrong page; or the database does not answer.
pub async fn students_of(
    ctx: &Context<'_>,
    school: Uuid,
    status: Option<StudentStatus>,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Connection<Student, Totals>, Error> {
    store::of_school(ctx, school, status.map(Into::into), Page::<ById>::new(first, after)?).await
}
