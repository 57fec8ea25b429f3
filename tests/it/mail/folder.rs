//! Without a server: files in a folder, for every notification, and what is not sent at all.

use super::scene::{mail, post, queue, rows, states};
use crate::harness::TestApp;
use crate::harness::factory::{self, INSA};
use api::mail;
use chrono::TimeDelta;
use domain::mail::MailState;
use entity::{Stored, account, mail_outbox};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::path::PathBuf;

trials![
    what_a_person_is_told_is_mailed_once,
    a_mail_is_queued_with_what_it_tells_of_or_not_at_all,
    whoever_is_gone_or_a_demo_gets_none,
    what_is_too_late_is_not_sent,
    the_same_mail_again_is_the_same_file,
    an_address_that_is_none_is_set_aside,
];

/// The mails in the folder, by name of file.
fn written(app: &TestApp) -> Vec<(PathBuf, String)> {
    let Ok(files) = std::fs::read_dir(&app.context.config.mail.folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect()
}

async fn what_a_person_is_told_is_mailed_once(app: TestApp) {
    let student = factory::confirmed_student(&app, INSA, "IR", "COMPANIES").await;
    assert_eq!(post(&app).await, 1);
    let mails = written(&app);
    assert_eq!(mails.len(), 1);
    let (path, text) = &mails[0];
    let row = &rows(&app).await[0];
    assert_eq!(path.file_name().unwrap().to_str().unwrap(), format!("{}.eml", row.id));
    assert!(text.contains("Subject: The school confirmed your profile.\r\n"), "{text}");
    assert!(text.contains("\r\n\r\nHello Test Student") && text.contains("http://127.0.0.1:8000"), "{text}");
    assert!(text.contains(&format!("Message-ID: <{}@tremplin.example>", row.id.simple())), "{text}");
    assert!(row.state.0 == MailState::Sent && row.sent_at.is_some() && row.variables == "{}", "{row:?}");
    app.clock.advance(TimeDelta::days(1));
    assert_eq!(post(&app).await, 0, "once");
    // With a name in it: the company is told who applied to what.
    let company = factory::verified_company(&app).await;
    let offer = factory::published_offer(&app, &company, INSA, &["IR"]).await;
    factory::application(&student, "offer", &offer).await;
    post(&app).await;
    let all: String = written(&app).into_iter().map(|(_, text)| text).collect();
    assert!(all.contains("A new application came in for the offer") && all.contains("Test Offer"), "{all}");
}

async fn a_mail_is_queued_with_what_it_tells_of_or_not_at_all(app: TestApp) {
    let tx = app.context.db.begin().await.unwrap();
    assert!(mail::queue(&app.context, &tx, mail("one")).await.is_ok_and(|queued| queued));
    tx.rollback().await.unwrap();
    assert_eq!(post(&app).await, 0, "rolled back");
    assert!(queue(&app, mail("one")).await);
    assert!(!queue(&app, mail("one")).await, "the same key");
    assert!(queue(&app, mail("two")).await);
    assert_eq!(post(&app).await, 2);
    assert!(!queue(&app, mail("one")).await, "sent already");
    assert_eq!((post(&app).await, written(&app).len()), (0, 2));
}

async fn whoever_is_gone_or_a_demo_gets_none(app: TestApp) {
    factory::confirmed_student(&app, INSA, "IR", "COMPANIES").await;
    factory::confirmed_student(&app, INSA, "IR", "COMPANIES").await;
    let accounts: Vec<_> = rows(&app).await.into_iter().map(|row| row.account_id.unwrap()).collect();
    for (id, column, value) in [
        (accounts[0], account::Column::DisabledAt, Expr::value(Some(app.clock.now()))),
        (accounts[1], account::Column::Demo, Expr::value(true)),
    ] {
        let this = account::Entity::update_many().col_expr(column, value).filter(account::Column::Id.eq(id));
        this.exec(&app.context.db.write).await.unwrap();
    }
    assert_eq!(post(&app).await, 2);
    assert!(rows(&app).await.is_empty() && written(&app).is_empty());
}

async fn what_is_too_late_is_not_sent(app: TestApp) {
    let end = app.clock.now() + TimeDelta::minutes(10);
    let mut late = mail("late");
    late.not_after = Some(end);
    queue(&app, late).await;
    app.clock.advance(TimeDelta::minutes(11));
    assert_eq!(post(&app).await, 1);
    assert_eq!((states(&app).await, written(&app).len()), (vec![MailState::Expired], 0));
    assert_eq!(rows(&app).await[0].variables, "{}", "nor kept");
}

async fn the_same_mail_again_is_the_same_file(app: TestApp) {
    queue(&app, mail("one")).await;
    post(&app).await;
    let first = written(&app);
    // As a worker leaves it that died between the hand-over and its record. What it said is gone by then only where the
    // record was made, so it is put back as well.
    let before = serde_json::to_value(mail("one").content).unwrap()["variables"].to_string();
    mail_outbox::Entity::update_many()
        .col_expr(mail_outbox::Column::State, Expr::value(Stored(MailState::Sending)))
        .col_expr(mail_outbox::Column::Variables, Expr::value(before))
        .exec(&app.context.db.write)
        .await
        .unwrap();
    assert_eq!(post(&app).await, 1);
    assert_eq!(written(&app), first, "to the byte");
}

async fn an_address_that_is_none_is_set_aside(app: TestApp) {
    let mut nowhere = mail("one");
    if let mail::Recipient::Address { email, .. } = &mut nowhere.to {
        "nobody\r\nBcc: x@example.org".clone_into(email);
    }
    queue(&app, nowhere).await;
    assert_eq!((post(&app).await, written(&app).len()), (1, 0));
    let row = &rows(&app).await[0];
    assert!(row.state.0 == MailState::Refused && row.last_error.is_some(), "{row:?}");
}
