//! `signIn`: a token for an address and a password, with limits by account and by address.

use crate::account::new_account::{by_email, email_key};
use crate::auth::limits;
use crate::auth::passwords::Verdict;
use crate::auth::spending::network;
use crate::auth::tokens::{self, Issued, digest};
use crate::context::Request;
use crate::error::Rejection;
use crate::graphql::user_error::{ErrorCode, UserError};
use entity::account;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Signs in.
///
/// # Errors
/// `WRONG_CREDENTIALS`, the same and as slow for an unknown address; `RATE_LIMITED`.
pub async fn run(
    request: &Request,
    email: &str,
    password: String,
) -> Result<(account::Model, Issued), Rejection> {
    let context = &request.context;
    let auth = &context.config.auth;
    let by_address = format!("sign-in/address/{}", network(request.caller.address));
    // The digest, not the address itself: this table is no list of who tried to sign in.
    let by_account = format!("sign-in/account/{}", digest(&email_key(email)));
    limits::count(context, &by_address, auth.login_limit_per_address, auth.login_window).await?;
    limits::count(context, &by_account, auth.login_limit_per_account, auth.login_window).await?;
    if password.chars().count() > auth.password_max_length {
        return Err(wrong().into());
    }
    let account = by_email(&context.db.read, email).await?.filter(|account| account.disabled_at.is_none());
    let hash = account.as_ref().map(|account| account.password_hash.clone());
    let verdict = context.passwords.verify(password.clone(), hash).await?;
    let (Some(account), Verdict::Right | Verdict::Outdated) = (account, verdict) else {
        return Err(wrong().into());
    };
    if verdict == Verdict::Outdated {
        rehash(request, &account, password).await?;
    }
    limits::forget(context, &by_account).await?;
    let issued = tokens::issue(context, &context.db.write, account.id).await?;
    Ok((account, issued))
}

async fn rehash(request: &Request, account: &account::Model, password: String) -> Result<(), Rejection> {
    let context = &request.context;
    let hash = context.passwords.hash(password, context.random.bytes()).await?;
    account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(hash))
        .filter(account::Column::Id.eq(account.id))
        .exec(&context.db.write)
        .await?;
    Ok(())
}

fn wrong() -> UserError {
    let (fr, en) = ("Adresse ou mot de passe incorrect.", "Wrong address or password.");
    UserError::new(ErrorCode::WrongCredentials, fr, en)
}
