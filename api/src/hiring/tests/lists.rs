//! Lists of hires, and filters.

use super::{Fixture, lines};
use domain::hiring::import::HireLine;
use domain::text::fold;
use serde_json::Value;
use std::collections::BTreeSet;

#[tokio::test]
async fn pages_hold_every_hire_once_in_either_order() {
    let fixture = Fixture::new().await;
    for (sort, descending) in [("YEAR_DESC", true), ("YEAR_ASC", false)] {
        let (mut after, mut seen, mut years) = ("null".to_owned(), BTreeSet::new(), Vec::new());
        loop {
            let document = format!(
                "{{ hires(sort: {sort}, first: 50, after: {after}) {{ totalCount pageInfo {{ hasNextPage endCursor }}
                   edges {{ node {{ id academicYear }} }} }} }}"
            );
            let page = fixture.ask(None, &document).await["hires"].clone();
            assert_eq!(page["totalCount"], 238);
            for edge in page["edges"].as_array().unwrap() {
                assert!(seen.insert(edge["node"]["id"].to_string()));
                years.push(edge["node"]["academicYear"].to_string());
            }
            after = page["pageInfo"]["endCursor"].to_string();
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        assert_eq!(seen.len(), 238);
        let ordered =
            years.windows(2).all(|pair| if descending { pair[0] >= pair[1] } else { pair[0] <= pair[1] });
        assert!(ordered, "{sort}");
    }
}

#[tokio::test]
async fn a_hire_shows_how_it_was_read() {
    let fixture = Fixture::new().await;
    let document = r#"{ hires(filter: { specialties: ["AE"] }, sort: YEAR_ASC, first: 1) { edges { node { id row
        specialty { code } school { code } academicYear companyAsPrinted company { name } source document confidence
        note place location { latitude } } } } }"#;
    let hire = fixture.ask(None, document).await["hires"]["edges"][0]["node"].clone();
    assert_eq!(hire["companyAsPrinted"], "ASSYSTEM");
    assert_eq!((&hire["row"], &hire["source"]), (&Value::from(1), &Value::from("PUBLISHED")));
    assert_eq!(hire["note"], "year inferred from the published counts");
    assert!(hire["document"].as_str().is_some_and(|document| document.contains("INSA Toulouse")));
    assert_eq!(hire["place"], Value::Null);
    let node = format!("{{ node(id: {}) {{ id ... on Hire {{ companyAsPrinted }} }} }}", hire["id"]);
    assert_eq!(fixture.ask(None, &node).await["node"]["companyAsPrinted"], "ASSYSTEM");
}

#[tokio::test]
async fn every_filter_combines_with_every_other() {
    type Part = (&'static str, fn(&HireLine) -> bool);
    let parts: [Part; 5] = [
        (r#"school: "insa-toulouse""#, |_| true),
        (r#"specialties: ["IR", "gm", "MSIAI"]"#, |line| {
            ["IR", "GM", "MSIAI"].contains(&line.specialty.as_str())
        }),
        (r#"years: { from: "2018-2019", to: "2019-2020" }"#, |line| line.academic_year.first_year() >= 2018),
        (r#"city: "TOULOUSE""#, |line| {
            let (postcode, city) =
                (line.postcode.as_deref().unwrap_or(""), line.city.as_deref().unwrap_or(""));
            fold(city) == "toulouse" || domain::place::label(postcode, city).as_deref() == Some("Toulouse")
        }),
        (r#"group: "airbus""#, |line| {
            let of_line = |row: &&domain::hiring::history::PrintedCompany| {
                row.company_as_printed == line.company_as_printed
            };
            domain::hiring::history::companies().iter().find(of_line).is_some_and(|row| row.group == "AIRBUS")
        }),
    ];
    let fixture = Fixture::new().await;
    for chosen in 0..1_usize << parts.len() {
        let parts: Vec<_> = parts.iter().enumerate().filter(|(place, _)| chosen >> place & 1 == 1).collect();
        let filter = parts.iter().map(|(_, (text, _))| *text).collect::<Vec<_>>().join(", ");
        let document = format!(
            "{{ hires(filter: {{ {filter} }}) {{ totalCount }} hiringStatistics(filter: {{ {filter} }}) {{ total }} }}"
        );
        let answer = fixture.ask(None, &document).await;
        let expected = u64::try_from(lines(|line| parts.iter().all(|(_, (_, holds))| holds(line)))).ok();
        assert_eq!(answer["hires"]["totalCount"].as_u64(), expected, "{filter}");
        assert_eq!(answer["hiringStatistics"]["total"].as_u64(), expected, "{filter}");
    }
}

