//! What alerts is what a search would find: generated searches and offers, told of by the worker in memory and found by
//! the engine.

use super::{publish_input, save, work};
use crate::harness::TestApp;
use crate::harness::factory::{self, INSA, Member};
use chrono::TimeDelta;
use entity::saved_search_alert;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

trials![an_alert_is_what_a_search_would_find];

const PEOPLE: usize = 8;
const SEARCHES_EACH: usize = 20;
const OFFERS: usize = 40;

const WORDS: &[&str] = &[
    "Développeur",
    "logiciel",
    "embarqué",
    "réseaux",
    "systèmes",
    "C++",
    "Rust",
    "travaux",
    "génie",
    "civil",
    "procédés",
    "énergie",
    "mécanique",
    "données",
    "R&D",
    "ingénieur",
    "alternance",
    "IR",
    "GP",
    "GPE",
    "calcul",
    "technologies",
    "l'usine",
    "software",
    "engineer",
];
const CITIES: &[&str] = &["Toulouse", "Évry", "Saint-Étienne", "Lyon"];
const SPECIALTIES: &[&str] = &["IR", "GP", "GPE", "GC"];
const SKILLS: &[&str] = &["Rust", "C++", "Gestion de projet"];

/// Numbers that are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.roll(all.len())]
    }

    fn some(&mut self, all: &[&str], most: usize) -> Vec<String> {
        let chosen: BTreeSet<&str> = (0..=self.roll(most)).map(|_| self.one_of(all)).collect();
        chosen.into_iter().map(str::to_owned).collect()
    }
}

async fn an_alert_is_what_a_search_would_find(app: TestApp) {
    let mut dice = Dice(2_026);
    let mut people = Vec::new();
    for _ in 0..PEOPLE {
        people.push(factory::student(&app, INSA, "IR").await.client);
    }
    let members = [factory::verified_company(&app).await, factory::verified_company(&app).await];
    work(&app).await;
    let mut searches: BTreeMap<String, (String, Value)> = BTreeMap::new();
    for client in &people {
        for _ in 0..SEARCHES_EACH {
            let (query, filter) = (query(&mut dice), filter(&mut dice, &members));
            searches.insert(save(client, &query, filter.clone(), "AT_ONCE").await, (query, filter));
        }
    }
    for _ in 0..OFFERS {
        app.clock.advance(TimeDelta::minutes(1));
        let member = &members[dice.roll(members.len())];
        publish_input(&app, member, offer(&mut dice)).await;
    }
    work(&app).await;
    let told = told(&app).await;
    let mut hits = 0;
    for (id, (query, filter)) in &searches {
        let found = found(&app, query, filter).await;
        hits += found.len();
        assert_eq!(told.get(id).cloned().unwrap_or_default(), found, "{query:?} {filter}");
    }
    assert!(hits > 200, "the searches must find something: {hits}");
    assert!(told.len() < searches.len(), "and not all of them");
}

/// What each search alerted of, shown or counted.
async fn told(app: &TestApp) -> BTreeMap<String, BTreeSet<String>> {
    use api::graphql::id::{Id, IdKind};
    use async_graphql::InputType;
    let id = |kind, id| match Id::new(kind, id).to_value() {
        async_graphql::Value::String(text) => text,
        other => panic!("{other}"),
    };
    let mut told: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in saved_search_alert::Entity::find().all(&app.context.db.read).await.unwrap() {
        let search = id(IdKind::SavedSearch, row.saved_search_id.unwrap());
        told.entry(search).or_default().insert(id(IdKind::Offer, row.offer_id));
    }
    told
}

async fn found(app: &TestApp, query: &str, filter: &Value) -> BTreeSet<String> {
    let search = "query($query: String, $filter: OfferFilter) {
        searchOffers(query: $query, filter: $filter, first: 100) { degraded edges { node { id } } } }";
    let data = app.anonymous().get(search, json!({ "query": query, "filter": filter })).await;
    assert_eq!(data["searchOffers"]["degraded"], false);
    let edges = data["searchOffers"]["edges"].as_array().unwrap();
    edges.iter().map(|edge| factory::text(edge, "/node/id")).collect()
}

fn offer(dice: &mut Dice) -> Value {
    let words = |dice: &mut Dice, most: usize| {
        (0..=dice.roll(most)).map(|_| dice.one_of(WORDS)).collect::<Vec<_>>().join(" ")
    };
    json!({
        "school": INSA, "specialties": dice.some(SPECIALTIES, 2), "title": format!("Offre {}", words(dice, 3)),
        "description": format!("Une offre écrite par un test : {}.", words(dice, 6)),
        "missions": (dice.roll(2) == 0).then(|| words(dice, 4)),
        "contractType": dice.one_of(&["PROFESSIONALISATION", "APPRENTICESHIP"]),
        "start": format!("2026-{:02}-01", 10 + dice.roll(3)), "end": "2029-08-31",
        "city": (dice.roll(4) > 0).then(|| dice.one_of(CITIES)), "skills": dice.some(SKILLS, 2),
        "remote": dice.one_of(&["NONE", "PARTIAL", "FULL"]),
        "grossMonthlyPay": (dice.roll(3) > 0).then(|| format!("{}.00", 1_900 + dice.roll(5) * 100)),
    })
}

/// Nothing, or a few words as people type them.
fn query(dice: &mut Dice) -> String {
    let most = match dice.roll(6) {
        0 => return String::new(),
        1 => 1,
        _ => 0,
    };
    let mut words: Vec<String> = (0..=most).map(|_| mistyped(dice)).collect();
    if dice.roll(4) == 0 {
        words.push(dice.one_of(CITIES).to_lowercase());
    }
    words.join(" ") + if dice.roll(2) == 0 { " " } else { "" }
}

fn mistyped(dice: &mut Dice) -> String {
    let mut letters: Vec<char> = dice.one_of(WORDS).chars().collect();
    let place = dice.roll(letters.len());
    match dice.roll(6) {
        0 => letters[place] = 'z',
        1 => drop(letters.remove(place)),
        2 => letters.insert(place, 'e'),
        3 => letters.truncate(place + 1),
        4 => letters.push('s'),
        _ => {}
    }
    letters.into_iter().collect()
}

fn filter(dice: &mut Dice, members: &[Member]) -> Value {
    let mut filter = json!({});
    for _ in 0..dice.roll(3) {
        let (field, value) = match dice.roll(9) {
            0 => ("specialties", json!(dice.some(SPECIALTIES, 2))),
            1 => ("contractType", json!(dice.one_of(&["PROFESSIONALISATION", "APPRENTICESHIP"]))),
            2 => ("city", json!(dice.one_of(CITIES).to_uppercase())),
            3 => ("remote", json!(dice.one_of(&["NONE", "PARTIAL", "FULL"]))),
            4 => ("skills", json!(dice.some(SKILLS, 2))),
            5 => ("company", json!(members[dice.roll(members.len())].company)),
            6 => ("startFrom", json!(format!("2026-{:02}-01", 10 + dice.roll(3)))),
            7 => ("payAtLeast", json!(format!("{}.00", 1_900 + dice.roll(5) * 100))),
            _ => ("companySize", json!(dice.one_of(&["PME", "GE"]))),
        };
        filter[field] = value;
    }
    filter
}
