//! A procedure as a picture: a flowchart in Mermaid, which pages and editors draw.

use super::actor::Actor;
use super::condition::Condition;
use super::due::{Anchor, Due};
use super::step::{Phase, Refusing, Step};
use super::{Procedure, Words};
use crate::locale::{Locale, Text};
use std::fmt::Write;
use strum::VariantArray;

/// Draws a procedure: each step with its actors, condition and deadline in its phase, an arrow from each gate, a dotted one
/// to what a refusal opens again.
#[must_use]
pub fn mermaid(procedure: &Procedure, locale: Locale) -> String {
    let mut lines = vec![
        "---".to_owned(),
        format!("title: {}", quoted(&heading(procedure, locale))),
        "---".to_owned(),
        "flowchart TD".to_owned(),
    ];
    for phase in Phase::VARIANTS {
        lines.extend(subgraph(procedure, *phase, locale));
    }
    for (index, step) in procedure.steps.iter().enumerate() {
        lines.extend(arrows(procedure, index, step, locale));
    }
    lines.join("\n") + "\n"
}

fn heading(procedure: &Procedure, locale: Locale) -> String {
    format!("{}, {}, {}", procedure.title.in_locale(locale), procedure.school, procedure.year)
}

fn subgraph(procedure: &Procedure, phase: Phase, locale: Locale) -> Vec<String> {
    let steps = procedure.steps.iter().enumerate().filter(|(_, step)| step.phase == phase);
    let nodes: Vec<_> = steps
        .map(|(index, step)| format!("    s{index}[{}]", quoted(&node(procedure, step, locale))))
        .collect();
    if nodes.is_empty() {
        return nodes;
    }
    let title = quoted(phase_label(phase).in_locale(locale));
    let head = format!("  subgraph {}[{title}]", phase.to_string().to_ascii_lowercase());
    [vec![head], nodes, vec!["  end".to_owned()]].concat()
}

/// What stands in a step's box.
fn node(procedure: &Procedure, step: &Step, locale: Locale) -> String {
    let say = |text: Text| text.in_locale(locale);
    let mut text = format!("{}. {}", step.key, step.title.in_locale(locale));
    let mut line = |label: Text, value: &str| {
        // Writing to a String cannot fail.
        write!(text, "<br/>{}{value}", say(label)).unwrap_or_default();
    };
    line(Text { fr: "", en: "" }, &names(&step.actors, locale));
    if !step.validators.is_empty() {
        line(Text { fr: "validé par : ", en: "validated by: " }, &names(&step.validators, locale));
    }
    if let Some(when) = &step.when {
        line(Text { fr: "si ", en: "if " }, &condition(procedure, when, locale));
    }
    if let Some(due) = &step.due {
        line(Text { fr: "échéance : ", en: "due: " }, &deadline(procedure, due, locale));
    }
    if let Some(points) = step.points {
        line(Text { fr: "points : ", en: "points: " }, &points.to_string());
    }
    if step.reserves_place {
        line(Text { fr: "réserve une place", en: "reserves a place" }, "");
    }
    if !step.is_required() {
        line(Text { fr: "facultatif", en: "optional" }, "");
    }
    text
}

fn arrows(procedure: &Procedure, index: usize, step: &Step, locale: Locale) -> Vec<String> {
    let position = |key: &str| procedure.steps.iter().position(|step| step.key == key);
    let gates = step.after.iter().filter_map(|gate| position(gate));
    let mut lines: Vec<_> = gates.map(|gate| format!("  s{gate} --> s{index}")).collect();
    if let Refusing::ByValidators { reopens } | Refusing::ByActors { reopens } = &step.refusal
        && let Some(target) = position(reopens)
    {
        let label = Text { fr: "refus", en: "refused" }.in_locale(locale);
        lines.push(format!("  s{index} -. {label} .-> s{target}"));
    }
    lines
}

fn names(actors: &[Actor], locale: Locale) -> String {
    actors.iter().map(|actor| actor.label().in_locale(locale)).collect::<Vec<_>>().join(", ")
}

const fn phase_label(phase: Phase) -> Text {
    match phase {
        Phase::Applying => Text { fr: "Avant le contrat", en: "Before the contract" },
        Phase::Preparing => Text { fr: "Préparation", en: "Preparing" },
        Phase::Alongside => Text { fr: "En parallèle", en: "Alongside" },
        Phase::Active => Text { fr: "Contrat actif", en: "Active contract" },
    }
}

