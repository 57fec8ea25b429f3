//! Worlds for the table's cases: copies of one database that holds the scene.

use super::matrix::Asker;
use super::scene::Scene;
use crate::harness::{Client, Database, Given, Host, Kind, TestApp, seeded};
use anyhow::Result;
use chrono::TimeDelta;
use std::sync::Arc;

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

impl Given for Stage {
    async fn given(host: &Arc<Host>, kind: Kind) -> Result<Self> {
        Ok(Self { host: Arc::clone(host), kind })
    }
}

impl Stage {
    /// A world for whoever changes nothing in it.
    pub(crate) async fn shared(&self) -> Arc<World> {
        self.host
            .shared(self.kind, "policy's shared world", Box::pin(async { Ok(self.fresh().await) }))
            .await
            .unwrap()
    }

    /// A world of one's own.
    pub(crate) async fn fresh(&self) -> World {
        let template =
            self.host.template(self.kind, "policy", Box::pin(make(&self.host, self.kind))).await.unwrap();
        let scene = std::fs::read(template.folder().join(SCENE)).unwrap();
        let database = Database::copy(&template).await.unwrap();
        let app = TestApp::open(database, TimeDelta::hours(1), |_| {}).await.unwrap();
        World { app, scene: serde_json::from_slice(&scene).unwrap() }
    }
}

impl World {
    /// Where it is served.
    pub(crate) fn base(&self) -> &str {
        &self.app.base
    }

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
            filled.push_str(known.unwrap_or_else(|| panic!("scene.rs makes no ${name}")));
            filled.push_str(rest);
        }
        filled
    }
}

async fn make(host: &Arc<Host>, kind: Kind) -> Result<Database> {
    let app = TestApp::open(seeded(host, kind).await?, TimeDelta::zero(), |_| {}).await?;
    let scene = Scene::make(&app).await;
    let database = app.into_database().await?;
    std::fs::write(database.folder.path().join(SCENE), serde_json::to_vec(&scene)?)?;
    Ok(database)
}
