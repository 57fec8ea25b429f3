//! A server that has no indexes, as after its data were lost: what fails later on it is told, and how.

use libtest_mimic::Trial;
use search::{Change, Engine, Error, Kind};

use crate::server::{Place, Server};
use crate::world::{everything, found, id, offer, write};
use crate::{Outcome, wait};

pub(crate) const NAME: &str = "unprepared::a_server_without_indexes_is_told";

pub(crate) fn trial(server: &Server) -> Trial {
    let place = server.place(NAME);
    Trial::test(format!("meilisearch::{NAME}"), move || {
        place.clear()?;
        wait(without_indexes(&place))?;
        place.clear()
    })
}

async fn without_indexes(place: &Place) -> Outcome {
    let engine = place.engine()?;
    assert!(matches!(engine.search(&everything()).await, Err(Error::Unavailable(_))), "answer from SQL");
    engine.write(Kind::Offer, vec![Change::Delete(id(1))]).await?;
    let flushed = engine.flush().await;
    assert!(matches!(flushed, Err(Error::Rejected(_))), "the task failed: {flushed:?}");
    engine.flush().await?;
    engine.prepare().await?;
    write(&engine, Kind::Offer, [offer(1, "Soudure")]).await?;
    assert_eq!(found(&engine, &everything()).await?, [1]);
    Ok(())
}