#[tokio::test]
async fn companies_are_filtered_by_their_ids() {
    let fixture = Fixture::new().await;
    let document = r#"{ hiringStatistics { topCompanies(first: 2) { count company { id } } } school(code: "ENSSAT") { id } }"#;
    let answer = fixture.ask(None, document).await;
    let top = &answer["hiringStatistics"]["topCompanies"];
    let (one, other) = (&top[0], &top[1]);
    let ids = format!("{}, {}", one["company"]["id"], other["company"]["id"]);
    let document = format!("{{ hiringStatistics(filter: {{ companies: [{ids}] }}) {{ total }} }}");
    let total = fixture.ask(None, &document).await["hiringStatistics"]["total"].as_u64();
    assert_eq!(total, Some(one["count"].as_u64().unwrap() + other["count"].as_u64().unwrap()));
    let document =
        format!("{{ hires(filter: {{ companies: [{}] }}) {{ totalCount }} }}", answer["school"]["id"]);
    let (code, message) = fixture.refusal(None, &document).await;
    assert!(code.contains("BAD_USER_INPUT") && message.contains("Company"), "{message}");
}

#[tokio::test]
async fn a_filter_value_that_does_not_exist_is_refused_with_those_that_do() {
    let fixture = Fixture::new().await;
    let refusals = [
        (r#"school: "POLYTECH""#, "INSA-TOULOUSE, IMT-ALBI, IMT-ALES, ENSSAT"),
        (r#"specialties: ["XX"]"#, "VALDOM"),
        (r#"school: "ENSSAT", specialties: ["AE"]"#, "accepted: 3A"),
        ("specialties: []", "1 to 100"),
        (r#"years: { from: "2019-2020", to: "2015-2016" }"#, "2019-2020 is after 2015-2016"),
        (r#"group: "NOBODY""#, "ACTIA"),
        (r#"city: " - ""#, "a city's name"),
    ];
    for (filter, accepted) in refusals {
        for field in
            ["hires(filter: { FILTER }) { totalCount }", "hiringStatistics(filter: { FILTER }) { total }"]
        {
            let document = format!("{{ {} }}", field.replace("FILTER", filter));
            let (code, message) = fixture.refusal(None, &document).await;
            assert!(code.contains("BAD_USER_INPUT") && message.contains(accepted), "{filter}: {message}");
        }
    }
    let (code, _) = fixture.refusal(None, r#"{ publishedFigures(school: "X") { key } }"#).await;
    assert!(code.contains("BAD_USER_INPUT"));
    let answer = fixture.ask(None, r#"{ hires(filter: { city: "Nowhere" }) { totalCount } }"#).await;
    assert_eq!(answer["hires"]["totalCount"], 0, "cities are an open list");
}

#[tokio::test]
async fn figures_are_told_as_published() {
    let fixture = Fixture::new().await;
    let document =
        r#"{ publishedFigures(school: "INSA-TOULOUSE") { id key value unit legible source academicYear } }"#;
    let figures = fixture.ask(None, document).await["publishedFigures"].clone();
    let figures = figures.as_array().unwrap();
    assert_eq!(figures.len(), 62);
    assert_eq!((&figures[0]["key"], &figures[0]["value"]), (&"contracts/AE/2015-2016".into(), &0.0.into()));
    let illegible: Vec<_> = figures.iter().filter(|figure| figure["legible"] == false).collect();
    assert_eq!(illegible.len(), 2);
    assert!(illegible.iter().all(|figure| figure["value"].is_null()));
    let node = format!("{{ node(id: {}) {{ ... on PublishedFigure {{ key }} }} }}", figures[61]["id"]);
    assert_eq!(fixture.ask(None, &node).await["node"]["key"], figures[61]["key"]);
}
