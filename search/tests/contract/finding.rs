//! What words find.

use std::sync::Arc;

use search::documents::{CompanyDocument, HireDocument, StudentDocument};
use search::{Engine, Field, Kind, Query};

use crate::Outcome;
use crate::world::{found, id, matched, offer, offers, specialty, strings, typed, write};

pub(crate) async fn accents_case_and_plurals_do_not_count(engine: Arc<dyn Engine>) -> Outcome {
    write(&*engine, Kind::Offer, offers()).await?;
    for text in ["développeur", "DEVELOPPEURS", "dévéloppeur ", "developpeur"] {
        assert_eq!(matched(&*engine, text).await?, [1, 6], "{text}");
    }
    for text in ["réseaux", "reseau", "Réseau"] {
        assert_eq!(matched(&*engine, text).await?, [1, 2, 5, 6], "{text}");
    }
    assert_eq!(matched(&*engine, "oeuvre").await?, [1], "a ligature");
    assert_eq!(matched(&*engine, "c++").await?, [1]);
    assert_eq!(matched(&*engine, "r&d").await?, [1]);
    assert_eq!(matched(&*engine, "saint etienne").await?, [4]);
    Ok(())
}

pub(crate) async fn typos_are_forgiven_by_length(engine: Arc<dyn Engine>) -> Outcome {
    write(&*engine, Kind::Offer, offers()).await?;
    assert_eq!(matched(&*engine, "airbuss").await?, [1], "one typo");
    assert_eq!(matched(&*engine, "devlopeur ").await?, [1, 6], "two typos in nine letters");
    assert_eq!(matched(&*engine, "alby ").await?, Vec::<u128>::new(), "none in four letters");
    assert_eq!(matched(&*engine, "siarbus ").await?, Vec::<u128>::new(), "two typos in seven letters");
    assert_eq!(matched(&*engine, "mecnaiq").await?, [2], "in a word that is being typed");
    Ok(())
}

pub(crate) async fn codes_are_exact(engine: Arc<dyn Engine>) -> Outcome {
    write(&*engine, Kind::Offer, offers()).await?;
    assert_eq!(matched(&*engine, "GP").await?, [3], "GP is not GPE");
    assert_eq!(matched(&*engine, "gpe").await?, [4]);
    assert_eq!(matched(&*engine, "ir").await?, [1, 5]);
    assert_eq!(matched(&*engine, "MSIAI").await?, Vec::<u128>::new());
    Ok(())
}

pub(crate) async fn the_last_word_may_be_unfinished(engine: Arc<dyn Engine>) -> Outcome {
    write(&*engine, Kind::Offer, offers()).await?;
    assert_eq!(matched(&*engine, "méca").await?, [2]);
    assert_eq!(matched(&*engine, "méca ").await?, Vec::<u128>::new(), "a space ends it");
    assert_eq!(matched(&*engine, "méca fluides").await?, Vec::<u128>::new(), "the last one only");
    assert_eq!(matched(&*engine, "fluides méca").await?, [2]);
    assert_eq!(matched(&*engine, "t").await?, [1, 2, 3, 4, 5], "one letter");
    Ok(())
}

pub(crate) async fn nonsense_finds_nothing(engine: Arc<dyn Engine>) -> Outcome {
    write(&*engine, Kind::Offer, offers()).await?;
    for text in ["xqzwv", "développeur xqzwv", "zzzzzzzzzz", "réseaux de plomberie"] {
        assert_eq!(matched(&*engine, text).await?, Vec::<u128>::new(), "{text}");
    }
    assert_eq!(matched(&*engine, " ?! - \" ").await?, [1, 2, 3, 4, 5, 6], "no word is no condition");
    Ok(())
}

pub(crate) async fn every_word_that_tells_something_is_required(engine: Arc<dyn Engine>) -> Outcome {
    write(&*engine, Kind::Offer, offers()).await?;
    assert_eq!(matched(&*engine, "réseaux toulouse").await?, [1, 5]);
    assert_eq!(
        matched(&*engine, "les réseaux de l'ingénieur à toulouse").await?,
        [1, 5],
        "common words are not"
    );
    assert_eq!(matched(&*engine, "alternance").await?, [6], "unless they are all there is");
    Ok(())
}

