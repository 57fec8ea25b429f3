//! `api/schema.graphql` is the schema that is served. After a change, write it again with `UPDATE_SCHEMA=1`.

use crate::harness::Suite;
use api::config::Config;
use api::graphql::schema;
use std::path::Path;

pub(crate) fn trials(suite: &mut Suite) {
    suite.once(module_path!(), "is_the_file_in_the_repository", is_the_file_in_the_repository);
}

fn is_the_file_in_the_repository() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.graphql");
    let served = schema::sdl(&schema::build(&Config::default()));
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&file, &served).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    let change = kept.lines().zip(served.lines()).find(|(kept, served)| kept != served);
    assert!(
        kept == served,
        "the schema changed (first at {change:?}): run again with UPDATE_SCHEMA=1 and review the difference"
    );
}
