//! Mails that are to be sent, and what became of them.

use crate::columns::{
    create, drop_tables, id, index, integer, key, table, text, text_null, time, time_null, unique, uuid_null,
};
use sea_orm_migration::prelude::{DbErr, SchemaManager};

crate::columns::migration!();

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let outbox = table(
        "mail_outbox",
        [
            id(),
            // To an account, whose address and language are read when the mail is sent; or to an address.
            uuid_null("account_id"),
            text_null("address"),
            text_null("name"),
            text_null("locale"),
            text("template"),
            // JSON, emptied once the mail was sent: it may hold a code.
            text("variables"),
            text("state"),
            integer("attempts"),
            time("due_at"),
            time_null("not_after"),
            text_null("last_error"),
            text("message_id"),
            key(manager, "dedup_key"),
            time_null("sent_at"),
            time("created_at"),
        ],
        &[("account_id", "account")],
    );
    let indexes = vec![
        unique("mail_outbox", &["dedup_key"]),
        index("mail_outbox", &["state", "due_at"]),
        index("mail_outbox", &["account_id"]),
    ];
    create(manager, vec![outbox], indexes).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_tables(manager, &["mail_outbox"]).await
}
