//! The calculators' queries.

use crate::context::Request;
use crate::error::Error;
use crate::rules::cost::{self, EmployerCostInput};
use crate::rules::eligibility::{self, EligibilityInput};
use crate::rules::pay::{self, MinimumPayInput};
use crate::rules::terms::{self, ContractTermsInput};
use crate::rules::types::cost::EmployerCost;
use crate::rules::types::eligibility::Eligibility;
use crate::rules::types::pay::PaySchedule;
use crate::rules::types::terms::ContractTerms;
use async_graphql::{Context, Object};

/// The calculators of contract rules.
#[derive(Debug, Default)]
pub struct RulesQuery;

/// The calculators of contract rules.
#[Object]
impl RulesQuery {
    /// The least pay over a contract, in periods, each with its rule and source.
    async fn minimum_pay(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contract.")] input: MinimumPayInput,
    ) -> Result<PaySchedule, Error> {
        pay::run(Request::of(ctx)?, input).await
    }

    /// What a professionalisation contract costs its employer, as Enssat's document of 2016 reckons it: a simulation, no
    /// commitment.
    async fn employer_cost(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is simulated.")] input: EmployerCostInput,
    ) -> Result<EmployerCost, Error> {
        cost::run(Request::of(ctx)?, input)
    }

    /// Whether a candidate may sign, by the conditions of a school. Nothing that is said here is kept.
    async fn eligibility(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The school, and what is known of the candidate.")] input: EligibilityInput,
    ) -> Result<Eligibility, Error> {
        eligibility::run(Request::of(ctx)?, input).await
    }

    /// What law and school say of a contract's days and training, before it is written: duration, share of training, trial, and
    /// what is due by when.
    async fn contract_terms(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contract.")] input: ContractTermsInput,
    ) -> Result<ContractTerms, Error> {
        terms::run(Request::of(ctx)?, input).await
    }
}
