//! Mutations on accounts.

use crate::account::types::{
    NewlySignedUp, SignInPayload, SignOutPayload, SignUpCompanyInput, SignUpPayload, SignUpStudentInput,
};
use crate::account::{sign_in, sign_out, sign_up_company, sign_up_student};
use crate::context::Request;
use crate::error::{Error, Rejection};
use crate::graphql::id::{Id, IdKind};
use crate::graphql::payload::settle;
use crate::graphql::scalars::DateTime;
use async_graphql::{Context, Object};
use entity::account;

/// Mutations on accounts.
#[derive(Debug, Default)]
pub struct AccountMutation;

/// Mutations on accounts.
#[Object]
impl AccountMutation {
    /// Signs a student up. The school confirms the profile before companies see it.
    async fn sign_up_student(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who signs up.")] input: SignUpStudentInput,
        #[graphql(desc = "A key of your own making: a repeat under it returns the first result.")]
        idempotency_key: Option<String>,
    ) -> Result<SignUpPayload, Error> {
        let input = sign_up_student::Input {
            email: input.email,
            password: input.password,
            name: input.name,
            school: input.school,
            specialty: input.specialty,
            academic_year: input.academic_year.map(|year| year.0),
            locale: input.locale.map(Into::into),
            demo: false,
        };
        signed_up(sign_up_student::run(Request::of(ctx)?, input, idempotency_key).await)
    }

    /// Signs a person of a company up. A school verifies the company before it submits offers or sees students;
    /// the second person of a company waits for a member's approval.
    async fn sign_up_company(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who signs up, and for which company.")] input: SignUpCompanyInput,
        #[graphql(desc = "A key of your own making: a repeat under it returns the first result.")]
        idempotency_key: Option<String>,
    ) -> Result<SignUpPayload, Error> {
        let input = sign_up_company::Input {
            email: input.email,
            password: input.password,
            name: input.name,
            job_title: input.job_title,
            siret: input.siret.0,
            company_name: input.company_name,
            postcode: input.postcode,
            city: input.city,
            size: input.size.map(Into::into),
            locale: input.locale.map(Into::into),
            demo: false,
        };
        signed_up(sign_up_company::run(Request::of(ctx)?, input, idempotency_key).await)
    }

    /// Signs in. Attempts are limited by account and by address.
    async fn sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "E-mail address.")] email: String,
        #[graphql(desc = "Password.", secret)] password: String,
    ) -> Result<SignInPayload, Error> {
        let (signed, user_errors) = settle(sign_in::run(Request::of(ctx)?, &email, password).await)?;
        let issued = signed.map(|(_, issued)| issued);
        let expires_at = issued.as_ref().map(|issued| DateTime(issued.expires_at));
        Ok(SignInPayload { token: issued.map(|issued| issued.token), expires_at, user_errors })
    }

    /// Signs out: the token of this request is revoked at once.
    async fn sign_out(&self, ctx: &Context<'_>) -> Result<SignOutPayload, Error> {
        sign_out::run(Request::of(ctx)?).await?;
        Ok(SignOutPayload { signed_out: true, user_errors: Vec::new() })
    }
}

fn signed_up(answer: Result<account::Model, Rejection>) -> Result<SignUpPayload, Error> {
    let (account, user_errors) = settle(answer)?;
    let account = account.map(|account| NewlySignedUp {
        id: Id::new(IdKind::Account, account.id),
        role: account.role.0.into(),
        email: account.email,
        name: account.name,
    });
    Ok(SignUpPayload { account, user_errors })
}
