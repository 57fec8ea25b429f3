//! What is not taken, and how that is said; whatever it is, nothing of it is kept.

use super::scene::{LONGEST, Scene, pdf};
use crate::harness::factory;
use api::worker;
use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::json;

trials![
    a_ticket_is_good_once,
    of_two_uploads_at_once_one_is_kept,
    a_ticket_expires,
    a_file_too_large_is_refused_however_it_is_sent,
    a_wrong_type_is_refused_with_what_is_taken,
    what_was_cut_off_leaves_nothing_and_can_be_tried_again,
    a_person_and_an_application_have_only_so_much,
    an_application_that_ended_takes_none,
    a_title_too_long_is_refused,
];

async fn a_ticket_is_good_once(scene: Scene) {
    let ticket = scene.ticket().await;
    assert_eq!(scene.put(&ticket, pdf(500)).await.status(), StatusCode::CREATED);
    let (status, error) = scene.refused(&ticket, pdf(500)).await;
    assert_eq!((status, &error["extensions"]["code"]), (StatusCode::GONE, &json!("TICKET_USED")));
    let (status, error) = scene.refused("/files/tru_made_up", pdf(500)).await;
    assert_eq!((status, &error["extensions"]["code"]), (StatusCode::NOT_FOUND, &json!("TICKET_UNKNOWN")));
    assert_eq!((scene.rows().await, scene.stored().len()), ((1, 0), 1));
}

async fn of_two_uploads_at_once_one_is_kept(scene: Scene) {
    let ticket = scene.ticket().await;
    let (one, two) = tokio::join!(scene.put(&ticket, pdf(40_000)), scene.put(&ticket, pdf(40_000)));
    let mut statuses = [one.status(), two.status()];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::CREATED, StatusCode::GONE]);
    assert_eq!(scene.rows().await.0, 1);
}

async fn a_ticket_expires(scene: Scene) {
    let ticket = scene.ticket().await;
    scene.app.clock.advance(TimeDelta::minutes(16));
    let (status, error) = scene.refused(&ticket, pdf(500)).await;
    assert_eq!((status, &error["extensions"]["code"]), (StatusCode::GONE, &json!("TICKET_EXPIRED")));
    assert_eq!(scene.rows().await, (0, 0));
}

async fn a_file_too_large_is_refused_however_it_is_sent(scene: Scene) {
    let ticket = scene.ticket().await;
    for length in [LONGEST + 1, 4 * 1024 * 1024] {
        let (status, error) = scene.refused(&ticket, pdf(length)).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(error["extensions"], json!({ "code": "FILE_TOO_LARGE", "maxBytes": LONGEST }));
        assert_eq!(error["message"], "expected a file of at most 65536 bytes");
    }
    // Without saying how long it is.
    let head = format!(
        "PUT {ticket} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    );
    let mut body = format!("{:x}\r\n", LONGEST + 1).into_bytes();
    body.extend(pdf(LONGEST + 1));
    body.extend(b"\r\n0\r\n\r\n");
    let answer = scene.raw(&head, &body, true);
    assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("FILE_TOO_LARGE"), "{answer}");
    assert_eq!((scene.rows().await.0, scene.documents(&scene.student.client).await), (0, json!([])));
    assert_eq!(scene.put(&ticket, pdf(LONGEST)).await.status(), StatusCode::CREATED, "to the byte");
}

async fn a_wrong_type_is_refused_with_what_is_taken(scene: Scene) {
    let ticket = scene.ticket().await;
    for body in
        [b"<!doctype html><script>alert(1)</script>".to_vec(), b"PK\x03\x04 a docx".to_vec(), vec![0; 30_000]]
    {
        let (status, error) = scene.refused(&ticket, body).await;
        assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        assert_eq!(error["extensions"]["accepted"], json!(["application/pdf", "image/png", "image/jpeg"]));
        assert!(error["message"].as_str().unwrap().contains("application/pdf, image/png, image/jpeg"));
    }
    let (status, error) = scene.refused(&ticket, Vec::new()).await;
    assert_eq!((status, &error["extensions"]["code"]), (StatusCode::BAD_REQUEST, &json!("FILE_EMPTY")));
    assert_eq!(scene.put(&ticket, pdf(20)).await.status(), StatusCode::CREATED, "the ticket is good still");
}

async fn what_was_cut_off_leaves_nothing_and_can_be_tried_again(scene: Scene) {
    let ticket = scene.ticket().await;
    let head = format!("PUT {ticket} HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n");
    scene.raw(&head, &pdf(30_000), false);
    // Until the server noticed: the row of what was begun is there, and the half-written file is not.
    for _ in 0..100 {
        if scene.rows().await == (0, 1) && scene.stored().is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!((scene.rows().await, scene.stored()), ((0, 1), Vec::new()));
    assert_eq!(scene.documents(&scene.student.client).await, json!([]));
    assert_eq!(scene.put(&ticket, pdf(60_000)).await.status(), StatusCode::CREATED);
    scene.app.clock.advance(TimeDelta::days(2));
    worker::drain(&scene.app.context).await.unwrap();
    assert_eq!((scene.rows().await, scene.stored().len()), ((1, 0), 1), "swept, and the file is there");
}

async fn a_person_and_an_application_have_only_so_much(scene: Scene) {
    // Three of the longest make the quota.
    let late = scene.ticket().await;
    for _ in 0..2 {
        scene.uploaded(pdf(LONGEST)).await;
    }
    scene.uploaded(pdf(LONGEST - 10)).await;
    let (status, error) = scene.refused(&late, pdf(11)).await;
    assert_eq!((status, &error["extensions"]["code"]), (StatusCode::CONFLICT, &json!("QUOTA_EXCEEDED")));
    let left = scene.ask(&scene.student.client, None).await.expect_data();
    assert_eq!(left["applicationDocumentUploadTicket"]["ticket"]["maxBytes"], 10);
    let offer = factory::published_offer(&scene.app, &scene.company, factory::INSA, &["IR"]).await;
    let student = factory::confirmed_student(&scene.app, factory::INSA, "IR", "HIDDEN").await;
    let application = factory::application(&student, "offer", &offer).await;
    let other = Scene { student, application, ..scene };
    let late = other.ticket().await;
    for _ in 0..10 {
        other.uploaded(pdf(20)).await;
    }
    let (status, error) = other.refused(&late, pdf(20)).await;
    assert_eq!((status, &error["extensions"]["code"]), (StatusCode::CONFLICT, &json!("TOO_MANY_FILES")));
    let answer = other.ask(&other.student.client, None).await;
    assert_eq!(answer.user_error_codes(), ["TOO_MANY_FILES"]);
}

async fn an_application_that_ended_takes_none(scene: Scene) {
    factory::act(&scene.student.client, "applicationWithdraw", &scene.application, None).await;
    let answer = scene.ask(&scene.student.client, None).await;
    assert_eq!(answer.user_error_codes(), ["WRONG_STATE"]);
}

async fn a_title_too_long_is_refused(scene: Scene) {
    let answer = scene.ask(&scene.student.client, Some(&"x".repeat(101))).await;
    assert_eq!(answer.user_error_codes(), ["INVALID"]);
}
