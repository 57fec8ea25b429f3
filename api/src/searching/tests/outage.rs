use super::fragile::State;
use super::world::World;
use chrono::TimeDelta;
use std::time::{Duration, Instant};

const DOCUMENT: &str = "{ searchCompanies(query: \"airbus\") { totalCount engine degraded } }";

async fn engine(world: &World) -> (String, Duration) {
    let begun = Instant::now();
    let found = world.ask(None, DOCUMENT).await["searchCompanies"].clone();
    assert!(found["totalCount"].as_u64().unwrap() > 0);
    assert_eq!(found["degraded"], found["engine"] == "sql");
    (found["engine"].as_str().unwrap().to_owned(), begun.elapsed())
}

#[tokio::test]
async fn an_engine_that_hangs_costs_one_request_its_time_and_comes_back() {
    let world = World::indexed().await;
    let real = engine(&world).await.0;
    assert_ne!(real, "sql");
    for state in [State::Stalled, State::Down] {
        world.engine.set(state);
        let (answered, took) = engine(&world).await;
        assert_eq!(answered, "sql");
        assert!(took < Duration::from_millis(500), "{took:?}");
        let (answered, took) = engine(&world).await;
        assert_eq!(answered, "sql");
        assert!(took < Duration::from_millis(200), "left alone, and not waited for again: {took:?}");
        world.engine.set(State::Up);
        world.clock.advance(TimeDelta::seconds(3));
        assert_eq!(engine(&world).await.0, real);
    }
}

#[tokio::test]
async fn before_the_first_index_sql_answers() {
    let world = World::new().await;
    assert_eq!(engine(&world).await.0, "sql");
    world.drain().await;
    assert_ne!(engine(&world).await.0, "sql");
}
