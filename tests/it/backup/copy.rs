//! From a file into a server, and from a server into a file.

use super::{Two, filled, sums};
use crate::harness::close;
use api::backup::{self, Problem};
use sea_orm::ConnectionTrait;

trials![
    everything_is_copied_from_a_file,
    everything_is_copied_into_a_file,
    a_target_that_holds_something_is_refused,
];

async fn everything_is_copied_from_a_file(two: Two) {
    copied(two.file, two.own).await;
}

async fn everything_is_copied_into_a_file(two: Two) {
    copied(two.own, two.file).await;
}

async fn copied(from: crate::harness::Database, to: crate::harness::Database) {
    let (source, schema) = filled(&from, 510).await;
    let before = sums(&source, &schema.tables).await;
    let target = to.connect().await.unwrap();
    let copied = backup::copy(&source, &to.settings(), &target).await.unwrap();
    let told: Vec<_> = copied.tables.iter().map(|(table, sum)| (table.name.clone(), sum.clone())).collect();
    assert_eq!(told, before, "sessions and all");
    assert_eq!(sums(&target, &schema.tables).await, before);
    assert_eq!(sums(&source, &schema.tables).await, before, "the source is as it was");
    let again = backup::copy(&source, &to.settings(), &target).await.unwrap_err();
    assert!(matches!(again, Problem::Refused(_)), "{again}");
    close(source).await.unwrap();
    close(target).await.unwrap();
}

async fn a_target_that_holds_something_is_refused(two: Two) {
    let (source, _) = filled(&two.file, 2).await;
    let target = two.own.connect().await.unwrap();
    target.write.execute_unprepared("CREATE TABLE invoices (id integer PRIMARY KEY)").await.unwrap();
    let problem = backup::copy(&source, &two.own.settings(), &target).await.unwrap_err();
    assert!(problem.to_string().contains("something else's: it has the tables invoices"), "{problem}");
    close(source).await.unwrap();
    close(target).await.unwrap();
}
