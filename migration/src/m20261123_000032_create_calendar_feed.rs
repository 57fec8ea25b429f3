//! Secret addresses at which people read their deadlines as a calendar.

use crate::columns::{create, drop_tables, id, index, key, table, time, time_null, unique, uuid};
use sea_orm_migration::prelude::{DbErr, SchemaManager};

crate::columns::migration!();

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let feed = table(
        "calendar_feed",
        [
            id(),
            uuid("account_id"),
            // SHA-256 of the secret: its text is told once.
            key(manager, "secret_hash"),
            time("created_at"),
            time_null("revoked_at"),
        ],
        &[("account_id", "account")],
    );
    let indexes = vec![unique("calendar_feed", &["secret_hash"]), index("calendar_feed", &["account_id"])];
    create(manager, vec![feed], indexes).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_tables(manager, &["calendar_feed"]).await
}
