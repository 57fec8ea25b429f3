//! `tremplin leads`: the leads of a specialty, with their working.

use super::exit::Failure;
use super::output::line;
use crate::config::Config;
use crate::context::{Caller, Request};
use crate::error::Error;
use crate::lead::table;
use domain::locale::Locale;
use std::net::{IpAddr, Ipv4Addr};

/// Prints what the public sees.
///
/// # Errors
/// The school or the specialty is not known; or the database does not answer.
pub(super) async fn run(config: Config, school: &str, specialty: &str, first: usize) -> Result<(), Failure> {
    let context = super::tools(config).await?;
    let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let nobody = Caller { actor: None, token: None, locale: Locale::En, address };
    match table::of(&Request::new(context, nobody), school, specialty, first).await {
        Ok(table) => line(table.trim_end()),
        Err(Error::BadUserInput { message, .. }) => Err(Failure::data(vec![message])),
        Err(error) => Err(Failure::fault(error.into_fault())),
    }
}
