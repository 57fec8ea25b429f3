//! What the calculators are given, checked.

use crate::context::Request;
use crate::error::Error;
use crate::hiring::filter::school_of;
use domain::rules::Fault;

/// The path of an argument inside `input`.
pub(super) fn at(field: &str) -> [&str; 2] {
    ["input", field]
}

/// A rule that cannot be applied to what was given, as the user's fault. `day` is the argument that holds the day asked for.
pub(super) fn refused(fault: &Fault, day: &'static str) -> Error {
    let field = if matches!(fault, Fault::NotKnown(_)) { day } else { fault.field() };
    Error::bad_input(&at(field), fault.to_string())
}

/// A number that may not be negative.
///
/// # Errors
/// `BAD_USER_INPUT` when it is.
pub(super) fn count(field: &str, given: i32) -> Result<u32, Error> {
    let refused = |_| Error::bad_input(&at(field), format!("{given} is negative; accepted: 0 or more"));
    u32::try_from(given).map_err(refused)
}

/// The code of a known school.
///
/// # Errors
/// `BAD_USER_INPUT` with the known codes; or the database does not answer.
pub(super) async fn school(request: &Request, code: &str) -> Result<String, Error> {
    let schools = request.schools().await?;
    school_of(&schools, &at("school"), code).map(|school| school.code.clone())
}