pub(crate) async fn what_names_a_thing_comes_before_what_mentions_it(engine: Arc<dyn Engine>) -> Outcome {
    write(&*engine, Kind::Offer, offers()).await?;
    assert_eq!(found(&*engine, &typed("développeur")).await?, [1, 6], "a title before a description");
    write(&*engine, Kind::Offer, [offer(7, "Soudure"), offer(8, "Soudures"), offer(9, "Soudage soudeur")])
        .await?;
    assert_eq!(found(&*engine, &typed("soudure ")).await?[..2], [8, 7], "equals by date, before typos");
    let page = engine.search(&typed("développeur")).await?;
    assert!(page.hits.iter().all(|hit| hit.score.is_some_and(|score| score > 0.0)));
    assert!(page.hits[0].score > page.hits[1].score);
    Ok(())
}

pub(crate) async fn matches_are_highlighted_as_written(engine: Arc<dyn Engine>) -> Outcome {
    write(&*engine, Kind::Offer, offers()).await?;
    let page = engine.search(&typed("devlopeur reseau administ")).await?;
    let marked: Vec<(Field, Vec<String>)> = page.hits[0]
        .highlights
        .iter()
        .map(|highlight| {
            let letters: Vec<char> = highlight.text.chars().collect();
            let words = highlight.matches.iter().map(|place| letters[place.clone()].iter().collect());
            (highlight.field, words.collect())
        })
        .collect();
    let title = (Field::Title, strings(&["Administrateur", "réseau"]));
    assert_eq!(marked, [title, (Field::Description, strings(&["Développeur"]))]);
    let unmarked = engine.search(&Query::new(Kind::Offer)).await?;
    assert!(unmarked.hits.iter().all(|hit| hit.highlights.is_empty() && hit.score.is_none()));
    Ok(())
}

pub(crate) async fn each_kind_is_found_by_its_own_texts(engine: Arc<dyn Engine>) -> Outcome {
    write(&*engine, Kind::Offer, offers()).await?;
    write(&*engine, Kind::Company, [company()]).await?;
    write(&*engine, Kind::Hire, [hire()]).await?;
    write(&*engine, Kind::Student, [student()]).await?;
    let texts = [
        (Kind::Company, ["sopra", "steria group", "colomiers"]),
        (Kind::Hire, ["sopra", "valdom", "valorisation domotique"]),
        (Kind::Student, ["camille", "domotique", "bricoleuse"]),
    ];
    for (kind, texts) in texts {
        for text in texts {
            let query = Query { text: text.to_owned(), ..Query::new(kind) };
            assert_eq!(found(&*engine, &query).await?, [1000], "{text} in {kind}");
        }
        assert_eq!(found(&*engine, &Query::new(kind)).await?, [1000], "all of {kind}");
    }
    assert_eq!(matched(&*engine, "sopra").await?, Vec::<u128>::new(), "offers are apart");
    Ok(())
}

fn company() -> CompanyDocument {
    CompanyDocument {
        id: id(1000),
        version: 1,
        name: "Sopra Steria".to_owned(),
        aliases: strings(&["SOPRA GROUP"]),
        group: Some("Sopra Steria Group".to_owned()),
        city: Some("Colomiers".to_owned()),
        point: None,
        size: Some("GE".to_owned()),
        verified: true,
        hired_specialties: strings(&["IR"]),
        hires: 12,
    }
}

fn hire() -> HireDocument {
    HireDocument {
        id: id(1000),
        version: 1,
        company_id: id(1),
        company: "Sopra Steria".to_owned(),
        as_printed: Some("SOPRA GROUP".to_owned()),
        group: None,
        school: "insa-toulouse".to_owned(),
        specialty: specialty("VALDOM", "Valorisation domotique"),
        city: None,
        academic_year: 2019,
    }
}

fn student() -> StudentDocument {
    StudentDocument {
        id: id(1000),
        version: 1,
        name: "Camille Exemple".to_owned(),
        about: Some("Bricoleuse".to_owned()),
        skills: Vec::new(),
        specialty: specialty("VALDOM", "Valorisation domotique"),
        school: "insa-toulouse".to_owned(),
        city: None,
        point: None,
        academic_year: 2026,
        contract_types: strings(&["APPRENTICESHIP"]),
        audience: strings(&["companies"]),
        published_at: 1,
    }
}
