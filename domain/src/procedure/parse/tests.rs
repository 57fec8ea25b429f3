//! What a file must and must not say, and where a fault is found.

use super::Problem;
use crate::calendar::Unit;
use crate::contract_type::ContractType;
use crate::procedure::{
    Actor, Anchor, Condition, FactValue, Paper, Phase, Procedure, Refusing, built_in, latest, shipped,
};
use crate::school::schools;
use proptest::prelude::{any, proptest};
use strum::VariantArray;

const SOUND: &str = r#"school = "X-1"
contract_type = "apprenticeship"
year = "2025-2026"
title = { fr = "Titre", en = "Title" }

[[facts]]
key = "abroad"
title = { fr = "À l'étranger", en = "Abroad" }
stated_by = ["student"]

[[facts]]
key = "form"
title = { fr = "Forme", en = "Form" }
stated_by = ["company"]
answers = [
  { key = "cdd", title = { fr = "CDD", en = "fixed-term" } },
  { key = "cdi", title = { fr = "CDI", en = "permanent" } },
]

[[steps]]
key = "a"
title = { fr = "Un", en = "One" }
description = { fr = "Un", en = "One" }
phase = "preparing"
actors = ["student"]
when = "abroad"

[[steps]]
key = "b"
title = { fr = "Deux", en = "Two" }
description = { fr = "Deux", en = "Two" }
phase = "preparing"
actors = ["company"]
after = ["a"]
when = "form = cdi"
"#;

/// The problems of the sound file with one change, as lines of a terminal.
fn problems(from: &str, to: &str) -> Vec<String> {
    assert!(SOUND.contains(from), "{from}");
    let text = SOUND.replacen(from, to, 1);
    let problems = Procedure::parse("f.toml", &text).expect_err(to);
    problems.iter().map(ToString::to_string).collect()
}

/// The problems with a line added to the last step.
fn with(line: &str) -> Vec<String> {
    problems("when = \"form = cdi\"", &format!("when = \"form = cdi\"\n{line}"))
}

#[test]
fn a_sound_file_is_read_whole() {
    let procedure = Procedure::parse("f.toml", SOUND).unwrap();
    assert_eq!((&*procedure.school, procedure.steps.len(), procedure.facts.len()), ("X-1", 2, 2));
    assert_eq!(procedure.steps[1].after, ["a"]);
    let cdi = FactValue::Choice("cdi".into());
    assert_eq!(procedure.steps[1].when, Some(Condition::Is { fact: "form".into(), value: cdi }));
    assert_eq!(procedure.digest.len(), 64);
    let changed = Procedure::parse("f.toml", &format!("{SOUND}\n")).unwrap();
    assert_ne!(changed.digest, procedure.digest);
}

#[test]
fn names_that_do_not_exist_are_told_with_those_that_do() {
    assert_eq!(
        problems("actors = [\"company\"]", "actors = [\"employer\"]"),
        ["f.toml:33:11: unknown name \"employer\"; expected one of: student, company, company_tutor, \
          career_services, department_head, school_tutor, direction, social_service, home_school, \
          training_centre, opco"]
    );
    assert_eq!(
        problems("after = [\"a\"]", "after = [\"z\"]"),
        ["f.toml:34:10: unknown step \"z\"; expected one of: a, b"]
    );
    assert_eq!(
        problems("when = \"abroad\"", "when = \"not away\""),
        [
            "f.toml:7:7: no step uses abroad",
            "f.toml:26:8: unknown fact \"away\"; expected one of: abroad, form"
        ]
    );
    assert_eq!(
        problems("form = cdi", "form = cdx"),
        ["f.toml:35:8: unknown answer \"cdx\"; expected one of: form = cdd, form = cdi"]
    );
    assert_eq!(
        with("gate = \"a\""),
        [
            "f.toml:36:1: unknown key \"gate\"; expected one of: key, title, description, phase, actors, after, \
          when, due, recorded_by, inputs, produces, signs, validators, refusal_reopens, points, optional, \
          repeatable, reserves_place"
        ]
    );
    assert_eq!(
        problems("\"apprenticeship\"", "\"APPRENTICESHIP\""),
        [
            "f.toml:2:17: unknown name \"APPRENTICESHIP\"; expected one of: professionalisation, apprenticeship"
        ]
    );
}

