//! What ties the steps of a procedure together: gates, facts, anchors, papers, points, places.

use super::Draft;
use super::graph::Graph;
use super::problem::{Faults, Span};
use super::step::DraftStep;
use crate::procedure::condition::{Answers, Condition, Fact, FactValue};
use crate::procedure::due::Anchor;
use crate::procedure::step::{Phase, Refusing};
use crate::procedure::words::Words;
use std::collections::BTreeSet;

/// Checks everything that one value alone does not tell.
pub(super) fn run(draft: &Draft, faults: &mut Faults) {
    unique(("étape", "step"), draft.steps.iter().map(|step| (&*step.step.key, &step.key_at)), faults);
    unique(("fait", "fact"), draft.facts.iter().map(|(fact, at)| (&*fact.key, at)), faults);
    unique(("date", "date"), draft.calendar.iter().map(|(date, at)| (&*date.key, at)), faults);
    let graph = Graph::of(&draft.steps);
    let mut cycles = BTreeSet::new();
    for step in &draft.steps {
        gates(draft, &graph, step, &mut cycles, faults);
        condition(draft, step, faults);
        anchor(draft, &graph, step, faults);
        refusal(draft, &graph, step, faults);
        signatures(draft, &graph, step, faults);
        effects(draft, step, faults);
        unique(
            ("saisie", "input"),
            step.step.inputs.iter().map(|input| &*input.key).zip(&step.inputs_at),
            faults,
        );
    }
    unused(draft, faults);
}

fn unique<'a>(what: (&str, &str), keys: impl Iterator<Item = (&'a str, &'a Span)>, faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    for (key, at) in keys {
        if !seen.insert(key) {
            let (fr, en) = what;
            let message = Words::new(
                format!("{fr} « {key} » : déjà définie"),
                format!("{en} \"{key}\" is defined twice"),
            );
            faults.add(at.clone(), message);
        }
    }
}

fn keys(draft: &Draft) -> Vec<String> {
    draft.steps.iter().map(|step| step.step.key.clone()).collect()
}

fn find<'a>(draft: &'a Draft, key: &str) -> Option<&'a DraftStep> {
    draft.steps.iter().find(|step| step.step.key == key)
}

fn gates(
    draft: &Draft,
    graph: &Graph,
    step: &DraftStep,
    cycles: &mut BTreeSet<BTreeSet<String>>,
    faults: &mut Faults,
) {
    for (gate, at) in step.step.after.iter().zip(&step.after_at) {
        let Some(before) = find(draft, gate) else {
            faults.unknown(at.clone(), ("étape", "step"), gate, &keys(draft));
            continue;
        };
        if let Some(cycle) = graph.cycle(&step.step.key, gate) {
            if cycles.insert(cycle.iter().cloned().collect()) {
                let way = cycle.join(" → ");
                let message = Words::new(
                    format!("ces étapes s'attendent l'une l'autre : {way}"),
                    format!("these steps wait for one another: {way}"),
                );
                faults.add(at.clone(), message);
            }
        } else if rank(before.step.phase) > rank(step.step.phase) {
            let message = Words::new(
                format!("étape inatteignable : l'étape « {gate} » est d'une phase ultérieure"),
                format!("unreachable step: step \"{gate}\" is of a later phase"),
            );
            faults.add(at.clone(), message);
        } else if !before.step.is_required() {
            let message = Words::new(
                format!(
                    "étape inatteignable peut-être : rien n'oblige à faire l'étape « {gate} », facultative"
                ),
                format!("this step may be unreachable: step \"{gate}\" is optional, so nobody need do it"),
            );
            faults.add(at.clone(), message);
        }
    }
}

fn rank(phase: Phase) -> u8 {
    match phase {
        Phase::Applying => 0,
        Phase::Preparing => 1,
        Phase::Alongside | Phase::Active => 2,
    }
}

