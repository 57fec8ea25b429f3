//! `tremplin user`: staff accounts.

use super::args::{Language, StaffRole, User};
use super::exit::Failure;
use super::output::line;
use crate::account::create_staff;
use crate::config::Config;
use domain::locale::Locale;
use domain::role::Role;
use std::io::{IsTerminal, Read};

/// Manages accounts.
///
/// # Errors
/// What is wrong with the account; or the database does not answer.
pub(super) async fn run(config: Config, what: User) -> Result<(), Failure> {
    let User::Create { email, name, role, school, specialties, locale } = what;
    let password = password()?;
    let context = super::tools(config).await?;
    let input = create_staff::Input {
        email,
        name,
        password,
        role: role.into(),
        school,
        specialties,
        locale: locale.into(),
        demo: false,
    };
    let account = create_staff::run(&context, input).await?;
    line(&format!("created {} ({})", account.email, account.role.0))
}

/// Asked for at a terminal, twice; read from standard input otherwise. Never an argument: those are seen by `ps`.
fn password() -> Result<String, Failure> {
    if std::io::stdin().is_terminal() {
        let first = rpassword::prompt_password("Password: ").map_err(Failure::fault)?;
        let again = rpassword::prompt_password("Again: ").map_err(Failure::fault)?;
        return if first == again {
            Ok(first)
        } else {
            Err(Failure::data(vec!["the two are not the same".into()]))
        };
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).map_err(Failure::fault)?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

impl From<StaffRole> for Role {
    fn from(role: StaffRole) -> Self {
        match role {
            StaffRole::CareerServices => Self::CareerServices,
            StaffRole::DepartmentHead => Self::DepartmentHead,
            StaffRole::SchoolTutor => Self::SchoolTutor,
            StaffRole::TrainingCentre => Self::TrainingCentre,
            StaffRole::Admin => Self::Admin,
        }
    }
}

impl From<Language> for Locale {
    fn from(language: Language) -> Self {
        match language {
            Language::Fr => Self::Fr,
            Language::En => Self::En,
        }
    }
}
