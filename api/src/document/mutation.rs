//! Mutations on documents.

use crate::context::Request;
use crate::document::amend::{self, ContractAmendInput};
use crate::document::facts::PaperFactsInput;
use crate::document::request::{self, SignatoryInput};
use crate::document::scan::{self, Check};
use crate::document::sign::{self, Decision};
use crate::document::types::{Document, DocumentKind, DocumentToSign, SigningParty};
use crate::document::{UserAgent, code, issue, loader, void};
use crate::error::{Error, Rejection};
use crate::file::Ticket;
use crate::file::types::UploadTicket;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::payload::settle;
use crate::graphql::user_error::UserError;
use async_graphql::{Context, Object, SimpleObject};
use entity::document;

/// What a mutation on a document answers.
#[derive(SimpleObject)]
pub(crate) struct DocumentPayload {
    /// The document after the change; null when the change was refused.
    pub document: Option<Document>,
    /// What the user got wrong; empty when the change was made.
    pub user_errors: Vec<UserError>,
}

/// What announcing a scan answers.
#[derive(SimpleObject)]
pub(crate) struct DocumentScanPayload {
    /// The document; null when the scan was refused.
    pub document: Option<Document>,
    /// The right to upload the scan; shown once.
    pub ticket: Option<UploadTicket>,
    /// What the user got wrong; empty when the scan is expected.
    pub user_errors: Vec<UserError>,
}

/// What asking for a code answers: the same for every link, good or not.
#[derive(SimpleObject)]
pub(crate) struct SignatureCodePayload {
    /// Always true: if the link is good, a code is on its way to whoever it was sent to.
    pub sent: bool,
    /// What the user got wrong.
    pub user_errors: Vec<UserError>,
}

/// What a signatory's decision answers.
#[derive(SimpleObject)]
pub(crate) struct SignaturePayload {
    /// What was decided on; null when the decision was refused.
    pub signed: Option<DocumentToSign>,
    /// What the user got wrong; empty when the decision is kept.
    pub user_errors: Vec<UserError>,
}

/// The document read afresh: what this request read before the change is forgotten.
async fn read(request: &Request, row: Option<document::Model>) -> Result<Option<Document>, Error> {
    loader::forget(&request.loaders);
    crate::contract::loader::forget(&request.loaders);
    match row {
        Some(row) => Document::load(request, row.id).await,
        None => Ok(None),
    }
}

async fn answer(
    request: &Request,
    answer: Result<document::Model, Rejection>,
) -> Result<DocumentPayload, Error> {
    let (row, user_errors) = settle(answer)?;
    Ok(DocumentPayload { document: read(request, row).await?, user_errors })
}

async fn expected(
    request: &Request,
    answer: Result<(document::Model, Ticket), Rejection>,
) -> Result<DocumentScanPayload, Error> {
    let (expected, user_errors) = settle(answer)?;
    let (row, ticket) = expected.unzip();
    Ok(DocumentScanPayload {
        document: read(request, row).await?,
        ticket: ticket.map(UploadTicket),
        user_errors,
    })
}

async fn decide(
    ctx: &Context<'_>,
    token: &str,
    code: &str,
    decision: Decision,
) -> Result<SignaturePayload, Error> {
    let request = Request::of(ctx)?;
    let agent = ctx.data_opt::<UserAgent>().cloned().unwrap_or_default();
    let (decided, user_errors) = settle(sign::run(request, token, code, decision, agent).await)?;
    loader::forget(&request.loaders);
    let signed = match decided {
        Some(decided) => Some(DocumentToSign::of(request, token, decided).await?),
        None => None,
    };
    Ok(SignaturePayload { signed, user_errors })
}

/// Mutations on documents.
#[derive(Debug, Default)]
pub struct DocumentMutation;

