//! The people and objects that the table speaks of, made through the API.

use super::matrix::Asker;
use crate::contract::scene::{self as contracts, SMALL};
use crate::file::scene::pdf;
use crate::harness::factory::{self, INSA, Member, Student, act};
use crate::harness::{Client, TestApp};
use crate::round::scene as rounds;
use chrono::TimeDelta;
use domain::application::ApplicationStatus;
use domain::role::Role;
use entity::{Stored, application};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QueryOrder};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use strum::VariantArray;

/// Who is who, and what is what.
#[derive(Default, Deserialize, Serialize)]
pub(crate) struct Scene {
    /// Tokens, by asker.
    pub(crate) tokens: BTreeMap<String, String>,
    /// What `$name` stands for.
    pub(crate) names: BTreeMap<String, String>,
}

impl Scene {
    /// Makes everybody and everything.
    pub(crate) async fn make(app: &TestApp) -> Self {
        let mut scene = Self::default();
        staff(app, &mut scene).await;
        let student = students(app, &mut scene).await;
        let member = companies(app, &mut scene).await;
        offers(app, &mut scene, &member).await;
        applications(app, &mut scene, &student, &member).await;
        matching_rounds(app, &mut scene, &student, &member).await;
        contract(app, &mut scene, &student, &member).await;
        let nobody: Vec<&Asker> =
            Asker::VARIANTS.iter().filter(|asker| !scene.tokens.contains_key(&asker.to_string())).collect();
        assert_eq!(nobody, [&Asker::Anonymous], "everybody else has a token");
        scene
    }

    fn person(&mut self, asker: Asker, client: &Client) {
        self.tokens.insert(asker.to_string(), client.token().unwrap_or_default().to_owned());
    }

    fn name(&mut self, name: &str, value: impl Into<String>) {
        self.names.insert(name.to_owned(), value.into());
    }
}

/// The students are of INSA Toulouse, specialty IR: in the scope of one head, out of that of the other.
async fn staff(app: &TestApp, scene: &mut Scene) {
    let people: [(Asker, Role, Option<&str>, &[&str]); 7] = [
        (Asker::CareerServices, Role::CareerServices, Some(INSA), &[]),
        (Asker::CareerServicesOtherSchool, Role::CareerServices, Some("ENSSAT"), &[]),
        (Asker::HeadInScope, Role::DepartmentHead, Some(INSA), &["IR"]),
        (Asker::HeadOutOfScope, Role::DepartmentHead, Some(INSA), &["GC"]),
        (Asker::Tutor, Role::SchoolTutor, Some(INSA), &[]),
        (Asker::TrainingCentre, Role::TrainingCentre, Some(INSA), &[]),
        (Asker::Admin, Role::Admin, None, &[]),
    ];
    let school = app.anonymous().get("{ school(code: \"INSA-TOULOUSE\") { id } }", json!({})).await;
    scene.name("school", factory::text(&school, "/school/id"));
    for (asker, role, school, specialties) in people {
        scene.person(asker, &factory::staff(app, role, school, specialties).await);
    }
}