#[test]
fn what_is_missing_is_said_where_it_belongs() {
    assert_eq!(
        problems("title = { fr = \"Deux\", en = \"Two\" }", "title = { fr = \"Deux\" }"),
        ["f.toml:30:9: \"en\" is missing here"]
    );
    assert_eq!(problems("en = \"Title\"", "en = \" \""), ["f.toml:4:30: expected a text that is not empty"]);
    assert_eq!(problems("actors = [\"company\"]\n", ""), ["f.toml:28:1: \"actors\" is missing here"]);
    assert_eq!(problems("year = \"2025-2026\"\n", ""), ["f.toml:1:1: \"year\" is missing here"]);
    assert_eq!(
        problems("actors = [\"student\"]", "actors = []"),
        ["f.toml:25:10: expected at least one name"]
    );
}

#[test]
fn deadlines_have_an_anchor() {
    let anchor = "expected one anchor: on, before or after";
    assert_eq!(with("due = { }"), [format!("f.toml:36:7: {anchor}")]);
    let two = with("due = { amount = 5, unit = \"weeks\", before = \"start\", after = \"end\" }");
    assert_eq!(two, [format!("f.toml:36:7: {anchor}")]);
    assert!(with("due = { amount = 5, unit = \"weeks\" }").contains(&format!("f.toml:36:7: {anchor}")));
    assert_eq!(
        with("due = { on = \"easter\" }"),
        ["f.toml:36:14: unknown anchor \"easter\"; expected one of: start, end, step KEY"]
    );
    assert_eq!(
        with("due = { on = \"step b\" }"),
        ["f.toml:36:14: unknown step that comes before \"b\"; expected one of: a"]
    );
    assert_eq!(
        with("due = { amount = 0, unit = \"hour\", after = \"start\" }"),
        [
            "f.toml:36:18: expected a whole number from 1 to 10000",
            "f.toml:36:28: unknown name \"hour\"; expected one of: calendar_days, working_days, \
             working_days_with_saturdays, weeks, months, hours"
        ]
    );
}

#[test]
fn steps_that_can_never_be_done_are_found() {
    let cycle = problems("when = \"abroad\"", "when = \"abroad\"\nafter = [\"b\"]");
    assert_eq!(cycle, ["f.toml:27:10: these steps wait for one another: a → b → a"]);
    assert_eq!(
        problems("after = [\"a\"]", "after = [\"b\"]"),
        ["f.toml:34:10: these steps wait for one another: b → b"]
    );
    assert_eq!(
        problems("when = \"abroad\"", "when = { all = [\"abroad\", \"not abroad\"] }"),
        ["f.toml:26:8: unreachable step: this condition can never hold"]
    );
    assert_eq!(
        problems("phase = \"preparing\"", "phase = \"active\""),
        ["f.toml:34:10: unreachable step: step \"a\" is of a later phase"]
    );
    assert_eq!(
        problems("when = \"abroad\"", "when = \"abroad\"\noptional = true"),
        ["f.toml:35:10: this step may be unreachable: step \"a\" is optional, so nobody need do it"]
    );
}

