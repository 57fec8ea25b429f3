//! `tremplin procedure`: the files that say what a school asks before a contract is active, checked, drawn and listed.

use super::args::Procedure as What;
use super::exit::Failure;
use super::output::line;
use domain::contract_type::ContractType;
use domain::locale::Locale;
use domain::procedure::{Problem, Procedure, built_in, latest, mermaid, shipped};
use std::path::Path;
use strum::VariantArray;

/// Does what is said. Neither the configuration nor the database is looked at.
///
/// # Errors
/// As [`check`] and [`show`].
pub(super) fn run(what: &What) -> Result<(), Failure> {
    match what {
        What::Check { file, locale } => check(file, (*locale).into()),
        What::Show { what, locale } => show(what, (*locale).into()),
        What::List => list(),
    }
}

/// Says that a file is sound.
///
/// # Errors
/// Everything that is wrong with it, or that it cannot be read.
fn check(file: &Path, locale: Locale) -> Result<(), Failure> {
    let procedure = read(file, locale)?;
    line(&format!("{}: sound: {}", file.display(), summary(&procedure)))
}

/// Prints a flowchart of a file, or of the procedure that comes with the program for a school.
///
/// # Errors
/// There is neither such a school nor such a file, or the file is wrong.
fn show(what: &str, locale: Locale) -> Result<(), Failure> {
    let of_school: Vec<_> =
        ContractType::VARIANTS.iter().filter_map(|contract_type| latest(what, *contract_type)).collect();
    for procedure in &of_school {
        line(mermaid(procedure, locale).trim_end())?;
    }
    if !of_school.is_empty() {
        return Ok(());
    }
    let path = Path::new(what);
    if !path.is_file() {
        let schools: Vec<_> = shipped().iter().map(|procedure| procedure.school.as_str()).collect();
        let schools = schools.join(", ");
        return Err(Failure::data(vec![format!("\"{what}\" is no file, and no school: {schools}")]));
    }
    line(mermaid(&read(path, locale)?, locale).trim_end())
}

/// Prints the procedures that come with the program, one a line.
fn list() -> Result<(), Failure> {
    for ((file, _), procedure) in built_in().iter().zip(shipped()) {
        line(&format!("{file}: {}", summary(procedure)))?;
    }
    Ok(())
}

fn summary(procedure: &Procedure) -> String {
    let steps = procedure.steps.len();
    let (school, year) = (&procedure.school, procedure.year);
    let digest: String = procedure.digest.chars().take(12).collect();
    format!("{school}, {}, {year}, {steps} steps, {digest}", procedure.contract_type.label().en)
}

fn read(file: &Path, locale: Locale) -> Result<Procedure, Failure> {
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::data(vec![format!("{name}: cannot be read: {error}")]))?;
    let told = |Problem { file, line, column, message }: &Problem| {
        format!("{file}:{line}:{column}: {}", message.in_locale(locale))
    };
    Procedure::parse(&name, &text).map_err(|problems| Failure::data(problems.iter().map(told).collect()))
}
