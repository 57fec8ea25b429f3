//! `Document`, its scans and what happened to it.

use crate::account::types::Role;
use crate::context::Request;
use crate::contract::types::Contract;
use crate::document::loader::{DocumentById, HistoryOfDocument, ScansOf, SignaturesOf};
use crate::document::signature::Signature;
use crate::document::{issue, link, sign};
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::scalars::{Date, DateTime};
use crate::history;
use async_graphql::{Context, Enum, Object, SimpleObject};
use domain::document as rules;
use domain::policy::Action;
use domain::transition::Party;
use entity::{document, document_event, document_scan, signature};
use std::sync::Arc;
use uuid::Uuid;

/// A kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "rules::DocumentKind")]
pub enum DocumentKind {
    /// Price and hours announced to the company.
    Quote,
    /// The company's signed promise, which reserves a place at the school.
    PriorAgreement,
    /// Another school's form of that promise.
    HiringPromise,
    /// The data needed to issue the agreement.
    InformationSheet,
    /// The work entrusted to the student.
    MissionSheet,
    /// Between school, company and student.
    TrainingAgreement,
    /// A change of a signed agreement.
    Amendment,
    /// What the CERFA form is filled from.
    CerfaDataSheet,
    /// The contract was given up before its start.
    WithdrawalNotice,
    /// The contract was broken off: told to the OPCO.
    TerminationNoticeOpco,
    /// The contract was broken off: told to the labour administration.
    TerminationNoticeLabour,
    /// The work contract itself: filled and signed elsewhere.
    SignedCerfa,
}

/// Where a document stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "rules::DocumentState")]
pub enum DocumentState {
    /// Issued; signatures are still wanted.
    Issued,
    /// Signed by everybody, or issued where nobody signs.
    Complete,
    /// One of its parties refused to sign.
    Refused,
    /// It holds no more: another took its place, or the contract ended.
    Void,
}

/// A party that signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "rules::SigningParty")]
pub enum SigningParty {
    /// The student: the employee.
    Student,
    /// Who may sign for the employer.
    Company,
    /// The tutor in the company.
    CompanyTutor,
    /// The head of department or option.
    DepartmentHead,
    /// The body that runs apprenticeship contracts.
    TrainingCentre,
    /// The school's direction: the last to sign, always.
    School,
}

/// Where a signature stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "rules::SignatureState")]
pub enum SignatureState {
    /// Not asked for yet.
    Waiting,
    /// Whoever signs was sent a link.
    Requested,
    /// Given.
    Signed,
    /// Refused, with a reason.
    Refused,
    /// Handed to another person of the party, whose signature stands beside it.
    Delegated,
    /// Not wanted any more.
    Void,
}

/// How a signature was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "rules::SignatureMethod")]
pub enum SignatureMethod {
    /// By a code that was sent by mail.
    Click,
    /// By hand, on a paper whose scan staff checked.
    Scan,
}

/// Where a scan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "rules::ScanState")]
pub enum ScanState {
    /// Announced, or uploaded and not checked yet.
    Pending,
    /// Staff found that it is the paper, signed.
    Accepted,
    /// Staff found otherwise.
    Rejected,
}

/// What is done to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "rules::DocumentAction")]
pub enum DocumentAction {
    /// Issued: printed, or announced where it was made elsewhere.
    Issue,
    /// Whoever signs was sent a link.
    Request,
    /// Signed by a code.
    Sign,
    /// A scan was announced.
    UploadScan,
    /// A scan shows the signature.
    AcceptScan,
    /// A scan does not show what it should.
    RejectScan,
    /// The signature was refused.
    Refuse,
    /// The signature was handed to another person of the party.
    Delegate,
    /// It holds no more.
    Void,
}

/// A paper of a contract.
#[derive(Clone, Debug)]
pub struct Document {
    /// The row.
    pub row: Arc<document::Model>,
    /// Its contract, which the one who asks may see.
    pub contract: Contract,
}

