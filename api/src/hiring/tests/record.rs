//! `hireRecord`.

use super::Fixture;
use domain::role::Role;
use entity::{company, hire, search_outbox};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;

#[tokio::test]
async fn a_recorded_hire_is_located_and_told_to_the_search_engine() {
    let fixture = Fixture::new().await;
    let desk = fixture.desk().await;
    let db = &fixture.app.context.db.read;
    let waiting = search_outbox::Entity::find().count(db).await.unwrap();
    let payload = fixture.record(&desk, "IR", "2024-2025").await;
    assert_eq!(payload["userErrors"], json!([]));
    assert_eq!(payload["hire"]["source"], "RECORDED");
    assert_eq!(payload["hire"]["company"], json!({ "name": "Hidden Works", "status": "LISTED" }));
    assert_eq!(payload["hire"]["place"], "Toulouse");
    assert_eq!(search_outbox::Entity::find().count(db).await.unwrap(), waiting + 2);
    fixture.record(&desk, "IR", "2024-2025").await;
    let made =
        company::Entity::find().filter(company::Column::NameKey.eq("hidden works")).all(db).await.unwrap();
    assert_eq!(made.len(), 1, "the second hire finds the company of the first");
    assert_eq!(made[0].version, 3, "its index entry counts its hires");
}

#[tokio::test]
async fn a_printed_name_finds_the_company_that_it_means() {
    let fixture = Fixture::new().await;
    let desk = fixture.desk().await;
    let document = r#"mutation { hireRecord(input: { school: "INSA-TOULOUSE", specialty: "IR", academicYear: "2024-2025",
        companyName: "airfrance" }) { hire { company { name hiring { total } } city place } } }"#;
    let hire = fixture.ask(Some(&desk), document).await["hireRecord"]["hire"].clone();
    assert_eq!(hire["company"]["name"], "Air France");
    assert_eq!((&hire["city"], &hire["place"]), (&json!(null), &json!(null)));
}

#[tokio::test]
async fn a_key_records_once() {
    let fixture = Fixture::new().await;
    let desk = fixture.desk().await;
    let document = |specialty: &str| {
        format!(
            r#"mutation {{ hireRecord(idempotencyKey: "one", input: {{ school: "INSA-TOULOUSE", specialty: "{specialty}",
               academicYear: "2024-2025", companyName: "Hidden Works" }}) {{ hire {{ id }} }} }}"#
        )
    };
    let first = fixture.ask(Some(&desk), &document("IR")).await;
    assert_eq!(fixture.ask(Some(&desk), &document("IR")).await, first);
    let (code, _) = fixture.refusal(Some(&desk), &document("AE")).await;
    assert!(code.contains("IDEMPOTENCY_KEY_REUSED"), "{code}");
    assert_eq!(hire::Entity::find().count(&fixture.app.context.db.read).await.unwrap(), 239);
}

#[tokio::test]
async fn only_the_schools_own_career_services_record() {
    let fixture = Fixture::new().await;
    let document = r#"mutation { hireRecord(input: { school: "INSA-TOULOUSE", specialty: "IR", academicYear: "2024-2025",
        companyName: "Hidden Works" }) { hire { id } } }"#;
    let head = fixture.staff(Role::DepartmentHead, "INSA-TOULOUSE", &["IR"]).await;
    let elsewhere = fixture.staff(Role::CareerServices, "IMT-ALBI", &[]).await;
    let other_specialty = fixture.staff(Role::CareerServices, "INSA-TOULOUSE", &["AE"]).await;
    let own_specialty = fixture.staff(Role::CareerServices, "INSA-TOULOUSE", &["IR"]).await;
    assert!(fixture.refusal(None, document).await.0.contains("UNAUTHENTICATED"));
    for actor in [&head, &elsewhere, &other_specialty] {
        assert!(fixture.refusal(Some(actor), document).await.0.contains("FORBIDDEN"), "{actor:?}");
    }
    assert_eq!(hire::Entity::find().count(&fixture.app.context.db.read).await.unwrap(), 238);
    fixture.ask(Some(&own_specialty), document).await;
}

#[tokio::test]
async fn every_fault_of_the_input_is_told_at_once() {
    let fixture = Fixture::new().await;
    let desk = fixture.desk().await;
    let refused = async |input: &str| {
        let document = format!(
            "mutation {{ hireRecord(input: {{ {input} }}) {{ hire {{ id }} userErrors {{ code path message }} }} }}"
        );
        let payload = fixture.ask(Some(&desk), &document).await["hireRecord"].clone();
        assert!(payload["hire"].is_null(), "{input}");
        let errors = payload["userErrors"].as_array().unwrap().clone();
        errors
            .iter()
            .map(|error| format!("{} {}", error["code"], error["path"][1]))
            .collect::<Vec<_>>()
            .join("; ")
    };
    let faults = refused(
        r#"school: "INSA-TOULOUSE", specialty: "IR", academicYear: "2050-2051", companyName: " - ", postcode: "1""#,
    );
    let expected = r#""INVALID" "companyName"; "INVALID" "academicYear"; "INVALID" "postcode""#;
    assert_eq!(faults.await, expected);
    let neither = refused(r#"school: "INSA-TOULOUSE", specialty: "IR", academicYear: "2024-2025""#).await;
    assert_eq!(neither, r#""INVALID" "company""#);
    let school = refused(r#"school: "X", specialty: "IR", academicYear: "2024-2025""#).await;
    assert_eq!(school, r#""UNKNOWN" "school""#);
    let specialty = refused(r#"school: "ENSSAT", specialty: "IR", academicYear: "2024-2025""#).await;
    assert_eq!(specialty, r#""UNKNOWN" "specialty""#);
}