/// Mutations on documents.
#[Object]
impl DocumentMutation {
    /// Prints a paper of a contract and issues it. What it lacks is said first, each fact by its path. An agreement is the
    /// school's to issue, or the training centre's; other papers are those of whoever has to hand them in, too.
    async fn document_generate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contract.")] contract: Id,
        #[graphql(desc = "What to print.")] kind: DocumentKind,
        #[graphql(desc = "Facts that the platform does not know; they are kept.", default)]
        input: PaperFactsInput,
    ) -> Result<DocumentPayload, Error> {
        let (request, id) = (Request::of(ctx)?, contract.of(IdKind::Contract, &["contract"])?);
        answer(request, issue::first(request, id, kind.into(), input).await).await
    }

    /// Prints a paper anew, after a change. Those before hold no more, signed or not, and their signatories are told; steps
    /// that signed them are to be done again. For those who issue such papers. What an active contract rests on is changed by
    /// `contractAmend`.
    async fn document_reissue(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The document.")] id: Id,
        #[graphql(desc = "Why; whoever signed the one before reads it. Required.")] reason: Option<String>,
        #[graphql(desc = "Facts that the platform does not know; they are kept.", default)]
        input: PaperFactsInput,
    ) -> Result<DocumentPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::Document, &["id"])?);
        answer(request, issue::again(request, id, reason, input).await).await
    }

    /// Calls back a paper that waits for signatures: nobody signs it any more, and whoever signed or was asked to is told why. An
    /// amendment that is called back changes nothing. For those who issue such papers; a scan that was accepted by mistake is taken
    /// back by career services, before the contract is active.
    async fn document_void(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The document.")] id: Id,
        #[graphql(desc = "Why; whoever signed it or was asked to reads it. Required.")] reason: Option<
            String,
        >,
    ) -> Result<DocumentPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::Document, &["id"])?);
        answer(request, void::run(request, id, reason).await).await
    }

    /// Sends a link to whoever signs next, by which they read the paper and sign it, without an account. Each signature
    /// sends the next. Sent again, the link before is good no more. For those who issue such papers.
    async fn signature_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The document.")] id: Id,
        #[graphql(desc = "Who signs, where the paper's facts do not say so.", default)] signatories: Vec<
            SignatoryInput,
        >,
    ) -> Result<DocumentPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::Document, &["id"])?);
        answer(request, request::run(request, id, signatories).await).await
    }

    /// Sends a one-time code to the address that a link was sent to. It is good for fifteen minutes and five tries. Without
    /// an account; a link that is not good is answered as one that is.
    async fn signature_code_send(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The secret at the end of the link.")] token: String,
    ) -> Result<SignatureCodePayload, Error> {
        let (_, user_errors) = settle(code::send(Request::of(ctx)?, &token).await)?;
        Ok(SignatureCodePayload { sent: true, user_errors })
    }

    /// Signs, by link and code. Without an account.
    async fn document_sign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The secret at the end of the link.")] token: String,
        #[graphql(desc = "The code that was sent by mail.")] code: String,
    ) -> Result<SignaturePayload, Error> {
        decide(ctx, &token, &code, Decision::Sign).await
    }

    /// Refuses to sign, by link and code; the document ends with that. Without an account.
    async fn signature_refuse(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The secret at the end of the link.")] token: String,
        #[graphql(desc = "The code that was sent by mail.")] code: String,
        #[graphql(desc = "Why; the parties read it. Required.")] reason: Option<String>,
    ) -> Result<SignaturePayload, Error> {
        decide(ctx, &token, &code, Decision::Refuse(reason)).await
    }

    /// Hands the signature to another person of the same party, by link and code; that person is sent a link. A student and
    /// a company tutor sign in person. Without an account.
    async fn signature_delegate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The secret at the end of the link.")] token: String,
        #[graphql(desc = "The code that was sent by mail.")] code: String,
        #[graphql(desc = "Who signs instead: first and last name.")] name: String,
        #[graphql(desc = "That person's mail address.")] email: String,
    ) -> Result<SignaturePayload, Error> {
        decide(ctx, &token, &code, Decision::Delegate(name, email)).await
    }

    /// Announces the scan of a paper that was printed here and signed by hand; it is uploaded by the ticket, and counts once
    /// staff accepted it. For the parties of the contract.
    async fn document_sign_scanned(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The document.")] id: Id,
        #[graphql(
            desc = "Whose signatures it shows: the next ones in the order; all that are left where none is named.",
            default
        )]
        parties: Vec<SigningParty>,
    ) -> Result<DocumentScanPayload, Error> {
        let (request, id) = (Request::of(ctx)?, id.of(IdKind::Document, &["id"])?);
        let parties = parties.into_iter().map(Into::into).collect();
        expected(request, scan::announce(request, id, parties).await).await
    }

    /// Announces the scan of a paper that is made and signed elsewhere, such as the work contract (CERFA); it is uploaded by
    /// the ticket, and counts once staff accepted it. For the parties of the contract; what could be printed here, for those
    /// who issue it.
    async fn document_upload_signed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contract.")] contract: Id,
        #[graphql(desc = "What it is.")] kind: DocumentKind,
    ) -> Result<DocumentScanPayload, Error> {
        let (request, id) = (Request::of(ctx)?, contract.of(IdKind::Contract, &["contract"])?);
        expected(request, scan::upload(request, id, kind.into()).await).await
    }

    /// Accepts a scan as the paper with its signatures, or rejects it with a reason. For career services.
    async fn document_scan_check(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The scan.")] scan: Id,
        #[graphql(desc = "Whether it is the paper, signed.")] accept: bool,
        #[graphql(desc = "Why not; whoever uploaded it reads it. Required to reject.")] reason: Option<
            String,
        >,
    ) -> Result<DocumentPayload, Error> {
        let (request, id) = (Request::of(ctx)?, scan.of(IdKind::DocumentScan, &["scan"])?);
        answer(request, scan::check(request, id, Check { accept, reason }).await).await
    }

    /// Issues an amendment of an active contract's signed agreement. It holds once everybody signed it: the contract's last
    /// day, pay and tutor change then. One at a time changes the same. For career services, and for the training centre of an
    /// apprenticeship.
    async fn contract_amend(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contract.")] contract: Id,
        #[graphql(desc = "What changes.")] input: ContractAmendInput,
        #[graphql(desc = "Why; the paper says it. Required.")] reason: Option<String>,
    ) -> Result<DocumentPayload, Error> {
        let (request, id) = (Request::of(ctx)?, contract.of(IdKind::Contract, &["contract"])?);
        answer(request, amend::run(request, id, input, reason).await).await
    }
}
