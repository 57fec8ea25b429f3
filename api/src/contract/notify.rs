//! Telling the people of a contract, each in the own language.

use crate::company::acting;
use crate::context::Context;
use crate::contract::state::State;
use crate::error::Error;
use crate::events::Transaction;
use crate::notification::tell::{self, About};
use crate::school::staff;
use domain::locale::Locale;
use domain::notification::NotificationKind;
use domain::procedure::{Actor, DueOn, StepRun, StepStatus};
use domain::role::Role;
use entity::{Stored, account, company_member, company_tutor, contract, student};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The sides that are told of what concerns the whole contract.
const SIDES: [Actor; 3] = [Actor::Student, Actor::Company, Actor::CareerServices];

/// Somebody to tell.
pub(super) type People = BTreeMap<Uuid, Locale>;

/// Tells the student, the company and career services; `words` are those of whoever decided.
///
/// # Errors
/// The database does not answer.
pub(super) async fn sides(
    context: &Context,
    tx: &Transaction,
    row: &contract::Model,
    kind: NotificationKind,
    words: Option<&str>,
) -> Result<(), Error> {
    let people = people(tx, row, &SIDES).await?;
    tell::accounts(context, tx, people.into_keys(), kind, &about(row, words.map(str::to_owned))).await
}

/// Tells the same but the account that made the change.
///
/// # Errors
/// The database does not answer.
pub(super) async fn others(
    context: &Context,
    tx: &Transaction,
    row: &contract::Model,
    (kind, words): (NotificationKind, Option<&str>),
    by: Uuid,
) -> Result<(), Error> {
    let mut people = people(tx, row, &SIDES).await?;
    people.remove(&by);
    tell::accounts(context, tx, people.into_keys(), kind, &about(row, words.map(str::to_owned))).await
}

/// Tells one account.
///
/// # Errors
/// The database does not answer.
pub(super) async fn one(
    context: &Context,
    tx: &Transaction,
    row: &contract::Model,
    account: Uuid,
    kind: NotificationKind,
) -> Result<(), Error> {
    tell::accounts(context, tx, [account], kind, &about(row, None)).await
}

/// Tells whoever must act of the steps that opened, and whoever did one of those that came back; not the account that made
/// the change.
///
/// # Errors
/// The database does not answer.
pub(super) async fn of_steps(
    context: &Context,
    tx: &Transaction,
    state: &State,
    by: Option<Uuid>,
) -> Result<(), Error> {
    for step in &state.run.steps {
        let before = state.before.as_ref().and_then(|before| before.step(&step.key));
        let was_turned_back = before.and_then(|before| before.setback.as_ref());
        let turns = before.is_none_or(|before| step.waiting_for != before.waiting_for)
            || step.setback.as_ref() != was_turned_back;
        if !turns || step.waiting_for.is_empty() || !is_news(state, step) {
            continue;
        }
        let kind = match (&step.setback, step.status) {
            (Some(setback), StepStatus::Open) if Some(setback) != was_turned_back => {
                NotificationKind::ContractStepReturned
            }
            _ => NotificationKind::ContractStepOpen,
        };
        let mut people = people(tx, &state.row, &step.recorders).await?;
        if let Some(by) = by {
            people.remove(&by);
        }
        told(context, tx, state, step, kind, people).await?;
    }
    Ok(())
}

/// Nobody is told that what may be left out, or done again and again, can be done.
fn is_news(state: &State, step: &StepRun) -> bool {
    let written = state.written.procedure.step(&step.key);
    let required = written.is_some_and(domain::procedure::Step::is_required);
    required && domain::contract::LIVE.contains(&state.status)
}

/// Tells these people of a step.
///
/// # Errors
/// The database does not answer.
pub(super) async fn told(
    context: &Context,
    tx: &Transaction,
    state: &State,
    step: &StepRun,
    kind: NotificationKind,
    people: People,
) -> Result<(), Error> {
    let each = people
        .into_iter()
        .map(|(account, locale)| (account, about(&state.row, Some(sentence(state, step, kind, locale)))));
    tell::each(context, tx, kind, each).await
}

