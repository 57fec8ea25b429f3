//! Companies with the people who act for them, in every state of a company.

use crate::demo::cities::City;
use crate::demo::write::{GROUP, insert};
use crate::demo::{SignIn, World, names};
use crate::error::Error;
use crate::outbox::{self, Indexed};
use chrono::{DateTime, TimeDelta, Utc};
use domain::company::{CompanyStatus, MemberStatus};
use domain::company_size::CompanySize;
use domain::role::Role;
use entity::{Stored, account, company, company_member};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

use CompanyStatus::{Listed, Rejected, Unverified, Verified};

/// In turn, so that a few companies show every state; the first is one that can do everything.
const STATES: [CompanyStatus; 20] = [
    Verified, Verified, Verified, Verified, Unverified, Verified, Verified, Verified, Listed, Verified,
    Verified, Verified, Verified, Rejected, Verified, Verified, Unverified, Verified, Verified, Verified,
];
const SIZES: [CompanySize; 7] = [
    CompanySize::Tpe,
    CompanySize::Pme,
    CompanySize::Pme,
    CompanySize::Eti,
    CompanySize::Eti,
    CompanySize::Ge,
    CompanySize::Ge,
];

/// A company, as far as the rest of the demo is concerned.
#[derive(Debug)]
pub(super) struct Company {
    pub(super) id: Uuid,
    pub(super) number: usize,
    pub(super) name: String,
    pub(super) status: CompanyStatus,
    /// The first person who acts for it; none for one that is only listed.
    pub(super) member: Option<Uuid>,
    pub(super) city: City,
}

/// What is written of a group of companies.
#[derive(Default)]
struct Rows {
    accounts: Vec<account::ActiveModel>,
    companies: Vec<company::ActiveModel>,
    members: Vec<company_member::ActiveModel>,
    versions: Vec<(Uuid, i64)>,
}

/// Writes them.
pub(super) async fn write(world: &World<'_>, count: usize) -> Result<Vec<Company>, Error> {
    let mut companies = Vec::with_capacity(count);
    let numbers: Vec<usize> = (1..=count).collect();
    for group in numbers.chunks(GROUP) {
        let mut rows = Rows::default();
        for number in group {
            companies.push(company(world, *number, &mut rows));
        }
        let tx = world.context.db.begin().await?;
        insert(&tx, rows.accounts).await?;
        insert(&tx, rows.companies).await?;
        insert(&tx, rows.members).await?;
        outbox::changed(world.context, &tx, Indexed::Company, rows.versions).await?;
        tx.commit().await?;
    }
    Ok(companies)
}

/// The first company that can do everything.
pub(super) fn sign_ins(companies: &[Company]) -> Vec<SignIn> {
    let first = companies.iter().find(|company| company.status == Verified);
    let sign_in = |company: &Company| SignIn {
        role: Role::CompanyMember,
        of: Some(company.name.clone()),
        email: names::company_email(company.number),
    };
    first.map(sign_in).into_iter().collect()
}

fn company(world: &World<'_>, number: usize, rows: &mut Rows) -> Company {
    let dice = &world.dice;
    let created = dice.between(world.beginning(), world.beginning() + TimeDelta::days(240));
    let (id, status) = (dice.id(created), STATES[(number - 1) % STATES.len()]);
    let (name, city) = (names::company(number, dice), world.cities.pick(dice).clone());
    let mut company = Company { id, number, name, status, member: None, city };
    let row = row(world, &company, created);
    rows.versions.push((id, row.version.clone().unwrap()));
    rows.companies.push(row);
    if status != Listed {
        let first = member(world, &company, created, None, rows);
        company.member = Some(first);
        if number.is_multiple_of(5) {
            member(world, &company, created + TimeDelta::days(7), Some(first), rows);
        }
    }
    company
}

/// A company is decided on once: verified or rejected, two versions; else one.
fn row(world: &World<'_>, company: &Company, created: DateTime<Utc>) -> company::ActiveModel {
    let dice = &world.dice;
    let decided = matches!(company.status, Verified | Rejected);
    let updated = if decided { dice.between(created, created + TimeDelta::days(4)) } else { created };
    let reason = (company.status == Rejected).then(|| "SIRET d'un autre établissement".to_owned());
    let point = company.city.coordinates;
    company::ActiveModel {
        id: Set(company.id),
        name: Set(company.name.clone()),
        name_key: Set(domain::text::fold(&company.name)),
        siret: Set((company.status != Listed).then(|| names::siret(company.number))),
        group_id: Set(None),
        size: Set(dice.percent(90).then(|| Stored(dice.pick(&SIZES)))),
        description: Set(Some(format!(
            "Entreprise fictive, faite pour la démonstration de la plateforme. Site de {}.",
            company.city.name
        ))),
        website: Set(Some(format!("https://demo-{:03}.example.org", company.number))),
        postcode: Set(Some(company.city.postcode.to_owned())),
        city: Set(Some(company.city.name.to_owned())),
        city_key: Set(Some(company.city.key.clone())),
        latitude: Set(point.map(|point| point.latitude)),
        longitude: Set(point.map(|point| point.longitude)),
        status: Set(Stored(company.status)),
        status_reason: Set(reason),
        demo: Set(true),
        version: Set(if decided { 2 } else { 1 }),
        created_at: Set(created),
        updated_at: Set(updated),
    }
}

/// A person of the company: the first acts for it at once; the second was approved by the first, or waits.
fn member(
    world: &World<'_>,
    company: &Company,
    at: DateTime<Utc>,
    first: Option<Uuid>,
    rows: &mut Rows,
) -> Uuid {
    let (account, number) = (world.dice.id(at), company.number);
    let approved = first.is_none() || number.is_multiple_of(10);
    let (email, name) = match first {
        None => (names::company_email(number), format!("Recrutement Démo {number:03}")),
        Some(_) => (format!("demo-company-{number:03}-b@example.org"), format!("Collègue Démo {number:03}")),
    };
    let decided = first.filter(|_| approved);
    rows.accounts.push(world.account(account, &email, &name, Role::CompanyMember, None, at));
    rows.members.push(company_member::ActiveModel {
        id: Set(world.dice.id(at)),
        account_id: Set(account),
        company_id: Set(company.id),
        status: Set(Stored(if approved { MemberStatus::Approved } else { MemberStatus::Pending })),
        job_title: Set(Some("Ressources humaines".to_owned())),
        decided_by: Set(decided),
        decided_at: Set(decided.map(|_| at + TimeDelta::days(1))),
        created_at: Set(at),
    });
    account
}