#[test]
fn what_hangs_together_is_checked_together() {
    assert_eq!(with("points = 1"), ["f.toml:36:10: points without the table [grading]"]);
    assert_eq!(with("reserves_place = true"), ["f.toml:36:18: a place reserved without the table [places]"]);
    assert_eq!(
        with("refusal_reopens = \"b\""),
        ["f.toml:36:19: unknown step that comes before \"b\"; expected one of: a"]
    );
    assert_eq!(
        with("signs = [\"quote\"]"),
        ["f.toml:36:10: unknown paper to sign that was produced so far \"quote\"; none is possible here"]
    );
    assert_eq!(
        with("repeatable = true\nvalidators = [\"company\"]"),
        ["f.toml:37:14: \"validators\" does not go with repeatable = true"]
    );
    assert_eq!(
        problems("key = \"b\"", "key = \"a\""),
        ["f.toml:29:7: step \"a\" is defined twice", "f.toml:34:10: these steps wait for one another: a → a"]
    );
    let grading = problems("[[facts]]", "[grading]\nout_of = 20\ngraded_by = [\"company\"]\n\n[[facts]]");
    assert_eq!(grading, ["f.toml:6:1: no step uses [grading]"]);
}

#[test]
fn inputs_take_the_keys_of_their_kind() {
    let input = |rest: &str| {
        with(&format!("[[steps.inputs]]\nkey = \"i\"\ntitle = {{ fr = \"i\", en = \"i\" }}\n{rest}"))
    };
    assert_eq!(
        input("kind = \"date\"\nmax_length = 3"),
        ["f.toml:40:1: unknown key \"max_length\"; expected one of: key, title, required, kind"]
    );
    assert_eq!(input("kind = \"integer\"\nmin = 3\nmax = 2").len(), 1);
    assert_eq!(input("kind = \"choice\""), ["f.toml:36:1: \"choices\" is missing here"]);
}

#[test]
fn everything_is_said_at_once_and_in_both_languages() {
    let text =
        SOUND.replace("\"student\"", "\"pupil\"").replace("phase", "time").replace("2025-2026", "2025");
    let problems = Procedure::parse("f.toml", &text).unwrap_err();
    assert_eq!(problems.len(), 7);
    let sorted: Vec<_> = problems.iter().map(|problem| (problem.line, problem.column)).collect();
    assert!(sorted.is_sorted());
    assert_eq!(problems[0].message.fr, "attendu : une année universitaire, comme 2025-2026");
}

#[test]
fn what_is_no_toml_is_located_too() {
    let broken = problems("year = ", "year = = ");
    assert!(broken[0].starts_with("f.toml:3:8: TOML: "), "{broken:?}");
}

#[test]
fn every_school_has_a_procedure_and_every_procedure_a_school() {
    assert_eq!(shipped().len(), built_in().len());
    for school in schools() {
        assert!(shipped().iter().any(|procedure| procedure.school == school.code), "{}", school.code);
    }
    for procedure in shipped() {
        assert!(schools().iter().any(|school| school.code == procedure.school), "{}", procedure.school);
        assert_eq!(latest(&procedure.school, procedure.contract_type), Some(procedure));
    }
    assert_eq!(latest("ENSSAT", ContractType::Apprenticeship), None);
}

#[test]
fn the_schools_steps_are_those_of_their_documents() {
    let keys = |school: &str| -> Vec<&str> {
        let procedure = shipped().iter().find(|procedure| procedure.school == school).unwrap();
        procedure.steps.iter().map(|step| step.key.as_str()).collect()
    };
    assert_eq!(keys("INSA-TOULOUSE"), ["search", "interview", "dates", "2", "3", "4", "5", "6"]);
    assert_eq!(keys("IMT-ALBI"), ["company", "1", "2", "3", "3b", "3c", "topic"]);
    assert_eq!(
        keys("IMT-ALES"),
        ["1", "2", "3", "3'", "4", "4'", "5", "5'", "6", "6'", "7", "A", "B", "C", "D", "any"]
    );
    assert_eq!(keys("ENSSAT"), ["selection", "1", "2", "3", "4", "3b", "5", "6", "7", "8"]);
    let ales = latest("IMT-ALES", ContractType::Professionalisation).unwrap();
    assert!(
        ales.steps
            .iter()
            .all(|step| (step.phase == Phase::Active) == step.key.starts_with(char::is_alphabetic))
    );
    let enssat = latest("ENSSAT", ContractType::Professionalisation).unwrap();
    let sixth = enssat.step("6").unwrap();
    assert_eq!(sixth.refusal, Refusing::ByActors { reopens: "5".into() });
    assert_eq!(sixth.due.as_ref().unwrap().anchor, Anchor::Completion("5".into()));
    assert_eq!(sixth.produces[0].paper, Paper::FundingDecision);
}

