//! Applications, to an offer or spontaneous, and what happened to each.

use crate::columns::{
    bigint, boolean, create, drop_tables, id, index, table, text, text_null, time, uuid, uuid_null,
};
use sea_orm_migration::prelude::{ConnectionTrait, DbErr, SchemaManager};

crate::columns::migration!();

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let application = table(
        "application",
        [
            id(),
            uuid("student_id"),
            uuid_null("offer_id"),
            uuid("company_id"),
            uuid("school_id"),
            text("status"),
            text_null("cover_letter"),
            boolean("demo"),
            bigint("version"),
            time("created_at"),
            time("updated_at"),
        ],
        &[
            ("student_id", "student"),
            ("offer_id", "offer"),
            ("company_id", "company"),
            ("school_id", "school"),
        ],
    );
    let event = table(
        "application_event",
        [
            id(),
            uuid("application_id"),
            text("action"),
            text_null("from_status"),
            text("to_status"),
            uuid_null("actor_id"),
            text_null("reason"),
            time("at"),
        ],
        &[("application_id", "application")],
    );
    let indexes = vec![
        index("application", &["offer_id", "status", "created_at"]),
        index("application", &["student_id", "created_at"]),
        index("application", &["company_id", "status", "created_at"]),
        index("application", &["school_id", "status", "created_at"]),
        index("application_event", &["application_id", "at"]),
    ];
    create(manager, vec![application, event], indexes).await?;
    for index in [LIVE_ON_OFFER, LIVE_SPONTANEOUS] {
        manager.get_connection().execute_unprepared(index).await?;
    }
    Ok(())
}

// One live application a student and offer, and one spontaneous a student and company: the database refuses
// the second even when two requests race. The states are those that `domain::application` calls live.
const LIVE_ON_OFFER: &str = "CREATE UNIQUE INDEX uq_application_live_offer \
     ON application (student_id, offer_id) \
     WHERE offer_id IS NOT NULL \
     AND status IN ('NEW', 'PROCESSING', 'POSTPONED', 'POOL', 'ACCEPTED', 'CONFIRMED')";
const LIVE_SPONTANEOUS: &str = "CREATE UNIQUE INDEX uq_application_live_spontaneous \
     ON application (student_id, company_id) \
     WHERE offer_id IS NULL \
     AND status IN ('NEW', 'PROCESSING', 'POSTPONED', 'POOL', 'ACCEPTED', 'CONFIRMED')";

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_tables(manager, &["application_event", "application"]).await
}
