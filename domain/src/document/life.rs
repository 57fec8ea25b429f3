//! A document's life: the table of what a signature goes through, and the fold of what happened.
//!
//! Signatures stand in the order in which they are given, one rank after the other; one that was handed on stays, and its
//! successor stands at the same rank. The school's rank is the last, so that nothing is signed after it.

use super::SignatureState::{Delegated, Refused, Requested, Signed, Void, Waiting};
use super::{DocumentAction, DocumentState, SignatureState, SigningParty};
use crate::locale::Text;

/// A line of the table: what an action makes of a signature.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// What is done.
    pub action: DocumentAction,
    /// The states that it leaves.
    pub from: &'static [SignatureState],
    /// The state that follows.
    pub to: SignatureState,
    /// Whether all that come before must have signed.
    pub in_turn: bool,
    /// Whether a reason is asked for.
    pub needs_reason: bool,
}

/// The table. `Issue` has no line, since there is no state before it; the scans that were announced or rejected change none.
pub const SIGNATURES: &[Line] = &[
    line(DocumentAction::Request, &[Waiting, Requested], Requested, true, false),
    line(DocumentAction::Sign, &[Requested], Signed, true, false),
    line(DocumentAction::AcceptScan, &[Waiting, Requested], Signed, true, false),
    line(DocumentAction::Refuse, &[Requested], Refused, true, true),
    line(DocumentAction::Delegate, &[Requested], Delegated, true, false),
    line(DocumentAction::Void, &[Waiting, Requested], Void, false, true),
];

const fn line(
    action: DocumentAction,
    from: &'static [SignatureState],
    to: SignatureState,
    in_turn: bool,
    needs_reason: bool,
) -> Line {
    Line { action, from, to, in_turn, needs_reason }
}

/// A signature, as far as the order is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signing {
    /// Whose.
    pub party: SigningParty,
    /// Its place in the order, from 0.
    pub rank: usize,
    /// Where it stands.
    pub state: SignatureState,
}

/// A document and its signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    /// Where it stands.
    pub state: DocumentState,
    /// Its signatures, in the order of their ranks; one that was handed on stands before its successor.
    pub signatures: Vec<Signing>,
}

/// Something that happened to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Act<'a> {
    /// What.
    pub action: DocumentAction,
    /// To which signature, by its place in [`Life::signatures`]; none for what concerns the whole document.
    pub at: Option<usize>,
    /// Why.
    pub reason: Option<&'a str>,
}

/// Why something cannot be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The document does not stand where this is possible.
    #[error("the document is {0}")]
    Document(DocumentState),
    /// The signature does not stand where this is possible.
    #[error("the signature is {0}")]
    Signature(SignatureState),
    /// Another party signs before.
    #[error("{0} signs before")]
    NotInTurn(SigningParty),
    /// A party that signs as a person cannot send another.
    #[error("{0} signs in person")]
    InPerson(SigningParty),
    /// There is no reason given.
    #[error("a reason is missing")]
    ReasonMissing,
    /// This is not done to what was named.
    #[error("this is not possible")]
    Impossible,
}

impl Refusal {
    /// For people.
    #[must_use]
    pub fn text(self) -> [String; 2] {
        match self {
            Self::Document(state) => {
                let Text { fr, en } = document_words(state);
                [format!("Le document est {fr}."), format!("The document is {en}.")]
            }
            Self::Signature(state) => {
                let Text { fr, en } = signature_words(state);
                [format!("Cette signature est {fr}."), format!("This signature is {en}.")]
            }
            Self::NotInTurn(party) => {
                let Text { fr, en } = party.label();
                [
                    format!("Une autre partie signe avant : {fr}."),
                    format!("Another party signs before: {en}."),
                ]
            }
            Self::InPerson(party) => {
                let Text { fr, en } = party.label();
                [
                    format!("Cette partie signe en personne : {fr}."),
                    format!("This party signs in person: {en}."),
                ]
            }
            Self::ReasonMissing => ["Un motif est attendu.".into(), "A reason is expected.".into()],
            Self::Impossible => ["Cela n'est pas possible ici.".into(), "This is not possible here.".into()],
        }
    }
}

const fn document_words(state: DocumentState) -> Text {
    match state {
        DocumentState::Issued => Text { fr: "à signer", en: "to be signed" },
        DocumentState::Complete => Text { fr: "complet", en: "complete" },
        DocumentState::Refused => Text { fr: "refusé", en: "refused" },
        DocumentState::Void => Text { fr: "annulé", en: "void" },
    }
}

const fn signature_words(state: SignatureState) -> Text {
    match state {
        Waiting => Text { fr: "à demander", en: "not asked for yet" },
        Requested => Text { fr: "demandée", en: "asked for" },
        Signed => Text { fr: "donnée", en: "given" },
        Refused => Text { fr: "refusée", en: "refused" },
        Delegated => Text { fr: "confiée à une autre personne", en: "handed to another person" },
        Void => Text { fr: "annulée", en: "void" },
    }
}

