//! A server that refuses, dies or is not there, and a worker that dies: nothing is lost, and what may come twice bears one
//! `Message-ID`.

use super::scene::{Post, header, mail, post, queue, rows, sending_by, states};
use crate::harness::{Given, Host, Kind, Mood, Smtp, TestApp};
use anyhow::Result;
use api::{mail, worker};
use chrono::TimeDelta;
use domain::mail::MailState;
use entity::{Stored, mail_outbox};
use sea_orm::EntityTrait;
use sea_orm::sea_query::Expr;
use std::sync::Arc;

trials![
    a_temporary_refusal_is_tried_again,
    a_permanent_refusal_is_set_aside_until_somebody_asks,
    a_server_that_is_not_there_is_waited_for,
    a_server_that_died_after_taking_a_mail_gets_it_again_under_its_id,
    a_server_that_answers_too_late_gets_it_again_under_its_id,
    a_worker_that_died_is_taken_over_once_its_claim_ends,
    a_process_that_starts_alone_takes_over_at_once,
    nothing_is_sent_in_the_clear_where_tls_is_required,
];

async fn a_temporary_refusal_is_tried_again(Post { app, server }: Post) {
    server.be(Mood::Later);
    queue(&app, mail("one")).await;
    assert_eq!((post(&app).await, post(&app).await), (1, 0), "not again at once");
    let row = &rows(&app).await[0];
    assert!(row.last_error.as_deref().is_some_and(|said| said.contains("greylisted")), "{row:?}");
    assert_eq!((row.state.0, row.due_at), (MailState::Waiting, app.clock.now() + TimeDelta::seconds(30)));
    server.be(Mood::Takes);
    app.clock.advance(TimeDelta::seconds(31));
    assert_eq!((post(&app).await, server.taken().len()), (1, 1));
    assert_eq!(states(&app).await, [MailState::Sent]);
    assert_eq!(rows(&app).await[0].last_error, None);
}

async fn a_permanent_refusal_is_set_aside_until_somebody_asks(Post { app, server }: Post) {
    server.be(Mood::Never);
    queue(&app, mail("one")).await;
    assert_eq!(post(&app).await, 1);
    app.clock.advance(TimeDelta::days(6));
    assert_eq!(post(&app).await, 0, "not tried again");
    let shown = mail::troubled(&app.context, 10).await.unwrap();
    assert_eq!(shown.len(), 1);
    let said = shown[0].last_error.as_deref().unwrap();
    assert!(said.contains("550") && said.contains("nobody of this name here"), "{said}");
    assert_eq!(mail::standing(&app.context).await.unwrap().refused, 1);
    server.be(Mood::Takes);
    assert_eq!(mail::retry(&app.context, Some(shown[0].id)).await.unwrap(), 1);
    assert_eq!((post(&app).await, server.taken().len()), (1, 1));
    assert_eq!(mail::standing(&app.context).await.unwrap(), mail::Standing::default());
}

async fn a_server_that_is_not_there_is_waited_for(Post { app, mut server }: Post) {
    server.kill();
    for key in ["one", "two"] {
        queue(&app, mail(key)).await;
        assert!(worker::post(&app.context).await.is_err());
    }
    assert_eq!(states(&app).await, [MailState::Waiting; 2]);
    // For days: nothing is given up for a server that is away, before it is for every server.
    for _ in 0..20 {
        app.clock.advance(TimeDelta::hours(1));
        while worker::post(&app.context).await.is_err() {}
    }
    server.restart();
    app.clock.advance(TimeDelta::hours(1));
    assert_eq!((post(&app).await, server.taken().len()), (2, 2));
    assert_eq!(states(&app).await, [MailState::Sent; 2]);
}

async fn a_server_that_died_after_taking_a_mail_gets_it_again_under_its_id(Post { app, mut server }: Post) {
    server.be(Mood::Dies);
    queue(&app, mail("one")).await;
    assert!(worker::post(&app.context).await.is_err(), "nobody said that it was taken");
    assert_eq!(states(&app).await, [MailState::Waiting]);
    server.be(Mood::Takes);
    server.restart();
    app.clock.advance(TimeDelta::minutes(1));
    assert_eq!(post(&app).await, 1);
    the_same_twice(&server.taken());
    app.clock.advance(TimeDelta::days(1));
    assert_eq!(post(&app).await, 0, "and never again");
}

async fn a_server_that_answers_too_late_gets_it_again_under_its_id(Post { app, server }: Post) {
    server.be(Mood::Slow);
    queue(&app, mail("one")).await;
    assert!(worker::post(&app.context).await.is_err());
    server.be(Mood::Takes);
    app.clock.advance(TimeDelta::minutes(1));
    assert_eq!(post(&app).await, 1);
    the_same_twice(&server.taken());
}

#[track_caller]
fn the_same_twice(taken: &[String]) {
    assert_eq!(taken.len(), 2, "rather twice than never");
    assert_eq!(header(&taken[0], "Message-ID"), header(&taken[1], "Message-ID"));
    assert_eq!(taken[0], taken[1], "to the byte");
}

/// What a worker leaves that was killed between its claim and its record.
async fn abandoned(app: &TestApp) {
    queue(app, mail("one")).await;
    mail_outbox::Entity::update_many()
        .col_expr(mail_outbox::Column::State, Expr::value(Stored(MailState::Sending)))
        .col_expr(mail_outbox::Column::Attempts, Expr::value(1))
        .col_expr(mail_outbox::Column::DueAt, Expr::value(app.clock.now() + TimeDelta::minutes(5)))
        .exec(&app.context.db.write)
        .await
        .unwrap();
}

async fn a_worker_that_died_is_taken_over_once_its_claim_ends(Post { app, server }: Post) {
    abandoned(&app).await;
    assert_eq!(post(&app).await, 0, "claimed still");
    app.clock.advance(TimeDelta::minutes(5));
    assert_eq!((post(&app).await, post(&app).await), (1, 0));
    assert_eq!((server.taken().len(), rows(&app).await[0].attempts), (1, 2));
}

async fn a_process_that_starts_alone_takes_over_at_once(Post { app, server }: Post) {
    abandoned(&app).await;
    mail::recover(&app.context).await.unwrap();
    assert_eq!((post(&app).await, server.taken().len()), (1, 1));
}

/// An application that sends by TLS or not at all, and a server that has none.
struct Plain {
    app: TestApp,
    server: Smtp,
}

impl Given for Plain {
    async fn given(host: &Arc<Host>, kind: Kind) -> Result<Self> {
        let server = Smtp::start();
        let url = format!("smtp://127.0.0.1:{}?tls=required", server.port);
        Ok(Self { app: sending_by(host, kind, url).await?, server })
    }
}

async fn nothing_is_sent_in_the_clear_where_tls_is_required(Plain { app, server }: Plain) {
    queue(&app, mail("one")).await;
    assert!(worker::post(&app.context).await.is_err());
    assert_eq!((states(&app).await, server.taken().len()), (vec![MailState::Waiting], 0));
}
