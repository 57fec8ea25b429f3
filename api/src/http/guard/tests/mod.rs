//! The guard, asked directly: with the schema of the program, and with a small one whose answers are compared.

mod attacks;
mod cost;
mod documents;
mod limits;
mod merging;

use serde_json::{Value, json};

use super::{Checked, Params, Refusal, Rules, check};
use crate::config::Config;
use crate::graphql::schema;

/// The rules of the program, with its defaults changed.
fn rules(change: impl FnOnce(&mut Config)) -> Rules {
    let mut config = Config::default();
    change(&mut config);
    Rules::of(&schema::sdl(&schema::build(&config)), &config)
}

fn params(document: &str, variables: Value) -> Params {
    let body = json!({ "query": document, "variables": variables });
    Params::from_body(body.to_string().as_bytes()).unwrap()
}

fn checked(rules: &Rules, document: &str, variables: Value) -> Result<Checked, Refusal> {
    check(&params(document, variables), rules)
}

/// The first error of a refusal, as it is answered.
fn told(refusal: Refusal) -> Value {
    serde_json::to_value(&refusal.into_errors()[0]).unwrap()
}
