//! Accounts, what they are scoped to, their tokens, and the counters that limit guessing.

use crate::columns::{
    boolean, create, drop_tables, id, index, integer, key, table, text, text_null, time, time_null, unique,
    uuid, uuid_null,
};
use sea_orm_migration::prelude::{DbErr, SchemaManager};

crate::columns::migration!();

#[expect(clippy::too_many_lines, reason = "a table is a list of its columns")]
async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let account = table(
        "account",
        [
            id(),
            text("email"),
            key(manager, "email_key"),
            text("name"),
            text("password_hash"),
            text("role"),
            text("locale"),
            uuid_null("school_id"),
            boolean("demo"),
            time_null("disabled_at"),
            time("created_at"),
        ],
        &[("school_id", "school")],
    );
    let scope = table(
        "account_specialty",
        [id(), uuid("account_id"), uuid("specialty_id")],
        &[("account_id", "account"), ("specialty_id", "specialty")],
    );
    let member = table(
        "company_member",
        [
            id(),
            uuid("account_id"),
            uuid("company_id"),
            text("status"),
            text_null("job_title"),
            uuid_null("decided_by"),
            time_null("decided_at"),
            time("created_at"),
        ],
        &[("account_id", "account"), ("company_id", "company")],
    );
    let token = table(
        "access_token",
        [
            id(),
            uuid("account_id"),
            text("token_hash"),
            time("created_at"),
            time("last_used_at"),
            time("expires_at"),
            time_null("revoked_at"),
        ],
        &[("account_id", "account")],
    );
    let limit = table("rate_limit", [id(), text("subject"), time("window_start"), integer("attempts")], &[]);
    let indexes = vec![
        unique("account", &["email_key"]),
        index("account", &["school_id", "role"]),
        unique("account_specialty", &["account_id", "specialty_id"]),
        unique("company_member", &["account_id"]),
        index("company_member", &["company_id", "status"]),
        unique("access_token", &["token_hash"]),
        index("access_token", &["account_id"]),
        index("access_token", &["expires_at"]),
        unique("rate_limit", &["subject"]),
        index("rate_limit", &["window_start"]),
    ];
    create(manager, vec![account, scope, member, token, limit], indexes).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let tables = ["rate_limit", "access_token", "company_member", "account_specialty", "account"];
    drop_tables(manager, &tables).await
}
