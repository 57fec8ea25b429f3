//! Printing a paper and keeping its bytes, before the transaction that issues it: neither is waited for inside one.

use crate::context::Context;
use crate::document::kind;
use crate::error::{Error, Rejection};
use crate::file::{self, Kept};
use crate::graphql::user_error::{ErrorCode, UserError};
use chrono::NaiveDate;
use domain::document::{DocumentKind, SigningParty, in_order};
use domain::procedure::{Actor, Procedure};
use papers::{Facts, Failure, Issued, Missing, Party, Why};

/// A paper that was printed, and is not issued yet.
pub(super) struct Printed {
    /// Its bytes, kept; none for what is made elsewhere.
    pub(super) kept: Option<Kept>,
    /// Its title.
    pub(super) title: String,
    /// Who signs, in order.
    pub(super) parties: Vec<SigningParty>,
    /// What was printed.
    pub(super) facts: Facts,
    /// The day that it bears.
    pub(super) on: NaiveDate,
}

/// Prints a paper.
///
/// # Errors
/// `FACT_MISSING` for each fact that it cannot do without, or that cannot be printed; `RATE_LIMITED` where no press is
/// free; the disk does not answer.
pub(super) async fn run(
    context: &Context,
    kind: DocumentKind,
    school: &str,
    procedure: &Procedure,
    facts: Facts,
) -> Result<Printed, Rejection> {
    let on = context.now().date_naive();
    let Some(printed) = kind::printed(kind) else {
        let (parties, title) = (signed_by(kind, procedure), kind.label().fr.to_owned());
        return Ok(Printed { kept: None, title, parties: in_order(&parties, &[]), facts, on });
    };
    let (press, school, printing) = (context.press.clone(), school.to_owned(), facts.clone());
    let issued = context.presses.run(move || papers::issue(&press, printed, &school, &printing, on));
    let issued: Issued = issued.await?.map_err(failed)?;
    let kept = file::store_bytes(context, &issued.pdf).await?;
    if kept.sha256 != issued.sha256 {
        return Err(Error::internal(anyhow::anyhow!("other bytes were kept than were printed")).into());
    }
    let parties: Vec<SigningParty> =
        issued.signing_parties.iter().copied().map(|party: Party| kind::party(party)).collect();
    let parties = in_order(&parties, &actors(kind, procedure));
    Ok(Printed { kept: Some(kept), title: issued.title, parties, facts, on })
}

/// Who signs, as the procedure says.
fn actors(kind: DocumentKind, procedure: &Procedure) -> Vec<Actor> {
    let products = procedure.steps.iter().flat_map(|step| &step.produces);
    let product = products.into_iter().find(|product| Some(product.paper) == kind.paper());
    product.map(|product| product.signed_by.clone()).unwrap_or_default()
}

/// Who signs what is made elsewhere; of a work contract that is employer and employee, whatever the procedure says.
pub(super) fn signed_by(kind: DocumentKind, procedure: &Procedure) -> Vec<SigningParty> {
    let named: Vec<SigningParty> = actors(kind, procedure).into_iter().filter_map(SigningParty::of).collect();
    if named.is_empty() { vec![SigningParty::Company, SigningParty::Student] } else { named }
}

fn failed(failure: Failure) -> Rejection {
    match failure {
        Failure::Missing(all) => all.into_iter().map(missing).collect::<Vec<_>>().into(),
        Failure::Press(fault) => Error::internal(anyhow::anyhow!("the press failed: {fault}")).into(),
    }
}

/// What a user is told of a fact that stands between a paper and its issue.
fn missing(Missing { path, name, why }: Missing) -> UserError {
    let [fr, en] = name.map_or([path.as_str(); 2], |name| [name.fr, name.en]);
    let (fr, en) = match why {
        Why::Absent => (format!("Il manque : {fr}."), format!("This is missing: {en}.")),
        Why::Unprintable(signs) => {
            let signs = signs.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
            (
                format!("{fr} : ces signes ne s'impriment pas : {signs}."),
                format!("{en}: these signs cannot be printed: {signs}."),
            )
        }
    };
    UserError::new(ErrorCode::FactMissing, fr, en).at(&["input", "facts", &path])
}
