//! What holds of every document, whatever happens to it.

use super::*;
use crate::document::in_order;
use proptest::prelude::*;
use strum::VariantArray;

const AGREEMENT: &[SigningParty] = &[SigningParty::Student, SigningParty::Company, SigningParty::School];

fn act(action: DocumentAction, at: impl Into<Option<usize>>) -> Act<'static> {
    Act { action, at: at.into(), reason: None }
}

/// Anything that anybody might try.
fn anything() -> impl Strategy<Value = (DocumentAction, Option<usize>, Option<&'static str>)> {
    let action = proptest::sample::select(DocumentAction::VARIANTS);
    (
        action,
        proptest::option::of(0..6_usize),
        proptest::option::of(proptest::sample::select(&["", " ", "why"][..])),
    )
}

fn parties() -> impl Strategy<Value = Vec<SigningParty>> {
    proptest::sample::subsequence(SigningParty::VARIANTS, 0..=6)
        .prop_shuffle()
        .prop_map(|all| in_order(&all, &[]))
}

#[test]
fn an_agreement_is_signed_in_its_order() {
    let mut life = Life::issued(AGREEMENT);
    assert_eq!(life.apply(act(DocumentAction::Request, 1)), Err(Refusal::NotInTurn(SigningParty::Student)));
    for at in 0..3 {
        assert_eq!(life.next(), Some(at));
        assert_eq!(life.apply(act(DocumentAction::Sign, at)), Err(Refusal::Signature(Waiting)));
        life = life.apply(act(DocumentAction::Request, at)).unwrap();
        life = life.apply(act(DocumentAction::Sign, at)).unwrap();
    }
    assert_eq!((life.state, life.next()), (DocumentState::Complete, None));
    assert_eq!(life.apply(act(DocumentAction::Sign, 2)), Err(Refusal::Document(DocumentState::Complete)));
}

#[test]
fn whoever_is_handed_a_signature_takes_its_place() {
    let life = Life::issued(&[SigningParty::Company, SigningParty::School]);
    let life = life.apply(act(DocumentAction::Request, 0)).unwrap();
    let life = life.apply(act(DocumentAction::Delegate, 0)).unwrap();
    let states: Vec<_> = life.signatures.iter().map(|signing| (signing.rank, signing.state)).collect();
    assert_eq!(states, [(0, Delegated), (0, Waiting), (1, Waiting)]);
    assert_eq!(life.next(), Some(1));
    assert_eq!(
        life.apply(act(DocumentAction::AcceptScan, 2)),
        Err(Refusal::NotInTurn(SigningParty::Company))
    );
    let life = life.apply(act(DocumentAction::AcceptScan, 1)).unwrap();
    assert_eq!(life.next(), Some(2));
    let student = Life::issued(AGREEMENT).apply(act(DocumentAction::Request, 0)).unwrap();
    let delegated = student.apply(act(DocumentAction::Delegate, 0));
    assert_eq!(delegated, Err(Refusal::InPerson(SigningParty::Student)));
}

#[test]
fn a_refusal_has_a_reason_and_ends_the_document() {
    let life = Life::issued(AGREEMENT).apply(act(DocumentAction::Request, 0)).unwrap();
    assert_eq!(life.apply(act(DocumentAction::Refuse, 0)), Err(Refusal::ReasonMissing));
    let refuse = Act { reason: Some("wrong pay"), ..act(DocumentAction::Refuse, 0) };
    let life = life.apply(refuse).unwrap();
    let states: Vec<_> = life.signatures.iter().map(|signing| signing.state).collect();
    assert_eq!((life.state, states), (DocumentState::Refused, vec![Refused, Void, Void]));
}

#[test]
fn what_nobody_signs_is_complete_once_issued() {
    assert_eq!(Life::issued(&[]).state, DocumentState::Complete);
}

proptest! {
    #[test]
    fn whatever_is_allowed_keeps_the_order_and_ends_once(
        parties in parties(),
        tried in prop::collection::vec(anything(), 0..60),
    ) {
        let mut life = Life::issued(&parties);
        let mut done = Vec::new();
        for (action, at, reason) in tried {
            let act = Act { action, at, reason };
            let Ok(after) = life.apply(act) else { continue };
            // Nothing happens after it is void, and nothing is signed after the end.
            prop_assert_ne!(life.state, DocumentState::Void);
            prop_assert!(life.state == DocumentState::Issued || action == DocumentAction::Void);
            if matches!(action, DocumentAction::Refuse | DocumentAction::Void | DocumentAction::RejectScan) {
                prop_assert!(reason.is_some_and(|reason| !reason.trim().is_empty()));
            }
            done.push(act);
            life = after;
            let signed = |signing: &Signing| signing.state == Signed;
            // Who signed, signed after everybody before; the school after everybody.
            for signing in life.signatures.iter().filter(|signing| signed(signing)) {
                for earlier in life.signatures.iter().filter(|other| other.rank < signing.rank) {
                    prop_assert!(matches!(earlier.state, Signed | Delegated));
                }
                if signing.party == SigningParty::School {
                    prop_assert!(life.signatures.iter().all(|other| other.rank <= signing.rank));
                }
            }
            let ranks = |state| life.signatures.iter().filter(|signing| signing.state == state).count();
            if life.state == DocumentState::Complete {
                prop_assert_eq!(ranks(Signed), parties.len());
            }
            prop_assert_eq!(life.next().is_some(), life.state == DocumentState::Issued);
            prop_assert_eq!(life.state == DocumentState::Void || life.state == DocumentState::Refused
                || ranks(Refused) + ranks(Void) == 0, true);
        }
        prop_assert_eq!(fold(&parties, done), Ok(life));
    }
}
