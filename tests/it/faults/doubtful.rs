//! The connection is lost around a commit: nobody can tell whether the change was made, and it is said.

use super::{Behind, create, member, offers};
use crate::harness::proxy::Way;

trials_on_postgres![a_commit_without_an_answer_is_told_and_may_be_repeated];

async fn a_commit_without_an_answer_is_told_and_may_be_repeated(Behind { app, proxy }: Behind) {
    let member = member(&app).await;
    for (way, title, made) in
        [(Way::Before("COMMIT"), "Never arrived", 0), (Way::After("COMMIT"), "Arrived", 1)]
    {
        proxy.set(way);
        let answer = create(&member.client, title, title).await;
        let told = &answer.expect_error("DATABASE_UNAVAILABLE").message;
        assert!(told.contains("may or may not have been made") && told.contains("idempotency key"), "{told}");
        proxy.set(Way::Flow);
        assert_eq!(offers(&app, title).await, made, "{title}");
        let first = create(&member.client, title, title).await.expect_data();
        let second = create(&member.client, title, title).await.expect_data();
        assert_eq!(first, second);
        assert_eq!(offers(&app, title).await, 1, "{title}");
    }
}
