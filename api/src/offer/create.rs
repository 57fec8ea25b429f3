//! `offerCreate`: a member of a company writes a draft.

use crate::context::Request;
use crate::error::Rejection;
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::idempotency::{self, Key};
use crate::offer::input::OfferCreateInput;
use crate::offer::store;
use crate::offer::terms::{self, Draft};
use crate::offer::write::{self, Origin};
use crate::reference::Schools;
use domain::offer::OfferAction;
use domain::policy::{Action, Subject};
use entity::{offer, school};
use std::sync::Arc;
use uuid::Uuid;

/// Writes a draft for the asker's company.
///
/// # Errors
/// Everything wrong in the input; the policy's denial; a key used for another input.
pub(super) async fn run(
    request: &Request,
    input: OfferCreateInput,
    key: Option<String>,
) -> Result<offer::Model, Rejection> {
    let company = authorize(request)?;
    let key = Key::of(request, "offerCreate", key, &format!("{input:?}"))?;
    let schools = request.schools().await?;
    let school = schools.school_by_code(&input.school);
    let unknown = school.is_none().then(|| unknown_school(&schools, &input.school));
    let checked = terms::check(Draft::from(input), &schools, school.map(Arc::as_ref));
    let (school, terms) = match (school, checked) {
        (Some(school), Ok(terms)) => (school, terms),
        (_, checked) => return Err(all(unknown, checked.err()).into()),
    };
    let context = &request.context;
    let tx = context.db.begin().await?;
    let id = context.new_id();
    if let Some(first) = idempotency::claim(context, &tx, key.as_ref(), id).await? {
        return Ok(store::with_subject(&tx, first).await?.0);
    }
    let company = store::company(&tx, company).await?;
    let by = request.actor()?.account;
    let origin = Origin { id, company: &company, school: school.id, by, duplicate_of: None };
    let row = write::insert(context, &tx, &origin, &terms).await?;
    tx.commit().await?;
    Ok(row)
}

/// Whose draft it is: the company that the asker acts for. Who acts for none is refused by the policy.
fn authorize(request: &Request) -> Result<Uuid, Rejection> {
    let actor = request.actor()?;
    let company = actor.membership.map_or(Uuid::nil(), |member| member.company);
    let subject = actor.membership.map_or(Subject::Platform, |_| Subject::Company { company });
    request.authorize(Action::Offer(OfferAction::Create), &subject)?;
    Ok(company)
}

pub(super) fn unknown_school(schools: &Schools, code: &str) -> UserError {
    let known: Vec<&str> =
        schools.schools.iter().map(|school: &Arc<school::Model>| school.code.as_str()).collect();
    let known = known.join(", ");
    let fr = format!("{code:?} n'est pas une école ; connues : {known}.");
    let en = format!("{code:?} is not a school; known: {known}.");
    UserError::new(ErrorCode::Unknown, fr, en).at(&["input", "school"])
}

pub(super) fn all(one: Option<UserError>, more: Option<Vec<UserError>>) -> Vec<UserError> {
    one.into_iter().chain(more.unwrap_or_default()).collect()
}

impl From<OfferCreateInput> for Draft {
    fn from(input: OfferCreateInput) -> Self {
        Self {
            title: input.title,
            description: input.description,
            missions: input.missions,
            contract_type: input.contract_type.into(),
            specialties: input.specialties,
            skills: input.skills,
            positions: input.positions,
            postcode: input.postcode,
            city: input.city,
            remote: input.remote.into(),
            start: input.start.0,
            end: input.end.map(|end| end.0),
            pay: input.gross_monthly_pay.map(|pay| pay.0),
        }
    }
}
