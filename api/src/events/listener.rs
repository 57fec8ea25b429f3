//! Between processes, on PostgreSQL: `NOTIFY` in the transaction that makes the change, `LISTEN` on one connection a
//! process.

use super::{Event, Events};
use crate::config::Database;
use crate::db::Db;
use sea_orm::sqlx::postgres::PgListener;
use sea_orm::sqlx::{Error, Executor};
use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr, Statement};
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// The channel of PostgreSQL.
const CHANNEL: &str = "tremplin_events";
/// Events in one notification at most: PostgreSQL takes 8,000 bytes, an event has 54 at most.
const TOGETHER: usize = 100;
/// How long nothing is heard before the connection is asked whether it lives: a network that is cut says nothing.
const QUIET: Duration = Duration::from_secs(5);
/// How long connecting, and being asked, may take.
const PATIENCE: Duration = Duration::from_secs(3);
/// Between two attempts to connect.
const PAUSE: Duration = Duration::from_millis(250);

/// Adds the notification to a transaction: PostgreSQL delivers it with the commit, or never.
///
/// # Errors
/// The database does not answer.
pub(super) async fn notify(db: &impl ConnectionTrait, origin: u64, events: &[Event]) -> Result<(), DbErr> {
    for group in events.chunks(TOGETHER) {
        let texts: Vec<String> = group.iter().filter_map(|event| event.encode()).collect();
        let payload = format!("{origin:x} {}", texts.join(" "));
        let values = [CHANNEL.into(), payload.into()];
        let notify = "SELECT pg_notify($1, $2)";
        db.execute_raw(Statement::from_sql_and_values(DatabaseBackend::Postgres, notify, values)).await?;
    }
    Ok(())
}

/// Tells this process what the others change, until the database's pool is closed. Returns once it listens, or could
/// not at the first attempt; does nothing on SQLite, which belongs to one process.
pub async fn listen(db: &Db, settings: &Database) {
    if db.backend() != DatabaseBackend::Postgres {
        return;
    }
    let url = settings.url.expose().to_owned();
    let mut closed = db.write.get_postgres_connection_pool().close_event();
    let bus = db.events.clone();
    let first = connect(&url).await.inspect_err(complain).ok();
    tokio::spawn(async move {
        // Ends either way: the pool was closed, or so it was at the start.
        closed.do_until(follow(&url, &bus, first)).await.ok();
    });
}

async fn connect(url: &str) -> Result<PgListener, Error> {
    let connecting = async {
        let mut listener = PgListener::connect(url).await?;
        listener.eager_reconnect(false);
        listener.listen(CHANNEL).await?;
        Ok(listener)
    };
    timeout(PATIENCE, connecting).await.unwrap_or(Err(Error::PoolTimedOut))
}

/// Listens, and again whenever the connection is lost.
async fn follow(url: &str, bus: &Events, mut listener: Option<PgListener>) {
    loop {
        if let Some(mut listener) = listener.take() {
            let error = hear(&mut listener, bus).await;
            complain(&error);
        }
        // What is kept is not put right while nothing is heard. Said at once, and again once it can be read afresh.
        bus.tell(Event::Missed);
        listener = Some(reconnect(url).await);
        tracing::info!("hears the other processes again");
        bus.tell(Event::Missed);
    }
}

async fn reconnect(url: &str) -> PgListener {
    loop {
        match connect(url).await {
            Ok(listener) => return listener,
            Err(_) => sleep(PAUSE).await,
        }
    }
}

fn complain(error: &Error) {
    tracing::warn!(cause = %error, "does not hear the other processes");
}

/// Tells what is heard, until the connection is lost; answers why.
async fn hear(listener: &mut PgListener, bus: &Events) -> Error {
    let lost = || Error::Io(std::io::ErrorKind::ConnectionAborted.into());
    loop {
        let heard = match timeout(QUIET, listener.try_recv()).await {
            Ok(heard) => heard,
            Err(_) => match timeout(PATIENCE, listener.execute("SELECT 1")).await {
                Ok(Ok(_)) => continue,
                Ok(Err(error)) => return error,
                Err(_) => return lost(),
            },
        };
        match heard {
            Ok(Some(notification)) => tell(notification.payload(), bus),
            Ok(None) => return lost(),
            Err(error) => return error,
        }
    }
}

/// Tells what another process sent. This process told its own events already.
fn tell(payload: &str, bus: &Events) {
    let mut words = payload.split(' ');
    let origin = words.next().unwrap_or_default();
    if u64::from_str_radix(origin, 16) == Ok(bus.origin()) {
        return;
    }
    words.filter_map(Event::decode).for_each(|event| bus.tell(event));
}
