//! What the calculators answer.

pub mod cost;
pub mod eligibility;
pub mod pay;
pub mod terms;

use async_graphql::SimpleObject;
use domain::locale::Locale;

/// Where a rule or a figure comes from.
#[derive(Clone, Debug, SimpleObject)]
pub struct RuleSource {
    /// What is cited, in the reader's language.
    pub text: String,
    /// Whether it is not in the schools' documents, but gathered from public sources.
    pub external: bool,
}

impl RuleSource {
    fn of(source: &domain::rules::Source, locale: Locale) -> Self {
        Self { text: source.in_locale(locale).to_owned(), external: source.external }
    }
}
