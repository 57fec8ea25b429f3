//! `/metrics` beside a server or a worker, on an address of its own.

use super::exit::Failure;
use crate::context::Context;
use crate::{http, metrics};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// Serves the metrics where the configuration says, until the answer is dropped.
///
/// # Errors
/// The address cannot be listened on.
pub(super) async fn serve(context: &Arc<Context>) -> Result<Option<oneshot::Sender<()>>, Failure> {
    let Some(listen) = context.config.server.metrics_address else { return Ok(None) };
    let refused =
        |error| Failure::fault(format!("cannot listen on {listen}: {error}; set server.metrics_address"));
    let listener = TcpListener::bind(listen).await.map_err(refused)?;
    let address = listener.local_addr().map_err(Failure::fault)?;
    tracing::info!(%address, "metrics: http://{address}/metrics");
    let (stop, stopped) = oneshot::channel::<()>();
    let stopped = async { stopped.await.unwrap_or_default() };
    // A scrape that is under way when the server stops is not waited for.
    tokio::spawn(http::serve(
        listener,
        metrics::router(Arc::clone(context)),
        http::Sockets::default(),
        stopped,
        Duration::ZERO,
    ));
    Ok(Some(stop))
}
