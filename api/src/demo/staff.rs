//! One account a staff role and school, and one administrator.

use crate::demo::write::insert;
use crate::demo::{SignIn, World};
use crate::error::Error;
use domain::role::Role;
use entity::{account, account_specialty, school};
use sea_orm::ActiveValue::Set;
use std::collections::HashMap;
use uuid::Uuid;

/// The roles that belong to a school, as addresses and names have them.
const ROLES: [(Role, &str, &str); 4] = [
    (Role::CareerServices, "career-services", "Service alternance Démo"),
    (Role::DepartmentHead, "department-head", "Responsable de département Démo"),
    (Role::SchoolTutor, "school-tutor", "Tuteur Démo"),
    (Role::TrainingCentre, "training-centre", "Centre de formation Démo"),
];

/// Who works for the schools.
#[derive(Debug, Default)]
pub(super) struct Staff {
    /// By school and role.
    accounts: HashMap<(Uuid, Role), Uuid>,
    pub(super) sign_ins: Vec<SignIn>,
}

impl Staff {
    /// The account of a school's career services.
    ///
    /// # Errors
    /// A fault of ours: the school is not one of the demo's.
    pub(super) fn desk(&self, school: Uuid) -> Result<Uuid, Error> {
        self.of(school, Role::CareerServices)
    }

    /// The account of a role at a school.
    ///
    /// # Errors
    /// A fault of ours: the school is not one of the demo's.
    pub(super) fn of(&self, school: Uuid, role: Role) -> Result<Uuid, Error> {
        let account = self.accounts.get(&(school, role)).copied();
        account.ok_or_else(|| Error::internal(anyhow::anyhow!("the demo has no {role} of {school}")))
    }
}

/// Writes them.
pub(super) async fn write(world: &World<'_>) -> Result<Staff, Error> {
    let mut staff = Staff::default();
    let mut accounts = vec![administrator(world, &mut staff)];
    let mut scopes = Vec::new();
    for school in &world.schools {
        for role in ROLES {
            let (account, scope) = member(world, &mut staff, school, role);
            accounts.push(account);
            scopes.extend(scope);
        }
    }
    let tx = world.context.db.begin().await?;
    insert(&tx, accounts).await?;
    insert(&tx, scopes).await?;
    tx.commit().await?;
    Ok(staff)
}

fn administrator(world: &World<'_>, staff: &mut Staff) -> account::ActiveModel {
    let at = world.beginning();
    let email = "demo-admin@example.org";
    staff.sign_ins.push(SignIn { role: Role::Admin, of: None, email: email.to_owned() });
    world.account(world.dice.id(at), email, "Administration Démo", Role::Admin, None, at)
}

/// A member of a school's staff; a department head with the specialty to which it is scoped.
fn member(
    world: &World<'_>,
    staff: &mut Staff,
    school: &school::Model,
    (role, word, title): (Role, &str, &str),
) -> (account::ActiveModel, Option<account_specialty::ActiveModel>) {
    let at = world.beginning();
    let id = world.dice.id(at);
    let email = format!("demo-{word}@{}.example.org", domain::text::slug(&school.code));
    staff.sign_ins.push(SignIn { role, of: Some(school.code.clone()), email: email.clone() });
    staff.accounts.insert((school.id, role), id);
    let specialty = world.reference.of_school(school.id).next().filter(|_| role == Role::DepartmentHead);
    let scope = specialty.map(|specialty| account_specialty::ActiveModel {
        id: Set(world.dice.id(at)),
        account_id: Set(id),
        specialty_id: Set(specialty.id),
    });
    (world.account(id, &email, &format!("{title} {}", school.name), role, Some(school.id), at), scope)
}
