//! The rules that every row of the platform keeps, asked of a whole demo in SQL: each question counts what breaks one.

use super::make;
use crate::harness::TestApp;
use domain::application::ApplicationStatus;
use domain::company::CompanyStatus;
use domain::contract::ContractStatus;
use domain::contract::place::PlaceStatus;
use domain::offer::OfferStatus;
use domain::student::StudentStatus;
use sea_orm::{ConnectionTrait, Statement};
use std::collections::BTreeSet;
use std::fmt::Display;
use strum::VariantArray;

trials![every_rule_is_kept, every_state_is_shown, every_row_is_marked, keys_are_those_of_the_slices];

/// What no row may be, and the rows that are.
const BROKEN: &[(&str, &str)] = &[
    (
        "two live applications of a student to an offer",
        "SELECT student_id FROM application WHERE offer_id IS NOT NULL
         AND status IN ('NEW', 'PROCESSING', 'POSTPONED', 'POOL', 'ACCEPTED', 'CONFIRMED')
         GROUP BY student_id, offer_id HAVING COUNT(*) > 1",
    ),
    (
        "more confirmed students than positions",
        "SELECT o.id FROM offer o JOIN application a ON a.offer_id = o.id AND a.status = 'CONFIRMED'
         GROUP BY o.id, o.positions HAVING COUNT(*) > o.positions",
    ),
    (
        "a filled offer with positions left",
        // Whoever broke a contract off after its start had the position.
        "SELECT o.id FROM offer o LEFT JOIN application a ON a.offer_id = o.id AND (a.status = 'CONFIRMED'
         OR EXISTS (SELECT 1 FROM contract c WHERE c.application_id = a.id AND c.status = 'TERMINATED'))
         WHERE o.status = 'FILLED' GROUP BY o.id, o.positions HAVING COUNT(a.id) <> o.positions",
    ),
    (
        "an open offer without positions left",
        "SELECT o.id FROM offer o JOIN application a ON a.offer_id = o.id AND a.status = 'CONFIRMED'
         WHERE o.status = 'PUBLISHED' GROUP BY o.id, o.positions HAVING COUNT(*) >= o.positions",
    ),
    (
        "two contracts of a student",
        "SELECT student_id FROM application WHERE status = 'CONFIRMED' GROUP BY student_id HAVING COUNT(*) > 1",
    ),
    (
        "an open application of a student under contract",
        "SELECT a.id FROM application a JOIN application c ON c.student_id = a.student_id AND c.status = 'CONFIRMED'
         WHERE a.status IN ('NEW', 'PROCESSING', 'POSTPONED', 'POOL', 'ACCEPTED')",
    ),
    (
        "an open application to an offer that is closed",
        "SELECT a.id FROM application a JOIN offer o ON o.id = a.offer_id
         WHERE a.status IN ('NEW', 'PROCESSING', 'POSTPONED', 'POOL', 'ACCEPTED')
         AND (o.status IN ('FILLED', 'CANCELLED') OR (o.status = 'EXPIRED' AND a.status <> 'ACCEPTED'))",
    ),
    (
        "an application to an offer that was never open",
        "SELECT a.id FROM application a JOIN offer o ON o.id = a.offer_id
         WHERE o.published_at IS NULL OR a.created_at < o.published_at OR a.created_at >= o.expires_at",
    ),
    (
        "an application sent after its offer was closed",
        "SELECT a.id FROM application a JOIN offer_event e ON e.offer_id = a.offer_id
         WHERE e.to_status IN ('FILLED', 'CANCELLED', 'EXPIRED') AND a.created_at >= e.at",
    ),
    (
        "an application to an offer that is for others",
        "SELECT a.id FROM application a JOIN student s ON s.id = a.student_id
         JOIN specialty y ON y.id = s.specialty_id WHERE a.offer_id IS NOT NULL AND NOT EXISTS (
         SELECT 1 FROM offer_specialty x WHERE x.offer_id = a.offer_id
         AND (x.specialty_id = y.id OR x.specialty_id = y.parent_id))",
    ),
    (
        "an application that is not of its student's school or its offer's company",
        "SELECT a.id FROM application a JOIN student s ON s.id = a.student_id
         LEFT JOIN offer o ON o.id = a.offer_id
         WHERE a.school_id <> s.school_id OR o.company_id <> a.company_id OR o.school_id <> a.school_id",
    ),
    (
        "an application of a student who was not confirmed",
        "SELECT a.id FROM application a JOIN student s ON s.id = a.student_id WHERE s.status <> 'CONFIRMED'",
    ),
    (
        "an offer of a company that may not",
        "SELECT o.id FROM offer o JOIN company c ON c.id = o.company_id
         WHERE c.status <> 'VERIFIED' AND NOT (c.status = 'UNVERIFIED' AND o.status = 'DRAFT')",
    ),
    (
        "an offer open to no specialty, or to another school's",
        "SELECT o.id FROM offer o LEFT JOIN offer_specialty x ON x.offer_id = o.id
         LEFT JOIN specialty y ON y.id = x.specialty_id WHERE y.school_id IS NULL OR y.school_id <> o.school_id",
    ),
    (
        "a publication without its two times, or with only one",
        "SELECT id FROM offer WHERE (published_at IS NULL) <> (expires_at IS NULL)
         OR (status IN ('PUBLISHED', 'FILLED', 'EXPIRED') AND published_at IS NULL)
         OR (status IN ('DRAFT', 'PENDING', 'REJECTED') AND published_at IS NOT NULL)",
    ),
    (
        "an offer's version, times or state that its history does not tell",
        "SELECT o.id FROM offer o WHERE o.version <> (SELECT COUNT(*) FROM offer_event e WHERE e.offer_id = o.id)
         OR o.created_at <> (SELECT MIN(e.at) FROM offer_event e WHERE e.offer_id = o.id)
         OR o.updated_at <> (SELECT MAX(e.at) FROM offer_event e WHERE e.offer_id = o.id)
         OR o.status <> (SELECT e.to_status FROM offer_event e WHERE e.offer_id = o.id ORDER BY e.id DESC LIMIT 1)",
    ),
    (
        "an application's version, times or state that its history does not tell",
        "SELECT a.id FROM application a
         WHERE a.version <> (SELECT COUNT(*) FROM application_event e WHERE e.application_id = a.id)
         OR a.created_at <> (SELECT MIN(e.at) FROM application_event e WHERE e.application_id = a.id)
         OR a.updated_at <> (SELECT MAX(e.at) FROM application_event e WHERE e.application_id = a.id)
         OR a.status <> (SELECT e.to_status FROM application_event e WHERE e.application_id = a.id
         ORDER BY e.id DESC LIMIT 1)",
    ),
    (
        "two events of an application at one moment",
        "SELECT application_id FROM application_event GROUP BY application_id, at HAVING COUNT(*) > 1",
    ),
    (
        "a company that is decided on without anybody who acts for it",
        "SELECT c.id FROM company c WHERE c.demo AND (c.status = 'LISTED') = EXISTS (
         SELECT 1 FROM company_member m WHERE m.company_id = c.id AND m.status = 'APPROVED')",
    ),
    (
        "a step of a person who is no account",
        "SELECT e.id FROM application_event e LEFT JOIN account a ON a.id = e.actor_id
         WHERE (e.actor_id IS NOT NULL AND a.id IS NULL)
         OR (e.actor_id IS NULL) <> (e.action IN ('SETTLE', 'SUPERSEDE'))",
    ),
    (
        "a contract without a confirmed application, unless it ended before its time",
        "SELECT c.id FROM contract c JOIN application a ON a.id = c.application_id
         WHERE (a.status = 'CONFIRMED') = (c.status IN ('WITHDRAWN', 'TERMINATED'))
         OR a.student_id <> c.student_id OR a.company_id <> c.company_id OR a.offer_id <> c.offer_id
         OR c.created_at < a.created_at",
    ),
    (
        "a gap in the history of a contract, or one that goes back in time",
        "SELECT e.id FROM contract_event e LEFT JOIN contract_event p
         ON p.contract_id = e.contract_id AND p.sequence = e.sequence - 1
         WHERE (e.sequence > 1 AND p.id IS NULL) OR p.at > e.at OR p.id > e.id",
    ),
    (
        "a contract of a demo that is a hire, or of which somebody was told",
        "SELECT id FROM contract WHERE demo AND hire_id IS NOT NULL UNION ALL SELECT id FROM notification",
    ),
    (
        "what is of tomorrow",
        "SELECT id FROM application_event WHERE at > $1 UNION ALL SELECT id FROM offer_event WHERE at > $1
         UNION ALL SELECT id FROM company WHERE updated_at > $1 UNION ALL SELECT id FROM student WHERE updated_at > $1
         UNION ALL SELECT id FROM contract WHERE updated_at > $1 UNION ALL SELECT id FROM contract_event WHERE at > $1",
    ),
];

