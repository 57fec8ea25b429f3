//! Contracts in every state of their schools' procedures. Nothing of them is written by hand: each is opened and taken from
//! step to step by the engine that takes real ones, with a clock that says when it is told to have happened.

mod fate;
mod people;
mod plan;
mod school;

pub(super) use plan::plan;

use crate::clock::{Clock, Ids};
use crate::context::Context;
use crate::contract::staged::{self, Agreed, Bound};
use crate::demo::market::Market;
use crate::error::Error;
use crate::random::Random;
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use domain::contract::ContractAction;
use entity::application;
use fate::Fate;
use people::People;
use plan::Plan;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashMap;
use uuid::Uuid;

/// More things than a procedure has to be done.
const MOST: usize = 100;

/// Lets the contracts of these plans happen; those that wait for a place come last.
///
/// # Errors
/// A fault of ours: the plan breaks a rule; or the database does not answer.
pub(super) async fn run(market: &Market<'_>, plans: &[Plan], seed: u64) -> Result<(), Error> {
    let world = market.world;
    let applications = applications(market, plans).await?;
    school::days(market, plans).await?;
    let mut then = crate::app::at(world.context, Clock::manual(world.now), Random::seeded(seed));
    // Nobody is told, neither by mail.
    then.config.mail.notifications = false;
    let (last, first): (Vec<&Plan>, Vec<&Plan>) = plans.iter().partition(|plan| plan.fate == Fate::Waiting);
    for plan in first.into_iter().chain(last) {
        let student = market.students[plan.student].id;
        let application = applications.get(&student).copied();
        let application =
            application.ok_or_else(|| Error::internal(anyhow::anyhow!("no application of {student}")))?;
        // Ids tell when their rows came: those of the next contract may be older than those of the last.
        (then.clock, then.ids) = (Clock::manual(plan.opened), Ids::default());
        play(market, &then, plan, application).await?;
    }
    Ok(())
}

/// The applications of these students, by student.
async fn applications(market: &Market<'_>, plans: &[Plan]) -> Result<HashMap<Uuid, Uuid>, Error> {
    let mut all = HashMap::with_capacity(plans.len());
    for chunk in plans.chunks(1_000) {
        let students = chunk.iter().map(|plan| market.students[plan.student].id);
        let rows: Vec<(Uuid, Uuid)> = application::Entity::find()
            .select_only()
            .columns([application::Column::StudentId, application::Column::Id])
            .filter(application::Column::StudentId.is_in(students))
            .into_tuple()
            .all(&market.world.context.db.read)
            .await?;
        all.extend(rows);
    }
    Ok(all)
}

async fn play(market: &Market<'_>, then: &Context, plan: &Plan, application: Uuid) -> Result<(), Error> {
    let people = People::of(market, plan)?;
    let agreed = Agreed {
        application,
        contract_type: plan.procedure.contract_type,
        first_day: plan.first_day,
        last_day: plan.last_day,
        gross_monthly_pay: plan.pay,
    };
    let id = staged::open(then, agreed, market.students[plan.student].account).await?;
    if plan.fate == Fate::Waiting {
        school::full(market, then, plan).await?;
    }
    if plan.fate.has_tutors() {
        let company = market.companies[plan.company].id;
        let tutor = people.company_tutor(market.world, company, then.now()).insert(&then.db.write).await?;
        staged::tutors(then, id, &people, (tutor.id, people.school_tutor)).await?;
    }
    let story = Story { market, then, id, people: &people };
    story.tell(plan).await
}

/// A contract that is lived through.
struct Story<'a> {
    market: &'a Market<'a>,
    then: &'a Context,
    id: Uuid,
    people: &'a People<'a>,
}

impl Story<'_> {
    async fn tell(&self, plan: &Plan) -> Result<(), Error> {
        let now = self.market.world.now;
        match plan.fate {
            Fate::Overdue => self.moves(2).await,
            Fate::Begun => self.moves(1 + self.market.world.dice.below(3)).await,
            Fate::Halfway => self.moves(4).await,
            Fate::Waiting => self.moves(if plan.procedure.place_held.is_some() { 2 } else { 6 }).await,
            Fate::AllButLast => self.moves(MOST).await,
            Fate::Refused => self.refused().await,
            Fate::Active => self.active().await,
            Fate::Withdrawn => {
                self.moves(3).await?;
                self.ends(now - TimeDelta::days(3), ContractAction::Withdraw, "Le budget du poste est gelé")
                    .await
            }
            Fate::Terminated => {
                self.active().await?;
                self.ends(now - TimeDelta::days(4), ContractAction::Terminate, "Rupture d'un commun accord")
                    .await
            }
            Fate::Completed => {
                self.active().await?;
                let after =
                    plan.last_day.succ_opt().unwrap_or(plan.last_day).and_time(NaiveTime::MIN).and_utc();
                self.ends(after, ContractAction::Complete, "").await
            }
        }
    }

    /// From a day and a half to two and a half days later.
    fn pass(&self) {
        self.then
            .clock
            .advance(TimeDelta::minutes(2_160 + i64::from(self.market.world.dice.range(0, 1_440))));
    }

    /// Does so many things at most, and not the one that would make it active.
    async fn moves(&self, count: usize) -> Result<(), Error> {
        for _ in 0..count {
            self.pass();
            if !staged::next(self.then, self.id, self.people, Bound::NotActive).await? {
                break;
            }
        }
        Ok(())
    }

    async fn active(&self) -> Result<(), Error> {
        self.moves(MOST).await?;
        staged::next(self.then, self.id, self.people, Bound::None).await?;
        Ok(())
    }

    async fn refused(&self) -> Result<(), Error> {
        while !staged::awaits_validation(self.then, self.id).await? {
            self.pass();
            if !staged::next(self.then, self.id, self.people, Bound::NotActive).await? {
                return Ok(());
            }
        }
        self.pass();
        let reason = "Les missions ne sont pas encore celles d'un ingénieur";
        staged::refuse(self.then, self.id, self.people, reason).await
    }

    async fn ends(&self, at: DateTime<Utc>, action: ContractAction, reason: &str) -> Result<(), Error> {
        self.then.clock.advance(at - self.then.now());
        staged::end(self.then, self.id, self.people, (action, reason)).await
    }
}
