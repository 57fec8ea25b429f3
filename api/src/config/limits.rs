//! Section `[limits]`. docs/limits.md says how each was chosen, and what is answered beyond it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::duration;
use super::problem::Complaint;

/// What one GraphQL document may ask, and what one caller may ask in a while.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// The longest document, in bytes.
    pub document_bytes: usize,
    /// Tokens of a document, counted before it is parsed.
    pub tokens: usize,
    /// Fields within fields. GraphiQL's introspection query is 15 deep.
    pub depth: usize,
    /// Fields given another name, fragments written out.
    pub aliases: usize,
    /// Directives in one place.
    pub directives: usize,
    /// Directives in all, fragments written out.
    pub directives_total: usize,
    /// Fields at the root, merged.
    pub root_fields: usize,
    /// Fields, spreads and inline fragments once every fragment is written out where it is used.
    pub expanded_nodes: usize,
    /// The values of variables together, in bytes.
    pub variable_bytes: usize,
    /// Lists and objects within the value of a variable.
    pub variable_depth: usize,
    /// Values in a list, given by a variable or in the document.
    pub list_length: usize,
    /// Points that one operation costs.
    pub cost: u64,
    /// Points that a document costs which is refused, and one more for each of its bytes; 0 is nothing at all.
    pub refusal_cost: u64,
    /// Points that a person who is signed in may spend in the window; 0 is any number.
    pub allowance_signed_in: u64,
    /// Points that all who are not signed in may spend in the window from one address; 0 is any number.
    pub allowance_anonymous: u64,
    /// The window of allowances, in whole seconds.
    #[serde(with = "duration")]
    pub allowance_window: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 32 * 1024,
            tokens: 2000,
            depth: 15,
            aliases: 30,
            directives: 10,
            directives_total: 100,
            root_fields: 20,
            expanded_nodes: 5000,
            variable_bytes: 128 * 1024,
            variable_depth: 8,
            list_length: 500,
            cost: 20_000,
            refusal_cost: 2000,
            allowance_signed_in: 300_000,
            allowance_anonymous: 600_000,
            allowance_window: Duration::from_secs(60),
        }
    }
}

impl Limits {
    /// Points that a refused document of so many bytes costs: a long one takes longer to read.
    #[must_use]
    pub fn refusal_price(&self, bytes: usize) -> u64 {
        match self.refusal_cost {
            0 => 0,
            cost => cost.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX)),
        }
    }

    pub(super) fn complaints(&self) -> Vec<Complaint> {
        // Selections are at most 30 deep: async-graphql stops at 32.
        let depth = Complaint::unless((1..=25).contains(&self.depth), "limits.depth", self.depth, "1 to 25");
        let window = self.allowance_window.as_secs();
        let seconds = Complaint::unless(
            (1..=86_400).contains(&window) && self.allowance_window.subsec_nanos() == 0,
            "limits.allowance_window",
            humantime::format_duration(self.allowance_window),
            "whole seconds, from \"1s\" to \"1day\"",
        );
        let positive = [
            ("limits.document_bytes", self.document_bytes),
            ("limits.tokens", self.tokens),
            ("limits.aliases", self.aliases),
            ("limits.directives", self.directives),
            ("limits.directives_total", self.directives_total),
            ("limits.root_fields", self.root_fields),
            ("limits.expanded_nodes", self.expanded_nodes),
            ("limits.variable_bytes", self.variable_bytes),
            ("limits.variable_depth", self.variable_depth),
            ("limits.list_length", self.list_length),
        ];
        let positive = positive
            .into_iter()
            .filter_map(|(key, value)| Complaint::unless(value > 0, key, value, "1 or more"));
        let cost = Complaint::unless(self.cost > 0, "limits.cost", self.cost, "1 or more");
        let allowances = [
            ("limits.allowance_signed_in", self.allowance_signed_in),
            ("limits.allowance_anonymous", self.allowance_anonymous),
        ];
        // Else an operation that is allowed could never be run.
        let allowances = allowances.into_iter().filter_map(|(key, value)| {
            let enough = value == 0 || value >= self.cost;
            Complaint::unless(enough, key, value, "limits.cost or more, or 0 for any number")
        });
        depth.into_iter().chain(positive).chain(cost).chain(allowances).chain(seconds).collect()
    }
}
