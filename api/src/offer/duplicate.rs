//! `offerDuplicate`: the same offer for another school, as a draft of its own.

use crate::context::Request;
use crate::error::Rejection;
use crate::graphql::user_error::UserError;
use crate::idempotency::{self, Key};
use crate::offer::create::{all, unknown_school};
use crate::offer::store;
use crate::offer::terms::{self, Draft};
use crate::offer::write::{self, Origin};
use domain::offer::OfferAction;
use domain::policy::Action;
use entity::offer;
use std::sync::Arc;
use uuid::Uuid;

/// Copies an offer of the asker's company, whatever its state, for a school and specialties of it.
///
/// # Errors
/// What is unknown or wrong; the policy's denial; a key used for another input.
pub(super) async fn run(
    request: &Request,
    id: Uuid,
    school: &str,
    specialties: Vec<String>,
    key: Option<String>,
) -> Result<offer::Model, Rejection> {
    let context = &request.context;
    let (source, subject) = store::with_subject(&context.db.read, id).await?;
    let by = request.authorize(Action::Offer(OfferAction::Create), &subject)?.account;
    let key = Key::of(request, "offerDuplicate", key, &format!("{id} {school:?} {specialties:?}"))?;
    let schools = request.schools().await?;
    let found = schools.school_by_code(school);
    let unknown = found.is_none().then(|| unknown_school(&schools, school));
    let skills = store::skills(&context.db.read, id).await?;
    let draft = Draft { specialties, ..Draft::of(&source, Vec::new(), skills) };
    let (school, terms) = match (found, terms::check(draft, &schools, found.map(Arc::as_ref))) {
        (Some(school), Ok(terms)) => (school, terms),
        (_, checked) => return Err(as_arguments(all(unknown, checked.err())).into()),
    };
    let tx = context.db.begin().await?;
    let copy = context.new_id();
    if let Some(first) = idempotency::claim(context, &tx, key.as_ref(), copy).await? {
        return Ok(store::with_subject(&tx, first).await?.0);
    }
    let company = store::company(&tx, source.company_id).await?;
    let origin = Origin { id: copy, company: &company, school: school.id, by, duplicate_of: Some(id) };
    let row = write::insert(context, &tx, &origin, &terms).await?;
    tx.commit().await?;
    Ok(row)
}

/// The fields are arguments here, not fields of an `input`.
fn as_arguments(mut errors: Vec<UserError>) -> Vec<UserError> {
    for error in &mut errors {
        error.path.retain(|part| part != "input");
    }
    errors
}

impl Draft {
    /// The terms of an offer as they stand.
    pub(super) fn of(row: &offer::Model, specialties: Vec<String>, skills: Vec<String>) -> Self {
        Self {
            title: row.title.clone(),
            description: row.description.clone(),
            missions: row.missions.clone(),
            contract_type: row.contract_type.0,
            specialties,
            skills,
            positions: row.positions,
            postcode: row.postcode.clone(),
            city: row.city.clone(),
            remote: row.remote.0,
            start: row.start_on,
            end: row.end_on,
            pay: row.gross_monthly_pay.map(domain::money::Cents),
        }
    }
}
