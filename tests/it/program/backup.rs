//! `backup`, `restore` and `copy`, as an operator runs them.

use super::running::{Server, complained, printed, program, run};
use crate::harness::{Database, Given, Host, Kind};
use anyhow::Result;
use sea_orm::ConnectionTrait;
use std::os::unix::fs::PermissionsExt;
use std::process::Output;
use std::sync::Arc;

trials![
    a_school_is_backed_up_while_it_serves_and_restored_elsewhere,
    a_damaged_archive_is_refused_with_the_code_of_wrong_data,
    a_school_moves_to_another_database,
    a_newer_database_is_refused_at_start,
];

struct Two {
    own: Database,
    other: Database,
}

impl Given for Two {
    async fn given(host: &Arc<Host>, kind: Kind) -> Result<Self> {
        Ok(Self {
            own: Database::empty(host, Kind::Sqlite).await?,
            other: Database::empty(host, kind).await?,
        })
    }
}

const TOTAL: &str = r#"{"query":"{ hiringStatistics { total } schools { id code } }"}"#;

/// What there is, without what asking for it cost.
async fn asked(url: &str) -> serde_json::Value {
    let request = reqwest::Client::new().post(url).header("content-type", "application/json").body(TOTAL);
    let answer: serde_json::Value = request.send().await.unwrap().json().await.unwrap();
    answer["data"].clone()
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

async fn a_school_is_backed_up_while_it_serves_and_restored_elsewhere(two: Two) {
    let Two { own, other } = two;
    let server = Server::start(&own);
    let before = asked(&server.url).await;
    assert_eq!(before["hiringStatistics"]["total"], 238, "{before}");
    let file = own.folder.path().join("school.backup");
    let path = file.to_str().unwrap();
    let made = run(&own, &["backup", path], "");
    assert!(printed(&made).contains("read again, and whole"), "{}", complained(&made));
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(asked(&server.url).await, before, "the server went on");
    let again = run(&own, &["backup", path], "");
    assert!(code(&again) == Some(1) && complained(&again).contains("nothing is overwritten"), "{again:?}");
    let checked = run(&other, &["restore", path, "--check"], "");
    assert!(printed(&checked).starts_with("whole: "), "{}", complained(&checked));
    let restored = run(&other, &["restore", path], "");
    assert!(printed(&restored).contains("read again, and the same"), "{}", complained(&restored));
    let elsewhere = Server::start(&other);
    assert_eq!(asked(&elsewhere.url).await, before, "ids and all");
    drop(elsewhere);
    let full = run(&other, &["restore", path], "");
    assert!(code(&full) == Some(1) && complained(&full).contains("is not empty"), "{full:?}");
    let unasked = run(&other, &["restore", path, "--replace"], "");
    assert!(code(&unasked) == Some(1) && complained(&unasked).contains("say --yes"), "{unasked:?}");
    let replaced = run(&other, &["restore", path, "--replace", "--yes"], "");
    assert_eq!(code(&replaced), Some(0), "{}", complained(&replaced));
}

async fn a_damaged_archive_is_refused_with_the_code_of_wrong_data(database: Database) {
    printed(&run(&database, &["migrate", "up"], ""));
    let file = database.folder.path().join("empty.backup");
    let path = file.to_str().unwrap();
    assert_eq!(code(&run(&database, &["backup", path], "")), Some(0));
    let mut bytes = std::fs::read(&file).unwrap();
    bytes.truncate(bytes.len() - 20);
    std::fs::write(&file, bytes).unwrap();
    let refused = run(&database, &["restore", path], "");
    assert!(code(&refused) == Some(65) && complained(&refused).contains("is cut off"), "{refused:?}");
    assert_eq!(code(&run(&database, &["restore", path, "--yes"], "")), Some(2), "what is there to agree to?");
    let missing = run(&database, &["restore", "/nowhere/at/all"], "");
    assert!(code(&missing) == Some(1) && complained(&missing).contains("/nowhere/at/all"), "{missing:?}");
}

async fn a_school_moves_to_another_database(two: Two) {
    let Two { own, other } = two;
    let before = asked(&Server::start(&own).url).await;
    let to = other.settings().url.expose().to_owned();
    // A password is given by the environment.
    let copied = program(&own, &["copy"]).env("TREMPLIN_COPY_TO", &to).output().unwrap();
    let table = printed(&copied);
    assert!(table.contains("hire                         238  "), "{table}{}", complained(&copied));
    assert!(table.ends_with("read again, and the same\n"), "{table}");
    assert_eq!(asked(&Server::start(&other).url).await, before);
    let again = run(&own, &["copy", "--to", &to], "");
    assert!(code(&again) == Some(1) && complained(&again).contains("is not empty"), "{again:?}");
    assert_eq!(code(&run(&own, &["copy", "--to", "mysql://elsewhere"], "")), Some(2));
}

async fn a_newer_database_is_refused_at_start(database: Database) {
    printed(&run(&database, &["migrate", "up"], ""));
    let db = database.connect().await.unwrap();
    let later = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_later', 0)";
    db.write.execute_unprepared(later).await.unwrap();
    for command in [&["serve"][..], &["migrate", "up"], &["migrate", "status"], &["backup", "unmade"]] {
        let refused = run(&database, command, "");
        let complaint = complained(&refused);
        assert_eq!(code(&refused), Some(1), "{complaint}");
        assert!(complaint.contains("the database is newer than this program"), "{complaint}");
        assert!(complaint.contains("m29990101_000001_later"), "{complaint}");
    }
}
