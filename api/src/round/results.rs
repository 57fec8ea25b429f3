//! What was computed of a round, as each may see it.

use crate::application::types::Application;
use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::pagination::{Connection, Totals};
use crate::graphql::scalars::DateTime;
use crate::history;
use crate::offer::types::Offer;
use crate::round::list::{self, Asked};
use crate::round::loader::{ApplicationOf, MissedBy, OutcomeOf};
use crate::round::sides::chosen;
use crate::student::types::Student;
use async_graphql::{Context, Enum, Object};
use entity::{matching_missed, matching_outcome, matching_run, offer, student};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait, RelationTrait};
use std::sync::Arc;
use uuid::Uuid;

/// Why a student did not get an offer that the student prefers to what was assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::round::explain::Reason")]
pub enum MissedReason {
    /// Every position went to an applicant whom the company ranked higher.
    RankedHigher,
    /// The company ranked neither: every position went to an applicant who fits better.
    BetterScore,
    /// The company ranked neither, both fit alike, and the lottery decided.
    Lottery,
    /// The company did not accept the student.
    NotAccepted,
}

/// The assignments of a run, of one company's offers or of all.
///
/// # Errors
/// A wrong page; or the database does not answer.
pub(super) async fn assignments(
    ctx: &Context<'_>,
    asked: Asked,
    run: Uuid,
    company: Option<Uuid>,
) -> Result<Connection<Assignment, Totals>, Error> {
    let mut all = matching_outcome::Entity::find()
        .filter(matching_outcome::Column::RunId.eq(run))
        .filter(matching_outcome::Column::OfferId.is_not_null());
    if let Some(company) = company {
        all = all
            .join(JoinType::InnerJoin, matching_outcome::Relation::Offer.def())
            .filter(offer::Column::CompanyId.eq(company));
    }
    let node = |row| Assignment { row, to_company: company.is_some() };
    list::page(ctx, asked, all, (matching_outcome::Column::Id, |row| row.id), node).await
}

/// The students whom a run assigned nothing.
///
/// # Errors
/// A wrong page; or the database does not answer.
pub(super) async fn unmatched(
    ctx: &Context<'_>,
    asked: Asked,
    run: Uuid,
) -> Result<Connection<Student, Totals>, Error> {
    let without = matching_outcome::Entity::find()
        .select_only()
        .column(matching_outcome::Column::StudentId)
        .filter(matching_outcome::Column::RunId.eq(run))
        .filter(matching_outcome::Column::OfferId.is_null());
    let all = student::Entity::find().filter(student::Column::Id.in_subquery(without.into_query()));
    let node = |row| Student { row: Arc::new(row), applied_to_asker: false };
    list::page(ctx, asked, all, (student::Column::Id, |row| row.id), node).await
}

/// What was computed of a round.
///
/// # Errors
/// A wrong page; or the database does not answer.
pub(super) async fn runs(
    ctx: &Context<'_>,
    asked: Asked,
    round: Uuid,
) -> Result<Connection<MatchingRun, Totals>, Error> {
    let all = matching_run::Entity::find().filter(matching_run::Column::RoundId.eq(round));
    list::page(ctx, asked, all, (matching_run::Column::Id, |row| row.id), MatchingRun).await
}

/// A student who was assigned an offer.
#[derive(Clone, Debug)]
pub struct Assignment {
    row: matching_outcome::Model,
    to_company: bool,
}

/// A student who was assigned an offer.
#[Object]
impl Assignment {
    /// The student.
    async fn student(&self, ctx: &Context<'_>) -> Result<Student, Error> {
        chosen(Request::of(ctx)?, self.row.student_id).await
    }

    /// The offer.
    async fn offer(&self, ctx: &Context<'_>) -> Result<Option<Offer>, Error> {
        let Some(offer) = self.row.offer_id else { return Ok(None) };
        Offer::known(Request::of(ctx)?, offer).await
    }

    /// The offer's place in the student's order, from 1; null to the company.
    async fn preference(&self) -> Option<i32> {
        self.row.preference.filter(|_| !self.to_company)
    }

    /// The application, once the round is published.
    async fn application(&self, ctx: &Context<'_>) -> Result<Option<Application>, Error> {
        application(Request::of(ctx)?, &self.row).await
    }
}

