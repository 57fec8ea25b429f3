//! Mutations on companies.

use crate::company::decide_member;
use crate::company::types::{Company, CompanyMember};
use crate::company::update::{self, CompanyUpdateInput};
use crate::company::verify::{self, Decision};
use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::payload::payload;
use async_graphql::{Context, Object};
use domain::company::MemberStatus;
use entity::company;
use std::sync::Arc;

payload! {
    /// What a mutation on a company answers.
    CompanyPayload { company: Company = |row| Company(Arc::new(row)) }, company::Model
}

payload! {
    /// What a mutation on a person of a company answers.
    CompanyMemberPayload { member: CompanyMember = |member| member }, CompanyMember
}

/// Mutations on companies.
#[derive(Debug, Default)]
pub struct CompanyMutation;

/// Mutations on companies.
#[Object]
impl CompanyMutation {
    /// Changes what a company says of itself. For its members.
    async fn company_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The company.")] id: Id,
        #[graphql(desc = "What changes.")] input: CompanyUpdateInput,
    ) -> Result<CompanyPayload, Error> {
        let id = id.of(IdKind::Company, &["id"])?;
        CompanyPayload::settle(update::run(Request::of(ctx)?, id, input).await)
    }

    /// Says that a company is what it says: from now on it submits offers and sees students. For career services.
    async fn company_verify(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The company.")] id: Id,
    ) -> Result<CompanyPayload, Error> {
        let id = id.of(IdKind::Company, &["id"])?;
        CompanyPayload::settle(verify::run(Request::of(ctx)?, id, Decision::Verify).await)
    }

    /// Says that a company is not what it says, and why. For career services.
    async fn company_reject(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The company.")] id: Id,
        #[graphql(desc = "Why; the company's members read it.")] reason: String,
    ) -> Result<CompanyPayload, Error> {
        let id = id.of(IdKind::Company, &["id"])?;
        CompanyPayload::settle(verify::run(Request::of(ctx)?, id, Decision::Reject(reason)).await)
    }

    /// Lets a person act for the company. For its members.
    async fn member_approve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person's place in the company.")] id: Id,
    ) -> Result<CompanyMemberPayload, Error> {
        let id = id.of(IdKind::CompanyMember, &["id"])?;
        CompanyMemberPayload::settle(decide_member::run(Request::of(ctx)?, id, MemberStatus::Approved).await)
    }

    /// Does not let a person act for the company. For its members.
    async fn member_refuse(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person's place in the company.")] id: Id,
    ) -> Result<CompanyMemberPayload, Error> {
        let id = id.of(IdKind::CompanyMember, &["id"])?;
        CompanyMemberPayload::settle(decide_member::run(Request::of(ctx)?, id, MemberStatus::Refused).await)
    }
}
