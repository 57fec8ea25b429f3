//! Procedures made of random numbers, by way of their files.

use crate::procedure::Procedure;
use std::fmt::Write;

const PHASES: [&str; 7] =
    ["applying", "preparing", "preparing", "preparing", "alongside", "active", "active"];

/// A procedure's file, made of random numbers: every one of them is sound.
pub(super) fn made_up(steps: &[[u8; 6]]) -> Procedure {
    let mut steps: Vec<_> = steps.to_vec();
    steps.sort_by_key(|step| usize::from(step[0]) % PHASES.len());
    let mut text = HEAD.to_owned();
    // The steps so far that must be done, with their phases: these may be gates.
    let mut gates: Vec<(usize, &str)> = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let phase = PHASES[usize::from(step[0]) % PHASES.len()];
        if write_step(&mut text, (index, phase), &gates, *step) {
            gates.push((index, phase));
        }
    }
    text.push_str(TAIL);
    Procedure::parse("made-up.toml", &text).unwrap_or_else(|problems| panic!("{problems:#?}\n{text}"))
}

/// Writes a step, and says whether it must be done.
fn write_step(
    text: &mut String,
    (index, phase): (usize, &str),
    gates: &[(usize, &str)],
    [_, after, condition, validators, refusal, flags]: [u8; 6],
) -> bool {
    let after: Vec<_> = gates.iter().filter(|(gate, _)| after >> (gate % 8) & 1 == 1).collect();
    let keys: Vec<_> = after.iter().map(|(gate, _)| format!("\"{gate}\"")).collect();
    writeln!(text, "[[steps]]\nkey = \"{index}\"\nphase = \"{phase}\"\n{TEXTS}").unwrap();
    writeln!(text, "actors = [{}]\nafter = [{}]", ACTORS[usize::from(flags) % 3], keys.join(", ")).unwrap();
    if let Some(when) = CONDITIONS.get(usize::from(condition) % 8) {
        writeln!(text, "when = {when}").unwrap();
    }
    if phase == "applying" {
        return true;
    }
    if flags & 64 != 0 {
        text.push_str(INPUT);
    }
    if flags & 136 == 136 {
        text.push_str("repeatable = true\n");
        return false;
    }
    if validators % 2 == 1 {
        text.push_str("validators = [\"department_head\", \"direction\"]\n");
    }
    let reopens = after.iter().rev().find(|(_, phase)| *phase != "applying");
    if let (1, Some((gate, _))) = (refusal % 2, reopens) {
        writeln!(text, "refusal_reopens = \"{gate}\"").unwrap();
    }
    let is_optional = flags & 24 == 24;
    writeln!(text, "points = {}\noptional = {is_optional}", flags % 2 + 1).unwrap();
    !is_optional
}

const TEXTS: &str = "title = { fr = \"é\", en = \"s\" }\ndescription = { fr = \"d\", en = \"d\" }";
const INPUT: &str = "inputs = [{ key = \"a\", title = { fr = \"a\", en = \"a\" }, kind = \"date\" }]\n";
const ACTORS: [&str; 3] = ["\"student\"", "\"company\", \"student\"", "\"opco\", \"career_services\""];
const CONDITIONS: [&str; 4] =
    ["\"f\"", "\"not f\"", "\"g = x\"", "{ any = [\"f\", { all = [\"g = y\", \"not f\"] }] }"];
const HEAD: &str = r#"
school = "X"
contract_type = "apprenticeship"
year = "2025-2026"
title = { fr = "T", en = "T" }
grading = { out_of = 20, graded_by = ["career_services"] }
facts = [
  { key = "f", title = { fr = "f", en = "f" }, stated_by = ["student"] },
  { key = "g", title = { fr = "g", en = "g" }, stated_by = ["student"], answers = [
    { key = "x", title = { fr = "x", en = "x" } },
    { key = "y", title = { fr = "y", en = "y" } },
  ] },
]
"#;
/// So that every fact and the grading are used.
const TAIL: &str = r#"
[[steps]]
key = "last"
title = { fr = "é", en = "s" }
description = { fr = "d", en = "d" }
phase = "active"
actors = ["student"]
when = { any = ["f", "not f", "g = x", "g = y"] }
points = 2
"#;
