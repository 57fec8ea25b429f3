//! Matching rounds: who takes part, what each ranked, what was computed of it, and what happened to the round.

use crate::columns::{
    bigint, boolean, create, drop_tables, id, index, integer, integer_null, table, text, text_null, time,
    time_null, unique, uuid, uuid_null,
};
use sea_orm_migration::prelude::{DbErr, SchemaManager, TableCreateStatement};

crate::columns::migration!();

const TABLES: [&str; 8] = [
    "matching_missed",
    "matching_outcome",
    "matching_run",
    "matching_choice",
    "matching_round_student",
    "matching_round_offer",
    "matching_round_event",
    "matching_round",
];

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut tables = vec![round(), event()];
    tables.extend(participants());
    tables.push(choice());
    tables.extend(results());
    let indexes = vec![
        index("matching_round", &["school_id", "id"]),
        index("matching_round_event", &["round_id", "id"]),
        unique("matching_round_offer", &["round_id", "offer_id"]),
        index("matching_round_offer", &["offer_id"]),
        unique("matching_round_student", &["round_id", "student_id"]),
        index("matching_round_student", &["student_id"]),
        unique("matching_choice", &["round_id", "side", "student_id", "offer_id"]),
        index("matching_choice", &["round_id", "side", "offer_id"]),
        index("matching_run", &["round_id", "id"]),
        unique("matching_outcome", &["run_id", "student_id"]),
        index("matching_outcome", &["run_id", "offer_id"]),
        unique("matching_missed", &["run_id", "student_id", "preference"]),
    ];
    create(manager, tables, indexes).await
}

fn round() -> TableCreateStatement {
    table(
        "matching_round",
        [
            id(),
            uuid("school_id"),
            text("name"),
            text("status"),
            time("students_rank_until"),
            time("companies_rank_until"),
            // The lottery's seed: drawn with the round, told when it is published.
            text("seed"),
            // The run that was published; no reference, for runs refer to rounds.
            uuid_null("published_run_id"),
            time_null("published_at"),
            uuid("created_by"),
            bigint("version"),
            time("created_at"),
            time("updated_at"),
        ],
        &[("school_id", "school")],
    )
}

fn event() -> TableCreateStatement {
    table(
        "matching_round_event",
        [
            id(),
            uuid("round_id"),
            text("action"),
            uuid_null("actor_id"),
            text_null("detail"),
            text_null("reason"),
            time("at"),
        ],
        &[("round_id", "matching_round")],
    )
}

fn participants() -> [TableCreateStatement; 2] {
    let one = |name, other_id, other| {
        table(
            name,
            [
                id(),
                uuid("round_id"),
                uuid(other_id),
                time_null("ranked_at"),
                uuid_null("ranked_by"),
                time("created_at"),
            ],
            &[("round_id", "matching_round"), (other_id, other)],
        )
    };
    [one("matching_round_offer", "offer_id", "offer"), one("matching_round_student", "student_id", "student")]
}

fn choice() -> TableCreateStatement {
    table(
        "matching_choice",
        [
            id(),
            uuid("round_id"),
            // Whose choice: STUDENT or OFFER.
            text("side"),
            uuid("student_id"),
            uuid("offer_id"),
            // From 1; none is the acceptable tail.
            integer_null("rank"),
        ],
        &[("round_id", "matching_round"), ("student_id", "student"), ("offer_id", "offer")],
    )
}

fn results() -> [TableCreateStatement; 3] {
    let run = table(
        "matching_run",
        [
            id(),
            uuid("round_id"),
            boolean("is_final"),
            text("engine"),
            text("seed"),
            text("input"),
            text("input_digest"),
            integer("students"),
            integer("assigned"),
            integer("positions"),
            integer("blocking_pairs"),
            boolean("stable"),
            uuid("actor_id"),
            time("at"),
        ],
        &[("round_id", "matching_round")],
    );
    let outcome = table(
        "matching_outcome",
        [id(), uuid("run_id"), uuid("student_id"), uuid_null("offer_id"), integer_null("preference")],
        &[("run_id", "matching_run"), ("student_id", "student"), ("offer_id", "offer")],
    );
    let missed = table(
        "matching_missed",
        [id(), uuid("run_id"), uuid("student_id"), uuid("offer_id"), integer("preference"), text("reason")],
        &[("run_id", "matching_run"), ("student_id", "student"), ("offer_id", "offer")],
    );
    [run, outcome, missed]
}

async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    drop_tables(manager, &TABLES).await
}
