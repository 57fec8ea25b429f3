//! Telling people, in the transaction of what they are told about.

use crate::context::Context;
use crate::error::Error;
use crate::mail;
use domain::company::MemberStatus;
use domain::notification::NotificationKind;
use entity::{Stored, company_member, notification};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

/// What a notification is about.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// An offer.
    pub offer: Option<Uuid>,
    /// An application.
    pub application: Option<Uuid>,
    /// A company.
    pub company: Option<Uuid>,
    /// A matching round.
    pub round: Option<Uuid>,
    /// A contract.
    pub contract: Option<Uuid>,
    /// Why, in the words of whoever decided.
    pub reason: Option<String>,
}

/// Tells these accounts.
///
/// # Errors
/// The database does not answer: the business change fails with it.
pub async fn accounts(
    context: &Context,
    db: &impl ConnectionTrait,
    to: impl IntoIterator<Item = Uuid>,
    kind: NotificationKind,
    about: &About,
) -> Result<(), Error> {
    each(context, db, kind, to.into_iter().map(|account| (account, about.clone()))).await
}

/// Tells each account something of its own.
///
/// # Errors
/// The database does not answer: the business change fails with it.
pub async fn each(
    context: &Context,
    db: &impl ConnectionTrait,
    kind: NotificationKind,
    told: impl IntoIterator<Item = (Uuid, About)>,
) -> Result<(), Error> {
    let now = context.now();
    let told: Vec<_> = told.into_iter().map(|(account, about)| (context.new_id(), account, about)).collect();
    let ids: Vec<_> = told.iter().map(|(id, account, _)| (*id, *account)).collect();
    let rows: Vec<_> = told
        .into_iter()
        .map(|(id, account, about)| notification::ActiveModel {
            id: Set(id),
            account_id: Set(account),
            kind: Set(Stored(kind)),
            offer_id: Set(about.offer),
            application_id: Set(about.application),
            company_id: Set(about.company),
            round_id: Set(about.round),
            contract_id: Set(about.contract),
            reason: Set(about.reason),
            read_at: Set(None),
            created_at: Set(now),
        })
        .collect();
    // A statement binds 32,766 values at most on SQLite: eleven a row.
    for chunk in rows.chunks(1_000) {
        notification::Entity::insert_many(chunk.to_vec()).exec_without_returning(db).await?;
    }
    mail::notifications(context, db, ids).await
}

/// Tells every approved member of a company.
///
/// # Errors
/// The database does not answer.
pub async fn members(
    context: &Context,
    db: &impl ConnectionTrait,
    company: Uuid,
    kind: NotificationKind,
    about: &About,
) -> Result<(), Error> {
    let to: Vec<Uuid> = company_member::Entity::find()
        .select_only()
        .column(company_member::Column::AccountId)
        .filter(company_member::Column::CompanyId.eq(company))
        .filter(company_member::Column::Status.eq(Stored(MemberStatus::Approved)))
        .into_tuple()
        .all(db)
        .await?;
    accounts(context, db, to, kind, about).await
}
