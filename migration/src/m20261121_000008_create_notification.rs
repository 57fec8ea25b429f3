//! What people are told, and the keys that make a retried creation harmless.

use crate::columns::{
    create, drop_tables, id, index, table, text, text_null, time, time_null, unique, uuid, uuid_null,
};
use sea_orm_migration::prelude::{DbErr, SchemaManager};

crate::columns::migration!();

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let notification = table(
        "notification",
        [
            id(),
            uuid("account_id"),
            text("kind"),
            uuid_null("offer_id"),
            uuid_null("application_id"),
            uuid_null("company_id"),
            text_null("reason"),
            time_null("read_at"),
            time("created_at"),
        ],
        &[
            ("account_id", "account"),
            ("offer_id", "offer"),
            ("application_id", "application"),
            ("company_id", "company"),
        ],
    );
    let idempotency = table(
        "idempotency_key",
        [
            id(),
            // Whose key it is: an account's id, or "anonymous" with the digest of the request's identity.
            text("owner"),
            text("operation"),
            text("key"),
            text("request_hash"),
            uuid("result_id"),
            time("created_at"),
        ],
        &[],
    );
    let indexes = vec![
        index("notification", &["account_id", "created_at"]),
        unique("idempotency_key", &["owner", "operation", "key"]),
        index("idempotency_key", &["created_at"]),
    ];
    create(manager, vec![notification, idempotency], indexes).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_tables(manager, &["idempotency_key", "notification"]).await
}
