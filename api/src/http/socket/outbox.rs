//! What waits to be sent on a socket, and which operations are under way on it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tokio::sync::{mpsc, watch};
use tokio::task::AbortHandle;

use super::close::Close;
use super::message::Answer;

/// One socket's operations and the queue of their answers.
#[derive(Debug)]
pub(super) struct Outbox {
    queue: mpsc::Sender<String>,
    close: watch::Sender<Option<Close>>,
    running: Mutex<Running>,
}

#[derive(Debug, Default)]
struct Running {
    begun: u64,
    tasks: HashMap<String, (u64, Option<AbortHandle>)>,
}

/// An operation of a socket: its id, and which of those that bore it.
#[derive(Debug, Clone)]
pub(super) struct Ticket {
    /// The client's id.
    pub(super) id: String,
    number: u64,
}

impl Outbox {
    /// A queue of this length, with where its messages come out.
    pub(super) fn new(length: usize) -> (Self, mpsc::Receiver<String>) {
        let (queue, messages) = mpsc::channel(length);
        (Self { queue, close: watch::Sender::new(None), running: Mutex::default() }, messages)
    }

    /// Closes the socket, unless it is being closed already.
    pub(super) fn close(&self, close: Close) {
        self.close.send_if_modified(|why| {
            let first = why.is_none();
            why.get_or_insert(close);
            first
        });
    }

    /// Ends when the socket is to be closed, and answers why.
    pub(super) async fn closed(&self) -> Close {
        let mut close = self.close.subscribe();
        let why = close.wait_for(Option::is_some).await.ok().and_then(|why| why.clone());
        why.unwrap_or_else(Close::stopping)
    }

    /// Queues an answer that is of no operation.
    pub(super) fn send(&self, answer: &Answer<'_>) {
        match answer.text() {
            Err(close) => self.close(close),
            // The queue is full: whoever reads so slowly is told so, and keeps no memory of ours.
            Ok(text) => self.queue.try_send(text).unwrap_or_else(|_| self.close(Close::too_slow())),
        }
    }

    /// Registers an operation.
    ///
    /// # Errors
    /// One of this id is under way: `None`. There are too many: their number.
    pub(super) fn begin(&self, id: &str, most: usize) -> Result<Ticket, Option<usize>> {
        let mut running = self.running();
        if running.tasks.contains_key(id) {
            return Err(None);
        }
        if running.tasks.len() >= most {
            return Err(Some(most));
        }
        running.begun += 1;
        let number = running.begun;
        running.tasks.insert(id.to_owned(), (number, None));
        Ok(Ticket { id: id.to_owned(), number })
    }

    /// Keeps the handle of an operation's task, which may have ended already.
    pub(super) fn keep(&self, ticket: &Ticket, task: AbortHandle) {
        if let Some((number, handle)) = self.running().tasks.get_mut(&ticket.id)
            && *number == ticket.number
        {
            *handle = Some(task);
        }
    }

    /// Ends an operation that the client wants no longer. Nothing of it is sent after this.
    pub(super) fn cancel(&self, id: &str) {
        if let Some((_, Some(task))) = self.running().tasks.remove(id) {
            task.abort();
        }
    }

    /// Ends every operation.
    pub(super) fn cancel_all(&self) {
        for (_, (_, task)) in self.running().tasks.drain() {
            task.iter().for_each(AbortHandle::abort);
        }
    }

    /// Queues a result, unless the operation was ended.
    pub(super) fn next(&self, ticket: &Ticket, response: &async_graphql::Response) {
        // Held while queueing, so that a `complete` of the client's is not followed by a result.
        let running = self.running();
        if is_current(&running, ticket) {
            self.send(&Answer::Next { id: &ticket.id, payload: response });
        }
    }

    /// Ends an operation with its last message. The id is free before the client learns that it is.
    pub(super) fn end(&self, ticket: &Ticket, last: &Answer<'_>) {
        let mut running = self.running();
        if is_current(&running, ticket) {
            running.tasks.remove(&ticket.id);
            self.send(last);
        }
    }

    /// Whether nothing is under way.
    pub(super) fn is_idle(&self) -> bool {
        self.running().tasks.is_empty()
    }

    fn running(&self) -> std::sync::MutexGuard<'_, Running> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_current(running: &Running, ticket: &Ticket) -> bool {
    running.tasks.get(&ticket.id).is_some_and(|(number, _)| *number == ticket.number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::{Response, Value};

    fn outbox(length: usize) -> (Outbox, mpsc::Receiver<String>) {
        Outbox::new(length)
    }

    #[tokio::test]
    async fn who_reads_too_slowly_is_closed_and_keeps_no_more_than_the_queue() {
        let (outbox, mut messages) = outbox(2);
        let ticket = outbox.begin("1", 1).unwrap();
        for _ in 0..5 {
            outbox.next(&ticket, &Response::new(Value::Null));
        }
        assert_eq!(outbox.closed().await, Close::too_slow());
        let mut kept = 0;
        while messages.try_recv().is_ok() {
            kept += 1;
        }
        assert_eq!(kept, 2);
        // The first reason stays.
        outbox.close(Close::stopping());
        assert_eq!(outbox.closed().await, Close::too_slow());
    }

    #[test]
    fn an_operation_that_was_ended_says_nothing_more_even_under_its_id_again() {
        let (outbox, mut messages) = outbox(8);
        let first = outbox.begin("1", 2).unwrap();
        assert_eq!(outbox.begin("1", 2).unwrap_err(), None);
        outbox.cancel("1");
        let second = outbox.begin("1", 2).unwrap();
        outbox.next(&first, &Response::new(Value::Null));
        outbox.end(&first, &Answer::Complete { id: "1" });
        assert!(messages.try_recv().is_err());
        outbox.begin("2", 2).unwrap();
        assert_eq!(outbox.begin("3", 2).unwrap_err(), Some(2));
        outbox.end(&second, &Answer::Complete { id: "1" });
        assert_eq!(messages.try_recv().unwrap(), r#"{"type":"complete","id":"1"}"#);
        assert!(!outbox.is_idle());
    }
}
