//! `node` and `nodes`: any object by its id, with the same rights as everywhere.

use crate::application::types::Application;
use crate::company::loader::CompanyById;
use crate::company::types::Company;
use crate::context::Request;
use crate::contract::types::Contract;
use crate::document::types::Document;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::hiring::types::{Hire, PublishedFigure};
use crate::offer::types::Offer;
use crate::round::types::MatchingRound;
use crate::school::types::{School, Specialty};
use crate::student::types::Student;
use async_graphql::{Context, Interface, Object};

/// Ids asked at a time at most.
const MOST: usize = 100;

/// Whatever has an id of its own.
#[derive(Debug, Interface)]
#[graphql(field(name = "id", ty = "Id", desc = "Opaque id."))]
pub enum Node {
    /// A school.
    School(School),
    /// A specialty.
    Specialty(Specialty),
    /// A company.
    Company(Company),
    /// A student's profile.
    Student(Student),
    /// A hire.
    Hire(Hire),
    /// A published figure.
    PublishedFigure(PublishedFigure),
    /// An offer.
    Offer(Offer),
    /// An application.
    Application(Application),
    /// A matching round.
    MatchingRound(MatchingRound),
    /// A contract.
    Contract(Contract),
    /// A paper of a contract.
    Document(Document),
}

/// Objects by their ids.
#[derive(Debug, Default)]
pub struct NodeQuery;

/// Objects by their ids.
#[Object]
impl NodeQuery {
    /// The object of this id; null where there is none, or none that you may see.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Opaque id.")] id: Id,
    ) -> Result<Option<Node>, Error> {
        read(Request::of(ctx)?, id).await
    }

    /// The objects of these ids, in their order; null where there is none, or none that you may see.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Opaque ids, 100 at most.")] ids: Vec<Id>,
    ) -> Result<Vec<Option<Node>>, Error> {
        if ids.len() > MOST {
            return Err(Error::bad_input(&["ids"], format!("expected {MOST} ids at most")));
        }
        let request = Request::of(ctx)?;
        futures_util::future::try_join_all(ids.into_iter().map(|id| read(request, id))).await
    }
}

async fn read(request: &Request, id: Id) -> Result<Option<Node>, Error> {
    let schools = request.schools().await?;
    Ok(match id.kind {
        IdKind::School => schools.school(id.uuid).cloned().map(School).map(Node::School),
        IdKind::Specialty => schools.specialty(id.uuid).cloned().map(Specialty).map(Node::Specialty),
        IdKind::Company => request.loaders.one(CompanyById(id.uuid)).await?.map(Company).map(Node::Company),
        IdKind::Student => Student::load(request, id.uuid).await?.map(Node::Student),
        IdKind::Hire => Hire::find(request, id.uuid).await?.map(Node::Hire),
        IdKind::PublishedFigure => PublishedFigure::find(request, id.uuid).await?.map(Node::PublishedFigure),
        IdKind::Offer => Offer::load(request, id.uuid).await?.map(Node::Offer),
        IdKind::Application => Application::load(request, id.uuid).await?.map(Node::Application),
        IdKind::MatchingRound => MatchingRound::load(request, id.uuid).await?.map(Node::MatchingRound),
        IdKind::Contract => Contract::load(request, id.uuid).await?.map(Node::Contract),
        IdKind::Document => Document::load(request, id.uuid).await?.map(Node::Document),
        // What has no page of its own is reached through its owner.
        _ => None,
    })
}
