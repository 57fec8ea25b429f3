//! `tutorAssign` and `schoolTutorAssign`: who follows the student in the company, and at the school.

use crate::context::{Context, Request};
use crate::contract::state::State;
use crate::contract::store::{self, Happening};
use crate::contract::{change, eligible, notify, settle};
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::user_error::{ErrorCode, UserError};
use async_graphql::InputObject;
use chrono::Datelike;
use domain::company::MemberStatus;
use domain::contract::{ContractAction, LIVE};
use domain::mail::is_address;
use domain::notification::NotificationKind;
use domain::role::Role;
use domain::rules::Outcome;
use domain::rules::duration::Span;
use domain::rules::tutor::{Experience, Followed, TutorInput, check};
use entity::{Stored, account, company_member, company_tutor, contract};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{LockType, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, JoinType, QueryFilter, QuerySelect,
    RelationTrait,
};
use serde_json::json;
use uuid::Uuid;

/// Characters of a line at most.
const LONGEST: usize = 200;

/// A person of the company; the mail address tells one from another.
#[derive(Clone, Debug, InputObject)]
pub struct CompanyTutorInput {
    /// Name.
    pub name: String,
    /// Function in the company.
    pub job_title: String,
    /// Mail address.
    pub email: String,
    /// Telephone number.
    pub phone: Option<String>,
    /// Year of birth.
    pub birth_year: Option<i32>,
    /// Highest diploma.
    pub diploma: Option<String>,
    /// Whether that is an engineer's.
    pub engineer: Option<bool>,
    /// Whole years of work in the field of the qualification.
    pub experience_years: Option<i32>,
    /// Months in an engineer's post.
    pub engineer_months: Option<i32>,
    /// Whether it is the employer in person, who may follow fewer.
    #[graphql(default)]
    pub employer: bool,
}

/// Names the company's tutor, who may follow so many at a time: all contracts of the person are counted, of both kinds and
/// every school. The person's row is locked first, so that two contracts do not both get the last of them.
///
/// # Errors
/// `INVALID` input; `RULE_NOT_KEPT`; `WRONG_STATE`; the policy's denial.
pub(super) async fn assign(
    request: &Request,
    id: Uuid,
    input: CompanyTutorInput,
) -> Result<contract::Model, Rejection> {
    let known = change::authorize(request, id, ContractAction::AssignTutor).await?;
    let account = request.actor()?.account;
    let context = &request.context;
    let input = checked(context, input)?;
    let tx = context.db.begin().await?;
    let tutor = person(context, &tx, known.row.company_id, input).await?;
    let mut state = State::lock(context, &tx, id).await?;
    require(context, &tx, &tutor, &state.row).await?;
    let side = change::side(request, &known)?;
    let what = Happening {
        detail: Some(json!({ "tutor": tutor.name }).to_string()),
        ..Happening::by(context, ContractAction::AssignTutor, account, side)
    };
    state.happen(context, &tx, what).await?;
    state.row =
        store::save(context, &tx, state.row, |row| row.company_tutor_id = Set(Some(tutor.id))).await?;
    let row = settle::run(context, &tx, state, Some(account)).await?;
    tx.commit().await?;
    Ok(row)
}

/// What is given of a person, where it makes sense.
///
/// # Errors
/// `INVALID`, for each field.
pub(crate) fn checked(context: &Context, input: CompanyTutorInput) -> Result<CompanyTutorInput, Rejection> {
    let mut errors = Vec::new();
    let mut wrong = |field: &str, fr: &str, en: &str| {
        errors.push(UserError::new(ErrorCode::Invalid, fr, en).at(&["input", field]));
    };
    let line = |text: &str| (1..=LONGEST).contains(&text.trim().chars().count());
    for (field, text) in [("name", &input.name), ("jobTitle", &input.job_title)] {
        if !line(text) {
            wrong(field, "De 1 à 200 caractères sont attendus.", "1 to 200 characters are expected.");
        }
    }
    if !line(&input.email) || !is_address(input.email.trim()) {
        wrong("email", "Une adresse électronique est attendue.", "A mail address is expected.");
    }
    let this_year = context.now().year();
    if input.birth_year.is_some_and(|year| !(this_year - 100..=this_year - 16).contains(&year)) {
        wrong("birthYear", "Une année de naissance est attendue.", "A year of birth is expected.");
    }
    for (field, number) in
        [("experienceYears", input.experience_years), ("engineerMonths", input.engineer_months)]
    {
        if number.is_some_and(|number| !(0..=900).contains(&number)) {
            wrong(field, "Un nombre positif est attendu.", "A positive number is expected.");
        }
    }
    if errors.is_empty() { Ok(input) } else { Err(errors.into()) }
}

