//! Whatever happens, in whatever order, to the four schools' procedures and to made up ones: each event is either refused,
//! as what is shown of the run says that it must be, or leads to a state that the rules allow.

use super::made_up::made_up;
use super::{Case, day, event, inputs};
use crate::procedure::run::{Run, StepRun, StepStatus};
use crate::procedure::{
    Actor, Event, EventKind, FactValue, Inputs, Phase, Procedure, Refusing, Step, apply, fold, shipped,
};
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, Strategy, any, prop_oneof, proptest};
use std::collections::BTreeSet;
use strum::VariantArray;

/// What a random move is made of.
#[derive(Debug, Clone)]
struct Move {
    kind: u8,
    step: usize,
    actor: usize,
    recorder: usize,
    /// Whether it is made as somebody would who looks at the run.
    is_sensible: bool,
    is_complete: bool,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = (0..16_u8, any::<usize>(), any::<usize>(), any::<usize>(), 0..8_u8, 0..12_u8);
    let one = one.prop_map(|(kind, step, actor, recorder, sensible, complete)| Move {
        kind,
        step,
        actor,
        recorder,
        is_sensible: sensible != 0,
        is_complete: complete != 0,
    });
    vec(one, 0..60)
}

fn procedures() -> impl Strategy<Value = Procedure> {
    let schools = (0..shipped().len()).prop_map(|index| shipped()[index].clone());
    let made_up = vec(any::<[u8; 6]>(), 1..9).prop_map(|steps| made_up(&steps));
    prop_oneof![schools, made_up]
}

/// The event that a move makes in a run.
fn proposed(case: &Case, with: &Move) -> Event {
    let (procedure, run) = (&case.procedure, &case.run);
    let step = chosen(case, with);
    let key = step.key.clone();
    let reason = if with.is_complete { "a reason".to_owned() } else { String::new() };
    let given =
        if with.is_complete { inputs(step) } else { [("odd".into(), super::Value::Boolean(true))].into() };
    let kind = match with.kind {
        0..=5 => EventKind::Completed { step: key, inputs: given },
        6..=8 => EventKind::Validated { step: key },
        9 => {
            let is_decision = matches!(step.refusal, Refusing::ByActors { .. });
            let inputs = if is_decision || !with.is_complete { given } else { Inputs::new() };
            EventKind::Refused { step: key, reason, inputs }
        }
        10 => EventKind::Reopened { step: key, reason },
        11 => EventKind::Graded { step: key, points: u8::try_from(with.step % 3).unwrap() },
        12 | 13 if !procedure.facts.is_empty() => {
            let fact = &procedure.facts[with.step % procedure.facts.len()];
            let answers = fact.answers();
            let value = answers[with.actor % answers.len()].clone();
            let value = if with.is_complete { value } else { FactValue::Choice("odd".into()) };
            EventKind::Stated { fact: fact.key.clone(), value }
        }
        _ => EventKind::Activated,
    };
    let actor = |index: usize| Actor::VARIANTS[index % Actor::VARIANTS.len()];
    let able = able(case, &kind, step);
    let by =
        if with.is_sensible && !able.is_empty() { able[with.actor % able.len()] } else { actor(with.actor) };
    let recorded_by = if with.is_sensible { by } else { actor(with.recorder) };
    event(run, kind, by, recorded_by, day("2025-10-01"))
}

/// A step: with sense, one that somebody has to do something about.
fn chosen<'a>(case: &'a Case, with: &Move) -> &'a Step {
    let is_fitting = |step: &&Step| match (with.kind, case.status(&step.key)) {
        (0..=5, status) => status == StepStatus::Open,
        (6..=9, status) => status == StepStatus::AwaitingValidation,
        (_, status) => status == StepStatus::Done,
    };
    let fitting: Vec<_> = case.procedure.steps.iter().filter(is_fitting).collect();
    if with.is_sensible && !fitting.is_empty() {
        fitting[with.step % fitting.len()]
    } else {
        &case.procedure.steps[with.step % case.procedure.steps.len()]
    }
}

