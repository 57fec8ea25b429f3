//! Who may record what in whose name.

use super::Run;
use crate::procedure::actor::Actor;
use crate::procedure::event::{Event, EventKind, Facts};
use crate::procedure::refusal::Refusal;
use crate::procedure::{Procedure, Step};

/// In whose name a person may act on a step now: their own where it is theirs to act, else that of somebody for whom
/// they stand in. None when they may not.
#[must_use]
pub fn acting_for(
    procedure: &Procedure,
    facts: &Facts,
    run: &Run,
    step: &str,
    recorder: Actor,
) -> Option<Actor> {
    let (step, now) = (procedure.step(step)?, run.step(step)?);
    if now.waiting_for.contains(&recorder) {
        return Some(recorder);
    }
    now.waiting_for.iter().copied().find(|actor| may_record(facts, Some(step), recorder, *actor))
}

/// Whether the recorder may act in the actor's name, on a step or beside every step.
pub(super) fn may_record(facts: &Facts, step: Option<&Step>, recorder: Actor, actor: Actor) -> bool {
    let is_without_account = !actor.has_accounts() || facts.absent.contains(&actor);
    let is_named =
        step.is_some_and(|step| step.recorded_by.contains(&recorder) && step.actors.contains(&actor));
    recorder == actor || (recorder == Actor::CareerServices && is_without_account) || is_named
}

/// Checks that an event is recorded by the actor, or by whoever stands in for it.
///
/// # Errors
/// [`Refusal::NoStandIn`].
pub(super) fn check(procedure: &Procedure, facts: &Facts, event: &Event) -> Result<(), Refusal> {
    // Only what a step's actors do is recorded by those whom the step names.
    let step = match &event.kind {
        EventKind::Completed { step, .. } | EventKind::Refused { step, .. } => procedure.step(step),
        _ => None,
    };
    if may_record(facts, step, event.recorded_by, event.by) {
        Ok(())
    } else {
        Err(Refusal::NoStandIn { actor: event.by })
    }
}
