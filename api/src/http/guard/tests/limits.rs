//! Each limit, just kept and just passed: its code, its key, what was found and allowed, and where.

use serde_json::{Value, json};

use super::{checked, rules, told};
use crate::config::Limits;
use crate::http::params::Params;

/// A document and variables that keep a limit, the same with one more, the key, the code, and what is found.
struct Case {
    set: fn(&mut Limits),
    kept: (&'static str, Value),
    passed: (&'static str, Value),
    key: &'static str,
    code: &'static str,
    found: u64,
    at: Option<(u64, u64)>,
}

fn holds(case: &Case) {
    let rules = rules(|config| (case.set)(&mut config.limits));
    let (document, variables) = &case.kept;
    assert!(checked(&rules, document, variables.clone()).is_ok(), "{}: {document}", case.key);
    let (document, variables) = &case.passed;
    let error = told(checked(&rules, document, variables.clone()).unwrap_err());
    let extensions = &error["extensions"];
    assert_eq!(extensions["code"], case.code, "{error}");
    assert_eq!(extensions["limit"], case.key, "{error}");
    assert_eq!(extensions["found"], case.found, "{error}");
    let message = error["message"].as_str().unwrap();
    let allowed = &extensions["allowed"];
    assert!(message.starts_with(&format!("expected at most {allowed} ")), "{message}");
    assert!(message.contains(&format!("found {}", case.found)), "{message}");
    let at = case.at.map(|(line, column)| json!({ "line": line, "column": column }));
    assert_eq!(error["locations"].get(0), at.as_ref(), "{error}");
}

#[test]
fn of_the_text() {
    holds(&Case {
        set: |limits| limits.document_bytes = 12,
        kept: ("{__typename}", json!({})),
        passed: ("{ __typename}", json!({})),
        key: "limits.document_bytes",
        code: "DOCUMENT_TOO_LARGE",
        found: 13,
        at: None,
    });
    holds(&Case {
        set: |limits| limits.tokens = 8,
        kept: ("{ school(code: \"a, b { ( \") } # { { {", json!({})),
        passed: ("{ school(code: \"a\")\n { id } }", json!({})),
        key: "limits.tokens",
        code: "TOO_MANY_TOKENS",
        found: 9,
        at: Some((2, 4)),
    });
}

#[test]
fn of_the_shape() {
    holds(&Case {
        set: |limits| limits.depth = 2,
        kept: ("{ schools { id } }", json!({})),
        passed: ("{ schools { ...F } } fragment F on School { specialties { id } }", json!({})),
        key: "limits.depth",
        code: "DOCUMENT_TOO_DEEP",
        found: 3,
        at: Some((1, 13)),
    });
    holds(&Case {
        set: |limits| limits.aliases = 2,
        kept: ("{ a: schools { b: id } }", json!({})),
        passed: (
            "{ ...F x: viewer { ...G } } fragment F on Query { a: schools { b: id } } fragment G on Viewer { id }",
            json!({}),
        ),
        key: "limits.aliases",
        code: "TOO_MANY_ALIASES",
        found: 3,
        at: None,
    });
    holds(&Case {
        set: |limits| limits.directives = 1,
        kept: ("{ schools @skip(if: true) { id } }", json!({})),
        passed: ("{ schools @skip(if: true) @include(if: true) { id } }", json!({})),
        key: "limits.directives",
        code: "TOO_MANY_DIRECTIVES",
        found: 2,
        at: Some((1, 3)),
    });
    holds(&Case {
        set: |limits| limits.directives_total = 2,
        kept: ("{ ...F ...F } fragment F on Query { schools @skip(if: true) { id } }", json!({})),
        passed: ("{ ...F ...F ...F } fragment F on Query { schools @skip(if: true) { id } }", json!({})),
        key: "limits.directives_total",
        code: "TOO_MANY_DIRECTIVES",
        found: 3,
        at: None,
    });
    holds(&Case {
        set: |limits| limits.root_fields = 2,
        kept: ("{ schools { id } schools { name } viewer { id } }", json!({})),
        passed: ("{ schools { id } viewer { id } __typename }", json!({})),
        key: "limits.root_fields",
        code: "TOO_MANY_ROOT_FIELDS",
        found: 3,
        at: Some((1, 32)),
    });
    holds(&Case {
        set: |limits| limits.expanded_nodes = 5,
        kept: ("{ ...F ...F __typename } fragment F on Query { __typename }", json!({})),
        passed: ("{ ...F ...F ...F } fragment F on Query { __typename }", json!({})),
        key: "limits.expanded_nodes",
        code: "TOO_MANY_NODES",
        found: 6,
        at: None,
    });
}

const NODES: &str = "query($v: [ID!]!) { nodes(ids: $v) { id } }";

#[test]
fn of_the_values() {
    holds(&Case {
        set: |limits| limits.list_length = 2,
        kept: (NODES, json!({ "v": ["1", "2"] })),
        passed: (NODES, json!({ "v": ["1", "2", "3"] })),
        key: "limits.list_length",
        code: "LIST_TOO_LONG",
        found: 3,
        at: None,
    });
    holds(&Case {
        set: |limits| limits.list_length = 2,
        kept: ("{ nodes(ids: [1, 2]) { id } }", json!({})),
        passed: ("{ nodes(ids: [1, 2, 3]) { id } }", json!({})),
        key: "limits.list_length",
        code: "LIST_TOO_LONG",
        found: 3,
        at: Some((1, 14)),
    });
    holds(&Case {
        set: |limits| limits.variable_depth = 1,
        kept: (NODES, json!({ "v": ["1"] })),
        passed: (NODES, json!({ "v": [["1"]] })),
        key: "limits.variable_depth",
        code: "VARIABLES_TOO_DEEP",
        found: 2,
        at: None,
    });
    holds(&Case {
        set: |limits| limits.variable_bytes = 10,
        kept: (NODES, json!({ "v": ["12345"] })),
        passed: (NODES, json!({ "v": ["123456"] })),
        key: "limits.variable_bytes",
        code: "VARIABLES_TOO_LARGE",
        found: 11,
        at: None,
    });
}

#[test]
fn no_text_has_the_character_that_postgresql_does_not_keep() {
    let rules = rules(|_| {});
    let refused = |document: &str, variables: Value| {
        let error = told(checked(&rules, document, variables).unwrap_err());
        assert_eq!(error["extensions"]["code"], "NUL_IN_TEXT", "{error}");
        (error["message"].as_str().unwrap().to_owned(), error["locations"][0].clone())
    };
    let (message, at) = refused(NODES, json!({ "v": ["1", "a\0b"] }));
    assert!(message.ends_with("in the variable `$v[1]`"), "{message}");
    assert_eq!(at, Value::Null);
    let (message, _) = refused("query($v: Any) { __typename }", json!({ "v": { "a": [{ "b": "\0" }] } }));
    assert!(message.ends_with("in the variable `$v.a[0].b`"), "{message}");
    refused("query($v: Any) { __typename }", json!({ "v": { "a\0": 1 } }));
    let here = |column: u64| json!({ "line": 1, "column": column });
    for (document, column) in [
        ("{ school(code: \"a\\u0000\") { id } }", 16),
        ("{ nodes(ids: [\"1\", \"\\u0000\"]) { id } }", 14),
        ("query($v: [ID!]! = [\"\\u0000\"]) { nodes(ids: $v) { id } }", 20),
        ("{ ...F } fragment F on Query { school(code: \"\\u0000\") { id } }", 45),
        ("{ __typename @skip(if: \"\\u0000\") }", 24),
    ] {
        assert_eq!(refused(document, json!({})).1, here(column), "{document}");
    }
    assert!(checked(&rules, NODES, json!({ "v": ["\u{1}", "\n"] })).is_ok(), "others are for the resolvers");
}

#[test]
fn what_is_refused_is_kept_by_nobody_and_not_quick() {
    let rules = rules(|config| config.limits.root_fields = 2);
    let of = |fields: usize| {
        format!("{{{:5000}{}}}", "", (0..fields).map(|n| format!(" a{n}: __typename")).collect::<String>())
    };
    let (passes, refused) = (of(2), of(3));
    let passed = checked(&rules, &passes, json!({})).unwrap();
    let error = told(checked(&rules, &refused, json!({})).unwrap_err());
    assert_eq!(error["extensions"]["code"], "TOO_MANY_ROOT_FIELDS", "{error}");
    let quick = |text: &str, variables: Value| {
        let variables = variables.as_object().unwrap().clone();
        rules.are_quick(&Params::new(text.to_owned(), None, variables))
    };
    assert!(!quick(&passes, json!({})), "nobody executed it yet");
    rules.keep(passed.to_keep.unwrap());
    assert!(quick(&passes, json!({})));
    assert!(!quick(&refused, json!({})));
    assert!(!quick(&passes, json!({ "v": vec![0; 1_000] })), "its values are many");
    let of = |tokens: usize| format!("{{{}}}", " __typename".repeat(tokens - 2));
    let (few, many) = (of(500), of(501));
    for document in [&few, &many] {
        rules.keep(checked(&rules, document, json!({})).unwrap().to_keep.unwrap());
    }
    assert!(quick(&few, json!({})));
    assert!(!quick(&many, json!({})), "its tokens are many: it is parsed no more, but checked");
    let unknown = checked(&rules, "{ nothing }", json!({})).unwrap();
    assert!(unknown.to_keep.is_none(), "the schema will refuse it");
}
