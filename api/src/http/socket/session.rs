//! The life of a socket: one task reads what the client says and watches over time, rights and the server's end;
//! beside it, one writes what is queued.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{Message, WebSocket};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep_until, timeout};

use super::close::Close;
use super::message::{Answer, Said};
use super::operation;
use super::outbox::Outbox;
use super::places::Place;
use super::tempo::Tempo;
use crate::config::Sockets as Limits;
use crate::events::Event;
use crate::http::graphql::App;
use crate::http::{Identity, RequestInfo, Served};

/// How long a client may take to take its leave.
const LEAVE: Duration = Duration::from_secs(1);

struct Session<E> {
    app: Arc<App<E>>,
    info: RequestInfo,
    place: Place,
    outbox: Arc<Outbox>,
    /// Who it is, once the connection is acknowledged.
    identity: Option<Identity>,
    tempo: Tempo,
    /// When the client was heard last, and when something was under way last.
    heard: Instant,
    busy: Instant,
}

/// Serves a socket to its end.
pub(super) async fn run<E: Served>(app: Arc<App<E>>, socket: WebSocket, info: RequestInfo, place: Place) {
    let limits = app.socket_limits.clone();
    let (outbox, messages) = Outbox::new(limits.queue);
    let outbox = Arc::new(outbox);
    let (sink, mut stream) = socket.split();
    let began = Instant::now();
    let (tempo, written) = (Tempo::new(limits.messages_per_second), Arc::clone(&outbox));
    let mut session = Session { app, info, place, outbox, identity: None, tempo, heard: began, busy: began };
    let reading = async {
        let close = session.live(&mut stream, &limits).await;
        session.outbox.cancel_all();
        session.outbox.close(close);
    };
    tokio::join!(reading, write(sink, messages, &written, limits.keepalive));
    // Unread bytes would make the system reset the connection, and the close frame with it.
    timeout(LEAVE, async { while let Some(Ok(_)) = stream.next().await {} }).await.ok();
    let code = written.closed().await.code;
    let seconds = began.elapsed().as_secs();
    tracing::info!(code, seconds, "socket closed");
}

impl<E: Served> Session<E> {
    /// Serves until there is a reason to close.
    async fn live(&mut self, stream: &mut SplitStream<WebSocket>, limits: &Limits) -> Close {
        let (mut happenings, outbox) = (self.app.hooks.happenings(), Arc::clone(&self.outbox));
        let sockets = self.place.sockets().clone();
        let (stopping, closed) = (sockets.stopping(), outbox.closed());
        let init = sleep_until(self.heard + limits.init_timeout);
        tokio::pin!(stopping, closed, init);
        let (mut beat, mut recheck) = (every(limits.keepalive), every(limits.recheck));
        loop {
            let step = tokio::select! {
                close = &mut closed => Err(close),
                () = &mut stopping => Err(Close::stopping()),
                () = &mut init, if self.identity.is_none() => Err(Close::init_timeout()),
                message = stream.next() => self.hear(message, limits).await,
                event = happenings.next() => self.happened(event).await,
                _ = recheck.tick() => self.check().await,
                _ = beat.tick() => self.beat(limits),
            };
            if let Err(close) = step {
                return close;
            }
        }
    }

