//! `schoolTutorAssign`: who follows the student at the school.

use crate::context::Request;
use crate::contract::state::State;
use crate::contract::store::{self, Happening};
use crate::contract::{change, notify, settle};
use crate::error::Rejection;
use crate::graphql::user_error::{ErrorCode, UserError};
use domain::contract::ContractAction;
use domain::notification::NotificationKind;
use domain::role::Role;
use entity::{Stored, account, contract};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

/// Names the school's tutor, by the mail address of the account: a school tutor or a head of department of that school.
///
/// # Errors
/// `UNKNOWN` for anybody else; `WRONG_STATE`; the policy's denial.
pub(in crate::contract) async fn assign(
    request: &Request,
    id: Uuid,
    email: &str,
) -> Result<contract::Model, Rejection> {
    let known = change::authorize(request, id, ContractAction::AssignSchoolTutor).await?;
    let account = request.actor()?.account;
    let context = &request.context;
    let tx = context.db.begin().await?;
    let tutor = account::Entity::find()
        .filter(account::Column::EmailKey.eq(email.trim().to_lowercase()))
        .filter(account::Column::SchoolId.eq(known.row.school_id))
        .filter(account::Column::Role.is_in([Stored(Role::SchoolTutor), Stored(Role::DepartmentHead)]))
        .filter(account::Column::DisabledAt.is_null())
        .one(&tx)
        .await?;
    let tutor = tutor.ok_or_else(unknown_staff)?;
    let mut state = State::lock(context, &tx, id).await?;
    let side = change::side(request, &known)?;
    let what = Happening {
        detail: Some(json!({ "tutor": tutor.name }).to_string()),
        ..Happening::by(context, ContractAction::AssignSchoolTutor, account, side)
    };
    state.happen(context, &tx, what).await?;
    state.row = store::save(context, &tx, state.row, |row| row.school_tutor_id = Set(Some(tutor.id))).await?;
    notify::one(context, &tx, &state.row, tutor.id, NotificationKind::ContractTutorNamed).await?;
    let row = settle::run(context, &tx, state, Some(account)).await?;
    tx.commit().await?;
    Ok(row)
}

fn unknown_staff() -> UserError {
    let fr = "L'école n'a pas de tuteur ni de responsable de département à cette adresse.";
    let en = "The school has no tutor and no head of department with this address.";
    UserError::new(ErrorCode::Unknown, fr, en).at(&["email"])
}
