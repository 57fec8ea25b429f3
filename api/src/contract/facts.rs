//! `contractFactsSet` and `eligibilityAcknowledge`: what becomes known of a contract. What its procedure asks goes through
//! the engine, since steps hang on it; what eligibility rests on is the school's to say.

use crate::context::{Context, Request};
use crate::contract::eligible;
use crate::contract::state::State;
use crate::contract::store::Happening;
use crate::contract::{change, question, settle};
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::user_error::{ErrorCode, UserError};
use async_graphql::InputObject;
use domain::contract::{ContractAction, FactKind};
use domain::procedure::Actor;
use domain::rules::Outcome;
use domain::rules::eligibility::Fact;
use entity::{Stored, contract, contract_fact};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use sea_orm::sea_query::OnConflict;
use serde_json::json;
use std::collections::BTreeSet;
use strum::VariantArray;
use uuid::Uuid;

/// Something that is known of a contract.
#[derive(Clone, Debug, InputObject)]
pub struct ContractFactInput {
    /// A question of the procedure (`ProcedureQuestion.key`), or a fact of eligibility (`EligibilityCheck.missing`).
    pub key: String,
    /// The answer: `true`, `false`, or one of those that the question accepts.
    pub value: String,
}

/// Takes in what becomes known, all of it or nothing; what is known already changes nothing.
///
/// # Errors
/// `UNKNOWN` key; `INVALID` for a key that is given twice; what [`question::answer`] refuses; what follows from it
/// ([`settle::run`]); the policy's denial, also of eligibility's facts to whoever is not of the school.
pub(super) async fn run(
    request: &Request,
    id: Uuid,
    facts: Vec<ContractFactInput>,
) -> Result<contract::Model, Rejection> {
    require_once(&facts)?;
    let parts = change::parts(request, id).await?;
    let account = request.actor()?.account;
    let context = &request.context;
    let tx = context.db.begin().await?;
    let mut state = State::lock(context, &tx, id).await?;
    let (mut stated, mut changes) = (Vec::new(), false);
    for fact in facts {
        let asked = state.written.procedure.fact(&fact.key).cloned();
        match asked {
            Some(asked) => {
                let given = (&asked, fact.value.as_str());
                changes |= question::answer(context, &tx, &mut state, given, (&parts, account)).await?;
            }
            None => stated.push(eligibility(&state, &fact)?),
        }
    }
    if !stated.is_empty() {
        change::authorize(request, id, ContractAction::SetFacts).await?;
        stated = new_to(&tx, &state, stated).await?;
    }
    if !stated.is_empty() {
        state_facts(context, &tx, &mut state, &stated, account).await?;
        changes = true;
    }
    if !changes {
        return Ok(state.row);
    }
    let row = settle::run(context, &tx, state, Some(account)).await?;
    tx.commit().await?;
    Ok(row)
}

/// One answer a key: of two, it would hang on their order which one stays.
fn require_once(facts: &[ContractFactInput]) -> Result<(), UserError> {
    let mut keys = BTreeSet::new();
    let Some(twice) = facts.iter().find(|fact| !keys.insert(fact.key.as_str())) else { return Ok(()) };
    let fr = format!("{:?} est donné deux fois.", twice.key);
    let en = format!("{:?} is given twice.", twice.key);
    Err(UserError::new(ErrorCode::Invalid, fr, en).at(&["facts", "key"]))
}

/// Leaves out what is known already.
async fn new_to(
    tx: &Transaction,
    state: &State,
    mut stated: Vec<(Fact, bool)>,
) -> Result<Vec<(Fact, bool)>, Error> {
    let kept = eligible::kept(tx, state.row.id).await?;
    let is_kept = |fact: &Fact, value: bool| {
        kept.iter().any(|row| {
            row.kind.0 == FactKind::Fact && row.name == fact.to_string() && row.value == value.to_string()
        })
    };
    stated.retain(|(fact, value)| !is_kept(fact, *value));
    Ok(stated)
}

