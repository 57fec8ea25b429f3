//! What can go wrong: what the user got wrong, and what we did.
//!
//! Three kinds are kept apart. A [`UserError`] is data in a mutation's payload. An [`Error`] with a code of its
//! own (`UNAUTHENTICATED`, `NOT_FOUND`, `BAD_USER_INPUT`…) is a top-level error that says what would be accepted.
//! A fault of ours is [`Error::Internal`]: logged with an id, and answered with that id alone. A database in trouble is
//! nobody's fault in the request: [`Error::Database`] says which trouble, and whether to try again.

use crate::db::Trouble;
use crate::graphql::user_error::UserError;
use async_graphql::ErrorExtensions;
use domain::policy::Denial;
use sea_orm::DbErr;
use std::sync::Arc;

/// A top-level error. It has no `Display`: async-graphql would turn one into an answer by itself, text and all.
#[derive(Clone, Debug)]
pub enum Error {
    /// Nobody is signed in.
    Unauthenticated,
    /// Somebody is, who may not.
    Forbidden,
    /// There is none, or none that the asker may know of.
    NotFound,
    /// An argument is not one that is accepted.
    BadUserInput {
        /// What is wrong and what would be accepted.
        message: String,
        /// Which argument.
        path: Vec<String>,
        /// The accepted values, where they can be listed.
        accepted: Vec<String>,
    },
    /// More results than can be paged through in this order.
    CursorTooFar,
    /// Too many attempts.
    RateLimited {
        /// Seconds until the next may succeed.
        retry_after: i64,
    },
    /// The same idempotency key came before with another input.
    IdempotencyKeyReused,
    /// The database is in trouble; what it said is for the log.
    Database(Trouble, Arc<anyhow::Error>),
    /// Our own fault.
    Internal(Arc<anyhow::Error>),
}

/// What a use case answers when it does not do what it was asked.
#[derive(Clone, Debug)]
pub enum Rejection {
    /// The user's fault, as data for the payload.
    User(Vec<UserError>),
    /// Everything else.
    Error(Error),
}

impl Error {
    /// A fault of ours.
    pub fn internal(source: impl Into<anyhow::Error>) -> Self {
        Self::Internal(Arc::new(source.into()))
    }

    /// A wrong argument: where, and what would be accepted.
    pub fn bad_input(path: &[&str], message: impl Into<String>) -> Self {
        let path = path.iter().map(|part| (*part).to_owned()).collect();
        Self::BadUserInput { message: message.into(), path, accepted: Vec::new() }
    }

    /// An argument that is not one of the accepted values.
    pub fn unknown_value(path: &[&str], value: &str, accepted: Vec<String>) -> Self {
        let path = path.iter().map(|part| (*part).to_owned()).collect();
        let message = format!("{value:?} is not known; accepted: {}", accepted.join(", "));
        Self::BadUserInput { message, path, accepted }
    }

    /// For a caller that is no user: the command line, the start.
    #[must_use]
    pub fn into_fault(self) -> anyhow::Error {
        match self {
            Self::Internal(source) | Self::Database(_, source) => anyhow::anyhow!("{source:#}"),
            other => anyhow::anyhow!("{}: {}", other.code(), other.message()),
        }
    }

    /// The stable code, as in `extensions.code`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::BadUserInput { .. } => "BAD_USER_INPUT",
            Self::CursorTooFar => "CURSOR_TOO_FAR",
            Self::RateLimited { .. } => "RATE_LIMITED",
            Self::IdempotencyKeyReused => "IDEMPOTENCY_KEY_REUSED",
            Self::Database(trouble, _) => trouble.code(),
            Self::Internal(_) => "INTERNAL",
        }
    }

    /// What it says to whoever asked.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Unauthenticated => "Sign in first: send the header `Authorization: Bearer <token>`.".into(),
            Self::Forbidden => "Your role does not allow this.".into(),
            Self::NotFound => "There is none with this id, or none that you may see.".into(),
            Self::BadUserInput { message, .. } => message.clone(),
            Self::CursorTooFar => {
                "The best 1,000 matches can be paged through; narrow the filter, or choose another order, \
                                   which has no end."
                    .into()
            }
            Self::RateLimited { retry_after } => format!("Too many attempts; try again in {retry_after} s."),
            Self::IdempotencyKeyReused => {
                "This idempotency key came before with another input; use a new key for a new request.".into()
            }
            Self::Database(trouble, _) => trouble.message().into(),
            Self::Internal(_) => "Something went wrong on our side.".into(),
        }
    }
}

impl From<Error> for async_graphql::Error {
    fn from(error: Error) -> Self {
        let answer = Self::new(error.message()).extend_with(|_, extensions| {
            extensions.set("code", error.code());
            match &error {
                Error::BadUserInput { path, accepted, .. } => {
                    extensions.set("path", path.clone());
                    if !accepted.is_empty() {
                        extensions.set("accepted", accepted.clone());
                    }
                }
                Error::RateLimited { retry_after } => extensions.set("retryAfter", *retry_after),
                Error::Database(trouble, _) if trouble.passes() => extensions.set("retryAfter", 1),
                _ => {}
            }
        });
        match error {
            // Kept beside the answer, never in it: `http` logs it under the request's id.
            Error::Internal(source) | Error::Database(_, source) => Self { source: Some(source), ..answer },
            _ => answer,
        }
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match Trouble::of(&error) {
            Some(trouble) => Self::Database(trouble, Arc::new(error.into())),
            None => Self::internal(error),
        }
    }
}

impl From<Denial> for Error {
    fn from(denial: Denial) -> Self {
        match denial {
            Denial::Unauthenticated => Self::Unauthenticated,
            Denial::Forbidden => Self::Forbidden,
            Denial::Hidden => Self::NotFound,
        }
    }
}

/// A loader's error is shared by all who waited for the batch.
impl From<Arc<DbErr>> for Error {
    fn from(error: Arc<DbErr>) -> Self {
        let source = anyhow::anyhow!("{error}");
        match Trouble::of(&error) {
            Some(trouble) => Self::Database(trouble, Arc::new(source)),
            None => Self::internal(source),
        }
    }
}

impl<E: Into<Error>> From<E> for Rejection {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

impl From<UserError> for Rejection {
    fn from(error: UserError) -> Self {
        Self::User(vec![error])
    }
}

impl From<Vec<UserError>> for Rejection {
    fn from(errors: Vec<UserError>) -> Self {
        Self::User(errors)
    }
}
