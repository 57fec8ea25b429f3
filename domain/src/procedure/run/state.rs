//! What the events have added up to, and what follows from it.

use super::{Completion, Setback};
use crate::procedure::actor::Actor;
use crate::procedure::condition::Answers;
use crate::procedure::event::Facts;
use crate::procedure::input::Inputs;
use crate::procedure::{Condition, Fact, Phase, Procedure, Step};
use std::collections::BTreeSet;

/// What the events have added up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    /// One a step, in the procedure's order.
    pub(super) records: Vec<Record>,
    /// The facts' answers.
    pub(super) answers: Answers,
    /// Whether the contract is active.
    pub(super) is_active: bool,
    /// The number of the last event; 0 before the first.
    pub(super) last: u64,
}

/// What has happened in one step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Record {
    /// None while it is to be done.
    pub(super) completion: Option<Completion>,
    /// How often it was completed since it was last opened.
    pub(super) times: u32,
    /// What was given last.
    pub(super) inputs: Inputs,
    /// Who recorded that.
    pub(super) given_by: Option<Actor>,
    /// Who agreed.
    pub(super) validated_by: BTreeSet<Actor>,
    /// As graded.
    pub(super) points: Option<u8>,
    /// Why it is to be done again.
    pub(super) setback: Option<Setback>,
}

/// Whether a step can be done.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Its condition does not hold.
    DoesNotApply,
    /// Something comes first.
    Blocked(Obstacles),
    /// Yes, or it was.
    Reached,
}

/// What comes before a step.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Obstacles {
    pub(super) steps: Vec<String>,
    pub(super) facts: Vec<String>,
    pub(super) activation: bool,
}

impl State {
    /// Before the first event.
    pub(super) fn new(procedure: &Procedure, facts: &Facts) -> Self {
        let answered = |fact: &Fact| {
            let value = facts.answers.get(&fact.key).filter(|value| fact.accepts(value))?;
            Some((fact.key.clone(), value.clone()))
        };
        Self {
            records: vec![Record::default(); procedure.steps.len()],
            answers: procedure.facts.iter().filter_map(answered).collect(),
            is_active: false,
            last: 0,
        }
    }

    /// Whether the step applies; `None` while that hangs on a fact that nobody has answered.
    pub(super) fn applies(&self, step: &Step) -> Option<bool> {
        step.when.as_ref().map_or(Some(true), |when| when.holds(&self.answers))
    }

    /// Whether the step is done: completed, and agreed to by all its validators.
    pub(super) fn is_done(&self, step: &Step, record: &Record) -> bool {
        let agreed = step.validators.iter().all(|validator| record.validated_by.contains(validator));
        step.phase == Phase::Applying || (record.completion.is_some() && agreed && !step.repeatable)
    }

    /// Whether nothing waits for the step any more: it is done, or does not apply.
    pub(super) fn is_settled(&self, step: &Step, record: &Record) -> bool {
        self.is_done(step, record) || self.applies(step) == Some(false)
    }

    /// Whether the step can be done.
    pub(super) fn reach(&self, procedure: &Procedure, step: &Step) -> Reach {
        if self.applies(step) == Some(false) {
            return Reach::DoesNotApply;
        }
        let is_open = |gate: &&String| {
            let found = procedure.steps.iter().zip(&self.records).find(|(step, _)| step.key == **gate);
            found.is_none_or(|(step, record)| !self.is_settled(step, record))
        };
        let obstacles = Obstacles {
            steps: step.after.iter().filter(is_open).cloned().collect(),
            facts: if self.applies(step).is_none() { self.unanswered(step) } else { Vec::new() },
            activation: step.phase == Phase::Active && !self.is_active,
        };
        if obstacles == Obstacles::default() { Reach::Reached } else { Reach::Blocked(obstacles) }
    }

    fn unanswered(&self, step: &Step) -> Vec<String> {
        let facts = step.when.iter().flat_map(Condition::facts);
        facts.filter(|fact| !self.answers.contains_key(*fact)).map(str::to_owned).collect()
    }

    /// The steps that prepare the contract and are still to be done; none when it is ready to be active.
    pub(super) fn unprepared(&self, procedure: &Procedure) -> Vec<String> {
        self.unsettled(procedure, |step| step.phase == Phase::Preparing)
    }

    /// The required steps of some kind that are still to be done.
    pub(super) fn unsettled(&self, procedure: &Procedure, kind: impl Fn(&Step) -> bool) -> Vec<String> {
        let steps = procedure.steps.iter().zip(&self.records);
        let waits = |(step, record): &(&Step, &Record)| {
            kind(step) && step.is_required() && !self.is_settled(step, record)
        };
        steps.filter(waits).map(|(step, _)| step.key.clone()).collect()
    }

    /// Opens again whatever was done and no longer stands: a step before it is open again, or it ceased to apply. So no
    /// completed step ever stands before its gates.
    pub(super) fn settle(&mut self, procedure: &Procedure, setback: Option<&Setback>) {
        let stands_no_more = |state: &Self| {
            procedure.steps.iter().zip(&state.records).position(|(step, record)| {
                record.completion.is_some() && state.reach(procedure, step) != Reach::Reached
            })
        };
        while let Some(index) = stands_no_more(self) {
            self.records[index].open_again(setback.cloned());
        }
    }
}

impl Record {
    /// Forgets that it was done, and keeps what was given, which is a start for the next time.
    pub(super) fn open_again(&mut self, setback: Option<Setback>) {
        let inputs = std::mem::take(&mut self.inputs);
        *self = Self { inputs, given_by: self.given_by, setback, ..Self::default() };
    }
}
