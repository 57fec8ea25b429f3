//! `hireRecord`: career services write a hire into their school's history.

use crate::company::loader::CompanyById;
use crate::context::{Context, Request};
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::scalars::AcademicYear;
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::hiring::companies;
use crate::idempotency::{self, Key};
use crate::location::Location;
use crate::outbox::{self, Indexed};
use async_graphql::InputObject;
use domain::academic_year::AcademicYear as Year;
use domain::hire_source::HireSource;
use domain::hiring::import::{self, Fault};
use domain::locale::Locale;
use domain::policy::{Action, Subject};
use entity::{Stored, contract, hire};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A hire to record.
#[derive(Clone, Debug, InputObject)]
pub struct HireRecordInput {
    /// The school, by its code: `INSA-TOULOUSE`.
    school: String,
    /// The specialty, by its code in the school.
    specialty: String,
    /// The year in which the contract began.
    academic_year: AcademicYear,
    /// The company, by its id; either this or `companyName`.
    company: Option<Id>,
    /// The company by its name, made when it is not known yet; either this or `company`.
    company_name: Option<String>,
    /// The postcode of where the student works: five digits.
    postcode: Option<String>,
    /// The city of where the student works.
    city: Option<String>,
}

/// A hire that may be recorded.
struct Checked {
    school: Uuid,
    specialty: Uuid,
    year: Year,
    company: Named,
    postcode: Option<String>,
    city: Option<String>,
}

/// A company by its id or its name.
enum Named {
    Known(Uuid),
    ByName(String),
}

/// Records a hire, and answers it.
///
/// # Errors
/// What the user got wrong; the policy's denial; or the database does not answer.
pub async fn run(
    request: &Request,
    input: HireRecordInput,
    idempotency_key: Option<String>,
) -> Result<hire::Model, Rejection> {
    let account = request.actor()?.account;
    let (school, specialty) = place_in_school(request, &input).await?;
    request.authorize(Action::RecordHire, &Subject::School { school, specialty: Some(specialty) })?;
    let key = Key::of(request, "hireRecord", idempotency_key, &format!("{input:?}"))?;
    let checked = check(request, input, school, specialty).await?;
    Ok(write(&request.context, checked, account, key.as_ref()).await?)
}

async fn place_in_school(request: &Request, input: &HireRecordInput) -> Result<(Uuid, Uuid), Rejection> {
    let schools = request.schools().await?;
    let Some(school) = schools.school_by_code(&input.school) else {
        let known = schools.schools.iter().map(|school| school.code.as_str()).collect::<Vec<_>>();
        return Err(unknown("school", &input.school, &known.join(", ")).into());
    };
    let Some(specialty) =
        schools.specialties_by_code(Some(school.id), &input.specialty).first().map(|row| row.id)
    else {
        let known = schools.of_school(school.id).map(|row| row.code.as_str()).collect::<Vec<_>>();
        return Err(unknown("specialty", &input.specialty, &known.join(", ")).into());
    };
    Ok((school.id, specialty))
}

async fn check(
    request: &Request,
    input: HireRecordInput,
    school: Uuid,
    specialty: Uuid,
) -> Result<Checked, Rejection> {
    let mut errors = Vec::new();
    let company = match (input.company, input.company_name.as_deref()) {
        (Some(id), None) => known_company(request, id).await?,
        (None, Some(name)) => cell("companyName", import::company_name(name.trim())).map(Named::ByName),
        _ => Err(UserError::new(
            ErrorCode::Invalid,
            "indiquez soit `company`, soit `companyName`",
            "give either `company` or `companyName`",
        )
        .at(&["input", "company"])),
    };
    let postcode = optional(input.postcode.as_deref(), "postcode", import::five_digits);
    let city = optional(input.city.as_deref(), "city", import::city_name);
    let year = year(&request.context, input.academic_year.0);
    // All of them are kept before any is asked for, so that every fault is told at once.
    let (company, year) = (kept(company, &mut errors), kept(year, &mut errors));
    let (postcode, city) = (kept(postcode, &mut errors), kept(city, &mut errors));
    let checked = company.zip(year).zip(postcode.zip(city));
    let checked = checked.map(|((company, year), (postcode, city))| Checked {
        school,
        specialty,
        year,
        company,
        postcode,
        city,
    });
    checked.ok_or(Rejection::User(errors))
}

async fn known_company(request: &Request, id: Id) -> Result<Result<Named, UserError>, Error> {
    let id = id.of(IdKind::Company, &["input", "company"])?;
    let found = request.loaders.one(CompanyById(id)).await?;
    Ok(found.map(|company| Named::Known(company.id)).ok_or_else(|| {
        UserError::new(ErrorCode::Unknown, "cette entreprise n'existe pas", "there is no such company")
            .at(&["input", "company"])
    }))
}

/// A contract may be signed a year ahead; one further ahead is a slip of the pen.
fn year(context: &Context, year: Year) -> Result<Year, UserError> {
    let current = Year::of_date(context.now().date_naive()).ok();
    let latest = current.and_then(Year::next);
    if latest.is_none_or(|latest| year <= latest) {
        return Ok(year);
    }
    let latest = latest.map(|latest| latest.to_string()).unwrap_or_default();
    let error = UserError::new(
        ErrorCode::Invalid,
        format!("{year} est trop loin dans l'avenir ; accepté : {latest} au plus tard"),
        format!("{year} is too far ahead; accepted: {latest} at the latest"),
    );
    Err(error.at(&["input", "academicYear"]))
}