    async fn hear(
        &mut self,
        message: Option<Result<Message, axum::Error>>,
        limits: &Limits,
    ) -> Result<(), Close> {
        self.heard = Instant::now();
        let text = match message {
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(Message::Binary(_))) => return Err(Close::bad_message("expected text")),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => return Ok(()),
            Some(Ok(Message::Close(_))) | None => return Err(Close::left()),
            // The kind of the error is not told otherwise.
            Some(Err(error)) if error.to_string().contains("too long") => {
                return Err(Close::too_large(limits.message_bytes));
            }
            Some(Err(_)) => return Err(Close::left()),
        };
        if text.len() > limits.message_bytes {
            return Err(Close::too_large(limits.message_bytes));
        }
        if !self.tempo.count() {
            return Err(Close::too_fast());
        }
        self.busy = self.heard;
        match Said::read(&text)? {
            Said::Init(token) => {
                self.info.token = token.or(self.info.token.take());
                self.init(limits).await
            }
            Said::Ping(payload) => {
                self.outbox.send(&Answer::Pong { payload });
                Ok(())
            }
            Said::Pong => Ok(()),
            Said::Complete(id) => {
                self.outbox.cancel(&id);
                Ok(())
            }
            Said::Subscribe(..) if self.identity.is_none() => Err(Close::unauthorized()),
            Said::Subscribe(id, params) => {
                operation::start(&self.app, &self.outbox, &self.info, &id, *params)
            }
        }
    }

    async fn init(&mut self, limits: &Limits) -> Result<(), Close> {
        if self.identity.is_some() {
            return Err(Close::too_many_inits());
        }
        let identity = self.identify().await?;
        if let Some(account) = identity.account
            && !self.place.belongs_to(account, limits.per_account)
        {
            return Err(Close::later("this account has as many sockets as it may"));
        }
        self.identity = Some(identity);
        self.outbox.send(&Answer::ConnectionAck);
        Ok(())
    }

    async fn identify(&self) -> Result<Identity, Close> {
        let info = RequestInfo { request_id: self.app.hooks.new_request_id(), ..self.info.clone() };
        let identified = timeout(self.app.server.request_timeout, self.app.hooks.identify(&info)).await;
        match identified {
            Ok(Ok(identity)) => Ok(identity),
            Ok(Err(refusal)) if refusal.is_about_credentials() => Err(Close::forbidden()),
            Ok(Err(_)) | Err(_) => Err(Close::later("the server cannot tell who is asking; try again later")),
        }
    }

    /// Whether the socket's token is still good. While that cannot be told nothing is pushed either, since every event
    /// asks again.
    async fn check(&self) -> Result<(), Close> {
        if self.identity.is_none() {
            return Ok(());
        }
        match self.identify().await {
            Err(close) if close == Close::forbidden() => Err(close),
            _ => Ok(()),
        }
    }

    async fn happened(&self, event: Option<Event>) -> Result<(), Close> {
        let Some(identity) = self.identity else { return Ok(()) };
        match event {
            None => Err(Close::stopping()),
            Some(Event::TokenRevoked(token)) if identity.token == Some(token) => Err(Close::forbidden()),
            Some(Event::AccountChanged(account)) if identity.account == Some(account) => self.check().await,
            Some(Event::Missed) => self.check().await,
            Some(_) => Ok(()),
        }
    }

    /// Ends a socket whose other end is gone, or at which nothing happens.
    fn beat(&mut self, limits: &Limits) -> Result<(), Close> {
        if !self.outbox.is_idle() {
            self.busy = Instant::now();
        }
        let (silent, idle) = (self.heard.elapsed(), self.busy.elapsed());
        if silent > limits.keepalive * 2 || idle > limits.idle_timeout {
            return Err(Close::idle());
        }
        Ok(())
    }
}

fn every(period: Duration) -> tokio::time::Interval {
    let mut interval = interval_at(Instant::now() + period, period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}

/// Writes what is queued, and pings, until the socket is to be closed; then says why.
async fn write(
    mut sink: SplitSink<WebSocket, Message>,
    mut messages: mpsc::Receiver<String>,
    outbox: &Outbox,
    keepalive: Duration,
) {
    let mut pings = every(keepalive);
    let close = loop {
        let message = tokio::select! {
            biased;
            close = outbox.closed() => break close,
            Some(text) = messages.recv() => Message::Text(text.into()),
            _ = pings.tick() => Message::Ping(Default::default()),
        };
        // A client that reads nothing must not keep the socket from being closed.
        tokio::select! {
            sent = sink.send(message) => if sent.is_err() {
                outbox.close(Close::left());
            },
            close = outbox.closed() => break close,
        }
    };
    timeout(LEAVE, sink.send(Message::Close(Some(close.frame())))).await.ok();
}
