//! `signUpCompany`: an account and its place in a company. The first person of a SIRET acts for it at once,
//! unverified; the second waits for a member's approval.

use crate::account::new_account::{self, NewAccount};
use crate::context::Request;
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::user_error::{ErrorCode, UserError};
use crate::idempotency::{self, Key};
use crate::location::Location;
use crate::notification::tell;
use crate::outbox::{self, Indexed};
use domain::company::{CompanyStatus, MemberStatus};
use domain::company_size::CompanySize;
use domain::locale::Locale;
use domain::notification::NotificationKind;
use domain::role::Role;
use domain::siret::Siret;
use entity::{Stored, account, company, company_member};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect,
};

/// Characters in a company's name at most.
pub const LONGEST_NAME: usize = 160;

/// What a company says at first.
#[derive(Clone, Debug)]
pub struct Input {
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: String,
    /// The person's name.
    pub name: String,
    /// The person's function.
    pub job_title: Option<String>,
    /// SIRET of the establishment.
    pub siret: Siret,
    /// The company's name; that of a company already known stays.
    pub company_name: String,
    /// Postcode.
    pub postcode: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Size.
    pub size: Option<CompanySize>,
    /// Language; by default the request's.
    pub locale: Option<Locale>,
    /// Made by `tremplin demo`.
    pub demo: bool,
}

/// Signs a person of a company up.
///
/// # Errors
/// What is wrong with the input; `EMAIL_TAKEN`; `RATE_LIMITED`.
pub async fn run(request: &Request, input: Input, key: Option<String>) -> Result<account::Model, Rejection> {
    let identity = format!("{}/{}/{}", new_account::email_key(&input.email), input.name, input.siret);
    let key = Key::of(request, "signUpCompany", key, &identity)?;
    new_account::count_sign_up(request).await?;
    let context = &request.context;
    let new = new_account(request, &input);
    let mut faults = new_account::faults(context, &new);
    faults.extend(company_name_fault(&input.company_name));
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let hash = context.passwords.hash(new.password.clone(), context.random.bytes()).await?;
    let id = context.new_id();
    let tx = context.db.begin().await?;
    if let Some(first) = idempotency::claim(context, &tx, key.as_ref(), id).await? {
        let first = account::Entity::find_by_id(first).one(&tx).await?;
        return first.ok_or_else(|| Error::NotFound.into());
    }
    let account = new_account::insert(context, &tx, id, &new, hash).await?;
    let company = company_of(request, &tx, &input).await?;
    join(request, &tx, &account, company, input.job_title).await?;
    tx.commit().await?;
    Ok(account)
}

fn new_account(request: &Request, input: &Input) -> NewAccount {
    NewAccount {
        email: input.email.clone(),
        name: input.name.clone(),
        password: input.password.clone(),
        role: Role::CompanyMember,
        locale: input.locale.unwrap_or(request.caller.locale),
        school: None,
        demo: input.demo,
    }
}

fn company_name_fault(name: &str) -> Option<UserError> {
    let good = !name.trim().is_empty() && name.chars().count() <= LONGEST_NAME;
    (!good).then(|| {
        let fr = format!("Un nom d'entreprise de 1 à {LONGEST_NAME} caractères est attendu.");
        let en = format!("A company name of 1 to {LONGEST_NAME} characters is expected.");
        UserError::new(ErrorCode::Invalid, fr, en).at(&["input", "companyName"])
    })
}

/// The company of the SIRET, made when new. Its row stays locked: of two first persons, one comes second.
async fn company_of(request: &Request, tx: &Transaction, input: &Input) -> Result<company::Model, Error> {
    let context = &request.context;
    let now = context.now();
    let location = Location::of(input.postcode.as_deref(), input.city.as_deref());
    let row = company::ActiveModel {
        id: Set(context.new_id()),
        name: Set(input.company_name.trim().to_owned()),
        name_key: Set(domain::text::fold(&input.company_name)),
        siret: Set(Some(input.siret.to_string())),
        size: Set(input.size.map(Stored)),
        postcode: Set(input.postcode.clone()),
        city: Set(input.city.clone()),
        city_key: Set(location.city_key),
        latitude: Set(location.latitude),
        longitude: Set(location.longitude),
        status: Set(Stored(CompanyStatus::Unverified)),
        demo: Set(input.demo),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    let known = OnConflict::column(company::Column::Siret).do_nothing().to_owned();
    company::Entity::insert(row).on_conflict(known).try_insert().exec_without_returning(tx).await?;
    let company = company::Entity::find()
        .filter(company::Column::Siret.eq(input.siret.to_string()))
        .lock_exclusive()
        .one(tx)
        .await?;
    company.ok_or_else(|| Error::internal(anyhow::anyhow!("a company vanished")))
}

async fn join(
    request: &Request,
    tx: &Transaction,
    account: &account::Model,
    company: company::Model,
    job_title: Option<String>,
) -> Result<(), Error> {
    let context = &request.context;
    let members = company_member::Entity::find()
        .filter(company_member::Column::CompanyId.eq(company.id))
        .filter(company_member::Column::Status.eq(Stored(MemberStatus::Approved)))
        .count(tx)
        .await?;
    let status = if members == 0 { MemberStatus::Approved } else { MemberStatus::Pending };
    let row = company_member::ActiveModel {
        id: Set(context.new_id()),
        account_id: Set(account.id),
        company_id: Set(company.id),
        status: Set(Stored(status)),
        job_title: Set(job_title),
        decided_by: Set(None),
        decided_at: Set(None),
        created_at: Set(context.now()),
    };
    row.insert(tx).await?;
    if status == MemberStatus::Pending {
        let about = tell::About { company: Some(company.id), ..tell::About::default() };
        tell::members(context, tx, company.id, NotificationKind::MemberWaiting, &about).await?;
    }
    let company = awaken(request, tx, company).await?;
    outbox::changed(context, tx, Indexed::Company, [(company.id, company.version)]).await
}

/// A company known from the history alone has somebody now: staff verify it before it sees any student.
async fn awaken(
    request: &Request,
    tx: &Transaction,
    company: company::Model,
) -> Result<company::Model, Error> {
    if company.status.0 != CompanyStatus::Listed {
        return Ok(company);
    }
    let version = company.version + 1;
    let mut row = company.into_active_model();
    row.status = Set(Stored(CompanyStatus::Unverified));
    row.version = Set(version);
    row.updated_at = Set(request.context.now());
    Ok(row.update(tx).await?)
}