/// The company's person of this address, made or changed, and locked.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn person(
    context: &Context,
    tx: &Transaction,
    company: Uuid,
    input: CompanyTutorInput,
) -> Result<company_tutor::Model, Error> {
    let email = input.email.trim().to_owned();
    let key = email.to_lowercase();
    let now = context.now();
    let member = account::Entity::find()
        .join(JoinType::InnerJoin, company_member::Relation::Account.def().rev())
        .filter(account::Column::EmailKey.eq(&key))
        .filter(company_member::Column::CompanyId.eq(company))
        .filter(company_member::Column::Status.eq(Stored(MemberStatus::Approved)))
        .one(tx)
        .await?;
    let row = company_tutor::ActiveModel {
        id: Set(context.new_id()),
        company_id: Set(company),
        account_id: Set(member.map(|account| account.id)),
        name: Set(input.name.trim().to_owned()),
        job_title: Set(input.job_title.trim().to_owned()),
        email: Set(email),
        email_key: Set(key.clone()),
        phone: Set(input.phone),
        birth_year: Set(input.birth_year),
        diploma: Set(input.diploma),
        experience_years: Set(input.experience_years),
        engineer: Set(input.engineer),
        engineer_months: Set(input.engineer_months),
        employer: Set(input.employer),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let there = OnConflict::columns([company_tutor::Column::CompanyId, company_tutor::Column::EmailKey])
        .do_nothing()
        .to_owned();
    company_tutor::Entity::insert(row.clone())
        .on_conflict(there)
        .try_insert()
        .exec_without_returning(tx)
        .await?;
    let locked = company_tutor::Entity::find()
        .filter(company_tutor::Column::CompanyId.eq(company))
        .filter(company_tutor::Column::EmailKey.eq(key))
        .lock(LockType::NoKeyUpdate)
        .one(tx)
        .await?;
    let locked = locked.ok_or_else(|| Error::internal(anyhow::anyhow!("a tutor vanished")))?;
    let (id, created_at) = (locked.id, locked.created_at);
    let mut locked = locked.into_active_model();
    locked.clone_from(&row);
    (locked.id, locked.created_at) = (sea_orm::ActiveValue::Unchanged(id), Set(created_at));
    Ok(locked.update(tx).await?)
}

/// Refuses a tutor who would follow too many on some day of the contract, or may be none.
///
/// # Errors
/// `RULE_NOT_KEPT`; or the database does not answer.
pub(super) async fn require(
    context: &Context,
    tx: &Transaction,
    tutor: &company_tutor::Model,
    row: &contract::Model,
) -> Result<(), Rejection> {
    let others = contract::Entity::find()
        .filter(contract::Column::CompanyTutorId.eq(tutor.id))
        .filter(contract::Column::Id.ne(row.id))
        .filter(contract::Column::Status.is_in(LIVE.iter().copied().map(Stored)))
        .all(tx)
        .await?;
    let followed: Vec<Followed> = others.iter().map(followed).collect();
    let schools = context.reference.get(&context.db, context.now()).await?;
    let positive = |number: Option<i32>| number.and_then(|number| u32::try_from(number).ok());
    let input = TutorInput {
        is_employer: tutor.employer,
        experience: Experience {
            years: positive(tutor.experience_years),
            is_engineer: tutor.engineer,
            months_as_engineer: positive(tutor.engineer_months),
        },
        followed: &followed,
        asked: self::followed(row),
        school: schools.school(row.school_id).map_or("", |school| school.code.as_str()),
    };
    let refused = check(&input).into_iter().filter(|finding| finding.outcome == Outcome::Refused);
    let errors: Vec<UserError> = refused
        .map(|finding| {
            let [fr, en] = eligible::words(&finding);
            UserError::new(ErrorCode::RuleNotKept, fr, en).at(&["input"])
        })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

fn followed(row: &contract::Model) -> Followed {
    let span = Span { start: row.first_day, end: row.last_day };
    // Whoever repeats a year is not known here: counted as the others, on the safe side.
    Followed { contract_type: row.contract_type.0, span, repeats: false }
}

/// The company's tutor of a contract, locked before the contract is, for whoever changes its days.
///
/// # Errors
/// The database does not answer.
pub(super) async fn lock(tx: &Transaction, id: Option<Uuid>) -> Result<Option<company_tutor::Model>, Error> {
    let Some(id) = id else { return Ok(None) };
    Ok(company_tutor::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx).await?)
}

/// Names the school's tutor, by the mail address of the account: a school tutor or a head of department of that school.
///
/// # Errors
/// `UNKNOWN` for anybody else; `WRONG_STATE`; the policy's denial.
pub(super) async fn assign_school(
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
