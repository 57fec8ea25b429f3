//! Contracts: what was agreed, what happened, what is due, and who follows the student.

use crate::columns::{
    bigint, boolean, boolean_null, create, date, date_null, drop_tables, id, index, integer, integer_null,
    key, key_null, table, text, text_null, time, unique, uuid, uuid_null,
};
use sea_orm_migration::prelude::{DbErr, SchemaManager, TableCreateStatement};

crate::columns::migration!();

const TABLES: [&str; 7] = [
    "place_reservation",
    "contract_reminder",
    "contract_deadline",
    "contract_fact",
    "contract_event",
    "contract",
    "company_tutor",
];

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let tables = vec![
        tutor(manager),
        contract(),
        event(manager),
        fact(manager),
        deadline(manager),
        reminder(manager),
        reservation(),
    ];
    let indexes = vec![
        unique("company_tutor", &["company_id", "email_key"]),
        unique("contract", &["application_id"]),
        index("contract", &["school_id", "id"]),
        index("contract", &["school_id", "status", "id"]),
        index("contract", &["student_id", "id"]),
        index("contract", &["company_id", "id"]),
        index("contract", &["specialty_id", "academic_year"]),
        index("contract", &["company_tutor_id"]),
        index("contract", &["school_tutor_id"]),
        index("contract", &["procedure_version_id"]),
        index("contract", &["offer_id"]),
        index("contract", &["status", "last_day"]),
        unique("contract_event", &["contract_id", "sequence"]),
        unique("contract_fact", &["contract_id", "kind", "name"]),
        unique("contract_deadline", &["contract_id", "step"]),
        index("contract_deadline", &["due_on", "contract_id"]),
        unique("contract_reminder", &["contract_id", "step", "due_on", "stage"]),
        unique("place_reservation", &["contract_id"]),
        index("place_reservation", &["specialty_id", "academic_year", "status", "id"]),
    ];
    create(manager, tables, indexes).await
}

/// A person of a company, named for its contracts: one row a person, so that contracts are counted.
fn tutor(manager: &SchemaManager<'_>) -> TableCreateStatement {
    table(
        "company_tutor",
        [
            id(),
            uuid("company_id"),
            // Where the person has an account.
            uuid_null("account_id"),
            text("name"),
            text("job_title"),
            text("email"),
            key(manager, "email_key"),
            text_null("phone"),
            integer_null("birth_year"),
            text_null("diploma"),
            integer_null("experience_years"),
            // Whether the person holds an engineer's diploma, and months in an engineer's post.
            boolean_null("engineer"),
            integer_null("engineer_months"),
            // Whether it is the employer in person, who follows fewer.
            boolean("employer"),
            time("created_at"),
            time("updated_at"),
        ],
        &[("company_id", "company"), ("account_id", "account")],
    )
}

fn contract() -> TableCreateStatement {
    table(
        "contract",
        [
            id(),
            uuid("application_id"),
            uuid("student_id"),
            uuid("company_id"),
            uuid("school_id"),
            uuid("specialty_id"),
            uuid_null("offer_id"),
            text("contract_type"),
            integer("academic_year"),
            // What the events make of it, kept beside them.
            text("status"),
            date("first_day"),
            date("last_day"),
            bigint("gross_monthly_pay"),
            uuid("procedure_version_id"),
            uuid_null("company_tutor_id"),
            uuid_null("school_tutor_id"),
            // No reference: a hire may be removed from the history.
            uuid_null("hire_id"),
            boolean("demo"),
            uuid("opened_by"),
            bigint("version"),
            time("created_at"),
            time("updated_at"),
        ],
        &[
            ("application_id", "application"),
            ("student_id", "student"),
            ("company_id", "company"),
            ("school_id", "school"),
            ("specialty_id", "specialty"),
            ("offer_id", "offer"),
            ("procedure_version_id", "procedure_version"),
            ("company_tutor_id", "company_tutor"),
            ("school_tutor_id", "account"),
        ],
    )
}

fn event(manager: &SchemaManager<'_>) -> TableCreateStatement {
    table(
        "contract_event",
        [
            id(),
            uuid("contract_id"),
            // From 1, without a gap: two who act at once cannot both write the next.
            integer("sequence"),
            text("action"),
            key_null(manager, "step"),
            // Who acted, and who recorded it where somebody stood in.
            text_null("party"),
            text_null("recorded_by"),
            // None is the platform.
            uuid_null("account_id"),
            text_null("reason"),
            // JSON: the event as the engine of procedures knows it, or what changed.
            text_null("detail"),
            date("happened_on"),
            time("at"),
        ],
        &[("contract_id", "contract")],
    )
}

fn fact(manager: &SchemaManager<'_>) -> TableCreateStatement {
    table(
        "contract_fact",
        [
            id(),
            uuid("contract_id"),
            // FACT or ACKNOWLEDGEMENT.
            text("kind"),
            key(manager, "name"),
            text("value"),
            uuid_null("set_by"),
            time("set_at"),
        ],
        &[("contract_id", "contract")],
    )
}

fn deadline(manager: &SchemaManager<'_>) -> TableCreateStatement {
    table(
        "contract_deadline",
        [
            id(),
            uuid("contract_id"),
            key(manager, "step"),
            // None waits for a day that the school has not set.
            date_null("due_on"),
            text_null("missing"),
            // Whether it still counts: the step is not done, and the contract is alive.
            boolean("pending"),
        ],
        &[("contract_id", "contract")],
    )
}

fn reminder(manager: &SchemaManager<'_>) -> TableCreateStatement {
    table(
        "contract_reminder",
        [id(), uuid("contract_id"), key(manager, "step"), date("due_on"), text("stage"), time("sent_at")],
        &[("contract_id", "contract")],
    )
}

fn reservation() -> TableCreateStatement {
    table(
        "place_reservation",
        [
            id(),
            uuid("contract_id"),
            uuid("specialty_id"),
            integer("academic_year"),
            // HELD, WAITING or RELEASED; those who wait are served in the order of ids.
            text("status"),
            // Until when a place is kept whose missions were refused.
            date_null("held_until"),
            time("created_at"),
            time("updated_at"),
        ],
        &[("contract_id", "contract"), ("specialty_id", "specialty")],
    )
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_tables(manager, &TABLES).await
}
