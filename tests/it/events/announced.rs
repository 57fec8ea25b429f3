//! What each change announces, in the process that makes it.

use super::all;
use crate::harness::factory::{self, INSA, act};
use crate::harness::{Suite, TestApp};
use api::events::Event;
use serde_json::json;

pub(crate) fn trials(suite: &mut Suite) {
    let module = module_path!();
    suite.each(module, "the_life_of_an_offer", the_life_of_an_offer);
    suite.each(module, "the_life_of_an_application", the_life_of_an_application);
    suite.each(module, "whoever_has_other_rights_now", whoever_has_other_rights_now);
    suite.each(module, "what_is_refused_is_not_told", what_is_refused_is_not_told);
}

/// The kinds of events and their versions, in order.
fn kinds(events: &[Event]) -> Vec<String> {
    let name = |event: &Event| match event {
        Event::ApplicationChanged { version, .. } => format!("application {version}"),
        Event::OfferChanged { version, .. } => format!("offer {version}"),
        Event::OfferPublished { version, .. } => format!("published {version}"),
        Event::AccountChanged(_) => "account".to_owned(),
        Event::TokenRevoked(_) => "token".to_owned(),
        other => format!("{other:?}"),
    };
    events.iter().map(name).collect()
}

async fn the_life_of_an_offer(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let mut heard = app.context.db.events.subscribe();
    let offer = factory::published_offer(&app, &member, INSA, &["IR"]).await;
    act(&member.client, "offerCancel", &offer, Some("No budget.")).await;
    assert_eq!(kinds(&all(&mut heard).await), ["offer 1", "offer 2", "offer 3", "published 3", "offer 4"]);
}

async fn the_life_of_an_application(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let offer = factory::published_offer(&app, &member, INSA, &["IR"]).await;
    let (one, two) = (
        factory::confirmed_student(&app, INSA, "IR", "COMPANIES").await,
        factory::confirmed_student(&app, INSA, "IR", "COMPANIES").await,
    );
    let mut heard = app.context.db.events.subscribe();
    let application = factory::application(&one, "offer", &offer).await;
    act(&member.client, "applicationAccept", &application, None).await;
    factory::application(&two, "offer", &offer).await;
    // The other student's application ends with the offer.
    act(&member.client, "offerCancel", &offer, Some("No budget.")).await;
    let kinds = kinds(&all(&mut heard).await);
    assert_eq!(kinds[..3], ["application 1", "application 2", "application 1"]);
    assert_eq!(kinds[3], "offer 4");
    assert!(kinds[4..].contains(&"application 2".to_owned()), "{kinds:?}");
}

async fn whoever_has_other_rights_now(app: TestApp) {
    let member = factory::company(&app).await;
    let waiting = factory::member(&app, &member.siret).await;
    let desk = factory::career_services(&app, INSA).await;
    let mut heard = app.context.db.events.subscribe();
    act(&desk, "companyVerify", &member.company, None).await;
    // Both people of the company: the policy looks at its standing.
    assert_eq!(kinds(&all(&mut heard).await), ["account", "account"]);
    act(&member.client, "memberApprove", &waiting.id, None).await;
    assert_eq!(kinds(&all(&mut heard).await), ["account"]);
    member.client.get("mutation { signOut { signedOut userErrors { code } } }", json!({})).await;
    assert_eq!(kinds(&all(&mut heard).await), ["token"]);
}

async fn what_is_refused_is_not_told(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let offer = factory::published_offer(&app, &member, INSA, &["IR"]).await;
    let mut heard = app.context.db.events.subscribe();
    let again = "mutation($id: ID!) { offerApprove(id: $id) { userErrors { code } } }";
    let desk = factory::career_services(&app, INSA).await;
    assert_eq!(desk.graphql(again, json!({ "id": offer })).await.user_error_codes(), ["WRONG_STATE"]);
    assert_eq!(all(&mut heard).await, []);
}
