//! `tutorAssign` and `schoolTutorAssign`: who follows the student in the company, and at the school.

use crate::account::new_account::email_key;
use crate::context::{Context, Request};
use crate::contract::state::State;
use crate::contract::store::{self, Happening};
use crate::contract::{change, eligible, notify, papers, settle};
use crate::document::ready;
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::user_error::{ErrorCode, UserError};
use async_graphql::InputObject;
use chrono::Datelike;
use domain::company::MemberStatus;
use domain::contract::{ContractAction, ContractStatus, LIVE};
use domain::mail::is_address;
use domain::notification::NotificationKind;
use domain::procedure::Value;
use domain::role::Role;
use domain::rules::Outcome;
use domain::rules::duration::Span;
use domain::rules::tutor::{Experience, Followed, TutorInput, check};
use entity::{Stored, account, company_member, company_tutor, contract};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{LockType, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, JoinType, PaginatorTrait,
    QueryFilter, QuerySelect, RelationTrait, Select,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

/// Characters of a line at most.
const LONGEST: usize = 200;
/// Characters of a telephone number at most.
const LONGEST_PHONE: usize = 40;

/// A person of the company; the mail address tells one from another.
#[derive(Clone, Debug, Serialize, Deserialize, InputObject)]
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

/// Why papers that name another tutor hold no more; papers and the mails about them are in French.
const ANOTHER: &str = "Un autre tuteur en entreprise est nommé.";

/// Names the company's tutor, who may follow so many at a time: all contracts of the person are counted, of both kinds and
/// every school. The person's row is locked first, so that two contracts do not both get the last of them. Papers that
/// print another tutor hold no more.
///
/// # Errors
/// `INVALID` input; `RULE_NOT_KEPT`; `WRONG_STATE`, also for another tutor than a signed agreement of an active contract
/// names; the policy's denial.
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
    let tutor = person(context, &tx, &known.row, &input, account).await?;
    let mut state = State::lock(context, &tx, id).await?;
    require(context, &tx, &tutor, &state.row).await?;
    if is_another(&state, &tutor) {
        match state.status {
            ContractStatus::Active if ready::is_agreed(&tx, id).await? => return Err(agreed().into()),
            ContractStatus::Active => {}
            _ => papers::follow(context, &tx, &mut state, (account, ANOTHER)).await?,
        }
    }
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

/// Whether papers may print somebody else: who was named before, or by a step.
fn is_another(state: &State, tutor: &company_tutor::Model) -> bool {
    if let Some(former) = state.row.company_tutor_id {
        return former != tutor.id;
    }
    let given = state.run.steps.iter().filter_map(|step| step.inputs.get("company_tutor"));
    let mut mails = given.filter_map(|value| match value {
        Value::Person(person) => Some(email_key(&person.email)),
        _ => None,
    });
    mails.any(|mail| mail != tutor.email_key)
}

fn agreed() -> UserError {
    let fr = "La convention signée nomme le tuteur : un avenant (contractAmend) le change.";
    let en = "The signed agreement names the tutor: an amendment (contractAmend) changes it.";
    UserError::new(ErrorCode::WrongState, fr, en)
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
    let fits = |text: &str, most: usize| {
        (1..=most).contains(&text.trim().chars().count()) && !text.contains(char::is_control)
    };
    let line = |text: &str| fits(text, LONGEST);
    for (field, text) in [("name", &input.name), ("jobTitle", &input.job_title)] {
        if !line(text) {
            let fr = "De 1 à 200 caractères sont attendus, sur une ligne.";
            wrong(field, fr, "1 to 200 characters are expected, on one line.");
        }
    }
    if input.diploma.as_deref().is_some_and(|text| !line(text)) {
        let fr = "De 1 à 200 caractères sont attendus, sur une ligne.";
        wrong("diploma", fr, "1 to 200 characters are expected, on one line.");
    }
    if input.phone.as_deref().is_some_and(|text| !fits(text, LONGEST_PHONE)) {
        let fr = "De 1 à 40 caractères sont attendus, sur une ligne.";
        wrong("phone", fr, "1 to 40 characters are expected, on one line.");
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

/// The company's person of this address, made where there is none, and locked; whoever is there stays as they are.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn place(
    context: &Context,
    tx: &Transaction,
    company: Uuid,
    input: &CompanyTutorInput,
) -> Result<company_tutor::Model, Error> {
    let row = said(context, tx, company, input).await?;
    let key = row.email_key.clone();
    let there = OnConflict::columns([company_tutor::Column::CompanyId, company_tutor::Column::EmailKey])
        .do_nothing()
        .to_owned();
    company_tutor::Entity::insert(row.into_active_model().reset_all())
        .on_conflict(there)
        .try_insert()
        .exec_without_returning(tx)
        .await?;
    let locked = of_address(company, key).lock(LockType::NoKeyUpdate).one(tx).await?;
    locked.ok_or_else(|| Error::internal(anyhow::anyhow!("a tutor vanished")))
}

/// The person that somebody names for a contract, made, or completed by what is said of them ([`named`]), and locked.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn person(
    context: &Context,
    tx: &Transaction,
    contract: &contract::Model,
    input: &CompanyTutorInput,
    account: Uuid,
) -> Result<company_tutor::Model, Error> {
    let there = place(context, tx, contract.company_id, input).await?;
    let after = completed(context, tx, (there, contract), input, account).await?;
    Ok(after.into_active_model().reset_all().update(tx).await?)
}

/// The same, as the person would be: nothing is written.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn named(
    context: &Context,
    db: &impl ConnectionTrait,
    contract: &contract::Model,
    input: &CompanyTutorInput,
    account: Uuid,
) -> Result<company_tutor::Model, Error> {
    let company = contract.company_id;
    match of_address(company, key(input)).one(db).await? {
        Some(there) => completed(context, db, (there, contract), input, account).await,
        None => said(context, db, company, input).await,
    }
}

