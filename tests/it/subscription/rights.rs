//! Who is told of what: decided at each event, by the rights of that moment.

use super::{PUBLISHED, SILENCE, UPDATED, following};
use crate::harness::factory::{self, INSA, act};
use crate::harness::{Given, Heard, Host, Kind, Socket, TestApp, seeded};
use anyhow::Result;
use chrono::TimeDelta;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

trials!(
    each_side_is_told_and_others_are_not,
    each_event_is_read_afresh,
    one_application_or_one_offer_alone,
    a_filter_is_held,
    what_is_not_open_any_more_is_not_told,
    signing_out_closes_the_socket,
    an_expired_token_closes_the_socket,
    a_company_that_is_rejected_is_told_nothing_more,
    who_is_approved_is_told_from_then_on,
);

/// The offer of an application, and who is concerned.
struct Scene {
    student: factory::Student,
    member: factory::Member,
    offer: String,
}

async fn scene(app: &TestApp) -> Scene {
    let member = factory::verified_company(app).await;
    let offer = factory::published_offer(app, &member, INSA, &["IR"]).await;
    let student = factory::confirmed_student(app, INSA, "IR", "COMPANIES").await;
    Scene { student, member, offer }
}

async fn each_side_is_told_and_others_are_not(app: TestApp) {
    let Scene { student, member, offer } = scene(&app).await;
    let desk = factory::career_services(&app, INSA).await;
    let (other_student, other_member) = (
        factory::confirmed_student(&app, INSA, "IR", "COMPANIES").await,
        factory::verified_company(&app).await,
    );
    let other_desk = factory::career_services(&app, "ENSSAT").await;
    let mut told = Vec::new();
    for client in [&student.client, &member.client, &desk] {
        told.push(following(&app, client.token(), UPDATED).await);
    }
    let mut not_told = Vec::new();
    for client in [&other_student.client, &other_member.client, &other_desk] {
        not_told.push(following(&app, client.token(), UPDATED).await);
    }
    let application = factory::application(&student, "offer", &offer).await;
    for socket in &mut told {
        let expected = json!({ "data": { "applicationUpdated": { "id": application, "status": "NEW" } } });
        assert_eq!(socket.next("1").await, expected);
    }
    for socket in &mut not_told {
        assert_eq!(socket.hear_within(SILENCE).await, Heard::Nothing);
    }
}

async fn each_event_is_read_afresh(app: TestApp) {
    let Scene { student, member, offer } = scene(&app).await;
    let document = "subscription { applicationUpdated { status history { to } } }";
    let mut socket = following(&app, student.client.token(), document).await;
    let application = factory::application(&student, "offer", &offer).await;
    let steps = [("applicationProcess", "PROCESSING"), ("applicationAccept", "ACCEPTED")];
    let mut seen = vec![json!({ "to": "NEW" })];
    let told = |status: &str, history: &[serde_json::Value]| json!({ "data": { "applicationUpdated": { "status": status, "history": history } } });
    assert_eq!(socket.next("1").await, told("NEW", &seen));
    for (step, status) in steps {
        act(&member.client, step, &application, None).await;
        seen.push(json!({ "to": status }));
        assert_eq!(socket.next("1").await, told(status, &seen));
    }
}

async fn one_application_or_one_offer_alone(app: TestApp) {
    let Scene { student, member, offer } = scene(&app).await;
    let other_offer = factory::published_offer(&app, &member, INSA, &["IR"]).await;
    let first = factory::application(&student, "offer", &offer).await;
    let mut socket = Socket::connect(&app.base, member.client.token()).await;
    let by_id = "subscription($id: ID!) { applicationUpdated(id: $id) { id } }";
    let by_offer = "subscription($offer: ID!) { applicationUpdated(offer: $offer) { id } }";
    socket.subscribe("id", by_id, json!({ "id": first })).await;
    socket.subscribe("offer", by_offer, json!({ "offer": other_offer })).await;
    super::opened(&mut socket).await;
    let second = factory::application(&student, "offer", &other_offer).await;
    assert_eq!(socket.next("offer").await["data"]["applicationUpdated"]["id"], second);
    act(&member.client, "applicationProcess", &first, None).await;
    assert_eq!(socket.next("id").await["data"]["applicationUpdated"]["id"], first);
    assert_eq!(socket.hear_within(SILENCE).await, Heard::Nothing);
    // Of an application of others, not even that it exists.
    let stranger = factory::verified_company(&app).await;
    let mut socket = Socket::connect(&app.base, stranger.client.token()).await;
    socket.subscribe("id", by_id, json!({ "id": first })).await;
    let Heard::Message(message) = socket.hear().await else { panic!("expected an error") };
    assert_eq!(message["payload"][0]["extensions"]["code"], "NOT_FOUND");
}

