//! What is promised of delivery: as long as a socket is open nothing is missed in silence.

use super::{PUBLISHED, following};
use crate::harness::factory::{self, INSA};
use crate::harness::{Heard, Kind, TestApp};
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};

trials!(a_stopping_server_says_1001, what_may_have_been_missed_is_1012, a_burst_comes_whole_and_in_order);

async fn a_stopping_server_says_1001(app: TestApp) {
    let mut socket = following(&app, None, PUBLISHED).await;
    let _database = app.into_database().await.unwrap();
    assert_eq!(socket.hear().await, Heard::Closed(1001));
}

/// On PostgreSQL, other processes are heard over one connection, which may be lost; on SQLite there are none.
async fn what_may_have_been_missed_is_1012(app: TestApp) {
    if app.kind() == Kind::Sqlite {
        return;
    }
    let mut socket = following(&app, None, PUBLISHED).await;
    let listeners = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
        WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    let statement = Statement::from_string(DatabaseBackend::Postgres, listeners);
    assert_eq!(app.context.db.write.query_all_raw(statement).await.unwrap().len(), 1);
    assert_eq!(socket.hear().await, Heard::Closed(1012));
    // Whoever comes back is served.
    let member = factory::verified_company(&app).await;
    let mut socket = following(&app, None, PUBLISHED).await;
    let offer = factory::published_offer(&app, &member, INSA, &["IR"]).await;
    assert_eq!(socket.next("1").await["data"]["offerPublished"]["id"], offer);
}

async fn a_burst_comes_whole_and_in_order(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let mut socket = following(&app, None, PUBLISHED).await;
    let mut offers = Vec::new();
    for _ in 0..20 {
        offers.push(factory::published_offer(&app, &member, INSA, &["IR"]).await);
    }
    for offer in offers {
        assert_eq!(socket.next("1").await["data"]["offerPublished"]["id"], offer);
    }
}