/// `$student` belongs to the owner and is open to companies; the stranger is another of the same specialty.
async fn students(app: &TestApp, scene: &mut Scene) -> Student {
    let owner = factory::confirmed_student(app, INSA, "IR", "COMPANIES").await;
    let told = owner.client.get("{ viewer { notifications { edges { node { id } } } } }", json!({})).await;
    scene.name("notification", factory::text(&told, "/viewer/notifications/edges/0/node/id"));
    scene.person(Asker::StudentOwner, &owner.client);
    let save = "mutation { savedSearchCreate(input: { name: \"Test\", frequency: DAILY }) {
        savedSearch { id } userErrors { code } } }";
    let saved = owner.client.get(save, json!({})).await;
    scene.name("saved_search", factory::text(&saved, "/savedSearchCreate/savedSearch/id"));
    let born = "mutation($id: ID!) { studentUpdate(id: $id, input: { birthDate: \"2004-03-01\" }) { userErrors { code } } }";
    owner.client.get(born, json!({ "id": owner.id })).await;
    scene.name("student", &owner.id);
    let stranger = factory::confirmed_student(app, INSA, "IR", "STAFF").await;
    scene.person(Asker::StudentStranger, &stranger.client);
    scene.name("staff_student", stranger.id);
    let new = factory::student(app, INSA, "IR").await;
    factory::set_visibility(&new, "COMPANIES").await;
    scene.name("new_student", new.id);
    let rejected = factory::student(app, INSA, "IR").await;
    let desk = factory::career_services(app, INSA).await;
    act(&desk, "studentReject", &rejected.id, Some("Not on our list.")).await;
    scene.name("rejected_student", rejected.id);
    owner
}

/// `$company` is verified and belongs to the owner; `$pending_member` waits there for approval.
async fn companies(app: &TestApp, scene: &mut Scene) -> Member {
    let owner = factory::verified_company(app).await;
    let pending = factory::member(app, &owner.siret).await;
    let unverified = factory::company(app).await;
    let stranger = factory::verified_company(app).await;
    scene.person(Asker::MemberOwner, &owner.client);
    scene.person(Asker::MemberPending, &pending.client);
    scene.person(Asker::MemberUnverified, &unverified.client);
    scene.person(Asker::MemberStranger, &stranger.client);
    scene.name("company", &owner.company);
    scene.name("siret", &owner.siret);
    scene.name("pending_member", pending.id);
    scene.name("unverified_company", unverified.company);
    let rejected = factory::company(app).await;
    let desk = factory::career_services(app, INSA).await;
    act(&desk, "companyReject", &rejected.company, Some("Unknown there.")).await;
    scene.name("rejected_company", rejected.company);
    owner
}

/// One offer of `$company` a status, all for IR; `$second_offer` is published too.
async fn offers(app: &TestApp, scene: &mut Scene, member: &Member) {
    let desk = factory::career_services(app, INSA).await;
    let ir: &[&str] = &["IR"];
    scene.name("draft_offer", factory::draft_offer(app, member, INSA, ir).await);
    scene.name("pending_offer", factory::pending_offer(app, member, INSA, ir).await);
    for name in ["published_offer", "second_offer"] {
        scene.name(name, factory::published_offer(app, member, INSA, ir).await);
    }
    let rejected = factory::pending_offer(app, member, INSA, ir).await;
    act(&desk, "offerReject", &rejected, Some("Too vague.")).await;
    scene.name("rejected_offer", rejected);
    let cancelled = factory::published_offer(app, member, INSA, ir).await;
    act(&member.client, "offerCancel", &cancelled, Some("No budget.")).await;
    scene.name("cancelled_offer", cancelled);
    let filled = factory::published_offer(app, member, INSA, ir).await;
    act(&member.client, "offerFill", &filled, None).await;
    scene.name("filled_offer", filled);
}

/// All of the owner, but for the hidden student's.
async fn applications(app: &TestApp, scene: &mut Scene, student: &Student, member: &Member) {
    let (published, second) = (scene.names["published_offer"].clone(), scene.names["second_offer"].clone());
    let ir: &[&str] = &["IR"];
    scene.name("application", factory::application(student, "offer", &published).await);
    let third = factory::published_offer(app, member, INSA, ir).await;
    let accepted = factory::application(student, "offer", &third).await;
    act(&member.client, "applicationAccept", &accepted, None).await;
    scene.name("accepted_application", accepted);
    let hidden = factory::confirmed_student(app, INSA, "IR", "HIDDEN").await;
    scene.name("hidden_application", factory::application(&hidden, "offer", &second).await);
    // Who applied is not hidden to that company any more, so the profile that is belongs to another.
    scene.name("hidden_student", factory::confirmed_student(app, INSA, "IR", "HIDDEN").await.id);
    let hires =
        app.anonymous().get("{ hires(first: 1) { edges { node { company { id } } } } }", json!({})).await;
    let nobodys = factory::text(&hires, "/hires/edges/0/node/company/id");
    scene.name("spontaneous_application", factory::application(student, "company", &nobodys).await);
}