fn optional(
    text: Option<&str>,
    field: &str,
    read: impl FnOnce(&str) -> Result<String, Fault>,
) -> Result<Option<String>, UserError> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    text.map(|text| cell(field, read(text))).transpose()
}

/// The rules of a cell are those of an import's, and so are their words.
fn cell<T>(field: &str, read: Result<T, Fault>) -> Result<T, UserError> {
    read.map_err(|fault| {
        let say = |locale| format!("{}: {}", fault.reason(locale), fault.accepted(locale));
        UserError::new(ErrorCode::Invalid, say(Locale::Fr), say(Locale::En)).at(&["input", field])
    })
}

fn kept<T>(value: Result<T, UserError>, errors: &mut Vec<UserError>) -> Option<T> {
    value.map_err(|error| errors.push(error)).ok()
}

fn unknown(field: &str, value: &str, known: &str) -> UserError {
    let fr = format!("{value:?} n'est pas connu ; valeurs acceptées : {known}");
    let en = format!("{value:?} is not known; accepted: {known}");
    UserError::new(ErrorCode::Unknown, fr, en).at(&["input", field])
}

async fn write(
    context: &Context,
    checked: Checked,
    account: Uuid,
    key: Option<&Key>,
) -> Result<hire::Model, Error> {
    let tx = context.db.begin().await?;
    let id = context.new_id();
    if let Some(first) = idempotency::claim(context, &tx, key, id).await? {
        let recorded = hire::Entity::find_by_id(first).one(&tx).await?;
        return recorded
            .ok_or_else(|| Error::internal(anyhow::anyhow!("no hire {first}, which a key names")));
    }
    let company = company(context, &tx, &checked.company).await?;
    let hire = row(context, id, checked, company, account).insert(&tx).await?;
    outbox::changed(context, &tx, Indexed::Hire, [(hire.id, hire.version)]).await?;
    companies::touch(context, &tx, &BTreeSet::from([company])).await?;
    tx.commit().await?;
    Ok(hire)
}

/// Records the hire that an active contract is, at the place of its offer; answers its id. In the transaction that makes
/// the contract active, which happens once.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn of_contract(
    context: &Context,
    tx: &Transaction,
    contract: &contract::Model,
    place: (Option<String>, Option<String>),
) -> Result<Uuid, Error> {
    let checked = Checked {
        school: contract.school_id,
        specialty: contract.specialty_id,
        year: Year::starting_in(contract.academic_year).map_err(Error::internal)?,
        company: Named::Known(contract.company_id),
        postcode: place.0,
        city: place.1,
    };
    let id = context.new_id();
    let hire = hire::ActiveModel {
        source: Set(Stored(HireSource::Contract)),
        recorded_by: Set(None),
        ..row(context, id, checked, contract.company_id, contract.opened_by)
    };
    let hire = hire.insert(tx).await?;
    outbox::changed(context, tx, Indexed::Hire, [(hire.id, hire.version)]).await?;
    companies::touch(context, tx, &BTreeSet::from([contract.company_id])).await?;
    Ok(id)
}

/// Takes the hire of a contract out of the history, since the contract was given up before it began.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn forget(context: &Context, tx: &Transaction, id: Uuid) -> Result<(), Error> {
    let Some(hire) = hire::Entity::find_by_id(id).one(tx).await? else { return Ok(()) };
    let (company, version) = (hire.company_id, hire.version + 1);
    hire::Entity::delete_by_id(id).exec(tx).await?;
    outbox::changed(context, tx, Indexed::Hire, [(id, version)]).await?;
    companies::touch(context, tx, &BTreeSet::from([company])).await
}

async fn company(context: &Context, db: &impl ConnectionTrait, named: &Named) -> Result<Uuid, Error> {
    match named {
        Named::Known(id) => Ok(*id),
        Named::ByName(name) => companies::named(context, db, [name.as_str()]).await?.company(name),
    }
}

fn row(context: &Context, id: Uuid, hire: Checked, company: Uuid, account: Uuid) -> hire::ActiveModel {
    let location = Location::of(hire.postcode.as_deref(), hire.city.as_deref());
    hire::ActiveModel {
        id: Set(id),
        school_id: Set(hire.school),
        specialty_id: Set(hire.specialty),
        academic_year: Set(hire.year.first_year()),
        row_number: Set(None),
        company_id: Set(company),
        company_as_printed: Set(None),
        postcode: Set(hire.postcode),
        city: Set(hire.city),
        city_key: Set(location.city_key),
        place: Set(location.place),
        place_key: Set(location.place_key),
        latitude: Set(location.latitude),
        longitude: Set(location.longitude),
        source: Set(Stored(HireSource::Recorded)),
        document: Set(None),
        confidence: Set(None),
        note: Set(None),
        recorded_by: Set(Some(account)),
        version: Set(1),
        created_at: Set(context.now()),
    }
}
