//! Who may do what with a document of a contract. Whoever may know the contract reads its documents; its kind says who
//! issues it, and whether it is kept from the student. Who signs is not asked here: signatures are given by secret link, code or scan, without an account.

use super::{Actor, Denial, Subject, contract, may_know};
use crate::document::{DocumentAction, DocumentKind};
use crate::policy::Action;
use crate::procedure::Actor as ProcedureActor;

/// Decides on a document.
///
/// # Errors
/// The denial, when the answer is no.
pub(super) fn decide(
    actor: Option<&Actor>,
    action: Action,
    whose: &Subject,
    kind: DocumentKind,
) -> Result<(), Denial> {
    if !may_know(actor, whose) {
        let asks_to_act = actor.is_none() && action != Action::Read;
        return Err(if asks_to_act { Denial::Unauthenticated } else { Denial::Hidden });
    }
    // To issue one is asked of the kind, which everybody knows.
    let issuing = action == Action::Document(DocumentAction::Issue);
    let is_student = || actor.is_some_and(|actor| contract::is(actor, whose, ProcedureActor::Student));
    if kind.is_kept_from_student() && !issuing && is_student() {
        return Err(Denial::Hidden);
    }
    if action == Action::Read {
        return Ok(());
    }
    let actor = actor.ok_or(Denial::Unauthenticated)?;
    let by = match action {
        Action::Document(action) => actors(action, kind),
        _ => return Err(Denial::Forbidden),
    };
    if by.iter().any(|part| contract::is(actor, whose, *part)) { Ok(()) } else { Err(Denial::Forbidden) }
}

/// Who does this with documents of a kind.
fn actors(action: DocumentAction, kind: DocumentKind) -> &'static [ProcedureActor] {
    use ProcedureActor::{CareerServices, Company, DepartmentHead, Student, TrainingCentre};
    match action {
        DocumentAction::Issue | DocumentAction::Request | DocumentAction::Void => kind.issuers(),
        DocumentAction::UploadScan => &[Student, Company, DepartmentHead, TrainingCentre, CareerServices],
        DocumentAction::AcceptScan | DocumentAction::RejectScan => &[CareerServices],
        DocumentAction::Sign | DocumentAction::Refuse | DocumentAction::Delegate => &[],
    }
}