async fn a_filter_is_held(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let mut socket = Socket::connect(&app.base, None).await;
    let document = "subscription($filter: OfferPublishedFilter) { offerPublished(filter: $filter) { id } }";
    let filters = [
        ("all", json!(null)),
        ("school", json!({ "school": INSA })),
        ("ir", json!({ "school": INSA, "specialty": "IR" })),
        ("gc", json!({ "specialty": "GC" })),
        ("other", json!({ "school": "ENSSAT" })),
        ("contract", json!({ "contractType": "APPRENTICESHIP" })),
    ];
    for (id, filter) in &filters {
        socket.subscribe(id, document, json!({ "filter": filter })).await;
    }
    super::opened(&mut socket).await;
    let offer = factory::published_offer(&app, &member, INSA, &["IR"]).await;
    let mut told = Vec::new();
    while let Heard::Message(message) = socket.hear_within(SILENCE).await {
        assert_eq!(message["payload"], json!({ "data": { "offerPublished": { "id": offer } } }));
        told.push(message["id"].as_str().unwrap().to_owned());
    }
    told.sort();
    assert_eq!(told, ["all", "ir", "school"]);
}

async fn what_is_not_open_any_more_is_not_told(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let mut socket = following(&app, None, PUBLISHED).await;
    let offer = factory::published_offer(&app, &member, INSA, &["IR"]).await;
    socket.next("1").await;
    // Told of again only when it is open again, not by whatever else happens to it.
    let document =
        "mutation($id: ID!) { offerUpdate(id: $id, input: { positions: 3 }) { userErrors { code } } }";
    member.client.get(document, json!({ "id": offer })).await;
    act(&member.client, "offerCancel", &offer, Some("No budget.")).await;
    assert_eq!(socket.hear_within(SILENCE).await, Heard::Nothing);
}

async fn signing_out_closes_the_socket(app: TestApp) {
    let student = factory::student(&app, INSA, "IR").await;
    let mut socket = following(&app, student.client.token(), UPDATED).await;
    student.client.get("mutation { signOut { signedOut userErrors { code } } }", json!({})).await;
    assert_eq!(socket.hear().await, Heard::Closed(4403));
}

/// A server that looks at tokens often.
pub(crate) struct Watchful(TestApp);

impl Given for Watchful {
    async fn given(host: &Arc<Host>, kind: Kind) -> Result<Self> {
        let open = TestApp::open(seeded(host, kind).await?, TimeDelta::zero(), |config| {
            config.sockets.recheck = Duration::from_millis(100);
        });
        Ok(Self(open.await?))
    }
}

async fn an_expired_token_closes_the_socket(Watchful(app): Watchful) {
    let student = factory::student(&app, INSA, "IR").await;
    let mut socket = following(&app, student.client.token(), UPDATED).await;
    app.clock.advance(TimeDelta::days(3 * 365));
    assert_eq!(socket.hear().await, Heard::Closed(4403));
}

async fn a_company_that_is_rejected_is_told_nothing_more(app: TestApp) {
    let Scene { student, member, offer } = scene(&app).await;
    let mut socket = following(&app, member.client.token(), UPDATED).await;
    factory::application(&student, "offer", &offer).await;
    socket.next("1").await;
    let desk = factory::career_services(&app, INSA).await;
    act(&desk, "companyReject", &member.company, Some("Not what it says.")).await;
    let other = factory::confirmed_student(&app, INSA, "IR", "COMPANIES").await;
    factory::application(&other, "offer", &offer).await;
    assert_eq!(socket.hear_within(SILENCE).await, Heard::Nothing);
}

async fn who_is_approved_is_told_from_then_on(app: TestApp) {
    let Scene { student, member, offer } = scene(&app).await;
    let waiting = factory::member(&app, &member.siret).await;
    let mut socket = following(&app, waiting.client.token(), UPDATED).await;
    let application = factory::application(&student, "offer", &offer).await;
    assert_eq!(socket.hear_within(SILENCE).await, Heard::Nothing);
    act(&member.client, "memberApprove", &waiting.id, None).await;
    act(&member.client, "applicationProcess", &application, None).await;
    assert_eq!(socket.next("1").await["data"]["applicationUpdated"]["status"], "PROCESSING");
}
