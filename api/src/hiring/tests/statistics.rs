//! What is counted of the published history.

use super::{Fixture, lines};
use domain::hiring::history;
use domain::place;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const INSA: &str = r#"hiringStatistics(filter: { school: "INSA-TOULOUSE" })"#;

fn counts(list: &Value) -> Vec<Option<u64>> {
    list.as_array().unwrap().iter().map(|entry| entry["count"].as_u64()).collect()
}

#[tokio::test]
async fn the_published_table_is_reproduced_cell_by_cell() {
    let fixture = Fixture::new().await;
    let document = format!(
        "{{ {INSA} {{ total suppressed matrix {{ specialty {{ code }} cells {{ academicYear count }} total }}
           byAcademicYear {{ academicYear count }} bySpecialty {{ specialty {{ code }} count }} }} }}"
    );
    let statistics = &fixture.ask(None, &document).await["hiringStatistics"];
    let row = |row: &Value| {
        let cells: Vec<u64> = counts(&row["cells"]).into_iter().flatten().collect();
        (row["specialty"]["code"].as_str().unwrap().to_owned(), cells)
    };
    let rows: Vec<_> = statistics["matrix"].as_array().unwrap().iter().map(row).collect();
    let expected: [(&str, [u64; 5]); 10] = [
        ("AE", [0, 3, 7, 9, 12]),
        ("GB", [1, 5, 4, 4, 4]),
        ("GC", [1, 3, 1, 10, 9]),
        ("GM", [4, 8, 14, 7, 13]),
        ("GP", [2, 2, 2, 0, 2]),
        ("GPE", [2, 6, 4, 7, 4]),
        ("IR", [6, 14, 19, 8, 11]),
        ("MA", [4, 7, 2, 5, 7]),
        ("VALDOM", [0, 0, 0, 1, 1]),
        ("MSIAI", [0, 1, 0, 0, 2]),
    ];
    let expected: Vec<_> = expected.map(|(code, cells)| (code.to_owned(), cells.to_vec())).into();
    assert_eq!(rows, expected);
    assert_eq!(statistics["total"], 238);
    assert_eq!(statistics["suppressed"], true);
    assert_eq!(counts(&statistics["byAcademicYear"]), [20, 49, 53, 51, 65].map(Some));
    assert_eq!(counts(&statistics["bySpecialty"]), [31, 18, 24, 46, 8, 23, 58, 25, 2, 3].map(Some));
    assert_eq!(statistics["byAcademicYear"][0]["academicYear"], "2015-2016");
}

#[tokio::test]
async fn computed_figures_agree_with_the_published_ones_or_say_why_not() {
    let fixture = Fixture::new().await;
    let document = format!(
        "{{ {INSA} {{ reconciliation {{ figure {{ key value legible specialty {{ code }} }} computed status reason
           yearsInferred }} }} }}"
    );
    let checks = fixture.ask(None, &document).await["hiringStatistics"]["reconciliation"].clone();
    let checks = checks.as_array().unwrap();
    assert_eq!(checks.len(), 62);
    let agreeing: Vec<_> = checks.iter().filter(|check| check["status"] == "AGREES").collect();
    assert_eq!(agreeing.len(), 55);
    assert!(agreeing.iter().all(|check| check["computed"].as_f64() == check["figure"]["value"].as_f64()));
    let of_cells = agreeing.iter().filter(|check| !check["figure"]["specialty"].is_null());
    let inferred: u64 = of_cells.filter_map(|check| check["yearsInferred"].as_u64()).sum();
    assert_eq!(inferred, 61);
    let others: Vec<_> = checks.iter().filter(|check| check["status"] == "NOT_COMPUTABLE").collect();
    assert_eq!(others.len(), 7);
    for check in others {
        let illegible = !check["figure"]["legible"].as_bool().unwrap();
        assert_eq!(check["figure"]["value"].is_null(), illegible);
        let reason = check["reason"].as_str().unwrap();
        assert_eq!(reason.contains("not legible"), illegible, "{reason}");
        assert_eq!((&check["computed"], &check["yearsInferred"]), (&Value::Null, &Value::Null));
    }
}

