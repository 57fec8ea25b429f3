//! What `deploy/` and the documentation say of the metrics is what the program tells.

use crate::harness::{Suite, TestApp};
use api::{metrics, worker};
use serde_json::Value;
use std::collections::BTreeSet;

const ALERTS: &str = include_str!("../../../deploy/prometheus/alerts.yml");
const DASHBOARD: &str = include_str!("../../../deploy/grafana/tremplin.json");
const LIST: &str = include_str!("../../../docs/operations/metrics.md");

pub(crate) fn trials(suite: &mut Suite) {
    suite.each(
        module_path!(),
        "every_series_named_is_told_and_the_other_way_round",
        every_series_named_is_told,
    );
    suite.once(module_path!(), "every_alert_is_whole", every_alert_is_whole);
}

/// The series of a scrape, without the suffixes of histograms' parts.
async fn told(app: &TestApp) -> BTreeSet<String> {
    worker::drain(&app.context).await.unwrap();
    let text = metrics::render(&app.context).await;
    let samples = text.lines().filter(|line| !line.starts_with('#'));
    samples.map(|line| base(line.split(['{', ' ']).next().unwrap())).collect()
}

fn base(name: &str) -> String {
    let parts = ["_bucket", "_sum", "_count"];
    parts.iter().find_map(|part| name.strip_suffix(part)).unwrap_or(name).to_owned()
}

/// Every series named in a text.
fn named(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let ours = words.filter(|word| word.starts_with("tremplin_") || word.starts_with("process_"));
    ours.map(base).collect()
}

/// The queries of the dashboard.
fn queries() -> String {
    let dashboard: Value = serde_json::from_str(DASHBOARD).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let targets = panels.iter().flat_map(|panel| panel["targets"].as_array().into_iter().flatten());
    targets.map(|target| target["expr"].as_str().unwrap()).collect::<Vec<_>>().join("\n")
}

/// The expressions of the alert rules, each with the lines that continue it.
fn expressions() -> String {
    let indented = |line: &&str| line.starts_with("          ");
    let mut lines = ALERTS.lines();
    let mut expressions = String::new();
    while let Some(line) = lines.next() {
        if let Some(expression) = line.trim().strip_prefix("expr:") {
            expressions.push_str(expression);
            lines.clone().take_while(indented).for_each(|line| expressions.push_str(line));
            expressions.push('\n');
        }
    }
    expressions
}

async fn every_series_named_is_told(app: TestApp) {
    let told = told(&app).await;
    assert!(queries().lines().count() > 30 && expressions().lines().count() > 10);
    for (place, text) in
        [("the dashboard", queries()), ("alerts.yml", expressions()), ("metrics.md", LIST.to_owned())]
    {
        let unknown: Vec<_> = named(&text).difference(&told).cloned().collect();
        assert!(unknown.is_empty(), "{place} names what is not told: {unknown:?}");
    }
    let listed = named(LIST);
    let silent: Vec<_> = told.difference(&listed).collect();
    assert!(silent.is_empty(), "not in docs/operations/metrics.md: {silent:?}");
    let shown = named(&queries());
    let hidden: Vec<_> = told.difference(&shown).collect();
    assert!(hidden.is_empty(), "on no panel of the dashboard: {hidden:?}");
}

/// Every rule says how long, how bad, and what, in both languages.
fn every_alert_is_whole() {
    let rules: Vec<&str> = ALERTS.split("- alert: ").skip(1).collect();
    assert!(rules.len() > 10);
    for rule in rules {
        let name = rule.lines().next().unwrap();
        for part in
            ["expr:", "for: ", "labels: { severity: ", "annotations:", "summary: \"", "summary_fr: \""]
        {
            assert!(rule.contains(part), "{name}: no {part}");
        }
        let balance = rule.matches('(').count() == rule.matches(')').count();
        assert!(balance && rule.matches('"').count() % 2 == 0, "{name}");
    }
}
