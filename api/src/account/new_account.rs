//! What every new account is checked for, and how it is written.

use crate::auth::limits;
use crate::auth::spending::network;
use crate::context::{Context, Request};
use crate::error::{Error, Rejection};
use crate::graphql::user_error::{ErrorCode, UserError};
use domain::locale::Locale;
use domain::role::Role;
use entity::{Stored, account};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, SqlErr};
use uuid::Uuid;

/// Characters in a name at most.
pub const LONGEST_NAME: usize = 120;

/// An account about to be made.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// E-mail address.
    pub email: String,
    /// Name shown.
    pub name: String,
    /// Password, in clear, never kept.
    pub password: String,
    /// Role.
    pub role: Role,
    /// Language.
    pub locale: Locale,
    /// School, for staff.
    pub school: Option<Uuid>,
    /// Made by `tremplin demo`.
    pub demo: bool,
}

/// Counts a sign-up from this address: as many in a window as sign-ins.
///
/// # Errors
/// `RATE_LIMITED`, or the database does not answer.
pub async fn count_sign_up(request: &Request) -> Result<(), Error> {
    let auth = &request.context.config.auth;
    let subject = format!("sign-up/address/{}", network(request.caller.address));
    limits::count(&request.context, &subject, auth.login_limit_per_address, auth.login_window).await
}

/// Everything that is wrong with it.
#[must_use]
pub fn faults(context: &Context, new: &NewAccount) -> Vec<UserError> {
    let mut faults = Vec::new();
    if !is_email(&new.email) {
        let (fr, en) = (
            "Adresse électronique attendue, comme nom@exemple.org.",
            "An e-mail address is expected, as name@example.org.",
        );
        faults.push(UserError::new(ErrorCode::Invalid, fr, en).at(&["input", "email"]));
    }
    if new.name.trim().is_empty() || new.name.chars().count() > LONGEST_NAME {
        let fr = format!("Un nom de 1 à {LONGEST_NAME} caractères est attendu.");
        let en = format!("A name of 1 to {LONGEST_NAME} characters is expected.");
        faults.push(UserError::new(ErrorCode::Invalid, fr, en).at(&["input", "name"]));
    }
    faults.extend(password_fault(context, new));
    faults
}

fn password_fault(context: &Context, new: &NewAccount) -> Option<UserError> {
    let auth = &context.config.auth;
    let (least, most) = (auth.password_min_length, auth.password_max_length);
    let length = new.password.chars().count();
    let guessable = new.password.eq_ignore_ascii_case(new.email.trim());
    ((least..=most).contains(&length) && !guessable).then_some(()).map_or_else(
        || {
            let fr =
                format!("Un mot de passe de {least} à {most} caractères, autre que l'adresse, est attendu.");
            let en =
                format!("A password of {least} to {most} characters, other than the address, is expected.");
            Some(UserError::new(ErrorCode::WeakPassword, fr, en).at(&["input", "password"]))
        },
        |()| None,
    )
}

/// Whether it looks like an address: one `@`, something before, a dotted name after, nothing odd.
fn is_email(text: &str) -> bool {
    let text = text.trim();
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"".contains(c);
    let parts: Vec<&str> = text.split('@').collect();
    let [local, host] = parts[..] else { return false };
    let dotted = host.contains('.') && host.split('.').all(|label| !label.is_empty());
    !local.is_empty() && dotted && text.len() <= 254 && !text.chars().any(odd)
}

/// One account an address, whatever its case.
#[must_use]
pub fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

/// The account of an address.
///
/// # Errors
/// The database does not answer.
pub async fn by_email(db: &impl ConnectionTrait, email: &str) -> Result<Option<account::Model>, Error> {
    // PostgreSQL refuses a text with this character, so that no address has it.
    if email.contains('\0') {
        return Ok(None);
    }
    let row = account::Entity::find().filter(account::Column::EmailKey.eq(email_key(email)));
    Ok(row.one(db).await?)
}

/// Writes the account under this id, with the password's hash.
///
/// # Errors
/// `EMAIL_TAKEN`, or the database does not answer.
pub async fn insert(
    context: &Context,
    db: &impl ConnectionTrait,
    id: Uuid,
    new: &NewAccount,
    password_hash: String,
) -> Result<account::Model, Rejection> {
    let row = account::ActiveModel {
        id: Set(id),
        email: Set(new.email.trim().to_owned()),
        email_key: Set(email_key(&new.email)),
        name: Set(new.name.trim().to_owned()),
        password_hash: Set(password_hash),
        role: Set(Stored(new.role)),
        locale: Set(Stored(new.locale)),
        school_id: Set(new.school),
        demo: Set(new.demo),
        disabled_at: Set(None),
        created_at: Set(context.now()),
    };
    row.insert(db).await.map_err(taken)
}

fn taken(error: DbErr) -> Rejection {
    if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) {
        email_taken().into()
    } else {
        error.into()
    }
}

/// There is an account of this address.
#[must_use]
pub fn email_taken() -> UserError {
    let (fr, en) =
        ("Un compte a déjà cette adresse ; connectez-vous.", "An account has this address; sign in.");
    UserError::new(ErrorCode::EmailTaken, fr, en).at(&["input", "email"])
}

#[cfg(test)]
mod tests {
    use super::is_email;

    #[test]
    fn addresses_are_told_from_other_texts() {
        for good in ["a@example.org", "first.last+tag@sub.example.org", " spaced@example.org "] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@",
            "@example.org",
            "a@b",
            "a b@example.org",
            "a@b@example.org",
            "a@.org",
            "<a@example.org>",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