/// The person is named on other contracts, too, maybe at other schools: what is known of them stays, and what is said
/// fills in what is not. The company itself may say otherwise of its own people; what it leaves out stays.
async fn completed(
    context: &Context,
    db: &impl ConnectionTrait,
    (there, contract): (company_tutor::Model, &contract::Model),
    input: &CompanyTutorInput,
    account: Uuid,
) -> Result<company_tutor::Model, Error> {
    let said = said(context, db, contract.company_id, input).await?;
    let (first, second) =
        if may_rewrite(db, (&there, contract), account).await? { (&said, &there) } else { (&there, &said) };
    Ok(company_tutor::Model {
        account_id: said.account_id,
        name: first.name.clone(),
        job_title: first.job_title.clone(),
        phone: first.phone.clone().or_else(|| second.phone.clone()),
        birth_year: first.birth_year.or(second.birth_year),
        diploma: first.diploma.clone().or_else(|| second.diploma.clone()),
        experience_years: first.experience_years.or(second.experience_years),
        engineer: first.engineer.or(second.engineer),
        engineer_months: first.engineer_months.or(second.engineer_months),
        employer: first.employer,
        updated_at: context.now(),
        ..there.clone()
    })
}

/// Whether an account may say otherwise of a person than what is known: a member of the company; and whoever names tutors
/// for a company that has none, as long as no other school has named the person.
async fn may_rewrite(
    db: &impl ConnectionTrait,
    (tutor, contract): (&company_tutor::Model, &contract::Model),
    account: Uuid,
) -> Result<bool, Error> {
    let members = company_member::Entity::find()
        .filter(company_member::Column::CompanyId.eq(contract.company_id))
        .filter(company_member::Column::Status.eq(Stored(MemberStatus::Approved)))
        .all(db)
        .await?;
    if !members.is_empty() {
        return Ok(members.iter().any(|member| member.account_id == account));
    }
    let elsewhere = contract::Entity::find()
        .filter(contract::Column::CompanyTutorId.eq(tutor.id))
        .filter(contract::Column::SchoolId.ne(contract.school_id));
    Ok(elsewhere.count(db).await? == 0)
}

/// What is said of a person, as a row of its own.
async fn said(
    context: &Context,
    db: &impl ConnectionTrait,
    company: Uuid,
    input: &CompanyTutorInput,
) -> Result<company_tutor::Model, Error> {
    let email_key = key(input);
    let now = context.now();
    let member = account::Entity::find()
        .join(JoinType::InnerJoin, company_member::Relation::Account.def().rev())
        .filter(account::Column::EmailKey.eq(&email_key))
        .filter(company_member::Column::CompanyId.eq(company))
        .filter(company_member::Column::Status.eq(Stored(MemberStatus::Approved)))
        .one(db)
        .await?;
    let trimmed = |text: Option<&str>| text.map(|text| text.trim().to_owned());
    Ok(company_tutor::Model {
        id: context.new_id(),
        company_id: company,
        account_id: member.map(|account| account.id),
        name: input.name.trim().to_owned(),
        job_title: input.job_title.trim().to_owned(),
        email: input.email.trim().to_owned(),
        email_key,
        phone: trimmed(input.phone.as_deref()),
        birth_year: input.birth_year,
        diploma: trimmed(input.diploma.as_deref()),
        experience_years: input.experience_years,
        engineer: input.engineer,
        engineer_months: input.engineer_months,
        employer: input.employer,
        created_at: now,
        updated_at: now,
    })
}

fn key(input: &CompanyTutorInput) -> String {
    input.email.trim().to_lowercase()
}

fn of_address(company: Uuid, key: String) -> Select<company_tutor::Entity> {
    company_tutor::Entity::find()
        .filter(company_tutor::Column::CompanyId.eq(company))
        .filter(company_tutor::Column::EmailKey.eq(key))
}

/// Refuses a tutor who would follow too many on some day of the contract, or may be none.
///
/// # Errors
/// `RULE_NOT_KEPT`; or the database does not answer.
pub(super) async fn require(
    context: &Context,
    db: &impl ConnectionTrait,
    tutor: &company_tutor::Model,
    row: &contract::Model,
) -> Result<(), Rejection> {
    let others = contract::Entity::find()
        .filter(contract::Column::CompanyTutorId.eq(tutor.id))
        .filter(contract::Column::Id.ne(row.id))
        .filter(contract::Column::Status.is_in(LIVE.iter().copied().map(Stored)))
        .all(db)
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