fn condition(draft: &Draft, step: &DraftStep, faults: &mut Faults) {
    let mut is_sound = true;
    for (key, value, at) in &step.mentions {
        let fact = draft.facts.iter().map(|(fact, _)| fact).find(|fact| fact.key == *key);
        let Some(fact) = fact else {
            let accepted: Vec<_> = draft.facts.iter().map(|(fact, _)| fact.key.clone()).collect();
            faults.unknown(at.clone(), ("fait", "fact"), key, &accepted);
            is_sound = false;
            continue;
        };
        if !fact.accepts(value) {
            let accepted: Vec<_> = fact.answers().iter().map(|value| format!("{key} = {value}")).collect();
            let accepted = if let FactValue::Choice(_) = value { accepted } else { Vec::new() };
            faults.unknown(at.clone(), ("réponse", "answer"), &value.to_string(), &accepted);
            is_sound = false;
        }
    }
    if let (true, Some(when), Some(at)) = (is_sound, &step.step.when, &step.when_at)
        && !can_hold(when, draft)
    {
        let message = Words::new(
            "étape inatteignable : cette condition ne peut jamais être vraie",
            "unreachable step: this condition can never hold",
        );
        faults.add(at.clone(), message);
    }
}

/// Whether some answers make the condition hold. Conditions name few facts; beyond a thousand combinations one is taken
/// to hold.
fn can_hold(when: &Condition, draft: &Draft) -> bool {
    const MOST: usize = 1_000;
    let named = when.facts();
    let facts: Vec<&Fact> =
        draft.facts.iter().map(|(fact, _)| fact).filter(|fact| named.contains(&*fact.key)).collect();
    let mut combinations = vec![Answers::new()];
    for fact in facts {
        let with = |known: &Answers, value: FactValue| {
            known.clone().into_iter().chain([(fact.key.clone(), value)]).collect()
        };
        combinations = combinations
            .iter()
            .flat_map(|known| fact.answers().into_iter().map(move |value| with(known, value)))
            .collect();
        if combinations.len() > MOST {
            return true;
        }
    }
    combinations.iter().any(|known| when.holds(known) == Some(true))
}

fn anchor(draft: &Draft, graph: &Graph, step: &DraftStep, faults: &mut Faults) {
    let (Some(due), Some(at)) = (&step.step.due, &step.anchor_at) else { return };
    match &due.anchor {
        Anchor::Start | Anchor::End => {}
        Anchor::Calendar(key) => {
            if !draft.calendar.iter().any(|(date, _)| date.key == *key) {
                let dates = draft.calendar.iter().map(|(date, _)| date.key.clone());
                let own = ["start", "end", "step KEY"].map(str::to_owned);
                faults.unknown(
                    at.clone(),
                    ("date de départ", "anchor"),
                    key,
                    &own.into_iter().chain(dates).collect::<Vec<_>>(),
                );
            }
        }
        Anchor::Completion(key) => comes_before(graph, step, key, at, faults),
    }
}

/// Faults a step that does not come before the one that refers to it.
fn comes_before(graph: &Graph, step: &DraftStep, key: &str, at: &Span, faults: &mut Faults) {
    let before = graph.before(&step.step.key);
    if !before.contains(key) || key == step.step.key {
        let accepted: Vec<_> = before.iter().map(|key| (*key).to_owned()).collect();
        faults.unknown(at.clone(), ("étape qui vient avant", "step that comes before"), key, &accepted);
    }
}

fn refusal(draft: &Draft, graph: &Graph, step: &DraftStep, faults: &mut Faults) {
    let Some(at) = &step.reopens_at else { return };
    match &step.step.refusal {
        Refusing::Never => {}
        Refusing::ByValidators { reopens } if *reopens == step.step.key => {}
        Refusing::ByValidators { reopens } | Refusing::ByActors { reopens } => {
            comes_before(graph, step, reopens, at, faults);
            if find(draft, reopens).is_some_and(|reopened| reopened.step.phase == Phase::Applying) {
                let message = Words::new(
                    "une étape de la phase « applying » ne peut pas être rouverte",
                    "a step of the phase \"applying\" cannot be opened again",
                );
                faults.add(at.clone(), message);
            }
        }
    }
}

