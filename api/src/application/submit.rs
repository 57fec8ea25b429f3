//! `applicationSubmit`: a student applies to an offer, or to a company without one.

use crate::application::confirm::require_first;
use crate::application::notify;
use crate::application::store::{self, Step};
use crate::context::{Context, Request};
use crate::error::{Error, Rejection};
use crate::events::{Event, Transaction};
use crate::graphql::id::{Id, IdKind};
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::idempotency::{self, Key};
use crate::offer;
use crate::student::loader::StudentById;
use crate::student::types::Student;
use async_graphql::InputObject;
use domain::application::{ApplicationAction, ApplicationStatus};
use domain::company::CompanyStatus;
use domain::notification::NotificationKind;
use domain::offer::substance::is_open_to;
use domain::policy::{Action, Subject};
use domain::student::StudentStatus;
use entity::{Stored, application, company, offer as offers, student};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, SqlErr};
use uuid::Uuid;

/// Characters of a cover letter at most.
const LONGEST_LETTER: usize = 10_000;

/// An application: to an offer or to a company, one of the two.
#[derive(Clone, Debug, InputObject)]
pub struct ApplicationSubmitInput {
    /// The offer.
    pub offer: Option<Id>,
    /// The company, for a spontaneous application.
    pub company: Option<Id>,
    /// What the student writes, 10,000 characters at most.
    pub cover_letter: Option<String>,
}

/// To whom.
#[derive(Clone, Copy, Debug)]
enum Target {
    Offer(Uuid),
    Company(Uuid),
}

/// Applies. To a company without members, the application waits at the career services of the student's school.
///
/// # Errors
/// `STUDENT_NOT_CONFIRMED`, `OFFER_NOT_OPEN`, `NOT_ELIGIBLE`, `UNKNOWN` for a company that is none or was rejected,
/// `ALREADY_EXISTS` when there is a live application or the student has confirmed one, `INVALID` input; the policy's
/// denial; a key used for another input.
pub(super) async fn run(
    request: &Request,
    input: ApplicationSubmitInput,
    key: Option<String>,
) -> Result<application::Model, Rejection> {
    let student = authorize(request).await?;
    let key = Key::of(request, "applicationSubmit", key, &format!("{input:?}"))?;
    let target = target(&input)?;
    let letter = letter(input.cover_letter)?;
    let parent = parent_of(request, student.row.specialty_id).await?;
    let context = &request.context;
    let tx = context.db.begin().await?;
    let id = context.new_id();
    if let Some(first) = idempotency::claim(context, &tx, key.as_ref(), id).await? {
        return Ok(store::with_subject(&tx, first).await?.0);
    }
    let student = store::lock_student(&tx, student.row.id).await?;
    require_confirmed(&student)?;
    require_first(&store::lock_live(&tx, student.id, None).await?)?;
    let (offer, company) = match target {
        Target::Offer(offer) => (Some(offer), open_offer(context, &tx, offer, &student, parent).await?),
        Target::Company(company) => (None, known_company(&tx, company).await?),
    };
    let row = insert(context, &tx, New { id, student: &student, offer, company, letter }).await?;
    let step = Step { action: ApplicationAction::Submit, by: Some(request.actor()?.account), reason: None };
    store::record(context, &tx, [(id, None)], ApplicationStatus::New, &step).await?;
    notify::company(context, &tx, &row, NotificationKind::ApplicationReceived, None).await?;
    tx.commit().await?;
    Ok(row)
}

/// The asker's own profile. Who has none is refused by the policy.
async fn authorize(request: &Request) -> Result<Student, Rejection> {
    let own = match request.actor()?.student {
        Some(student) => request.loaders.one(StudentById(student)).await?,
        None => None,
    };
    let own = own.map(|row| Student { row, applied_to_asker: false });
    let subject = own.as_ref().map_or(Subject::Platform, Student::subject);
    request.authorize(Action::Application(ApplicationAction::Submit), &subject)?;
    own.ok_or(Error::Forbidden).map_err(Rejection::Error)
}

fn target(input: &ApplicationSubmitInput) -> Result<Target, Rejection> {
    match (input.offer, input.company) {
        (Some(offer), None) => Ok(Target::Offer(offer.of(IdKind::Offer, &["input", "offer"])?)),
        (None, Some(company)) => Ok(Target::Company(company.of(IdKind::Company, &["input", "company"])?)),
        _ => {
            let fr = "Une offre ou une entreprise est attendue, et une seule des deux.";
            let en = "An offer or a company is expected, and one of the two only.";
            Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["input"]).into())
        }
    }
}

