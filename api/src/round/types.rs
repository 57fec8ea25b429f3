//! `MatchingRound`, its states and its history.

use crate::account::types::Role;
use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::pagination::{Connection, Totals};
use crate::graphql::scalars::DateTime;
use crate::history;
use crate::matching::types::MatchingWeights;
use crate::round::list::{self, Asked};
use crate::round::loader::{ChoicesOf, CompanyIn, FinalRunOf, RoundById, StudentIn};
use crate::round::results::{self, Assignment, MatchingRun, OwnResult};
use crate::round::sides::{RankedOffer, RoundOffer, RoundStudent};
use crate::round::store;
use crate::school::types::School;
use crate::student::types::Student;
use async_graphql::{Context, Enum, Object};
use domain::policy::{Action, Subject};
use domain::round::lottery::Seed;
use domain::round::status::RoundStatus as Status;
use entity::{
    matching_round, matching_round_event, matching_round_offer, matching_round_student, matching_run, offer,
};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationTrait};
use std::sync::Arc;
use uuid::Uuid;

/// Where a matching round stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::round::status::RoundStatus")]
pub enum RoundStatus {
    /// Being prepared; only career services see it.
    Draft,
    /// Rankings are handed in: students', then companies'.
    Open,
    /// Nobody ranks any more; it is computed.
    Closed,
    /// Everybody sees what concerns them.
    Published,
    /// Given up.
    Cancelled,
}

/// Who may hand in rankings now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::round::status::RankingPhase")]
pub enum RankingPhase {
    /// Nobody yet: it is not open.
    NotOpen,
    /// Students.
    Students,
    /// Companies: the students' lists are final, and companies see who chose their offers.
    Companies,
    /// Nobody any more.
    Over,
}

/// What is done to a matching round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::round::status::RoundAction")]
pub enum RoundAction {
    /// Prepared.
    Create,
    /// Changed: its name, its deadlines, who takes part.
    Update,
    /// Opened to rankings.
    Open,
    /// A ranking was handed in.
    Rank,
    /// Closed to rankings.
    Close,
    /// Computed, to look at.
    DryRun,
    /// Computed, to be published.
    FinalRun,
    /// Published: results become applications.
    Publish,
    /// Given up.
    Cancel,
}

/// A round in which students and companies rank each other, and are assigned all at once.
#[derive(Clone, Debug)]
pub struct MatchingRound {
    /// The row.
    pub row: Arc<matching_round::Model>,
    /// Whether the one who asks is a student of it, or of a company with an offer in it.
    pub takes_part: bool,
}

impl MatchingRound {
    /// A round read for somebody who may see it, in a batch; `None` where there is none or the policy says no.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn load(request: &Request, id: Uuid) -> Result<Option<Self>, Error> {
        let Some(row) = request.loaders.one(RoundById(id)).await? else { return Ok(None) };
        let round = Self { takes_part: takes_part(request, id).await?, row };
        Ok(request.may(Action::Read, &round.subject()).then_some(round))
    }

    /// What the policy decides on.
    #[must_use]
    pub fn subject(&self) -> Subject {
        store::subject(&self.row, self.takes_part)
    }

    /// Whether the one who asks runs the round.
    pub(super) fn is_run_by(&self, request: &Request) -> bool {
        request.may(Action::ReadDesk, &self.subject())
    }

    /// The student who asks, when of this round.
    pub(super) fn own_student(&self, request: &Request) -> Option<Uuid> {
        request.caller.actor.as_ref().and_then(|actor| actor.student).filter(|_| self.takes_part)
    }

    /// The company of the one who asks, when it has an offer in this round.
    pub(super) fn own_company(&self, request: &Request) -> Option<Uuid> {
        let membership = request.caller.actor.as_ref().and_then(|actor| actor.membership);
        membership.map(|member| member.company).filter(|_| self.takes_part)
    }

    /// Whether results are there for everybody whom they concern.
    pub(super) fn is_published(&self) -> bool {
        self.row.status.0 == Status::Published
    }

    /// The run that counts, for those who may know of it: staff from the moment it is made, the others once published.
    async fn decided(&self, request: &Request) -> Result<Option<Arc<matching_run::Brief>>, Error> {
        if !self.is_published() && !self.is_run_by(request) {
            return Ok(None);
        }
        request.loaders.one(FinalRunOf(self.row.id)).await
    }
}