#[tokio::test]
async fn under_other_filters_a_figure_is_not_compared() {
    let fixture = Fixture::new().await;
    let agreeing = async |filter: &str| {
        let document = format!(
            "{{ hiringStatistics(filter: {{ {filter} }}) {{ reconciliation {{ status computed reason }} }} }}"
        );
        let checks = fixture.ask(None, &document).await["hiringStatistics"]["reconciliation"].clone();
        let checks = checks.as_array().unwrap().clone();
        assert!(checks.iter().all(|check| check["status"] != "DIFFERS"), "{filter}");
        checks.iter().filter(|check| check["status"] == "AGREES").count()
    };
    assert_eq!(agreeing(r#"specialties: ["IR", "AE"]"#).await, 10);
    assert_eq!(agreeing(r#"years: { from: "2016-2017", to: "2017-2018" }"#).await, 22);
    assert_eq!(agreeing(r#"specialties: ["IR"], years: { from: "2019-2020", to: "2019-2020" }"#).await, 1);
    assert_eq!(agreeing(r#"city: "Toulouse""#).await, 0);
    assert_eq!(agreeing(r#"group: "AIRBUS""#).await, 0);
}

#[tokio::test]
async fn growth_is_null_before_there_is_a_year_before() {
    let fixture = Fixture::new().await;
    let document = format!("{{ {INSA} {{ growth {{ academicYear count difference ratio }} }} }}");
    let growth = fixture.ask(None, &document).await["hiringStatistics"]["growth"].clone();
    let expected = json!([
        { "academicYear": "2015-2016", "count": 20, "difference": null, "ratio": null },
        { "academicYear": "2016-2017", "count": 49, "difference": 29, "ratio": 1.45 },
        { "academicYear": "2017-2018", "count": 53, "difference": 4, "ratio": 0.081633 },
        { "academicYear": "2018-2019", "count": 51, "difference": -2, "ratio": -0.037736 },
        { "academicYear": "2019-2020", "count": 65, "difference": 14, "ratio": 0.27451 },
    ]);
    assert_eq!(growth, expected);
}

/// The names that most lines have, most first, then by their key and themselves.
fn ranked(name_of: impl Fn(&history::PrintedCompany) -> (String, String)) -> Vec<(String, u64)> {
    let mut hires: BTreeMap<(String, String), u64> = BTreeMap::new();
    for line in history::hires() {
        let of_line = |row: &&history::PrintedCompany| row.company_as_printed == line.company_as_printed;
        *hires.entry(name_of(history::companies().iter().find(of_line).unwrap())).or_default() += 1;
    }
    let mut ranked: Vec<_> = hires.into_iter().collect();
    ranked.sort_by_key(|(_, hires)| std::cmp::Reverse(*hires));
    ranked.into_iter().map(|((_, name), hires)| (name, hires)).collect()
}

#[tokio::test]
async fn companies_are_ranked_by_company_group_and_printed_name() {
    let fixture = Fixture::new().await;
    let rankings = [
        ("COMPANY", ranked(|row| (domain::text::fold(&row.company), row.company.clone()))),
        ("GROUP", ranked(|row| (domain::text::fold(&row.group), row.group.clone()))),
        ("AS_PRINTED", ranked(|row| (domain::text::fold(&row.company), row.company_as_printed.clone()))),
    ];
    for (by, expected) in rankings {
        let document = format!(
            "{{ {INSA} {{ topCompanies(first: 100, by: {by}) {{ name count company {{ name group }} }} }} }}"
        );
        let top = fixture.ask(None, &document).await["hiringStatistics"]["topCompanies"].clone();
        let entry =
            |entry: &Value| (entry["name"].as_str().unwrap().to_owned(), entry["count"].as_u64().unwrap());
        let top: Vec<_> = top.as_array().unwrap().iter().map(entry).collect();
        assert_eq!(top, expected.into_iter().take(100).collect::<Vec<_>>(), "{by}");
    }
    let refusal =
        fixture.refusal(None, &format!("{{ {INSA} {{ topCompanies(first: 0) {{ name }} }} }}")).await;
    assert!(refusal.0.contains("BAD_USER_INPUT"), "{refusal:?}");
}

#[tokio::test]
async fn the_unknown_is_a_bucket_of_its_own() {
    let fixture = Fixture::new().await;
    let document = format!(
        "{{ {INSA} {{ byCompanySize {{ size count }} byPlace(first: 100) {{ place count location {{ latitude }} }}
           top: byPlace(first: 2) {{ place count }} }} }}"
    );
    let statistics = &fixture.ask(None, &document).await["hiringStatistics"];
    let expected = json!([
        { "size": "TPE", "count": 0 }, { "size": "PME", "count": 0 }, { "size": "ETI", "count": 0 },
        { "size": "GE", "count": 0 }, { "size": null, "count": 238 },
    ]);
    assert_eq!(statistics["byCompanySize"], expected);
    let places = statistics["byPlace"].as_array().unwrap();
    assert_eq!(counts(&statistics["byPlace"]).into_iter().flatten().sum::<u64>(), 238);
    assert_eq!(places.len(), 25, "24 communes, and the unknown");
    for entry in places {
        let place = entry["place"].as_str().map(str::to_owned);
        let is_there = |line: &domain::hiring::import::HireLine| {
            place::label(line.postcode.as_deref().unwrap_or(""), line.city.as_deref().unwrap_or("")) == place
        };
        assert_eq!(entry["count"].as_u64(), u64::try_from(lines(is_there)).ok(), "{place:?}");
    }
    assert_eq!(places.last().map(|last| &last["place"]), Some(&Value::Null));
    assert_eq!(statistics["top"].as_array().map(Vec::len), Some(3), "two places, and the unknown");
    assert_eq!(statistics["top"][0]["place"], "Toulouse");
}

#[tokio::test]
async fn companies_are_new_or_back_from_the_second_year_on() {
    let fixture = Fixture::new().await;
    let fields = "newCompanies { count } returningCompanies { count }";
    let document = format!(
        r#"{{ {INSA} {{ {fields} }} later: hiringStatistics(filter: {{ school: "INSA-TOULOUSE",
           years: {{ from: "2018-2019", to: "2019-2020" }} }}) {{ {fields} }} }}"#
    );
    let answer = fixture.ask(None, &document).await;
    let mut known = BTreeSet::new();
    let (mut new, mut back) = (Vec::new(), Vec::new());
    for first_year in 2015..=2019 {
        let meant = |line: &&domain::hiring::import::HireLine| {
            let of_line = |row: &&history::PrintedCompany| row.company_as_printed == line.company_as_printed;
            history::companies().iter().find(of_line).map(|row| row.company.clone())
        };
        let of_year = history::hires().iter().filter(|line| line.academic_year.first_year() == first_year);
        let hirers: BTreeSet<_> = of_year.map(|line| meant(&line)).collect();
        let returning = hirers.intersection(&known).count();
        let observed = |count: usize| (first_year > 2015).then(|| u64::try_from(count).unwrap());
        new.push(observed(hirers.len() - returning));
        back.push(observed(returning));
        known.extend(hirers);
    }
    let whole = &answer["hiringStatistics"];
    assert_eq!(
        (counts(&whole["newCompanies"]), counts(&whole["returningCompanies"])),
        (new.clone(), back.clone())
    );
    let later = &answer["later"];
    assert_eq!(counts(&later["newCompanies"]), new[3..], "a range does not make old companies new");
    assert_eq!(counts(&later["returningCompanies"]), back[3..]);
}

#[tokio::test]
async fn specialties_and_companies_count_with_the_same_code() {
    let fixture = Fixture::new().await;
    let document = r#"{ school(code: "INSA-TOULOUSE") { specialties { code hiring { total }
        late: hiring(years: { from: "2019-2020", to: "2019-2020" }) { total byAcademicYear { count } } } }
        hires(filter: { group: "AIRBUS" }, first: 100) { edges { node { company { name hiring { total } } } } } }"#;
    let answer = fixture.ask(None, document).await;
    let specialties = answer["school"]["specialties"].as_array().unwrap();
    let totals: Vec<_> = specialties.iter().filter_map(|row| row["hiring"]["total"].as_u64()).collect();
    assert_eq!(totals, [31, 18, 24, 46, 8, 23, 58, 25, 2, 3]);
    let late: Vec<_> = specialties.iter().filter_map(|row| row["late"]["total"].as_u64()).collect();
    assert_eq!(late, [12, 4, 9, 13, 2, 4, 11, 7, 1, 2]);
    let mut by_company = BTreeMap::new();
    for edge in answer["hires"]["edges"].as_array().unwrap() {
        let company = &edge["node"]["company"];
        let entry = by_company.entry(company["name"].to_string()).or_insert((0, &company["hiring"]["total"]));
        entry.0 += 1;
    }
    assert!(!by_company.is_empty());
    for (company, (listed, total)) in by_company {
        assert_eq!(total.as_u64(), Some(listed), "{company}");
    }
}
