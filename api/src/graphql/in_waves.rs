//! A schema whose executions have their batches read in waves (`crate::loaders`).

use crate::context::Request as Asked;
use crate::http::Served;
use async_graphql::{Data, Executor, ObjectType, Request, Response, Schema, SubscriptionType};
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use std::any::TypeId;
use std::sync::Arc;

/// A schema. async-graphql's own way to stand around an execution is an extension; with one, every field and every item of a
/// list is asked of it as well, which is more than many of them cost.
pub struct InWaves<Q, M, S>(pub(crate) Schema<Q, M, S>);

impl<Q, M, S> Clone for InWaves<Q, M, S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<Q, M, S> InWaves<Q, M, S>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    /// Executes a request.
    pub async fn execute(&self, request: impl Into<Request>) -> Response {
        let request = request.into();
        match asked(&request) {
            Some(asked) => asked.loaders.drive(self.0.execute(request)).await,
            None => self.0.execute(request).await,
        }
    }
}

impl<Q, M, S> Executor for InWaves<Q, M, S>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    async fn execute(&self, request: Request) -> Response {
        Self::execute(self, request).await
    }

    /// A subscription is executed once for each event: there is an end to what it answers.
    fn execute_stream(&self, request: Request, session: Option<Arc<Data>>) -> BoxStream<'static, Response> {
        let asked = asked(&request);
        let answers = Executor::execute_stream(&self.0, request, session);
        match asked {
            Some(asked) => {
                let all = async move { asked.loaders.drive(answers.collect::<Vec<_>>()).await };
                stream::once(all).flat_map(stream::iter).boxed()
            }
            None => answers,
        }
    }
}

impl<Q, M, S> Served for InWaves<Q, M, S>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    fn sdl(&self) -> String {
        self.0.sdl()
    }
}

/// Whose batches they are.
fn asked(request: &Request) -> Option<Arc<Asked>> {
    request.data.get(&TypeId::of::<Arc<Asked>>())?.downcast_ref().cloned()
}
