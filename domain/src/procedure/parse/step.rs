//! One step.

use super::condition::{self, Mention};
use super::fields::{Fields, Node};
use super::problem::{Faults, Span};
use super::{input, limit, value};
use crate::calendar::{Limit, Unit};
use crate::procedure::actor::Actor;
use crate::procedure::due::{Anchor, Due};
use crate::procedure::input::Input;
use crate::procedure::paper::{Paper, Product};
use crate::procedure::step::{Phase, Refusing, Step};
use crate::procedure::words::Words;
use toml::de::DeValue;

/// A step that was read, with the places of what is checked against the others.
pub(super) struct DraftStep {
    pub(super) step: Step,
    pub(super) key_at: Span,
    /// One a gate.
    pub(super) after_at: Vec<Span>,
    /// The facts of its condition.
    pub(super) mentions: Vec<Mention>,
    pub(super) when_at: Option<Span>,
    /// One an input.
    pub(super) inputs_at: Vec<Span>,
    /// One a paper that it signs.
    pub(super) signs_at: Vec<Span>,
    /// The anchor of its deadline.
    pub(super) anchor_at: Option<Span>,
    pub(super) points_at: Option<Span>,
    /// The step that a refusal opens again.
    pub(super) reopens_at: Option<Span>,
    pub(super) place_at: Option<Span>,
    /// The keys that a step of the past cannot have.
    pub(super) of_the_present: Vec<(&'static str, Span)>,
}

/// Reads a step. One without a usable key is left out, for nothing can refer to it.
pub(super) fn read(node: &Node, faults: &mut Faults) -> Option<DraftStep> {
    let mut fields = Fields::table(node, faults)?;
    let key_node = fields.required("key", faults);
    let key = key_node.and_then(|node| value::key(node, faults));
    let texts = [fields.required("title", faults), fields.required("description", faults)];
    let [title, description] = texts.map(|node| node.and_then(|node| value::words(node, faults)));
    let phase = fields.required("phase", faults).and_then(|node| value::named(node, faults));
    let actors = fields.required("actors", faults).map(|node| value::names(node, faults));
    let mut draft = DraftStep::new(key.clone().unwrap_or_default(), key_node.map_or(node.span(), Node::span));
    draft.step.title = title.unwrap_or_else(|| Words::new("", ""));
    draft.step.description = description.unwrap_or_else(|| Words::new("", ""));
    draft.step.phase = phase.unwrap_or(Phase::Preparing);
    draft.step.actors = actors.unwrap_or_default();
    draft.read_order(&mut fields, faults);
    draft.read_work(&mut fields, faults);
    draft.read_effects(&mut fields, faults);
    fields.finish(faults);
    key.map(|_| draft)
}

impl DraftStep {
    fn new(key: String, key_at: Span) -> Self {
        let nothing = || Words::new("", "");
        let step = Step {
            key,
            title: nothing(),
            description: nothing(),
            phase: Phase::Preparing,
            actors: Vec::new(),
            recorded_by: Vec::new(),
            after: Vec::new(),
            when: None,
            inputs: Vec::new(),
            produces: Vec::new(),
            signs: Vec::new(),
            validators: Vec::new(),
            refusal: Refusing::Never,
            due: None,
            points: None,
            optional: false,
            repeatable: false,
            reserves_place: false,
        };
        Self {
            step,
            key_at,
            after_at: Vec::new(),
            mentions: Vec::new(),
            when_at: None,
            inputs_at: Vec::new(),
            signs_at: Vec::new(),
            anchor_at: None,
            points_at: None,
            reopens_at: None,
            place_at: None,
            of_the_present: Vec::new(),
        }
    }

    /// When it comes: gates, condition, deadline.
    fn read_order(&mut self, fields: &mut Fields, faults: &mut Faults) {
        let gate = |node: &Node, faults: &mut Faults| Some((value::key(node, faults)?, node.span()));
        if let Some(node) = fields.get("after") {
            (self.step.after, self.after_at) = value::list(node, faults, gate).into_iter().unzip();
        }
        if let Some(node) = fields.get("when") {
            self.step.when = condition::read(node, faults, &mut self.mentions);
            self.when_at = Some(node.span());
        }
        if let Some(node) = fields.get("due") {
            self.of_the_present.push(("due", node.span()));
            (self.step.due, self.anchor_at) = due(node, faults).unzip();
        }
    }