/// Rounds of the owner and `$company`, each with an offer of its own: `$draft_round` is being prepared, in `$open_round`
/// students rank, `$ranking_round` is the companies' turn, `$closed_round` is computed, `$published_round` published.
async fn matching_rounds(app: &TestApp, scene: &mut Scene, student: &Student, member: &Member) {
    let desk = factory::career_services(app, INSA).await;
    let minutes = |minutes: i64| (app.clock.now() + TimeDelta::minutes(minutes)).to_rfc3339();
    let mut made = Vec::new();
    for (name, students, companies) in [
        ("draft_round", 10_000, 20_000),
        ("open_round", 10_000, 20_000),
        ("ranking_round", 10, 20_000),
        ("closed_round", 10, 20_000),
        ("published_round", 10, 20_000),
    ] {
        let offer = factory::published_offer(app, member, INSA, &["IR"]).await;
        let input = json!({ "school": INSA, "name": name, "studentsRankUntil": minutes(students),
            "companiesRankUntil": minutes(companies) });
        let round = rounds::create(&desk, input).await.expect_data();
        let round = factory::text(&round, "/matchingRoundCreate/round/id");
        let members = json!({ "addOffers": [offer], "addStudents": [student.id] });
        rounds::update(&desk, &round, members).await.expect_data();
        if name != "draft_round" {
            act(&desk, "matchingRoundOpen", &round, None).await;
            rounds::rank(&student.client, &round, None, &[&offer], &[]).await.expect_data();
        }
        scene.name(name, round.clone());
        made.push((round, offer));
    }
    app.clock.advance(TimeDelta::minutes(15));
    for (round, offer) in &made[2..] {
        rounds::rank(&member.client, round, Some(offer), &[&student.id], &[]).await.expect_data();
    }
    scene.name("ranking_offer", made[2].1.clone());
    for (round, _) in &made[3..] {
        act(&desk, "matchingRoundClose", round, Some("Everybody ranked.")).await;
        rounds::compute(&desk, round, true).await.expect_data();
    }
    act(&desk, "matchingRoundPublish", &made[4].0, None).await;
}

/// Confirms the last application in the database alone: through the API, its student would give up all the others.
async fn confirm_alone(app: &TestApp) {
    let db = &app.context.db.write;
    let last =
        application::Entity::find().order_by_desc(application::Column::Id).one(db).await.unwrap().unwrap();
    assert_eq!(last.status.0, ApplicationStatus::Accepted);
    let mut last = last.into_active_model();
    last.status = Set(Stored(ApplicationStatus::Confirmed));
    last.update(db).await.unwrap();
}

