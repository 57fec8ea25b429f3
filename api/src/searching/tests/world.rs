//! A database with the published history, and those who ask.

use super::fragile::Fragile;
use crate::clock::{Clock, Ids};
use crate::config::{Config, Secret};
use crate::context::{Caller, Context, Request};
use crate::db::Db;
use crate::graphql::schema::{self, Schema};
use crate::random::Random;
use crate::searching::Breaker;
use crate::{auth, seed, worker};
use chrono::DateTime;
use domain::locale::Locale;
use domain::policy::{Actor, Membership};
use domain::role::Role;
use entity::company;
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, Database};
use search::Engine;
use serde_json::Value;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use tempfile::TempDir;
use uuid::Uuid;

/// The application without its server.
pub(crate) struct World {
    pub(crate) context: Arc<Context>,
    pub(crate) engine: Arc<Fragile>,
    pub(crate) clock: Clock,
    schema: Schema,
    // Deleted when the test ends.
    _folder: TempDir,
}

impl World {
    /// The published history, nothing of it indexed.
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::default();
        config.database.url = database(&folder).await;
        config.mail.folder = folder.path().join("mail");
        config.files.folder = folder.path().join("files");
        let db = Db::connect(&config.database).await.unwrap();
        Migrator::up(&db.write, None).await.unwrap();
        let clock = Clock::manual(DateTime::from_timestamp(1_800_000_000, 0).unwrap());
        let engine = Arc::new(Fragile::new(&folder));
        let context = Arc::new(Context {
            metrics: crate::metrics::Metrics::default(),
            db,
            clock: clock.clone(),
            ids: Ids::default(),
            random: Random::seeded(7),
            search: Breaker::new(Arc::clone(&engine) as Arc<dyn Engine>, clock.clone()),
            reference: crate::reference::Reference::default(),
            procedures: crate::contract::Procedures::default(),
            pools: crate::matching::pool::Pools::default(),
            sessions: auth::sessions::Sessions::default(),
            subjects: crate::application::Subjects::default(),
            passwords: auth::passwords::Passwords::new(config.auth.password_memory),
            spending: auth::spending::Spending::new(&config.limits),
            mail: Arc::new(crate::mail::Transport::configured(&config.mail).unwrap()),
            files: Arc::new(crate::file::Storage::new(&config.files)),
            press: config.papers.press().unwrap(),
            presses: crate::document::Presses::default(),
            config,
        });
        seed::run(&context).await.unwrap();
        crate::contract::procedures::ship(&context).await.unwrap();
        let schema = schema::build(&context.config);
        Self { context, engine, clock, schema, _folder: folder }
    }

    /// With everything indexed.
    pub(crate) async fn indexed() -> Self {
        let world = Self::new().await;
        worker::drain(&world.context).await.unwrap();
        assert!(world.context.search.is_ready());
        world
    }

    /// Indexes what changed.
    pub(crate) async fn drain(&self) -> usize {
        worker::drain(&self.context).await.unwrap()
    }

    /// The answer's data; the test fails on an error.
    pub(crate) async fn ask(&self, actor: Option<&Actor>, document: &str) -> Value {
        let response = self.execute(actor, document).await;
        assert!(response.errors.is_empty(), "{document}: {:?}", response.errors);
        response.data.into_json().unwrap()
    }

    /// The code and the accepted values of the only error.
    pub(crate) async fn refusal(&self, actor: Option<&Actor>, document: &str) -> (String, String) {
        let response = self.execute(actor, document).await;
        let [error] = response.errors.as_slice() else { panic!("{document}: {response:?}") };
        let said = |key: &str| error.extensions.as_ref().and_then(|extensions| extensions.get(key));
        let said = |key: &str| said(key).map(|value| value.to_string().replace('"', "")).unwrap_or_default();
        (said("code"), said("accepted"))
    }

    async fn execute(&self, actor: Option<&Actor>, document: &str) -> async_graphql::Response {
        let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let caller = Caller { actor: actor.cloned(), token: None, locale: Locale::En, address };
        let request = Arc::new(Request::new(Arc::clone(&self.context), caller));
        self.schema.execute(async_graphql::Request::new(document).data(request)).await
    }

    /// A school's id.
    pub(crate) async fn school(&self, code: &str) -> Uuid {
        let schools = self.context.reference.get(&self.context.db, self.context.now()).await.unwrap();
        schools.school_by_code(code).unwrap().id
    }

    /// A specialty's id.
    pub(crate) async fn specialty(&self, school: &str, code: &str) -> Uuid {
        let schools = self.context.reference.get(&self.context.db, self.context.now()).await.unwrap();
        let school = schools.school_by_code(school).unwrap().id;
        schools.specialties_by_code(Some(school), code).first().unwrap().id
    }

    /// Somebody of a school's staff, scoped to some of its specialties or to none.
    pub(crate) async fn staff(&self, role: Role, school: Option<&str>, specialties: &[&str]) -> Actor {
        let mut ids = Vec::new();
        for code in specialties {
            ids.push(self.specialty(school.unwrap(), code).await);
        }
        let school = match school {
            Some(code) => Some(self.school(code).await),
            None => None,
        };
        Actor { account: Uuid::nil(), role, school, specialties: ids, membership: None, student: None }
    }

    /// A person of a company.
    pub(crate) fn member(company: &company::Model) -> Actor {
        let membership = Membership { company: company.id, approved: true, status: company.status.0 };
        let (account, role) = (Uuid::nil(), Role::CompanyMember);
        Actor {
            account,
            role,
            school: None,
            specialties: Vec::new(),
            membership: Some(membership),
            student: None,
        }
    }
}

/// The values of a field of the nodes of a search, in order.
pub(crate) fn nodes(search: &Value, field: &str) -> Vec<String> {
    let edges = search["edges"].as_array().unwrap();
    edges.iter().map(|edge| edge["node"][field].as_str().unwrap().to_owned()).collect()
}

async fn database(folder: &TempDir) -> Secret {
    let Ok(server) = std::env::var("TREMPLIN_TEST_POSTGRES") else {
        return Secret::new(format!("sqlite://{}", folder.path().join("tremplin.db").display()));
    };
    let name = hex(folder);
    let admin = Database::connect(format!("{server}/postgres")).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE t{name}")).await.unwrap();
    admin.close().await.unwrap();
    Secret::new(format!("{server}/t{name}"))
}

/// A name of the test's own for what it makes on servers.
pub(super) fn hex(folder: &TempDir) -> String {
    let folder = folder.path().file_name().unwrap().to_string_lossy();
    folder.bytes().map(|byte| format!("{byte:02x}")).collect()
}
