//! Reading and changing offers.

use crate::context::Context;
use crate::error::{Error, Rejection};
use crate::events::{Event, Transaction};
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::outbox::{self, Indexed};
use domain::application::ApplicationStatus;
use domain::company::CompanyStatus;
use domain::offer::{OfferAction, OfferStatus};
use domain::policy::Subject;
use entity::{Stored, application, company, offer, offer_event, offer_skill, offer_specialty, skill};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// An offer, and what the policy decides on.
///
/// # Errors
/// There is none; or the database does not answer.
pub(super) async fn with_subject(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<(offer::Model, Subject), Error> {
    let row = offer::Entity::find_by_id(id).one(db).await?.ok_or(Error::NotFound)?;
    let subject = subject(&row, specialties(db, id).await?);
    Ok((row, subject))
}

/// What the policy decides on, for an offer open to these specialties.
pub(super) fn subject(row: &offer::Model, specialties: Vec<Uuid>) -> Subject {
    Subject::Offer { company: row.company_id, school: row.school_id, specialties, status: row.status.0 }
}

/// An offer, locked until the transaction ends against other changes; rows that refer to it may still be written.
///
/// # Errors
/// There is none; or the database does not answer.
pub(crate) async fn lock(tx: &Transaction, id: Uuid) -> Result<offer::Model, Error> {
    offer::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx).await?.ok_or(Error::NotFound)
}

/// An offer that stays as it is until the transaction ends, however many hold it so.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn lock_shared(tx: &Transaction, id: Uuid) -> Result<Option<offer::Model>, Error> {
    Ok(offer::Entity::find_by_id(id).lock_shared().one(tx).await?)
}

/// Writes a changed offer under its next version, queues it for the search engine, and announces it.
///
/// # Errors
/// The database does not answer.
pub(super) async fn save(
    context: &Context,
    tx: &Transaction,
    before: offer::Model,
    change: impl FnOnce(&mut offer::ActiveModel),
) -> Result<offer::Model, Error> {
    let version = before.version + 1;
    let mut row = before.into_active_model();
    change(&mut row);
    row.version = Set(version);
    row.updated_at = Set(context.now());
    let after = row.update(tx).await?;
    outbox::changed(context, tx, Indexed::Offer, [(after.id, after.version)]).await?;
    tx.announce([Event::OfferChanged { id: after.id, version: after.version }]);
    Ok(after)
}

/// What was done to an offer.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// What.
    pub(crate) action: OfferAction,
    /// The account; none is the platform.
    pub(crate) by: Option<Uuid>,
    /// Why.
    pub(crate) reason: Option<String>,
}

/// Writes into an offer's history.
///
/// # Errors
/// The database does not answer.
pub(super) async fn record(
    context: &Context,
    tx: &Transaction,
    after: &offer::Model,
    from: Option<OfferStatus>,
    step: Step,
) -> Result<(), Error> {
    let event = offer_event::ActiveModel {
        id: Set(context.new_id()),
        offer_id: Set(after.id),
        action: Set(Stored(step.action)),
        from_status: Set(from.map(Stored)),
        to_status: Set(after.status),
        actor_id: Set(step.by),
        reason: Set(step.reason),
        at: Set(context.now()),
    };
    offer_event::Entity::insert(event).exec_without_returning(tx).await?;
    Ok(())
}

/// The specialties that an offer is open to.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn specialties(db: &impl ConnectionTrait, offer: Uuid) -> Result<Vec<Uuid>, Error> {
    let rows = offer_specialty::Entity::find()
        .select_only()
        .column(offer_specialty::Column::SpecialtyId)
        .filter(offer_specialty::Column::OfferId.eq(offer));
    Ok(rows.into_tuple().all(db).await?)
}

/// The names of the skills that an offer asks for, in its order.
///
/// # Errors
/// The database does not answer.
pub(super) async fn skills(db: &impl ConnectionTrait, offer: Uuid) -> Result<Vec<String>, Error> {
    let rows = offer_skill::Entity::find()
        .filter(offer_skill::Column::OfferId.eq(offer))
        .order_by_asc(offer_skill::Column::Position)
        .find_also_related(skill::Entity)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(_, skill)| skill.map(|skill| skill.name)).collect())
}

/// How many students have confirmed. Exact only while the offer is locked.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn confirmed(db: &impl ConnectionTrait, offer: Uuid) -> Result<u64, Error> {
    let rows = application::Entity::find()
        .filter(application::Column::OfferId.eq(offer))
        .filter(application::Column::Status.eq(Stored(ApplicationStatus::Confirmed)));
    Ok(rows.count(db).await?)
}

/// Whether as many students have confirmed as an offer has positions.
#[must_use]
pub(crate) fn is_taken(offer: &offer::Model, confirmed: u64) -> bool {
    u64::try_from(offer.positions).is_ok_and(|positions| confirmed >= positions)
}

/// Who closed an offer that is filled: an account, or the platform itself (none).
///
/// # Errors
/// The database does not answer.
pub(super) async fn filled_by(db: &impl ConnectionTrait, offer: Uuid) -> Result<Option<Uuid>, Error> {
    let last = offer_event::Entity::find()
        .filter(offer_event::Column::OfferId.eq(offer))
        .filter(offer_event::Column::Action.eq(Stored(OfferAction::Fill)))
        .order_by_desc(offer_event::Column::Id);
    Ok(last.one(db).await?.and_then(|event| event.actor_id))
}

/// The company of an offer.
///
/// # Errors
/// The database does not answer.
pub(super) async fn company(db: &impl ConnectionTrait, id: Uuid) -> Result<company::Model, Error> {
    let row = company::Entity::find_by_id(id).one(db).await?;
    row.ok_or_else(|| Error::internal(anyhow::anyhow!("no company {id}")))
}

/// Refuses what only a verified company's offer may: to go to career services, and to be published.
///
/// # Errors
/// `COMPANY_NOT_VERIFIED`; or the database does not answer.
pub(super) async fn require_verified(db: &impl ConnectionTrait, id: Uuid) -> Result<(), Rejection> {
    if company(db, id).await?.status.0 == CompanyStatus::Verified {
        return Ok(());
    }
    let fr = "Une école doit d'abord vérifier l'entreprise ; l'offre reste un brouillon d'ici là.";
    let en = "A school must verify the company first; until then the offer stays as it is.";
    Err(UserError::new(ErrorCode::CompanyNotVerified, fr, en).into())
}
