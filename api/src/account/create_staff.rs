//! `tremplin user create`: how staff come to be, since they do not sign up.

use crate::account::new_account::{self, NewAccount};
use crate::context::Context;
use crate::error::Rejection;
use crate::graphql::user_error::{ErrorCode, UserError};
use domain::locale::Locale;
use domain::role::Role;
use entity::{account, account_specialty};
use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::Set;

/// A member of staff.
#[derive(Clone, Debug)]
pub struct Input {
    /// E-mail address.
    pub email: String,
    /// Name.
    pub name: String,
    /// Password.
    pub password: String,
    /// A staff role.
    pub role: Role,
    /// School, by code; for every role but `ADMIN`.
    pub school: Option<String>,
    /// Specialties, by code; one at least for a department head.
    pub specialties: Vec<String>,
    /// Language.
    pub locale: Locale,
    /// Made by `tremplin demo`.
    pub demo: bool,
}

/// Creates the account.
///
/// # Errors
/// What is wrong with the input, all of it; `EMAIL_TAKEN`.
pub async fn run(context: &Context, input: Input) -> Result<account::Model, Rejection> {
    let schools = context.reference.get(&context.db, context.now()).await?;
    let school =
        input.school.as_deref().and_then(|code| schools.school_by_code(code)).map(|school| school.id);
    let new = NewAccount {
        email: input.email.clone(),
        name: input.name.clone(),
        password: input.password.clone(),
        role: input.role,
        locale: input.locale,
        school,
        demo: input.demo,
    };
    let mut faults = new_account::faults(context, &new);
    let known = schools.schools.iter().map(|school| school.code.as_str()).collect::<Vec<_>>().join(", ");
    faults.extend(scope_faults(&input, school.is_some(), &known));
    let mut specialties = Vec::new();
    for code in &input.specialties {
        match school
            .and_then(|school| schools.specialties_by_code(Some(school), code).first().map(|found| found.id))
        {
            Some(id) => specialties.push(id),
            None => faults.push(unknown("specialties", code)),
        }
    }
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let hash = context.passwords.hash(new.password.clone(), context.random.bytes()).await?;
    let tx = context.db.begin().await?;
    let account = new_account::insert(context, &tx, context.new_id(), &new, hash).await?;
    for specialty in specialties {
        let id = Set(context.new_id());
        let row =
            account_specialty::ActiveModel { id, account_id: Set(account.id), specialty_id: Set(specialty) };
        row.insert(&tx).await?;
    }
    tx.commit().await?;
    Ok(account)
}

fn scope_faults(input: &Input, school_known: bool, known: &str) -> Vec<UserError> {
    let mut faults = Vec::new();
    let mut fault = |path, fr: &str, en: &str| {
        faults.push(UserError::new(ErrorCode::Invalid, fr, en).at(&[path]));
    };
    if !input.role.is_staff() {
        fault(
            "role",
            "Les étudiants et les entreprises s'inscrivent eux-mêmes.",
            "Students and companies sign up by themselves.",
        );
    }
    if input.role.needs_school() && !school_known {
        let fr = format!("Une école est attendue : {known}.");
        fault("school", &fr, &format!("A school is expected: {known}."));
    }
    if input.role == Role::DepartmentHead && input.specialties.is_empty() {
        let fr = "Un responsable de département a au moins une spécialité.";
        fault("specialties", fr, "A department head has one specialty at least.");
    }
    faults
}

fn unknown(path: &str, code: &str) -> UserError {
    let fr = format!("Spécialité inconnue dans cette école : {code}.");
    UserError::new(ErrorCode::Unknown, fr, format!("Unknown specialty in this school: {code}.")).at(&[path])
}
