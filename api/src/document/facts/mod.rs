//! What papers print of a contract. What the platform knows goes first; what somebody gave for a paper is kept and holds
//! for the next ones (`given`); what can only be supposed, from a step's answers or a profile, is printed where nobody
//! said otherwise. What was said of this contract, to a paper or to a step, goes before what its school, company or student
//! said for all of theirs.

mod given;
mod known;
mod supposed;
mod tree;

use given::Kept;
pub(crate) use given::given_tutor;
pub(super) use given::{Given, PaperFactsInput, birth_date, keep};
pub(crate) use supposed::is_printed;

use crate::context::Request;
use crate::contract::types::Contract;
use crate::error::{Error, Rejection};
use chrono::NaiveDate;
use papers::Facts;
use serde_json::Value;

/// What is known of a contract: as it stands, and as somebody supposes.
pub(super) struct Gathered {
    known: Value,
    kept: Kept,
    /// What the contract's steps were answered.
    answers: Value,
    /// What people and companies say of themselves elsewhere.
    profiles: Value,
}

/// Reads what is known of a contract, for a paper of this reference, and of a student who was born on this day where the
/// profile does not say.
///
/// # Errors
/// The database does not answer.
pub(super) async fn gather(
    request: &Request,
    contract: &Contract,
    reference: &str,
    birth: Option<NaiveDate>,
) -> Result<Gathered, Error> {
    let mut sources = known::read(request, contract).await?;
    let kept = given::kept(&request.context.db.read, &contract.row).await?;
    sources.student.birth_date = sources.student.birth_date.or(birth).or_else(|| kept.birth_date());
    let known = known::facts(&sources, reference);
    let (answers, profiles) = (supposed::answers(&sources), supposed::profiles(&sources));
    Ok(Gathered {
        known: tree::of(&known)?,
        kept,
        answers: tree::of(&answers)?,
        profiles: tree::of(&profiles)?,
    })
}

impl Gathered {
    /// Reads what the input gives, on top of this.
    ///
    /// # Errors
    /// `UNKNOWN` paths, `INVALID` values, facts that are others' to say, facts that the platform knows otherwise.
    pub(super) fn given(
        &self,
        request: &Request,
        contract: &Contract,
        input: PaperFactsInput,
    ) -> Result<Vec<Given>, Rejection> {
        given::read(request, contract, input, &self.known)
    }

    /// Everything, the surest first.
    ///
    /// # Errors
    /// What was kept does not fit any more: a fault of ours.
    pub(super) fn whole(&self, given: &[Given]) -> Result<Facts, Error> {
        let mut whole = self.profiles.clone();
        for (path, value) in &self.kept.shared {
            tree::set(&mut whole, path, value.clone());
        }
        tree::cover(&mut whole, &self.answers);
        for (path, value) in &self.kept.own {
            tree::set(&mut whole, path, value.clone());
        }
        for fact in given {
            tree::set(&mut whole, &fact.path, fact.value.clone());
        }
        tree::cover(&mut whole, &self.known);
        serde_json::from_value(whole).map_err(Error::internal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_was_said_of_this_contract_goes_before_what_was_said_for_all() {
        let said = |path: &str, value: &str| (path.to_owned(), json!(value));
        let of = |change: fn(&mut Facts)| {
            let mut facts = Facts::default();
            change(&mut facts);
            tree::of(&facts).unwrap()
        };
        let gathered = Gathered {
            known: of(|facts| facts.company.name = Some("Known".into())),
            kept: Kept {
                shared: vec![
                    said("company.name", "Shared"),
                    said("company.signatory.name", "Shared"),
                    said("company.signatory.mail", "shared@example.org"),
                    said("company.mail", "shared@example.org"),
                    said("company.legal_form", "Shared"),
                ],
                own: vec![said("company.signatory.mail", "own@example.org")],
            },
            answers: of(|facts| {
                facts.company.signatory.name = Some("Answered".into());
                facts.company.signatory.mail = Some("answered@example.org".into());
            }),
            profiles: of(|facts| facts.company.legal_form = Some("Profile".into())),
        };
        let company = gathered.whole(&[]).unwrap().company;
        assert_eq!(company.name.as_deref(), Some("Known"));
        assert_eq!(company.signatory.name.as_deref(), Some("Answered"));
        assert_eq!(company.signatory.mail.as_deref(), Some("own@example.org"));
        assert_eq!(company.mail.as_deref(), Some("shared@example.org"));
        assert_eq!(company.legal_form.as_deref(), Some("Shared"));
    }
}
