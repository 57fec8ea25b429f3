//! One operation on a socket: a query or a mutation is executed once, a subscription once for every event that concerns
//! it.

use std::any::Any;
use std::sync::Arc;

use async_graphql::parser::types::OperationType;
use async_graphql::{Request, Response, ServerError};
use futures_util::StreamExt;
use tokio::time::Instant;
use tracing::Instrument;

use super::close::Close;
use super::message::Answer;
use super::outbox::{Outbox, Ticket};
use crate::events::{Event, Opening, Subscriber};
use crate::http::graphql::{self, App};
use crate::http::guard::Checked;
use crate::http::params::Params;
use crate::http::reading;
use crate::http::refusal::with_code;
use crate::http::{Refusal, RequestInfo, Served};
use crate::metrics::Measure;

struct Operation<E> {
    app: Arc<App<E>>,
    outbox: Arc<Outbox>,
    info: RequestInfo,
    ticket: Ticket,
}

/// What became of an operation at first.
enum Answered {
    /// A query or mutation: this is its answer.
    Executed(Box<Response>),
    /// A subscription, to be followed.
    Opened(Box<Params>, Box<Checked>),
}

/// Begins an operation, in a task of its own.
///
/// # Errors
/// 4409 when one of this id is under way.
pub(super) fn start<E: Served>(
    app: &Arc<App<E>>,
    outbox: &Arc<Outbox>,
    info: &RequestInfo,
    id: &str,
    params: Params,
) -> Result<(), Close> {
    let ticket = match outbox.begin(id, app.socket_limits.operations) {
        Ok(ticket) => ticket,
        Err(None) => return Err(Close::duplicate(id)),
        Err(Some(most)) => {
            let message = format!("a socket has {most} operations under way at most");
            let error = with_code(ServerError::new(message, None), "TOO_MANY_OPERATIONS");
            outbox.send(&Answer::Error { id, payload: &[error] });
            return Ok(());
        }
    };
    let (app, kept) = (Arc::clone(app), ticket.clone());
    // From here on nothing is missed, however long opening takes.
    let happenings = app.hooks.happenings();
    let operation = Operation { app, outbox: Arc::clone(outbox), info: info.clone(), ticket };
    let task = tokio::spawn(operation.run(params, happenings).in_current_span());
    outbox.keep(&kept, task.abort_handle());
    Ok(())
}

impl<E: Served> Operation<E> {
    async fn run(self, params: Params, happenings: Subscriber) {
        match self.attempt(params, happenings).await {
            Ok(()) => self.outbox.end(&self.ticket, &Answer::Complete { id: &self.ticket.id }),
            Err(refusal) if refusal.is_about_credentials() => self.outbox.close(Close::forbidden()),
            Err(refusal) => {
                let errors = refusal.into_errors();
                self.outbox.end(&self.ticket, &Answer::Error { id: &self.ticket.id, payload: &errors });
            }
        }
    }

    async fn attempt(&self, params: Params, happenings: Subscriber) -> Result<(), Refusal> {
        let mut measure = Measure::begin(&self.app.metrics);
        let answered = self.answer(params, &mut measure).await;
        match &answered {
            Ok(Answered::Executed(response)) => graphql::tell(&mut measure, Ok(response)),
            Ok(Answered::Opened(..)) => measure.executed(std::iter::empty()),
            Err(refusal) => graphql::tell(&mut measure, Err(refusal)),
        }
        // What a subscription is told later is no part of the request that opened it.
        drop(measure);
        match answered? {
            Answered::Executed(response) => self.outbox.next(&self.ticket, &response),
            Answered::Opened(params, checked) => self.follow(&params, *checked, happenings).await?,
        }
        Ok(())
    }

