//! A database with the published history, an engine that fails when it is told to, and rows to search.

use crate::clock::{Clock, Ids};
use crate::config::{Config, Secret};
use crate::context::{Caller, Context, Request};
use crate::db::Db;
use crate::graphql::schema::{self, Schema};
use crate::outbox::{self, Indexed};
use crate::random::Random;
use crate::searching::Breaker;
use crate::{auth, seed, skill, worker};
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, TimeDelta};
use domain::company::CompanyStatus;
use domain::locale::Locale;
use domain::offer::{OfferStatus, RemotePolicy};
use domain::policy::{Actor, Membership};
use domain::role::Role;
use domain::student::{StudentStatus, StudentVisibility};
use domain::text::fold;
use entity::{Stored, account, company, offer, offer_skill, offer_specialty, student};
use migration::{Migrator, MigratorTrait};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, Database, EntityTrait, IntoActiveModel, QueryFilter,
};
use search::{Change, Document, Embedded, Engine, Error, Field, Kind, Meilisearch, Page, Prepared, Query};
use serde_json::Value;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use uuid::Uuid;

/// What a title holds that the engine of tests refuses.
pub(crate) const POISON: &str = "poison";

/// A real engine, which can be told to fail: how long an outage lasts is then the test's to say.
pub(crate) struct Fragile {
    real: Box<dyn Engine>,
    state: AtomicU8,
}

/// How an engine fails.
#[derive(Clone, Copy)]
pub(crate) enum State {
    /// Not at all.
    Up = 0,
    /// At once.
    Down = 1,
    /// By never answering a search.
    Stalled = 2,
    /// By refusing documents whose title says so.
    Picky = 3,
}

impl Fragile {
    pub(crate) fn set(&self, state: State) {
        self.state.store(state as u8, Ordering::SeqCst);
    }

    fn is(&self, state: State) -> bool {
        self.state.load(Ordering::SeqCst) == state as u8
    }

    fn up(&self) -> Result<(), Error> {
        if self.is(State::Down) { Err(Error::Unavailable("told to".into())) } else { Ok(()) }
    }
}

