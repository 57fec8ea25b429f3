//! Filters, facets, orders and pages.

use std::sync::Arc;

use search::documents::StudentDocument;
use search::{Direction, Engine, Error, Field, Filter, Kind, Query, Sort};

use crate::Outcome;
use crate::world::{
    counted, counts, everything, found, id, is, narrowed, numbers, offer, offers, specialty, strings, typed,
    write,
};

pub(crate) async fn filters_combine(engine: Arc<dyn Engine>) -> Outcome {
    write(&*engine, Kind::Offer, offers()).await?;
    let toulouse = || is(Field::City, "toulouse");
    let several = |values: &[&str]| Filter::In(Field::Specialties, strings(values));
    let cases = [
        (toulouse(), vec![5, 3, 1]),
        (is(Field::City, "saint etienne"), vec![4]),
        (several(&["IR", "GM"]), vec![5, 2, 1]),
        (several(&[]), vec![]),
        (Filter::Not(Box::new(toulouse())), vec![6, 4, 2]),
        (Filter::All(vec![toulouse(), several(&["GP", "MA"])]), vec![5, 3]),
        (Filter::Any(vec![is(Field::Specialties, "GM"), is(Field::Specialties, "GP")]), vec![3, 2]),
        (Filter::Any(vec![]), vec![]),
        (Filter::All(vec![Filter::everything(), toulouse()]), vec![5, 3, 1]),
        (Filter::Between(Field::Pay, Some(150_000), None), vec![5, 4, 1]),
        (Filter::Between(Field::Pay, None, Some(149_999)), vec![3]),
        (Filter::Between(Field::Pay, None, None), vec![5, 4, 3, 1]),
        (Filter::Between(Field::Start, Some(20_100), Some(20_200)), vec![4, 2]),
        (Filter::Between(Field::PublishedAt, Some(5_000_000), None), vec![6, 5]),
        (is(Field::CompanyId, &id(901).to_string()), vec![1]),
    ];
    for (filter, expected) in cases {
        assert_eq!(found(&*engine, &narrowed(filter.clone())).await?, expected, "{filter:?}");
    }
    let both = Query { filter: toulouse(), ..typed("réseaux") };
    assert_eq!(engine.search(&both).await?.total, 2, "with text");
    Ok(())
}

pub(crate) async fn values_are_never_read_as_filters(engine: Arc<dyn Engine>) -> Outcome {
    let hostile = ["\" OR id EXISTS OR city = \"", "\\", "a\\\"", "'", "IN [x]", "* OR *", "\\\\\" OR \""];
    let mut written = vec![offer(100, "Autre")];
    for (number, value) in (1..).zip(hostile) {
        let mut offer = offer(number, "Piège");
        offer.school = value.to_owned();
        written.push(offer);
    }
    write(&*engine, Kind::Offer, written).await?;
    for (number, value) in (1..).zip(hostile) {
        assert_eq!(found(&*engine, &narrowed(is(Field::School, value))).await?, [number], "{value}");
        let several = Filter::In(Field::School, strings(&[value]));
        assert_eq!(found(&*engine, &narrowed(several)).await?, [number], "{value}");
    }
    let facet = Query { facets: vec![Field::School], ..typed("piege") };
    let mut values: Vec<String> =
        counts(&*engine, &facet).await?.into_iter().map(|(value, _)| value).collect();
    values.sort();
    let mut expected = strings(&hostile);
    expected.sort();
    assert_eq!(values, expected, "facets give values back as they were given");
    Ok(())
}

pub(crate) async fn a_facet_ignores_its_own_filter(engine: Arc<dyn Engine>) -> Outcome {
    write(&*engine, Kind::Offer, offers()).await?;
    let filter = Filter::All(vec![is(Field::City, "toulouse"), is(Field::Specialties, "IR")]);
    let facets = vec![Field::Specialties, Field::City, Field::ContractType, Field::CompanySize];
    let page = engine.search(&Query { facets: facets.clone(), ..narrowed(filter) }).await?;
    assert_eq!(page.total, 2);
    let expected = [
        counted(&[("IR", 2), ("GP", 1), ("MA", 1)]),
        counted(&[("toulouse", 2)]),
        counted(&[("APPRENTICESHIP", 1), ("PROFESSIONALISATION", 1)]),
        counted(&[]),
    ];
    for ((facet, field), expected) in page.facets.iter().zip(facets).zip(expected) {
        assert_eq!((facet.field, &facet.counts), (field, &expected));
    }
    Ok(())
}

pub(crate) async fn facets_follow_the_text(engine: Arc<dyn Engine>) -> Outcome {
    write(&*engine, Kind::Offer, offers()).await?;
    let query = Query { facets: vec![Field::ContractType], limit: 0, ..typed("réseaux") };
    let page = engine.search(&query).await?;
    assert_eq!((page.total, page.hits.len()), (4, 0), "no results are asked for");
    assert_eq!(page.facets[0].counts, counted(&[("APPRENTICESHIP", 2), ("PROFESSIONALISATION", 2)]));
    let own = Query { filter: is(Field::ContractType, "APPRENTICESHIP"), ..query };
    assert_eq!(counts(&*engine, &own).await?, page.facets[0].counts);
    Ok(())
}

