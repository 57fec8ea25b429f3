//! Who sees contracts, and how many statements that takes.

use super::scene::Scene;
use crate::harness::factory::{self, INSA};
use domain::role::Role;
use serde_json::{Value, json};

trials![
    nobody_sees_a_contract_that_is_none_of_theirs,
    a_contract_with_everything_takes_twelve_statements,
    a_list_takes_no_more_for_more_rows,
    filters_narrow_a_list,
];

/// Everything that a contract's page shows.
pub(crate) const EVERYTHING: &str = "id type status start end grossMonthlyPay academicYear version demo createdAt applicationId
    student { id name } company { id name } school { code } specialty { code } offer { id title }
    companyTutor { name email } schoolTutor { name email } place { status heldUntil since }
    paySchedule { periods { from to amount } projected } eligibility { acknowledged check { rule outcome reason } }
    deadlines { step title dueOn toBeDated waitsFor pending overdue }
    documents { id kind title state complete issuedOn signatures { id party status } }
    events { sequence action step stepTitle actor recordedBy role name reason on at }
    procedure { confirmed procedure { id title writtenFor } score { points mark } questions { key answer }
        next { key } forViewer { key }
        steps { key title description phase actors validators status blockedBy unanswered waitingFor dueOn overdue
            inputs { key title kind expected required } given { key value } points maxPoints completedBy completedAt
            setback { reason } } }";

async fn nobody_sees_a_contract_that_is_none_of_theirs(scene: Scene) {
    let contract = scene.active().await;
    let (app, insa) = (scene.app(), Some(INSA));
    let strangers = [
        app.anonymous(),
        factory::confirmed_student(app, INSA, "IR", "COMPANIES").await.client,
        factory::verified_company(app).await.client,
        factory::career_services(app, "ENSSAT").await,
        factory::staff(app, Role::CareerServices, insa, &["GC"]).await,
        factory::staff(app, Role::DepartmentHead, insa, &["GC"]).await,
        factory::staff(app, Role::SchoolTutor, insa, &[]).await,
        // It runs apprenticeships; this is none.
        factory::staff(app, Role::TrainingCentre, insa, &[]).await,
    ];
    for stranger in &strangers {
        assert_eq!(contract.read(stranger, "id").await, Value::Null);
        let list = stranger.get("{ contracts { totalCount edges { node { id } } } }", json!({})).await;
        assert_eq!(list["contracts"], json!({ "totalCount": 0, "edges": [] }));
        let node =
            stranger.get("query($id: ID!) { node(id: $id) { id } }", json!({ "id": contract.id })).await;
        assert_eq!(node["node"], Value::Null);
    }
    for other in &strangers[1..] {
        contract.complete(other, "report", json!([])).await.expect_error("NOT_FOUND");
        contract.with(other, "contractTerminate", "reason: \"No.\"").await.expect_error("NOT_FOUND");
    }
    for friend in [&contract.student.client, scene.company(), scene.desk(), &scene.head] {
        assert_eq!(contract.read(friend, "id").await["id"], contract.id);
        let list = friend.get("{ contracts { totalCount } }", json!({})).await;
        assert_eq!(list["contracts"]["totalCount"], 1);
    }
}

async fn a_contract_with_everything_takes_twelve_statements(scene: Scene) {
    let contract = scene.active().await;
    let tutor = factory::staff(scene.app(), Role::SchoolTutor, Some(INSA), &[]).await;
    let viewer = tutor.get("{ viewer { email } }", json!({})).await;
    contract
        .with(scene.desk(), "schoolTutorAssign", &format!("email: {}", viewer["viewer"]["email"]))
        .await
        .expect_data();
    let assign =
        "mutation($id: ID!) { tutorAssign(id: $id, input: { name: \"Test Tutor\", jobTitle: \"Engineer\",
        email: \"tutor@example.org\", experienceYears: 5 }) { userErrors { code message } } }";
    scene.company().get(assign, json!({ "id": contract.id })).await;
    for client in [scene.desk(), &contract.student.client, scene.company()] {
        contract.read(client, "id").await;
        let count = scene.app().count_statements(contract.read(client, EVERYTHING)).await;
        println!("{count} statements");
        assert!(count <= 12, "{count} statements");
    }
}

async fn a_list_takes_no_more_for_more_rows(scene: Scene) {
    let document = format!("{{ contracts {{ totalCount edges {{ node {{ {EVERYTHING} }} }} }} }}");
    let ask = || scene.desk().get(&document, json!({}));
    scene.prepared().await;
    ask().await;
    let one = scene.app().count_statements(ask()).await;
    for _ in 0..3 {
        scene.prepared().await;
    }
    ask().await;
    scene.app().in_statements(one, ask()).await;
}

async fn filters_narrow_a_list(scene: Scene) {
    let scene = &scene;
    let contract = scene.active().await;
    let other = scene.contract().await;
    let count = |filter: Value| async move {
        let document = "query($filter: ContractFilter) { contracts(filter: $filter) { totalCount } }";
        scene.desk().get(document, json!({ "filter": filter })).await["contracts"]["totalCount"].clone()
    };
    let count = &count;
    assert_eq!(count(json!({ "status": "ACTIVE" })).await, 1);
    assert_eq!(count(json!({ "status": "PREPARING", "school": INSA, "year": "2026-2027" })).await, 1);
    assert_eq!(count(json!({ "type": "APPRENTICESHIP" })).await, 0);
    assert_eq!(count(json!({ "student": contract.student.id })).await, 1);
    assert_eq!(count(json!({ "student": other.student.id, "status": "ACTIVE" })).await, 0);
    assert_eq!(count(json!({ "year": "2025-2026" })).await, 0);
}
