//! `procedureConfirm` and `procedureUpload`: staff say that a procedure holds for a year, or write their own.

use crate::context::Request;
use crate::contract::procedures::{self, KEY, New, Written};
use crate::error::{Error, Rejection};
use crate::graphql::scalars::AcademicYear;
use crate::graphql::user_error::{ErrorCode, UserError};
use domain::policy::{Action, Subject};
use domain::procedure::{Problem, Procedure};
use entity::{procedure_confirmation, procedure_version};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::sync::Arc;
use uuid::Uuid;

/// The name under which problems of an upload are told.
const FILE: &str = "procedure.toml";
/// Bytes of a procedure's text at most.
const LONGEST: usize = 100_000;

/// Confirms a procedure for an academic year: its contracts are no longer marked as running another year's.
///
/// # Errors
/// There is none; the policy's denial; or the database does not answer.
pub(super) async fn confirm(
    request: &Request,
    id: Uuid,
    year: AcademicYear,
) -> Result<Arc<Written>, Rejection> {
    request.actor()?;
    let context = &request.context;
    let known =
        procedures::by_ids(context, &context.db.read, &[id]).await?.remove(&id).ok_or(Error::NotFound)?;
    let by = authorize(request, known.row.school_id)?;
    let row = procedure_confirmation::ActiveModel {
        id: Set(context.new_id()),
        procedure_version_id: Set(id),
        academic_year: Set(year.0.first_year()),
        confirmed_by: Set(by),
        confirmed_at: Set(context.now()),
    };
    use procedure_confirmation::Column;
    let again =
        OnConflict::columns([Column::ProcedureVersionId, Column::AcademicYear]).do_nothing().to_owned();
    procedure_confirmation::Entity::insert(row)
        .on_conflict(again)
        .try_insert()
        .exec_without_returning(&context.db.write)
        .await?;
    Ok(known)
}

fn authorize(request: &Request, school: Uuid) -> Result<Uuid, Error> {
    let subject = Subject::School { school, specialty: None };
    Ok(request.authorize(Action::Configure, &subject)?.account)
}

/// Takes in a procedure that staff wrote. Contracts opened from then on run it, also when it was there before and another
/// came meanwhile; those that are open keep theirs.
///
/// # Errors
/// `PROCEDURE_INVALID`, one for each problem, with its line; `UNKNOWN` school; the policy's denial.
pub(super) async fn upload(request: &Request, text: &str) -> Result<Arc<Written>, Rejection> {
    let actor = request.actor()?;
    // Nobody but a desk has a procedure to write: whose it is, is said in the text.
    if let Some(school) = actor.school {
        authorize(request, school)?;
    } else {
        request.authorize(Action::Verify, &Subject::Platform)?;
    }
    if text.len() > LONGEST {
        let fr = format!("Le texte compte {LONGEST} octets au plus.");
        let en = format!("The text has {LONGEST} bytes at most.");
        return Err(UserError::new(ErrorCode::ProcedureInvalid, fr, en).at(&["text"]).into());
    }
    let procedure = Procedure::parse(FILE, text)
        .map_err(|problems| Rejection::User(problems.iter().map(problem).collect()))?;
    let schools = request.schools().await?;
    let school = schools.school_by_code(&procedure.school).ok_or_else(|| {
        let known = schools.schools.iter().map(|school| school.code.as_str()).collect::<Vec<_>>().join(", ");
        let fr = format!("{:?} n'est pas connu ; valeurs acceptées : {known}", procedure.school);
        let en = format!("{:?} is not known; accepted: {known}", procedure.school);
        UserError::new(ErrorCode::Unknown, fr, en).at(&["text", "school"])
    })?;
    let by = authorize(request, school.id)?;
    let new = New { school: school.id, procedure: &procedure, text, by: Some(by) };
    let context = &request.context;
    let tx = context.db.begin().await?;
    use procedure_version::Column;
    let again = OnConflict::columns(KEY).update_columns([Column::UploadedBy, Column::CreatedAt]).to_owned();
    procedure_version::Entity::insert(new.active(context))
        .on_conflict(again)
        .exec_without_returning(&tx)
        .await?;
    let rows = procedure_version::Entity::find()
        .filter(Column::SchoolId.eq(school.id))
        .filter(Column::Digest.eq(&procedure.digest))
        .all(&tx)
        .await?;
    let row = rows.into_iter().find(|row| new.is(row));
    let row = row.ok_or_else(|| Error::internal(anyhow::anyhow!("a procedure vanished")))?;
    let written = procedures::by_id(context, &tx, row.id).await?;
    tx.commit().await?;
    Ok(written)
}

fn problem(problem: &Problem) -> UserError {
    let (line, column) = (problem.line, problem.column);
    let fr = format!("Ligne {line}, caractère {column} : {}", problem.message.fr);
    let en = format!("Line {line}, character {column}: {}", problem.message.en);
    UserError::new(ErrorCode::ProcedureInvalid, fr, en).at(&["text", &line.to_string()])
}
