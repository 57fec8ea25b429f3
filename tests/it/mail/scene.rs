//! An application that sends by a mail server.

use crate::harness::{Given, Host, Kind, Smtp, TestApp, seeded};
use anyhow::Result;
use api::config::Secret;
use api::mail::{self, Content, Mail, Recipient};
use api::worker;
use chrono::TimeDelta;
use domain::locale::Locale;
use domain::mail::MailState;
use entity::mail_outbox;
use sea_orm::{EntityTrait, QueryOrder};
use std::sync::Arc;
use std::time::Duration;

/// The application, and the server that it sends by.
pub(crate) struct Post {
    pub(crate) app: TestApp,
    pub(crate) server: Smtp,
}

impl Given for Post {
    async fn given(host: &Arc<Host>, kind: Kind) -> Result<Self> {
        let server = Smtp::start();
        let url = format!("smtp://127.0.0.1:{}", server.port);
        Ok(Self { app: sending_by(host, kind, url).await?, server })
    }
}

/// An application that sends by the server at an address.
pub(crate) async fn sending_by(host: &Arc<Host>, kind: Kind, url: String) -> Result<TestApp> {
    TestApp::open(seeded(host, kind).await?, TimeDelta::zero(), |config| {
        config.mail.url = Some(Secret::new(url));
        config.mail.from = "Career services <desk@example.org>".to_owned();
        config.mail.timeout = Duration::from_secs(2);
    })
    .await
}

/// A mail to somebody without an account.
pub(crate) fn mail(key: &str) -> Mail {
    mail_to("Ada Example", key)
}

/// The same, to somebody of this name.
pub(crate) fn mail_to(name: &str, key: &str) -> Mail {
    Mail {
        to: Recipient::Address {
            email: "ada@example.org".to_owned(),
            name: name.to_owned(),
            locale: Locale::En,
        },
        content: Content::SignatureRequest {
            person: name.to_owned(),
            paper: format!("Paper {key}"),
            contract: "Contract".to_owned(),
            due: None,
            link: "https://tremplin.example.org/s/1".to_owned(),
        },
        key: key.to_owned(),
        not_after: None,
    }
}

/// Queues a mail in a transaction of its own; answers whether there was none with its key.
pub(crate) async fn queue(app: &TestApp, mail: Mail) -> bool {
    let tx = app.context.db.begin().await.unwrap();
    let queued = mail::queue(&app.context, &tx, mail).await.map_err(api::error::Error::into_fault).unwrap();
    tx.commit().await.unwrap();
    queued
}

/// Sends what is due; answers how many mails that was.
pub(crate) async fn post(app: &TestApp) -> usize {
    worker::post(&app.context).await.unwrap()
}

/// Every row, oldest first.
pub(crate) async fn rows(app: &TestApp) -> Vec<mail_outbox::Model> {
    let rows = mail_outbox::Entity::find().order_by_asc(mail_outbox::Column::Id);
    rows.all(&app.context.db.write).await.unwrap()
}

/// Where every mail stands, oldest first.
pub(crate) async fn states(app: &TestApp) -> Vec<MailState> {
    rows(app).await.into_iter().map(|row| row.state.0).collect()
}

/// A header of a mail.
pub(crate) fn header<'a>(mail: &'a str, name: &str) -> &'a str {
    let line = mail.lines().take_while(|line| !line.is_empty()).find_map(|line| line.strip_prefix(name));
    line.unwrap_or_else(|| panic!("no {name} in {mail}")).trim_start_matches(": ")
}