async fn every_rule_is_kept(app: TestApp) {
    make(&app, 3).await;
    let mut broken = Vec::new();
    for (rule, query) in BROKEN {
        let rows = query_rows(&app, query).await.len();
        if rows > 0 {
            broken.push(format!("{rows} times {rule}"));
        }
    }
    assert_eq!(broken, [""; 0]);
}

async fn every_state_is_shown(app: TestApp) {
    make(&app, 3).await;
    assert_eq!(states(&app, "offer").await, names(OfferStatus::VARIANTS));
    assert_eq!(states(&app, "application").await, names(ApplicationStatus::VARIANTS));
    assert_eq!(states(&app, "company").await, names(CompanyStatus::VARIANTS));
    assert_eq!(states(&app, "student").await, names(StudentStatus::VARIANTS));
    assert_eq!(states(&app, "contract").await, names(ContractStatus::VARIANTS));
    assert_eq!(states(&app, "place_reservation").await, names(PlaceStatus::VARIANTS));
}

async fn every_row_is_marked(app: TestApp) {
    make(&app, 1).await;
    for table in ["account", "student", "offer", "application", "contract"] {
        let unmarked = query_rows(&app, &format!("SELECT id FROM {table} WHERE NOT demo")).await;
        assert!(unmarked.is_empty(), "{table}");
    }
    let named = query_rows(&app, "SELECT id FROM company WHERE demo <> (name LIKE 'Entreprise Démo%')").await;
    assert!(named.is_empty(), "a company's name says whether it is a demo's");
    let foreign = "SELECT id FROM account WHERE email NOT LIKE 'demo-%@%example.org'";
    assert!(query_rows(&app, foreign).await.is_empty(), "example.org takes no mail");
}

