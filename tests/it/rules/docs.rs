//! The examples of docs/contract-rules.md are what the program answers.

use crate::harness::TestApp;
use serde_json::{Value, json};

trials![the_documented_answers_are_those_given];

const PAGE: &str = include_str!("../../../docs/contract-rules.md");

async fn the_documented_answers_are_those_given(app: TestApp) {
    let examples: Vec<(&str, &str)> = PAGE.split("```graphql\n").skip(1).map(example).collect();
    assert_eq!(examples.len(), 4);
    for (query, answer) in examples {
        let expected: Value = serde_json::from_str(answer).unwrap();
        assert_eq!(app.anonymous().get(query, json!({})).await, expected["data"], "{query}");
    }
}

/// A query, and the answer in the next block.
fn example(text: &str) -> (&str, &str) {
    let (query, rest) = text.split_once("```").unwrap();
    let (_, answer) = rest.split_once("```json\n").unwrap();
    (query, answer.split_once("```").unwrap().0)
}
