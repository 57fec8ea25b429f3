//! What a rule says of a contract.

use super::eligibility::Fact;
use super::source::{Source, Words};
use strum::{Display, EnumString, VariantArray};

/// Whether a rule is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// It is.
    Met,
    /// It is not, or not surely; who knows that may go on, and what they acknowledge is recorded.
    Warning,
    /// It is not, and the contract cannot be until what lifts the refusal is done.
    Refused,
}

/// What a rule says of a contract, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which rule: stable, unique among those of one question.
    pub rule: String,
    /// Whether it is kept.
    pub outcome: Outcome,
    /// A sentence, for people.
    pub sentence: Words,
    /// Of a warning, what is acknowledged; of a refusal, what would lift it; of neither, nothing.
    pub remedy: Option<Words>,
    /// Where the rule comes from.
    pub source: Source,
    /// Whether the rule concerns this contract at all; one that does not is met.
    pub applies: bool,
    /// What is not known, and would have to be for a surer answer.
    pub missing: Vec<Fact>,
    /// Whether the rule was written for another year and stands in until somebody confirms it.
    pub projected: bool,
}

impl Finding {
    /// A rule that is kept.
    pub(super) fn met(rule: &str, source: &Source, sentence: Words) -> Self {
        Self {
            rule: rule.to_owned(),
            outcome: Outcome::Met,
            sentence,
            remedy: None,
            source: source.clone(),
            applies: true,
            missing: Vec::new(),
            projected: false,
        }
    }

    /// A rule that is not kept, with what is acknowledged.
    pub(super) fn warning(rule: &str, source: &Source, sentence: Words, acknowledged: Words) -> Self {
        let met = Self::met(rule, source, sentence);
        Self { outcome: Outcome::Warning, remedy: Some(acknowledged), ..met }
    }

    /// A rule that is not kept, with what would lift the refusal.
    pub(super) fn refused(rule: &str, source: &Source, sentence: Words, lifted_by: Words) -> Self {
        let met = Self::met(rule, source, sentence);
        Self { outcome: Outcome::Refused, remedy: Some(lifted_by), ..met }
    }
}
