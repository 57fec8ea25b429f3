//! `School.matchingWeights` and `matchingWeightsSet`: what each criterion weighs is the school's to say.

use super::store;
use super::types::MatchingWeights;
use crate::context::Request;
use crate::error::{Error, Rejection};
use crate::graphql::user_error::{ErrorCode, UserError};
use async_graphql::InputObject;
use domain::matching::{Weights, WeightsFault};
use domain::policy::{Action, Subject};
use entity::matching_weight;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use sea_orm::sea_query::OnConflict;
use uuid::Uuid;

/// What each criterion is to weigh: 0 to 100, and not all 0.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct MatchingWeightsInput {
    /// How much of what is asked the student can do.
    pub skills: i32,
    /// How far it is.
    pub distance: i32,
    /// How soon it begins.
    pub start: i32,
    /// What is paid.
    pub pay: i32,
    /// Whether the company has hired the specialty before.
    pub hires: i32,
    /// How many words are shared.
    pub text: i32,
}

/// The weights of a school.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn of_school(request: &Request, school: Uuid) -> Result<MatchingWeights, Error> {
    Ok(store::weights(&request.context.db.read, school).await?.into())
}

/// Sets a school's weights.
///
/// # Errors
/// `INVALID` weights; the policy's denial.
pub(super) async fn set(
    request: &Request,
    school: Uuid,
    input: MatchingWeightsInput,
) -> Result<Weights, Rejection> {
    if request.schools().await?.school(school).is_none() {
        return Err(Error::NotFound.into());
    }
    let actor = request.authorize(Action::Configure, &Subject::School { school, specialty: None })?;
    let weights = checked(input)?;
    let context = &request.context;
    let row = matching_weight::ActiveModel {
        school_id: Set(school),
        skills: Set(weights.skills.into()),
        distance: Set(weights.distance.into()),
        start: Set(weights.start.into()),
        pay: Set(weights.pay.into()),
        hires: Set(weights.hires.into()),
        text: Set(weights.text.into()),
        updated_by: Set(actor.account),
        updated_at: Set(context.now()),
    };
    use matching_weight::Column as Of;
    let columns =
        [Of::Skills, Of::Distance, Of::Start, Of::Pay, Of::Hires, Of::Text, Of::UpdatedBy, Of::UpdatedAt];
    let replace = OnConflict::column(Of::SchoolId).update_columns(columns).to_owned();
    let tx = context.db.begin().await?;
    matching_weight::Entity::insert(row).on_conflict(replace).exec_without_returning(&tx).await?;
    tx.commit().await?;
    Ok(weights)
}

fn checked(input: MatchingWeightsInput) -> Result<Weights, UserError> {
    // What is out of a weight's range is out of the domain's.
    let weight = |given: i32| u16::try_from(given).unwrap_or(u16::MAX);
    let weights = Weights {
        skills: weight(input.skills),
        distance: weight(input.distance),
        start: weight(input.start),
        pay: weight(input.pay),
        hires: weight(input.hires),
        text: weight(input.text),
    };
    weights.checked().map_err(|fault| {
        let most = Weights::MOST;
        match fault {
            WeightsFault::TooMuch(key) => {
                let (fr, en) = (format!("De 0 à {most}."), format!("0 to {most}."));
                UserError::new(ErrorCode::Invalid, fr, en).at(&["input", &key.to_string().to_lowercase()])
            }
            WeightsFault::Nothing => {
                let (fr, en) = ("Un critère au moins doit compter.", "One criterion at least must count.");
                UserError::new(ErrorCode::Invalid, fr, en).at(&["input"])
            }
        }
    })
}
