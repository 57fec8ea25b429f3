//! The whole path: ticket, PUT, list, GET, and who may take which step.

use super::scene::{Scene, pdf};
use crate::harness::factory::{self, INSA};
use domain::role::Role;
use reqwest::{Method, StatusCode};
use sha2::{Digest, Sha256};

trials![
    a_file_comes_and_is_read_by_whoever_sees_the_application,
    nobody_else_reads_it_and_nobody_else_attaches,
    a_title_makes_the_name,
    pictures_are_taken_too,
];

async fn a_file_comes_and_is_read_by_whoever_sees_the_application(scene: Scene) {
    let bytes = pdf(50_000);
    let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let said = scene.uploaded(bytes.clone()).await;
    assert_eq!((&said["contentType"], &said["bytes"]), (&"application/pdf".into(), &50_000.into()));
    assert_eq!(said["sha256"], digest.as_str());
    let documents = scene.documents(&scene.student.client).await;
    let file = &documents[0];
    assert_eq!(documents.as_array().unwrap().len(), 1);
    assert_eq!((&file["id"], &file["name"], &file["kind"]), (&said["id"], &"CV.pdf".into(), &"CV".into()));
    assert_eq!(file["sha256"], said["sha256"]);
    let url = file["url"].as_str().unwrap();
    let desk = factory::career_services(&scene.app, INSA).await;
    for client in [&scene.student.client, &scene.company.client, &desk] {
        let response = client.request(Method::GET, url).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-disposition"), "attachment; filename=\"CV.pdf\"; filename*=UTF-8''CV.pdf");
        assert_eq!(header("content-type"), "application/pdf");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("cache-control"), "no-store");
        assert!(header("content-security-policy").starts_with("default-src 'none'"));
        assert_eq!(header("content-length"), "50000");
        assert_eq!(response.bytes().await.unwrap(), bytes);
    }
    assert_eq!((scene.rows().await, scene.stored().len()), ((1, 0), 1));
}

async fn nobody_else_reads_it_and_nobody_else_attaches(scene: Scene) {
    let said = scene.uploaded(pdf(1_000)).await;
    let path = format!("/files/{}", said["id"].as_str().unwrap());
    let get = async |client: &crate::harness::Client, path: &str| {
        client.request(Method::GET, path).send().await.unwrap().status()
    };
    let other = factory::confirmed_student(&scene.app, INSA, "IR", "HIDDEN").await;
    let stranger = factory::verified_company(&scene.app).await;
    let enssat = factory::career_services(&scene.app, "ENSSAT").await;
    let tutor = factory::staff(&scene.app, Role::SchoolTutor, Some(INSA), &[]).await;
    for client in [&other.client, &stranger.client, &enssat, &tutor] {
        assert_eq!(get(client, &path).await, StatusCode::NOT_FOUND);
    }
    let owner = &scene.student.client;
    assert_eq!(get(&scene.app.anonymous(), &path).await, StatusCode::UNAUTHORIZED);
    assert_eq!(get(&owner.with_token("trp_made_up"), &path).await, StatusCode::UNAUTHORIZED);
    let ticket = scene.ticket().await;
    for path in ["/files/nonsense", &format!("/files/{}", scene.application), &ticket] {
        assert_eq!(get(owner, path).await, StatusCode::NOT_FOUND, "{path}");
    }
    for (client, code) in [
        (&other.client, "NOT_FOUND"),
        (&scene.company.client, "FORBIDDEN"),
        (&factory::career_services(&scene.app, INSA).await, "FORBIDDEN"),
        (&scene.app.anonymous(), "UNAUTHENTICATED"),
    ] {
        scene.ask(client, None).await.expect_error(code);
    }
}

async fn a_title_makes_the_name(scene: Scene) {
    let data = scene.ask(&scene.student.client, Some("Relevé de notes / 2026")).await.expect_data();
    let ticket = &data["applicationDocumentUploadTicket"]["ticket"];
    assert_eq!(ticket["maxBytes"], 64 * 1024);
    assert_eq!(ticket["accepted"], serde_json::json!(["application/pdf", "image/png", "image/jpeg"]));
    let response = scene.put(ticket["url"].as_str().unwrap(), pdf(500)).await;
    assert_eq!(response.status(), StatusCode::CREATED);
    let documents = scene.documents(&scene.company.client).await;
    assert_eq!(documents[0]["title"], "Relevé de notes / 2026");
    assert_eq!(documents[0]["name"], "Relevé de notes 2026.pdf");
}

async fn pictures_are_taken_too(scene: Scene) {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR and so on".to_vec();
    let jpeg = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01 and so on".to_vec();
    for (bytes, content_type, name) in [(png, "image/png", "CV.png"), (jpeg, "image/jpeg", "CV.jpg")] {
        let said = scene.uploaded(bytes).await;
        assert_eq!((said["contentType"].as_str(), said["name"].as_str()), (Some(content_type), Some(name)));
    }
}
