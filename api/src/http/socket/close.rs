//! Why a socket is closed: codes that clients know.

use axum::extract::ws::CloseFrame;

/// The longest reason that a close frame holds, in bytes.
const REASON: usize = 123;

/// A close code, with a sentence for whoever debugs the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Close {
    /// The code, of RFC 6455 (1000 to 1999) or of the protocol (4400 to 4499).
    pub(super) code: u16,
    /// The sentence.
    pub(super) reason: String,
}

impl Close {
    fn new(code: u16, reason: impl Into<String>) -> Self {
        Self { code, reason: reason.into() }
    }

    /// Nothing was under way for too long.
    pub(super) fn idle() -> Self {
        Self::new(1000, "nothing was under way")
    }

    /// The client has left; nobody reads this.
    pub(super) fn left() -> Self {
        Self::new(1000, "the client left")
    }

    /// The server stops; another replica answers.
    pub(super) fn stopping() -> Self {
        Self::new(1001, "the server stops")
    }

    /// A client sends more than it may.
    pub(super) fn too_fast() -> Self {
        Self::new(1008, "too many messages a second")
    }

    /// A message is too long.
    pub(super) fn too_large(most: usize) -> Self {
        Self::new(1009, format!("expected messages of at most {most} bytes"))
    }

    /// Events may not have been delivered: subscribe again, and read again what is shown.
    pub(super) fn missed() -> Self {
        Self::new(1012, "events may have been missed: subscribe and read again")
    }

    /// A client reads more slowly than events come.
    pub(super) fn too_slow() -> Self {
        Self::new(1013, "messages are not read fast enough: subscribe and read again")
    }

    /// Too many sockets, or a database that does not answer.
    pub(super) fn later(reason: impl Into<String>) -> Self {
        Self::new(1013, reason)
    }

    /// A message that the protocol does not know.
    pub(super) fn bad_message(reason: impl Into<String>) -> Self {
        Self::new(4400, reason)
    }

    /// An operation before the connection was acknowledged.
    pub(super) fn unauthorized() -> Self {
        Self::new(4401, "Unauthorized")
    }

    /// A token that is not good, or no longer.
    pub(super) fn forbidden() -> Self {
        Self::new(4403, "Forbidden")
    }

    /// No `connection_init` in time.
    pub(super) fn init_timeout() -> Self {
        Self::new(4408, "Connection initialisation timeout")
    }

    /// An operation under the id of one that is under way.
    pub(super) fn duplicate(id: &str) -> Self {
        Self::new(4409, format!("Subscriber for {id} already exists"))
    }

    /// `connection_init` twice.
    pub(super) fn too_many_inits() -> Self {
        Self::new(4429, "Too many initialisation requests")
    }

    /// As it is sent.
    pub(super) fn frame(&self) -> CloseFrame {
        let mut end = self.reason.len().min(REASON);
        while !self.reason.is_char_boundary(end) {
            end -= 1;
        }
        CloseFrame { code: self.code, reason: self.reason[..end].into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_fits_its_frame() {
        let frame = Close::duplicate(&"é".repeat(200)).frame();
        assert!(frame.reason.len() <= REASON && frame.reason.starts_with("Subscriber for é"));
    }
}
