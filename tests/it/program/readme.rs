//! The README's lines, run as they are printed, against the program as it is built.

use super::running::{Server, configure};
use crate::harness::Database;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

trials![the_statistics_are_those_printed, the_main_job_ends_as_printed];

const README: &str = include_str!("../../../README.md");

async fn the_statistics_are_those_printed(database: Database) {
    let server = Server::start(&database);
    let answer = shell(&database, &server, &block("statistics", "sh"));
    assert_eq!(parsed(&answer), parsed(&block("statistics", "json")));
}

async fn the_main_job_ends_as_printed(database: Database) {
    let server = Server::start(&database);
    let answers = shell(&database, &server, &block("main job", "sh"));
    let faults: Vec<&str> = answers.lines().filter(|line| line.contains("errors\":[{")).collect();
    assert!(faults.is_empty() && !answers.contains("userErrors\":[{"), "{answers}");
    let found = answers.lines().find(|line| line.contains("searchOffers")).expect("a search");
    assert_eq!(parsed(found)["data"]["searchOffers"]["totalCount"], 1, "{found}");
    assert_eq!(parsed(answers.lines().last().unwrap()), parsed(&block("main job", "json")));
}

/// The first block of a language after a mark.
fn block(mark: &str, language: &str) -> String {
    let (_, rest) = README.split_once(&format!("<!-- readme: {mark} -->")).expect("the mark");
    let (_, rest) = rest.split_once(&format!("```{language}\n")).expect("the block");
    rest.split_once("```").expect("its end").0.to_owned()
}

/// Runs lines in a shell whose `tremplin` is the program under test, and answers what they print.
fn shell(database: &Database, server: &Server, lines: &str) -> String {
    let programs = Path::new(env!("CARGO_BIN_EXE_tremplin")).parent().unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap_or_default());
    let mut command = Command::new("bash");
    command.args(["-euc", lines]);
    configure(&mut command, database);
    let output = command.env("PATH", path).env("URL", &server.url).output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complaint}");
    String::from_utf8(output.stdout).unwrap()
}

/// An answer, without what it says of its cost, which tells the time.
fn parsed(text: &str) -> Value {
    let mut answer: Value =
        serde_json::from_str(text.trim()).unwrap_or_else(|error| panic!("{error}: {text}"));
    if let Some(answer) = answer.as_object_mut() {
        answer.remove("extensions");
    }
    answer
}
