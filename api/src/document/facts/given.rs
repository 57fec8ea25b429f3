//! What people give for papers to print: checked for its path, its form and whose it is to say, and kept for the next paper.

use crate::context::{Context, Request};
use crate::contract::types::Contract;
use crate::document::facts::tree;
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::scalars::{Date, Euro};
use crate::graphql::user_error::{ErrorCode, UserError};
use async_graphql::InputObject;
use chrono::NaiveDate;
use domain::document::fact::{FactOwner, owner};
use domain::mail::is_address;
use domain::policy;
use domain::procedure::Actor;
use entity::{Stored, contract, paper_fact};
use papers::Facts;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use std::collections::HashSet;
use uuid::Uuid;

/// Characters of a text at most.
const LONGEST: usize = 8_000;
/// Where the birth date is.
const BIRTH_DATE: &str = "student.birth_date";
/// Facts, and lines of a list, at most.
const MOST: usize = 100;

/// Facts that a paper needs and that the platform does not know. They are kept: the next papers print them as well.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct PaperFactsInput {
    /// Facts by path, as `userErrors` name what is missing.
    #[graphql(default)]
    pub facts: Vec<PaperFactInput>,
    /// What the student does in the company, in the order of printing.
    pub missions: Option<Vec<PaperMissionInput>>,
    /// The work-study calendar, in the order of time.
    pub calendar: Option<Vec<PaperPeriodInput>>,
    /// The invoices, in the order of time.
    pub instalments: Option<Vec<PaperInstalmentInput>>,
}

/// A fact by its path.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct PaperFactInput {
    /// Which: `student.birth_place`, `company.signatory.name`.
    pub path: String,
    /// What it is: a text; a date as 2026-09-01, an amount as 1466.62, a number, `true` or `false`; a list with one line
    /// each.
    pub value: String,
}

/// Something that the student does in the company.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct PaperMissionInput {
    /// When, for missions that change over the years.
    pub period: Option<String>,
    /// Title.
    pub title: String,
    /// Description; a line break begins a paragraph.
    pub description: Option<String>,
}

/// A dated part of the work-study calendar.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct PaperPeriodInput {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// What it is: in the company, at school, defences.
    pub what: String,
}

/// One of the invoices.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct PaperInstalmentInput {
    /// What it is for.
    pub label: String,
    /// When it is sent, in words.
    pub when: String,
    /// How much.
    pub amount: Euro,
}

/// A fact that was given, checked.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::document) struct Given {
    /// Which.
    pub(in crate::document) path: String,
    /// What it is.
    pub(in crate::document) value: Value,
    /// Where it is kept.
    owner: FactOwner,
}

/// What was given before.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    /// What the school, the company and the student say of themselves, for all their contracts.
    pub(super) shared: Vec<(String, Value)>,
    /// What was said of this contract.
    pub(super) own: Vec<(String, Value)>,
}

impl Kept {
    /// The birth date that was given for an earlier paper.
    pub(super) fn birth_date(&self) -> Option<NaiveDate> {
        let mut all = self.own.iter().chain(&self.shared);
        let (_, value) = all.find(|(path, _)| path == BIRTH_DATE)?;
        value.as_str()?.parse().ok()
    }
}