impl Document {
    /// A document read for somebody who may see it; `None` where there is none or the policy says no.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn load(request: &Request, id: Uuid) -> Result<Option<Self>, Error> {
        let Some(row) = request.loaders.one(DocumentById(id)).await? else { return Ok(None) };
        let contract = Contract::load(request, row.contract_id).await?;
        Ok(contract.and_then(|contract| Self::seen(request, row, contract)))
    }

    /// A document of a contract that the one who asks may see; `None` where the policy keeps this kind from them.
    pub(crate) fn seen(request: &Request, row: Arc<document::Model>, contract: Contract) -> Option<Self> {
        let subject = issue::subject(&contract, row.kind.0);
        request.may(Action::Read, &subject).then_some(Self { row, contract })
    }

    /// Whether the one who asks is of the school: addresses and evidence are its business.
    pub(super) fn of_staff(request: &Request) -> bool {
        let side = request.caller.actor.as_ref().map(|actor| history::side_of(actor.role));
        side == Some(Party::School)
    }
}

/// A paper of a contract: read by whoever sees the contract.
#[Object]
impl Document {
    /// Opaque id.
    pub async fn id(&self) -> Id {
        Id::new(IdKind::Document, self.row.id)
    }

    /// Its contract.
    async fn contract(&self) -> Contract {
        self.contract.clone()
    }

    /// What it is.
    async fn kind(&self) -> DocumentKind {
        self.row.kind.0.into()
    }

    /// What it is called, in French: kind, student, company.
    async fn title(&self) -> &str {
        &self.row.title
    }

    /// The reference that it bears.
    async fn reference(&self) -> &str {
        &self.row.reference
    }

    /// Its number among those of its kind that hold side by side: 1, but for amendments.
    async fn number(&self) -> i32 {
        self.row.number
    }

    /// How often it was issued, from 1.
    async fn revision(&self) -> i32 {
        self.row.revision
    }

    /// The revision before, which it voids.
    async fn supersedes(&self) -> Option<Id> {
        self.row.supersedes.map(|id| Id::new(IdKind::Document, id))
    }

    /// Where it stands.
    async fn state(&self) -> DocumentState {
        self.row.state.0.into()
    }

    /// Whether everybody signed it, or nobody has to, and it holds.
    async fn complete(&self) -> bool {
        self.row.state.0 == rules::DocumentState::Complete
    }

    /// Why it holds no more.
    async fn void_reason(&self) -> Option<&str> {
        self.row.void_reason.as_deref()
    }

    /// The day that it bears.
    async fn issued_on(&self) -> Date {
        Date(self.row.issued_on)
    }

    /// The SHA-256 of its bytes, in hexadecimal; null for what is made elsewhere, until its scan is accepted.
    async fn sha256(&self) -> Option<&str> {
        self.row.sha256.as_deref()
    }

    /// Where its bytes are downloaded, by a GET with the same `Authorization` as here; null where there are none yet.
    async fn url(&self, ctx: &Context<'_>) -> Result<Option<String>, Error> {
        let base = Request::of(ctx)?.context.config.server.public_url.as_deref().unwrap_or_default();
        Ok(self.row.file_id.map(|id| format!("{base}/files/{}", Id::new(IdKind::StoredFile, id))))
    }

    /// Its signatures, in the order in which they are given; one that was handed on before its successor.
    async fn signatures(&self, ctx: &Context<'_>) -> Result<Vec<Signature>, Error> {
        let rows = Request::of(ctx)?.loaders.one(SignaturesOf(self.row.id)).await?.unwrap_or_default();
        Ok(rows.into_iter().map(Signature).collect())
    }

    /// The scans that were announced, oldest first.
    async fn scans(&self, ctx: &Context<'_>) -> Result<Vec<DocumentScan>, Error> {
        let rows = Request::of(ctx)?.loaders.one(ScansOf(self.row.id)).await?.unwrap_or_default();
        Ok(rows.into_iter().map(DocumentScan).collect())
    }

