//! Who follows the student: in the company (`tutorAssign`), a person found or made in `person`; at the school
//! (`schoolTutorAssign`), in `school`.

mod person;
mod school;

pub use person::CompanyTutorInput;
use person::is_one_name;
pub(crate) use person::{checked, named, person, place};
pub(super) use school::assign as assign_school;

use crate::account::new_account::email_key;
use crate::context::{Context, Request};
use crate::contract::state::State;
use crate::contract::store::{self, Happening};
use crate::contract::{change, eligible, reopening, settle};
use crate::document::{self, ready};
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::user_error::{ErrorCode, UserError};
use domain::contract::{ContractAction, ContractStatus, LIVE};
use domain::procedure::{Phase, Procedure, Value};
use domain::rules::Outcome;
use domain::rules::duration::Span;
use domain::rules::tutor::{Experience, Followed, TutorInput, check};
use domain::text::fold;
use entity::{Stored, company_tutor, contract};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;
use uuid::Uuid;

/// Why papers that name another tutor hold no more; papers and the mails about them are in French.
const ANOTHER: &str = "Un autre tuteur en entreprise est nommé.";

/// Names the company's tutor, who may follow so many at a time: all contracts of the person are counted, of both kinds and
/// every school. The person's row is locked first, so that two contracts do not both get the last of them. Papers that
/// print another tutor hold no more.
///
/// # Errors
/// `INVALID` input; `RULE_NOT_KEPT`; `WRONG_STATE`, also for another tutor than a signed agreement of an active contract
/// names; the policy's denial.
pub(in crate::contract) async fn assign(
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
    if is_another(&tx, &state, &tutor).await? {
        match state.status {
            ContractStatus::Active if ready::is_agreed(&tx, id).await? => return Err(agreed().into()),
            // What is out for signature alone: nobody signs for whoever is not the tutor.
            ContractStatus::Active => {
                document::void_printing(context, &tx, id, (account, ANOTHER)).await?;
            }
            _ => {
                reopening::after_change(context, &tx, &mut state, (account, ANOTHER)).await?;
            }
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

/// Whether papers may print somebody else: who was named before; or, the first time, whom a step or a paper's facts say. The
/// same name is the same person, whatever the address: that may be a slip of the pen.
async fn is_another(tx: &Transaction, state: &State, tutor: &company_tutor::Model) -> Result<bool, Error> {
    if let Some(former) = state.row.company_tutor_id {
        return Ok(former != tutor.id);
    }
    let given = state.run.steps.iter().filter_map(|step| step.inputs.get("company_tutor"));
    let answered = given.filter_map(|value| match value {
        Value::Person(person) => Some((Some(person.name.clone()), Some(person.email.clone()))),
        _ => None,
    });
    let printed = document::given_tutor(tx, &state.row).await?;
    let is_tutor = |said: (Option<String>, Option<String>)| match said {
        (Some(name), Some(mail)) if email_key(&mail) == tutor.email_key => is_one_name(&name, &tutor.name),
        (Some(name), _) => fold(&name) == fold(&tutor.name),
        (None, Some(mail)) => email_key(&mail) == tutor.email_key,
        (None, None) => true,
    };
    Ok(!answered.chain(std::iter::once(printed)).all(is_tutor))
}

/// Refuses to go on without a tutor where the procedure names one: only whoever is named by `tutorAssign` is held to the
/// limits of tutors, and counted.
///
/// # Errors
/// `FACT_MISSING`.
pub(crate) fn require_named(procedure: &Procedure, row: &contract::Model) -> Result<(), UserError> {
    let preparing = procedure.steps.iter().filter(|step| step.phase == Phase::Preparing);
    let is_asked = preparing.flat_map(|step| &step.inputs).any(|input| input.key == "company_tutor");
    if row.company_tutor_id.is_some() || !is_asked {
        return Ok(());
    }
    let fr = "Le tuteur de l'entreprise n'est pas encore nommé (tutorAssign).";
    let en = "The company's tutor is not named yet (tutorAssign).";
    Err(UserError::new(ErrorCode::FactMissing, fr, en).at(&["companyTutor"]))
}

fn agreed() -> UserError {
    let fr = "La convention signée nomme le tuteur : un avenant (contractAmend) le change.";
    let en = "The signed agreement names the tutor: an amendment (contractAmend) changes it.";
    UserError::new(ErrorCode::WrongState, fr, en)
}

/// Refuses a tutor who would follow too many on some day of the contract, or may be none.
///
/// # Errors
/// `RULE_NOT_KEPT`; or the database does not answer.
pub(in crate::contract) async fn require(
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
pub(in crate::contract) async fn lock(
    tx: &Transaction,
    id: Option<Uuid>,
) -> Result<Option<company_tutor::Model>, Error> {
    let Some(id) = id else { return Ok(None) };
    Ok(company_tutor::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx).await?)
}