pub(crate) async fn orders_are_total(engine: Arc<dyn Engine>) -> Outcome {
    write(&*engine, Kind::Offer, offers()).await?;
    let by = |field, direction| Query { sort: Sort::By(field, direction), ..everything() };
    assert_eq!(found(&*engine, &everything()).await?, [6, 5, 4, 3, 2, 1], "the newest first");
    let pay = found(&*engine, &by(Field::Pay, Direction::Descending)).await?;
    assert_eq!(pay, [4, 5, 1, 3, 6, 2], "unknown last, equals by date");
    let pay = found(&*engine, &by(Field::Pay, Direction::Ascending)).await?;
    assert_eq!(pay, [3, 5, 1, 4, 6, 2], "unknown last this way too");
    let title = found(&*engine, &by(Field::SortKey, Direction::Ascending)).await?;
    assert_eq!(title, [6, 5, 1, 2, 3, 4]);
    let typed = Query { sort: Sort::By(Field::PublishedAt, Direction::Ascending), ..typed("développeur") };
    assert_eq!(found(&*engine, &typed).await?, [1, 5, 6], "with text");
    let same = [13, 11, 12].map(|number| {
        let mut offer = offer(number, "Pareil");
        offer.published_at = 0;
        offer
    });
    write(&*engine, Kind::Offer, same).await?;
    let query = Query { text: "pareil".to_owned(), ..everything() };
    assert_eq!(found(&*engine, &query).await?, [11, 12, 13], "then by id");
    Ok(())
}

pub(crate) async fn pages_are_exact_beyond_a_thousand(engine: Arc<dyn Engine>) -> Outcome {
    write(&*engine, Kind::Offer, (1..=1_203).map(|number| offer(number, "Soudure"))).await?;
    for (offset, limit) in [(0, 1), (7, 5), (1_195, 20), (1_203, 10), (5_000, 10)] {
        let page = engine.search(&Query { offset, limit, ..typed("soudure") }).await?;
        assert_eq!(page.total, 1_203, "{offset} {limit}");
        let expected: Vec<u128> = (1..=1_203).rev().skip(offset).take(limit).collect();
        assert_eq!(numbers(&page), expected, "{offset} {limit}");
    }
    Ok(())
}

pub(crate) async fn what_one_may_not_see_is_not_counted(engine: Arc<dyn Engine>) -> Outcome {
    let audiences = [&["companies", "school:1"][..], &["school:1"], &[]];
    let students = (1..).zip(audiences).map(|(number, audience)| student(number, audience));
    write(&*engine, Kind::Student, students).await?;
    for (tokens, seen) in
        [(&["companies"][..], 1), (&["companies", "school:1"], 2), (&["school:2"], 0), (&[], 0)]
    {
        let audience = Filter::In(Field::Audience, strings(tokens));
        let filter = Filter::All(vec![audience, is(Field::City, "albi")]);
        let text = "dominique".to_owned();
        let query = Query { text, filter, facets: vec![Field::City], ..Query::new(Kind::Student) };
        let page = engine.search(&query).await?;
        assert_eq!((page.total, page.hits.len()), (seen, usize::try_from(seen)?), "{tokens:?}");
        let expected = if seen == 0 { Vec::new() } else { counted(&[("albi", seen)]) };
        assert_eq!(page.facets[0].counts, expected, "{tokens:?}");
    }
    Ok(())
}

fn student(number: u128, audience: &[&str]) -> StudentDocument {
    StudentDocument {
        id: id(number),
        version: 1,
        name: "Dominique Exemple".to_owned(),
        about: None,
        skills: Vec::new(),
        specialty: specialty("GC", "Génie civil"),
        school: "insa-toulouse".to_owned(),
        city: Some("Albi".to_owned()),
        point: None,
        academic_year: 2026,
        contract_types: strings(&["APPRENTICESHIP"]),
        audience: strings(audience),
        published_at: 1,
    }
}

pub(crate) async fn what_one_may_not_see_changes_no_score(engine: Arc<dyn Engine>) -> Outcome {
    let about = |number, about: &str, audience| StudentDocument {
        about: Some(about.to_owned()),
        ..student(number, audience)
    };
    let seen = [about(1, "Soudure et mesure", &["companies"]), about(2, "Mesure", &["companies"])];
    write(&*engine, Kind::Student, seen).await?;
    let ask = async |text: &str| {
        let filter = Filter::In(Field::Audience, strings(&["companies"]));
        engine.search(&Query { text: text.to_owned(), filter, ..Query::new(Kind::Student) }).await
    };
    let mut before = Vec::new();
    for text in ["mesure", "soudure mesure", "dominique", "mesur", "mesu", "soud", "mezure"] {
        before.push((text, ask(text).await?));
    }
    let hidden = (10..40).map(|number| about(number, "Soudure, soudure, mesures et soudeurs", &["school:1"]));
    write(&*engine, Kind::Student, hidden).await?;
    // Nearer than those of the others to what is typed, or as near and before them, in any number.
    let words = |begun: &str| (10..60).map(|number| format!("{begun}{number}")).collect::<Vec<_>>().join(" ");
    let near = format!("{} {} {}", words("mesur"), words("mesur1"), words("soudur"));
    let near = (40..45).map(|number| about(number, &near, &["school:1"]));
    write(&*engine, Kind::Student, near).await?;
    for (text, page) in before {
        assert_eq!(ask(text).await?, page, "{text}");
    }
    Ok(())
}

pub(crate) async fn a_field_of_another_kind_is_refused(engine: Arc<dyn Engine>) -> Outcome {
    let query = Query { facets: vec![Field::Remote], ..Query::new(Kind::Hire) };
    assert!(matches!(engine.search(&query).await, Err(Error::Rejected(_))));
    let written = write(&*engine, Kind::Hire, [offer(1, "Une offre")]).await;
    assert!(written.is_err(), "a document too");
    Ok(())
}
