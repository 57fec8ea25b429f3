//! The search server is stopped, stalled, wiped, or another: changes go on, searches come from SQL and say so, and
//! once it is back its indexes are what the database is.

use super::{create, timed};
use crate::harness::factory::{self, INSA, Member};
use crate::harness::meilisearch::Server;
use crate::harness::proxy::{Proxy, Upstream, Way};
use crate::harness::{Given, Host, Kind, OnMeilisearch, Suite, TestApp, engine, meilisearch, seeded};
use anyhow::Result;
use api::outbox::Indexed;
use api::worker;
use axum::http::StatusCode;
use chrono::TimeDelta;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// An application with its worker, whose search server is behind a proxy.
struct Searching {
    app: TestApp,
    proxy: Proxy,
    server: Arc<Server>,
    prefix: String,
    member: Member,
    _stop: oneshot::Sender<()>,
}

impl Given for OnMeilisearch<Searching> {
    async fn given(host: &Arc<Host>, kind: Kind) -> Result<Self> {
        let (server, prefix) = (host.meilisearch().await?, engine::prefix(host));
        meilisearch::afterwards(host, Arc::clone(&server), prefix.clone());
        let proxy = Proxy::before(home(&server)).await?;
        let mut search = server.settings(&format!("http://127.0.0.1:{}", proxy.port), &prefix);
        search.timeout = Duration::from_secs(1);
        let app = TestApp::open(seeded(host, kind).await?, TimeDelta::zero(), |config| {
            config.search = search;
            config.worker.poll_interval = Duration::from_millis(100);
        })
        .await?;
        engine::without_history(&app).await?;
        let (_stop, stopped) = oneshot::channel::<()>();
        worker::spawn(Arc::clone(&app.context), async {
            stopped.await.ok();
        });
        let member = super::member(&app).await;
        let searching = Searching { app, proxy, server, prefix, member, _stop };
        searching.until_equal(1).await;
        Ok(Self(searching))
    }
}

pub(crate) fn trials(suite: &mut Suite) {
    let module = module_path!();
    suite.on_meilisearch(module, "it_is_stopped", it_is_stopped);
    suite.on_meilisearch(module, "it_is_stalled", it_is_stalled);
    suite.on_meilisearch(module, "its_indexes_are_wiped", its_indexes_are_wiped);
    suite.on_meilisearch(module, "one_index_is_deleted", one_index_is_deleted);
    suite.on_meilisearch(module, "it_answers_something_else", it_answers_something_else);
}

async fn it_is_stopped(searching: Searching) {
    searching.fails(Way::Cut).await;
}

async fn it_is_stalled(searching: Searching) {
    searching.fails(Way::Lost).await;
}

async fn its_indexes_are_wiped(searching: Searching) {
    searching.server.wipe(&searching.prefix).await.unwrap();
    searching.comes_from_sql(1).await;
    searching.until_equal(1).await;
}

/// The server makes an index without settings when the next document comes.
async fn one_index_is_deleted(searching: Searching) {
    let offers = searching.server.indexes(&searching.prefix).await.unwrap();
    let offers = offers.into_iter().find(|name| name.contains("offer")).unwrap();
    searching.server.wipe(&offers).await.unwrap();
    searching.publish().await;
    searching.until_equal(2).await;
}

async fn it_answers_something_else(searching: Searching) {
    let refused =
        json!({ "message": "unknown", "code": "bad_request", "type": "invalid_request", "link": "" });
    let answers = [
        (StatusCode::INTERNAL_SERVER_ERROR, "oops".to_owned()),
        (StatusCode::OK, "<html>a portal</html>".to_owned()),
        (StatusCode::OK, json!({ "status": "of another version" }).to_string()),
        (StatusCode::BAD_REQUEST, refused.to_string()),
        (StatusCode::NOT_FOUND, String::new()),
    ];
    for (rank, (status, body)) in answers.into_iter().enumerate() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let other = axum::Router::new().fallback(move || async move { (status, body) });
        let serving = tokio::spawn(axum::serve(listener, other).into_future());
        searching.proxy.lead_to(Upstream::Tcp(address)).await;
        let published = rank + 1;
        searching.comes_from_sql(published).await;
        searching.publish().await;
        searching.comes_from_sql(published + 1).await;
        serving.abort();
        searching.proxy.lead_to(home(&searching.server)).await;
        searching.until_equal(published + 1).await;
    }
}

impl Searching {
    /// An outage from beginning to end.
    async fn fails(&self, way: Way) {
        self.proxy.set(way);
        self.comes_from_sql(1).await;
        self.publish().await;
        create(&self.member.client, "While it was away", "away").await.expect_data();
        self.comes_from_sql(2).await;
        self.proxy.set(Way::Flow);
        self.until_equal(2).await;
    }

    async fn publish(&self) {
        let ((), published) = ((), factory::published_offer(&self.app, &self.member, INSA, &["AE"]));
        let (elapsed, _) = timed(published).await;
        assert!(elapsed < Duration::from_secs(5), "no change waits for the engine: {elapsed:?}");
    }

    async fn search(&self) -> Value {
        // Time stands still here, and an engine that failed is left alone for a while.
        self.app.clock.advance(TimeDelta::seconds(3));
        let (elapsed, answer) =
            timed(self.app.anonymous().ask("{ searchOffers { totalCount degraded } }")).await;
        // The engine's second at most, and what SQL takes on a machine that indexes beside.
        assert!(elapsed < Duration::from_secs(4), "{elapsed:?}");
        answer.expect_data()["searchOffers"].take()
    }

    async fn comes_from_sql(&self, offers: usize) {
        assert_eq!(self.search().await, json!({ "totalCount": offers, "degraded": true }));
    }

    /// Waits until searches come from the engine and find so many offers, and compares it with the database.
    async fn until_equal(&self, offers: usize) {
        let start = Instant::now();
        let expected = json!({ "totalCount": offers, "degraded": false });
        loop {
            let found = self.search().await;
            if found == expected && self.waiting().await == 0 {
                break;
            }
            assert!(start.elapsed() < Duration::from_secs(120), "{found}, {} waiting", self.waiting().await);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        for kind in Indexed::ALL {
            assert_eq!(
                worker::reconcile(&self.app.context, kind).await.unwrap(),
                0,
                "{kind}: ids and versions"
            );
        }
    }

    /// Changes that the engine was not told of.
    async fn waiting(&self) -> u64 {
        entity::search_outbox::Entity::find().count(&self.app.context.db.read).await.unwrap()
    }
}

fn home(server: &Server) -> Upstream {
    Upstream::Tcp(server.url.trim_start_matches("http://").to_owned())
}
