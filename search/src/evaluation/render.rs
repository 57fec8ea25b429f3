//! What is printed of a report: for people, and for diffs.

use super::{Answer, JudgedSet, Report};

/// The measures of several engines, one a line, under a heading.
#[must_use]
pub fn summary_lines(set: &JudgedSet, reports: &[Report]) -> Vec<String> {
    let nonsense = reports
        .first()
        .map_or(0, |report| report.answers.iter().filter(|answer| answer.ndcg.is_none()).count());
    let mut lines = vec![
        format!(
            "{} offers, {} queries, {nonsense} of them nonsense that must find nothing",
            set.offers.len(),
            set.queries.len()
        ),
        format!(
            "{:<12} {:>8} {:>10} {:>13} {:>15}",
            "engine", "nDCG@10", "recall@20", "zero results", "nonsense found"
        ),
    ];
    lines.extend(reports.iter().map(|report| {
        format!(
            "{:<12} {:>8.3} {:>10.3} {:>12.1}% {:>15}",
            report.engine,
            report.ndcg(),
            report.recall(),
            report.zero_results() * 100.0,
            report.fooled().count()
        )
    }));
    lines
}

/// Each query of a report, the worst first: its measures, and its first ten results with their grades.
#[must_use]
pub fn query_lines(set: &JudgedSet, report: &Report) -> Vec<String> {
    let mut lines = vec![format!("{}, by query, the worst first", report.engine)];
    for answer in report.fooled().chain(report.worst_first()) {
        lines.push(measures(answer));
        let found = answer.found.iter().take(super::MEASURED);
        let found = found.map(|(id, grade)| format!("{}:{grade}", set.name(*id).unwrap_or("?")));
        lines.push(format!("    {}", found.collect::<Vec<_>>().join(" ")));
    }
    lines
}

fn measures(answer: &Answer) -> String {
    let shown = |measure: Option<f64>| measure.map_or("-".to_owned(), |measure| format!("{measure:.3}"));
    let (ndcg, recall) = (shown(answer.ndcg), shown(answer.recall));
    format!("{ndcg:>7} {recall:>7} {:>5} found  {:<8} {:?}", answer.total, answer.manner, answer.text)
}
