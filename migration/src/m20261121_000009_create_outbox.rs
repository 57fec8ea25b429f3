//! What is still to be told to the search engine, and the jobs that workers claim.

use crate::columns::{
    bigint, create, drop_tables, id, index, integer, table, text, text_null, time, unique, uuid,
};
use sea_orm_migration::prelude::{DbErr, SchemaManager};

crate::columns::migration!();

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // No payload: the worker reads the row itself, so what it indexes is never older than the commit.
    let outbox = table(
        "search_outbox",
        [
            id(),
            text("kind"),
            uuid("entity_id"),
            bigint("version"),
            integer("attempts"),
            text_null("last_error"),
            time("due_at"),
            time("created_at"),
        ],
        &[],
    );
    let job = table(
        "job",
        [
            id(),
            text("name"),
            text("argument"),
            integer("attempts"),
            text_null("last_error"),
            time("due_at"),
            time("created_at"),
        ],
        &[],
    );
    let setting = table("setting", [id(), text("name"), text("value")], &[]);
    let indexes = vec![
        index("search_outbox", &["due_at", "id"]),
        index("search_outbox", &["kind", "entity_id"]),
        unique("job", &["name", "argument"]),
        index("job", &["due_at", "id"]),
        unique("setting", &["name"]),
    ];
    create(manager, vec![outbox, job, setting], indexes).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_tables(manager, &["setting", "job", "search_outbox"]).await
}