/// Who may do such a thing.
fn able(case: &Case, kind: &EventKind, step: &Step) -> Vec<Actor> {
    match kind {
        EventKind::Completed { .. } | EventKind::Validated { .. } | EventKind::Refused { .. } => {
            case.run.step(&step.key).unwrap().waiting_for.clone()
        }
        EventKind::Stated { fact, .. } => case.procedure.fact(fact).unwrap().stated_by.clone(),
        EventKind::Reopened { .. } | EventKind::Graded { .. } | EventKind::Activated => {
            vec![Actor::CareerServices]
        }
    }
}

/// Whether the rules allow an event, by what is shown of the run; `None` where only its outcome tells.
fn is_allowed(case: &Case, event: &Event) -> Option<bool> {
    let may_record = |named: &[Actor]| {
        event.recorded_by == event.by
            || (event.recorded_by == Actor::CareerServices && !event.by.has_accounts())
            || named.contains(&event.recorded_by)
    };
    let found = event.kind.step().map(|key| (case.procedure.step(key).unwrap(), case.run.step(key).unwrap()));
    let Some((step, now)) = found else { return is_fact_allowed(case, event, may_record(&[])) };
    let stays_ready = |key: &str| {
        let step = case.procedure.step(key).unwrap();
        !(case.run.is_active && step.phase == Phase::Preparing && step.is_required())
    };
    Some(match &event.kind {
        EventKind::Completed { inputs, .. } => {
            now.status == StepStatus::Open
                && step.actors.contains(&event.by)
                && may_record(&step.recorded_by)
                && *inputs == super::inputs(step)
        }
        EventKind::Validated { .. } => is_awaited(now, event) && may_record(&[]),
        EventKind::Refused { reason, inputs, .. } => match &step.refusal {
            Refusing::Never => false,
            Refusing::ByValidators { reopens } => {
                // Who records in the step's actors' name is named for what they do, and for refusals.
                let named: &[Actor] = if step.actors.contains(&event.by) { &step.recorded_by } else { &[] };
                is_awaited(now, event)
                    && may_record(named)
                    && !reason.is_empty()
                    && inputs.is_empty()
                    && (stays_ready(reopens) || case.status(reopens) != StepStatus::Done)
            }
            Refusing::ByActors { reopens } => {
                now.status == StepStatus::Open
                    && step.actors.contains(&event.by)
                    && may_record(&step.recorded_by)
                    && !reason.is_empty()
                    && *inputs == super::inputs(step)
                    && (stays_ready(reopens) || case.status(reopens) != StepStatus::Done)
            }
        },
        EventKind::Reopened { reason, .. } => {
            let may = event.by == Actor::CareerServices || step.validators.contains(&event.by);
            let is_done = matches!(now.status, StepStatus::Done | StepStatus::AwaitingValidation);
            let can = is_done && step.phase != Phase::Applying && !step.repeatable;
            can && may && may_record(&[]) && !reason.is_empty() && stays_ready(&step.key)
        }
        EventKind::Graded { points, .. } => {
            let grading = case.procedure.grading.as_ref();
            now.status == StepStatus::Done
                && grading.is_some_and(|grading| grading.graded_by.contains(&event.by))
                && may_record(&[])
                && step.points.is_some_and(|most| *points <= most)
        }
        EventKind::Stated { .. } | EventKind::Activated => return None,
    })
}

fn is_awaited(now: &StepRun, event: &Event) -> bool {
    now.status == StepStatus::AwaitingValidation && now.waiting_for.contains(&event.by)
}

fn is_fact_allowed(case: &Case, event: &Event, may_record: bool) -> Option<bool> {
    match &event.kind {
        EventKind::Stated { fact, value } => {
            let known = case.procedure.fact(fact).unwrap();
            let allowed = known.accepts(value) && known.stated_by.contains(&event.by) && may_record;
            // An active contract takes an answer that leaves its preparation alone.
            if allowed && case.run.is_active { None } else { Some(allowed) }
        }
        _ => Some(case.run.ready_to_activate && !case.run.is_active && may_record),
    }
}

