//! The birth date that a paper asks for: a profile that has none is completed by it. What a contract pays, who is eligible and
//! what papers print then rest on one date.

use crate::context::Context;
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::outbox::{self, Indexed};
use crate::student::store;
use crate::student::update::is_birth_date;
use chrono::NaiveDate;
use entity::student;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::LockType;
use sea_orm::{EntityTrait, QuerySelect};
use uuid::Uuid;

/// Completes a profile without birth date; one that has this date stays as it is.
///
/// # Errors
/// `INVALID` for a day on which no student was born, and where the profile says another by now; or the database does not answer.
pub(crate) async fn complete(
    context: &Context,
    tx: &Transaction,
    id: Uuid,
    birth: NaiveDate,
) -> Result<(), Rejection> {
    let row = student::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx).await?;
    let row = row.ok_or(Error::NotFound)?;
    let path = ["input", "facts", "student.birth_date"];
    if row.birth_date.is_some_and(|known| known != birth) {
        let fr = "Le profil dit une autre date de naissance.";
        let error = UserError::new(ErrorCode::Invalid, fr, "The profile says another birth date.");
        return Err(error.at(&path).into());
    }
    if !is_birth_date(birth, context.now().date_naive()) {
        let (fr, en) = ("Une date de naissance est attendue.", "A birth date is expected.");
        return Err(UserError::new(ErrorCode::Invalid, fr, en).at(&path).into());
    }
    if row.birth_date.is_none() {
        let after = store::save(context, tx, row, |row| row.birth_date = Set(Some(birth))).await?;
        outbox::changed(context, tx, Indexed::Student, [(after.id, after.version)]).await?;
    }
    Ok(())
}