    /// Executes a query or a mutation; checks a subscription.
    async fn answer(&self, params: Params, measure: &mut Measure) -> Result<Answered, Refusal> {
        let (app, info) = (&self.app, self.new_info());
        let deadline = Instant::now() + app.server.request_timeout;
        let admitted = graphql::admit(app, &info, Request::new(""), deadline).await?;
        let price = app.rules.limits.refusal_price(params.query.len());
        let found = match reading::find(&app.operations, app.server.only_persisted, params) {
            Ok(params) => reading::check(app, params, admitted.payer, deadline).await,
            Err(refusal) => Err(refusal),
        };
        let (params, checked) =
            found.inspect_err(|refusal| app.hooks.charge(admitted.payer, refusal.price(price)))?;
        if let Some(operation) = &params.listed {
            measure.name(&operation.name);
        }
        if checked.kind == OperationType::Subscription {
            return Ok(Answered::Opened(Box::new(params), Box::new(checked)));
        }
        let response = graphql::perform(app, &info, admitted, params, checked, deadline).await?;
        Ok(Answered::Executed(Box::new(response)))
    }

    /// Opens a subscription and executes it for each event that may concern it. Ends only when it could not be
    /// opened, or is refused the client later.
    async fn follow(
        &self,
        params: &Params,
        mut checked: Checked,
        mut happenings: Subscriber,
    ) -> Result<(), Refusal> {
        let (opening, to_keep) = (Opening::default(), checked.to_keep.take());
        let opened = self.turn(params, &checked, opening.clone()).await?;
        let errors: Vec<ServerError> = opened.into_iter().flat_map(|response| response.errors).collect();
        let Some(interest) = opening.interest().filter(|_| errors.is_empty()) else {
            return Err(Refusal::document(errors));
        };
        if let Some(executed) = to_keep {
            self.app.rules.keep(executed);
        }
        while let Some(event) = happenings.next().await {
            if event == Event::Missed {
                self.outbox.close(Close::missed());
            } else if interest.may_concern(event).await {
                self.push(params, &checked, event).await?;
            }
        }
        Ok(())
    }

    async fn push(&self, params: &Params, checked: &Checked, event: Event) -> Result<(), Refusal> {
        let _turn = self.app.sockets.turn().await;
        match self.turn(params, checked, event).await {
            Ok(responses) => responses.iter().for_each(|response| self.outbox.next(&self.ticket, response)),
            // A token that is no longer good, an allowance that is spent: told as what it is.
            Err(refusal) if refusal.is_the_clients() => return Err(refusal),
            // The database does not answer now: what happened is not known, and the client is told so.
            Err(_) => self.outbox.close(Close::missed()),
        }
        Ok(())
    }

    /// Executes a subscription once: as a request of its own, token, cost and all.
    async fn turn(
        &self,
        params: &Params,
        checked: &Checked,
        why: impl Any + Send + Sync,
    ) -> Result<Vec<Response>, Refusal> {
        let (app, info) = (&self.app, self.new_info());
        let deadline = Instant::now() + app.server.request_timeout;
        let admitted = graphql::admit(app, &info, Request::new("").data(why), deadline).await?;
        app.hooks.charge(admitted.payer, checked.cost);
        let request = params.clone().into_request(admitted.request.data, checked.document.clone());
        let responses = app.schema.execute_stream(request, None).collect::<Vec<_>>();
        let responses = graphql::in_time(deadline, responses).await?;
        Ok(responses.into_iter().map(|response| app.hooks.finish(&info, coded(response))).collect())
    }

    /// The same client, under the id of a request of its own.
    fn new_info(&self) -> RequestInfo {
        RequestInfo { request_id: self.app.hooks.new_request_id(), ..self.info.clone() }
    }
}

/// A document that was not valid says so; what went wrong in a field has a path.
fn coded(mut response: Response) -> Response {
    let coded = |error: ServerError| {
        if error.path.is_empty() { with_code(error, "DOCUMENT_INVALID") } else { error }
    };
    response.errors = response.errors.into_iter().map(coded).collect();
    response
}
