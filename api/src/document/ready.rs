//! Whether the papers that a step signs are signed: asked before such a step is completed.

use crate::document::store;
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::user_error::{ErrorCode, UserError};
use domain::document::DocumentKind;
use domain::procedure::{InputKind, Paper, Procedure, Step};
use uuid::Uuid;

/// Refuses to complete a step while a paper that it signs is not signed by all.
///
/// # Errors
/// `PAPER_NOT_SIGNED`, for each paper; or the database does not answer.
pub(crate) async fn require(
    tx: &Transaction,
    contract: Uuid,
    procedure: &Procedure,
    step: &str,
) -> Result<(), Rejection> {
    let mut errors = Vec::new();
    for (kind, paper) in wanted(procedure, step) {
        if store::complete(tx, contract, kind).await?.is_none() {
            errors.push(not_signed(paper));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

/// Whether a contract has an agreement that everybody signed.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn is_agreed(tx: &Transaction, contract: Uuid) -> Result<bool, Error> {
    Ok(store::complete(tx, contract, DocumentKind::TrainingAgreement).await?.is_some())
}

/// The documents that must be complete before a step is done. The work contract is filled and signed elsewhere: where the
/// step, or one that follows at once, asks for it as a file, that file is what shows it.
fn wanted(procedure: &Procedure, step: &str) -> Vec<(DocumentKind, Paper)> {
    let Some(written) = procedure.step(step) else { return Vec::new() };
    let handed_in = is_handed_in(procedure, written);
    let papers = written.signs.iter().copied();
    papers
        .filter_map(|paper| DocumentKind::of(paper).map(|kind| (kind, paper)))
        .filter(|(kind, _)| kind.is_printed() || !handed_in)
        .collect()
}

/// Whether a step, or one that follows at once, asks for a file: then what it has signed elsewhere is handed in there.
pub(crate) fn is_handed_in(procedure: &Procedure, step: &Step) -> bool {
    let asks =
        |other: &Step| other.inputs.iter().any(|input| input.required && input.kind == InputKind::File);
    let follows = |other: &Step| other.after.contains(&step.key);
    asks(step) || procedure.steps.iter().any(|other| follows(other) && asks(other))
}

fn not_signed(paper: Paper) -> UserError {
    let label = paper.label();
    let fr = format!("Ce document n'est pas encore signé par toutes les parties : {}.", label.fr);
    let en = format!("This document is not signed by all its parties yet: {}.", label.en);
    UserError::new(ErrorCode::PaperNotSigned, fr, en).at(&["step", &paper.to_string()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::procedure::shipped;

    fn wanted_of(school: &str, step: &str) -> Vec<Paper> {
        let procedure = shipped().iter().find(|procedure| procedure.school == school).unwrap();
        wanted(procedure, step).into_iter().map(|(_, paper)| paper).collect()
    }

    #[test]
    fn agreements_are_signed_here_and_work_contracts_where_they_are_handed_in() {
        assert_eq!(wanted_of("IMT-ALES", "6"), [Paper::TrainingAgreement]);
        assert_eq!(wanted_of("IMT-ALES", "4"), [], "the copy is handed in at once");
        assert_eq!(wanted_of("ENSSAT", "4"), [Paper::SignedCerfa]);
        assert_eq!(wanted_of("IMT-ALES", "1"), []);
        assert_eq!(wanted_of("IMT-ALES", "nowhere"), []);
    }
}
