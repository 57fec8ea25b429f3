//! Made once, alike for equal seeds, and removed without a trace.

use super::{input, make};
use crate::harness::TestApp;
use crate::harness::factory::{self, INSA};
use api::demo::{Refused, Scale, clear};
use entity::{
    account, application, application_event, company, company_member, company_tutor, contract,
    contract_deadline, contract_event, contract_fact, notification, offer, offer_event, offer_skill,
    offer_specialty, place_capacity, place_reservation, school_anchor, search_outbox, student, student_skill,
};
use sea_orm::{EntityTrait, PaginatorTrait, QueryOrder};

trials![
    makes_as_much_as_was_asked,
    equal_seeds_make_the_same_and_others_do_not,
    a_second_demo_is_refused,
    keeps_to_the_schools_asked_for,
    refuses_what_it_cannot_make,
    everything_is_cleared_and_nothing_else
];

async fn makes_as_much_as_was_asked(app: TestApp) {
    let before = company::Entity::find().count(&app.context.db.read).await.unwrap();
    let made = make(&app, 1).await;
    assert_eq!(made.scale, Scale::default(), "there are students and offers enough");
    let db = &app.context.db.read;
    assert_eq!(company::Entity::find().count(db).await.unwrap(), before + 20);
    // Each contract brings a student, an offer and an application.
    assert_eq!(contract::Entity::find().count(db).await.unwrap(), 40);
    assert_eq!(student::Entity::find().count(db).await.unwrap(), 80 + 40);
    assert_eq!(offer::Entity::find().count(db).await.unwrap(), 60 + 40);
    assert_eq!(application::Entity::find().count(db).await.unwrap(), 150 + 40);
}

async fn equal_seeds_make_the_same_and_others_do_not(app: TestApp) {
    let mut demos = Vec::new();
    for seed in [7, 7, 8] {
        make(&app, seed).await;
        demos.push(snapshot(&app).await);
        clear::run(&app.context).await.unwrap();
    }
    let (titles, other) = (titles(&demos[0]), titles(&demos[2]));
    assert_eq!(demos[0], demos[1]);
    assert_ne!(titles, other);
}

async fn a_second_demo_is_refused(app: TestApp) {
    make(&app, 1).await;
    let before = snapshot(&app).await;
    let refused = api::demo::run(&app.context, input(2)).await.unwrap_err();
    assert!(matches!(refused, Refused::Already(_)), "{refused}");
    assert!(refused.to_string().contains("tremplin demo --clear"), "{refused}");
    assert_eq!(snapshot(&app).await, before);
}

async fn keeps_to_the_schools_asked_for(app: TestApp) {
    let mut input = input(1);
    input.schools = vec!["enssat".to_owned()];
    let made = api::demo::run(&app.context, input).await.unwrap();
    let of: Vec<_> = made.sign_ins.iter().filter_map(|one| one.of.as_deref()).collect();
    assert!(of.contains(&"ENSSAT") && !of.contains(&INSA), "{of:?}");
    let rows = offer::Entity::find().all(&app.context.db.read).await.unwrap();
    assert!(rows.windows(2).all(|pair| pair[0].school_id == pair[1].school_id));
}

async fn refuses_what_it_cannot_make(app: TestApp) {
    let mut nowhere = input(1);
    nowhere.schools = vec!["NOWHERE".to_owned()];
    let refused = api::demo::run(&app.context, nowhere).await.unwrap_err();
    assert!(refused.to_string().contains("INSA-TOULOUSE, IMT-ALBI"), "{refused}");
    let mut weak = input(1);
    weak.password = Some("short".to_owned());
    let refused = api::demo::run(&app.context, weak).await.unwrap_err();
    assert!(matches!(refused, Refused::Password(_)), "{refused}");
    assert_eq!(account::Entity::find().count(&app.context.db.read).await.unwrap(), 0);
}

