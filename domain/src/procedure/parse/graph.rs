//! The order of the steps: who comes before whom, and whether somebody comes before himself.

use super::step::DraftStep;
use std::collections::{BTreeMap, BTreeSet};

/// The gates of every step, by key.
pub(super) struct Graph<'a> {
    gates: BTreeMap<&'a str, &'a [String]>,
}

impl<'a> Graph<'a> {
    /// The graph of these steps.
    pub(super) fn of(steps: &'a [DraftStep]) -> Self {
        Self { gates: steps.iter().map(|draft| (draft.step.key.as_str(), &*draft.step.after)).collect() }
    }

    /// Every step that must be done before this one.
    pub(super) fn before(&self, key: &str) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::new();
        let mut to_visit: Vec<&str> = vec![key];
        while let Some(key) = to_visit.pop() {
            for gate in self.gates.get(key).copied().unwrap_or_default() {
                if let Some((gate, _)) = self.gates.get_key_value(gate.as_str())
                    && found.insert(*gate)
                {
                    to_visit.push(gate);
                }
            }
        }
        found
    }

    /// The shortest way from a gate back to the step that it holds: a cycle, the step first and last.
    pub(super) fn cycle(&self, step: &str, gate: &str) -> Option<Vec<String>> {
        let mut ways = vec![vec![gate.to_owned()]];
        let mut seen = BTreeSet::from([gate.to_owned()]);
        let mut next = 0;
        while next < ways.len() {
            let way = ways[next].clone();
            next += 1;
            let last = way.last().cloned().unwrap_or_default();
            if last == step {
                return Some(std::iter::once(step.to_owned()).chain(way).collect());
            }
            for gate in self.gates.get(last.as_str()).copied().unwrap_or_default() {
                if seen.insert(gate.clone()) {
                    ways.push(way.iter().chain([gate]).cloned().collect());
                }
            }
        }
        None
    }
}