/// What must hold of every run.
fn check(case: &Case) {
    let (procedure, run) = (&case.procedure, &case.run);
    let settled = |key: &String| matches!(case.status(key), StepStatus::Done | StepStatus::DoesNotApply);
    for (step, now) in procedure.steps.iter().zip(&run.steps) {
        let applies = step.when.as_ref().map_or(Some(true), |when| when.holds(&run.answers));
        assert_eq!(applies == Some(false), now.status == StepStatus::DoesNotApply, "{}", step.key);
        let is_past = step.phase == Phase::Applying;
        let open: Vec<_> = step.after.iter().filter(|gate| !settled(gate)).cloned().collect();
        let is_held =
            !open.is_empty() || applies.is_none() || (step.phase == Phase::Active && !run.is_active);
        let is_blocked = now.status == StepStatus::Blocked;
        assert_eq!(is_held && applies != Some(false) && !is_past, is_blocked, "{}", step.key);
        assert!(!is_blocked || (now.blocked_by == open && now.completion.is_none()), "{}", step.key);
        let agreed = step.validators.iter().all(|actor| now.validated_by.contains(actor));
        let is_done = is_past || (now.completion.is_some() && agreed && !step.repeatable);
        assert_eq!(is_done && applies != Some(false), now.status == StepStatus::Done, "{}", step.key);
        let acts = matches!(now.status, StepStatus::Open | StepStatus::AwaitingValidation);
        assert_eq!(acts, !now.waiting_for.is_empty());
        assert_eq!(acts, !now.recorders.is_empty(), "somebody with an account may go on: {}", step.key);
        assert!(now.points.unwrap_or(0) <= now.max_points.unwrap_or(0));
    }
    let all = |phases: &[Phase]| {
        let steps = procedure.steps.iter().filter(|step| phases.contains(&step.phase) && step.is_required());
        steps.map(|step| &step.key).all(settled)
    };
    assert_eq!(run.ready_to_activate, all(&[Phase::Preparing]));
    assert!(!run.is_active || run.ready_to_activate);
    assert_eq!(run.is_finished, run.is_active && all(Phase::VARIANTS));
}

/// What an event may change: it does no step but its own, and undoes only what it is about and what depends on that.
fn check_change(procedure: &Procedure, before: &Run, after: &Run, kind: &EventKind) {
    let done = |run: &Run| -> BTreeSet<String> {
        let done = run.steps.iter().filter(|step| step.completion.is_some());
        done.map(|step| step.key.clone()).collect()
    };
    let (before, after) = (done(before), done(after));
    let gained: Vec<_> = after.difference(&before).map(String::as_str).collect();
    let is_completion = matches!(kind, EventKind::Completed { .. });
    assert!(gained.is_empty() || (is_completion && gained == [kind.step().unwrap()]));
    let mut reach: BTreeSet<String> = match kind {
        EventKind::Reopened { step, .. } => [step.clone()].into(),
        EventKind::Refused { step, .. } => match &procedure.step(step).unwrap().refusal {
            Refusing::ByValidators { reopens } | Refusing::ByActors { reopens } => {
                [step.clone(), reopens.clone()].into()
            }
            Refusing::Never => panic!("refused"),
        },
        EventKind::Stated { fact, .. } => {
            let depends = |step: &&Step| step.when.iter().any(|when| when.facts().contains(fact.as_str()));
            procedure.steps.iter().filter(depends).map(|step| step.key.clone()).collect()
        }
        _ => BTreeSet::new(),
    };
    for _ in &procedure.steps {
        let next = procedure.steps.iter().filter(|step| step.after.iter().any(|gate| reach.contains(gate)));
        let next: Vec<_> = next.map(|step| step.key.clone()).collect();
        reach.extend(next);
    }
    assert!(before.difference(&after).all(|key| reach.contains(key)), "{kind:?}");
}

