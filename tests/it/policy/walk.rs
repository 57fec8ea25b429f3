//! The table against the server: everybody asks everything.

use super::listening::listen;
use super::matrix::{Asker, Case, Matrix, Outcome};
use super::world::{Stage, World};
use crate::harness::Suite;

pub(crate) fn trials(suite: &mut Suite) {
    for case in Matrix::read().cases {
        let name = case.name();
        let walk = move |stage: Stage| {
            let case = case.clone();
            async move {
                match case.happens.clone() {
                    None => walk(stage, case).await,
                    Some(happening) => listen(stage, case, happening).await,
                }
            }
        };
        suite.each(module_path!(), &name, walk);
    }
}

/// Whoever asks or is denied changes nothing, and shares a world; a change that is allowed has one to itself.
async fn walk(stage: Stage, case: Case) {
    let changes = |outcome: Outcome| case.is_mutation() && outcome == Outcome::Allow;
    let shared = stage.shared().await;
    let together = if case.together { Some(stage.fresh().await) } else { None };
    let mut wrong = Vec::new();
    for (asker, expected) in case.expected() {
        let answer = match (changes(expected), &together) {
            (false, _) => ask(&shared, &case, asker, expected).await,
            (true, Some(world)) => ask(world, &case, asker, expected).await,
            (true, None) => ask(&stage.fresh().await, &case, asker, expected).await,
        };
        wrong.extend(answer);
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
