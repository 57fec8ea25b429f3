//! What operations of the program's own schema cost.

use serde_json::{Value, json};

use super::{checked, rules, told};

fn cost(document: &str, variables: Value) -> u64 {
    checked(&rules(|_| {}), document, variables).map_err(told).unwrap().cost
}

#[test]
fn an_object_is_a_point_and_a_list_is_as_often_as_it_may_be_long() {
    let cases = [
        ("{ __typename }", json!({}), 1),
        ("{ offer(id: 1) { id title } }", json!({}), 1),
        ("{ offer(id: 1) { company { name } } }", json!({}), 2),
        // Ten, where nothing says how many.
        ("{ schools { id } }", json!({}), 10),
        ("{ schools { specialties { id } } }", json!({}), 110),
        ("{ nodes(ids: [1, 2, 3]) { id } }", json!({}), 3),
        ("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": [1, 2] }), 2),
        // The page, its edges and their nodes: 1 + 20 * 2, by the page that is given for want of a size.
        ("{ searchOffers { edges { node { id } } } }", json!({}), 41),
        (
            "{ searchOffers(first: 5) { totalCount pageInfo { hasNextPage } edges { node { id } } } }",
            json!({}),
            12,
        ),
        ("query($n: Int) { searchOffers(first: $n) { edges { cursor } } }", json!({ "n": 7 }), 8),
        ("query($n: Int = 9) { searchOffers(first: $n) { edges { cursor } } }", json!({}), 10),
        ("query($n: Int) { searchOffers(first: $n) { edges { cursor } } }", json!({ "n": null }), 21),
        // More than a page may have is refused by the list.
        ("{ searchOffers(first: 1000000) { edges { cursor } } }", json!({}), 101),
        (
            "{ searchOffers(first: 50) { edges { node { id company { id } specialties { id } } } } }",
            json!({}),
            651,
        ),
        // Ten for the change, and what it answers.
        ("mutation { signOut { userErrors { message } } }", json!({}), 21),
        // Fields that are merged cost once, fields that are not executed nothing, of several objects the dearest.
        ("{ schools { id } schools { name } }", json!({}), 10),
        ("{ schools { id specialties @skip(if: true) { id } } }", json!({}), 10),
        (
            "{ node(id: 1) { id ... on Offer { company { id } } ... on School { specialties { id } } } }",
            json!({}),
            11,
        ),
    ];
    for (document, variables, points) in cases {
        assert_eq!(cost(document, variables), points, "{document}");
    }
}

#[test]
fn too_dear_is_refused_with_the_lists_to_which_it_is_due() {
    let rules = rules(|_| {});
    let document = "{ companies(first: 100) { edges { node {\n offers(first: 100) { edges { node { id \
                    specialties { id } } } } } } } }";
    let error = told(checked(&rules, document, json!({})).unwrap_err());
    assert_eq!(error["extensions"]["code"], "COST_TOO_HIGH");
    assert_eq!(error["extensions"]["limit"], "limits.cost");
    assert_eq!(error["extensions"]["found"], 1 + 100 * (2 + 1 + 100 * 12));
    assert_eq!(
        error["message"],
        "expected at most 20000 points of cost, found 120301: the list `specialties` of 10 inside `offers` of 100"
    );
    assert_eq!(error["locations"][0]["line"], 2);
}

#[test]
fn a_page_of_a_hundred_with_a_page_in_each_passes() {
    let document =
        "{ companies(first: 100) { edges { node { id offers(first: 50) { edges { node { id } } } } } } }";
    assert_eq!(cost(document, json!({})), 1 + 100 * (2 + 1 + 50 * 2));
}

#[test]
fn the_query_by_which_graphiql_reads_the_schema_passes() {
    let cost = cost(include_str!("introspection_query.graphql"), json!({}));
    assert!((500..10_000).contains(&cost), "{cost}");
}
