//! `savedSearchCreate`: a person keeps a search.

use crate::context::Request;
use crate::error::{Error, Rejection};
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::idempotency::{self, Key};
use crate::saved_search::input::{self, SavedSearchCreateInput};
use crate::saved_search::{criteria, store};
use domain::alert::MOST_SEARCHES;
use domain::policy::{Action, Subject};
use entity::{Stored, account, saved_search};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::LockType;
use sea_orm::{ActiveModelTrait, EntityTrait, QuerySelect};

/// Keeps a search of the person who asks.
///
/// # Errors
/// `INVALID`, `TOO_MANY_SAVED_SEARCHES`; `BAD_USER_INPUT` for a filter's value that does not exist; nobody is signed in.
pub(super) async fn run(
    request: &Request,
    input: SavedSearchCreateInput,
    key: Option<String>,
) -> Result<saved_search::Model, Rejection> {
    let account = request.authorize(Action::UseAccount, &Subject::Platform)?.account;
    let key = Key::of(request, "savedSearchCreate", key, &format!("{input:?}"))?;
    let name = input::name(&input.name)?;
    let query = input::query(input.query)?;
    let filter = criteria::keep(&*request.schools().await?, input.filter)?;
    let context = &request.context;
    let tx = context.db.begin().await?;
    // Whoever creates two at once counts one after the other.
    let owner = account::Entity::find_by_id(account).lock(LockType::NoKeyUpdate).one(&tx).await?;
    owner.ok_or(Error::Unauthenticated)?;
    let id = context.new_id();
    if let Some(first) = idempotency::claim(context, &tx, key.as_ref(), id).await? {
        return Ok(store::lock(&tx, account, first).await?);
    }
    if store::count(&tx, account).await? >= MOST_SEARCHES {
        return Err(too_many().into());
    }
    let now = context.now();
    let row = saved_search::ActiveModel {
        id: Set(id),
        account_id: Set(account),
        name: Set(name),
        query: Set(query),
        filter: Set(filter),
        frequency: Set(Stored(input.frequency.into())),
        since: Set(now),
        digested_at: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let row = row.insert(&tx).await?;
    tx.commit().await?;
    Ok(row)
}

fn too_many() -> UserError {
    let fr = format!("{MOST_SEARCHES} recherches enregistrées au plus : supprimez-en une d'abord.");
    let en = format!("{MOST_SEARCHES} saved searches at most: delete one first.");
    UserError::new(ErrorCode::TooManySavedSearches, fr, en)
}
