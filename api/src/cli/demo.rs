//! `tremplin demo`: data to see the platform at work.

use super::args::Demo;
use super::exit::Failure;
use super::output::line;
use crate::config::Config;
use crate::demo::{self, Input, Made, Refused, Scale, SignIn, clear};

/// Makes a demo, or removes it.
///
/// # Errors
/// There is one already; what was asked for is wrong; or the database does not answer.
pub(super) async fn run(config: Config, what: Demo) -> Result<(), Failure> {
    let context = super::tools(config).await?;
    if what.clear {
        let gone = clear::run(&context).await.map_err(|error| Failure::fault(error.into_fault()))?;
        return line(&format!(
            "removed {} companies, {} offers, {} students, {} applications, {} contracts, {} accounts",
            gone.companies, gone.offers, gone.students, gone.applications, gone.contracts, gone.accounts
        ));
    }
    tell(&demo::run(&context, input(what)?).await.map_err(failure)?)
}

fn input(what: Demo) -> Result<Input, Failure> {
    let number = |number: u32| usize::try_from(number).map_err(Failure::fault);
    let scale = Scale {
        companies: number(what.companies)?,
        students: number(what.students)?,
        offers: number(what.offers)?,
        applications: number(what.applications)?,
        contracts: number(what.contracts)?,
    };
    Ok(Input { scale, seed: what.seed, schools: what.schools, password: what.password })
}

fn failure(refused: Refused) -> Failure {
    match refused {
        Refused::Already(_) => Failure::fault(refused),
        Refused::UnknownSchool { .. } | Refused::Password(_) => Failure::data(vec![refused.to_string()]),
        Refused::Fault(error) => Failure::fault(error.into_fault()),
    }
}

fn tell(made: &Made) -> Result<(), Failure> {
    let Scale { companies, students, offers, applications, contracts } = made.scale;
    line(&format!(
        "made {companies} companies, {offers} offers, {students} students, {applications} applications; and {contracts} \
         contracts, each with an offer, a student and an application of its own\n"
    ))?;
    for SignIn { role, of, email } in &made.sign_ins {
        line(&format!("{:<16} {email:<56} {}", role.to_string(), of.as_deref().unwrap_or("")))?;
    }
    line(&format!("\npassword of every demo account: {}", made.password))
}
