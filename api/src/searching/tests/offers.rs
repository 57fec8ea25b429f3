use super::world::{World, nodes};
use domain::company::CompanyStatus;
use domain::company_size::CompanySize;
use domain::contract_type::ContractType;
use domain::offer::{OfferStatus, RemotePolicy};
use entity::{Stored, offer};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};

const INSA: &str = "INSA-TOULOUSE";
const ALES: &str = "IMT-ALES";

/// Five published offers and one draft.
async fn world() -> World {
    let world = World::new().await;
    let airbus = world.company("AIRBUS SAS", CompanyStatus::Verified).await;
    let mut sized = world.company("Atelier Éolien", CompanyStatus::Verified).await.into_active_model();
    sized.size = Set(Some(Stored(CompanySize::Pme)));
    let wind = sized.update(&world.context.db.write).await.unwrap();
    world
        .offer(
            &airbus,
            "Ingénieur mécanique des fluides",
            (INSA, &["GM", "GP"]),
            &["Python", "OpenFOAM"],
            |row| {
                row.gross_monthly_pay = Set(Some(180_000));
                row.latitude = Set(Some(43.6043));
                row.longitude = Set(Some(1.4437));
            },
        )
        .await;
    world
        .offer(&airbus, "Développeur C++ temps réel", (INSA, &["IR"]), &["C++", "Linux"], |row| {
            row.remote = Set(Stored(RemotePolicy::Partial));
            row.start_on = Set("2027-10-01".parse().unwrap());
        })
        .await;
    world
        .offer(&wind, "Développeuse d'outils de mesure", (ALES, &["2IA"]), &["Python"], |row| {
            row.contract_type = Set(Stored(ContractType::Apprenticeship));
            row.city = Set(Some("ALÈS".to_owned()));
            row.city_key = Set(Some("ales".to_owned()));
            row.latitude = Set(Some(44.1249));
            row.longitude = Set(Some(4.0808));
            row.gross_monthly_pay = Set(Some(150_000));
        })
        .await;
    let option = options(&world).await[0].clone();
    world.offer(&wind, "Science des données du vent", (ALES, &[&option]), &[], |_| {}).await;
    world
        .offer(&wind, "Brouillon", (INSA, &["IR"]), &[], |row| row.status = Set(Stored(OfferStatus::Draft)))
        .await;
    world.drain().await;
    world
}

/// The codes of the options of 2IA.
async fn options(world: &World) -> Vec<String> {
    let department = world.specialty(ALES, "2IA").await;
    let schools = world.context.reference.get(&world.context.db, world.context.now()).await.unwrap();
    let own = schools.specialties.iter().filter(|row| row.parent_id == Some(department));
    own.map(|row| row.code.clone()).collect()
}

async fn search(world: &World, arguments: &str) -> Value {
    let document = format!(
        "{{ searchOffers{arguments} {{ totalCount engine degraded pageInfo {{ hasNextPage endCursor }}
            facets {{ field values {{ value label count }} }}
            edges {{ cursor score node {{ title company {{ name }} }}
                highlights {{ field text matches {{ start end }} }} }} }} }}"
    );
    world.ask(None, &document).await["searchOffers"].clone()
}

async fn titles(world: &World, arguments: &str) -> Vec<String> {
    let found = search(world, arguments).await;
    let titles = nodes(&found, "title");
    assert_eq!(found["totalCount"], titles.len(), "{arguments}");
    titles
}