fn condition(procedure: &Procedure, when: &Condition, locale: Locale) -> String {
    let several = |parts: &[Condition], word: Text| {
        let parts: Vec<_> = parts.iter().map(|part| condition(procedure, part, locale)).collect();
        format!("({})", parts.join(word.in_locale(locale)))
    };
    match when {
        Condition::Is { fact, value } => {
            let title = procedure.fact(fact).map_or(fact.as_str(), |fact| fact.title.in_locale(locale));
            if value.to_string() == "true" { title.to_owned() } else { format!("{title} = {value}") }
        }
        Condition::Not(inner) => {
            let not = Text { fr: "sauf si ", en: "not: " }.in_locale(locale);
            format!("{not}{}", condition(procedure, inner, locale))
        }
        Condition::All(parts) => several(parts, Text { fr: " et ", en: " and " }),
        Condition::Any(parts) => several(parts, Text { fr: " ou ", en: " or " }),
    }
}

fn deadline(procedure: &Procedure, due: &Due, locale: Locale) -> String {
    let anchor = anchor(procedure, &due.anchor).in_locale(locale).to_owned();
    let (amount, unit) = (due.limit.amount, due.limit.unit.label().in_locale(locale));
    let words = match (amount, locale) {
        (0, _) => anchor,
        (..0, Locale::Fr) => format!("{} {unit} avant : {anchor}", amount.unsigned_abs()),
        (..0, Locale::En) => format!("{} {unit} before: {anchor}", amount.unsigned_abs()),
        (1.., Locale::Fr) => format!("{amount} {unit} après : {anchor}"),
        (1.., Locale::En) => format!("{amount} {unit} after: {anchor}"),
    };
    let worked = Text { fr: ", jour ouvré", en: ", working day" }.in_locale(locale);
    if due.on_working_day { words + worked } else { words }
}

fn anchor(procedure: &Procedure, anchor: &Anchor) -> Words {
    match anchor {
        Anchor::Start => Words::new("début du contrat", "start of the contract"),
        Anchor::End => Words::new("fin du contrat", "end of the contract"),
        Anchor::Calendar(key) => {
            let date = procedure.calendar.iter().find(|date| date.key == *key);
            date.map_or_else(|| Words::new(key, key), |date| date.title.clone())
        }
        Anchor::Completion(key) => Words::new(format!("étape {key}"), format!("step {key}")),
    }
}

/// A label in quotes; quotes within are written as Mermaid wants them.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "#quot;"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract_type::ContractType;
    use crate::procedure::{latest, shipped};

    #[test]
    fn a_procedure_is_drawn_with_all_that_it_says() {
        let ales = latest("IMT-ALES", ContractType::Professionalisation).expect("a procedure");
        let drawn = mermaid(ales, Locale::En);
        for part in [
            "title: \"Professionalisation contract in the 3rd year, IMT-ALES, 2025-2026\"\n",
            "\nflowchart TD\n  subgraph preparing[\"Preparing\"]\n",
            "    s3[\"3'. Get the home school's consent<br/>student, head of department<br/>if Incoming double \
             degree<br/>points: 1\"]\n",
            "<br/>due: 14 calendar days before: start of the year<br/>",
            "<br/>validated by: head of department<br/>",
            "<br/>student<br/>optional\"]\n",
            "\n  s2 --> s4\n  s3 --> s4\n",
            "\n  s2 -. refused .-> s1\n",
        ] {
            assert!(drawn.contains(part), "{part}\nis not in\n{drawn}");
        }
    }

    #[test]
    fn every_step_and_every_gate_is_drawn_once_in_both_languages() {
        for procedure in shipped() {
            let gates: usize = procedure.steps.iter().map(|step| step.after.len()).sum();
            for locale in Locale::VARIANTS {
                let drawn = mermaid(procedure, *locale);
                assert_eq!(drawn.matches(" --> ").count(), gates);
                for (index, step) in procedure.steps.iter().enumerate() {
                    let title = quoted(step.title.in_locale(*locale));
                    let head = format!("    s{index}[\"{}. {}", step.key, title.trim_matches('"'));
                    assert_eq!(drawn.matches(&head).count(), 1, "{head}");
                }
            }
        }
    }

    #[test]
    fn quotes_do_not_end_a_label() {
        assert_eq!(quoted("the \"best\" step"), "\"the #quot;best#quot; step\"");
    }
}
