//! From a token to who is asking: the facts that the policy decides on.

use crate::auth::tokens;
use crate::context::{Caller, Context};
use crate::error::Error;
use domain::company::{CompanyStatus, MemberStatus};
use domain::locale::Locale;
use domain::policy::{Actor, Membership};
use domain::role::Role;
use entity::{Stored, account, account_specialty, company, company_member, student};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::net::IpAddr;
use uuid::Uuid;

/// The caller of a request. Without a token: nobody.
///
/// # Errors
/// [`Error::Unauthenticated`] when a token is sent that is unknown, expired or revoked; or the database does not
/// answer.
pub async fn caller(
    context: &Context,
    token: Option<&str>,
    accept_language: Option<&str>,
    address: IpAddr,
) -> Result<Caller, Error> {
    let asked = accept_language.map_or(Locale::Fr, Locale::from_accept_language);
    let Some(text) = token else {
        return Ok(Caller { actor: None, token: None, locale: asked, address });
    };
    let token = tokens::find(context, text).await?.ok_or(Error::Unauthenticated)?;
    let account = account::Entity::find_by_id(token.account_id)
        .filter(account::Column::DisabledAt.is_null())
        .one(&context.db.read)
        .await?
        .ok_or(Error::Unauthenticated)?;
    tokens::touch(context, &token).await?;
    let locale = account.locale.0;
    Ok(Caller { actor: Some(actor(context, &account).await?), token: Some(token.id), locale, address })
}

/// What the policy needs to know of an account.
///
/// # Errors
/// The database does not answer.
pub async fn actor(context: &Context, account: &account::Model) -> Result<Actor, Error> {
    let role = account.role.0;
    let mut actor = Actor {
        account: account.id,
        role,
        school: account.school_id,
        specialties: Vec::new(),
        membership: None,
        student: None,
    };
    match role {
        Role::Student => actor.student = student_of(context, account.id).await?,
        Role::CompanyMember => actor.membership = membership_of(context, account.id).await?,
        _ => actor.specialties = specialties_of(context, account.id).await?,
    }
    Ok(actor)
}

async fn student_of(context: &Context, account: Uuid) -> Result<Option<Uuid>, Error> {
    let row = student::Entity::find().filter(student::Column::AccountId.eq(account));
    Ok(row.one(&context.db.read).await?.map(|student| student.id))
}

async fn membership_of(context: &Context, account: Uuid) -> Result<Option<Membership>, Error> {
    let row = company_member::Entity::find()
        .filter(company_member::Column::AccountId.eq(account))
        .find_also_related(company::Entity)
        .one(&context.db.read)
        .await?;
    Ok(row.map(|(member, company)| Membership {
        company: member.company_id,
        approved: member.status == Stored(MemberStatus::Approved),
        status: company.map_or(CompanyStatus::Unverified, |company| company.status.0),
    }))
}

/// The specialties an account is scoped to; who heads a department heads its options.
async fn specialties_of(context: &Context, account: Uuid) -> Result<Vec<Uuid>, Error> {
    let rows = account_specialty::Entity::find()
        .filter(account_specialty::Column::AccountId.eq(account))
        .all(&context.db.read)
        .await?;
    let mut scope: Vec<Uuid> = rows.into_iter().map(|row| row.specialty_id).collect();
    let schools = context.reference.get(&context.db, context.now()).await?;
    let options =
        schools.specialties.iter().filter(|option| option.parent_id.is_some_and(|id| scope.contains(&id)));
    let options: Vec<Uuid> = options.map(|option| option.id).collect();
    scope.extend(options);
    Ok(scope)
}
