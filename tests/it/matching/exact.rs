//! The best are the best of all, and the same on both databases.

use crate::harness::{Given, Host, Kind, Suite, TestApp, seeded};
use anyhow::Result;
use api::demo::{Input, Scale};
use api::graphql::id::{Id, IdKind};
use async_graphql::InputType;
use chrono::TimeDelta;
use domain::matching::Score;
use domain::offer::OfferStatus;
use entity::{Stored, offer, student};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) fn trials(suite: &mut Suite) {
    suite.each(module_path!(), "the_first_twenty_are_those_of_all", the_first_twenty_are_those_of_all);
    suite.on(Kind::Postgres, module_path!(), "both_databases_score_alike", both_databases_score_alike);
}

/// Offers of one school, and a few students.
async fn fill(app: &TestApp, seed: u64, offers: usize) {
    let scale = Scale { companies: 10, students: 6, offers, applications: 0, contracts: 0 };
    let schools = vec![crate::harness::factory::INSA.to_owned()];
    let password = Some(crate::harness::factory::PASSWORD.to_owned());
    api::demo::run(&app.context, Input { scale, seed, schools, password }).await.unwrap();
}

async fn students(app: &TestApp) -> Vec<student::Model> {
    student::Entity::find().order_by_asc(student::Column::Id).all(&app.context.db.read).await.unwrap()
}

/// A score, whether eligible, and of which offer.
type Scored = (u16, bool, Uuid);

/// Every eligible score of a student, the best first, by comparing all.
async fn all(app: &TestApp, student: &student::Model) -> Vec<(u16, Uuid)> {
    let all = all_of(app, student).await;
    all.into_iter().filter(|(_, eligible, _)| *eligible).map(|(score, _, offer)| (score, offer)).collect()
}

/// Every score of a student, eligible or not, the best first.
async fn all_of(app: &TestApp, student: &student::Model) -> Vec<Scored> {
    let published = offer::Column::Status.eq(Stored(OfferStatus::Published));
    let offers = offer::Entity::find().filter(published).all(&app.context.db.read).await.unwrap();
    let pairs: Vec<_> = offers.iter().map(|offer| (student.id, offer.id)).collect();
    let scores = api::matching::scores(&app.context, student.school_id, &pairs, None).await.unwrap();
    assert_eq!(scores.len(), offers.len());
    let scored = |((_, offer), score): (_, Score)| (score.value.parts(), score.eligible, offer);
    let mut all: Vec<Scored> = scores.into_iter().map(scored).collect();
    all.sort_by_key(|(score, _, offer)| Reverse((*score, *offer)));
    all
}

async fn the_first_twenty_are_those_of_all(app: TestApp) {
    fill(&app, 5, 400).await;
    let admin = crate::harness::factory::staff(&app, domain::role::Role::Admin, None, &[]).await;
    let document = "query($id: ID!) { student(id: $id) { recommendedOffers(first: 20) { totalCount edges {
        node { reference } match { score } } } } }";
    let mut most = 0;
    for student in students(&app).await {
        let all = all(&app, &student).await;
        let id = Id::new(IdKind::Student, student.id);
        let opaque = id.to_value().into_json().unwrap();
        let data = admin.get(document, json!({ "id": opaque })).await;
        let list = &data["student"]["recommendedOffers"];
        assert_eq!(list["totalCount"], all.len());
        let edges = list["edges"].as_array().unwrap();
        assert_eq!(edges.len(), all.len().min(20));
        for (edge, (score, offer)) in edges.iter().zip(&all) {
            let row = offer::Entity::find_by_id(*offer).one(&app.context.db.read).await.unwrap().unwrap();
            assert_eq!(edge["node"]["reference"], row.reference.as_str());
            assert_eq!(edge["match"]["score"], Value::from(f64::from(*score) / 10_000.0));
        }
        most = most.max(all.len());
    }
    assert!(most > 20, "there is more than a page: {most}");
}

/// The same rows in both databases, made from several seeds.
struct Both(Vec<(u64, [TestApp; 2])>);

/// So many offers of each seed: enough for every kind of fact to be there and not to be.
const OF_A_SEED: usize = 120;

impl Given for Both {
    async fn given(host: &Arc<Host>, _: Kind) -> Result<Self> {
        let open = async |kind| TestApp::open(seeded(host, kind).await?, TimeDelta::zero(), |_| {}).await;
        let mut all = Vec::new();
        for seed in [5, 17, 2_026] {
            all.push((seed, [open(Kind::Sqlite).await?, open(Kind::Postgres).await?]));
        }
        Ok(Self(all))
    }
}

async fn both_databases_score_alike(Both(all): Both) {
    let mut seen = HashSet::new();
    for (seed, [sqlite, postgres]) in &all {
        fill(sqlite, *seed, OF_A_SEED).await;
        fill(postgres, *seed, OF_A_SEED).await;
        let (here, there) = (students(sqlite).await, students(postgres).await);
        assert!(here.iter().map(|row| row.id).eq(there.iter().map(|row| row.id)), "seed {seed}");
        for (one, other) in here.iter().zip(&there) {
            let scores = all_of(sqlite, one).await;
            assert!(!scores.is_empty());
            assert_eq!(scores, all_of(postgres, other).await, "seed {seed}, student {}", one.id);
            seen.insert(scores);
        }
    }
    assert!(seen.len() > all.len(), "the seeds make different facts");
}
