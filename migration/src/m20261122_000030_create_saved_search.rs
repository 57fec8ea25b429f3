//! Searches that people keep, the alerts made of them, and the offers that wait to be told of.

use crate::columns::{
    boolean, create, drop_tables, id, index, integer, table, text, time, time_null, unique, uuid, uuid_null,
};
use sea_orm_migration::prelude::{DbErr, SchemaManager};

crate::columns::migration!();

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let search = table(
        "saved_search",
        [
            id(),
            uuid("account_id"),
            text("name"),
            text("query"),
            // JSON with its version, checked again whenever it is read.
            text("filter"),
            text("frequency"),
            // Offers published after this are new to it.
            time("since"),
            time_null("digested_at"),
            time("created_at"),
            time("updated_at"),
        ],
        &[("account_id", "account")],
    );
    // One row an offer and search, ever: what a person was told of is not told again.
    let alert = table(
        "saved_search_alert",
        [
            id(),
            uuid_null("saved_search_id"),
            uuid("offer_id"),
            uuid("notification_id"),
            boolean("shown"),
            // Offers that the alert counts beyond those that have a row.
            integer("more"),
            time("created_at"),
        ],
        &[("saved_search_id", "saved_search"), ("offer_id", "offer"), ("notification_id", "notification")],
    );
    let queue = table(
        "alert_queue",
        [id(), uuid("offer_id"), integer("attempts"), time("due_at"), time("created_at")],
        &[("offer_id", "offer")],
    );
    let indexes = vec![
        index("saved_search", &["account_id"]),
        index("saved_search", &["frequency", "id"]),
        unique("saved_search_alert", &["saved_search_id", "offer_id"]),
        index("saved_search_alert", &["notification_id"]),
        index("saved_search_alert", &["offer_id"]),
        index("alert_queue", &["due_at"]),
        index("alert_queue", &["offer_id"]),
    ];
    create(manager, vec![search, alert, queue], indexes).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_tables(manager, &["alert_queue", "saved_search_alert", "saved_search"]).await
}
