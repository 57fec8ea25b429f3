//! Mutations on students' profiles.

use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::payload::payload;
use crate::student::confirm::{self, Decision};
use crate::student::set_visibility;
use crate::student::types::{Student, StudentVisibility};
use crate::student::update::{self, StudentUpdateInput};
use async_graphql::{Context, Object};
use entity::student;
use std::sync::Arc;

payload! {
    /// What a mutation on a student's profile answers.
    StudentPayload {
        student: Student = |row| Student { row: Arc::new(row), applied_to_asker: false }
    }, student::Model
}

/// Mutations on students' profiles.
#[derive(Debug, Default)]
pub struct StudentMutation;

/// Mutations on students' profiles.
#[Object]
impl StudentMutation {
    /// Changes one's own profile.
    async fn student_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The profile.")] id: Id,
        #[graphql(desc = "What changes.")] input: StudentUpdateInput,
    ) -> Result<StudentPayload, Error> {
        let id = id.of(IdKind::Student, &["id"])?;
        StudentPayload::settle(update::run(Request::of(ctx)?, id, input).await)
    }

    /// Says who finds one's own profile.
    async fn student_visibility_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The profile.")] id: Id,
        #[graphql(desc = "Who finds it.")] visibility: StudentVisibility,
    ) -> Result<StudentPayload, Error> {
        let id = id.of(IdKind::Student, &["id"])?;
        StudentPayload::settle(set_visibility::run(Request::of(ctx)?, id, visibility.into()).await)
    }

    /// Confirms that this is a student of the school. For its career services.
    async fn student_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The profile.")] id: Id,
    ) -> Result<StudentPayload, Error> {
        let id = id.of(IdKind::Student, &["id"])?;
        StudentPayload::settle(confirm::run(Request::of(ctx)?, id, Decision::Confirm).await)
    }

    /// Says that this is no student of the school, and why. For its career services.
    async fn student_reject(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The profile.")] id: Id,
        #[graphql(desc = "Why; the student reads it.")] reason: String,
    ) -> Result<StudentPayload, Error> {
        let id = id.of(IdKind::Student, &["id"])?;
        StudentPayload::settle(confirm::run(Request::of(ctx)?, id, Decision::Reject(reason)).await)
    }
}
