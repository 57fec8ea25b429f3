//! What student and company agree on: the kind of contract, its days, its pay. Taken from the offer where nothing else is
//! said; changed by `contractUpdate` as long as nothing is signed.

use crate::context::{Context, Request};
use crate::contract::open::ContractOpenInput;
use crate::contract::state::State;
use crate::contract::store::{self, Happening};
use crate::contract::{change, notify, pay, reopening, settle, tutor};
use crate::error::{Error, Rejection};
use crate::graphql::scalars::{Date, Euro};
use crate::graphql::user_error::{ErrorCode, UserError};
use async_graphql::InputObject;
use chrono::{Months, NaiveDate};
use domain::academic_year::AcademicYear;
use domain::contract::{ContractAction, academic_year};
use domain::contract_type::ContractType;
use domain::locale::Locale;
use domain::mail::day;
use domain::money::Cents;
use domain::notification::NotificationKind;
use domain::role::Role;
use entity::{application, contract, offer, student};
use sea_orm::ActiveValue::Set;
use sea_orm::{ConnectionTrait, EntityTrait};
use serde_json::json;
use uuid::Uuid;

/// How far back, in months, a first day may lie when a contract is opened.
const BACK: Months = Months::new(6);
/// The same for career services, who record what was agreed elsewhere. A contract that began earlier is no hire of ours.
const BACK_FOR_DESK: Months = Months::new(24);

/// What is agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Terms {
    /// Which kind.
    pub(super) contract_type: ContractType,
    /// First day of work.
    pub(super) first_day: NaiveDate,
    /// Last day of work.
    pub(super) last_day: NaiveDate,
    /// Gross pay a month, at the beginning.
    pub(super) gross_monthly_pay: Cents,
    /// The academic year of its training.
    pub(super) year: AcademicYear,
}

impl Terms {
    /// What a contract agrees on now.
    ///
    /// # Errors
    /// What was written makes no contract: a fault of ours.
    pub(super) fn of(row: &contract::Model) -> Result<Self, Error> {
        Ok(Self {
            contract_type: row.contract_type.0,
            first_day: row.first_day,
            last_day: row.last_day,
            gross_monthly_pay: Cents(row.gross_monthly_pay),
            year: AcademicYear::starting_in(row.academic_year).map_err(Error::internal)?,
        })
    }
}

/// What changes; what is left out stays.
#[derive(Clone, Debug, InputObject)]
pub struct ContractUpdateInput {
    /// First day of work.
    pub start: Option<Date>,
    /// Last day of work.
    pub end: Option<Date>,
    /// Gross pay a month, at the beginning.
    pub gross_monthly_pay: Option<Euro>,
}

/// What the input says, and the offer where it says nothing.
///
/// # Errors
/// `INVALID` for what neither says, for what a student says otherwise than the offer, and for days that make no contract; or
/// the database does not answer.
pub(super) async fn agreed(
    db: &impl ConnectionTrait,
    application: &application::Model,
    input: ContractOpenInput,
    role: Role,
) -> Result<Terms, Rejection> {
    let offer = match application.offer_id {
        Some(offer) => offer::Entity::find_by_id(offer).one(db).await?,
        None => None,
    };
    let offer = offer.as_ref();
    if let Some(offer) = offer.filter(|_| role == Role::Student) {
        require_offered(offer, &input)?;
    }
    let contract_type =
        input.contract_type.map(ContractType::from).or(offer.map(|offer| offer.contract_type.0));
    let start = input.start.map(|date| date.0).or(offer.map(|offer| offer.start_on));
    let end = input.end.map(|date| date.0).or(offer.and_then(|offer| offer.end_on));
    let pay = input.gross_monthly_pay.map(|pay| pay.0);
    let pay = pay.or(offer.and_then(|offer| offer.gross_monthly_pay).map(Cents));
    let lacking = [
        ("contractType", contract_type.is_none()),
        ("start", start.is_none()),
        ("end", end.is_none()),
        ("grossMonthlyPay", pay.is_none()),
    ];
    let errors: Vec<UserError> =
        lacking.into_iter().filter(|(_, lacks)| *lacks).map(|(field, _)| missing(field)).collect();
    match (contract_type, start, end, pay) {
        (Some(contract_type), Some(first_day), Some(last_day), Some(gross_monthly_pay)) => {
            let year = year(first_day, last_day)?;
            Ok(Terms { contract_type, first_day, last_day, gross_monthly_pay, year })
        }
        _ => Err(errors.into()),
    }
}

