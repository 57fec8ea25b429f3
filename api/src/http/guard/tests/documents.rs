//! Documents made to be expensive: those that are told apart by their number of tokens have as many as are allowed.

use serde_json::{Value, json};

/// A document, its variables, and what it is.
pub(super) struct Attack {
    pub(super) name: &'static str,
    pub(super) document: String,
    pub(super) variables: Value,
}

fn attack(name: &'static str, document: String) -> Attack {
    Attack { name, document, variables: json!({}) }
}

/// What a part repeated comes to, within the length allowed.
fn filled(head: &str, part: impl Fn(usize) -> String, tail: &str) -> String {
    let mut text = head.to_owned();
    for number in 0.. {
        let next = part(number);
        if text.len() + next.len() + tail.len() > 32 * 1024 {
            break;
        }
        text += &next;
    }
    text + tail
}

/// Each is refused, by the guard or by validation.
pub(super) fn all() -> Vec<Attack> {
    [shapes(), merging(), texts(), values()].into_iter().flatten().collect()
}

fn shapes() -> Vec<Attack> {
    let bomb = |levels: usize| {
        let parts = (0..levels).map(|n| format!("fragment F{n} on Query{{...F{} ...F{}}}", n + 1, n + 1));
        format!("{{...F0}}{} fragment F{levels} on Query{{__typename}}", parts.collect::<String>())
    };
    let node = |inner: String| format!("offers(first:100){{edges{{node{{{inner}}}}}}}");
    let company = node("company{".to_owned() + &node("id".to_owned()) + "}");
    let school = format!("{{schools{{{}}}}}", node("company{".to_owned() + &company + "}"));
    vec![
        attack("fragment bomb", bomb(24)),
        attack("long fragment chain", bomb(190)),
        attack("fragment cycle", "{...A}fragment A on Query{...B}fragment B on Query{...A}".to_owned()),
        attack("fields 5,000 deep", "{schools".repeat(3000) + &"}".repeat(3000)),
        attack(
            "lists 10,000 deep",
            format!("{{nodes(ids:{}){{id}}}}", "[".repeat(10_000) + &"]".repeat(10_000)),
        ),
        attack("brackets that never close", "{".repeat(32_000)),
        attack("introspection in circles", {
            let inner = "fields{type{".repeat(6) + "name" + &"}}".repeat(6);
            format!("{{__schema{{types{{{inner}}}}}}}")
        }),
        attack("lists in lists", school),
    ]
}

fn merging() -> Vec<Attack> {
    let arguments = (0..30).map(|n| format!("a{n}:{n} ")).collect::<String>();
    let nested = |inner: &str| format!("schools{{{inner}}}");
    let pairs = (0..7).fold("id nothing".to_owned(), |inner, _| nested(&inner) + &nested(&inner));
    vec![
        attack("aliases", filled("{", |n| format!("a{n}:__typename "), "}")),
        attack("one key 1,990 times", format!("{{{}}}", "a ".repeat(1990))),
        attack("one key, many arguments", format!("{{{}}}", format!("x({arguments})").repeat(20))),
        attack("pairs of pairs", format!("{{{pairs}}}")),
        attack("conflicts at the end", filled("{", |_| "a:schools{id}".to_owned(), "a:viewer{id}}")),
        attack(
            "spreads of one fragment",
            filled("{", |_| "...F ".to_owned(), "}fragment F on Query{nothing}"),
        ),
        attack("inline fragments on every object", {
            let types = ["Offer", "Company", "School", "Hire", "Student", "Application", "Specialty"];
            filled("{node(id:1){", |n| format!("...on {}{{id}}", types[n % 7]), "nothing}}")
        }),
    ]
}

fn texts() -> Vec<Attack> {
    vec![
        attack("tokens", "{".to_owned() + &"!".repeat(32_000)),
        attack("white space", filled("{", |_| " ".to_owned(), "nothing}")),
        attack("comments", filled("{", |_| "#\n".to_owned(), "nothing}")),
        attack("strings that never end", filled("{a(b:", |_| "\"\"\"\\\"\"\"".to_owned(), "")),
        attack("one long name", filled("{", |_| "a".to_owned(), "}")),
        attack("directives", filled("{__typename", |_| "@a".to_owned(), "}")),
        attack("directives everywhere", filled("{", |_| "a@b@c ".to_owned(), "}")),
        attack("unknown fields", format!("{{{}}}", "q ".repeat(3).to_owned() + &unknown(1990))),
        attack("unknown fragments", filled("{", |n| format!("...F{n} "), "}")),
        attack("unused fragments", "{__typename}".to_owned() + &fragments(280)),
    ]
}

fn unknown(count: usize) -> String {
    (0..count).map(|n| format!("f{n} ")).collect()
}

fn fragments(count: usize) -> String {
    (0..count).map(|n| format!("fragment F{n} on Query{{__typename}}")).collect()
}

fn values() -> Vec<Attack> {
    let deep = (0..100).fold(json!(1), |inner, _| json!([inner]));
    let ids: Vec<String> = (0..20_000).map(|n| n.to_string()).collect();
    let many: serde_json::Map<String, Value> = (0..9000).map(|n| (format!("v{n}"), json!("x"))).collect();
    let document = "query($v:[ID!]!){nodes(ids:$v){id}}".to_owned();
    let variables = |name, variables| Attack { name, document: document.clone(), variables };
    vec![
        variables("a variable that is deep", json!({ "v": deep })),
        variables("a list of 20,000", json!({ "v": ids })),
        variables("a long text", json!({ "v": ["x".repeat(200_000)] })),
        variables("9,000 variables", Value::Object(many)),
        attack("variables nobody uses", filled("query(", |n| format!("$v{n}:Int "), "){__typename}")),
        Attack {
            name: "one list used often",
            document: format!("query($v:[ID!]!){{{}}}", "nothing(ids:$v)".repeat(270)),
            variables: json!({ "v": (0..500).map(|n| n.to_string()).collect::<Vec<_>>() }),
        },
    ]
}
