//! What people find of a demo: by signing in, and through the API.

use super::{PASSWORD, make};
use crate::harness::TestApp;
use crate::harness::factory;
use domain::company::CompanyStatus;
use domain::offer::OfferStatus;
use domain::role::Role;
use entity::{Stored, company, offer, school};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::json;
use strum::VariantArray;

trials![
    everybody_who_is_listed_signs_in,
    a_school_shows_its_published_offers,
    a_company_shows_its_published_offers,
    a_desk_finds_its_queue
];

async fn everybody_who_is_listed_signs_in(app: TestApp) {
    let made = make(&app, 1).await;
    assert_eq!(made.password, PASSWORD);
    for role in Role::VARIANTS {
        let schools = if *role == Role::Admin || *role == Role::CompanyMember { 1 } else { 4 };
        let listed: Vec<_> = made.sign_ins.iter().filter(|one| one.role == *role).collect();
        assert_eq!(listed.len(), schools, "{role}");
        let client = factory::sign_in(&app, &listed[0].email).await;
        let data = client.get("{ viewer { role } }", json!({})).await;
        assert_eq!(data["viewer"]["role"], role.to_string());
    }
}

async fn a_school_shows_its_published_offers(app: TestApp) {
    make(&app, 1).await;
    let query = "query($code: String!) { school(code: $code) { offers(status: PUBLISHED) { totalCount } } }";
    let mut all = 0;
    for row in school::Entity::find().all(&app.context.db.read).await.unwrap() {
        let published = published().filter(offer::Column::SchoolId.eq(row.id));
        let published = published.count(&app.context.db.read).await.unwrap();
        let data = app.anonymous().get(query, json!({ "code": row.code })).await;
        assert_eq!(data["school"]["offers"]["totalCount"], published, "{}", row.code);
        all += published;
    }
    assert!(all > 20, "{all} published offers");
}

async fn a_company_shows_its_published_offers(app: TestApp) {
    make(&app, 1).await;
    let db = &app.context.db.read;
    let first = company::Entity::find()
        .filter(company::Column::Demo.eq(true))
        .filter(company::Column::Status.eq(Stored(CompanyStatus::Verified)))
        .order_by_asc(company::Column::Name);
    let first = first.one(db).await.unwrap().unwrap();
    let query = "query($siret: Siret!) {
        company(siret: $siret) { name offers(status: PUBLISHED) { totalCount } } }";
    let data = app.anonymous().get(query, json!({ "siret": first.siret })).await;
    let published = published().filter(offer::Column::CompanyId.eq(first.id)).count(db).await.unwrap();
    assert_eq!(data["company"]["offers"]["totalCount"], published);
    assert!(published > 0, "the company of the first account to sign in with has offers");
}

async fn a_desk_finds_its_queue(app: TestApp) {
    let made = make(&app, 1).await;
    let mut waiting = 0;
    for desk in made.sign_ins.iter().filter(|one| one.role == Role::CareerServices) {
        let client = factory::sign_in(&app, &desk.email).await;
        let query =
            "query($code: String!) { school(code: $code) { offers(status: PENDING) { totalCount } } }";
        let data = client.get(query, json!({ "code": desk.of })).await;
        waiting += data["school"]["offers"]["totalCount"].as_u64().unwrap();
    }
    let pending = offer::Entity::find().filter(offer::Column::Status.eq(Stored(OfferStatus::Pending)));
    assert_eq!(waiting, pending.count(&app.context.db.read).await.unwrap());
    assert!(waiting > 0);
}

fn published() -> sea_orm::Select<offer::Entity> {
    offer::Entity::find().filter(offer::Column::Status.eq(Stored(OfferStatus::Published)))
}
