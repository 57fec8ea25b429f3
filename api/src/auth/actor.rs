//! From a token to who is asking: the facts that the policy decides on.

use crate::auth::sessions::Session;
use crate::auth::tokens;
use crate::context::{Caller, Context};
use crate::error::Error;
use chrono::{DateTime, Utc};
use domain::company::{CompanyStatus, MemberStatus};
use domain::locale::Locale;
use domain::policy::{Actor, Membership};
use domain::role::Role;
use entity::{Stored, access_token, account, account_specialty, company, company_member, student};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, RelationTrait, Select,
};
use std::collections::HashMap;
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
    let Some(text) = token else {
        let locale = accept_language.map_or(Locale::Fr, Locale::from_accept_language);
        return Ok(Caller { actor: None, token: None, locale, address });
    };
    let session = session(context, text).await?;
    Ok(Caller { actor: Some(session.actor), token: Some(session.token), locale: session.locale, address })
}

/// The session of a token: from memory, else in one statement, and one more for staff.
async fn session(context: &Context, token: &str) -> Result<Session, Error> {
    if !token.starts_with(tokens::PREFIX) {
        return Err(Error::Unauthenticated);
    }
    let (digest, now) = (tokens::digest(token), context.now());
    let kept = context.sessions.get(&digest, now, context.config.auth.session_memory);
    let is_due = kept.as_ref().is_none_or(|session| tokens::is_due(session.last_used_at, now));
    if let (Some(session), false) = (kept, is_due) {
        return Ok(session);
    }
    let before = context.sessions.before();
    let facts = facts(context, &digest).await?.ok_or(Error::Unauthenticated)?;
    let is_due = tokens::is_due(facts.last_used_at, now);
    if is_due && let Err(error) = tokens::touch(context, facts.token).await {
        // Whoever only reads is served by a database that takes no writes, too.
        tracing::warn!(cause = ?error, "the last use of a token was not written");
    }
    let session = Session {
        token: facts.token,
        locale: facts.person.locale.0,
        expires_at: facts.expires_at,
        last_used_at: if is_due { now } else { facts.last_used_at },
        read_at: now,
        actor: of_person(context, facts.person).await?,
    };
    context.sessions.keep(before, digest, session.clone());
    Ok(session)
}

/// Those of these accounts that are open, as the policy knows them: for what is done in their name while they do not
/// ask. Two statements.
///
/// # Errors
/// The database does not answer.
pub async fn of_accounts(context: &Context, accounts: &[Uuid]) -> Result<HashMap<Uuid, Actor>, Error> {
    let people: Vec<Person> = known(account::Entity::find().select_only())
        .join(JoinType::LeftJoin, student::Relation::Account.def().rev())
        .join(JoinType::LeftJoin, company_member::Relation::Account.def().rev())
        .join(JoinType::LeftJoin, company_member::Relation::Company.def())
        .filter(account::Column::Id.is_in(accounts.iter().copied()))
        .filter(account::Column::DisabledAt.is_null())
        .into_model()
        .all(&context.db.read)
        .await?;
    let mut scopes = scopes(context, accounts).await?;
    let actors = people.into_iter().map(|person| {
        let specialties = scopes.remove(&person.account).unwrap_or_default();
        (person.account, actor(person, specialties))
    });
    Ok(actors.collect())
}

/// What is known of a token that is good.
#[derive(Debug, FromQueryResult)]
struct Facts {
    token: Uuid,
    expires_at: DateTime<Utc>,
    last_used_at: DateTime<Utc>,
    #[sea_orm(nested)]
    person: Person,
}

/// What is known of an account.
#[derive(Debug, FromQueryResult)]
struct Person {
    account: Uuid,
    role: Stored<Role>,
    locale: Stored<Locale>,
    school: Option<Uuid>,
    student: Option<Uuid>,
    company: Option<Uuid>,
    member_status: Option<Stored<MemberStatus>>,
    company_status: Option<Stored<CompanyStatus>>,
}

async fn facts(context: &Context, digest: &str) -> Result<Option<Facts>, Error> {
    let tokens = access_token::Entity::find()
        .select_only()
        .column_as(access_token::Column::Id, "token")
        .columns([access_token::Column::ExpiresAt, access_token::Column::LastUsedAt]);
    let live = known(tokens)
        .join(JoinType::InnerJoin, access_token::Relation::Account.def())
        .join(JoinType::LeftJoin, student::Relation::Account.def().rev())
        .join(JoinType::LeftJoin, company_member::Relation::Account.def().rev())
        .join(JoinType::LeftJoin, company_member::Relation::Company.def())
        .filter(access_token::Column::TokenHash.eq(digest))
        .filter(access_token::Column::RevokedAt.is_null())
        .filter(access_token::Column::ExpiresAt.gt(context.now()))
        .filter(account::Column::DisabledAt.is_null());
    Ok(live.into_model().one(&context.db.read).await?)
}

/// One person, with a statement more for staff alone.
async fn of_person(context: &Context, person: Person) -> Result<Actor, Error> {
    let specialties = match person.role.0 {
        Role::Student | Role::CompanyMember => Vec::new(),
        _ => scopes(context, &[person.account]).await?.remove(&person.account).unwrap_or_default(),
    };
    Ok(actor(person, specialties))
}

/// The columns of a [`Person`].
fn known<E: EntityTrait>(select: Select<E>) -> Select<E> {
    select
        .column_as(account::Column::Id, "account")
        .columns([account::Column::Role, account::Column::Locale])
        .column_as(account::Column::SchoolId, "school")
        .column_as(student::Column::Id, "student")
        .column_as(company_member::Column::CompanyId, "company")
        .column_as(company_member::Column::Status, "member_status")
        .column_as(company::Column::Status, "company_status")
}

/// What the policy needs to know of an account: of each role its own facts alone.
fn actor(person: Person, specialties: Vec<Uuid>) -> Actor {
    let role = person.role.0;
    let membership = person.company.filter(|_| role == Role::CompanyMember).map(|company| Membership {
        company,
        approved: person.member_status == Some(Stored(MemberStatus::Approved)),
        status: person.company_status.map_or(CompanyStatus::Unverified, |status| status.0),
    });
    let student = person.student.filter(|_| role == Role::Student);
    Actor { account: person.account, role, school: person.school, specialties, membership, student }
}

/// The specialties that accounts are scoped to; who heads a department heads its options.
async fn scopes(context: &Context, accounts: &[Uuid]) -> Result<HashMap<Uuid, Vec<Uuid>>, Error> {
    let rows = account_specialty::Entity::find()
        .filter(account_specialty::Column::AccountId.is_in(accounts.iter().copied()))
        .all(&context.db.read)
        .await?;
    let mut scopes: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for row in rows {
        scopes.entry(row.account_id).or_default().push(row.specialty_id);
    }
    let schools = context.reference.get(&context.db, context.now()).await?;
    for scope in scopes.values_mut() {
        let options = schools
            .specialties
            .iter()
            .filter(|option| option.parent_id.is_some_and(|id| scope.contains(&id)));
        let options: Vec<Uuid> = options.map(|option| option.id).collect();
        scope.extend(options);
    }
    Ok(scopes)
}
