//! What comes with the days of contracts: ends, freed places, reminders.

use crate::context::Context;
use crate::contract::remind;
use crate::worker::Failure;

/// Does what is due today.
pub(super) async fn run(context: &Context) -> Result<(), Failure> {
    let done = remind::run(context).await?;
    if done != remind::Done::default() {
        tracing::info!(done.completed, done.released, done.reminded, "contracts looked after");
    }
    Ok(())
}