fn letter(given: Option<String>) -> Result<Option<String>, UserError> {
    let letter = given.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    if letter.as_ref().is_none_or(|text| text.chars().count() <= LONGEST_LETTER) {
        return Ok(letter);
    }
    let fr = format!("La lettre compte {LONGEST_LETTER} caractères au plus.");
    let en = format!("A cover letter has {LONGEST_LETTER} characters at most.");
    Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["input", "coverLetter"]))
}

/// The department of which a specialty is an option.
async fn parent_of(request: &Request, specialty: Uuid) -> Result<Option<Uuid>, Error> {
    Ok(request.schools().await?.specialty(specialty).and_then(|row| row.parent_id))
}

fn require_confirmed(student: &student::Model) -> Result<(), UserError> {
    if student.status.0 == StudentStatus::Confirmed {
        return Ok(());
    }
    let fr = "L'école doit d'abord confirmer que vous êtes de ses étudiants.";
    let en = "The school must confirm first that you are one of its students.";
    Err(UserError::new(ErrorCode::StudentNotConfirmed, fr, en))
}

/// The company of an offer that is open to the student. One that the student may not see answers as one that is
/// closed. It is locked against closing until the application is in.
async fn open_offer(
    context: &Context,
    tx: &Transaction,
    id: Uuid,
    student: &student::Model,
    parent: Option<Uuid>,
) -> Result<Uuid, Rejection> {
    let row = offer::store::lock_shared(tx, id).await?;
    let is_open =
        |row: &offers::Model| row.status.0.is_open() && row.expires_at.is_none_or(|end| end > context.now());
    let Some(row) = row.filter(is_open) else {
        let fr = "L'offre n'est pas ouverte aux candidatures.";
        let en = "The offer is not open to applications.";
        return Err(UserError::new(ErrorCode::OfferNotOpen, fr, en).at(&["input", "offer"]).into());
    };
    let specialties = offer::store::specialties(tx, id).await?;
    if row.school_id == student.school_id && is_open_to(&specialties, student.specialty_id, parent) {
        return Ok(row.company_id);
    }
    let fr = "L'offre n'est pas pour votre école ou votre spécialité.";
    let en = "The offer is not for your school or specialty.";
    Err(UserError::new(ErrorCode::NotEligible, fr, en).at(&["input", "offer"]).into())
}

async fn known_company(tx: &Transaction, id: Uuid) -> Result<Uuid, Rejection> {
    let row = company::Entity::find_by_id(id).one(tx).await?;
    if row.is_some_and(|row| row.status.0 != CompanyStatus::Rejected) {
        return Ok(id);
    }
    let fr = "Il n'y a pas d'entreprise de cet identifiant.";
    let en = "There is no company with this id.";
    Err(UserError::new(ErrorCode::Unknown, fr, en).at(&["input", "company"]).into())
}

struct New<'a> {
    id: Uuid,
    student: &'a student::Model,
    offer: Option<Uuid>,
    company: Uuid,
    letter: Option<String>,
}

async fn insert(context: &Context, tx: &Transaction, new: New<'_>) -> Result<application::Model, Rejection> {
    let now = context.now();
    let row = application::ActiveModel {
        id: Set(new.id),
        student_id: Set(new.student.id),
        offer_id: Set(new.offer),
        company_id: Set(new.company),
        school_id: Set(new.student.school_id),
        status: Set(Stored(ApplicationStatus::New)),
        cover_letter: Set(new.letter),
        demo: Set(new.student.demo),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let row = row.insert(tx).await.map_err(|error| already_exists(error, new.offer.is_some()))?;
    tx.announce([Event::ApplicationChanged { id: row.id, version: row.version }]);
    Ok(row)
}

/// The database's partial unique indexes are what keeps two racing requests from both applying.
fn already_exists(error: DbErr, to_offer: bool) -> Rejection {
    if !matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) {
        return error.into();
    }
    let (field, fr, en) = if to_offer {
        (
            "offer",
            "Vous avez déjà une candidature en cours à cette offre.",
            "You have a live application to this offer.",
        )
    } else {
        let fr = "Vous avez déjà une candidature spontanée en cours à cette entreprise.";
        ("company", fr, "You have a live spontaneous application to this company.")
    };
    UserError::new(ErrorCode::AlreadyExists, fr, en).at(&["input", field]).into()
}
