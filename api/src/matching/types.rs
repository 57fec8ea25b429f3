//! `Match`: a score, and why.

use crate::context::Request;
use crate::error::Error;
use async_graphql::{Context, Enum, Object, SimpleObject};
use domain::locale::Locale;
use domain::matching::criteria::SkillNames;
use domain::matching::eligibility::Check;
use domain::matching::ranking::Ranked;
use domain::matching::{self, Criterion, Weights};
use std::sync::Arc;

/// A rule that says whether a student may hold a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::matching::eligibility::Rule")]
pub enum EligibilityRule {
    /// The offer is for the student's school and specialty, or for its department.
    Specialty,
    /// The student seeks this kind of contract.
    ContractType,
    /// The contract begins when the student is available, else in the academic year sought.
    Dates,
    /// The student's age at the start allows the contract, or a derogation does.
    Age,
}

/// What a rule of eligibility says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::matching::eligibility::Outcome")]
pub enum EligibilityOutcome {
    /// Yes.
    Met,
    /// Yes, if what is said turns out well: what is not known refuses nobody.
    Warning,
    /// No.
    Refused,
}

/// What a student and an offer are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::matching::CriterionKey")]
pub enum MatchCriterionKey {
    /// How much of what is asked the student can do; a rare skill counts for more.
    Skills,
    /// How far it is, against how far the student goes.
    Distance,
    /// How soon after the student is available it begins.
    Start,
    /// What is paid.
    Pay,
    /// Whether the company has hired this specialty before.
    Hires,
    /// How many words the profile and the offer share.
    Text,
}

/// How well a student and an offer suit one another, and why.
#[derive(Clone, Debug)]
pub struct Match(Arc<Explained>);

#[derive(Debug)]
struct Explained {
    found: matching::Match,
    shared: Vec<String>,
    lacking: Vec<String>,
}

impl Match {
    /// With the names of the skills that the student has, and has not, of those that the offer asks for.
    pub(super) fn new(found: matching::Match, shared: Vec<String>, lacking: Vec<String>) -> Self {
        Self(Arc::new(Explained { found, shared, lacking }))
    }
}

/// How well a student and an offer suit one another, and why: docs/matching.md has the formulas.
#[Object]
impl Match {
    /// The mean of the criteria, by their weights: from 0 to 1, in ten-thousandths.
    async fn score(&self) -> f64 {
        self.0.found.score.value.as_f64()
    }

    /// Whether no rule refuses.
    async fn eligible(&self) -> bool {
        self.0.found.score.eligible
    }

    /// What each rule of eligibility says. To a company the rule of age says the same of everybody: the school checks.
    async fn reasons(&self) -> Vec<MatchReason> {
        self.0.found.checks.iter().copied().map(MatchReason).collect()
    }

    /// Every criterion.
    async fn criteria(&self) -> Vec<MatchCriterion> {
        let criteria = self.0.found.criteria.iter();
        criteria.map(|criterion| MatchCriterion { criterion: *criterion, of: Arc::clone(&self.0) }).collect()
    }
}

/// What a rule of eligibility says of a student and an offer.
#[derive(Clone, Copy, Debug)]
pub struct MatchReason(Check);

/// What a rule of eligibility says of a student and an offer.
#[Object]
impl MatchReason {
    /// Which rule.
    async fn rule(&self) -> EligibilityRule {
        self.0.rule.into()
    }

    /// What it says.
    async fn outcome(&self) -> EligibilityOutcome {
        self.0.outcome.into()
    }

    /// A sentence in the reader's language.
    async fn reason(&self, ctx: &Context<'_>) -> Result<String, Error> {
        Ok(self.0.sentence(locale(ctx)?))
    }
}

/// A criterion of a match.
#[derive(Clone, Debug)]
pub struct MatchCriterion {
    criterion: Criterion,
    of: Arc<Explained>,
}

/// A criterion of a match.
#[Object]
impl MatchCriterion {
    /// Which.
    async fn key(&self) -> MatchCriterionKey {
        self.criterion.key.into()
    }

    /// What it weighs in the score: its share of the school's weights, from 0 to 1 at most.
    async fn weight(&self) -> f64 {
        let total: u32 = self.of.found.criteria.iter().map(|one| u32::from(one.weight)).sum();
        f64::from(self.criterion.weight) / f64::from(total.max(1))
    }

    /// How well it is met, from 0 to 1; what is unknown is a half.
    async fn value(&self) -> f64 {
        self.criterion.value.as_f64()
    }

    /// A sentence in the reader's language.
    async fn reason(&self, ctx: &Context<'_>) -> Result<String, Error> {
        let names = SkillNames { shared: &self.of.shared, lacking: &self.of.lacking };
        Ok(self.criterion.finding.sentence(names, locale(ctx)?))
    }
}

/// What an edge says beside the object.
#[derive(Debug, SimpleObject)]
pub struct Matched {
    /// How well the two suit one another.
    #[graphql(name = "match")]
    pub fit: Match,
}

/// What each criterion weighs at a school, 0 to 100; a score is the mean by these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, SimpleObject)]
pub struct MatchingWeights {
    /// Skills.
    pub skills: i32,
    /// Distance.
    pub distance: i32,
    /// Start.
    pub start: i32,
    /// Pay.
    pub pay: i32,
    /// Past hires.
    pub hires: i32,
    /// Text.
    pub text: i32,
}

impl From<Weights> for MatchingWeights {
    fn from(weights: Weights) -> Self {
        Self {
            skills: weights.skills.into(),
            distance: weights.distance.into(),
            start: weights.start.into(),
            pay: weights.pay.into(),
            hires: weights.hires.into(),
            text: weights.text.into(),
        }
    }
}

/// The places of a ranking that were asked for, explained, and how many there are in all.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub(super) ranked: Vec<(Ranked, Match)>,
    pub(super) eligible: u64,
}

fn locale(ctx: &Context<'_>) -> Result<Locale, Error> {
    Ok(Request::of(ctx)?.caller.locale)
}
