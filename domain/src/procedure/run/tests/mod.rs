//! What runs do, in the schools' procedures and in made up ones.

mod deadlines;
mod made_up;
mod properties;
mod rules;
mod schools;

use super::{Run, StepStatus, apply, fold};
use crate::contract_type::ContractType;
use crate::procedure::{
    Actor, Event, EventKind, FactValue, Facts, Input, InputKind, Inputs, Person, Procedure, Refusal, Step,
    Value, latest,
};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

/// A contract on its way, with what has happened to it.
struct Case {
    procedure: Procedure,
    facts: Facts,
    events: Vec<Event>,
    run: Run,
}

impl Case {
    fn of(school: &str, contract_type: ContractType) -> Self {
        Self::new(latest(school, contract_type).expect("a shipped procedure").clone())
    }

    fn new(procedure: Procedure) -> Self {
        let facts = Facts {
            start: day("2025-09-01"),
            end: day("2026-08-28"),
            year: "2025-2026".parse().unwrap(),
            calendar: [].into(),
            answers: [].into(),
            absent: [].into(),
        };
        let run = fold(&procedure, &facts, &[]).unwrap();
        Self { procedure, facts, events: Vec::new(), run }
    }

    /// Does something on a day, and checks that the events still add up to the run.
    fn does(&mut self, kind: EventKind, by: Actor, on: &str) -> Result<(), Refusal> {
        self.records(event(&self.run, kind, by, by, day(on)))
    }

    fn records(&mut self, event: Event) -> Result<(), Refusal> {
        self.run = apply(&self.procedure, &self.facts, &self.run, &event)?;
        self.events.push(event);
        assert_eq!(fold(&self.procedure, &self.facts, &self.events).as_ref(), Ok(&self.run));
        Ok(())
    }

    /// Completes a step with whatever it asks for.
    fn completes(&mut self, step: &str, by: Actor, on: &str) -> Result<(), Refusal> {
        let inputs = self.procedure.step(step).map(inputs).unwrap_or_default();
        self.does(EventKind::Completed { step: step.to_owned(), inputs }, by, on)
    }

    fn validates(&mut self, step: &str, by: Actor, on: &str) -> Result<(), Refusal> {
        self.does(EventKind::Validated { step: step.to_owned() }, by, on)
    }

    fn refuses(&mut self, step: &str, by: Actor, on: &str) -> Result<(), Refusal> {
        let is_decision = self.procedure.step(step).is_some_and(|step| step.validators.is_empty());
        let inputs =
            if is_decision { self.procedure.step(step).map(inputs).unwrap_or_default() } else { [].into() };
        let reason = "not as agreed".to_owned();
        self.does(EventKind::Refused { step: step.to_owned(), reason, inputs }, by, on)
    }

    fn states(&mut self, fact: &str, value: bool, by: Actor) -> Result<(), Refusal> {
        let value = FactValue::Boolean(value);
        self.does(EventKind::Stated { fact: fact.to_owned(), value }, by, "2025-06-01")
    }

    fn status(&self, step: &str) -> StepStatus {
        self.run.step(step).expect("a step").status
    }

    /// The keys of the steps that stand so.
    fn those(&self, status: StepStatus) -> Vec<&str> {
        let steps = self.run.steps.iter().filter(|step| step.status == status);
        steps.map(|step| step.key.as_str()).collect()
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn noon(on: NaiveDate) -> DateTime<Utc> {
    on.and_hms_opt(12, 0, 0).unwrap().and_utc()
}

/// The next event of a run.
fn event(run: &Run, kind: EventKind, by: Actor, recorded_by: Actor, on: NaiveDate) -> Event {
    Event { sequence: run.next_sequence, kind, by, recorded_by, on, at: noon(on) }
}

/// What a step asks for, the optional left out.
fn inputs(step: &Step) -> Inputs {
    let required = step.inputs.iter().filter(|input| input.required);
    required.map(|input| (input.key.clone(), value(input))).collect()
}

fn value(input: &Input) -> Value {
    match &input.kind {
        InputKind::Text { .. } => Value::Text("As agreed".into()),
        InputKind::Date => Value::Date(day("2025-09-01")),
        InputKind::Money => Value::Money(crate::money::Cents(800_000)),
        InputKind::Boolean => Value::Boolean(true),
        InputKind::Integer { min, .. } => Value::Integer(*min),
        InputKind::Choice(choices) => Value::Choice(choices[0].key.clone()),
        InputKind::Person => Value::Person(Person {
            name: "Person Demo".into(),
            email: "person@example.org".into(),
            function: None,
            phone: None,
        }),
        InputKind::File => Value::File(Uuid::from_u128(7)),
    }
}