impl Life {
    /// A document that was issued for these parties, in this order; complete where nobody signs.
    #[must_use]
    pub fn issued(parties: &[SigningParty]) -> Self {
        let signatures = parties.iter().enumerate();
        let signatures: Vec<Signing> =
            signatures.map(|(rank, party)| Signing { party: *party, rank, state: Waiting }).collect();
        let state = if signatures.is_empty() { DocumentState::Complete } else { DocumentState::Issued };
        Self { state, signatures }
    }

    /// The signature that is wanted next, by its place; none when there is none, or the document has ended.
    #[must_use]
    pub fn next(&self) -> Option<usize> {
        let open = |signing: &Signing| matches!(signing.state, Waiting | Requested);
        if self.state == DocumentState::Issued { self.signatures.iter().position(open) } else { None }
    }

    /// What this makes of it.
    ///
    /// # Errors
    /// The table does not allow it; it is not this party's turn; a reason is missing.
    pub fn apply(&self, act: Act<'_>) -> Result<Self, Refusal> {
        let reason = act.reason.is_some_and(|reason| !reason.trim().is_empty());
        match (act.action, act.at) {
            (DocumentAction::Void, None) => self.voided(reason),
            (DocumentAction::UploadScan | DocumentAction::RejectScan, None) if self.is_open() => {
                let unexplained = act.action == DocumentAction::RejectScan && !reason;
                if unexplained { Err(Refusal::ReasonMissing) } else { Ok(self.clone()) }
            }
            (DocumentAction::UploadScan | DocumentAction::RejectScan, None) => {
                Err(Refusal::Document(self.state))
            }
            (action, Some(at)) if action != DocumentAction::Void => self.signed(action, at, reason),
            _ => Err(Refusal::Impossible),
        }
    }

    fn is_open(&self) -> bool {
        self.state == DocumentState::Issued
    }

    /// It holds no more; signatures that were given stay, as what happened.
    fn voided(&self, reason: bool) -> Result<Self, Refusal> {
        if self.state == DocumentState::Void {
            return Err(Refusal::Document(self.state));
        }
        if !reason {
            return Err(Refusal::ReasonMissing);
        }
        let mut after = self.clone();
        after.state = DocumentState::Void;
        after.give_up_open();
        Ok(after)
    }

    fn give_up_open(&mut self) {
        for signing in &mut self.signatures {
            if matches!(signing.state, Waiting | Requested) {
                signing.state = Void;
            }
        }
    }

    fn signed(&self, action: DocumentAction, at: usize, reason: bool) -> Result<Self, Refusal> {
        let line = SIGNATURES.iter().find(|line| line.action == action).ok_or(Refusal::Impossible)?;
        let signing = *self.signatures.get(at).ok_or(Refusal::Impossible)?;
        if !self.is_open() {
            return Err(Refusal::Document(self.state));
        }
        if !line.from.contains(&signing.state) {
            return Err(Refusal::Signature(signing.state));
        }
        let next = self.next().and_then(|next| self.signatures.get(next));
        if let Some(next) = next.filter(|next| line.in_turn && next.rank != signing.rank) {
            return Err(Refusal::NotInTurn(next.party));
        }
        if line.needs_reason && !reason {
            return Err(Refusal::ReasonMissing);
        }
        if action == DocumentAction::Delegate && !signing.party.delegates() {
            return Err(Refusal::InPerson(signing.party));
        }
        Ok(self.with(at, line.to))
    }

    /// With a signature in another state, and what follows from it.
    fn with(&self, at: usize, state: SignatureState) -> Self {
        let mut after = self.clone();
        let Some(signing) = after.signatures.get_mut(at) else { return after };
        signing.state = state;
        let successor = Signing { state: Waiting, ..*signing };
        match state {
            Delegated => after.signatures.insert(at + 1, successor),
            Refused => {
                after.state = DocumentState::Refused;
                after.give_up_open();
            }
            Signed if after.next().is_none() => after.state = DocumentState::Complete,
            _ => {}
        }
        after
    }
}

/// Where a document stands after all that happened to it, its issue left out.
///
/// # Errors
/// Something happened that the table does not allow: its place in the list, and why.
pub fn fold<'a>(
    parties: &[SigningParty],
    acts: impl IntoIterator<Item = Act<'a>>,
) -> Result<Life, (usize, Refusal)> {
    let mut acts = acts.into_iter().enumerate();
    acts.try_fold(Life::issued(parties), |life, (at, act)| life.apply(act).map_err(|refusal| (at, refusal)))
}

#[cfg(test)]
mod tests;
