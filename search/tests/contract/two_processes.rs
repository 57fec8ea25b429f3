//! Two processes on one Meilisearch, of which one builds an index anew.

use libtest_mimic::Trial;
use search::{Change, Document, Engine, Kind};

use crate::server::Server;
use crate::world::{everything, found, id, matched, offer, offers, write};
use crate::{Outcome, wait};

/// What the only case is called.
pub(crate) const NAME: &str = "what_another_process_writes_during_a_rebuild_stays";

pub(crate) fn trial(server: &Server) -> Trial {
    let place = server.place("two");
    Trial::test(format!("meilisearch::{NAME}"), move || {
        place.clear()?;
        wait(during_a_rebuild(&place.engine()?, &place.engine()?))?;
        place.clear()
    })
}

async fn during_a_rebuild(builder: &dyn Engine, other: &dyn Engine) -> Outcome {
    builder.prepare().await?;
    write(builder, Kind::Offer, offers()).await?;
    let read: Vec<Document> = offers().into_iter().map(Document::from).collect();
    builder.rebuild_begin(Kind::Offer).await?;
    builder.rebuild_add(Kind::Offer, read).await?;
    let mut renamed = offer(1, "Chaudronnerie");
    renamed.version = 2;
    let changes = vec![Change::Upsert(renamed.into()), Change::Delete(id(2))];
    other.write(Kind::Offer, changes).await?;
    other.flush().await?;
    builder.rebuild_swap(Kind::Offer).await?;
    assert_eq!(found(builder, &everything()).await?, [6, 5, 4, 3, 1], "what was taken away stays away");
    assert_eq!(matched(builder, "chaudronnerie").await?, [1]);
    write(other, Kind::Offer, [offer(7, "Fonderie")]).await?;
    assert_eq!(matched(builder, "fonderie").await?, [7], "written after the swap");
    builder.rebuild_begin(Kind::Offer).await?;
    builder.rebuild_swap(Kind::Offer).await?;
    assert_eq!(found(other, &everything()).await?, Vec::<u128>::new(), "another rebuild begins with nothing");
    Ok(())
}