/// Goes on as everybody would who does what waits for them.
fn finish(case: &mut Case) {
    for _ in 0..procedure_length(case) {
        if case.run.is_finished {
            return;
        }
        let next = next(case);
        case.records(next).unwrap();
        check(case);
    }
    panic!("it does not end: {:#?}", case.run);
}

fn procedure_length(case: &Case) -> usize {
    case.procedure.facts.len()
        + 2
        + case.procedure.steps.iter().map(|step| 1 + step.validators.len()).sum::<usize>()
}

fn next(case: &Case) -> Event {
    let open_fact = case.procedure.facts.iter().find(|fact| !case.run.answers.contains_key(&fact.key));
    let (kind, by) = if let Some(fact) = open_fact.filter(|_| !case.run.is_active) {
        let value = fact.answers().remove(0);
        (EventKind::Stated { fact: fact.key.clone(), value }, fact.stated_by[0])
    } else if case.run.ready_to_activate && !case.run.is_active {
        (EventKind::Activated, Actor::CareerServices)
    } else {
        let mut pairs = case.procedure.steps.iter().zip(&case.run.steps);
        let waiting = pairs.rfind(|(step, now)| step.is_required() && !now.waiting_for.is_empty());
        let Some((step, now)) = waiting else {
            let fact = open_fact.expect("somebody can act, or answer");
            let value = fact.answers().remove(0);
            let stated = EventKind::Stated { fact: fact.key.clone(), value };
            return event(&case.run, stated, fact.stated_by[0], fact.stated_by[0], day("2025-10-02"));
        };
        let key = step.key.clone();
        let kind = match now.status {
            StepStatus::Open => EventKind::Completed { step: key, inputs: inputs(step) },
            _ => EventKind::Validated { step: key },
        };
        (kind, now.waiting_for[0])
    };
    event(&case.run, kind, by, by, day("2025-10-02"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn only_what_the_rules_allow_can_happen(procedure in procedures(), moves in moves()) {
        let mut case = Case::new(procedure);
        check(&case);
        for with in moves {
            let event = proposed(&case, &with);
            let before = case.run.clone();
            let allowed = is_allowed(&case, &event);
            match apply(&case.procedure, &case.facts, &before, &event) {
                Ok(after) => {
                    assert_ne!(allowed, Some(false), "{event:?}");
                    check_change(&case.procedure, &before, &after, &event.kind);
                    case.events.push(event);
                    assert_eq!(fold(&case.procedure, &case.facts, &case.events).as_ref(), Ok(&after));
                    case.run = after;
                    check(&case);
                }
                Err(refusal) => {
                    assert_ne!(allowed, Some(true), "{event:?}: {refusal:?}");
                    assert_eq!(case.run, before);
                }
            }
        }
    }

    #[test]
    fn whatever_happened_it_can_be_brought_to_its_end(procedure in procedures(), moves in moves()) {
        let mut case = Case::new(procedure);
        for with in moves {
            let event = proposed(&case, &with);
            if apply(&case.procedure, &case.facts, &case.run, &event).is_ok() {
                case.records(event).unwrap();
            }
        }
        finish(&mut case);
    }

    #[test]
    fn an_event_that_is_left_out_or_doubled_is_noticed(moves in moves(), at in any::<usize>()) {
        let mut case = Case::new(shipped()[2].clone());
        for with in moves {
            let event = proposed(&case, &with);
            if apply(&case.procedure, &case.facts, &case.run, &event).is_ok() {
                case.records(event).unwrap();
            }
        }
        if case.events.len() > 1 {
            let mut events = case.events.clone();
            let at = at % (events.len() - 1);
            events.insert(at, events[at].clone());
            assert!(fold(&case.procedure, &case.facts, &events).is_err());
            case.events.remove(at);
            assert!(fold(&case.procedure, &case.facts, &case.events).is_err());
        }
    }
}
