//! Writing.

use std::sync::Arc;

use search::{Change, Engine, Kind};

use crate::Outcome;
use crate::world::{everything, found, id, matched, offer, offers, write};

pub(crate) async fn the_last_change_of_a_batch_holds(engine: Arc<dyn Engine>) -> Outcome {
    let put = |number, version, title: &str| {
        let mut offer = offer(number, title);
        offer.version = version;
        Change::Upsert(offer.into())
    };
    let changes = vec![
        put(1, 1, "Soudure"),
        put(1, 2, "Chaudronnerie"),
        put(2, 1, "Soudure"),
        Change::Delete(id(2)),
        Change::Delete(id(3)),
        put(3, 1, "Soudure"),
    ];
    engine.write(Kind::Offer, changes).await?;
    engine.flush().await?;
    assert_eq!(matched(&*engine, "soudure").await?, [3]);
    assert_eq!(matched(&*engine, "chaudronnerie").await?, [1]);
    engine
        .write(Kind::Offer, vec![put(1, 3, "Usinage"), Change::Delete(id(3)), Change::Delete(id(4))])
        .await?;
    engine.flush().await?;
    assert_eq!(found(&*engine, &everything()).await?, [1], "replaced, deleted, and never there");
    assert_eq!(engine.search(&everything()).await?.hits[0].version, 3);
    Ok(())
}

pub(crate) async fn writing_again_changes_nothing(engine: Arc<dyn Engine>) -> Outcome {
    for _ in 0..3 {
        write(&*engine, Kind::Offer, offers()).await?;
    }
    assert_eq!(found(&*engine, &everything()).await?, [6, 5, 4, 3, 2, 1]);
    engine.flush().await?;
    engine.write(Kind::Offer, Vec::new()).await?;
    engine.flush().await?;
    Ok(())
}

pub(crate) async fn versions_are_listed_in_order(engine: Arc<dyn Engine>) -> Outcome {
    let written = [30, 10, 20].map(|number| {
        let mut offer = offer(number, "Soudure");
        offer.version = i64::try_from(number).unwrap_or_default() + 1;
        offer
    });
    write(&*engine, Kind::Offer, written).await?;
    let expected = [(id(10), 11), (id(20), 21), (id(30), 31)];
    assert_eq!(engine.versions(Kind::Offer, None, 10).await?, expected);
    assert_eq!(engine.versions(Kind::Offer, None, 2).await?, expected[..2]);
    assert_eq!(engine.versions(Kind::Offer, Some(id(10)), 10).await?, expected[1..]);
    assert_eq!(engine.versions(Kind::Offer, Some(id(15)), 1).await?, expected[1..2], "an id that is gone");
    assert_eq!(engine.versions(Kind::Offer, Some(id(30)), 10).await?, []);
    assert_eq!(engine.versions(Kind::Company, None, 10).await?, []);
    Ok(())
}
