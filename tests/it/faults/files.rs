//! Files and calendars while PostgreSQL says nothing: a body takes as long as it takes, the database does not.

use super::{Behind, RECOVERY, timed, until_answered};
use crate::file::scene::{Scene, pdf};
use crate::harness::factory::{self, INSA};
use crate::harness::proxy::{Proxy, Way};
use reqwest::{Method, StatusCode};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

trials_on_postgres![
    an_upload_that_meets_a_stall_is_refused_and_can_be_sent_again,
    downloads_and_calendars_are_refused_in_two_seconds,
];

/// How long anybody waits for an answer at most.
const ANSWERED: Duration = Duration::from_secs(2);

async fn with_files(Behind { app, proxy }: Behind) -> (Scene, Proxy) {
    let student = factory::confirmed_student(&app, INSA, "IR", "HIDDEN").await;
    let company = factory::verified_company(&app).await;
    let offer = factory::published_offer(&app, &company, INSA, &["IR"]).await;
    let application = factory::application(&student, "offer", &offer).await;
    (Scene { app, student, company, application }, proxy)
}

async fn an_upload_that_meets_a_stall_is_refused_and_can_be_sent_again(behind: Behind) {
    let (scene, proxy) = with_files(behind).await;
    let (path, bytes) = (scene.ticket().await, pdf(20_000));
    let mut stream = TcpStream::connect(scene.app.base.trim_start_matches("http://")).await.unwrap();
    let head = format!(
        "PUT {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        bytes.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&bytes[..10_000]).await.unwrap();
    // The ticket is looked up by then, and the file begun.
    tokio::time::sleep(Duration::from_millis(500)).await;
    proxy.set(Way::Lost);
    stream.write_all(&bytes[10_000..]).await.unwrap();
    let mut answer = String::new();
    let (elapsed, read) = timed(stream.read_to_string(&mut answer)).await;
    read.unwrap();
    assert!(elapsed < ANSWERED, "{elapsed:?}");
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("DATABASE_UNAVAILABLE"), "{answer}");
    proxy.set(Way::Flow);
    let recovery = until_answered(&scene.app.anonymous(), super::LIST).await;
    assert!(recovery < RECOVERY, "{recovery:?}");
    assert_eq!(scene.put(&path, bytes).await.status(), StatusCode::CREATED, "its ticket was not used up");
    assert_eq!(scene.rows().await.0, 1);
}

async fn downloads_and_calendars_are_refused_in_two_seconds(behind: Behind) {
    let (scene, proxy) = with_files(behind).await;
    let file = scene.uploaded(pdf(1_000)).await;
    let download = format!("/files/{}", file["id"].as_str().unwrap());
    let feed = "mutation { calendarFeedCreate { path userErrors { code } } }";
    let feed = scene.student.client.ask(feed).await.expect_data();
    let calendar = factory::text(&feed, "/calendarFeedCreate/path");
    proxy.set(Way::Lost);
    let get = |path: String| scene.student.client.request(Method::GET, &path).send();
    let (download, calendar) = tokio::join!(timed(get(download)), timed(get(calendar)));
    for (elapsed, answer) in [download, calendar] {
        assert!(elapsed < ANSWERED, "{elapsed:?}");
        assert_eq!(answer.unwrap().status(), StatusCode::SERVICE_UNAVAILABLE);
    }
    proxy.set(Way::Flow);
}
