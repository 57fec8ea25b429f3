//! A short run of every target, the same each time: the committed seeds, then mutations of them from a fixed seed.

use super::mutation::Mutations;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Mutated inputs for each target.
const RUNS: usize = 20_000;
const SEED: u64 = 2015;

fn run(name: &str, target: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(name);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let seeds: Vec<Vec<u8>> = files.iter().map(|file| std::fs::read(file).unwrap()).collect();
    assert!(seeds.len() >= 3, "{name} has seeds");
    let mutations = Mutations::of(&seeds, SEED).take(RUNS);
    for input in seeds.iter().cloned().chain(mutations) {
        let outcome = catch_unwind(AssertUnwindSafe(|| target(&input)));
        assert!(outcome.is_ok(), "{name} fails on {:?}", String::from_utf8_lossy(&input));
    }
}

#[test]
fn guard() {
    run("guard", super::guard);
}

#[test]
fn cursor() {
    run("cursor", super::cursor);
}

#[test]
fn id() {
    run("id", super::id);
}

#[test]
fn filters() {
    run("filters", super::filters);
}

#[test]
fn import() {
    run("import", super::import);
}
