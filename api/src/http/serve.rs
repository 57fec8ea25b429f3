//! The life of the server: from a listening socket to the last answer.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

use super::Sockets;

/// Serves until `shutdown` ends, then takes no more connections, closes the `sockets` and lets running requests finish,
/// for `grace` at most. What runs longer is dropped when the caller's runtime ends.
///
/// # Errors
/// What the listening socket reports.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    sockets: Sockets,
    shutdown: impl Future<Output = ()> + Send,
    grace: Duration,
) -> io::Result<()> {
    let (stop, stopped) = oneshot::channel::<()>();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(async {
        // Ends either way: told to, or because this function itself was dropped.
        stopped.await.ok();
    });
    let mut server = tokio::spawn(server.into_future());
    tokio::select! {
        ended = &mut server => return ended.map_err(io::Error::other)?,
        () = shutdown => tracing::info!("stopping: running requests are finished first"),
    }
    drop(stop);
    let (ended, ()) = tokio::join!(tokio::time::timeout(grace, &mut server), sockets.stop(grace));
    let Ok(ended) = ended else {
        tracing::warn!(grace_s = grace.as_secs(), "stopped with requests still running");
        server.abort();
        return Ok(());
    };
    ended.map_err(io::Error::other)?
}

/// Ends on SIGTERM (service managers) or SIGINT (Ctrl-C). Listening begins at the call.
///
/// # Errors
/// When the system refuses a signal handler.
pub fn stop_signal() -> io::Result<impl Future<Output = ()> + Send> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