/// A fact of eligibility, and whether it is so.
fn eligibility(state: &State, given: &ContractFactInput) -> Result<(Fact, bool), UserError> {
    let fact: Option<Fact> = given.key.parse().ok().filter(|fact: &Fact| !fact.is_date());
    let fact = fact.ok_or_else(|| {
        let questions = state.written.procedure.facts.iter().map(|fact| fact.key.clone());
        let facts = Fact::VARIANTS.iter().filter(|fact| !fact.is_date()).map(ToString::to_string);
        let accepted = questions.chain(facts).collect::<Vec<_>>().join(", ");
        let fr = format!("{:?} n'est pas connu ; valeurs acceptées : {accepted}", given.key);
        let en = format!("{:?} is not known; accepted: {accepted}", given.key);
        UserError::new(ErrorCode::Unknown, fr, en).at(&["facts", "key"])
    })?;
    let value = given.value.parse().map_err(|_| {
        let (fr, en) = ("Répondez par `true` ou `false`.", "Answer `true` or `false`.");
        UserError::new(ErrorCode::Invalid, fr, en).at(&["facts", &given.key])
    })?;
    Ok((fact, value))
}

/// Keeps facts of eligibility, as one event.
///
/// # Errors
/// `WRONG_STATE`; or the database does not answer.
pub(super) async fn state_facts(
    context: &Context,
    tx: &Transaction,
    state: &mut State,
    stated: &[(Fact, bool)],
    account: Uuid,
) -> Result<(), Rejection> {
    for (fact, value) in stated {
        keep(context, tx, state, (FactKind::Fact, &fact.to_string(), &value.to_string()), account).await?;
    }
    let detail: serde_json::Map<_, _> =
        stated.iter().map(|(fact, value)| (fact.to_string(), json!(value))).collect();
    let what = Happening {
        detail: Some(serde_json::Value::Object(detail).to_string()),
        ..Happening::by(context, ContractAction::SetFacts, account, Some(Actor::CareerServices))
    };
    state.happen(context, tx, what).await
}

/// Acknowledges a warning of eligibility, which then stands in nobody's way.
///
/// # Errors
/// `UNKNOWN` for a rule that warns of nothing; `WRONG_STATE`; the policy's denial.
pub(super) async fn acknowledge(
    request: &Request,
    id: Uuid,
    rule: &str,
) -> Result<contract::Model, Rejection> {
    let known = change::authorize(request, id, ContractAction::Acknowledge).await?;
    let account = request.actor()?.account;
    let context = &request.context;
    let tx = context.db.begin().await?;
    let mut state = State::lock(context, &tx, id).await?;
    let warnings: Vec<String> = eligible::open(context, &tx, &state)
        .await?
        .into_iter()
        .filter(|finding| finding.outcome == Outcome::Warning)
        .map(|finding| finding.rule)
        .collect();
    if !warnings.iter().any(|warning| warning == rule) {
        let there = warnings.join(", ");
        let fr = format!("Aucun avertissement {rule:?} n'attend ; il y a : {there}.");
        let en = format!("No warning {rule:?} waits; there are: {there}.");
        return Err(UserError::new(ErrorCode::Unknown, fr, en).at(&["rule"]).into());
    }
    keep(context, &tx, &state, (FactKind::Acknowledgement, rule, "true"), account).await?;
    let side = change::side(request, &known)?;
    let what = Happening {
        detail: Some(json!({ "rule": rule }).to_string()),
        ..Happening::by(context, ContractAction::Acknowledge, account, side)
    };
    state.happen(context, &tx, what).await?;
    let row = settle::run(context, &tx, state, Some(account)).await?;
    tx.commit().await?;
    Ok(row)
}

async fn keep(
    context: &Context,
    tx: &Transaction,
    state: &State,
    (kind, name, value): (FactKind, &str, &str),
    account: Uuid,
) -> Result<(), Error> {
    use contract_fact::Column;
    let row = contract_fact::ActiveModel {
        id: Set(context.new_id()),
        contract_id: Set(state.row.id),
        kind: Set(Stored(kind)),
        name: Set(name.to_owned()),
        value: Set(value.to_owned()),
        set_by: Set(Some(account)),
        set_at: Set(context.now()),
    };
    let again = OnConflict::columns([Column::ContractId, Column::Kind, Column::Name])
        .update_columns([Column::Value, Column::SetBy, Column::SetAt])
        .to_owned();
    contract_fact::Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    Ok(())
}