/// `$contract` of the owner and `$company`, followed by the tutor, with a step that is done and graded.
async fn contract(app: &TestApp, scene: &mut Scene, student: &Student, member: &Member) {
    let client = |asker: Asker| app.anonymous().with_token(&scene.tokens[&asker.to_string()]);
    let (desk, head, tutor) =
        (client(Asker::CareerServices), client(Asker::HeadInScope), client(Asker::Tutor));
    let uploaded = contracts::upload(&desk, SMALL).await.expect_data();
    let offer = factory::published_offer(app, member, INSA, &["IR"]).await;
    let application = factory::application(student, "offer", &offer).await;
    act(&member.client, "applicationAccept", &application, None).await;
    confirm_alone(app).await;
    let terms = json!({ "end": "2027-08-31", "grossMonthlyPay": "1800.00" });
    let data = contracts::open(&member.client, &application, terms).await.expect_data();
    let id = factory::text(&data, "/contractOpen/contract/id");
    let promise = "mutation($id: ID!) { stepComplete(contract: $id, step: \"promise\",
        inputs: [{ key: \"post\", value: \"Developer\" }]) { userErrors { code message } } }";
    let missions = "mutation($id: ID!) { stepComplete(contract: $id, step: \"missions\") { userErrors { code message } } }";
    let validate = "mutation($id: ID!) { stepValidate(contract: $id, step: \"missions\") { userErrors { code message } } }";
    let grade = "mutation($id: ID!) { stepGrade(contract: $id, step: \"missions\", points: 2) { userErrors { code message } } }";
    let follow =
        "mutation($id: ID!) { tutorAssign(id: $id, input: { name: \"Test Tutor\", jobTitle: \"Engineer\",
        email: \"company-tutor@example.org\", birthYear: 1985, diploma: \"Engineer\", experienceYears: 5 }) {
        userErrors { code message } } }";
    for (who, document) in [
        (&member.client, promise),
        (&student.client, missions),
        (&head, validate),
        (&desk, grade),
        (&member.client, follow),
    ] {
        who.get(document, json!({ "id": id })).await;
    }
    let email = tutor.get("{ viewer { email } }", json!({})).await;
    let assign = "mutation($id: ID!, $email: String!) { schoolTutorAssign(id: $id, email: $email) { userErrors { code } } }";
    desk.get(assign, json!({ "id": id, "email": email["viewer"]["email"] })).await;
    let feed = student.client.get("mutation { calendarFeedCreate { feed { id } } }", json!({})).await;
    scene.name("calendar_feed", factory::text(&feed, "/calendarFeedCreate/feed/id"));
    document(&desk, scene, &id).await;
    scene.name("procedure", factory::text(&uploaded, "/procedureUpload/procedure/id"));
    scene.name("procedure_text", json!(SMALL).to_string());
    scene.name("contract", id);
}

/// `$document` of the contract, a mission sheet whose first signature was given on a scan; `$scan` is another that was
/// announced, `$sha256` what the sheet is known by.
async fn document(desk: &Client, scene: &mut Scene, contract: &str) {
    let input = json!({
        "facts": [{ "path": "student.first_name", "value": "Test" }, { "path": "student.last_name", "value": "Student" }],
        "missions": [{ "title": "Tests" }],
    });
    let generate = "mutation($id: ID!, $input: PaperFactsInput!) {
        documentGenerate(contract: $id, kind: MISSION_SHEET, input: $input) {
        document { id sha256 } userErrors { code path message } } }";
    let made = desk.graphql(generate, json!({ "id": contract, "input": input })).await.expect_data();
    let id = factory::text(&made, "/documentGenerate/document/id");
    let announce =
        "mutation($id: ID!, $parties: [SigningParty!]!) { documentSignScanned(id: $id, parties: $parties) {
        document { scans { id } } ticket { url } userErrors { code message } } }";
    let first = json!({ "id": id, "parties": ["STUDENT"] });
    let first = desk.graphql(announce, first).await.expect_data();
    let path = factory::text(&first, "/documentSignScanned/ticket/url");
    let sent = desk.request(reqwest::Method::PUT, &path).body(pdf(1_000)).send().await.unwrap();
    assert_eq!(sent.status(), reqwest::StatusCode::CREATED);
    let check = "mutation($scan: ID!) { documentScanCheck(scan: $scan, accept: true) { userErrors { code message } } }";
    let scan = factory::text(&first, "/documentSignScanned/document/scans/0/id");
    desk.graphql(check, json!({ "scan": scan })).await.expect_data();
    let second = desk.graphql(announce, json!({ "id": id, "parties": [] })).await.expect_data();
    scene.name("scan", factory::text(&second, "/documentSignScanned/document/scans/1/id"));
    scene.name("sha256", factory::text(&made, "/documentGenerate/document/sha256"));
    scene.name("document", id);
}
