//! `tremplin operations`: the list of persisted operations, made and checked.

use super::running::{complained, printed, run};
use crate::harness::Database;
use std::fs;

trials![a_list_is_made_of_files_and_checked, what_cannot_be_listed_is_said];

async fn a_list_is_made_of_files_and_checked(database: Database) {
    let folder = database.folder.path();
    fs::write(folder.join("A.graphql"), "query A {\n  schools { code }\n}\n").unwrap();
    fs::write(folder.join("B.graphql"), "query B {\n  nothing\n}\n").unwrap();
    let made = run(&database, &["operations", "hash", "A.graphql"], "");
    fs::write(folder.join("good.json"), printed(&made)).unwrap();
    let checked = run(&database, &["operations", "check", "good.json"], "");
    assert!(
        checked.status.success() && printed(&checked).trim_end().ends_with("  A"),
        "{}",
        complained(&checked)
    );
    let made = run(&database, &["operations", "hash", "A.graphql", "B.graphql"], "");
    fs::write(folder.join("wrong.json"), printed(&made)).unwrap();
    let checked = run(&database, &["operations", "check", "wrong.json"], "");
    assert_eq!(checked.status.code(), Some(65));
    assert!(complained(&checked).contains("B: ") && complained(&checked).contains("nothing"));
    let own = run(&database, &["operations", "check"], "");
    assert!(own.status.success() && printed(&own).contains("  HiringStatistics\n"));
}

async fn what_cannot_be_listed_is_said(database: Database) {
    fs::write(database.folder.path().join("A.graphql"), "{ schools { code } }").unwrap();
    let refused = run(&database, &["operations", "hash", "A.graphql"], "");
    assert_eq!(refused.status.code(), Some(65));
    assert!(complained(&refused).contains("A.graphql: expected a name"), "{}", complained(&refused));
}
