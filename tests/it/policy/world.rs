//! The people and objects that the table speaks of, made once through the API and copied for each case.

use super::matrix::Asker;
use crate::harness::factory::{self, INSA};
use crate::harness::{Client, Database, Given, Host, Kind, TestApp, seeded};
use anyhow::Result;
use chrono::TimeDelta;
use domain::role::Role;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use strum::VariantArray;

/// Kept beside the database that it describes.
const SCENE: &str = "scene.json";

/// From where worlds are made: a case's argument.
pub(crate) struct Stage {
    host: Arc<Host>,
    kind: Kind,
}

/// One world: an application whose database holds the scene.
pub(crate) struct World {
    app: TestApp,
    scene: Scene,
}

/// Who is who, and what is what.
#[derive(Default, Deserialize, Serialize)]
struct Scene {
    /// Tokens, by asker.
    tokens: BTreeMap<String, String>,
    /// What `$name` stands for.
    names: BTreeMap<String, String>,
}

impl Given for Stage {
    async fn given(host: &Arc<Host>, kind: Kind) -> Result<Self> {
        Ok(Self { host: Arc::clone(host), kind })
    }
}

impl Stage {
    /// A fresh world.
    pub(crate) async fn world(&self) -> World {
        let template =
            self.host.template(self.kind, "policy", Box::pin(make(&self.host, self.kind))).await.unwrap();
        let scene = std::fs::read(template.folder().join(SCENE)).unwrap();
        let database = Database::copy(&template).await.unwrap();
        let app = TestApp::open(database, TimeDelta::hours(1), |_| {}).await.unwrap();
        World { app, scene: serde_json::from_slice(&scene).unwrap() }
    }
}

impl World {
    /// The client of an asker.
    pub(crate) fn client(&self, asker: Asker) -> Client {
        let anonymous = self.app.anonymous();
        self.scene
            .tokens
            .get(&asker.to_string())
            .map_or(anonymous.clone(), |token| anonymous.with_token(token))
    }

    /// The document with its `$names` filled in.
    pub(crate) fn fill(&self, document: &str) -> String {
        let mut pieces = document.split('$');
        let mut filled = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let end = piece.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(piece.len());
            let (name, rest) = piece.split_at(end);
            let known = self.scene.names.get(name);
            filled.push_str(known.unwrap_or_else(|| panic!("world.rs makes no ${name}")));
            filled.push_str(rest);
        }
        filled
    }
}

async fn make(host: &Arc<Host>, kind: Kind) -> Result<Database> {
    let app = TestApp::open(seeded(host, kind).await?, TimeDelta::zero(), |_| {}).await?;
    let mut scene = Scene::default();
    staff(&app, &mut scene).await;
    students(&app, &mut scene).await;
    companies(&app, &mut scene).await;
    for asker in Asker::VARIANTS.iter().filter(|asker| **asker != Asker::Anonymous) {
        assert!(scene.tokens.contains_key(&asker.to_string()), "world.rs makes no {asker}");
    }
    let database = app.into_database().await?;
    write(&scene, database.folder.path())?;
    Ok(database)
}

fn write(scene: &Scene, folder: &Path) -> Result<()> {
    Ok(std::fs::write(folder.join(SCENE), serde_json::to_vec(scene)?)?)
}

impl Scene {
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
    for (asker, role, school, specialties) in people {
        scene.person(asker, &factory::staff(app, role, school, specialties).await);
    }
}

/// `$student` belongs to the owner and is open to companies; the stranger is another of the same specialty.
async fn students(app: &TestApp, scene: &mut Scene) {
    let owner = factory::confirmed_student(app, INSA, "IR", "COMPANIES").await;
    let told = owner.client.get("{ viewer { notifications { edges { node { id } } } } }", json!({})).await;
    scene.name("notification", factory::text(&told, "/viewer/notifications/edges/0/node/id"));
    scene.person(Asker::StudentOwner, &owner.client);
    scene.name("student", owner.id);
    let stranger = factory::confirmed_student(app, INSA, "IR", "STAFF").await;
    scene.person(Asker::StudentStranger, &stranger.client);
    scene.name("staff_student", stranger.id);
    scene.name("hidden_student", factory::confirmed_student(app, INSA, "IR", "HIDDEN").await.id);
    let new = factory::student(app, INSA, "IR").await;
    factory::set_visibility(&new, "COMPANIES").await;
    scene.name("new_student", new.id);
    let rejected = factory::student(app, INSA, "IR").await;
    let reject =
        "mutation($id: ID!) { studentReject(id: $id, reason: \"Not on our list.\") { userErrors { code } } }";
    factory::career_services(app, INSA).await.get(reject, json!({ "id": rejected.id })).await;
    scene.name("rejected_student", rejected.id);
}

/// `$company` is verified and belongs to the owner; `$pending_member` waits there for approval.
async fn companies(app: &TestApp, scene: &mut Scene) {
    let owner = factory::verified_company(app).await;
    let pending = factory::member(app, &owner.siret).await;
    let unverified = factory::company(app).await;
    let stranger = factory::verified_company(app).await;
    scene.person(Asker::MemberOwner, &owner.client);
    scene.person(Asker::MemberPending, &pending.client);
    scene.person(Asker::MemberUnverified, &unverified.client);
    scene.person(Asker::MemberStranger, &stranger.client);
    scene.name("company", owner.company);
    scene.name("siret", owner.siret);
    scene.name("pending_member", pending.id);
    scene.name("unverified_company", unverified.company);
    let rejected = factory::company(app).await;
    let reject =
        "mutation($id: ID!) { companyReject(id: $id, reason: \"Unknown there.\") { userErrors { code } } }";
    factory::career_services(app, INSA).await.get(reject, json!({ "id": rejected.company })).await;
    scene.name("rejected_company", rejected.company);
}