#[tokio::test]
async fn words_are_found_whatever_their_accents_and_typos_and_shown() {
    let world = world().await;
    for typed in ["mecanique fluide", "MÉCANIQUES", "mecanqiue", "méca", "ingénieur airbus openfoam"] {
        let found = titles(&world, &format!("(query: {typed:?})")).await;
        assert_eq!(found, ["Ingénieur mécanique des fluides"], "{typed}");
    }
    let found = search(&world, r#"(query: "fluides")"#).await;
    assert_ne!(found["engine"], "sql");
    assert_eq!(found["degraded"], false);
    let edge = &found["edges"][0];
    assert!(edge["score"].as_f64().unwrap() > 0.0);
    // The phrase and the tool by which it is found, for they mean the same or are near.
    let title = json!({
        "field": "TITLE", "text": "Ingénieur mécanique des fluides", "matches": [{ "start": 10, "end": 31 }]
    });
    let skill = json!({ "field": "SKILL", "text": "OpenFOAM", "matches": [{ "start": 0, "end": 8 }] });
    assert_eq!(edge["highlights"], json!([title, skill]));
}

#[tokio::test]
async fn every_filter_finds_the_same_in_the_engine_and_in_sql() {
    let world = world().await;
    let option = &options(&world).await;
    let filters = [
        String::new(),
        "(filter: {school: \"imt-ales\"})".to_owned(),
        "(filter: {specialties: [\"IR\", \"GP\"]})".to_owned(),
        "(filter: {specialties: [\"2IA\"]})".to_owned(),
        format!("(filter: {{specialties: [{:?}]}})", option[0]),
        format!("(filter: {{specialties: [{:?}]}})", option[1]),
        "(filter: {contractType: APPRENTICESHIP})".to_owned(),
        "(filter: {city: \"alès\"})".to_owned(),
        "(filter: {remote: PARTIAL})".to_owned(),
        "(filter: {skills: [\"python\", \"linux\"]})".to_owned(),
        "(filter: {group: \"airbus\"})".to_owned(),
        "(filter: {companySize: PME})".to_owned(),
        "(filter: {companySize: PME, group: \"airbus\"})".to_owned(),
        "(filter: {startFrom: \"2027-09-02\", startTo: \"2027-10-01\"})".to_owned(),
        "(filter: {payAtLeast: \"1500.00\"}, sort: PAY)".to_owned(),
        "(filter: {publishedSince: \"2027-01-15T08:00:03Z\"}, sort: NEWEST)".to_owned(),
        "(sort: PAY)".to_owned(),
        "(sort: START)".to_owned(),
        "(query: \"développeur airbus\", filter: {school: \"INSA-TOULOUSE\", skills: [\"C++\"]})".to_owned(),
        "(query: \"introuvable\")".to_owned(),
        "(filter: {payAtLeast: \"1500.00\", payAtMost: \"1799.99\"})".to_owned(),
        "(filter: {payAtMost: \"1800.00\"}, sort: PAY)".to_owned(),
        "(filter: {near: {point: {latitude: 43.6, longitude: 1.44}, km: 30}})".to_owned(),
        "(filter: {near: {city: \"Toulouse\"}}, sort: NEAREST)".to_owned(),
        "(filter: {near: {city: \"Lyon\", km: 240}}, sort: NEAREST)".to_owned(),
    ];
    let mut counts = Vec::new();
    for filter in &filters {
        world.context.search.set_ready(true);
        let found = search(&world, filter).await;
        world.context.search.set_ready(false);
        let from_sql = search(&world, filter).await;
        assert_eq!(from_sql["engine"], "sql");
        assert_eq!(from_sql["degraded"], true);
        assert_eq!(nodes(&found, "title"), nodes(&from_sql, "title"), "{filter}");
        assert_eq!(found["totalCount"], from_sql["totalCount"], "{filter}");
        counts.push(found["totalCount"].as_u64().unwrap());
    }
    // An offer to the department is open to both options; one to an option is found by its department, too.
    assert_eq!(counts, [4, 2, 2, 2, 2, 1, 1, 1, 1, 3, 2, 2, 0, 1, 2, 2, 4, 4, 1, 0, 1, 2, 1, 4, 1]);
}

#[tokio::test]
async fn facets_count_what_choosing_them_gives() {
    let world = world().await;
    let arguments = "(filter: {contractType: PROFESSIONALISATION, remote: NONE})";
    let found = search(&world, arguments).await;
    let facet = |field: &str| {
        let facets = found["facets"].as_array().unwrap();
        facets.iter().find(|facet| facet["field"] == field).unwrap()["values"].clone()
    };
    assert_eq!(
        facet("REMOTE"),
        json!([{ "value": "NONE", "label": "on site", "count": 2 }, { "value": "PARTIAL", "label": "partly remote", "count": 1 }])
    );
    assert_eq!(facet("SKILLS")[0]["count"], 1);
    assert_eq!(facet("GROUP"), json!([{ "value": "airbus", "label": "AIRBUS", "count": 1 }]));
    assert_eq!(facet("CITY"), json!([{ "value": "toulouse", "label": "Toulouse", "count": 2 }]));
    for company in facet("COMPANY").as_array().unwrap() {
        let chosen = format!(
            "(filter: {{contractType: PROFESSIONALISATION, remote: NONE, company: {}}})",
            company["value"]
        );
        let chosen = search(&world, &chosen).await;
        assert_eq!(chosen["totalCount"], company["count"]);
        assert_eq!(chosen["edges"][0]["node"]["company"]["name"], company["label"]);
    }
    for specialty in facet("SPECIALTIES").as_array().unwrap() {
        let chosen = format!(
            "(filter: {{contractType: PROFESSIONALISATION, remote: NONE, specialties: [{}]}})",
            specialty["value"]
        );
        assert_eq!(
            titles(&world, &chosen).await.len() as u64,
            specialty["count"].as_u64().unwrap(),
            "{specialty}"
        );
    }
}

#[tokio::test]
async fn choosing_a_value_still_shows_what_the_others_would_give() {
    let world = world().await;
    let facet = |found: &Value, field: &str| {
        let facets = found["facets"].as_array().unwrap();
        facets.iter().find(|facet| facet["field"] == field).unwrap()["values"].as_array().unwrap().clone()
    };
    let quoted = |value: &Value| value.to_string();
    let listed = |value: &Value| format!("[{value}]");
    let bare = |value: &Value| value.as_str().unwrap().to_owned();
    type Written<'a> = &'a dyn Fn(&Value) -> String;
    let fields: [(&str, &str, Written<'_>); 9] = [
        ("SCHOOL", "school", &quoted),
        ("SPECIALTIES", "specialties", &listed),
        ("CONTRACT_TYPE", "contractType", &bare),
        ("CITY", "city", &quoted),
        ("REMOTE", "remote", &bare),
        ("SKILLS", "skills", &listed),
        ("COMPANY", "company", &quoted),
        ("GROUP", "group", &quoted),
        ("COMPANY_SIZE", "companySize", &bare),
    ];
    let all = search(&world, "").await;
    assert_eq!(all["facets"].as_array().unwrap().len(), fields.len(), "every facet is looked at");
    for (field, argument, written) in fields {
        let values = facet(&all, field);
        assert!(!values.is_empty(), "{field}");
        for value in &values {
            let chosen = format!("(filter: {{{argument}: {}}})", written(&value["value"]));
            let chosen = search(&world, &chosen).await;
            assert_eq!(chosen["totalCount"], value["count"], "{field} {value}");
            assert_eq!(facet(&chosen, field), values, "{field} {value}");
        }
    }
}

#[tokio::test]
async fn pages_hold_each_offer_once_and_cursors_belong_to_their_search() {
    let world = world().await;
    for ready in [true, false] {
        world.context.search.set_ready(ready);
        let (mut all, mut after) = (Vec::new(), String::new());
        loop {
            let page = search(&world, &format!("(sort: START, first: 3{after})")).await;
            assert_eq!(page["totalCount"], 4);
            all.extend(nodes(&page, "title"));
            after = format!(", after: {}", page["pageInfo"]["endCursor"]);
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        assert_eq!(all, titles(&world, "(sort: START)").await);
        for other in ["sort: NEWEST", "sort: START, query: \"vent\"", "sort: START, filter: {remote: NONE}"] {
            let document = format!("{{ searchOffers({other}{after}) {{ totalCount }} }}");
            assert_eq!(world.refusal(None, &document).await.0, "BAD_USER_INPUT", "{other}");
        }
    }
}

#[tokio::test]
async fn unknown_values_are_refused_with_those_that_exist() {
    let world = world().await;
    let refused = async |filter: &str| {
        let document = format!("{{ searchOffers(filter: {{{filter}}}) {{ totalCount }} }}");
        world.refusal(None, &document).await
    };
    let (code, accepted) = refused("school: \"NOWHERE\"").await;
    assert!(code == "BAD_USER_INPUT" && accepted.contains(INSA) && accepted.contains("ENSSAT"), "{accepted}");
    let (code, accepted) = refused("school: \"INSA-TOULOUSE\", specialties: [\"2IA\"]").await;
    assert!(
        code == "BAD_USER_INPUT" && accepted.contains("VALDOM") && !accepted.contains("2IA"),
        "{accepted}"
    );
    assert_eq!(refused("startFrom: \"2027-01-02\", startTo: \"2027-01-01\"").await.0, "BAD_USER_INPUT");
    assert_eq!(refused("payAtLeast: \"2.00\", payAtMost: \"1.99\"").await.0, "BAD_USER_INPUT");
    let far = crate::graphql::pagination::OpaqueCursor::of(&json!({ "at": 100_000, "of": "x" }));
    let far = async_graphql::connection::CursorType::encode_cursor(&far);
    let document = format!("{{ searchOffers(after: {far:?}) {{ totalCount }} }}");
    assert_eq!(world.refusal(None, &document).await.0, "BAD_USER_INPUT");
}

#[tokio::test]
async fn an_offer_that_has_just_closed_is_left_out() {
    let world = world().await;
    let all = search(&world, "").await;
    let title = all["edges"][0]["node"]["title"].as_str().unwrap().to_owned();
    close(&world, &title).await;
    let left = search(&world, "").await;
    assert_eq!(left["totalCount"], 3);
    assert!(!nodes(&left, "title").contains(&title));
}

#[tokio::test]
async fn a_page_is_filled_where_what_was_found_has_just_closed() {
    let world = world().await;
    for arguments in ["sort: START, ", "query: \"développeur\", "] {
        let first = async || search(&world, &format!("({arguments}first: 1)")).await;
        let before = first().await;
        let total = before["totalCount"].as_u64().unwrap();
        close(&world, &nodes(&before, "title")[0]).await;
        let page = first().await;
        assert_eq!(nodes(&page, "title").len(), 1, "{arguments} {page}");
        assert_ne!(nodes(&page, "title"), nodes(&before, "title"), "{arguments}");
        assert_eq!((&page["totalCount"], &page["degraded"]), (&json!(total - 1), &json!(false)));
        assert_eq!(page["pageInfo"]["hasNextPage"], total > 2, "{arguments}");
    }
}

#[tokio::test]
async fn what_the_engine_does_not_know_to_be_gone_never_ends_a_list() {
    let world = world().await;
    let airbus = world.company("AIRBUS SAS", CompanyStatus::Verified).await;
    for rank in 0..7 {
        world.offer(&airbus, &format!("Chaudronnerie {rank}"), (INSA, &["GM"]), &[], |_| {}).await;
    }
    world.drain().await;
    for rank in 1..7 {
        close(&world, &format!("Chaudronnerie {rank}")).await;
    }
    // The newest first: the only one left is the seventh that the engine finds.
    let page = search(&world, "(query: \"chaudronnerie\", sort: NEWEST, first: 1)").await;
    assert_eq!(nodes(&page, "title"), ["Chaudronnerie 0"]);
    assert_eq!((&page["totalCount"], &page["pageInfo"]["hasNextPage"]), (&json!(1), &json!(false)));
    assert_eq!(page["engine"], "sql", "in the end, who knows is asked");
}

/// Closes an offer, which the engine is not told.
async fn close(world: &World, title: &str) {
    let row = offer::Entity::find().filter(offer::Column::Title.eq(title));
    let mut row = row.one(&world.context.db.write).await.unwrap().unwrap().into_active_model();
    row.status = Set(Stored(OfferStatus::Filled));
    row.update(&world.context.db.write).await.unwrap();
}