const PAGE: &str = include_str!("../../../../docs/writing-a-procedure.md");

/// The example of the page for those who write their own.
fn example() -> &'static str {
    let (_, rest) = PAGE.split_once("<!-- a test reads this example -->\n```toml\n").expect("the mark");
    rest.split_once("```").expect("its end").0
}

#[test]
fn the_documented_example_is_sound() {
    let procedure = Procedure::parse("example.toml", example()).unwrap();
    let phases: Vec<_> = procedure.steps.iter().map(|step| step.phase).collect();
    assert!(Phase::VARIANTS.iter().all(|phase| phases.contains(phase)));
    assert!(procedure.grading.is_some() && procedure.place_held.is_some());
    assert!(procedure.steps.iter().any(|step| matches!(step.refusal, Refusing::ByActors { .. })));
}

#[test]
fn everything_that_can_be_written_is_documented() {
    let names = |names: Vec<String>| names.into_iter().map(|name| name.to_ascii_lowercase());
    let mut words: Vec<String> = Vec::new();
    words.extend(names(Actor::VARIANTS.iter().map(ToString::to_string).collect()));
    words.extend(names(Paper::VARIANTS.iter().map(ToString::to_string).collect()));
    words.extend(names(Phase::VARIANTS.iter().map(ToString::to_string).collect()));
    words.extend(names(Unit::VARIANTS.iter().map(ToString::to_string).collect()));
    // The keys, as the program itself lists them.
    let input = "\n[[steps.inputs]]\nkey = \"i\"\ntitle = { fr = \"i\", en = \"i\" }\nno = 1\nkind = ";
    for odd in ["no = 1", "due = { no = 1, after = \"start\" }"] {
        words.extend(with(odd).iter().flat_map(|line| accepted(line)));
    }
    for kind in ["text", "integer", "choice", "person", "date", "money", "boolean", "file"] {
        words.push(kind.to_owned());
        words.extend(with(&format!("{input}\"{kind}\"")).iter().flat_map(|line| accepted(line)));
    }
    words.extend(problems("school", "no = 1\nschool").iter().flat_map(|line| accepted(line)));
    assert!(words.len() > 60);
    for word in words {
        let ways =
            [format!("`{word}`"), format!("[[{word}]]"), format!("[[steps.{word}]]"), format!("[{word}]")];
        let in_table = format!("{word} = ");
        assert!(ways.iter().any(|way| PAGE.contains(way)) || PAGE.contains(&in_table), "{word}");
    }
}

/// The names that a message says are accepted.
fn accepted(line: &str) -> Vec<String> {
    let names = line.split_once("unknown key").and_then(|(_, rest)| rest.split_once("expected one of: "));
    names.map(|(_, names)| names.split(", ").map(str::to_owned).collect()).unwrap_or_default()
}

proptest! {
    #[test]
    fn no_text_crashes_it(text in any::<String>()) {
        assert!(Procedure::parse("f.toml", &text).is_err());
    }

    #[test]
    fn no_damage_crashes_it(at in 0..SOUND.len(), length in 0..40_usize, with in "[\\[\\]{}=\"a-z \n]{0,4}") {
        let (start, end) = (at, (at + length).min(SOUND.len()));
        if SOUND.is_char_boundary(start) && SOUND.is_char_boundary(end) {
            let text = format!("{}{with}{}", &SOUND[..start], &SOUND[end..]);
            if let Err(problems) = Procedure::parse("f.toml", &text) {
                let lines = text.split('\n').count();
                let is_inside = |problem: &Problem| (1..=lines).contains(&problem.line) && problem.column > 0;
                assert!(!problems.is_empty() && problems.iter().all(is_inside));
            }
        }
    }
}
