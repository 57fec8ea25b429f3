//! Documents that write a field more than once are answered as the ones that write it once, by as many resolvers.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_graphql::{Context, EmptyMutation, EmptySubscription, Interface, Object, Schema};
use serde_json::{Value, json};

use super::{check, checked, params, told};
use crate::config::Config;
use crate::http::guard::Rules;

/// How many resolvers ran that load something.
#[derive(Clone, Default)]
struct Calls(Arc<AtomicUsize>);

fn called(ctx: &Context<'_>) {
    ctx.data_unchecked::<Calls>().0.fetch_add(1, Ordering::Relaxed);
}

struct Query;

#[Object]
impl Query {
    async fn box_(&self, ctx: &Context<'_>, #[graphql(default = 1)] size: i32) -> Box {
        called(ctx);
        Box(size)
    }

    async fn things(&self, ctx: &Context<'_>) -> Vec<Thing> {
        called(ctx);
        vec![Thing::Box(Box(7)), Thing::Ball(Ball(8)), Thing::Box(Box(9))]
    }
}

#[derive(Interface)]
#[graphql(field(name = "size", ty = "i32"))]
enum Thing {
    Box(Box),
    Ball(Ball),
}

struct Box(i32);

#[Object]
impl Box {
    async fn size(&self) -> i32 {
        self.0
    }

    async fn corners(&self) -> i32 {
        8
    }

    async fn label(&self) -> &str {
        "box"
    }

    async fn inside(&self, ctx: &Context<'_>) -> Vec<Thing> {
        called(ctx);
        vec![Thing::Ball(Ball(self.0 + 1)), Thing::Box(Box(self.0 + 2))]
    }
}

struct Ball(i32);

#[Object]
impl Ball {
    async fn size(&self) -> i32 {
        self.0
    }

    async fn label(&self) -> Option<&str> {
        Some("ball")
    }

    async fn holder(&self, ctx: &Context<'_>) -> Box {
        called(ctx);
        Box(self.0 + 10)
    }
}

type Small = Schema<Query, EmptyMutation, EmptySubscription>;

fn small() -> (Small, Rules) {
    let schema = Schema::build(Query, EmptyMutation, EmptySubscription).finish();
    let config = Config::default();
    let rules = Rules::of(&schema.sdl(), &config);
    (schema, rules)
}

/// The answer of a document, and how many resolvers ran.
async fn answer(document: &str, variables: Value) -> (Value, usize) {
    let (schema, rules) = small();
    let calls = Calls::default();
    let params = params(document, variables);
    let checked = check(&params, &rules).map_err(told).unwrap();
    let request = params.into_request(async_graphql::Data::default(), checked.document).data(calls.clone());
    let response = schema.execute(request).await;
    assert!(response.errors.is_empty(), "{document}: {:?}", response.errors);
    (response.data.into_json().unwrap(), calls.0.load(Ordering::Relaxed))
}

#[tokio::test]
async fn several_levels_are_merged_and_keep_the_order_of_keys() {
    let cases = [
        // One level below another, from three places.
        (
            "{ box { size } ...F ... on Query { box { inside { label: size } } } } \
             fragment F on Query { box { inside { size } corners } }",
            "{ box { size inside { size label: size } corners } }",
        ),
        // Below an interface, each object has its own fields; a field of the interface is one with the object's.
        (
            "{ things { size ... on Box { size inside { size } } ... on Ball { holder { size } } } \
             things { ... on Box { inside { __typename } corners } ... on Thing { size } \
             ... on Ball { holder { corners } } } }",
            "{ things { size ... on Box { inside { size __typename } corners } \
             ... on Ball { holder { size corners } } } }",
        ),
        // The same fragment again and again, within itself too.
        (
            "{ ...A ...A ...B } fragment A on Query { box { ...C } } fragment B on Query { ...A box { ...C ...C } } \
             fragment C on Box { inside { ... on Ball { holder { size } holder { size } } } }",
            "{ box { inside { ... on Ball { holder { size } } } } }",
        ),
        // Arguments in another order of sets, aliases, conditions.
        (
            "{ a: box(size: 2) { size } a: box(size: 2) { corners @include(if: false) } \
             b: box(size: 3) { size @skip(if: true) } b: box(size: 3) @include(if: true) { corners } }",
            "{ a: box(size: 2) { size } b: box(size: 3) { corners } }",
        ),
        // Introspection too.
        (
            "{ __schema { queryType { name } } __schema { queryType { kind } } __type(name: \"Box\") { name name } }",
            "{ __schema { queryType { name kind } } __type(name: \"Box\") { name } }",
        ),
        // Nothing is left below.
        (
            "{ box { size @skip(if: true) } box { corners @include(if: false) } }",
            "{ box { size @skip(if: true) } }",
        ),
    ];
    for (written, once) in cases {
        let (found, expected) = (answer(written, json!({})).await, answer(once, json!({})).await);
        // As texts: the order of keys is part of the answer.
        assert_eq!(found.0.to_string(), expected.0.to_string(), "{written}");
        assert_eq!(found.1, expected.1, "{written}");
    }
}

