//! `schools` and `school`.

use crate::harness::TestApp;
use serde_json::{Value, json};

trials![
    lists_four_schools_in_order,
    lists_specialties_in_the_published_order,
    finds_a_school_by_code,
    costs_two_statements
];

async fn lists_four_schools_in_order(app: TestApp) {
    let data = app.anonymous().get("{ schools { code name } }", json!({})).await;
    let expected = json!([
        { "code": "INSA-TOULOUSE", "name": "INSA Toulouse" },
        { "code": "IMT-ALBI", "name": "IMT Mines Albi" },
        { "code": "IMT-ALES", "name": "IMT Mines Alès" },
        { "code": "ENSSAT", "name": "Enssat" },
    ]);
    assert_eq!(data["schools"], expected);
}

async fn lists_specialties_in_the_published_order(app: TestApp) {
    let query = "{ schools { code specialties { code parent { code } school { code } } } }";
    let data = app.anonymous().get(query, json!({})).await;
    let insa = &data["schools"][0];
    let codes: Vec<&str> =
        insa["specialties"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["AE", "GB", "GC", "GM", "GP", "GPE", "IR", "MA", "VALDOM", "MSIAI"]);
    let every = data["schools"].as_array().unwrap();
    assert_eq!(
        every.iter().map(|school| school["specialties"].as_array().unwrap().len()).collect::<Vec<_>>(),
        [10, 4, 14, 1]
    );
    for school in every {
        let mut seen = vec![Value::Null];
        for specialty in school["specialties"].as_array().unwrap() {
            assert_eq!(specialty["school"]["code"], school["code"]);
            assert!(
                seen.contains(&specialty["parent"]["code"]),
                "an option comes after its department: {specialty}"
            );
            seen.push(specialty["code"].clone());
        }
    }
}

async fn finds_a_school_by_code(app: TestApp) {
    let query = "query($code: String!) { school(code: $code) { id code } }";
    for code in ["ENSSAT", " enssat "] {
        let data = app.anonymous().get(query, json!({ "code": code })).await;
        assert_eq!(data["school"]["code"], "ENSSAT", "{code:?}");
    }
    assert_eq!(app.anonymous().get(query, json!({ "code": "NOWHERE" })).await["school"], Value::Null);
}

/// One for schools and one for specialties, whatever their number; then none, from memory.
async fn costs_two_statements(app: TestApp) {
    let anonymous = app.anonymous();
    let ask = || anonymous.ask("{ schools { code specialties { code parent { code } school { code } } } }");
    app.context.reference.forget();
    assert_eq!(app.count_statements(ask()).await, 2);
    assert_eq!(app.count_statements(ask()).await, 0);
}