#[async_trait]
impl Engine for Fragile {
    fn name(&self) -> &'static str {
        self.real.name()
    }

    async fn prepare(&self) -> Result<Prepared, Error> {
        self.up()?;
        self.real.prepare().await
    }

    async fn write(&self, kind: Kind, changes: Vec<Change>) -> Result<(), Error> {
        self.up()?;
        let poisoned = |document: &Document| {
            document
                .texts
                .get(&Field::Title)
                .is_some_and(|titles| titles.iter().any(|title| title.contains(POISON)))
        };
        let refused =
            changes.iter().any(|change| matches!(change, Change::Upsert(document) if poisoned(document)));
        if self.is(State::Picky) && refused {
            return Err(Error::Rejected("poison".to_owned()));
        }
        self.real.write(kind, changes).await
    }

    async fn flush(&self) -> Result<(), Error> {
        self.up()?;
        self.real.flush().await
    }

    async fn search(&self, query: &Query) -> Result<Page, Error> {
        self.up()?;
        if self.is(State::Stalled) {
            return std::future::pending().await;
        }
        self.real.search(query).await
    }

    async fn versions(
        &self,
        kind: Kind,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<(Uuid, i64)>, Error> {
        self.up()?;
        self.real.versions(kind, after, limit).await
    }

    async fn rebuild_begin(&self, kind: Kind) -> Result<(), Error> {
        self.up()?;
        self.real.rebuild_begin(kind).await
    }

    async fn rebuild_add(&self, kind: Kind, documents: Vec<Document>) -> Result<(), Error> {
        self.up()?;
        self.real.rebuild_add(kind, documents).await
    }

    async fn rebuild_swap(&self, kind: Kind) -> Result<(), Error> {
        self.up()?;
        self.real.rebuild_swap(kind).await
    }

    async fn healthy(&self) -> Result<(), Error> {
        self.up()?;
        self.real.healthy().await
    }
}

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
        let db = Db::connect(&config.database).await.unwrap();
        Migrator::up(&db.write, None).await.unwrap();
        let clock = Clock::manual(DateTime::from_timestamp(1_800_000_000, 0).unwrap());
        let engine = Arc::new(Fragile { real: real_engine(&folder), state: AtomicU8::new(State::Up as u8) });
        let context = Arc::new(Context {
            db,
            clock: clock.clone(),
            ids: Ids::default(),
            random: Random::seeded(7),
            search: Breaker::new(Arc::clone(&engine) as Arc<dyn Engine>, clock.clone()),
            reference: crate::reference::Reference::default(),
            passwords: auth::passwords::Passwords::new(),
            config,
        });
        seed::run(&context).await.unwrap();
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

    /// A company of the history, or a new one.
    pub(crate) async fn company(&self, name: &str, status: CompanyStatus) -> company::Model {
        let known = company::Entity::find().filter(company::Column::NameKey.eq(fold(name)));
        let known = known.one(&self.context.db.write).await.unwrap();
        let now = self.context.now();
        let row = match known {
            Some(known) => {
                let version = known.version + 1;
                let mut row = known.into_active_model();
                row.status = Set(Stored(status));
                row.version = Set(version);
                row.update(&self.context.db.write).await.unwrap()
            }
            None => {
                let row = company::ActiveModel {
                    id: Set(self.context.new_id()),
                    name: Set(name.to_owned()),
                    name_key: Set(fold(name)),
                    status: Set(Stored(status)),
                    demo: Set(true),
                    version: Set(1),
                    created_at: Set(now),
                    updated_at: Set(now),
                    ..Default::default()
                };
                row.insert(&self.context.db.write).await.unwrap()
            }
        };
        self.changed(Indexed::Company, row.id, row.version).await;
        row
    }

    /// Says that a row changed.
    pub(crate) async fn changed(&self, kind: Indexed, id: Uuid, version: i64) {
        outbox::changed(&self.context, &self.context.db.write, kind, [(id, version)]).await.unwrap();
    }

    /// A published offer by a company, to some specialties of a school, which asks for some skills.
    pub(crate) async fn offer(
        &self,
        company: &company::Model,
        title: &str,
        (school, specialties): (&str, &[&str]),
        skills: &[&str],
        change: impl FnOnce(&mut offer::ActiveModel),
    ) -> offer::Model {
        let db = &self.context.db.write;
        self.clock.advance(TimeDelta::seconds(1));
        let (now, id) = (self.context.now(), self.context.new_id());
        let account = self.account(Role::CompanyMember).await;
        let mut row = offer::ActiveModel {
            id: Set(id),
            reference: Set(id.to_string()),
            company_id: Set(company.id),
            school_id: Set(self.school(school).await),
            title: Set(title.to_owned()),
            title_key: Set(fold(title)),
            description: Set("Au sein de l'équipe, contrat d'un an.".to_owned()),
            contract_type: Set(Stored(domain::contract_type::ContractType::Professionalisation)),
            positions: Set(1),
            city: Set(Some("Toulouse".to_owned())),
            city_key: Set(Some("toulouse".to_owned())),
            remote: Set(Stored(RemotePolicy::None)),
            start_on: Set(NaiveDate::from_ymd_opt(2027, 9, 1).unwrap()),
            status: Set(Stored(OfferStatus::Published)),
            published_at: Set(Some(now)),
            created_by: Set(account),
            search_key: Set(fold(&format!("{title} {} {}", company.name, skills.join(" ")))),
            demo: Set(true),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        };
        change(&mut row);
        let row = row.insert(db).await.unwrap();
        for code in specialties {
            let link = offer_specialty::ActiveModel {
                id: Set(self.context.new_id()),
                offer_id: Set(id),
                specialty_id: Set(self.specialty(school, code).await),
            };
            link.insert(db).await.unwrap();
        }
        let names: Vec<String> = skills.iter().map(|skill| (*skill).to_owned()).collect();
        for (position, skill) in (1..).zip(skill::store::ids_of(&self.context, db, &names).await.unwrap()) {
            let id = self.context.new_id();
            let link = offer_skill::ActiveModel {
                id: Set(id),
                offer_id: Set(row.id),
                skill_id: Set(skill),
                position: Set(position),
            };
            link.insert(db).await.unwrap();
        }
        self.changed(Indexed::Offer, row.id, row.version).await;
        row
    }

    /// A student of a school's specialty.
    pub(crate) async fn student(
        &self,
        name: &str,
        (school, specialty): (&str, &str),
        visibility: StudentVisibility,
        status: StudentStatus,
    ) -> student::Model {
        let now = self.context.now();
        let row = student::ActiveModel {
            id: Set(self.context.new_id()),
            account_id: Set(self.account(Role::Student).await),
            school_id: Set(self.school(school).await),
            specialty_id: Set(self.specialty(school, specialty).await),
            academic_year: Set(2027),
            name: Set(name.to_owned()),
            name_key: Set(fold(name)),
            headline: Set(Some("Embedded software".to_owned())),
            visibility: Set(Stored(visibility)),
            status: Set(Stored(status)),
            demo: Set(true),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        };
        let row = row.insert(&self.context.db.write).await.unwrap();
        self.changed(Indexed::Student, row.id, row.version).await;
        row
    }

    async fn account(&self, role: Role) -> Uuid {
        let id = self.context.new_id();
        let email = format!("{id}@example.org");
        let row = account::ActiveModel {
            id: Set(id),
            email_key: Set(email.clone()),
            email: Set(email),
            name: Set("Test Person".to_owned()),
            password_hash: Set(String::new()),
            role: Set(Stored(role)),
            locale: Set(Stored(Locale::En)),
            demo: Set(true),
            created_at: Set(self.context.now()),
            ..Default::default()
        };
        row.insert(&self.context.db.write).await.unwrap().id
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

fn real_engine(folder: &TempDir) -> Box<dyn Engine> {
    match std::env::var("TREMPLIN_TEST_MEILISEARCH") {
        Ok(url) => {
            let key = std::env::var("TREMPLIN_TEST_MEILISEARCH_KEY").ok();
            let limit = Duration::from_secs(2);
            Box::new(Meilisearch::new(&url, key.as_deref(), limit, &format!("{}_", hex(folder))).unwrap())
        }
        Err(_) => Box::new(Embedded::in_memory().unwrap()),
    }
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
fn hex(folder: &TempDir) -> String {
    let folder = folder.path().file_name().unwrap().to_string_lossy();
    folder.bytes().map(|byte| format!("{byte:02x}")).collect()
}
