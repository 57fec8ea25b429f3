//! `hiringStatistics`.

use crate::harness::TestApp;
use serde_json::{Value, json};

trials![
    reproduces_the_published_table,
    counts_by_year_and_specialty,
    combines_filters,
    refuses_what_is_not_known,
    knows_no_newcomers_in_the_first_year,
    costs_as_much_for_one_company_as_for_all,
];

/// Contracts by specialty and academic year, 2015-2016 to 2019-2020, as INSA Toulouse published them.
const PUBLISHED: [(&str, [u64; 5]); 10] = [
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
const YEARS: [&str; 5] = ["2015-2016", "2016-2017", "2017-2018", "2018-2019", "2019-2020"];

async fn reproduces_the_published_table(app: TestApp) {
    let query = "{ hiringStatistics(filter: { school: \"INSA-TOULOUSE\" }) { total matrix {
        specialty { code } total cells { academicYear count } } } }";
    let data = app.anonymous().get(query, json!({})).await;
    let rows: Vec<Value> = PUBLISHED
        .iter()
        .map(|(code, counts)| {
            let cells: Vec<Value> = YEARS
                .iter()
                .zip(counts)
                .map(|(year, count)| json!({ "academicYear": year, "count": count }))
                .collect();
            json!({ "specialty": { "code": code }, "total": counts.iter().sum::<u64>(), "cells": cells })
        })
        .collect();
    assert_eq!(data["hiringStatistics"]["matrix"], Value::from(rows));
    assert_eq!(data["hiringStatistics"]["total"], 238);
}

async fn counts_by_year_and_specialty(app: TestApp) {
    let query = "{ hiringStatistics { total byAcademicYear { academicYear count } bySpecialty { specialty { code } count }
        byCompanySize { size count } growth { academicYear count difference } topCompanies(first: 100) { count } } }";
    let data = app.anonymous().get(query, json!({})).await;
    let statistics = &data["hiringStatistics"];
    assert_eq!(numbers(&statistics["byAcademicYear"], "count"), [20, 49, 53, 51, 65]);
    assert_eq!(numbers(&statistics["bySpecialty"], "count").iter().sum::<i64>(), 238);
    assert_eq!(
        numbers(&statistics["byCompanySize"], "count").iter().sum::<i64>(),
        238,
        "unknown is a bucket"
    );
    assert_eq!(statistics["growth"][0]["difference"], Value::Null, "nothing is known before");
    let later = Value::from(statistics["growth"].as_array().unwrap()[1..].to_vec());
    assert_eq!(numbers(&later, "difference"), [29, 4, -2, 14]);
    let top = numbers(&statistics["topCompanies"], "count");
    assert!(top.is_sorted_by(|before, after| before >= after), "{top:?}");
}

async fn combines_filters(app: TestApp) {
    let query = "query($filter: HireFilter) { hiringStatistics(filter: $filter) { total } }";
    let cases = [
        (json!({}), 238),
        (json!({ "specialties": ["IR"] }), 58),
        (json!({ "specialties": ["IR", "AE"], "years": { "from": "2018-2019", "to": "2019-2020" } }), 40),
        (json!({ "school": "INSA-TOULOUSE", "years": { "from": "2015-2016", "to": "2015-2016" } }), 20),
        // 28 printed TOULOUSE, and 2 with a CEDEX that its commune resolves.
        (json!({ "city": "toulouse" }), 30),
        (json!({ "city": " TOULOUSE ", "years": { "from": "2015-2016", "to": "2018-2019" } }), 0),
        (json!({ "school": "ENSSAT" }), 0),
    ];
    for (filter, total) in cases {
        let data = app.anonymous().get(query, json!({ "filter": filter })).await;
        assert_eq!(data["hiringStatistics"]["total"], total, "{filter}");
    }
}

async fn refuses_what_is_not_known(app: TestApp) {
    let query = "query($filter: HireFilter) { hiringStatistics(filter: $filter) { total } }";
    let wrong = [
        json!({ "school": "NOWHERE" }),
        json!({ "specialties": ["NOTHING"] }),
        json!({ "years": { "from": "2019-2020", "to": "2015-2016" } }),
    ];
    for filter in wrong {
        let answer = app.anonymous().graphql(query, json!({ "filter": filter })).await;
        assert!(answer.expect_error("BAD_USER_INPUT").message.contains("accepted"), "{answer:?}");
    }
}

async fn knows_no_newcomers_in_the_first_year(app: TestApp) {
    let query = "{ hiringStatistics { newCompanies { academicYear count } returningCompanies { academicYear count } } }";
    let data = app.anonymous().get(query, json!({})).await;
    for list in ["newCompanies", "returningCompanies"] {
        let years = data["hiringStatistics"][list].as_array().unwrap();
        assert_eq!(years[0], json!({ "academicYear": "2015-2016", "count": null }), "{list}");
        assert!(years[1..].iter().all(|year| year["count"].is_number()), "{list}: {years:?}");
    }
}

/// The companies of a ranking are read in one batch.
async fn costs_as_much_for_one_company_as_for_all(app: TestApp) {
    let anonymous = app.anonymous();
    let cost = async |first: u32| {
        let query = format!(
            "{{ hiringStatistics {{ topCompanies(first: {first}) {{ company {{ name group }} }} }} }}"
        );
        app.count_statements(anonymous.get(&query, json!({}))).await
    };
    cost(1).await;
    assert_eq!(cost(2).await, cost(100).await);
}

fn numbers(list: &Value, field: &str) -> Vec<i64> {
    list.as_array().unwrap().iter().map(|one| one[field].as_i64().unwrap()).collect()
}
