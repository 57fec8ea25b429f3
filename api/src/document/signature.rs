//! `Signature`: who signs a document, and what shows it.

use crate::context::Request;
use crate::document::types::{Document, SignatureMethod, SignatureState, SigningParty};
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::scalars::DateTime;
use async_graphql::{Context, Object, SimpleObject};
use entity::signature;
use std::sync::Arc;

/// A signature of a document.
#[derive(Clone, Debug)]
pub struct Signature(pub Arc<signature::Model>);

/// A signature of a document.
#[Object]
impl Signature {
    /// Opaque id.
    async fn id(&self) -> Id {
        Id::new(IdKind::Signature, self.0.id)
    }

    /// Whose.
    async fn party(&self) -> SigningParty {
        self.0.party.0.into()
    }

    /// Who signs, by name; null until named.
    async fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// Where link and code are sent to; null to all but the school's staff.
    async fn email(&self, ctx: &Context<'_>) -> Result<Option<&str>, Error> {
        let staff = Document::of_staff(Request::of(ctx)?);
        Ok(self.0.email.as_deref().filter(|_| staff))
    }

    /// Where it stands.
    async fn status(&self) -> SignatureState {
        self.0.state.0.into()
    }

    /// How it was given; null until it is.
    async fn method(&self) -> Option<SignatureMethod> {
        self.0.method.map(|method| method.0.into())
    }

    /// When the link was last sent.
    async fn requested_at(&self) -> Option<DateTime> {
        self.0.requested_at.map(DateTime)
    }

    /// When it was given; null until it is.
    async fn signed_at(&self) -> Option<DateTime> {
        self.0.method.and(self.0.decided_at).map(DateTime)
    }

    /// When it was given, refused or handed on.
    async fn decided_at(&self) -> Option<DateTime> {
        self.0.decided_at.map(DateTime)
    }

    /// Why it was refused.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// The signature of whoever it was handed to.
    async fn delegated_to(&self) -> Option<Id> {
        self.0.delegated_to.map(|id| Id::new(IdKind::Signature, id))
    }

    /// What shows it; null until it is given, and to all but the school's staff.
    async fn evidence(&self, ctx: &Context<'_>) -> Result<Option<SignatureEvidence>, Error> {
        let staff = Document::of_staff(Request::of(ctx)?);
        let evidence = SignatureEvidence {
            sha256: self.0.sha256.clone(),
            ip: self.0.ip.clone(),
            user_agent: self.0.user_agent.clone(),
            email: self.0.email.clone(),
        };
        Ok((staff && self.0.decided_at.is_some()).then_some(evidence))
    }
}

/// What shows that a signature was given, refused or handed on; by whom and when is said beside it.
#[derive(Clone, Debug, SimpleObject)]
pub struct SignatureEvidence {
    /// The SHA-256 of the exact bytes that were signed: the paper, or the scan of it. Null for a refusal.
    pub sha256: Option<String>,
    /// The network address that it came from. Null for a scan.
    pub ip: Option<String>,
    /// The program that it came from, as that names itself. Null for a scan.
    pub user_agent: Option<String>,
    /// The address that link and code were sent to.
    pub email: Option<String>,
}
