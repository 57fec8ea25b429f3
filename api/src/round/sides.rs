//! Who takes part in a round, and what each ranked.

use crate::context::Request;
use crate::error::Error;
use crate::graphql::pagination::{Connection, Totals};
use crate::graphql::scalars::DateTime;
use crate::offer::loader::OfferById;
use crate::offer::types::Offer;
use crate::round::list::{self, Asked};
use crate::round::loader::{AnswerTo, ChoicesOf};
use crate::round::store;
use crate::round::types::MatchingRound;
use crate::student::loader::StudentById;
use crate::student::types::Student;
use async_graphql::{Context, Object};
use domain::round::status::{RankingPhase, RoundStatus, Side};
use entity::{Stored, matching_choice, matching_round_offer, matching_round_student};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::sync::Arc;
use uuid::Uuid;

/// An offer of a matching round.
#[derive(Clone, Debug)]
pub struct RoundOffer {
    /// The row.
    pub row: Arc<matching_round_offer::Model>,
    /// The round.
    pub round: MatchingRound,
}

impl RoundOffer {
    /// Whether the one who asks runs the round or is of the offer's company.
    async fn is_own(&self, request: &Request) -> Result<bool, Error> {
        if self.round.is_run_by(request) {
            return Ok(true);
        }
        let Some(company) = self.round.own_company(request) else { return Ok(false) };
        Ok(request
            .loaders
            .one(OfferById(self.row.offer_id))
            .await?
            .is_some_and(|row| row.company_id == company))
    }

    /// A company sees who chose it once the students' lists are final, and unless the round was given up.
    async fn shows_applicants(&self, request: &Request) -> Result<bool, Error> {
        if self.round.is_run_by(request) {
            return Ok(true);
        }
        let phase = store::phase_of(&request.context, &self.round.row);
        let shown = matches!(phase, RankingPhase::Companies | RankingPhase::Over)
            && self.round.row.status.0 != RoundStatus::Cancelled;
        Ok(shown && self.is_own(request).await?)
    }
}

/// An offer of a matching round.
#[Object]
impl RoundOffer {
    /// The offer, as it stands.
    async fn offer(&self, ctx: &Context<'_>) -> Result<Option<Offer>, Error> {
        Offer::known(Request::of(ctx)?, self.row.offer_id).await
    }

    /// When its company ranked last; null when it has not, and to students.
    async fn ranked_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime>, Error> {
        let own = self.is_own(Request::of(ctx)?).await?;
        Ok(self.row.ranked_at.filter(|_| own).map(DateTime))
    }

    /// The students who chose the offer, and what the company answered; null to students, to other companies, and to its own
    /// until the students' lists are final. What they ranked is not shown.
    async fn applicants(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<RoundApplicant, Totals>>, Error> {
        if !self.shows_applicants(Request::of(ctx)?).await? {
            return Ok(None);
        }
        let all = matching_choice::Entity::find()
            .filter(matching_choice::Column::RoundId.eq(self.row.round_id))
            .filter(matching_choice::Column::Side.eq(Stored(Side::Student)))
            .filter(matching_choice::Column::OfferId.eq(self.row.offer_id));
        let id = matching_choice::Column::Id;
        list::page(ctx, Asked { first, after }, all, (id, |row| row.id), RoundApplicant).await.map(Some)
    }
}

/// A student who chose an offer of a matching round.
#[derive(Clone, Debug)]
pub struct RoundApplicant(matching_choice::Model);

impl RoundApplicant {
    async fn answer(&self, request: &Request) -> Result<Option<Arc<matching_choice::Model>>, Error> {
        let (round, offer, student) = (self.0.round_id, self.0.offer_id, self.0.student_id);
        request.loaders.one(AnswerTo { round, offer, student }).await
    }
}

/// A student who chose an offer of a matching round: choosing shows the profile to that company, as applying would.
#[Object]
impl RoundApplicant {
    /// The student.
    async fn student(&self, ctx: &Context<'_>) -> Result<Student, Error> {
        chosen(Request::of(ctx)?, self.0.student_id).await
    }

    /// Whether the company accepts the student.
    async fn accepted(&self, ctx: &Context<'_>) -> Result<bool, Error> {
        Ok(self.answer(Request::of(ctx)?).await?.is_some())
    }

    /// The company's rank of the student, from 1; null where it accepts without a rank, or does not.
    async fn rank(&self, ctx: &Context<'_>) -> Result<Option<i32>, Error> {
        Ok(self.answer(Request::of(ctx)?).await?.and_then(|answer| answer.rank))
    }
}

/// A profile for somebody to whom the student's choice shows it.
///
/// # Errors
/// The database does not answer.
pub(super) async fn chosen(request: &Request, id: Uuid) -> Result<Student, Error> {
    let row = request.loaders.one(StudentById(id)).await?;
    let row = row.ok_or_else(|| Error::internal(anyhow::anyhow!("no student {id}")))?;
    // A company that a student chose sees the profile as if the student had applied.
    let applied_to_asker = request.caller.actor.as_ref().is_some_and(|actor| actor.membership.is_some());
    Ok(Student { row, applied_to_asker })
}

/// A student of a matching round.
#[derive(Clone, Debug)]
pub struct RoundStudent {
    /// The row.
    pub row: Arc<matching_round_student::Model>,
    /// The round.
    pub round: MatchingRound,
}

/// A student of a matching round, as those who run it see it.
#[Object]
impl RoundStudent {
    /// The student.
    async fn student(&self, ctx: &Context<'_>) -> Result<Student, Error> {
        chosen(Request::of(ctx)?, self.row.student_id).await
    }

    /// When the student ranked last; null when not yet.
    async fn ranked_at(&self) -> Option<DateTime> {
        self.row.ranked_at.map(DateTime)
    }

    /// What the student ranked: by rank, then those acceptable without rank.
    async fn ranking(&self, ctx: &Context<'_>) -> Result<Vec<RankedOffer>, Error> {
        let key = ChoicesOf { round: self.round.row.id, student: self.row.student_id };
        let rows = Request::of(ctx)?.loaders.one(key).await?;
        Ok(rows.unwrap_or_default().into_iter().map(RankedOffer).collect())
    }
}

/// An offer that a student chose.
#[derive(Clone, Debug)]
pub struct RankedOffer(pub Arc<matching_choice::Model>);

/// An offer that a student chose.
#[Object]
impl RankedOffer {
    /// The offer, as it stands.
    async fn offer(&self, ctx: &Context<'_>) -> Result<Option<Offer>, Error> {
        Offer::known(Request::of(ctx)?, self.0.offer_id).await
    }

    /// The rank, from 1; null where it is acceptable without a rank.
    async fn rank(&self) -> Option<i32> {
        self.0.rank
    }
}
