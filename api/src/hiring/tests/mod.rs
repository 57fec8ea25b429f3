//! The slice over a loaded database: SQLite, and PostgreSQL where `TREMPLIN_TEST_POSTGRES` names a server.

mod import;
mod lists;
mod record;
mod statistics;
mod visibility;

use crate::app::App;
use crate::clock::Clock;
use crate::config::{Config, Secret};
use crate::context::{Caller, Request};
use crate::random::Random;
use chrono::DateTime;
use domain::hiring::import::HireLine;
use domain::locale::Locale;
use domain::policy::Actor;
use domain::role::Role;
use sea_orm::{ConnectionTrait, Database};
use serde_json::Value;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use tempfile::TempDir;
use uuid::Uuid;

/// An application of a test's own, with the published history.
pub(crate) struct Fixture {
    pub(crate) app: App,
    // Deleted when the test ends.
    _folder: TempDir,
}

impl Fixture {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::default();
        config.database.url = database(&folder).await;
        config.search.path = folder.path().join("search");
        let clock = Clock::manual(DateTime::from_timestamp(1_800_000_000, 0).unwrap());
        let app = App::open(config, clock, Random::seeded(7)).await.unwrap();
        Self { app, _folder: folder }
    }

    /// The answer's data; the test fails on an error.
    pub(crate) async fn ask(&self, actor: Option<&Actor>, document: &str) -> Value {
        let response = self.execute(actor, document).await;
        assert!(response.errors.is_empty(), "{document}: {:?}", response.errors);
        response.data.into_json().unwrap()
    }

    /// The code and message of the only error.
    pub(crate) async fn refusal(&self, actor: Option<&Actor>, document: &str) -> (String, String) {
        let response = self.execute(actor, document).await;
        let [error] = response.errors.as_slice() else { panic!("{document}: {response:?}") };
        let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
        (code.map(ToString::to_string).unwrap_or_default(), error.message.clone())
    }

    async fn execute(&self, actor: Option<&Actor>, document: &str) -> async_graphql::Response {
        let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let caller = Caller { actor: actor.cloned(), token: None, locale: Locale::En, address };
        let request = Arc::new(Request::new(Arc::clone(&self.app.context), caller));
        self.app.schema.execute(async_graphql::Request::new(document).data(request)).await
    }

    /// Somebody of a school's staff, scoped to some of its specialties or to none.
    pub(crate) async fn staff(&self, role: Role, school: &str, specialties: &[&str]) -> Actor {
        let schools =
            self.app.context.reference.get(&self.app.context.db, self.app.context.now()).await.unwrap();
        let school = schools.school_by_code(school).unwrap().id;
        let id_of = |code: &&str| schools.specialties_by_code(Some(school), code).first().unwrap().id;
        let specialties = specialties.iter().map(id_of).collect();
        let account = Uuid::from_u128(1);
        Actor { account, role, school: Some(school), specialties, membership: None, student: None }
    }

    /// INSA's career services.
    pub(crate) async fn desk(&self) -> Actor {
        self.staff(Role::CareerServices, "INSA-TOULOUSE", &[]).await
    }

    /// A hire by a company that nobody had heard of.
    pub(crate) async fn record(&self, actor: &Actor, specialty: &str, year: &str) -> Value {
        let document = format!(
            r#"mutation {{ hireRecord(input: {{ school: "INSA-TOULOUSE", specialty: "{specialty}",
                academicYear: "{year}", companyName: "Hidden Works", postcode: "31000", city: "Toulouse" }})
                {{ hire {{ id source company {{ name status }} place note }} userErrors {{ code message path }} }} }}"#
        );
        self.ask(Some(actor), &document).await["hireRecord"].clone()
    }
}

async fn database(folder: &TempDir) -> Secret {
    let Ok(server) = std::env::var("TREMPLIN_TEST_POSTGRES") else {
        return Secret::new(format!("sqlite://{}", folder.path().join("tremplin.db").display()));
    };
    let folder = folder.path().file_name().unwrap().to_string_lossy();
    let name: String = folder.bytes().map(|byte| format!("{byte:02x}")).collect();
    let admin = Database::connect(format!("{server}/postgres")).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE t{name}")).await.unwrap();
    admin.close().await.unwrap();
    Secret::new(format!("{server}/t{name}"))
}

/// How many published lines are such.
pub(super) fn lines(is: impl Fn(&HireLine) -> bool) -> usize {
    domain::hiring::history::hires().iter().filter(|line| is(line)).count()
}