    /// Who did what to it, when and why, oldest first.
    async fn history(&self, ctx: &Context<'_>) -> Result<Vec<DocumentEvent>, Error> {
        let rows = Request::of(ctx)?.loaders.one(HistoryOfDocument(self.row.id)).await?.unwrap_or_default();
        Ok(rows.into_iter().map(DocumentEvent).collect())
    }
}

/// A scan of a paper that was signed by hand.
#[derive(Clone, Debug)]
pub struct DocumentScan(pub Arc<document_scan::Model>);

/// A scan of a paper that was signed by hand. Its file is `url` once it was uploaded.
#[Object]
impl DocumentScan {
    /// Opaque id.
    async fn id(&self) -> Id {
        Id::new(IdKind::DocumentScan, self.0.id)
    }

    /// Where it stands.
    async fn state(&self) -> ScanState {
        self.0.state.0.into()
    }

    /// Why it was rejected.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// Where it is downloaded, by a GET with the same `Authorization` as here; null until it is uploaded.
    async fn url(&self, ctx: &Context<'_>) -> Result<Option<String>, Error> {
        let request = Request::of(ctx)?;
        let file = super::store::file_of_scan(&request.context.db.read, self.0.id).await?;
        let base = request.context.config.server.public_url.as_deref().unwrap_or_default();
        Ok(file.map(|file| format!("{base}/files/{}", Id::new(IdKind::StoredFile, file.id))))
    }

    /// When it was announced.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it was checked.
    async fn checked_at(&self) -> Option<DateTime> {
        self.0.checked_at.map(DateTime)
    }
}

/// Something that was done to a document.
#[derive(Clone, Debug)]
pub struct DocumentEvent(pub Arc<document_event::Model>);

/// Something that was done to a document.
#[Object]
impl DocumentEvent {
    /// What was done.
    async fn action(&self) -> DocumentAction {
        self.0.action.0.into()
    }

    /// The signature concerned; null for what concerns the whole document.
    async fn signature(&self) -> Option<Id> {
        self.0.signature_id.map(|id| Id::new(IdKind::Signature, id))
    }

    /// The role of whoever did it; null for who signs by link, and for the platform.
    async fn role(&self, ctx: &Context<'_>) -> Result<Option<Role>, Error> {
        history::role(Request::of(ctx)?, self.0.account_id).await
    }

    /// The name of whoever did it; null for who signs by link, and for the platform.
    async fn name(&self, ctx: &Context<'_>) -> Result<Option<String>, Error> {
        history::name(Request::of(ctx)?, self.0.account_id).await
    }

    /// Why.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// When.
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }
}

/// What the holder of a link signs: no more than the paper says anyway.
#[derive(Clone, Debug, SimpleObject)]
pub struct DocumentToSign {
    /// What it is.
    pub kind: DocumentKind,
    /// What it is called: kind, student, company.
    pub title: String,
    /// The reference that it bears.
    pub reference: String,
    /// The school.
    pub school: String,
    /// Where the document stands.
    pub state: DocumentState,
    /// The day that it bears.
    pub issued_on: Date,
    /// The SHA-256 of the exact bytes that are signed, in hexadecimal.
    pub sha256: String,
    /// Where the paper is read, by a GET: nobody but the holder of the link has this address.
    pub url: String,
    /// For whom the holder signs.
    pub party: SigningParty,
    /// Who signs, by name.
    pub name: Option<String>,
    /// Where the signature stands.
    pub status: SignatureState,
}

impl DocumentToSign {
    /// What a link stands for.
    ///
    /// # Errors
    /// The database does not answer.
    pub(super) async fn of(
        request: &Request,
        token: &str,
        (signature, document): (signature::Model, document::Model),
    ) -> Result<Self, Error> {
        let (_, school) = sign::school(request, &document).await?;
        Ok(Self {
            kind: document.kind.0.into(),
            title: document.title,
            reference: document.reference,
            school,
            state: document.state.0.into(),
            issued_on: Date(document.issued_on),
            sha256: document.sha256.unwrap_or_default(),
            url: link::address(&request.context, token),
            party: signature.party.0.into(),
            name: signature.name,
            status: signature.state.0.into(),
        })
    }
}
