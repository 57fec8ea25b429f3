//! Rows of files.

use crate::context::Context;
use crate::error::Error;
use crate::file::incoming::Kept;
use domain::file::{FileKind, FileSubject};
use domain::locale::Locale;
use entity::{Stored, account, pending_file, stored_file, upload_ticket};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QuerySelect,
};
use uuid::Uuid;

/// What kept bytes are to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// What sort of thing it belongs to.
    pub subject: FileSubject,
    /// The id of that thing.
    pub subject_id: Uuid,
    /// What it is there.
    pub kind: FileKind,
    /// What it is called; none: by its kind.
    pub title: Option<String>,
    /// Who uploaded it; none is the platform.
    pub by: Option<Uuid>,
}

/// Makes a file of kept bytes, in the caller's transaction. Where that is rolled back, the bytes go after a day.
///
/// # Errors
/// The database does not answer.
pub async fn record(
    context: &Context,
    tx: &impl ConnectionTrait,
    kept: Kept,
    new: NewFile,
) -> Result<stored_file::Model, Error> {
    let title = new.title.as_deref().unwrap_or_else(|| new.kind.title(Locale::Fr));
    let name = domain::file::name(title, kept.file_type.extension());
    let row = stored_file::ActiveModel {
        id: Set(kept.id),
        subject_kind: Set(Stored(new.subject)),
        subject_id: Set(new.subject_id),
        kind: Set(Stored(new.kind)),
        title: Set(new.title),
        name: Set(name),
        content_type: Set(kept.file_type.content_type().to_owned()),
        bytes: Set(kept.bytes),
        sha256: Set(kept.sha256),
        uploaded_by: Set(new.by),
        created_at: Set(context.now()),
    };
    let row = row.insert(tx).await?;
    let gone = pending_file::Entity::delete_by_id(row.id).exec(tx).await?;
    if gone.rows_affected == 0 {
        return Err(Error::internal(anyhow::anyhow!("the bytes of {} were given up meanwhile", row.id)));
    }
    Ok(row)
}

/// Removes files, in the caller's transaction; their bytes go after a day. Answers how many files that is.
///
/// # Errors
/// The database does not answer.
pub async fn remove(
    context: &Context,
    tx: &impl ConnectionTrait,
    these: impl Into<Condition>,
) -> Result<u64, Error> {
    let ids: Vec<Uuid> = stored_file::Entity::find()
        .select_only()
        .column(stored_file::Column::Id)
        .filter(these.into())
        .into_tuple()
        .all(tx)
        .await?;
    let now = context.now();
    for chunk in ids.chunks(1_000) {
        let pending = chunk.iter().map(|id| pending_file::ActiveModel { id: Set(*id), created_at: Set(now) });
        pending_file::Entity::insert_many(pending).exec_without_returning(tx).await?;
        let these = stored_file::Column::Id.is_in(chunk.iter().copied());
        stored_file::Entity::delete_many().filter(these).exec(tx).await?;
    }
    Ok(ids.len().try_into().unwrap_or(u64::MAX))
}

/// Says that there may be bytes under an id that are no file.
///
/// # Errors
/// The database does not answer.
pub(super) async fn pend(context: &Context, id: Uuid) -> Result<(), Error> {
    let row = pending_file::ActiveModel { id: Set(id), created_at: Set(context.now()) };
    pending_file::Entity::insert(row).exec_without_returning(&context.db.write).await?;
    Ok(())
}

/// How many bytes an account has uploaded.
///
/// # Errors
/// The database does not answer.
pub(super) async fn uploaded(db: &impl ConnectionTrait, account: Uuid) -> Result<u64, Error> {
    // A sum of 64-bit numbers is a decimal on PostgreSQL: they are added here.
    let sizes: Vec<i64> = stored_file::Entity::find()
        .select_only()
        .column(stored_file::Column::Bytes)
        .filter(stored_file::Column::UploadedBy.eq(account))
        .into_tuple()
        .all(db)
        .await?;
    Ok(sizes.into_iter().map(i64::unsigned_abs).sum())
}

/// How many files belong to a thing.
///
/// # Errors
/// The database does not answer.
pub(super) async fn count(db: &impl ConnectionTrait, subject: FileSubject, id: Uuid) -> Result<u64, Error> {
    let files = stored_file::Entity::find()
        .filter(stored_file::Column::SubjectKind.eq(Stored(subject)))
        .filter(stored_file::Column::SubjectId.eq(id));
    Ok(files.count(db).await?)
}

/// Locks an account until the transaction ends: one person's uploads are recorded one after the other.
///
/// # Errors
/// The database does not answer.
pub(super) async fn lock_account(tx: &impl ConnectionTrait, account: Uuid) -> Result<(), Error> {
    account::Entity::find_by_id(account).lock(LockType::NoKeyUpdate).one(tx).await?;
    Ok(())
}

/// The ticket of a token.
///
/// # Errors
/// The database does not answer.
pub(super) async fn ticket(
    db: &impl ConnectionTrait,
    token_hash: &str,
) -> Result<Option<upload_ticket::Model>, Error> {
    let of_token = upload_ticket::Column::TokenHash.eq(token_hash);
    Ok(upload_ticket::Entity::find().filter(of_token).one(db).await?)
}

/// Uses a ticket up; answers whether it was still good.
///
/// # Errors
/// The database does not answer.
pub(super) async fn use_up(
    context: &Context,
    tx: &impl ConnectionTrait,
    ticket: Uuid,
) -> Result<bool, Error> {
    let used = upload_ticket::Entity::update_many()
        .col_expr(upload_ticket::Column::UsedAt, Expr::value(Some(context.now())))
        .filter(upload_ticket::Column::Id.eq(ticket))
        .filter(upload_ticket::Column::UsedAt.is_null());
    Ok(used.exec(tx).await?.rows_affected == 1)
}
