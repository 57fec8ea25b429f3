//! Rebuilding beside, and swapping.

use std::sync::Arc;

use search::{Change, Document, Engine, Error, Kind, Prepared};

use crate::Outcome;
use crate::world::{everything, found, id, matched, offer, offers, write};

fn documents() -> Vec<Document> {
    offers().into_iter().map(Document::from).collect()
}

pub(crate) async fn results_are_never_missing(engine: Arc<dyn Engine>) -> Outcome {
    write(&*engine, Kind::Offer, offers()).await?;
    for _ in 0..2 {
        engine.rebuild_begin(Kind::Offer).await?;
        assert_eq!(found(&*engine, &everything()).await?.len(), 6, "begun");
        for document in documents() {
            engine.rebuild_add(Kind::Offer, vec![document]).await?;
        }
        assert_eq!(found(&*engine, &everything()).await?.len(), 6, "filled");
        let query = everything();
        let (swapped, during) = tokio::join!(engine.rebuild_swap(Kind::Offer), found(&*engine, &query));
        swapped?;
        assert_eq!(during?.len(), 6, "being swapped");
        assert_eq!(found(&*engine, &everything()).await?, [6, 5, 4, 3, 2, 1], "swapped");
    }
    Ok(())
}

pub(crate) async fn what_is_written_meanwhile_is_newer(engine: Arc<dyn Engine>) -> Outcome {
    write(&*engine, Kind::Offer, offers()).await?;
    engine.rebuild_begin(Kind::Offer).await?;
    let mut renamed = offer(1, "Chaudronnerie");
    renamed.version = 2;
    let changes = vec![
        Change::Upsert(renamed.into()),
        Change::Delete(id(2)),
        Change::Upsert(offer(7, "Usinage").into()),
    ];
    engine.write(Kind::Offer, changes).await?;
    // Read before these changes.
    engine.rebuild_add(Kind::Offer, documents()).await?;
    engine.rebuild_swap(Kind::Offer).await?;
    assert_eq!(found(&*engine, &everything()).await?, [7, 6, 5, 4, 3, 1]);
    assert_eq!(matched(&*engine, "chaudronnerie").await?, [1]);
    write(&*engine, Kind::Offer, [offer(8, "Fonderie")]).await?;
    assert_eq!(matched(&*engine, "fonderie").await?, [8], "written after the swap");
    Ok(())
}

pub(crate) async fn a_swap_needs_a_beginning(engine: Arc<dyn Engine>) -> Outcome {
    assert!(matches!(engine.rebuild_swap(Kind::Offer).await, Err(Error::Rejected(_))));
    assert!(matches!(engine.rebuild_add(Kind::Offer, documents()).await, Err(Error::Rejected(_))));
    write(&*engine, Kind::Offer, offers()).await?;
    engine.rebuild_begin(Kind::Offer).await?;
    engine.rebuild_add(Kind::Offer, documents()).await?;
    engine.rebuild_begin(Kind::Offer).await?;
    engine.rebuild_swap(Kind::Offer).await?;
    assert_eq!(found(&*engine, &everything()).await?, Vec::<u128>::new(), "the earlier attempt is gone");
    Ok(())
}

pub(crate) async fn a_rebuild_is_remembered(engine: Arc<dyn Engine>) -> Outcome {
    write(&*engine, Kind::Offer, offers()).await?;
    assert_eq!(engine.prepare().await?, Prepared::Created, "written to, and never filled");
    assert_eq!(found(&*engine, &everything()).await?.len(), 6, "preparing again removes nothing");
    for kind in Kind::ALL {
        engine.rebuild_begin(kind).await?;
        engine.rebuild_swap(kind).await?;
    }
    assert_eq!(engine.prepare().await?, Prepared::Unchanged);
    Ok(())
}