    /// What is done: inputs, papers, by whom.
    fn read_work(&mut self, fields: &mut Fields, faults: &mut Faults) {
        if let Some(node) = fields.get("recorded_by") {
            self.step.recorded_by = value::names(node, faults);
        }
        if let Some(node) = fields.get("inputs") {
            self.of_the_present.push(("inputs", node.span()));
            let inputs: Vec<(Input, Span)> = value::list(node, faults, input::read);
            (self.step.inputs, self.inputs_at) = inputs.into_iter().unzip();
        }
        if let Some(node) = fields.get("produces") {
            self.step.produces = value::list(node, faults, product);
        }
        if let Some(node) = fields.get("signs") {
            let signed =
                |node: &Node, faults: &mut Faults| Some((value::named::<Paper>(node, faults)?, node.span()));
            (self.step.signs, self.signs_at) = value::list(node, faults, signed).into_iter().unzip();
        }
        if let Some(node) = fields.get("validators") {
            self.of_the_present.push(("validators", node.span()));
            self.step.validators = value::names(node, faults);
        }
    }

    /// What comes of it: refusals, points, places.
    fn read_effects(&mut self, fields: &mut Fields, faults: &mut Faults) {
        let reopens = fields.get("refusal_reopens");
        let key = reopens.and_then(|node| value::key(node, faults));
        self.reopens_at = reopens.map(Node::span);
        self.step.refusal = match (key, self.step.validators.is_empty()) {
            (Some(reopens), true) => Refusing::ByActors { reopens },
            (Some(reopens), false) => Refusing::ByValidators { reopens },
            (None, true) => Refusing::Never,
            (None, false) => Refusing::ByValidators { reopens: self.step.key.clone() },
        };
        if let Some(node) = fields.get("points") {
            self.step.points =
                value::integer(node, faults, 1..=100).and_then(|points| u8::try_from(points).ok());
            self.points_at = Some(node.span());
        }
        let mut flag = |key| {
            let node = fields.get(key);
            (node.and_then(|node| value::boolean(node, faults)).unwrap_or(false), node.map(Node::span))
        };
        self.step.optional = flag("optional").0;
        self.step.repeatable = flag("repeatable").0;
        (self.step.reserves_place, self.place_at) = flag("reserves_place");
        let present = [("refusal_reopens", &self.reopens_at), ("points", &self.points_at)];
        let present = present.into_iter().chain([("reserves_place", &self.place_at)]);
        let present: Vec<_> = present.filter_map(|(key, at)| Some((key, at.clone()?))).collect();
        self.of_the_present.extend(present);
    }
}

fn product(node: &Node, faults: &mut Faults) -> Option<Product> {
    if let DeValue::String(_) = node.get_ref() {
        return Some(Product { paper: value::named(node, faults)?, signed_by: Vec::new() });
    }
    let mut fields = Fields::table(node, faults)?;
    let paper = fields.required("paper", faults).and_then(|node| value::named(node, faults));
    let signed_by: Option<Vec<Actor>> =
        fields.required("signed_by", faults).map(|node| value::names(node, faults));
    fields.finish(faults);
    Some(Product { paper: paper?, signed_by: signed_by? })
}

/// A deadline, with the place of its anchor: `{ on = … }`, or an amount and a unit `before` or `after` an anchor.
fn due(node: &Node, faults: &mut Faults) -> Option<(Due, Span)> {
    let mut fields = Fields::table(node, faults)?;
    let (on, before, after) = (fields.get("on"), fields.get("before"), fields.get("after"));
    let on_working_day = fields.get("on_working_day").and_then(|node| value::boolean(node, faults));
    let limit = if before.or(after).is_some() {
        limit(&mut fields, faults)
    } else {
        Some(Limit { amount: 0, unit: Unit::CalendarDays })
    };
    fields.finish(faults);
    let (anchor_node, limit) = match (on, before, after) {
        (Some(anchor), None, None) | (None, None, Some(anchor)) => (anchor, limit),
        (None, Some(anchor), None) => (anchor, limit.map(|limit| Limit { amount: -limit.amount, ..limit })),
        _ => {
            let fr = "une date de départ, et une seule : on, before ou after";
            faults.expected(node.span(), fr, "one anchor: on, before or after");
            return None;
        }
    };
    let anchor = anchor(value::text(anchor_node, faults)?);
    let due = Due { anchor, limit: limit?, on_working_day: on_working_day.unwrap_or(false) };
    Some((due, anchor_node.span()))
}

/// `start`, `end`, `step KEY`, or a date of the procedure's calendar.
fn anchor(text: &str) -> Anchor {
    match (text, text.strip_prefix("step ")) {
        ("start", _) => Anchor::Start,
        ("end", _) => Anchor::End,
        (_, Some(step)) => Anchor::Completion(step.trim().to_owned()),
        _ => Anchor::Calendar(text.to_owned()),
    }
}
