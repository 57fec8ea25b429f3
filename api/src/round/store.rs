//! Reading and changing matching rounds.

use crate::context::Context;
use crate::error::Error;
use crate::events::Transaction;
use domain::policy::{Actor, Subject};
use domain::role::Role;
use domain::round::status::{RankingPhase, RoundAction, Side, phase};
use entity::{
    Stored, matching_choice, matching_round, matching_round_event, matching_round_offer,
    matching_round_student, matching_run, offer,
};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, JoinType, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};
use uuid::Uuid;

/// Rows that a statement names at a time: it binds 32,766 values at most on SQLite.
pub(super) const CHUNK: usize = 2_000;

/// A round.
///
/// # Errors
/// There is none; or the database does not answer.
pub(super) async fn find(db: &impl ConnectionTrait, id: Uuid) -> Result<matching_round::Model, Error> {
    matching_round::Entity::find_by_id(id).one(db).await?.ok_or(Error::NotFound)
}

/// A round, locked until the transaction ends against other changes.
///
/// # Errors
/// There is none; or the database does not answer.
pub(super) async fn lock(tx: &Transaction, id: Uuid) -> Result<matching_round::Model, Error> {
    let row = matching_round::Entity::find_by_id(id).lock(LockType::NoKeyUpdate);
    row.one(tx).await?.ok_or(Error::NotFound)
}

/// A round that stays as it is until the transaction ends, however many hold it so: whoever ranks while it is closed either
/// comes first or is refused.
///
/// # Errors
/// There is none; or the database does not answer.
pub(super) async fn lock_shared(tx: &Transaction, id: Uuid) -> Result<matching_round::Model, Error> {
    matching_round::Entity::find_by_id(id).lock_shared().one(tx).await?.ok_or(Error::NotFound)
}

/// What the policy decides on.
pub(super) fn subject(row: &matching_round::Model, takes_part: bool) -> Subject {
    Subject::Round { school: row.school_id, status: row.status.0, takes_part }
}

/// Who ranks now.
pub(super) fn phase_of(context: &Context, row: &matching_round::Model) -> RankingPhase {
    phase(row.status.0, row.students_rank_until, row.companies_rank_until, context.now())
}

/// Whether an actor is a student of a round, or of a company with an offer in it.
///
/// # Errors
/// The database does not answer.
pub(super) async fn takes_part(db: &impl ConnectionTrait, actor: &Actor, round: Uuid) -> Result<bool, Error> {
    let rows = match (actor.role, actor.student, actor.membership) {
        (Role::Student, Some(student), _) => {
            let own = matching_round_student::Entity::find()
                .filter(matching_round_student::Column::RoundId.eq(round))
                .filter(matching_round_student::Column::StudentId.eq(student));
            own.count(db).await?
        }
        (Role::CompanyMember, _, Some(member)) => {
            let own = matching_round_offer::Entity::find()
                .join(JoinType::InnerJoin, matching_round_offer::Relation::Offer.def())
                .filter(matching_round_offer::Column::RoundId.eq(round))
                .filter(offer::Column::CompanyId.eq(member.company));
            own.count(db).await?
        }
        _ => 0,
    };
    Ok(rows > 0)
}

/// Writes a changed round under its next version.
///
/// # Errors
/// The database does not answer.
pub(super) async fn save(
    context: &Context,
    tx: &Transaction,
    before: matching_round::Model,
    change: impl FnOnce(&mut matching_round::ActiveModel),
) -> Result<matching_round::Model, Error> {
    let version = before.version + 1;
    let mut row = before.into_active_model();
    change(&mut row);
    row.version = Set(version);
    row.updated_at = Set(context.now());
    Ok(row.update(tx).await?)
}

/// What was done to a round.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// What.
    pub(super) action: RoundAction,
    /// The account.
    pub(super) by: Uuid,
    /// What exactly.
    pub(super) detail: Option<String>,
    /// Why.
    pub(super) reason: Option<String>,
}

/// Writes into a round's history.
///
/// # Errors
/// The database does not answer.
pub(super) async fn record(
    context: &Context,
    tx: &Transaction,
    round: Uuid,
    step: Step,
) -> Result<(), Error> {
    let event = matching_round_event::ActiveModel {
        id: Set(context.new_id()),
        round_id: Set(round),
        action: Set(Stored(step.action)),
        actor_id: Set(Some(step.by)),
        detail: Set(step.detail),
        reason: Set(step.reason),
        at: Set(context.now()),
    };
    matching_round_event::Entity::insert(event).exec_without_returning(tx).await?;
    Ok(())
}

/// The offers of a round.
///
/// # Errors
/// The database does not answer.
pub(super) async fn offers(
    db: &impl ConnectionTrait,
    round: Uuid,
) -> Result<Vec<matching_round_offer::Model>, Error> {
    let rows = matching_round_offer::Entity::find().filter(matching_round_offer::Column::RoundId.eq(round));
    Ok(rows.order_by_asc(matching_round_offer::Column::OfferId).all(db).await?)
}

/// The students of a round.
///
/// # Errors
/// The database does not answer.
pub(super) async fn students(
    db: &impl ConnectionTrait,
    round: Uuid,
) -> Result<Vec<matching_round_student::Model>, Error> {
    let rows =
        matching_round_student::Entity::find().filter(matching_round_student::Column::RoundId.eq(round));
    Ok(rows.order_by_asc(matching_round_student::Column::StudentId).all(db).await?)
}

/// Every choice of one side of a round.
///
/// # Errors
/// The database does not answer.
pub(super) async fn choices(
    db: &impl ConnectionTrait,
    round: Uuid,
    side: Side,
) -> Result<Vec<matching_choice::Model>, Error> {
    let rows = matching_choice::Entity::find()
        .filter(matching_choice::Column::RoundId.eq(round))
        .filter(matching_choice::Column::Side.eq(Stored(side)));
    Ok(rows.all(db).await?)
}

/// A student and an offer.
pub(super) type Pair = (Uuid, Uuid);

/// Of whom a choice is, whichever side made it.
pub(super) fn pair(choice: &matching_choice::Model) -> Pair {
    (choice.student_id, choice.offer_id)
}

/// The choices of a round that have neither a rank nor a score that is kept.
///
/// # Errors
/// The database does not answer.
pub(super) async fn tails_without_score(
    tx: &Transaction,
    round: Uuid,
) -> Result<Vec<matching_choice::Model>, Error> {
    let rows = matching_choice::Entity::find()
        .filter(matching_choice::Column::RoundId.eq(round))
        .filter(matching_choice::Column::Rank.is_null())
        .filter(matching_choice::Column::Score.is_null());
    Ok(rows.all(tx).await?)
}

/// The last final run of a round.
///
/// # Errors
/// The database does not answer.
pub(super) async fn final_run(
    db: &impl ConnectionTrait,
    round: Uuid,
) -> Result<Option<matching_run::Model>, Error> {
    let rows = matching_run::Entity::find()
        .filter(matching_run::Column::RoundId.eq(round))
        .filter(matching_run::Column::IsFinal.eq(true));
    Ok(rows.order_by_desc(matching_run::Column::Id).one(db).await?)
}
