//! Tells people of new offers that their saved searches find.

use crate::context::Context;
use crate::saved_search::alert;
use crate::worker::Failure;

/// The alerts of a day.
pub(super) async fn daily(context: &Context) -> Result<(), Failure> {
    alert::daily(context).await
}

/// The alerts of what was just published, one batch; answers how many offers that was.
pub(super) async fn at_once(context: &Context) -> Result<usize, Failure> {
    alert::at_once(context).await
}
