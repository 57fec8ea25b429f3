//! Companies, the groups above them, and the names under which they were printed.

use crate::columns::{
    bigint, boolean, create, double_null, drop_tables, id, index, key, key_null, table, text, text_null,
    time, unique, uuid, uuid_null,
};
use sea_orm_migration::prelude::{DbErr, SchemaManager};

crate::columns::migration!();

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let group = table("company_group", [id(), text("name"), key(manager, "name_key")], &[]);
    let company = table(
        "company",
        [
            id(),
            text("name"),
            key(manager, "name_key"),
            text_null("siret"),
            uuid_null("group_id"),
            text_null("size"),
            text_null("description"),
            text_null("website"),
            text_null("postcode"),
            text_null("city"),
            key_null(manager, "city_key"),
            double_null("latitude"),
            double_null("longitude"),
            text("status"),
            text_null("status_reason"),
            boolean("demo"),
            bigint("version"),
            time("created_at"),
            time("updated_at"),
        ],
        &[("group_id", "company_group")],
    );
    let alias = table(
        "company_alias",
        [id(), uuid("company_id"), text("printed"), key(manager, "printed_key")],
        &[("company_id", "company")],
    );
    let indexes = vec![
        unique("company_group", &["name_key"]),
        unique("company", &["siret"]),
        index("company", &["name_key", "id"]),
        index("company", &["group_id"]),
        index("company", &["status", "created_at"]),
        unique("company_alias", &["printed"]),
        index("company_alias", &["company_id"]),
    ];
    create(manager, vec![group, company, alias], indexes).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_tables(manager, &["company_alias", "company", "company_group"]).await
}
