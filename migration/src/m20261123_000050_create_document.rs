//! Documents of contracts: what was issued, who signs, what shows it, and what happened.

use crate::columns::{
    bigint, boolean, create, date, drop_tables, id, index, integer, key_null, table, text, text_null, time,
    time_null, unique, uuid, uuid_null,
};
use sea_orm_migration::prelude::{DbErr, SchemaManager, TableCreateStatement};

crate::columns::migration!();

const TABLES: [&str; 5] = ["document_event", "signature_code", "signature", "document_scan", "document"];

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let tables = vec![
        document(manager),
        document_scan(manager),
        signature(manager),
        signature_code(),
        document_event(),
    ];
    let indexes = vec![
        unique("document", &["contract_id", "kind", "number", "revision"]),
        index("document", &["sha256"]),
        index("document_scan", &["document_id"]),
        index("document_scan", &["sha256"]),
        index("signature", &["document_id", "rank", "id"]),
        unique("signature", &["token_hash"]),
        unique("signature_code", &["signature_id"]),
        unique("document_event", &["document_id", "sequence"]),
    ];
    create(manager, tables, indexes).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_tables(manager, &TABLES).await
}

/// A document of a contract: a paper that was issued, with its place among those of its kind.
fn document(manager: &SchemaManager<'_>) -> TableCreateStatement {
    table(
        "document",
        [
            id(),
            uuid("contract_id"),
            text("kind"),
            integer("number"),
            integer("revision"),
            uuid_null("supersedes"),
            text("reference"),
            text("title"),
            uuid_null("file_id"),
            key_null(manager, "sha256"),
            text("state"),
            text_null("void_reason"),
            date("issued_on"),
            uuid_null("issued_by"),
            boolean("demo"),
            bigint("version"),
            time("created_at"),
            time("updated_at"),
        ],
        &[("contract_id", "contract"), ("supersedes", "document"), ("issued_by", "account")],
    )
}

/// A scan of a document that was signed by hand; the file belongs to it by its id.
fn document_scan(manager: &SchemaManager<'_>) -> TableCreateStatement {
    table(
        "document_scan",
        [
            id(),
            uuid("document_id"),
            text("state"),
            uuid("uploaded_by"),
            text_null("reason"),
            uuid_null("checked_by"),
            time_null("checked_at"),
            key_null(manager, "sha256"),
            time("created_at"),
        ],
        &[("document_id", "document"), ("uploaded_by", "account"), ("checked_by", "account")],
    )
}

/// A signature of a document: wanted, given, refused or handed on, and what shows it.
fn signature(manager: &SchemaManager<'_>) -> TableCreateStatement {
    table(
        "signature",
        [
            id(),
            uuid("document_id"),
            text("party"),
            integer("rank"),
            text_null("name"),
            text_null("email"),
            text("state"),
            text_null("method"),
            key_null(manager, "token_hash"),
            time_null("requested_at"),
            time_null("decided_at"),
            key_null(manager, "sha256"),
            text_null("ip"),
            text_null("user_agent"),
            text_null("reason"),
            uuid_null("delegated_to"),
            uuid_null("scan_id"),
            time("created_at"),
            time("updated_at"),
        ],
        &[("document_id", "document"), ("scan_id", "document_scan")],
    )
}

/// The one-time code of a signature: one at a time.
fn signature_code() -> TableCreateStatement {
    table(
        "signature_code",
        [
            id(),
            uuid("signature_id"),
            text("code_hash"),
            integer("attempts_left"),
            time("expires_at"),
            time("created_at"),
        ],
        &[("signature_id", "signature")],
    )
}

/// Something that happened to a document. Its state is the fold of these.
fn document_event() -> TableCreateStatement {
    table(
        "document_event",
        [
            id(),
            uuid("document_id"),
            integer("sequence"),
            text("action"),
            uuid_null("signature_id"),
            uuid_null("account_id"),
            text_null("reason"),
            text_null("ip"),
            time("at"),
        ],
        &[("document_id", "document"), ("signature_id", "signature"), ("account_id", "account")],
    )
}
