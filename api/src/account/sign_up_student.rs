//! `signUpStudent`: an account and a profile, which the school then confirms.

use crate::account::new_account::{self, NewAccount};
use crate::context::Request;
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::idempotency::{self, Key};
use crate::outbox::{self, Indexed};
use domain::academic_year::AcademicYear;
use domain::locale::Locale;
use domain::role::Role;
use domain::student::{StudentStatus, StudentVisibility};
use entity::{Stored, account, specialty, student};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait};
use std::sync::Arc;
use uuid::Uuid;

/// What a student says at first; the rest of the profile is written later.
#[derive(Clone, Debug)]
pub struct Input {
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: String,
    /// Name.
    pub name: String,
    /// School, by code.
    pub school: String,
    /// Specialty, by code.
    pub specialty: String,
    /// The academic year of the contract sought; by default the one that begins next.
    pub academic_year: Option<AcademicYear>,
    /// Language; by default the request's.
    pub locale: Option<Locale>,
    /// Made by `tremplin demo`.
    pub demo: bool,
}

/// Signs a student up.
///
/// # Errors
/// What is wrong with the input; `EMAIL_TAKEN`; `RATE_LIMITED`; an unknown school or specialty.
pub async fn run(request: &Request, input: Input, key: Option<String>) -> Result<account::Model, Rejection> {
    let identity = format!(
        "{}/{}/{}/{}",
        new_account::email_key(&input.email),
        input.name,
        input.school,
        input.specialty
    );
    let key = Key::of(request, "signUpStudent", key, &identity)?;
    new_account::count_sign_up(request).await?;
    let specialty = specialty_of(request, &input.school, &input.specialty).await?;
    let new = NewAccount {
        email: input.email,
        name: input.name,
        password: input.password,
        role: Role::Student,
        locale: input.locale.unwrap_or(request.caller.locale),
        school: None,
        demo: input.demo,
    };
    let context = &request.context;
    let mut faults = new_account::faults(context, &new);
    let specialty = specialty.inspect_err(|fault| faults.push(fault.clone()));
    let (true, Ok(specialty)) = (faults.is_empty(), specialty) else { return Err(faults.into()) };
    let hash = context.passwords.hash(new.password.clone(), context.random.bytes()).await?;
    let id = context.new_id();
    let tx = context.db.begin().await?;
    if let Some(first) = idempotency::claim(context, &tx, key.as_ref(), id).await? {
        let first = account::Entity::find_by_id(first).one(&tx).await?;
        return first.ok_or_else(|| Error::NotFound.into());
    }
    let account = new_account::insert(context, &tx, id, &new, hash).await?;
    let year = input.academic_year.map_or_else(|| next_year(request), Ok)?;
    profile(request, &tx, &account, &specialty, year).await?;
    tx.commit().await?;
    Ok(account)
}

/// The specialty of the school. A school that does not exist ends the request; a specialty is one fault among others.
async fn specialty_of(
    request: &Request,
    school: &str,
    code: &str,
) -> Result<Result<Arc<specialty::Model>, UserError>, Error> {
    let schools = request.schools().await?;
    let Some(school) = schools.school_by_code(school) else {
        let known = schools.schools.iter().map(|school| school.code.clone()).collect();
        return Err(Error::unknown_value(&["input", "school"], school, known));
    };
    let found = schools.specialties_by_code(Some(school.id), code).first().map(|found| Arc::clone(found));
    Ok(found.ok_or_else(|| {
        let known: Vec<_> = schools.of_school(school.id).map(|specialty| specialty.code.clone()).collect();
        let fr = format!("Spécialité inconnue ; connues : {}.", known.join(", "));
        let en = format!("Unknown specialty; known: {}.", known.join(", "));
        UserError::new(ErrorCode::Unknown, fr, en).at(&["input", "specialty"])
    }))
}

/// The academic year that begins next: a contract is sought before its year.
fn next_year(request: &Request) -> Result<AcademicYear, Error> {
    let today = request.context.now().date_naive();
    let year = AcademicYear::of_date(today).map_err(Error::internal)?;
    Ok(year.next().unwrap_or(year))
}

async fn profile(
    request: &Request,
    tx: &Transaction,
    account: &account::Model,
    specialty: &specialty::Model,
    year: AcademicYear,
) -> Result<Uuid, Error> {
    let context = &request.context;
    let now = context.now();
    let row = student::ActiveModel {
        id: Set(context.new_id()),
        account_id: Set(account.id),
        school_id: Set(specialty.school_id),
        specialty_id: Set(specialty.id),
        academic_year: Set(year.first_year()),
        name: Set(account.name.clone()),
        name_key: Set(domain::text::fold(&account.name)),
        visibility: Set(Stored(StudentVisibility::Staff)),
        status: Set(Stored(StudentStatus::Unconfirmed)),
        demo: Set(account.demo),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    let row = row.insert(tx).await?;
    outbox::changed(context, tx, Indexed::Student, [(row.id, row.version)]).await?;
    Ok(row.id)
}
