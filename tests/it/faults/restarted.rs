//! PostgreSQL crashes and is started again, under the program as it is built.

use super::{LIST, PROMISED, RECOVERY, create, timed, until_answered};
use crate::harness::cluster::{self, Cluster};
use crate::harness::factory::PASSWORD;
use crate::harness::{Client, Given, Host, Kind, Suite};
use crate::program::running::{self, Server};
use anyhow::{Context, Result};
use sea_orm::sqlx::{self, Connection, PgConnection};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

/// A cluster of the case's own, and the program on it.
struct Crashing {
    cluster: Cluster,
    server: Server,
    _folder: TempDir,
}

impl Given for Crashing {
    async fn given(host: &Arc<Host>, _: Kind) -> Result<Self> {
        let programs = cluster::programs().context("no PostgreSQL")?;
        let cluster = tokio::task::spawn_blocking(move || Cluster::start(&programs)).await??;
        until_up(&cluster).await;
        // The harness trades what a crash could lose for speed; here a crash must lose nothing that was acknowledged.
        let mut admin = PgConnection::connect(&cluster.url("postgres")).await?;
        sqlx::query("ALTER DATABASE postgres SET synchronous_commit = on").execute(&mut admin).await?;
        admin.close().await?;
        let folder = tempfile::tempdir_in(host.folder())?;
        let mut command = running::command(folder.path(), &cluster.url("postgres"), &[]);
        command.env("TREMPLIN_LOG__LEVEL", "error,api::cli=info");
        let server = tokio::task::spawn_blocking(move || Server::launch(command)).await?;
        Ok(Self { cluster, server, _folder: folder })
    }
}

pub(crate) fn trials(suite: &mut Suite) {
    suite.on_own_postgres(module_path!(), "the_program_stays_and_goes_on", the_program_stays_and_goes_on);
}

async fn the_program_stays_and_goes_on(Crashing { cluster, server, _folder }: Crashing) {
    let anonymous = Client::anonymous(server.url.trim_end_matches("/graphql").to_owned());
    let client = signed_up(&anonymous).await;
    let mut quickest = RECOVERY;
    for round in 0..3 {
        let key = format!("round {round}");
        create(&client, &key, &key).await.expect_data();
        cluster.crash().unwrap();
        for client in [&anonymous, &client] {
            let (elapsed, answer) = timed(client.ask(LIST)).await;
            assert!(elapsed < Duration::from_secs(2), "{elapsed:?}");
            answer.expect_error("DATABASE_UNAVAILABLE");
        }
        let (elapsed, answer) = timed(create(&client, "Down", "down")).await;
        assert!(elapsed < Duration::from_secs(2), "{elapsed:?}");
        answer.expect_error("DATABASE_UNAVAILABLE");
        cluster.start_again().unwrap();
        until_up(&cluster).await;
        let recovery = until_answered(&client, LIST).await;
        assert!(recovery < RECOVERY, "{recovery:?}");
        quickest = quickest.min(recovery);
        create(&client, &format!("{key} again"), &format!("{key} again")).await.expect_data();
    }
    assert!(quickest < PROMISED, "{quickest:?}");
    let (code, log) = server.stop();
    assert_eq!(code, Some(0), "{log}");
}

async fn until_up(cluster: &Cluster) {
    for _ in 0..3000 {
        if PgConnection::connect(&cluster.url("postgres")).await.is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the cluster does not answer: {}", cluster.log());
}

async fn signed_up(anonymous: &Client) -> Client {
    let input = json!({
        "email": "member@example.org", "password": PASSWORD, "name": "Test Member", "siret": "99999999000016",
        "companyName": "Test Company", "postcode": "31400", "city": "Toulouse",
    });
    let sign_up =
        "mutation($input: SignUpCompanyInput!) { signUpCompany(input: $input) { userErrors { code } } }";
    anonymous.get(sign_up, json!({ "input": input })).await;
    let sign_in = "mutation($email: String!, $password: String!) { signIn(email: $email, password: $password) { token } }";
    let data = anonymous.get(sign_in, json!({ "email": "member@example.org", "password": PASSWORD })).await;
    anonymous.with_token(data["signIn"]["token"].as_str().unwrap())
}
