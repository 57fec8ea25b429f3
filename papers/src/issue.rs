//! Issuing a paper: from facts to bytes that can be signed.

use crate::{
    Facts, Kind, Missing, Party,
    compose::{tree, whole},
    missing::missing_in,
    party::signing_parties,
    press::{Press, Sheet},
    text,
};
use chrono::NaiveDate;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// A paper, ready to be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// The document: PDF 1.7, conforming to PDF/UA-1.
    pub pdf: Vec<u8>,
    /// SHA-256 of the document, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// Its title, in French: kind, people, company.
    pub title: String,
    /// How many pages it has.
    pub pages: usize,
    /// Who signs, in the order of signing; nobody for what is not signed.
    pub signing_parties: Vec<Party>,
}

/// Why no paper was issued.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Something is missing: all of it, as [`crate::missing`] says it.
    #[error("{} facts are missing or cannot be printed", .0.len())]
    Missing(Vec<Missing>),
    /// The press failed: a fault of ours, in a template or in what was installed.
    #[error("the press failed: {0}")]
    Press(String),
}

/// Prints a paper of a school, by the school's code, as of a day.
///
/// Papers are in French. The same kind, school, facts and day give the same bytes, on every machine and press. It takes
/// tens of milliseconds of one core, a few more by a program: call it where blocking is allowed.
///
/// # Errors
/// What is missing, by name; or a fault of the press.
pub fn issue(
    press: &Press,
    kind: Kind,
    school: &str,
    facts: &Facts,
    issued_on: NaiveDate,
) -> Result<Issued, Failure> {
    let whole = whole(school, facts);
    let missing = missing_in(kind, school, &whole);
    if !missing.is_empty() {
        return Err(Failure::Missing(missing));
    }
    let parties = signing_parties(kind, school, &whole);
    let title = title(kind, &whole);
    let mut data = data(kind, school, &whole, issued_on, &parties, &title);
    text::clean(&mut data);
    let data = data.to_string();
    let ident = format!("{kind} {school} {}", hex(data.as_bytes()));
    let sheet = Sheet { template: kind.template().to_owned(), data, ident, on: issued_on };
    let printed = press.print(&sheet).map_err(Failure::Press)?;
    Ok(Issued {
        sha256: hex(&printed.pdf),
        pdf: printed.pdf,
        title,
        pages: printed.pages,
        signing_parties: parties,
    })
}

/// What the templates read.
fn data(kind: Kind, school: &str, whole: &Facts, on: NaiveDate, parties: &[Party], title: &str) -> Value {
    let reference = whole.reference.as_deref().unwrap_or_default();
    let parties: Vec<Value> =
        parties.iter().map(|party| json!({ "code": party.to_string(), "label": party.label().fr })).collect();
    json!({
        "kind": kind.to_string(),
        "school": school,
        "title": title,
        "heading": heading(kind, whole),
        "reference_line": format!("Référence {reference}, {on}"),
        "issued_on": on,
        "parties": parties,
        "facts": tree(whole),
    })
}

/// The paper's name at its head.
fn heading(kind: Kind, facts: &Facts) -> String {
    match (kind, facts.amendment.number) {
        (Kind::Amendment, Some(number)) => format!("Avenant n° {number} à la convention de formation"),
        _ => kind.label().fr.to_owned(),
    }
}

/// The document's title: what it is, and whose.
fn title(kind: Kind, facts: &Facts) -> String {
    let student = [facts.student.first_name.as_deref(), facts.student.last_name.as_deref()];
    let name: Vec<&str> = student.into_iter().flatten().collect();
    let mut title = heading(kind, facts);
    for part in [name.join(" ").as_str(), facts.company.name.as_deref().unwrap_or_default()] {
        if !part.is_empty() {
            // Writing to a String cannot fail.
            write!(title, " – {part}").ok();
        }
    }
    title
}

/// SHA-256, in hexadecimal.
fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        write!(text, "{byte:02x}").ok();
        text
    })
}