/// What the company offered is the company's to change, or its school's: a student says what the offer leaves open.
fn require_offered(offer: &offer::Model, input: &ContractOpenInput) -> Result<(), Rejection> {
    fn differs<T: PartialEq>(said: Option<T>, offered: Option<T>) -> bool {
        said.zip(offered).is_some_and(|(said, offered)| said != offered)
    }
    let said = [
        ("contractType", differs(input.contract_type.map(ContractType::from), Some(offer.contract_type.0))),
        ("start", differs(input.start.as_ref().map(|date| date.0), Some(offer.start_on))),
        ("end", differs(input.end.as_ref().map(|date| date.0), offer.end_on)),
        (
            "grossMonthlyPay",
            differs(input.gross_monthly_pay.as_ref().map(|pay| pay.0), offer.gross_monthly_pay.map(Cents)),
        ),
    ];
    let other = |field: &str| {
        let fr = "L'offre dit autre chose : l'entreprise ou le service des contrats ouvre alors le contrat.";
        let en = "The offer says otherwise: the company or career services then open the contract.";
        UserError::new(ErrorCode::Invalid, fr, en).at(&["input", field])
    };
    let errors: Vec<UserError> =
        said.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| other(field)).collect();
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

fn missing(field: &str) -> UserError {
    let fr = "L'offre ne le dit pas : indiquez cette valeur.";
    UserError::new(ErrorCode::Invalid, fr, "The offer does not say: give this value.").at(&["input", field])
}

fn year(first_day: NaiveDate, last_day: NaiveDate) -> Result<AcademicYear, UserError> {
    if last_day <= first_day {
        let fr = "Le dernier jour vient après le premier.";
        return Err(UserError::new(ErrorCode::Invalid, fr, "The last day comes after the first.")
            .at(&["input", "end"]));
    }
    academic_year(first_day).map_err(|_| {
        let fr = "Cette date est hors des années que la plateforme connaît.";
        let en = "This day is outside the years that the platform knows.";
        UserError::new(ErrorCode::Invalid, fr, en).at(&["input", "start"])
    })
}

/// Refuses a first day that lies too far back for whoever says it.
///
/// # Errors
/// `INVALID`, with the earliest day.
pub(super) fn require_recent(context: &Context, first_day: NaiveDate, role: Role) -> Result<(), UserError> {
    let is_desk = matches!(role, Role::CareerServices | Role::Admin);
    let back = if is_desk { BACK_FOR_DESK } else { BACK };
    let Some(earliest) = context.now().date_naive().checked_sub_months(back).filter(|day| first_day < *day)
    else {
        return Ok(());
    };
    let fr = format!("Le premier jour est le {} au plus tôt.", day(earliest, Locale::Fr));
    let en = format!("The first day is {} at the earliest.", day(earliest, Locale::En));
    Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["input", "start"]))
}

/// Whether a contract that becomes active today may enter the history of hires: years that lie further back are closed.
pub(super) fn is_recorded(context: &Context, first_day: NaiveDate) -> bool {
    let earliest = context.now().date_naive().checked_sub_months(BACK_FOR_DESK);
    earliest.is_none_or(|earliest| first_day >= earliest)
}

