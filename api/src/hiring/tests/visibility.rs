//! What the public may see of hires that were not published.

use super::Fixture;
use domain::role::Role;
use serde_json::{Value, json};

/// Everything that the public can count.
const ALL: &str = r#"{ hiringStatistics(filter: { school: "INSA-TOULOUSE" }) { total suppressed notice
    matrix { cells { academicYear count } total } bySpecialty { count } growth { count difference ratio }
    topCompanies(first: 100) { name count } groups: topCompanies(first: 100, by: GROUP) { name count }
    byCompanySize { count } byPlace(first: 100) { place count } newCompanies { academicYear count }
    returningCompanies { count } reconciliation { computed status } }
    school(code: "INSA-TOULOUSE") { specialties { hiring { total byAcademicYear { academicYear count } } } }
    hires(first: 100) { totalCount edges { node { id } } }
    hidden: hires(filter: { city: "Toulouse", years: { from: "2024-2025", to: "2024-2025" } }) { totalCount } }"#;

#[tokio::test]
async fn fewer_than_five_change_no_public_answer() {
    let fixture = Fixture::new().await;
    let desk = fixture.desk().await;
    let before = fixture.ask(None, ALL).await;
    for _ in 0..4 {
        fixture.record(&desk, "IR", "2024-2025").await;
        fixture.record(&desk, "AE", "2019-2020").await;
    }
    assert_eq!(fixture.ask(None, ALL).await, before);
    let staff = fixture.ask(Some(&desk), ALL).await;
    let statistics = &staff["hiringStatistics"];
    assert_eq!((&statistics["total"], &statistics["suppressed"]), (&json!(246), &json!(false)));
    assert_eq!(statistics["notice"], Value::Null);
    assert_eq!(staff["hidden"]["totalCount"], 4);
    assert_eq!(statistics["reconciliation"], before["hiringStatistics"]["reconciliation"]);
    assert!(statistics["byPlace"].to_string().contains("Toulouse"));
}

#[tokio::test]
async fn five_of_a_cell_show_as_a_count_and_nothing_else() {
    let fixture = Fixture::new().await;
    let desk = fixture.desk().await;
    for _ in 0..6 {
        fixture.record(&desk, "IR", "2020-2021").await;
    }
    let answer = fixture.ask(None, ALL).await;
    let statistics = &answer["hiringStatistics"];
    assert_eq!(statistics["total"], 243);
    assert!(statistics["notice"].as_str().is_some_and(|notice| notice.contains("multiple of 5")));
    assert_eq!(statistics["growth"][5], json!({ "count": 5, "difference": -60, "ratio": -0.923077 }));
    assert_eq!(answer["hires"]["totalCount"], 238);
    assert!(!statistics.to_string().contains("Hidden Works"));
    assert_eq!(statistics["newCompanies"][5]["count"], 0);
    let document = r#"{ hiringStatistics(filter: { group: "Hidden Works" }) { total topCompanies { name } matrix { total }
        newCompanies { count } } }"#;
    let public = fixture.ask(None, document).await["hiringStatistics"].clone();
    assert_eq!(public, json!({ "total": 0, "topCompanies": [], "matrix": [], "newCompanies": [] }));
    assert_eq!(fixture.ask(Some(&desk), document).await["hiringStatistics"]["total"], 6);
}

#[tokio::test]
async fn staff_see_their_own_specialties_exactly_and_the_rest_as_the_public_does() {
    let fixture = Fixture::new().await;
    let desk = fixture.desk().await;
    let id = fixture.record(&desk, "IR", "2020-2021").await["hire"]["id"].clone();
    fixture.record(&desk, "AE", "2020-2021").await;
    let scoped = fixture.staff(Role::DepartmentHead, "INSA-TOULOUSE", &["IR"]).await;
    let elsewhere = fixture.staff(Role::CareerServices, "IMT-ALBI", &[]).await;
    let admin = domain::policy::Actor { school: None, role: Role::Admin, ..scoped.clone() };
    let document = format!(
        r#"{{ hiringStatistics(filter: {{ school: "INSA-TOULOUSE" }}) {{ total suppressed }} hires {{ totalCount }}
           ir: hiringStatistics(filter: {{ specialties: ["IR"] }}) {{ suppressed }} node(id: {id}) {{ id }} }}"#
    );
    let seen = [
        (None, 238, true),
        (Some(&scoped), 239, false),
        (Some(&elsewhere), 238, true),
        (Some(&admin), 240, false),
    ];
    for (actor, total, ir_suppressed) in seen {
        let answer = fixture.ask(actor, &document).await;
        assert_eq!(answer["hiringStatistics"]["total"], total, "{actor:?}");
        assert_eq!(answer["hiringStatistics"]["suppressed"], total < 240);
        assert_eq!(answer["hires"]["totalCount"], total);
        assert_eq!(answer["ir"]["suppressed"], ir_suppressed);
        assert_eq!(answer["node"].is_null(), ir_suppressed);
    }
}
