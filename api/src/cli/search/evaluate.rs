//! `tremplin search evaluate`: how good the search is.

use crate::cli::args::{Engine, Evaluate};
use crate::cli::exit::Failure;
use crate::cli::output::line;
use crate::config::{Config, Secret};
use crate::random::Random;
use search::evaluation::{JudgedSet, Report, evaluate, query_lines, summary_lines};
use search::{Embedded, Meilisearch};
use std::time::Duration;

/// How long a query may take: this measures answers, not speed.
const PATIENCE: Duration = Duration::from_secs(10);

/// Measures the engines on the judged set.
///
/// # Errors
/// The engine does not answer, or there is no address for the one asked for.
pub(super) async fn run(config: Config, what: Evaluate) -> Result<(), Failure> {
    let Evaluate { engine, url, verbose } = what;
    let set = JudgedSet::shipped().map_err(Failure::fault)?;
    let url = url.or_else(|| config.search.url.clone());
    let mut reports = Vec::new();
    if engine != Some(Engine::Meilisearch) {
        let embedded = Embedded::in_memory().map_err(Failure::fault)?;
        reports.push(evaluate(&embedded, &set).await.map_err(Failure::fault)?);
    }
    match url {
        _ if engine == Some(Engine::Embedded) => {}
        Some(url) => reports.push(on_server(&config, &url, &set).await?),
        None if engine.is_none() => {}
        None => return Err(Failure::config("--engine meilisearch needs --url, or search.url")),
    }
    tell(&set, &reports, verbose)
}

/// Measures Meilisearch, in indexes of their own that are removed afterwards, whatever happens.
async fn on_server(config: &Config, url: &str, set: &JudgedSet) -> Result<Report, Failure> {
    let prefix = format!("evaluate-{:016x}-", Random::system().map_err(Failure::fault)?.bits());
    let key = config.search.api_key.as_ref().map(Secret::expose);
    let engine = Meilisearch::new(url, key, PATIENCE, &prefix).map_err(Failure::fault)?;
    let report = evaluate(&engine, set).await;
    let discarded = engine.discard().await;
    let report = report.map_err(Failure::fault)?;
    discarded.map_err(Failure::fault)?;
    Ok(report)
}

fn tell(set: &JudgedSet, reports: &[Report], verbose: bool) -> Result<(), Failure> {
    if verbose {
        for report in reports {
            query_lines(set, report).iter().try_for_each(|text| line(text))?;
            line("")?;
        }
    }
    summary_lines(set, reports).iter().try_for_each(|text| line(text))
}
