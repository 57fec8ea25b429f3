//! `tremplin demo`: what it makes keeps every rule of the platform.

mod contracts;
mod making;
mod rules;
mod seeing;

use crate::harness::{Suite, TestApp};
use api::demo::{Input, Made, Scale};

/// The password of every demo account here.
const PASSWORD: &str = crate::harness::factory::PASSWORD;

pub(crate) fn trials(suite: &mut Suite) {
    making::trials(suite);
    contracts::trials(suite);
    rules::trials(suite);
    seeing::trials(suite);
}

/// A demo of the default scale.
async fn make(app: &TestApp, seed: u64) -> Made {
    api::demo::run(&app.context, input(seed)).await.unwrap()
}

fn input(seed: u64) -> Input {
    Input { scale: Scale::default(), seed, schools: Vec::new(), password: Some(PASSWORD.to_owned()) }
}
