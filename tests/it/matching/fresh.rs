//! What is compared is never older than the question, however an offer was changed.

use super::{offer, recommended, student};
use crate::harness::TestApp;
use crate::harness::factory::{self, INSA};
use api::matching::sweep;
use chrono::TimeDelta;
use entity::offer_change;
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};
use serde_json::json;

trials![
    an_offer_comes_and_goes_with_its_state,
    a_change_of_an_offer_changes_its_place,
    changes_that_no_process_told_of_are_seen,
    what_was_summed_up_is_not_lost
];

async fn an_offer_comes_and_goes_with_its_state(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let student = student(&app, json!({})).await;
    assert_eq!(recommended(&student).await, [""; 0]);
    let first = offer(&app, &member, json!({})).await;
    assert_eq!(recommended(&student).await, [first.as_str()]);
    let second = offer(&app, &member, json!({})).await;
    assert_eq!(recommended(&student).await, [second.clone(), first.clone()], "the newer of equals first");
    factory::act(&member.client, "offerCancel", &second, Some("No budget.")).await;
    assert_eq!(recommended(&student).await, [first]);
    // Nothing was written: the time ran out.
    app.clock.advance(TimeDelta::days(61));
    assert_eq!(recommended(&student).await, [""; 0]);
}

async fn a_change_of_an_offer_changes_its_place(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let student = student(&app, json!({})).await;
    let first = offer(&app, &member, json!({})).await;
    let second = offer(&app, &member, json!({})).await;
    assert_eq!(recommended(&student).await, [second.clone(), first.clone()]);
    let document = "mutation($id: ID!) { offerUpdate(id: $id, input: { grossMonthlyPay: \"2400.00\" }) {
        offer { status } userErrors { code message } } }";
    member.client.get(document, json!({ "id": first })).await;
    assert_eq!(recommended(&student).await, [second.as_str()], "the desk decides on the change of pay");
    factory::act(&factory::career_services(&app, INSA).await, "offerApprove", &first, None).await;
    assert_eq!(recommended(&student).await, [first, second]);
}

/// As another program would change them: many at once, then one.
async fn changes_that_no_process_told_of_are_seen(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let student = student(&app, json!({})).await;
    let first = offer(&app, &member, json!({})).await;
    let second = offer(&app, &member, json!({})).await;
    let newest_first = [second, first];
    assert_eq!(recommended(&student).await, newest_first);
    let write = &app.context.db.write;
    write.execute_unprepared("UPDATE offer SET status = 'EXPIRED', version = version + 1").await.unwrap();
    assert_eq!(recommended(&student).await, [""; 0]);
    let one = "UPDATE offer SET status = 'PUBLISHED', version = version + 1
        WHERE id = (SELECT id FROM offer ORDER BY id LIMIT 1)";
    write.execute_unprepared(one).await.unwrap();
    assert_eq!(recommended(&student).await, newest_first[1..]);
}

async fn what_was_summed_up_is_not_lost(app: TestApp) {
    let member = factory::verified_company(&app).await;
    let student = student(&app, json!({})).await;
    let first = offer(&app, &member, json!({})).await;
    assert_eq!(recommended(&student).await, [first.as_str()]);
    let second = offer(&app, &member, json!({})).await;
    for _ in 0..210 {
        app.context.db.write.execute_unprepared("UPDATE offer SET version = version + 1").await.unwrap();
    }
    sweep::run(&app.context).await.unwrap();
    assert_eq!(offer_change::Entity::find().count(&app.context.db.read).await.unwrap(), 1);
    assert_eq!(recommended(&student).await, [second.clone(), first.clone()]);
    factory::act(&member.client, "offerCancel", &second, Some("No budget.")).await;
    assert_eq!(recommended(&student).await, [first]);
}
