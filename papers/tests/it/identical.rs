//! The same data give the same bytes.

use crate::{printed_now, sample};
use papers::{Kind, Press};
use std::{collections::BTreeSet, process::Command, thread};
use strum::IntoEnumIterator;

/// What a second run of this program is told to print, for the test of two runs.
const SECOND_RUN: &str = "PAPERS_SECOND_RUN";

fn digests() -> Vec<String> {
    Kind::iter().map(|kind| format!("{kind} {}", printed_now(kind, "IMT-ALES").sha256)).collect()
}

#[test]
fn again_and_in_another_thread_the_bytes_are_the_same() {
    let first = digests();
    let other = thread::spawn(digests).join().expect("the other thread");
    assert_eq!((first.as_slice(), other.as_slice()), (digests().as_slice(), first.as_slice()));
    assert_eq!(first.iter().collect::<BTreeSet<_>>().len(), Kind::iter().count());
}

#[test]
fn two_runs_of_the_program_print_the_same_bytes() {
    if std::env::var_os(SECOND_RUN).is_some() {
        digests().iter().for_each(|digest| println!("digest {digest}"));
        return;
    }
    let name = "identical::two_runs_of_the_program_print_the_same_bytes";
    let output = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", name, "--nocapture"])
        .env(SECOND_RUN, "1")
        .output()
        .expect("a second run");
    let output = String::from_utf8(output.stdout).expect("text");
    let other: Vec<&str> =
        output.lines().filter_map(|line| line.split_once("digest ")).map(|(_, it)| it).collect();
    assert_eq!(other, digests());
}

#[test]
fn what_changes_changes_the_bytes() {
    let facts = sample::facts("IMT-ALES");
    let on = |day| {
        papers::issue(&Press::Inside, Kind::Quote, "IMT-ALES", &facts, sample::day(2026, 9, day))
            .expect("issued")
            .sha256
    };
    assert_ne!(on(1), on(2));
    let mut other = facts.clone();
    other.company.name = Some("Une autre".to_owned());
    let other = papers::issue(&Press::Inside, Kind::Quote, "IMT-ALES", &other, sample::day(2026, 9, 1))
        .expect("issued")
        .sha256;
    assert_ne!(on(1), other);
}
