//! `studentVisibilitySet`: the student says who finds the profile.

use crate::context::Request;
use crate::error::Rejection;
use crate::outbox::{self, Indexed};
use crate::student::store;
use domain::policy::Action;
use domain::student::StudentVisibility;
use entity::{Stored, student};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// Sets who finds the profile.
///
/// # Errors
/// The policy's denial; or the database does not answer.
pub async fn run(
    request: &Request,
    id: Uuid,
    visibility: StudentVisibility,
) -> Result<student::Model, Rejection> {
    let context = &request.context;
    let tx = context.db.begin().await?;
    let before = store::lock_for(request, &tx, id, Action::Edit).await?;
    let after = store::save(context, &tx, before, |row| row.visibility = Set(Stored(visibility))).await?;
    outbox::changed(context, &tx, Indexed::Student, [(after.id, after.version)]).await?;
    tx.commit().await?;
    Ok(after)
}
