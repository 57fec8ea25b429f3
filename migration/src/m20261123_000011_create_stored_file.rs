//! Files, the tickets to upload them, and the ids of what lies in the storage without being a file (yet, or any more).

use crate::columns::{
    bigint, create, drop_tables, id, index, key, table, text, text_null, time, time_null, unique, uuid,
    uuid_null,
};
use sea_orm_migration::prelude::{DbErr, SchemaManager};

crate::columns::migration!();

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let file = table(
        "stored_file",
        [
            id(),
            text("subject_kind"),
            uuid("subject_id"),
            text("kind"),
            text_null("title"),
            text("name"),
            text("content_type"),
            bigint("bytes"),
            key(manager, "sha256"),
            // None is the platform.
            uuid_null("uploaded_by"),
            time("created_at"),
        ],
        &[("uploaded_by", "account")],
    );
    let ticket = table(
        "upload_ticket",
        [
            id(),
            key(manager, "token_hash"),
            text("subject_kind"),
            uuid("subject_id"),
            text("kind"),
            text_null("title"),
            bigint("max_bytes"),
            uuid("account_id"),
            time("expires_at"),
            time_null("used_at"),
            time("created_at"),
        ],
        &[("account_id", "account")],
    );
    let pending = table("pending_file", [id(), time("created_at")], &[]);
    let indexes = vec![
        index("stored_file", &["subject_kind", "subject_id"]),
        index("stored_file", &["uploaded_by"]),
        unique("upload_ticket", &["token_hash"]),
        index("upload_ticket", &["account_id"]),
        index("upload_ticket", &["expires_at"]),
        index("pending_file", &["created_at"]),
    ];
    create(manager, vec![file, ticket, pending], indexes).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_tables(manager, &["pending_file", "upload_ticket", "stored_file"]).await
}