async fn everything_is_cleared_and_nothing_else(app: TestApp) {
    let real = factory::verified_company(&app).await;
    factory::confirmed_student(&app, INSA, "IR", "COMPANIES").await;
    let before = counts(&app).await;
    make(&app, 1).await;
    assert_ne!(counts(&app).await, before);
    search_outbox::Entity::delete_many().exec(&app.context.db.write).await.unwrap();
    let gone = clear::run(&app.context).await.unwrap();
    assert_eq!((gone.companies, gone.students, gone.offers, gone.applications), (20, 120, 100, 190));
    assert_eq!(gone.contracts, 40);
    assert_eq!(counts(&app).await, before, "{} stays", real.company);
    let told = search_outbox::Entity::find().count(&app.context.db.read).await.unwrap();
    assert_eq!(told, 20 + 120 + 100, "the search engine forgets each");
    let nothing = clear::run(&app.context).await.unwrap();
    assert_eq!((nothing.companies, nothing.accounts), (0, 0));
}

/// What there is of everything that a demo makes.
async fn counts(app: &TestApp) -> Vec<u64> {
    let db = &app.context.db.read;
    vec![
        account::Entity::find().count(db).await.unwrap(),
        company::Entity::find().count(db).await.unwrap(),
        company_member::Entity::find().count(db).await.unwrap(),
        student::Entity::find().count(db).await.unwrap(),
        student_skill::Entity::find().count(db).await.unwrap(),
        offer::Entity::find().count(db).await.unwrap(),
        offer_skill::Entity::find().count(db).await.unwrap(),
        offer_specialty::Entity::find().count(db).await.unwrap(),
        offer_event::Entity::find().count(db).await.unwrap(),
        application::Entity::find().count(db).await.unwrap(),
        application_event::Entity::find().count(db).await.unwrap(),
        contract::Entity::find().count(db).await.unwrap(),
        contract_event::Entity::find().count(db).await.unwrap(),
        contract_fact::Entity::find().count(db).await.unwrap(),
        contract_deadline::Entity::find().count(db).await.unwrap(),
        company_tutor::Entity::find().count(db).await.unwrap(),
        place_reservation::Entity::find().count(db).await.unwrap(),
        place_capacity::Entity::find().count(db).await.unwrap(),
        school_anchor::Entity::find().count(db).await.unwrap(),
        notification::Entity::find().count(db).await.unwrap(),
    ]
}

/// Everything that is drawn, ids and times included.
#[derive(Debug, PartialEq)]
struct Snapshot {
    companies: Vec<company::Model>,
    students: Vec<student::Model>,
    offers: Vec<offer::Model>,
    offer_events: Vec<offer_event::Model>,
    applications: Vec<application::Model>,
    application_events: Vec<application_event::Model>,
    contracts: Vec<contract::Model>,
    contract_events: Vec<contract_event::Model>,
    deadlines: Vec<contract_deadline::Model>,
    places: Vec<place_reservation::Model>,
}

async fn snapshot(app: &TestApp) -> Snapshot {
    let db = &app.context.db.read;
    Snapshot {
        companies: company::Entity::find().order_by_asc(company::Column::Id).all(db).await.unwrap(),
        students: student::Entity::find().order_by_asc(student::Column::Id).all(db).await.unwrap(),
        offers: offer::Entity::find().order_by_asc(offer::Column::Id).all(db).await.unwrap(),
        offer_events: offer_event::Entity::find()
            .order_by_asc(offer_event::Column::Id)
            .all(db)
            .await
            .unwrap(),
        applications: application::Entity::find()
            .order_by_asc(application::Column::Id)
            .all(db)
            .await
            .unwrap(),
        application_events: application_event::Entity::find()
            .order_by_asc(application_event::Column::Id)
            .all(db)
            .await
            .unwrap(),
        contracts: contract::Entity::find().order_by_asc(contract::Column::Id).all(db).await.unwrap(),
        contract_events: contract_event::Entity::find()
            .order_by_asc(contract_event::Column::Id)
            .all(db)
            .await
            .unwrap(),
        deadlines: contract_deadline::Entity::find()
            .order_by_asc(contract_deadline::Column::Id)
            .all(db)
            .await
            .unwrap(),
        places: place_reservation::Entity::find()
            .order_by_asc(place_reservation::Column::Id)
            .all(db)
            .await
            .unwrap(),
    }
}

fn titles(snapshot: &Snapshot) -> Vec<&str> {
    snapshot.offers.iter().map(|offer| offer.title.as_str()).collect()
}