/// Changes days or pay before the contract is active; everybody else is told, deadlines move, and papers that print what
/// was agreed before hold no more.
///
/// # Errors
/// `WRONG_STATE`; `INVALID` where nothing changes; what [`pay::check`] refuses, and the tutor's limits on the new days;
/// `REASON_REQUIRED` where a paper holds no more; the policy's denial.
pub(super) async fn run(
    request: &Request,
    id: Uuid,
    input: ContractUpdateInput,
    reason: Option<String>,
) -> Result<contract::Model, Rejection> {
    let known = change::authorize(request, id, ContractAction::Update).await?;
    let reason = crate::transition::reason(reason)?;
    let account = request.actor()?.account;
    let context = &request.context;
    let schools = request.schools().await?;
    let school = schools.school(known.row.school_id).map(|row| row.code.clone()).unwrap_or_default();
    let tx = context.db.begin().await?;
    let tutor = tutor::lock(&tx, known.row.company_tutor_id).await?;
    let mut state = State::lock(context, &tx, id).await?;
    let terms = changed(&state.row, input)?;
    if terms.first_day != state.row.first_day {
        require_recent(context, terms.first_day, request.actor()?.role)?;
    }
    let student = student::Entity::find_by_id(state.row.student_id).one(&tx).await?;
    let student = student.ok_or_else(|| Error::internal(anyhow::anyhow!("a contract without student")))?;
    pay::check(&student, &terms, &school, terms.first_day)?;
    let side = change::side(request, &known)?;
    let what = Happening {
        reason: reason.clone(),
        detail: Some(told(&state.row, &terms)),
        ..Happening::by(context, ContractAction::Update, account, side)
    };
    state.happen(context, &tx, what).await?;
    require_change(&state.row, &terms)?;
    let row = store::save(context, &tx, state.row.clone(), |row| {
        row.first_day = Set(terms.first_day);
        row.last_day = Set(terms.last_day);
        row.gross_monthly_pay = Set(terms.gross_monthly_pay.0);
    });
    state.dated(row.await?)?;
    if let Some(tutor) = tutor.filter(|tutor| state.row.company_tutor_id == Some(tutor.id)) {
        tutor::require(context, &tx, &tutor, &state.row).await?;
    }
    reopening::after_change(context, &tx, &mut state, (account, reason.as_deref().unwrap_or_default()))
        .await?;
    let changed = (NotificationKind::ContractChanged, reason.as_deref());
    notify::others(context, &tx, &state.row, changed, account).await?;
    let row = settle::run(context, &tx, state, Some(account)).await?;
    tx.commit().await?;
    Ok(row)
}

fn changed(row: &contract::Model, input: ContractUpdateInput) -> Result<Terms, UserError> {
    let first_day = input.start.map_or(row.first_day, |date| date.0);
    let last_day = input.end.map_or(row.last_day, |date| date.0);
    let year = year(first_day, last_day)?;
    if year.first_year() != row.academic_year {
        let fr = "Le contrat changerait d'année universitaire : retirez-le et ouvrez-en un autre.";
        let en = "The contract would be of another academic year: withdraw it, and open another.";
        return Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["input", "start"]));
    }
    let gross_monthly_pay = input.gross_monthly_pay.map_or(Cents(row.gross_monthly_pay), |pay| pay.0);
    Ok(Terms { contract_type: row.contract_type.0, first_day, last_day, gross_monthly_pay, year })
}

fn require_change(before: &contract::Model, after: &Terms) -> Result<(), UserError> {
    let same = before.first_day == after.first_day
        && before.last_day == after.last_day
        && before.gross_monthly_pay == after.gross_monthly_pay.0;
    if !same {
        return Ok(());
    }
    let (fr, en) = ("Rien ne change.", "Nothing changes.");
    Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["input"]))
}

/// What changed, for the history.
fn told(before: &contract::Model, after: &Terms) -> String {
    let pair =
        |old: String, new: String| if old == new { None } else { Some(json!({ "from": old, "to": new })) };
    let changes = [
        ("start", pair(before.first_day.to_string(), after.first_day.to_string())),
        ("end", pair(before.last_day.to_string(), after.last_day.to_string())),
        (
            "grossMonthlyPay",
            pair(Cents(before.gross_monthly_pay).to_string(), after.gross_monthly_pay.to_string()),
        ),
    ];
    let changes = changes.into_iter().filter_map(|(name, change)| Some((name.to_owned(), change?)));
    serde_json::Value::Object(changes.collect()).to_string()
}
