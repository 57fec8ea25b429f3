//! What a refusal costs: at most 10 ms of CPU, whatever was sent.

use std::time::Duration;

use futures_util::FutureExt;
use rustix::time::{ClockId, clock_gettime};

use super::documents::{Attack, all};
use super::{Params, Rules, check, params, rules};
use crate::config::Config;
use crate::graphql::schema::{self, Schema};
use crate::http::Refusal;

/// The bound. Without optimisation everything takes twenty times as long; `bench/attack` holds the program as it is
/// released to 10 ms.
const MOST: Duration = Duration::from_millis(if cfg!(debug_assertions) { 200 } else { 10 });

/// CPU time of this thread: what other tests do meanwhile does not count.
fn cpu() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap())
}

/// Refuses as the server does: the guard, then validation.
fn refuse(schema: &Schema, rules: &Rules, body: Params) -> Option<Refusal> {
    let checked = match check(&body, rules) {
        Ok(checked) => checked,
        Err(refusal) => return Some(refusal),
    };
    let request = body.into_request(async_graphql::Data::default(), checked.document);
    // Validation waits for nothing.
    let response = schema.execute(request).now_or_never()?;
    (!response.errors.is_empty()).then(|| Refusal::document(response.errors))
}

fn measured(schema: &Schema, rules: &Rules, attack: &Attack) -> Duration {
    let one = || {
        let params = params(&attack.document, attack.variables.clone());
        let start = cpu();
        let refused = refuse(schema, rules, params);
        let spent = cpu() - start;
        assert!(refused.is_some(), "{}: is not refused", attack.name);
        spent
    };
    // The least of three: the first one also pays for cold caches.
    [one(), one(), one()].into_iter().min().unwrap_or_default()
}

#[test]
fn every_refusal_costs_little() {
    let rules = rules(|_| {});
    let schema = schema::build(&Config::default());
    let spent: Vec<_> = all().iter().map(|attack| (attack.name, measured(&schema, &rules, attack))).collect();
    let dear: Vec<_> = spent.iter().filter(|(_, spent)| *spent > MOST).collect();
    assert!(dear.is_empty(), "more than {MOST:?}: {dear:#?}\nof {spent:#?}");
}

#[test]
fn a_refusal_is_short_whatever_is_refused() {
    let rules = rules(|_| {});
    let schema = schema::build(&Config::default());
    for attack in all() {
        let refusal = refuse(&schema, &rules, params(&attack.document, attack.variables)).unwrap();
        let length = serde_json::to_string(&refusal.into_errors()).unwrap().len();
        assert!(length < 40_000, "{}: {length} bytes", attack.name);
    }
}