/// Reads an input; every fault is told at once.
///
/// # Errors
/// `UNKNOWN` paths, `INVALID` values, facts that are others' to say, facts that the platform knows otherwise.
pub(super) fn read(
    request: &Request,
    contract: &Contract,
    input: PaperFactsInput,
    known: &Value,
) -> Result<Vec<Given>, Rejection> {
    let actor = request.actor()?;
    let parts = policy::parts(actor, &contract.subject());
    let whole = actor.specialties.is_empty();
    let probe = tree::of(&Facts::default())?;
    if input.facts.len() > MOST {
        return Err(invalid("facts", "100 faits au plus.", "100 facts at most.").into());
    }
    let (mut given, mut errors) = (Vec::new(), Vec::new());
    let mut paths = HashSet::new();
    for (path, candidates) in listed(input) {
        if !paths.insert(path.clone()) {
            // Of two, it would hang on their order which one stays.
            errors.push(invalid(&path, "Ce fait est donné deux fois.", "This fact is given twice."));
            continue;
        }
        let checked = check(&path, candidates, &parts, (&probe, known));
        match checked {
            Ok((owner, value)) => given.push(Given { path, value, owner: owner.kept_of(&parts, whole) }),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(given) } else { Err(errors.into()) }
}

/// Each fact, with what its value may stand for.
fn listed(input: PaperFactsInput) -> Vec<(String, Vec<Value>)> {
    let mut all: Vec<(String, Vec<Value>)> =
        input.facts.into_iter().map(|fact| (fact.path, candidates(fact.value.trim()))).collect();
    let missions = |items: Vec<PaperMissionInput>| {
        let item = |item: PaperMissionInput| json!({ "period": item.period, "title": item.title, "description": item.description });
        items.into_iter().map(item).collect()
    };
    let calendar = |items: Vec<PaperPeriodInput>| {
        let item =
            |item: PaperPeriodInput| json!({ "from": item.from.0, "to": item.to.0, "what": item.what });
        items.into_iter().map(item).collect()
    };
    let instalments = |items: Vec<PaperInstalmentInput>| {
        let item = |item: PaperInstalmentInput| json!({ "label": item.label, "when": item.when, "amount": item.amount.0 });
        items.into_iter().map(item).collect()
    };
    let lists = [
        ("missions", input.missions.map(missions)),
        ("study.calendar", input.calendar.map(calendar)),
        ("money.instalments", input.instalments.map(instalments)),
    ];
    for (path, items) in lists {
        all.extend(items.map(|items: Vec<Value>| (path.to_owned(), vec![Value::Array(items)])));
    }
    all
}

/// What a text may stand for: the facts' own types say which it is.
fn candidates(text: &str) -> Vec<Value> {
    let mut all = vec![json!(text)];
    all.extend(text.parse::<bool>().ok().map(Value::from));
    all.extend(text.parse::<u64>().ok().map(Value::from));
    all.push(text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().into());
    all
}

/// A fact's value and whose it is. Whose it is to say is asked first: what the platform knows is not told by guessing at it.
fn check(
    path: &str,
    candidates: Vec<Value>,
    parts: &[Actor],
    (probe, known): (&Value, &Value),
) -> Result<(FactOwner, Value), UserError> {
    let place = tree::at(probe, path).filter(|place| !place.is_object());
    let (Some(_), Some((owner, by))) = (place, owner(path)) else {
        let fr = format!("{path:?} n'est pas un fait que l'on donne.");
        let en = format!("{path:?} is no fact that is given.");
        return Err(UserError::new(ErrorCode::Unknown, fr, en).at(&["input", "facts", path]));
    };
    if !by.iter().any(|by| parts.contains(by)) {
        return Err(not_yours(path));
    }
    let fits = |value: &Value| {
        let mut tree = probe.clone();
        tree::set(&mut tree, path, value.clone());
        serde_json::from_value::<Facts>(tree).is_ok()
    };
    let size = |value: &Value| value.to_string().chars().count() <= LONGEST && !is_long_list(value);
    let value = candidates.into_iter().find(|value| !tree::is_open(value) && size(value) && fits(value));
    let value = value.ok_or_else(|| {
        let (fr, en) =
            ("Cette valeur n'a pas la forme attendue.", "This value does not have the form expected.");
        invalid(path, fr, en)
    })?;
    let addressed = path.rsplit('.').next() == Some("mail");
    if addressed && !value.as_str().is_some_and(is_address) {
        return Err(invalid(path, "Une adresse électronique est attendue.", "A mail address is expected."));
    }
    match tree::at(known, path) {
        Some(there) if !tree::is_open(there) && *there != value => {
            let fr = "La plateforme sait déjà cela : changez-le là où c'est dit.";
            Err(invalid(path, fr, "The platform knows this already: change it where it is said."))
        }
        _ => Ok((owner, value)),
    }
}

fn is_long_list(value: &Value) -> bool {
    value.as_array().is_some_and(|items| items.len() > MOST)
}

fn invalid(path: &str, fr: &str, en: &str) -> UserError {
    UserError::new(ErrorCode::Invalid, fr, en).at(&["input", "facts", path])
}

fn not_yours(path: &str) -> UserError {
    let fr = "Ce fait est à donner par une autre partie du contrat.";
    invalid(path, fr, "This fact is for another party of the contract to give.")
}

fn owners(row: &contract::Model) -> [(FactOwner, Uuid); 4] {
    [
        (FactOwner::School, row.school_id),
        (FactOwner::Company, row.company_id),
        (FactOwner::Student, row.student_id),
        (FactOwner::Contract, row.id),
    ]
}

/// What was given before, for this contract or for those whose contract it is.
///
/// # Errors
/// The database does not answer; or what is kept is damaged.
pub(super) async fn kept(db: &impl ConnectionTrait, row: &contract::Model) -> Result<Kept, Error> {
    let of = |(kind, id): (FactOwner, Uuid)| {
        Condition::all()
            .add(paper_fact::Column::OwnerKind.eq(Stored(kind)))
            .add(paper_fact::Column::OwnerId.eq(id))
    };
    let any = owners(row).into_iter().fold(Condition::any(), |any, owner| any.add(of(owner)));
    let rows = paper_fact::Entity::find().filter(any).order_by_asc(paper_fact::Column::Path).all(db).await?;
    let mut kept = Kept::default();
    for row in rows {
        let value = serde_json::from_str(&row.value).map_err(Error::internal)?;
        let list = if row.owner_kind.0 == FactOwner::Contract { &mut kept.own } else { &mut kept.shared };
        list.push((row.path, value));
    }
    Ok(kept)
}

/// Whom somebody gave as the company's tutor for the papers of a contract: name and mail address, as far as they were given.
///
/// # Errors
/// The database does not answer; or what is kept is damaged.
pub(crate) async fn given_tutor(
    db: &impl ConnectionTrait,
    row: &contract::Model,
) -> Result<(Option<String>, Option<String>), Error> {
    let own = kept(db, row).await?.own;
    let text = |path: &str| {
        let given = own.iter().find(|(given, _)| given == path);
        given.and_then(|(_, value)| value.as_str()).map(str::to_owned)
    };
    Ok((text("company_tutor.name"), text("company_tutor.mail")))
}

/// The birth date among what is given, if it is one: what papers print of pay hangs on it. Whose it is to say is checked with
/// everything else ([`read`]).
pub(in crate::document) fn birth_date(input: &PaperFactsInput) -> Option<NaiveDate> {
    let fact = input.facts.iter().find(|fact| fact.path == BIRTH_DATE)?;
    fact.value.trim().parse().ok()
}

/// Keeps what was given: for this contract in any case, so that it goes before what its steps were answered, and for all of
/// the one that it is of, where that one says it.
///
/// # Errors
/// The database does not answer.
pub(in crate::document) async fn keep(
    context: &Context,
    tx: &Transaction,
    row: &contract::Model,
    given: &[Given],
    account: Uuid,
) -> Result<(), Error> {
    use paper_fact::Column;
    for fact in given {
        let kinds = |kind| kind == fact.owner || kind == FactOwner::Contract;
        for (kind, id) in owners(row).into_iter().filter(|(kind, _)| kinds(*kind)) {
            let kept = paper_fact::ActiveModel {
                id: Set(context.new_id()),
                owner_kind: Set(Stored(kind)),
                owner_id: Set(id),
                path: Set(fact.path.clone()),
                value: Set(fact.value.to_string()),
                set_by: Set(account),
                set_at: Set(context.now()),
            };
            let again = OnConflict::columns([Column::OwnerKind, Column::OwnerId, Column::Path])
                .update_columns([Column::Value, Column::SetBy, Column::SetAt])
                .to_owned();
            paper_fact::Entity::insert(kept).on_conflict(again).exec_without_returning(tx).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(path: &str, text: &str) -> Result<Value, ErrorCode> {
        let probe = tree::of(&Facts::default()).unwrap();
        let mut known = probe.clone();
        tree::set(&mut known, "company.siret", json!("12345678901237"));
        let parts = [Actor::CareerServices];
        check(path, candidates(text), &parts, (&probe, &known))
            .map(|(_, value)| value)
            .map_err(|error| error.code)
    }

    #[test]
    fn a_text_becomes_what_the_fact_is() {
        assert_eq!(given("student.birth_place", "Toulouse"), Ok(json!("Toulouse")));
        assert_eq!(given("student.birth_date", "2004-03-01"), Ok(json!("2004-03-01")));
        assert_eq!(given("study.hours", "400"), Ok(json!(400)));
        assert_eq!(given("money.price", "7000.00"), Ok(json!("7000.00")));
        assert_eq!(given("opco.subrogation", "true"), Ok(json!(true)));
        assert_eq!(given("study.hours_detail", "270 h\n\n210 h"), Ok(json!(["270 h", "210 h"])));
    }

    #[test]
    fn what_is_no_such_thing_is_refused() {
        for (path, text) in [
            ("student.birth_date", "tomorrow"),
            ("study.hours", "many"),
            ("money.price", "7,000"),
            ("student.birth_place", "  "),
            ("company.signatory.mail", "a,b@example.org"),
            ("opco.mail", "by post"),
        ] {
            assert_eq!(given(path, text), Err(ErrorCode::Invalid), "{path}");
        }
        for path in ["student", "student.shoe_size", "reference", "amendment.number", ""] {
            assert_eq!(given(path, "x"), Err(ErrorCode::Unknown), "{path}");
        }
        assert_eq!(given("student.birth_place", &"x".repeat(LONGEST + 1)), Err(ErrorCode::Invalid));
    }

    #[test]
    fn what_the_platform_knows_stays() {
        assert_eq!(given("company.siret", "12345678901237"), Ok(json!("12345678901237")));
        assert_eq!(given("company.siret", "99999999999999"), Err(ErrorCode::Invalid));
    }
}
