//! Leads with their working, as a table that people can check by hand: what `tremplin leads` prints, and what
//! docs/company-leads.md holds.

use crate::company::loader::CompanyById;
use crate::context::Request;
use crate::error::Error;
use crate::hiring::filter::school_of;
use crate::lead::gather;
use domain::hiring::lead::{Span, UNIT};

/// The first `first` leads of a specialty, for whoever asks, as a Markdown table.
///
/// # Errors
/// `BAD_USER_INPUT` for a school or a specialty that is not known; or the database does not answer.
pub async fn of(request: &Request, school: &str, specialty: &str, first: usize) -> Result<String, Error> {
    let schools = request.schools().await?;
    let school = school_of(&schools, &["school"], school)?.id;
    let known = || schools.of_school(school).map(|row| row.code.clone()).collect();
    let found = schools.specialties_by_code(Some(school), specialty).into_iter().next();
    let found = found.ok_or_else(|| Error::unknown_value(&["specialty"], specialty, known()))?;
    let leads = gather::leads(request, found).await?;
    let years: Vec<_> = leads.span.into_iter().flat_map(Span::years).collect();
    let heads: Vec<String> = years.iter().map(ToString::to_string).collect();
    let mut table = row("#", "company", &heads, ["hires", "weighted", "exposure", "trust", "score"]);
    table.push_str(&format!("| ---: | :--- |{}\n", " ---: |".repeat(years.len() + 5)));
    for (rank, lead) in leads.ranked.iter().take(first).enumerate() {
        let company = request.loaders.one(CompanyById(lead.company.1)).await?;
        let name = company.map(|company| company.name.clone()).unwrap_or_default();
        let counts = years.iter().map(|year| lead.by_year.get(year).copied().unwrap_or_default().to_string());
        let working = lead.working;
        let figures = [working.weighted, working.exposure, working.trust, working.score].map(decimal);
        let [weighted, exposure, trust, score] = &figures;
        let hires = working.hires.to_string();
        let counts: Vec<String> = counts.collect();
        table.push_str(&row(
            &(rank + 1).to_string(),
            &name,
            &counts,
            [&hires, weighted, exposure, trust, score],
        ));
    }
    Ok(table)
}

fn row(rank: &str, company: &str, years: &[String], figures: [&str; 5]) -> String {
    let mut line = format!("| {rank} | {company} |");
    for cell in years.iter().map(String::as_str).chain(figures) {
        line.extend([" ", cell, " |"]);
    }
    line.push('\n');
    line
}

/// Millionths with three decimals, cut and not rounded.
fn decimal(millionths: u64) -> String {
    format!("{}.{:03}", millionths / UNIT, millionths % UNIT / 1_000)
}