fn sentence(state: &State, step: &StepRun, kind: NotificationKind, locale: Locale) -> String {
    let title = state.written.procedure.step(&step.key).map_or("", |step| step.title.in_locale(locale));
    let due = match (step.due_on, locale) {
        (DueOn::On(day), Locale::Fr) => format!(", au plus tard le {day}"),
        (DueOn::On(day), Locale::En) => format!(", by {day} at the latest"),
        (DueOn::NoDeadline | DueOn::ToBeDated, _) => String::new(),
    };
    let why = step.setback.as_ref().map_or("", |setback| setback.reason.as_str());
    match (kind, locale) {
        (NotificationKind::ContractStepReturned, Locale::Fr) => {
            format!("À refaire : {title}{due}. Motif : {why}")
        }
        (NotificationKind::ContractStepReturned, Locale::En) => {
            format!("To be done again: {title}{due}. Reason: {why}")
        }
        (_, Locale::Fr) if step.status == StepStatus::AwaitingValidation => {
            format!("À valider : {title}{due}.")
        }
        (_, Locale::En) if step.status == StepStatus::AwaitingValidation => {
            format!("To be validated: {title}{due}.")
        }
        (_, Locale::Fr) => format!("À faire : {title}{due}."),
        (_, Locale::En) => format!("To be done: {title}{due}."),
    }
}

fn about(row: &contract::Model, reason: Option<String>) -> About {
    About {
        contract: Some(row.id),
        application: Some(row.application_id),
        offer: row.offer_id,
        company: Some(row.company_id),
        reason,
        ..About::default()
    }
}

/// The accounts of these actors of a contract.
///
/// # Errors
/// The database does not answer.
pub(super) async fn people(
    db: &impl ConnectionTrait,
    row: &contract::Model,
    actors: &[Actor],
) -> Result<People, Error> {
    let mut people = People::new();
    for actor in actors {
        let Some(accounts) = accounts_of(row, *actor) else { continue };
        let found: Vec<(Uuid, Stored<Locale>)> = accounts
            .select_only()
            .columns([account::Column::Id, account::Column::Locale])
            .filter(account::Column::DisabledAt.is_null())
            .order_by_asc(account::Column::Id)
            .into_tuple()
            .all(db)
            .await?;
        people.extend(found.into_iter().map(|(account, locale)| (account, locale.0)));
    }
    Ok(people)
}

fn accounts_of(row: &contract::Model, actor: Actor) -> Option<Select<account::Entity>> {
    let id = account::Column::Id;
    let all = account::Entity::find;
    Some(match actor {
        Actor::Student => {
            let own = student::Entity::find_by_id(row.student_id).select_only();
            all().filter(id.in_subquery(own.column(student::Column::AccountId).into_query()))
        }
        Actor::Company => {
            let members = acting::members()
                .select_only()
                .column(company_member::Column::AccountId)
                .filter(company_member::Column::CompanyId.eq(row.company_id));
            all().filter(id.in_subquery(members.into_query()))
        }
        Actor::CompanyTutor => {
            let tutor = company_tutor::Entity::find_by_id(row.company_tutor_id?).select_only();
            let own = tutor.column(company_tutor::Column::AccountId);
            all().filter(
                id.in_subquery(own.filter(company_tutor::Column::AccountId.is_not_null()).into_query()),
            )
        }
        Actor::CareerServices => staff::desk(row.school_id, row.specialty_id),
        Actor::DepartmentHead => staff::heads(row.school_id, row.specialty_id),
        Actor::SchoolTutor => all().filter(id.eq(row.school_tutor_id?)),
        Actor::TrainingCentre => staff::of(row.school_id, Role::TrainingCentre),
        Actor::Direction | Actor::SocialService | Actor::HomeSchool | Actor::Opco => return None,
    })
}
