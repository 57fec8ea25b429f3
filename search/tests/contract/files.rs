//! What the embedded engine alone promises: its files, and that no older version replaces a newer one.

use std::fs;

use libtest_mimic::Trial;
use search::{Change, Embedded, Engine, Error, Kind, Prepared};
use tempfile::TempDir;

use crate::world::{everything, found, id, matched, offer, offers, write};
use crate::{Outcome, wait};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("embedded::files::what_was_written_is_there_after_a_restart", || wait(restart())),
        Trial::test("embedded::files::a_rebuild_leaves_one_folder", || wait(one_folder())),
        Trial::test("embedded::files::other_settings_ask_for_a_rebuild", || wait(other_settings())),
        Trial::test("embedded::files::one_process_has_the_folder", || wait(one_owner())),
        Trial::test("embedded::files::an_older_version_never_replaces_a_newer_one", || wait(stale())),
    ]
}

async fn restart() -> Outcome {
    let home = TempDir::new()?;
    let engine = Embedded::open(home.path())?;
    assert_eq!(engine.prepare().await?, Prepared::Created);
    // Not flushed: a write is durable by itself.
    let changes = offers().into_iter().map(|offer| Change::Upsert(offer.into())).collect();
    engine.write(Kind::Offer, changes).await?;
    drop(engine);
    let engine = Embedded::open(home.path())?;
    assert_eq!(found(&engine, &everything()).await?.len(), 6);
    assert_eq!(engine.prepare().await?, Prepared::Created, "still never filled");
    Ok(())
}

async fn one_folder() -> Outcome {
    let home = TempDir::new()?;
    let engine = Embedded::open(home.path())?;
    for _ in 0..3 {
        for kind in Kind::ALL {
            engine.rebuild_begin(kind).await?;
            engine.rebuild_swap(kind).await?;
        }
    }
    write(&engine, Kind::Offer, offers()).await?;
    drop(engine);
    let engine = Embedded::open(home.path())?;
    assert_eq!(engine.prepare().await?, Prepared::Unchanged);
    assert_eq!(found(&engine, &everything()).await?.len(), 6);
    let mut folders = Vec::new();
    for entry in fs::read_dir(home.path())? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            folders.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    folders.sort();
    assert_eq!(folders, ["companies-3", "hires-3", "offers-3", "students-3"]);
    Ok(())
}

async fn other_settings() -> Outcome {
    let home = TempDir::new()?;
    drop(Embedded::open(home.path())?);
    for kind in Kind::ALL {
        fs::write(home.path().join(format!("{kind}.json")), r#"{"generation":0,"filled":0}"#)?;
    }
    let engine = Embedded::open(home.path())?;
    assert_eq!(engine.prepare().await?, Prepared::Outdated);
    drop(engine);
    // An index of another layout, in the place of that of the offers.
    let place = home.path().join("offers-0");
    fs::remove_dir_all(&place)?;
    fs::rename(home.path().join("hires-0"), &place)?;
    let engine = Embedded::open(home.path())?;
    assert_eq!(engine.prepare().await?, Prepared::Outdated);
    write(&engine, Kind::Offer, offers()).await?;
    assert_eq!(found(&engine, &everything()).await?.len(), 6, "it works meanwhile");
    Ok(())
}

async fn one_owner() -> Outcome {
    let home = TempDir::new()?;
    let engine = Embedded::open(home.path())?;
    assert!(matches!(Embedded::open(home.path()), Err(Error::Unavailable(_))));
    engine.healthy().await?;
    Ok(())
}

async fn stale() -> Outcome {
    let engine = Embedded::in_memory()?;
    let put = |version, title: &str| {
        let mut offer = offer(1, title);
        offer.version = version;
        Change::Upsert(offer.into())
    };
    engine.write(Kind::Offer, vec![put(2, "Usinage")]).await?;
    engine.write(Kind::Offer, vec![put(1, "Soudure")]).await?;
    assert_eq!(matched(&engine, "usinage").await?, [1], "from an earlier write");
    engine.write(Kind::Offer, vec![put(4, "Fonderie"), put(3, "Soudure")]).await?;
    assert_eq!(matched(&engine, "fonderie").await?, [1], "from the same write");
    engine.write(Kind::Offer, vec![Change::Delete(id(1)), put(1, "Soudure")]).await?;
    assert_eq!(matched(&engine, "soudure").await?, [1], "after a deletion any version is new");
    Ok(())
}
