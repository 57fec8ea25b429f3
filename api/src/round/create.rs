//! `matchingRoundCreate`: career services prepare a round.

use crate::context::Request;
use crate::error::Rejection;
use crate::graphql::scalars::DateTime;
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::hiring::filter::school_of;
use crate::idempotency::{self, Key};
use crate::round::store::{self, Step};
use async_graphql::InputObject;
use chrono::Utc;
use domain::policy::{Action, Subject};
use domain::round::lottery::Seed;
use domain::round::status::{RoundAction, RoundStatus};
use entity::{Stored, matching_round};
use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::Set;

/// Characters of a round's name at most.
const LONGEST_NAME: usize = 200;

/// A round to prepare.
#[derive(Clone, Debug, InputObject)]
pub struct MatchingRoundCreateInput {
    /// The school, by code.
    pub school: String,
    /// Its name, as people will read it, 200 characters at most.
    pub name: String,
    /// Until when students rank.
    pub students_rank_until: DateTime,
    /// Until when companies rank those who chose them: after the students.
    pub companies_rank_until: DateTime,
}

/// Prepares a round. The lottery's seed is drawn now: nobody chooses it, and nobody draws it again.
///
/// # Errors
/// `INVALID` input; the policy's denial; an unknown school; a key used for another input.
pub(super) async fn run(
    request: &Request,
    input: MatchingRoundCreateInput,
    key: Option<String>,
) -> Result<matching_round::Model, Rejection> {
    let schools = request.schools().await?;
    let school = school_of(&schools, &["input", "school"], &input.school)?;
    let status = RoundStatus::Draft;
    let subject = Subject::School { school: school.id, specialty: None };
    let by = request.authorize(Action::Round(RoundAction::Create), &subject)?.account;
    let key = Key::of(request, "matchingRoundCreate", key, &format!("{input:?}"))?;
    let context = &request.context;
    let name = name(&input.name)?;
    deadlines(input.students_rank_until.0, input.companies_rank_until.0, context.now())?;
    let tx = context.db.begin().await?;
    let id = context.new_id();
    if let Some(first) = idempotency::claim(context, &tx, key.as_ref(), id).await? {
        return Ok(store::find(&tx, first).await?);
    }
    let now = context.now();
    let row = matching_round::ActiveModel {
        id: Set(id),
        school_id: Set(school.id),
        name: Set(name),
        status: Set(Stored(status)),
        students_rank_until: Set(input.students_rank_until.0),
        companies_rank_until: Set(input.companies_rank_until.0),
        seed: Set(Seed(context.random.bytes()).to_string()),
        weights: Set(None),
        published_run_id: Set(None),
        published_at: Set(None),
        created_by: Set(by),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let row = row.insert(&tx).await?;
    let step = Step { action: RoundAction::Create, by, detail: None, reason: None };
    store::record(context, &tx, id, step).await?;
    tx.commit().await?;
    Ok(row)
}

/// A name as it is kept.
///
/// # Errors
/// `INVALID` when it is blank or too long.
pub(super) fn name(given: &str) -> Result<String, UserError> {
    let name = given.trim();
    if (1..=LONGEST_NAME).contains(&name.chars().count()) {
        return Ok(name.to_owned());
    }
    let fr = format!("Un nom de 1 à {LONGEST_NAME} caractères est attendu.");
    let en = format!("A name of 1 to {LONGEST_NAME} characters is expected.");
    Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["input", "name"]))
}

/// Whether two deadlines can be kept: both to come, the companies' after the students'.
///
/// # Errors
/// `INVALID`.
pub(super) fn deadlines(
    students: chrono::DateTime<Utc>,
    companies: chrono::DateTime<Utc>,
    now: chrono::DateTime<Utc>,
) -> Result<(), UserError> {
    if students <= now {
        let (fr, en) = ("Cette date est passée.", "This moment has passed.");
        return Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["input", "studentsRankUntil"]));
    }
    after(students, companies)
}

/// Whether companies have time after the students.
///
/// # Errors
/// `INVALID`.
pub(super) fn after(
    students: chrono::DateTime<Utc>,
    companies: chrono::DateTime<Utc>,
) -> Result<(), UserError> {
    if companies > students {
        return Ok(());
    }
    let fr = "Les entreprises classent après les étudiants : une date ultérieure est attendue.";
    let en = "Companies rank after students: a later moment is expected.";
    Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["input", "companiesRankUntil"]))
}
