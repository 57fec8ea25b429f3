//! `tremplin serve`: the server, and the worker with it.

use super::exit::Failure;
use super::metrics;
use crate::config::Config;
use crate::{http, worker};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// Serves until told to stop, then finishes what is running.
///
/// # Errors
/// The application cannot be opened, or the address cannot be listened on.
pub(super) async fn run(config: Config) -> Result<(), Failure> {
    let (listen, grace) = (config.server.listen, config.server.shutdown_grace);
    let stop = http::stop_signal().map_err(Failure::fault)?;
    let app = super::open(config).await?;
    if let Some(missing) = app.context.press.missing() {
        let program = missing.display();
        tracing::warn!(%program, "no paper can be printed: this program is missing; set papers.program");
    }
    let listener = TcpListener::bind(listen)
        .await
        .map_err(|error| Failure::fault(format!("cannot listen on {listen}: {error}; set server.listen")))?;
    let address = listener.local_addr().map_err(Failure::fault)?;
    let (stop_worker, stopped) = oneshot::channel::<()>();
    let working = worker::spawn(Arc::clone(&app.context), async move {
        // Ends either way: told to, or because the server is gone.
        stopped.await.ok();
    });
    tracing::info!(%address, "listening: http://{address}/graphql");
    let watched = metrics::serve(&app.context).await?;
    http::serve(listener, app.router, app.sockets, stop, grace).await.map_err(Failure::fault)?;
    drop(stop_worker);
    working.await.map_err(Failure::fault)?;
    drop(watched);
    tracing::info!("stopped");
    Ok(())
}
