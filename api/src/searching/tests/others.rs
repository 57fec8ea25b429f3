use super::world::{World, nodes};
use domain::company::CompanyStatus;
use entity::{Stored, company, hire};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};

#[tokio::test]
async fn the_published_history_is_searched_alike_in_the_engine_and_in_sql() {
    let world = World::indexed().await;
    let searches = [
        "",
        "(filter: {specialties: [\"GP\"]})",
        "(filter: {group: \"Airbus\"})",
        "(filter: {years: {from: \"2018-2019\", to: \"2019-2020\"}})",
        "(filter: {city: \"blagnac\"})",
        "(query: \"airbus\")",
        "(query: \"informatique\")",
    ];
    for arguments in searches {
        let document =
            format!("{{ searchHires{arguments} {{ totalCount engine edges {{ node {{ id }} }} }} }}");
        world.context.search.set_ready(true);
        let found = world.ask(None, &document).await["searchHires"].clone();
        world.context.search.set_ready(false);
        let from_sql = world.ask(None, &document).await["searchHires"].clone();
        assert_ne!(found["engine"], "sql");
        assert_eq!(from_sql["engine"], "sql");
        assert_eq!(found["totalCount"], from_sql["totalCount"], "{arguments}");
        assert!(found["totalCount"].as_u64().unwrap() > 0, "{arguments}");
    }
    let all = world.ask(None, "{ searchHires { totalCount } }").await;
    assert_eq!(all["searchHires"]["totalCount"], 238);
}

#[tokio::test]
async fn hires_that_were_not_published_are_in_no_search() {
    let world = World::new().await;
    let one = hire::Entity::find().one(&world.context.db.read).await.unwrap().unwrap();
    let company = one.company_id;
    let mut row = one.clone().into_active_model();
    row.id = Set(world.context.new_id());
    row.source = Set(Stored(domain::hire_source::HireSource::Recorded));
    row.row_number = Set(None);
    row.insert(&world.context.db.write).await.unwrap();
    world.drain().await;
    let of_company = hire::Entity::find().filter(hire::Column::CompanyId.eq(company));
    let recorded = of_company.count(&world.context.db.read).await.unwrap();
    let id = crate::graphql::id::Id::new(crate::graphql::id::IdKind::Company, company);
    let id = async_graphql::InputType::to_value(&id);
    for ready in [true, false] {
        world.context.search.set_ready(ready);
        let document = format!("{{ searchHires(filter: {{companies: [{id}]}}) {{ totalCount }} }}");
        let found = world.ask(None, &document).await;
        assert_eq!(found["searchHires"]["totalCount"], recorded - 1);
    }
}

#[tokio::test]
async fn companies_are_found_by_what_they_were_printed_as_and_by_what_they_hired() {
    let world = World::indexed().await;
    let total = company::Entity::find().count(&world.context.db.read).await.unwrap();
    for ready in [true, false] {
        world.context.search.set_ready(ready);
        let all = world.ask(None, "{ searchCompanies { totalCount } }").await;
        assert_eq!(all["searchCompanies"]["totalCount"], total);
        let document = "{ searchCompanies(query: \"sopra\") { edges { node { name } } } }";
        let found = nodes(&world.ask(None, document).await["searchCompanies"], "name");
        assert!(found.iter().any(|name| name.to_lowercase().contains("sopra")), "{found:?}");
    }
    let count = async |ready: bool| {
        world.context.search.set_ready(ready);
        let document =
            "{ searchCompanies(filter: {hiredSpecialties: [\"GP\"], verified: false}) { totalCount } }";
        world.ask(None, document).await["searchCompanies"]["totalCount"].as_u64().unwrap()
    };
    assert_eq!(count(true).await, count(false).await);
    world.company("AIRBUS SAS", CompanyStatus::Rejected).await;
    world.drain().await;
    for ready in [true, false] {
        world.context.search.set_ready(ready);
        let all = world.ask(None, "{ searchCompanies { totalCount } }").await;
        assert_eq!(all["searchCompanies"]["totalCount"], total - 1);
    }
}
