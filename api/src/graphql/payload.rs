//! What a mutation answers: the object, or what the user got wrong.

use crate::error::{Error, Rejection};
use crate::graphql::user_error::UserError;

/// Parts a use case's answer: a payload's object and errors, or a top-level error.
///
/// # Errors
/// Rights, limits and faults.
pub fn settle<T>(answer: Result<T, Rejection>) -> Result<(Option<T>, Vec<UserError>), Error> {
    match answer {
        Ok(value) => Ok((Some(value), Vec::new())),
        Err(Rejection::User(errors)) => Ok((None, errors)),
        Err(Rejection::Error(error)) => Err(error),
    }
}

/// Declares a payload: one nullable object and the user's errors.
macro_rules! payload {
    ($(#[$doc:meta])* $name:ident { $field:ident: $node:ty = $wrap:expr }, $model:ty) => {
        $(#[$doc])*
        #[derive(async_graphql::SimpleObject)]
        pub struct $name {
            /// The object after the change; null when the change was refused.
            pub $field: Option<$node>,
            /// What the user got wrong; empty when the change was made.
            pub user_errors: Vec<$crate::graphql::user_error::UserError>,
        }

        impl $name {
            /// From what the use case answered.
            ///
            /// # Errors
            /// Rights, limits and faults.
            pub fn settle(
                answer: Result<$model, $crate::error::Rejection>,
            ) -> Result<Self, $crate::error::Error> {
                let (object, user_errors) = $crate::graphql::payload::settle(answer)?;
                Ok(Self { $field: object.map($wrap), user_errors })
            }
        }
    };
}
pub(crate) use payload;
