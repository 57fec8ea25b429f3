//! The protocol's messages.

use async_graphql::{Response, ServerError};
use serde::Serialize;
use serde_json::{Map, Value};

use super::close::Close;
use crate::config::Secret;
use crate::http::params::Params;

/// What a client says.
#[derive(Debug)]
pub(super) enum Said {
    /// Who it is: the token of `payload.authorization`, where there is one.
    Init(Option<Secret>),
    /// `ping`, with what is sent back.
    Ping(Option<Value>),
    /// `pong`.
    Pong,
    /// An operation, under an id of the client's.
    Subscribe(String, Box<Params>),
    /// An operation is wanted no longer.
    Complete(String),
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Answer<'a> {
    /// Welcome.
    ConnectionAck,
    /// To a `ping`.
    Pong {
        /// What came with it.
        #[serde(skip_serializing_if = "Option::is_none")]
        payload: Option<Value>,
    },
    /// A result.
    Next {
        /// Of which operation.
        id: &'a str,
        /// The result, which may have errors in it.
        payload: &'a Response,
    },
    /// The operation was not executed; this is the last of it.
    Error {
        /// Which operation.
        id: &'a str,
        /// Why, one at least.
        payload: &'a [ServerError],
    },
    /// There is nothing more of it.
    Complete {
        /// Which operation.
        id: &'a str,
    },
}

impl Answer<'_> {
    /// As it is sent. What cannot be written, which would be a mistake of ours, closes the socket.
    ///
    /// # Errors
    /// The close.
    pub(super) fn text(&self) -> Result<String, Close> {
        serde_json::to_string(self).map_err(|_| Close::later("an answer could not be written"))
    }
}

impl Said {
    /// Reads a message.
    ///
    /// # Errors
    /// 4400 with what was expected.
    pub(super) fn read(text: &str) -> Result<Self, Close> {
        let mut message = match serde_json::from_str(text) {
            Ok(Value::Object(message)) => message,
            Ok(_) => return Err(Close::bad_message("expected a JSON object")),
            Err(error) => return Err(Close::bad_message(format!("expected JSON: {error}"))),
        };
        let kind = message.remove("type");
        match kind.as_ref().and_then(Value::as_str) {
            Some("connection_init") => Ok(Self::Init(token(payload(&mut message)?)?)),
            Some("ping") => Ok(Self::Ping(payload(&mut message)?.map(Value::Object))),
            Some("pong") => payload(&mut message).map(|_| Self::Pong),
            Some("complete") => Ok(Self::Complete(id(&mut message)?)),
            Some("subscribe") => {
                let id = id(&mut message)?;
                let asked = payload(&mut message)?.ok_or_else(|| Close::bad_message("expected a payload"))?;
                let params = Params::from_object(asked).map_err(|refusal| {
                    Close::bad_message(refusal.into_errors().first().map_or("", |error| &error.message))
                })?;
                Ok(Self::Subscribe(id, Box::new(params)))
            }
            Some(other) => Err(Close::bad_message(format!("no message is of type {other:?}"))),
            None => Err(Close::bad_message("expected a type")),
        }
    }
}

fn id(message: &mut Map<String, Value>) -> Result<String, Close> {
    match message.remove("id") {
        Some(Value::String(id)) if !id.is_empty() => Ok(id),
        _ => Err(Close::bad_message("expected an id, as a text that is not empty")),
    }
}

fn payload(message: &mut Map<String, Value>) -> Result<Option<Map<String, Value>>, Close> {
    match message.remove("payload") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(payload)) => Ok(Some(payload)),
        Some(_) => Err(Close::bad_message("expected a payload that is an object")),
    }
}

/// The token of `{"authorization": "Bearer TOKEN"}`, however the key is spelt. A value that is no bearer token is not
/// good: silence would make it nobody's.
fn token(payload: Option<Map<String, Value>>) -> Result<Option<Secret>, Close> {
    let named =
        payload.unwrap_or_default().into_iter().find(|(key, _)| key.eq_ignore_ascii_case("authorization"));
    match named {
        None | Some((_, Value::Null)) => Ok(None),
        Some((_, Value::String(text))) => match text.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty() => {
                Ok(Some(Secret::new(token.trim())))
            }
            _ => Err(Close::forbidden()),
        },
        Some(_) => Err(Close::forbidden()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> u16 {
        Said::read(text).map_or_else(|close| close.code, |_| 0)
    }

    #[test]
    fn what_the_protocol_does_not_know_is_4400() {
        let wrong = [
            "",
            "[]",
            "{}",
            "null",
            "{",
            "💥",
            r#"{"type":"start"}"#,
            r#"{"type":7}"#,
            r#"{"type":"ping","payload":[]}"#,
            r#"{"type":"connection_init","payload":"Bearer x"}"#,
            r#"{"type":"complete"}"#,
            r#"{"type":"complete","id":""}"#,
            r#"{"type":"subscribe","id":"1"}"#,
            r#"{"type":"subscribe","payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":7}}"#,
            r#"{"type":"subscribe","id":"1","payload":{"variables":{}}}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":"{a}","variables":[]}}"#,
        ];
        for text in wrong {
            assert_eq!(code(text), 4400, "{text}");
        }
    }

    #[test]
    fn what_it_knows_is_read() {
        let right = [
            r#"{"type":"connection_init"}"#,
            r#"{"type":"connection_init","payload":{"Authorization":"bearer x"}}"#,
            r#"{"type":"ping","payload":{"a":1}}"#,
            r#"{"type":"pong","payload":null}"#,
            r#"{"type":"complete","id":"1"}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":"{a}","variables":null,"operationName":null}}"#,
        ];
        for text in right {
            assert_eq!(code(text), 0, "{text}");
        }
    }

    #[test]
    fn credentials_that_are_none_are_not_taken_for_nobodys() {
        for value in [r#""""#, r#""Basic x""#, r#""Bearer ""#, "7", "{}"] {
            let text = format!(r#"{{"type":"connection_init","payload":{{"authorization":{value}}}}}"#);
            assert_eq!(code(&text), 4403, "{text}");
        }
    }
}
