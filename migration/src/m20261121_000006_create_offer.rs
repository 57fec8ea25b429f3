//! Offers, the specialties and skills they ask for, and what happened to each.

use crate::columns::{
    bigint, bigint_null, boolean, create, date, date_null, double_null, drop_tables, id, index, integer, key,
    key_null, table, text, text_null, time, time_null, unique, uuid, uuid_null,
};
use sea_orm_migration::prelude::{DbErr, SchemaManager};

crate::columns::migration!();

#[expect(clippy::too_many_lines, reason = "a table is a list of its columns")]
async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let offer = table(
        "offer",
        [
            id(),
            text("reference"),
            uuid("company_id"),
            uuid("school_id"),
            text("title"),
            key(manager, "title_key"),
            text("description"),
            text_null("missions"),
            text("contract_type"),
            integer("positions"),
            text_null("postcode"),
            text_null("city"),
            key_null(manager, "city_key"),
            double_null("latitude"),
            double_null("longitude"),
            text("remote"),
            date("start_on"),
            date_null("end_on"),
            bigint_null("gross_monthly_pay"),
            text("status"),
            time_null("published_at"),
            time_null("expires_at"),
            uuid_null("duplicate_of"),
            uuid("created_by"),
            // The offer's words, folded: what search reads when the engine does not answer.
            key(manager, "search_key"),
            boolean("demo"),
            bigint("version"),
            time("created_at"),
            time("updated_at"),
        ],
        &[("company_id", "company"), ("school_id", "school")],
    );
    let offer_specialty = table(
        "offer_specialty",
        [id(), uuid("offer_id"), uuid("specialty_id")],
        &[("offer_id", "offer"), ("specialty_id", "specialty")],
    );
    let offer_skill = table(
        "offer_skill",
        [id(), uuid("offer_id"), uuid("skill_id"), integer("position")],
        &[("offer_id", "offer"), ("skill_id", "skill")],
    );
    let event = table(
        "offer_event",
        [
            id(),
            uuid("offer_id"),
            text("action"),
            text_null("from_status"),
            text("to_status"),
            uuid_null("actor_id"),
            text_null("reason"),
            time("at"),
        ],
        &[("offer_id", "offer")],
    );
    let indexes = vec![
        unique("offer", &["reference"]),
        index("offer", &["status", "published_at", "id"]),
        index("offer", &["company_id", "status", "created_at"]),
        index("offer", &["school_id", "status", "created_at"]),
        index("offer", &["status", "expires_at"]),
        unique("offer_specialty", &["offer_id", "specialty_id"]),
        index("offer_specialty", &["specialty_id"]),
        unique("offer_skill", &["offer_id", "skill_id"]),
        index("offer_skill", &["skill_id"]),
        index("offer_event", &["offer_id", "at"]),
    ];
    create(manager, vec![offer, offer_specialty, offer_skill, event], indexes).await
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_tables(manager, &["offer_event", "offer_skill", "offer_specialty", "offer"]).await
}
