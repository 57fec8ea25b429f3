//! The table against the server: everybody asks everything.

use super::matrix::{Asker, Case, Matrix, Outcome};
use super::world::{Stage, World};
use crate::harness::Suite;
use std::collections::BTreeMap;

pub(crate) fn trials(suite: &mut Suite) {
    for case in Matrix::read().cases {
        let name = case.name();
        suite.each(module_path!(), &name, move |stage: Stage| walk(stage, case.clone()));
    }
}

/// Whoever is denied changes nothing, so they share a world; a change that is allowed has a world to itself.
async fn walk(stage: Stage, case: Case) {
    let changes = case.is_mutation() && !case.together;
    let (alone, together): (BTreeMap<_, _>, BTreeMap<_, _>) =
        case.expected().into_iter().partition(|(_, outcome)| changes && *outcome == Outcome::Allow);
    let mut wrong = Vec::new();
    let world = stage.world().await;
    for (asker, expected) in together {
        wrong.extend(ask(&world, &case, asker, expected).await);
    }
    for (asker, expected) in alone {
        wrong.extend(ask(&stage.world().await, &case, asker, expected).await);
    }
    assert!(wrong.is_empty(), "{}\n{}", case.name(), wrong.join("\n"));
}

/// What is wrong with the answer.
async fn ask(world: &World, case: &Case, asker: Asker, expected: Outcome) -> Option<String> {
    let answer = world.client(asker).ask(&world.fill(&case.document)).await;
    let null = answer.data.pointer(&case.pointer()).is_none_or(serde_json::Value::is_null);
    let outcome = match answer.errors.first().map(|fault| fault.code.as_str()) {
        None => Some(if null { Outcome::Null } else { Outcome::Allow }),
        Some("UNAUTHENTICATED") => Some(Outcome::Unauthenticated),
        Some("FORBIDDEN") => Some(Outcome::Forbidden),
        Some("NOT_FOUND") => Some(Outcome::NotFound),
        // A document that is wrong in itself, or a fault of ours, tells nothing about rights.
        Some(_) => None,
    };
    (outcome != Some(expected)).then(|| format!("  {asker}: expected {expected:?}, was answered {answer:?}"))
}
