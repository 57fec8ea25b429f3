//! Changes of active contracts, by amendment.

use crate::columns::{
    bigint_null, create, date, date_null, drop_tables, id, index, integer, table, text, time, time_null,
    unique, uuid, uuid_null,
};
use sea_orm_migration::prelude::{DbErr, SchemaManager, TableCreateStatement};

crate::columns::migration!();

const TABLES: [&str; 1] = ["contract_amendment"];

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let tables = vec![contract_amendment()];
    let indexes = vec![
        unique("contract_amendment", &["contract_id", "number"]),
        index("contract_amendment", &["document_id"]),
    ];
    create(manager, tables, indexes).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_tables(manager, &TABLES).await
}

/// A change of an active contract, which holds once its paper is signed by all.
fn contract_amendment() -> TableCreateStatement {
    table(
        "contract_amendment",
        [
            id(),
            uuid("contract_id"),
            integer("number"),
            uuid_null("document_id"),
            date("from_day"),
            date_null("last_day"),
            bigint_null("gross_monthly_pay"),
            uuid_null("company_tutor_id"),
            text("reason"),
            uuid("requested_by"),
            time_null("effective_at"),
            time("created_at"),
        ],
        &[
            ("contract_id", "contract"),
            ("document_id", "document"),
            ("company_tutor_id", "company_tutor"),
            ("requested_by", "account"),
        ],
    )
}
