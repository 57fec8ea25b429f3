//! A client of graphql-transport-ws, as exact as the protocol's own: it shows every message and every code.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// An open socket.
pub(crate) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// What comes out of a socket.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Heard {
    /// A message of the protocol.
    Message(Value),
    /// The server closed, with this code.
    Closed(u16),
    /// Nothing came.
    Nothing,
}

impl Socket {
    /// Opens one at a server's base (`http://…`), with these headers beside the sub-protocol's.
    pub(crate) async fn open(base: &str, headers: &[(&str, &str)]) -> Result<Self, Error> {
        let url = format!("{}/graphql", base.replacen("http", "ws", 1));
        let mut request = url.into_client_request()?;
        let protocol = ("sec-websocket-protocol", "graphql-transport-ws");
        for (name, value) in std::iter::once(&protocol).chain(headers) {
            let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
            request.headers_mut().insert(name, HeaderValue::from_str(value).unwrap());
        }
        Ok(Self(connect_async(request).await?.0))
    }

    /// Opens one and says who it is; must be welcome.
    pub(crate) async fn connect(base: &str, token: Option<&str>) -> Self {
        let mut socket = Self::open(base, &[]).await.unwrap();
        let payload = token.map_or(json!({}), |token| json!({ "authorization": format!("Bearer {token}") }));
        socket.say(json!({ "type": "connection_init", "payload": payload })).await;
        assert_eq!(socket.hear().await, Heard::Message(json!({ "type": "connection_ack" })));
        socket
    }

    /// Sends a message.
    pub(crate) async fn say(&mut self, message: Value) {
        self.say_text(message.to_string()).await;
    }

    /// Sends a text as it is. A socket that the server has closed takes it in silence.
    pub(crate) async fn say_text(&mut self, text: impl Into<String>) {
        self.0.send(Message::text(text.into())).await.ok();
    }

    /// Begins an operation.
    pub(crate) async fn subscribe(&mut self, id: &str, document: &str, variables: Value) {
        let payload = json!({ "query": document, "variables": variables });
        self.say(json!({ "type": "subscribe", "id": id, "payload": payload })).await;
    }

    /// The next thing.
    pub(crate) async fn hear(&mut self) -> Heard {
        self.hear_within(PATIENCE).await
    }

    /// The next thing, if it comes within this time.
    pub(crate) async fn hear_within(&mut self, patience: Duration) -> Heard {
        let heard = async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Text(text))) => {
                        break Heard::Message(serde_json::from_str(&text).unwrap());
                    }
                    Some(Ok(Message::Close(frame))) => {
                        break Heard::Closed(frame.map_or(1005, |frame| frame.code.into()));
                    }
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => break Heard::Closed(1006),
                }
            }
        };
        timeout(patience, heard).await.unwrap_or(Heard::Nothing)
    }

    /// The result that must come next for an operation.
    #[track_caller]
    pub(crate) fn next(&mut self, id: &str) -> impl Future<Output = Value> {
        let id = id.to_owned();
        async move {
            match self.hear().await {
                Heard::Message(mut message) if message["type"] == "next" && message["id"] == id => {
                    message["payload"].take()
                }
                other => panic!("expected a result of {id}: {other:?}"),
            }
        }
    }

    /// The code with which the socket must be closed, whatever comes before.
    pub(crate) async fn code(&mut self) -> u16 {
        loop {
            match self.hear().await {
                Heard::Closed(code) => return code,
                Heard::Nothing => panic!("expected to be closed"),
                Heard::Message(_) => {}
            }
        }
    }

    /// Takes its leave, as a client does.
    pub(crate) async fn leave(mut self) {
        self.0.close(None).await.ok();
    }
}
