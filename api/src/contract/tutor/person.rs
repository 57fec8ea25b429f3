//! A person of a company who follows students: what is given of one, and the row that it makes or completes.

use crate::company::acting;
use crate::context::Context;
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::user_error::{ErrorCode, UserError};
use async_graphql::InputObject;
use chrono::Datelike;
use domain::company::MemberStatus;
use domain::contract::LIVE;
use domain::mail::is_address;
use domain::text::fold;
use entity::{Stored, account, company_member, company_tutor, contract};
use sea_orm::sea_query::{LockType, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, JoinType, PaginatorTrait,
    QueryFilter, QuerySelect, RelationTrait, Select,
};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
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
/// `INVALID` for somebody else at the address of a person who follows students; or the database does not answer.
pub(crate) async fn person(
    context: &Context,
    tx: &Transaction,
    contract: &contract::Model,
    input: &CompanyTutorInput,
    account: Uuid,
) -> Result<company_tutor::Model, Rejection> {
    let there = place(context, tx, contract.company_id, input).await?;
    let after = completed(context, tx, (there, contract), input, account).await?;
    Ok(after.into_active_model().reset_all().update(tx).await.map_err(Error::from)?)
}

/// The same, as the person would be: nothing is written.
///
/// # Errors
/// As [`person`].
pub(crate) async fn named(
    context: &Context,
    db: &impl ConnectionTrait,
    contract: &contract::Model,
    input: &CompanyTutorInput,
    account: Uuid,
) -> Result<company_tutor::Model, Rejection> {
    let company = contract.company_id;
    match of_address(company, key(input)).one(db).await? {
        Some(there) => completed(context, db, (there, contract), input, account).await,
        None => Ok(said(context, db, company, input).await?),
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
) -> Result<company_tutor::Model, Rejection> {
    let said = said(context, db, contract.company_id, input).await?;
    let rewrites = may_rewrite(db, (&there, contract), account).await?;
    if rewrites && !is_one_name(&there.name, &said.name) && follows(db, there.id).await? {
        return Err(taken(&there.name).into());
    }
    let (first, second) = if rewrites { (&said, &there) } else { (&there, &said) };
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

/// The longest words of a name that tell nobody from another: particles, initials.
const PARTICLE: usize = 3;

/// Whether two names may be one person's: they are the same, or have a word in common, as after a marriage or a slip of the
/// pen.
pub(super) fn is_one_name(one: &str, other: &str) -> bool {
    let (one, other) = (fold(one), fold(other));
    let telling = |name: &str| -> HashSet<String> {
        let words = name.split_whitespace().filter(|word| word.chars().count() > PARTICLE);
        words.map(str::to_owned).collect()
    };
    one == other || !telling(&one).is_disjoint(&telling(&other))
}

/// Whether a person is named on a contract that lives: papers may print the name.
async fn follows(db: &impl ConnectionTrait, tutor: Uuid) -> Result<bool, Error> {
    let named = contract::Entity::find()
        .filter(contract::Column::CompanyTutorId.eq(tutor))
        .filter(contract::Column::Status.is_in(LIVE.iter().copied().map(Stored)));
    Ok(named.count(db).await? > 0)
}

fn taken(name: &str) -> UserError {
    let fr = format!("Cette adresse est celle de {name} : une autre personne a la sienne.");
    let en = format!("This is the address of {name}: another person has one of their own.");
    UserError::new(ErrorCode::Invalid, fr, en).at(&["input", "email"])
}

/// Whether an account may say otherwise of a person than what is known: a member of the company; and whoever names tutors
/// for a company that has none, as long as no other school has named the person.
async fn may_rewrite(
    db: &impl ConnectionTrait,
    (tutor, contract): (&company_tutor::Model, &contract::Model),
    account: Uuid,
) -> Result<bool, Error> {
    let members = acting::members().filter(company_member::Column::CompanyId.eq(contract.company_id));
    let members = members.all(db).await?;
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

#[cfg(test)]
mod tests {
    use super::is_one_name;

    #[test]
    fn a_name_may_be_written_otherwise_and_changes_by_marriage() {
        for (one, other) in [
            ("Elodie Lefevre", "Élodie  LEFÈVRE"),
            ("Jean-Paul Martin", "Jean Paul Martin"),
            ("Marie Martin", "Marie Durand"),
            ("Jean Dupond", "Jean Dupont"),
            ("王 伟", "王 伟"),
        ] {
            assert!(is_one_name(one, other), "{one}, {other}");
        }
        for (one, other) in [("Alice Martin", "Bob Durand"), ("Paul de Y", "Jean de X"), ("王 伟", "李 娜")]
        {
            assert!(!is_one_name(one, other), "{one}, {other}");
        }
    }
}