#[tokio::test]
async fn conditions_look_at_variables_and_at_their_defaults() {
    let document = "query($a: Boolean!, $b: Boolean = true) { \
        box { size } box @include(if: $a) { corners } box @skip(if: $b) { label } box { inside @include(if: $b) { size } } }";
    let sizes = json!([{ "size": 2 }, { "size": 3 }]);
    let with = answer(document, json!({ "a": true })).await;
    assert_eq!(with, (json!({ "box": { "size": 1, "corners": 8, "inside": sizes } }), 2));
    let without = answer(document, json!({ "a": false, "b": false })).await;
    assert_eq!(without, (json!({ "box": { "size": 1, "label": "box" } }), 1));
}

#[test]
fn only_the_operation_asked_for_is_changed() {
    let (_, rules) = small();
    let mut two = params("query A { box { size } box { size } } query B { box { size } }", json!({}));
    two.operation_name = Some("B".to_owned());
    let kept = check(&two, &rules).unwrap().document;
    assert!(!format!("{kept:?}").contains("\"skip\""));
    two.operation_name = Some("A".to_owned());
    let changed = check(&two, &rules).unwrap().document;
    assert!(format!("{changed:?}").contains("\"skip\""));
}

#[test]
fn what_cannot_be_merged_is_refused_with_both_places() {
    let (_, rules) = small();
    let refused = [
        // On one object, at several levels.
        ("{ box { inside { size } } ...F } fragment F on Query { box { inside: corners } }", (1, 62)),
        ("{ box(size: 1) { size } box { size } }", (1, 25)),
        ("{ box(size: 1) { size } box(size: 2) @skip(if: true) { size } }", (1, 25)),
        // On two objects whose values are of two kinds: text that may be null and text that may not.
        ("{ things { ... on Box { label } ... on Ball { label } } }", (1, 47)),
        ("{ things { ... on Box { x: corners } ... on Ball { x: holder { size } } } }", (1, 52)),
        ("{ things { ... on Box { x: inside { size } } ... on Ball { x: holder { size } } } }", (1, 60)),
        // Below what has one shape, something has not.
        (
            "{ things { ... on Box { x: inside { y: size } } } things { ... on Box { x: inside { \
             ... on Ball { y: label } } } } }",
            (1, 99),
        ),
    ];
    for (document, (line, column)) in refused {
        let error = told(checked(&rules, document, json!({})).unwrap_err());
        assert_eq!(error["extensions"]["code"], "FIELDS_CONFLICT", "{document}");
        assert_eq!(error["locations"][0], json!({ "line": line, "column": column }), "{document}");
    }
    // Two objects may mean two things by one key, where the values are of one kind.
    let fine = "{ things { ... on Box { x: corners } ... on Ball { x: size } } }";
    assert!(checked(&rules, fine, json!({})).is_ok());
}

/// Numbers that look random, the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// What may be asked of an object, as (field, object it returns, type condition needed).
fn askable(object: &str) -> &'static [(&'static str, &'static str)] {
    match object {
        "Query" => &[("box", "Box"), ("b: box(size: 4)", "Box"), ("things", "Thing")],
        "Thing" => &[("size", ""), ("__typename", "")],
        "Ball" => &[("size", ""), ("h: holder", "Box"), ("holder", "Box")],
        _ => &[("size", ""), ("corners", ""), ("inside", "Thing"), ("i: inside", "Thing")],
    }
}

/// A selection set of an object, each field of it written once to three times, plainly or in fragments.
fn written(dice: &mut Dice, object: &str, depth: u32) -> String {
    let mut text = String::new();
    for _ in 0..=dice.below(4) {
        let fields = askable(object);
        let (field, returns) = fields[usize::try_from(dice.below(fields.len() as u64)).unwrap()];
        if depth == 0 && !returns.is_empty() {
            continue;
        }
        let below = |dice: &mut Dice| match returns {
            "" => String::new(),
            returns => written(dice, returns, depth - 1),
        };
        let one = format!("{field} {}", below(dice));
        text += &match dice.below(5) {
            0 => format!("... on {object} {{ {one} }} "),
            1 => format!("... @include(if: true) {{ {one} {field} {} }} ", below(dice)),
            2 => format!("{one} {field} {} ", below(dice)),
            _ => one,
        };
    }
    if object == "Thing" {
        text += &format!("... on Box {} ", written(dice, "Box", depth));
        text += &format!("... on Ball {} ", written(dice, "Ball", depth));
    }
    format!("{{ __typename {text} }}")
}

/// async-graphql merges the answers of fields that it runs twice, which is right as long as resolvers answer the same
/// each time: it is the reference for the answers, while resolvers run more often.
#[tokio::test]
async fn generated_documents_are_answered_alike_by_fewer_resolvers() {
    let (schema, _) = small();
    let mut fewer = 0;
    for seed in 0..300 {
        let document = written(&mut Dice(seed), "Query", 2);
        let calls = Calls::default();
        let reference = schema.execute(async_graphql::Request::new(&document).data(calls.clone())).await;
        assert!(reference.errors.is_empty(), "{document}: {:?}", reference.errors);
        let (found, ran) = answer(&document, json!({})).await;
        assert_eq!(found, reference.data.into_json().unwrap(), "{document}");
        let before = calls.0.load(Ordering::Relaxed);
        assert!(ran <= before, "{document}");
        fewer += u32::from(ran < before);
    }
    assert!(fewer > 100, "duplicates were generated: {fewer}");
}
