//! What words find.

use std::sync::Arc;

use search::documents::{CompanyDocument, HireDocument, OfferDocument, StudentDocument};
use search::{Engine, Field, Kind, Query};

use crate::Outcome;
use crate::world::{found, id, matched, offer, offers, specialty, strings, typed, write};

pub(crate) async fn accents_case_and_plurals_do_not_count(engine: Arc<dyn Engine>) -> Outcome {
    write(&*engine, Kind::Offer, offers()).await?;
    for text in ["développeur", "DEVELOPPEURS", "dévéloppeur ", "developpeur"] {
        assert_eq!(matched(&*engine, text).await?, [1, 5, 6], "{text}");
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
    assert_eq!(matched(&*engine, "devlopeur ").await?, [1, 5, 6], "two typos in nine letters");
    assert_eq!(matched(&*engine, "alby ").await?, Vec::<u128>::new(), "none in four letters");
    assert_eq!(matched(&*engine, "siarbus ").await?, Vec::<u128>::new(), "two typos in seven letters");
    assert_eq!(matched(&*engine, "mecnaiq").await?, [2], "in a word that is being typed");
    Ok(())
}

pub(crate) async fn codes_are_exact(engine: Arc<dyn Engine>) -> Outcome {
    write(&*engine, Kind::Offer, offers()).await?;
    assert_eq!(matched(&*engine, "GP").await?, [3], "GP is not GPE");
    assert_eq!(matched(&*engine, "gpe").await?, [4]);
    let ir = found(&*engine, &typed("ir")).await?;
    assert!(ir[..2].contains(&1) && ir[..2].contains(&5), "before what is near: {ir:?}");
    assert_eq!(matched(&*engine, "MSIAI").await?, Vec::<u128>::new());
    let offers = [(11, "MSIAI"), (12, "MA"), (13, "PRISM"), (14, "NEWCODE")].map(|(number, code)| {
        OfferDocument { specialties: vec![specialty(code, "Une spécialité")], ..offer(number, "Offre") }
    });
    write(&*engine, Kind::Offer, offers).await?;
    write(&*engine, Kind::Offer, [offer(15, "Alternance PRISM ou MSIAI")]).await?;
    assert!(!matched(&*engine, "ma").await?.contains(&11), "MA is not MSIAI");
    assert_eq!(matched(&*engine, "msiai").await?, [11, 15]);
    assert_eq!(matched(&*engine, "prism ").await?, [13, 15]);
    for text in ["msiaa ", "prisn ", "newcodes ", "newcide "] {
        assert_eq!(matched(&*engine, text).await?, Vec::<u128>::new(), "{text}: a code is never mistyped");
    }
    Ok(())
}

pub(crate) async fn short_names_are_never_reached_by_a_typo(engine: Arc<dyn Engine>) -> Outcome {
    let named =
        |number, company: &str| OfferDocument { company: company.to_owned(), ..offer(number, "Offre") };
    write(
        &*engine,
        Kind::Offer,
        [named(1, "Atos"), named(2, "Egis Rail"), named(3, "Airbus"), named(4, "CGI")],
    )
    .await?;
    write(&*engine, Kind::Offer, [offer(5, "Analyse de risques au SOCS")]).await?;
    for (text, expected) in [
        ("atos", vec![1]),
        ("ato", vec![1]),
        ("atoss ", vec![]),
        ("atoss", vec![]),
        ("egiss rail", vec![]),
        ("egis rail", vec![2]),
        ("airbuss ", vec![3]),
        ("cgo", vec![]),
        ("cgii ", vec![]),
    ] {
        assert_eq!(matched(&*engine, text).await?, expected, "{text}");
    }
    let company = CompanyDocument { name: "Saur".to_owned(), aliases: strings(&["SAUR SA"]), ..company() };
    write(&*engine, Kind::Company, [company]).await?;
    let of = |text: &str| Query { text: text.to_owned(), ..Query::new(Kind::Company) };
    assert_eq!(found(&*engine, &of("saur")).await?, [1000]);
    assert_eq!(found(&*engine, &of("saure ")).await?, Vec::<u128>::new());
    Ok(())
}

pub(crate) async fn synonyms_find_alike(engine: Arc<dyn Engine>) -> Outcome {
    let titles = [
        (1, "Développeur embarqué"),
        (2, "Software developer"),
        (3, "Chef de projet intelligence artificielle"),
        (4, "Ingénieur IA"),
        (5, "Conducteur de travaux BTP"),
        (6, "Civil engineering site manager"),
        (7, "Études de génie civil"),
    ];
    write(&*engine, Kind::Offer, titles.map(|(number, title)| offer(number, title))).await?;
    for (text, expected) in [
        ("développeur", vec![1, 2]),
        ("developer", vec![1, 2]),
        ("devloper ", vec![1, 2]),
        ("IA", vec![3, 4]),
        ("intelligence artificielle", vec![3, 4]),
        ("intelligence artif", vec![3, 4]),
        ("artificial intelligence", vec![3, 4]),
        ("BTP", vec![5, 6, 7]),
        ("génie civil", vec![5, 6, 7]),
        ("civil engineering", vec![5, 6, 7]),
        ("conduite de travaux", vec![5, 6]),
    ] {
        assert_eq!(matched(&*engine, text).await?, expected, "{text}");
    }
    let named = OfferDocument { company: "BTP Conseil IA".to_owned(), ..offer(8, "Comptable") };
    write(&*engine, Kind::Offer, [named]).await?;
    assert!(!matched(&*engine, "intelligence").await?.contains(&8), "nothing is read into a company's name");
    Ok(())
}

pub(crate) async fn synonyms_of_one_way_stay_one_way(engine: Arc<dyn Engine>) -> Outcome {
    write(&*engine, Kind::Offer, [offer(1, "Front-end React"), offer(2, "Front-end Angular")]).await?;
    assert_eq!(matched(&*engine, "javascript").await?, [1, 2]);
    assert_eq!(matched(&*engine, "react").await?, [1]);
    Ok(())
}

pub(crate) async fn what_an_offer_says_comes_before_what_is_near(engine: Arc<dyn Engine>) -> Outcome {
    let informatics = OfferDocument {
        specialties: vec![specialty("IR", "Informatique et réseaux")],
        ..offer(3, "Support aux utilisateurs")
    };
    write(&*engine, Kind::Offer, [offer(1, "Développeur"), offer(2, "Informatique de gestion")]).await?;
    write(&*engine, Kind::Offer, [informatics, offer(4, "Soudure")]).await?;
    assert_eq!(found(&*engine, &typed("développeur")).await?, [1, 2, 3]);
    assert_eq!(found(&*engine, &typed("informatique")).await?[..1], [2]);
    Ok(())
}

pub(crate) async fn the_whole_word_comes_before_longer_ones(engine: Arc<dyn Engine>) -> Outcome {
    let titles = [offer(1, "Développeur Java"), offer(2, "Développeur JavaScript"), offer(3, "Soudure")];
    write(&*engine, Kind::Offer, titles).await?;
    assert_eq!(found(&*engine, &typed("java")).await?, [1, 2]);
    Ok(())
}

pub(crate) async fn contract_types_are_found_by_their_names(engine: Arc<dyn Engine>) -> Outcome {
    let apprentice =
        OfferDocument { contract_type: "APPRENTICESHIP".to_owned(), ..offer(1, "Développeur Java") };
    write(&*engine, Kind::Offer, [apprentice, offer(2, "Développeur Rust")]).await?;
    for (text, expected) in [
        ("contrat pro ", vec![2]),
        ("professionnalisation", vec![2]),
        ("contrat de professionnalisation développeur", vec![2]),
        ("contrat d'apprentissage", vec![1]),
        ("alternance", vec![1, 2]),
        ("alternance développeur", vec![1, 2]),
    ] {
        assert_eq!(matched(&*engine, text).await?, expected, "{text}");
    }
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
    write(&*engine, Kind::Offer, [offer(7, "Poste à définir")]).await?;
    assert_eq!(matched(&*engine, "poste").await?, [7], "unless they are all there is");
    Ok(())
}

pub(crate) async fn what_names_a_thing_comes_before_what_mentions_it(engine: Arc<dyn Engine>) -> Outcome {
    write(&*engine, Kind::Offer, offers()).await?;
    assert_eq!(
        found(&*engine, &typed("développeur")).await?,
        [1, 6, 5],
        "a title, a description, what is near"
    );
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
