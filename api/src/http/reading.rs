//! What was asked, read and checked without executing anything. What takes no time to speak of is read at once; what may take
//! milliseconds waits for its like, and no ordinary request waits for it.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use tokio::time::{Instant, timeout_at};

use super::graphql::{App, fault};
use super::guard::{self, Checked};
use super::params::Params;
use super::{Refusal, persisted};
use crate::auth::spending::Payer;
use crate::low_priority::{LowPriority, Ration, Undone};
use crate::operations::{Operation, Operations};

/// The longest body that is read in a moment whatever is in it, in bytes.
pub(super) const SHORT_BODY: usize = 16 << 10;

/// What reading may take of a core for those who are not signed in: some twenty of the longest documents at once, and then
/// a fiftieth for as long as they come. Allowances end what one address sends, not what thousands send, and a core of few
/// that is busy half of the time is what everybody else notices. Without optimisation all takes twenty times as long, and
/// nobody is protected.
const OF_A_CORE: Ration =
    Ration { at_once: Duration::from_millis(50), share: if cfg!(debug_assertions) { 1.0 } else { 0.02 } };

/// So many may wait to be read, for each kind of caller: by default 32 MiB of bodies at most.
const MOST_WAITING: usize = 128;
/// So long they wait for their turn.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// Where what may take long is read.
pub(super) struct Aside {
    /// For those who are signed in: their allowances are their own, and end.
    signed_in: LowPriority,
    /// For everybody else.
    anonymous: LowPriority,
}

impl Default for Aside {
    fn default() -> Self {
        Self {
            signed_in: LowPriority::new(1, MOST_WAITING, None),
            anonymous: LowPriority::new(1, MOST_WAITING, Some(OF_A_CORE)),
        }
    }
}

impl Aside {
    /// Does work in its turn.
    ///
    /// # Errors
    /// `BUSY` where its turn does not come, or too many wait for theirs.
    async fn run<T: Send + 'static>(
        &self,
        payer: Payer,
        deadline: Instant,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        let threads = match payer {
            Payer::Account(_) => &self.signed_in,
            Payer::Network(_) | Payer::Crowd(_) => &self.anonymous,
        };
        let deadline = deadline.min(Instant::now() + LONGEST_WAIT);
        match timeout_at(deadline, threads.run(work)).await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(Undone::Lost)) => Err(fault()),
            Ok(Err(Undone::Crowded)) | Err(_) => Err(busy()),
        }
    }
}

/// What was read of a long body: the operation of the list that it asks for, whatever else is wrong; and all of it, checked.
type Read = (Option<Arc<Operation>>, Result<(Params, Checked), Refusal>);

/// Reads and checks a body that is long. However short its document is, its variables may be tens of thousands of values,
/// which take milliseconds to read, to check and to let go: it waits for others of its kind, as a long document does.
///
/// # Errors
/// Its turn did not come.
pub(super) async fn read_aside<E>(
    app: &App<E>,
    body: Vec<u8>,
    payer: Payer,
    deadline: Instant,
) -> Result<Read, Refusal> {
    let (rules, operations) = (Arc::clone(&app.rules), Arc::clone(&app.operations));
    let only_persisted = app.server.only_persisted;
    let read = move || {
        let params = Params::from_body(&body).and_then(|params| find(&operations, only_persisted, params));
        let params = match params {
            Ok(params) => params,
            Err(refusal) => return (None, Err(refusal)),
        };
        let listed = params.listed.clone();
        (listed, guard::check(&params, &rules).map(|checked| (params, checked)))
    };
    app.aside.run(payer, deadline, read).await
}

/// Holds a document to the rules. One that is not quick may take milliseconds: it waits for others of its kind.
///
/// # Errors
/// It breaks a rule; or its turn did not come.
pub(super) async fn check<E>(
    app: &App<E>,
    params: Params,
    payer: Payer,
    deadline: Instant,
) -> Result<(Params, Checked), Refusal> {
    if app.rules.are_quick(&params) {
        let checked = guard::check(&params, &app.rules)?;
        return Ok((params, checked));
    }
    let rules = Arc::clone(&app.rules);
    let check = move || guard::check(&params, &rules).map(|checked| (params, checked));
    app.aside.run(payer, deadline, check).await?
}

/// Finds the document that a hash stands for.
///
/// # Errors
/// It is not on the list, where it must be.
pub(super) fn find(
    operations: &Operations,
    only_persisted: bool,
    mut params: Params,
) -> Result<Params, Refusal> {
    persisted::resolve(operations, only_persisted, &mut params)?;
    Ok(params)
}

/// Others come first, of whom there are as many as can wait.
fn busy() -> Refusal {
    let message = "too many long requests wait to be read: expected an operation of the server's list, or a document of at \
                   most 500 tokens that has at most 4 KiB or was executed lately, in a body of at most 16 KiB with at \
                   most 500 values, or another try in a second";
    Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "BUSY", message)
        .with_extension("retryAfter", 1)
        .with_header(header::RETRY_AFTER, HeaderValue::from_static("1"))
}