fn signatures(draft: &Draft, graph: &Graph, step: &DraftStep, faults: &mut Faults) {
    let mut until = graph.before(&step.step.key);
    until.insert(&step.step.key);
    let products = draft.steps.iter().filter(|before| until.contains(&*before.step.key));
    let products = products.flat_map(|before| &before.step.produces);
    let signed: Vec<_> =
        products.filter(|product| !product.signed_by.is_empty()).map(|product| product.paper).collect();
    for (paper, at) in step.step.signs.iter().zip(&step.signs_at) {
        if !signed.contains(paper) {
            let accepted: Vec<_> =
                signed.iter().map(|paper| paper.to_string().to_ascii_lowercase()).collect();
            let given = paper.to_string().to_ascii_lowercase();
            let what = ("papier à signer, produit jusqu'ici", "paper to sign that was produced so far");
            faults.unknown(at.clone(), what, &given, &accepted);
        }
    }
}

fn effects(draft: &Draft, step: &DraftStep, faults: &mut Faults) {
    if let (Some(at), None) = (&step.points_at, &draft.grading) {
        let message = Words::new("des points sans la table [grading]", "points without the table [grading]");
        faults.add(at.clone(), message);
    }
    if let (true, None, Some(at)) = (step.step.reserves_place, &draft.places, &step.place_at) {
        let message = Words::new(
            "une place réservée sans la table [places]",
            "a place reserved without the table [places]",
        );
        faults.add(at.clone(), message);
    }
    let is_past = step.step.phase == Phase::Applying;
    for (key, at) in &step.of_the_present {
        // What is repeated is never done once and for all, so that nobody can agree to it, grade it or count on it.
        if is_past || (step.step.repeatable && !matches!(*key, "inputs" | "due")) {
            let phase = if is_past { "phase = \"applying\"" } else { "repeatable = true" };
            let message = Words::new(
                format!("« {key} » ne va pas avec {phase}"),
                format!("\"{key}\" does not go with {phase}"),
            );
            faults.add(at.clone(), message);
        }
    }
}

/// Tables that nothing refers to: a slip, or a step that lost its key.
fn unused(draft: &Draft, faults: &mut Faults) {
    let steps = || draft.steps.iter().map(|draft| &draft.step);
    let mut unused = |at: &Span, what: &str| {
        let message = Words::new(format!("{what} ne sert à aucune étape"), format!("no step uses {what}"));
        faults.add(at.clone(), message);
    };
    if let (Some((_, at)), false) = (&draft.grading, steps().any(|step| step.points.is_some())) {
        unused(at, "[grading]");
    }
    if let (Some((_, at)), false) = (&draft.places, steps().any(|step| step.reserves_place)) {
        unused(at, "[places]");
    }
    let conditions: BTreeSet<_> =
        draft.steps.iter().flat_map(|step| step.mentions.iter().map(|(fact, ..)| fact)).collect();
    for (fact, at) in draft.facts.iter().filter(|(fact, _)| !conditions.contains(&fact.key)) {
        unused(at, &fact.key);
    }
    if steps().next().is_none() {
        let (fr, en) = ("au moins une étape : [[steps]]", "at least one step: [[steps]]");
        faults.expected(0..0, fr, en);
    }
    let places: Vec<_> = draft.steps.iter().filter(|step| step.step.reserves_place).collect();
    for step in places.iter().skip(1) {
        let message =
            Words::new("une autre étape réserve déjà la place", "another step reserves the place already");
        faults.add(step.place_at.clone().unwrap_or_else(|| step.key_at.clone()), message);
    }
}
