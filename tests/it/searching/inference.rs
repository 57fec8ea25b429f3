//! Somebody tries to learn of a hidden student by what searches say of others: totals, facets, filters, highlights,
//! cursors, suggestions. Every answer must be the one that was given before there was such a student.

use super::{describe, index};
use crate::harness::factory::{self, INSA};
use crate::harness::{Client, TestApp};
use serde_json::{Value, json};

trials_on_both_engines![a_hidden_student_changes_no_answer];

/// What is asked of students, each with all that an answer could tell.
fn questions() -> Vec<String> {
    let all = "totalCount degraded engine facets { field values { value label count } }
        pageInfo { hasNextPage endCursor } edges { cursor score node { name }
        highlights { field text matches { start end } } }";
    let searches = [
        "",
        "(first: 1)",
        "(query: \"Test Student\")",
        "(query: \"Zymotechnie\")",
        "(query: \"zymotecnie\", first: 1)",
        "(query: \"Figeac\")",
        "(filter: {skills: [\"zymotechnie\"]})",
        "(filter: {city: \"figeac\"})",
        "(filter: {near: {city: \"Figeac\", km: 5}})",
        "(filter: {specialties: [\"GPE\"]})",
        "(filter: {school: \"INSA-TOULOUSE\", contractType: APPRENTICESHIP})",
        "(filter: {academicYear: \"2026-2027\"}, query: \"Rust\")",
    ];
    let searches = searches.map(|arguments| format!("{{ searchStudents{arguments} {{ {all} }} }}"));
    let suggestions = ["zymo", "figea", "test stud", "distil"];
    let suggestions =
        suggestions.map(|text| format!("{{ searchSuggest(text: \"{text}\") {{ kind text value count }} }}"));
    searches.into_iter().chain(suggestions).collect()
}

/// What an asker is answered, and what comes after each cursor.
async fn answers(asker: &Client) -> Vec<Value> {
    let mut told = Vec::new();
    for question in questions() {
        let answer = asker.get(&question, json!({})).await;
        let cursors = answer["searchStudents"]["edges"].as_array().into_iter().flatten();
        for cursor in cursors.map(|edge| &edge["cursor"]) {
            let arguments = if question.contains("searchStudents(") { ", after: " } else { "(after: " };
            let close = if question.contains("searchStudents(") { "" } else { ")" };
            let next = match question.contains("searchStudents(") {
                true => {
                    question.replacen(") { totalCount", &format!("{arguments}{cursor}) {{ totalCount"), 1)
                }
                false => question.replacen(
                    " { totalCount",
                    &format!("{arguments}{cursor}{close} {{ totalCount"),
                    1,
                ),
            };
            assert_ne!(next, question);
            told.push(asker.get(&next, json!({})).await);
        }
        told.push(answer);
    }
    told
}

async fn a_hidden_student_changes_no_answer(app: TestApp) {
    let company = factory::verified_company(&app).await.client;
    let desk = factory::career_services(&app, INSA).await;
    for skills in [json!(["Rust"]), json!(["Rust", "Python"])] {
        let open = factory::confirmed_student(&app, INSA, "AE", "COMPANIES").await;
        describe(&open, json!({ "skills": skills, "city": "Toulouse", "postcode": "31000" })).await;
    }
    index(&app).await;
    let mut before = Vec::new();
    for ready in [true, false] {
        app.context.search.set_ready(ready);
        before.push((answers(&company).await, answers(&desk).await));
    }
    app.context.search.set_ready(true);
    let seen = factory::confirmed_student(&app, INSA, "GPE", "COMPANIES").await;
    let secrets = json!({
        "skills": ["Zymotechnie", "Rust"], "city": "Figeac", "postcode": "46100", "about": "Distillation, Rust.",
        "contractType": "APPRENTICESHIP",
    });
    describe(&seen, secrets).await;
    index(&app).await;
    assert_ne!(answers(&company).await, before[0].0, "the questions would tell");
    // Hidden from companies, then from everybody: first while the engine takes the profile for what it was.
    factory::set_visibility(&seen, "STAFF").await;
    same(&app, &company, before.iter().map(|(company, _)| company)).await;
    index(&app).await;
    same(&app, &company, before.iter().map(|(company, _)| company)).await;
    assert_ne!(answers(&desk).await, before[0].1, "the desk still sees it");
    factory::set_visibility(&seen, "HIDDEN").await;
    for _ in 0..2 {
        same(&app, &company, before.iter().map(|(company, _)| company)).await;
        same(&app, &desk, before.iter().map(|(_, desk)| desk)).await;
        index(&app).await;
    }
}

async fn same(app: &TestApp, asker: &Client, before: impl Iterator<Item = &Vec<Value>>) {
    for (ready, before) in [true, false].into_iter().zip(before) {
        app.context.search.set_ready(ready);
        for (now, before) in answers(asker).await.iter().zip(before) {
            assert_eq!(now, before, "ready: {ready}");
        }
    }
    app.context.search.set_ready(true);
}