/// What is sorted and found by is what the slices would have written.
async fn keys_are_those_of_the_slices(app: TestApp) {
    use domain::text::fold;
    use entity::{company, offer, student};
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
    make(&app, 1).await;
    let db = &app.context.db.read;
    for row in offer::Entity::find().all(db).await.unwrap() {
        assert_eq!(row.title_key, fold(&row.title));
        assert_eq!(row.city_key, row.city.as_deref().map(fold));
        assert!(row.search_key.contains(&row.title_key) && row.latitude.is_some(), "{}", row.title);
    }
    for row in company::Entity::find().filter(company::Column::Demo.eq(true)).all(db).await.unwrap() {
        assert_eq!((row.name_key, row.city_key), (fold(&row.name), row.city.as_deref().map(fold)));
        assert!(row.siret.is_none_or(|siret| siret.parse::<domain::siret::Siret>().is_ok()));
    }
    for row in student::Entity::find().all(db).await.unwrap() {
        assert_eq!((row.name_key, row.city_key), (fold(&row.name), row.city.as_deref().map(fold)));
    }
}

async fn states(app: &TestApp, table: &str) -> BTreeSet<String> {
    let rows = query_rows(app, &format!("SELECT DISTINCT status FROM {table}")).await;
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

fn names(states: &[impl Display]) -> BTreeSet<String> {
    states.iter().map(ToString::to_string).collect()
}

async fn query_rows(app: &TestApp, query: &str) -> Vec<sea_orm::QueryResult> {
    let db = &app.context.db;
    let values: Vec<sea_orm::Value> =
        if query.contains("$1") { vec![app.context.now().into()] } else { vec![] };
    let statement = Statement::from_sql_and_values(db.backend(), query, values);
    db.read.query_all_raw(statement).await.unwrap()
}
