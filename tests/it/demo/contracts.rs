//! The demo's contracts: made by the engine, in every state of the four procedures, and shown as any other.

use super::make;
use crate::contract::scene::texts;
use crate::contract::seeing::EVERYTHING;
use crate::harness::{Client, TestApp, factory};
use api::contract::staged;
use api::demo::Made;
use domain::procedure::{DueOn, StepStatus};
use domain::role::Role;
use entity::{contract, contract_deadline};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

trials![
    every_contract_is_the_fold_of_its_events,
    every_school_shows_contracts_on_their_way_late_and_at_their_end,
    a_page_with_everything_takes_twelve_statements,
];

async fn every_contract_is_the_fold_of_its_events(app: TestApp) {
    make(&app, 1).await;
    let db = &app.context.db.read;
    let rows = contract::Entity::find().all(db).await.unwrap();
    assert_eq!(rows.len(), 40);
    for row in rows {
        let folded = staged::folded(&app.context, row.id).await.unwrap();
        assert_eq!(folded.status, row.status.0, "{}", row.id);
        let kept = contract_deadline::Entity::find().filter(contract_deadline::Column::ContractId.eq(row.id));
        let kept: BTreeMap<String, Option<chrono::NaiveDate>> =
            kept.all(db).await.unwrap().into_iter().map(|row| (row.step, row.due_on)).collect();
        let due: BTreeMap<String, Option<chrono::NaiveDate>> = folded
            .run
            .steps
            .iter()
            .filter(|step| step.status != StepStatus::DoesNotApply)
            .filter_map(|step| match step.due_on {
                DueOn::NoDeadline => None,
                DueOn::ToBeDated => Some((step.key.clone(), None)),
                DueOn::On(day) => Some((step.key.clone(), Some(day))),
            })
            .collect();
        assert_eq!(kept, due, "{}", row.id);
    }
}

/// Somebody of a role at a school, signed in.
async fn of(app: &TestApp, made: &Made, role: Role, school: &str) -> Client {
    let found = made.sign_ins.iter().find(|one| one.role == role && one.of.as_deref() == Some(school));
    factory::sign_in(app, &found.unwrap().email).await
}

async fn every_school_shows_contracts_on_their_way_late_and_at_their_end(app: TestApp) {
    let made = make(&app, 1).await;
    for school in ["INSA-TOULOUSE", "IMT-ALBI", "IMT-ALES", "ENSSAT"] {
        let desk = of(&app, &made, Role::CareerServices, school).await;
        let fields = "edges { node { status demo procedure { next { key setback { reason } } } } }";
        let read = desk.get(&format!("{{ contracts(first: 100) {{ {fields} }} }}"), json!({})).await;
        let contracts = &read["contracts"]["edges"];
        let statuses: BTreeSet<String> = texts(contracts, "/node/status").into_iter().collect();
        for status in ["PREPARING", "ACTIVE", "WITHDRAWN", "TERMINATED", "COMPLETED"] {
            assert!(statuses.contains(status), "{school}: {statuses:?}");
        }
        let contracts = contracts.as_array().unwrap();
        assert!(contracts.iter().all(|edge| edge["node"]["demo"] == true));
        let next = |edge: &Value| edge["node"]["procedure"]["next"].as_array().cloned().unwrap();
        let preparing = contracts.iter().filter(|edge| edge["node"]["status"] == "PREPARING");
        let open: BTreeSet<String> =
            preparing.flat_map(next).map(|step| factory::text(&step, "/key")).collect();
        assert!(open.len() >= 3, "{school} prepares at {open:?} alone");
        let refused = contracts.iter().flat_map(next).any(|step| step["setback"] != Value::Null);
        assert!(refused, "{school} shows no refusal");
        let late = desk.get("{ contracts(filter: { overdue: true }) { totalCount } }", json!({})).await;
        assert!(late["contracts"]["totalCount"].as_u64().unwrap() > 0, "{school} shows nothing late");
    }
    let desk = of(&app, &made, Role::CareerServices, "INSA-TOULOUSE").await;
    let to_sign = desk.get("{ contracts(filter: { status: TO_SIGN }) { totalCount } }", json!({})).await;
    assert!(to_sign["contracts"]["totalCount"].as_u64().unwrap() > 0);
}

async fn a_page_with_everything_takes_twelve_statements(app: TestApp) {
    let made = make(&app, 1).await;
    let admin = made.sign_ins.iter().find(|one| one.role == Role::Admin).unwrap();
    let admin = factory::sign_in(&app, &admin.email).await;
    let ids = admin.get("{ contracts(first: 100) { edges { node { id } } } }", json!({})).await;
    let document = format!("query($id: ID!) {{ contract(id: $id) {{ {EVERYTHING} }} }}");
    for id in texts(&ids["contracts"]["edges"], "/node/id") {
        let ask = || admin.get(&document, json!({ "id": id }));
        ask().await;
        app.in_statements(12, ask()).await;
    }
}
