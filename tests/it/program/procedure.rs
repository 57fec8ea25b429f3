//! `tremplin procedure`: files checked, drawn and listed, without a database.

use super::running::{complained, printed, run};
use crate::harness::Database;
use std::fs;

trials![
    the_procedures_that_come_along_are_listed_and_drawn,
    a_file_of_ones_own_is_checked_and_drawn,
    everything_that_is_wrong_is_said_with_its_place,
    what_is_neither_a_school_nor_a_file_is_said,
];

const PAGE: &str = include_str!("../../../docs/writing-a-procedure.md");

/// The example of the page for those who write their own.
fn example() -> &'static str {
    let (_, rest) = PAGE.split_once("<!-- a test reads this example -->\n```toml\n").expect("the mark");
    rest.split_once("```").expect("its end").0
}

async fn the_procedures_that_come_along_are_listed_and_drawn(database: Database) {
    let listed = printed(&run(&database, &["procedure", "list"], ""));
    assert_eq!(listed.lines().count(), 4, "{listed}");
    let ales = "imt-ales-2025.toml: IMT-ALES, professionalisation contract, 2025-2026, 16 steps, ";
    assert!(listed.lines().any(|line| line.starts_with(ales)), "{listed}");
    let drawn = printed(&run(&database, &["procedure", "show", "IMT-ALES"], ""));
    assert!(drawn.contains("flowchart TD") && drawn.contains("Fill the contact sheet"), "{drawn}");
    let drawn = printed(&run(&database, &["procedure", "show", "ENSSAT", "--locale", "fr"], ""));
    assert!(drawn.contains("échéance : 20 jours calendaires après : étape 5"), "{drawn}");
}

async fn a_file_of_ones_own_is_checked_and_drawn(database: Database) {
    fs::write(database.folder.path().join("mine.toml"), example()).unwrap();
    // A configuration that is wrong is none of its business.
    fs::write(database.folder.path().join("tremplin.toml"), "[nothing]\nlike = \"it\"").unwrap();
    let checked = run(&database, &["procedure", "check", "mine.toml"], "");
    assert!(checked.status.success(), "{}", complained(&checked));
    let sound = "mine.toml: sound: EXAMPLE, apprenticeship contract, 2026-2027, 8 steps, ";
    assert!(printed(&checked).starts_with(sound), "{}", printed(&checked));
    let drawn = printed(&run(&database, &["procedure", "show", "mine.toml"], ""));
    assert!(drawn.contains("if Part of the contract abroad") && drawn.contains("-. refused .->"), "{drawn}");
}

async fn everything_that_is_wrong_is_said_with_its_place(database: Database) {
    let text = example().replacen("actors", "actor", 1).replacen("title", "name", 1);
    fs::write(database.folder.path().join("mine.toml"), text).unwrap();
    let checked = run(&database, &["procedure", "check", "mine.toml"], "");
    assert_eq!(checked.status.code(), Some(65));
    let said = complained(&checked);
    assert_eq!(
        said.lines().collect::<Vec<_>>(),
        [
            "tremplin: mine.toml:1:1: \"title\" is missing here",
            "tremplin: mine.toml:4:1: unknown key \"name\"; expected one of: school, contract_type, year, title, \
             facts, calendar, grading, places, steps",
            "tremplin: mine.toml:32:1: \"actors\" is missing here",
            "tremplin: mine.toml:37:1: unknown key \"actor\"; expected one of: key, title, description, phase, \
             actors, after, when, due, recorded_by, inputs, produces, signs, validators, refusal_reopens, points, \
             optional, repeatable, reserves_place",
        ],
    );
    let french = complained(&run(&database, &["procedure", "check", "mine.toml", "--locale", "fr"], ""));
    assert!(french.starts_with("tremplin: mine.toml:1:1: « title » manque ici\n"), "{french}");
}

async fn what_is_neither_a_school_nor_a_file_is_said(database: Database) {
    let shown = run(&database, &["procedure", "show", "IMT-NOWHERE"], "");
    assert_eq!(shown.status.code(), Some(65));
    let schools = "INSA-TOULOUSE, IMT-ALBI, IMT-ALES, ENSSAT";
    assert_eq!(
        complained(&shown),
        format!("tremplin: \"IMT-NOWHERE\" is no file, and no school: {schools}\n")
    );
    let checked = run(&database, &["procedure", "check", "none.toml"], "");
    assert_eq!(checked.status.code(), Some(65));
    assert!(complained(&checked).starts_with("tremplin: none.toml: cannot be read: "));
}