async fn takes_part(request: &Request, round: Uuid) -> Result<bool, Error> {
    let Some(actor) = &request.caller.actor else { return Ok(false) };
    if let Some(student) = actor.student {
        return Ok(request.loaders.one(StudentIn { round, student }).await?.is_some());
    }
    let Some(member) = actor.membership else { return Ok(false) };
    Ok(request.loaders.one(CompanyIn { round, company: member.company }).await?.unwrap_or(false))
}

/// A round in which students and companies rank each other, and are assigned all at once by what both prefer. Seen by the
/// school's staff, and once open by its students and by the companies with an offer in it.
#[Object]
impl MatchingRound {
    /// Opaque id.
    pub async fn id(&self) -> Id {
        Id::new(IdKind::MatchingRound, self.row.id)
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// The school whose career services run it.
    async fn school(&self, ctx: &Context<'_>) -> Result<School, Error> {
        School::load(Request::of(ctx)?, self.row.school_id).await
    }

    /// Where it stands.
    async fn status(&self) -> RoundStatus {
        self.row.status.0.into()
    }

    /// Who may hand in rankings now.
    async fn phase(&self, ctx: &Context<'_>) -> Result<RankingPhase, Error> {
        Ok(store::phase_of(&Request::of(ctx)?.context, &self.row).into())
    }

    /// Until when students rank.
    async fn students_rank_until(&self) -> DateTime {
        DateTime(self.row.students_rank_until)
    }

    /// Until when companies rank those who chose them.
    async fn companies_rank_until(&self) -> DateTime {
        DateTime(self.row.companies_rank_until)
    }

    /// What each criterion weighs in the scores that sort those not ranked: the school's weights when the round was opened,
    /// whatever they are since; null before.
    async fn matching_weights(&self) -> Option<MatchingWeights> {
        self.row.weights.map(|weights| weights.0.into())
    }

    /// The SHA-256 of the lottery's seed, which was drawn with the round: it binds the school to that seed.
    async fn lottery_commitment(&self) -> Result<String, Error> {
        let seed: Seed = self.row.seed.parse().map_err(Error::internal)?;
        Ok(seed.commitment())
    }

    /// The lottery's seed, once the round is published: anybody can check it against the commitment and draw again.
    async fn lottery_seed(&self) -> Option<&str> {
        self.is_published().then_some(self.row.seed.as_str())
    }

    /// Its offers, the last added first: all of them to staff and students, to a company its own.
    async fn offers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<RoundOffer, Totals>, Error> {
        let mut all = matching_round_offer::Entity::find()
            .filter(matching_round_offer::Column::RoundId.eq(self.row.id));
        if let Some(company) = self.own_company(Request::of(ctx)?) {
            all = all
                .join(JoinType::InnerJoin, matching_round_offer::Relation::Offer.def())
                .filter(offer::Column::CompanyId.eq(company));
        }
        let node = |row| RoundOffer { row: Arc::new(row), round: self.clone() };
        list::page(ctx, Asked { first, after }, all, (matching_round_offer::Column::Id, |row| row.id), node)
            .await
    }

    /// Its students, the last added first; null to anybody but those who run it.
    async fn students(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<RoundStudent, Totals>>, Error> {
        if !self.is_run_by(Request::of(ctx)?) {
            return Ok(None);
        }
        let all = matching_round_student::Entity::find()
            .filter(matching_round_student::Column::RoundId.eq(self.row.id));
        let node = |row| RoundStudent { row: Arc::new(row), round: self.clone() };
        let id = matching_round_student::Column::Id;
        list::page(ctx, Asked { first, after }, all, (id, |row| row.id), node).await.map(Some)
    }

    /// What the student who asks has ranked: by rank, then those acceptable without rank; null to anybody else.
    async fn own_ranking(&self, ctx: &Context<'_>) -> Result<Option<Vec<RankedOffer>>, Error> {
        let request = Request::of(ctx)?;
        let Some(student) = self.own_student(request) else { return Ok(None) };
        let rows = request.loaders.one(ChoicesOf { round: self.row.id, student }).await?;
        Ok(Some(rows.unwrap_or_default().into_iter().map(RankedOffer).collect()))
    }

    /// What the student who asks was assigned, and why no offer preferred to it; null before publication, and to anybody else.
    async fn own_result(&self, ctx: &Context<'_>) -> Result<Option<OwnResult>, Error> {
        let request = Request::of(ctx)?;
        match (self.own_student(request), self.row.published_run_id) {
            (Some(student), Some(run)) => OwnResult::find(request, run, student).await,
            _ => Ok(None),
        }
    }

    /// Who was assigned where: to staff of the last final run, to a company of its own offers once published; null to
    /// students, who have `ownResult`, and before.
    async fn results(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<Assignment, Totals>>, Error> {
        let request = Request::of(ctx)?;
        let company = self.own_company(request);
        let Some(run) = self.decided(request).await? else { return Ok(None) };
        if company.is_none() && !self.is_run_by(request) {
            return Ok(None);
        }
        results::assignments(ctx, Asked { first, after }, run.id, company).await.map(Some)
    }

    /// The students whom the last final run assigned nothing; null before, and to anybody but those who run the round.
    async fn unmatched_students(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<Student, Totals>>, Error> {
        let request = Request::of(ctx)?;
        if !self.is_run_by(request) {
            return Ok(None);
        }
        let Some(run) = self.decided(request).await? else { return Ok(None) };
        results::unmatched(ctx, Asked { first, after }, run.id).await.map(Some)
    }

    /// Whether the result is stable, as a checker found that shares no code with the algorithm: no student and company would
    /// rather have each other. Null before there is one, to staff, and before publication, to the others.
    async fn stable(&self, ctx: &Context<'_>) -> Result<Option<bool>, Error> {
        Ok(self.decided(Request::of(ctx)?).await?.map(|run| run.stable))
    }

    /// How many pairs of a student and an offer the checker found who would rather have each other.
    async fn blocking_pairs(&self, ctx: &Context<'_>) -> Result<Option<i32>, Error> {
        Ok(self.decided(Request::of(ctx)?).await?.map(|run| run.blocking_pairs))
    }

    /// The SHA-256 of what the result was computed from.
    async fn input_digest(&self, ctx: &Context<'_>) -> Result<Option<String>, Error> {
        Ok(self.decided(Request::of(ctx)?).await?.map(|run| run.input_digest.clone()))
    }

    /// What was computed, dry runs and final ones, newest first; null to anybody but those who run the round.
    async fn runs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<MatchingRun, Totals>>, Error> {
        if !self.is_run_by(Request::of(ctx)?) {
            return Ok(None);
        }
        results::runs(ctx, Asked { first, after }, self.row.id).await.map(Some)
    }

    /// Who did what to it, when and why, newest first; null to anybody but those who run it.
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Option<Connection<MatchingRoundEvent, Totals>>, Error> {
        if !self.is_run_by(Request::of(ctx)?) {
            return Ok(None);
        }
        let all = matching_round_event::Entity::find()
            .filter(matching_round_event::Column::RoundId.eq(self.row.id));
        let id = matching_round_event::Column::Id;
        list::page(ctx, Asked { first, after }, all, (id, |row| row.id), MatchingRoundEvent).await.map(Some)
    }

    /// When it was published.
    async fn published_at(&self) -> Option<DateTime> {
        self.row.published_at.map(DateTime)
    }

    /// When it was prepared.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
}

/// Something that was done to a matching round.
#[derive(Clone, Debug)]
pub struct MatchingRoundEvent(pub matching_round_event::Model);

/// Something that was done to a matching round.
#[Object]
impl MatchingRoundEvent {
    /// What was done.
    async fn action(&self) -> RoundAction {
        self.0.action.0.into()
    }

    /// The role of who did it; null is an account that is no more.
    async fn role(&self, ctx: &Context<'_>) -> Result<Option<Role>, Error> {
        history::role(Request::of(ctx)?, self.0.actor_id).await
    }

    /// The name of who did it; null is an account that is no more.
    async fn name(&self, ctx: &Context<'_>) -> Result<Option<String>, Error> {
        history::name(Request::of(ctx)?, self.0.actor_id).await
    }

    /// What exactly: what changed, whose ranking, or the digest of what was computed.
    async fn detail(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }

    /// Why.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// When.
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }
}