async fn application(request: &Request, row: &matching_outcome::Model) -> Result<Option<Application>, Error> {
    let Some(offer) = row.offer_id else { return Ok(None) };
    match request.loaders.one(ApplicationOf { student: row.student_id, offer }).await? {
        Some(id) => Application::load(request, id).await,
        None => Ok(None),
    }
}

/// What a round decided for the student who asks.
#[derive(Clone, Debug)]
pub struct OwnResult(Arc<matching_outcome::Model>);

impl OwnResult {
    /// What a run says of a student; none where the student could not be assigned any more.
    ///
    /// # Errors
    /// The database does not answer.
    pub(super) async fn find(request: &Request, run: Uuid, student: Uuid) -> Result<Option<Self>, Error> {
        Ok(request.loaders.one(OutcomeOf { run, student }).await?.map(Self))
    }
}

/// What a round decided for the student who asks.
#[Object]
impl OwnResult {
    /// The offer assigned; null is none.
    async fn offer(&self, ctx: &Context<'_>) -> Result<Option<Offer>, Error> {
        let Some(offer) = self.0.offer_id else { return Ok(None) };
        Offer::known(Request::of(ctx)?, offer).await
    }

    /// Its place in the student's own order, from 1.
    async fn preference(&self) -> Option<i32> {
        self.0.preference
    }

    /// The application to it, to confirm or decline.
    async fn application(&self, ctx: &Context<'_>) -> Result<Option<Application>, Error> {
        application(Request::of(ctx)?, &self.0).await
    }

    /// The offers that the student preferred to it, the preferred first, and why not.
    async fn missed(&self, ctx: &Context<'_>) -> Result<Vec<MissedOffer>, Error> {
        let key = MissedBy { run: self.0.run_id, student: self.0.student_id };
        let rows = Request::of(ctx)?.loaders.one(key).await?;
        Ok(rows.unwrap_or_default().into_iter().map(MissedOffer).collect())
    }
}

/// An offer that a student preferred to what was assigned. Who has it is not said.
#[derive(Clone, Debug)]
pub struct MissedOffer(Arc<matching_missed::Model>);

/// An offer that a student preferred to what was assigned. Who has it is not said.
#[Object]
impl MissedOffer {
    /// The offer.
    async fn offer(&self, ctx: &Context<'_>) -> Result<Option<Offer>, Error> {
        Offer::known(Request::of(ctx)?, self.0.offer_id).await
    }

    /// Its place in the student's own order, from 1.
    async fn preference(&self) -> i32 {
        self.0.preference
    }

    /// Why not.
    async fn reason(&self) -> MissedReason {
        self.0.reason.0.into()
    }
}

/// A round computed once.
#[derive(Clone, Debug)]
pub struct MatchingRun(pub matching_run::Model);

/// A round computed once, from what, and what the checker found. Those who run the round see it.
#[Object]
impl MatchingRun {
    /// Opaque id.
    async fn id(&self) -> Id {
        Id::new(IdKind::MatchingRun, self.0.id)
    }

    /// Whether it may be published; a dry run draws a lottery of its own.
    async fn is_final(&self) -> bool {
        self.0.is_final
    }

    /// The rules it was computed by.
    async fn engine(&self) -> &str {
        &self.0.engine
    }

    /// The lottery's seed.
    async fn seed(&self) -> &str {
        &self.0.seed
    }

    /// What it was computed from, as a text (docs/matching-rounds.md).
    async fn input(&self) -> &str {
        &self.0.input
    }

    /// The SHA-256 of that text.
    async fn input_digest(&self) -> &str {
        &self.0.input_digest
    }

    /// Students who took part.
    async fn students(&self) -> i32 {
        self.0.students
    }

    /// Students with an offer.
    async fn assigned(&self) -> i32 {
        self.0.assigned
    }

    /// Positions of the offers that took part.
    async fn positions(&self) -> i32 {
        self.0.positions
    }

    /// Whether the checker found nothing wrong.
    async fn stable(&self) -> bool {
        self.0.stable
    }

    /// How many pairs the checker found who would rather have each other.
    async fn blocking_pairs(&self) -> i32 {
        self.0.blocking_pairs
    }

    /// Who was assigned where.
    async fn results(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Assignment, Totals>, Error> {
        assignments(ctx, Asked { first, after }, self.0.id, None).await
    }

    /// Who asked for it.
    async fn name(&self, ctx: &Context<'_>) -> Result<Option<String>, Error> {
        history::name(Request::of(ctx)?, Some(self.0.actor_id)).await
    }

    /// When.
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }
}
