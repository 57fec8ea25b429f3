//! Going on after a result, while documents come and go.

use std::collections::HashSet;
use std::sync::Arc;

use libtest_mimic::Failed;
use search::documents::OfferDocument;
use search::{After, Change, Direction, Engine, Error, Field, Filter, Kind, Mark, Query, Sort, mark};

use crate::Outcome;
use crate::world::{everything, id, is, numbers, offer, typed, write};

/// All pages of a query, by what each says of its last result; between two pages something may happen.
pub(crate) async fn walk(
    engine: &dyn Engine,
    query: &Query,
    mut meanwhile: impl AsyncFnMut(usize) -> Outcome,
) -> Result<Vec<u128>, Failed> {
    let (mut all, mut query) = (Vec::new(), query.clone());
    let mut seen: HashSet<Mark> = HashSet::new();
    for number in 0.. {
        let page = engine.search(&query).await?;
        all.extend(numbers(&page));
        seen.extend(page.hits.iter().map(|hit| mark(hit.id)));
        let Some(last) = page.hits.last().filter(|_| page.hits.len() == query.limit) else { break };
        query.after = Some(if query.is_ranked() {
            After::Seen(seen.clone())
        } else {
            After::Place { keys: last.keys.clone(), id: last.id }
        });
        meanwhile(number).await?;
    }
    Ok(all)
}

/// Forty offers: pay is known of two in three, and shared by many; so is the day.
fn forty() -> Vec<OfferDocument> {
    let paid = |number: u128| {
        (!number.is_multiple_of(3)).then_some(150_000 + i64::try_from(number % 4).unwrap_or_default())
    };
    let made = |number| OfferDocument {
        pay: paid(number),
        published_at: i64::try_from(number / 5).unwrap_or_default(),
        city: Some(if number % 2 == 0 { "Albi" } else { "Castres" }.to_owned()),
        ..offer(number * 10, "Soudure à l'arc")
    };
    (1..=40).map(made).collect()
}

pub(crate) async fn orders_go_on_while_documents_come_and_go(engine: Arc<dyn Engine>) -> Outcome {
    let by = |field, direction| Query { sort: Sort::By(field, direction), limit: 6, ..everything() };
    let orders = [
        Query { limit: 6, ..everything() },
        by(Field::PublishedAt, Direction::Ascending),
        by(Field::Pay, Direction::Descending),
        by(Field::Pay, Direction::Ascending),
        Query { filter: is(Field::City, "albi"), ..by(Field::Pay, Direction::Descending) },
        Query { text: "soudure".to_owned(), ..by(Field::Start, Direction::Ascending) },
    ];
    for order in orders {
        write(&*engine, Kind::Offer, forty()).await?;
        let whole = numbers(&engine.search(&Query { limit: 1_000, ..order.clone() }).await?);
        let walked = walk(&*engine, &order, async |_| Ok(())).await?;
        assert_eq!(walked, whole, "page by page {order:?}");
        let come_and_gone = churn(&engine);
        let walked = walk(&*engine, &order, come_and_gone).await?;
        let (gone, stayed): (Vec<u128>, Vec<u128>) = whole.into_iter().partition(|number| number % 70 == 0);
        let told: HashSet<u128> = walked.iter().copied().collect();
        assert_eq!(told.len(), walked.len(), "none twice: {order:?}");
        let kept: Vec<u128> = walked.iter().copied().filter(|number| stayed.contains(number)).collect();
        assert_eq!(kept, stayed, "none skipped, in order: {order:?}");
        assert!(!gone.is_empty());
        let clear = (1..=40).flat_map(|page| [page * 10 + 1, page * 10 + 2]).chain((1..=40).map(|n| n * 10));
        engine.write(Kind::Offer, clear.map(|number| Change::Delete(id(number))).collect()).await?;
        engine.flush().await?;
    }
    Ok(())
}

/// After each page, offers come at both ends of every order, and some of the forty go.
fn churn(engine: &Arc<dyn Engine>) -> impl AsyncFnMut(usize) -> Outcome {
    let engine = Arc::clone(engine);
    async move |page: usize| {
        let page = u128::try_from(page)?;
        let new = |number, pay, published_at| OfferDocument {
            pay,
            published_at,
            city: Some("Albi".to_owned()),
            ..offer(number, "Soudure")
        };
        let come = [new(page * 10 + 1, Some(900_000), 900), new(page * 10 + 2, Some(1), 0)];
        write(&*engine, Kind::Offer, come).await?;
        engine.write(Kind::Offer, vec![Change::Delete(id((page + 1) * 70))]).await?;
        Ok(engine.flush().await?)
    }
}

pub(crate) async fn the_best_matches_go_on_without_those_seen(engine: Arc<dyn Engine>) -> Outcome {
    write(&*engine, Kind::Offer, forty()).await?;
    let query = Query { limit: 7, facets: vec![Field::City], ..typed("soudure") };
    let whole = numbers(&engine.search(&Query { limit: 1_000, ..query.clone() }).await?);
    assert_eq!(walk(&*engine, &query, async |_| Ok(())).await?, whole);
    let walked = walk(&*engine, &query, churn(&engine)).await?;
    let told: HashSet<u128> = walked.iter().copied().collect();
    assert_eq!(told.len(), walked.len(), "none twice");
    assert!(
        whole.iter().filter(|number| *number % 70 != 0).all(|number| told.contains(number)),
        "none skipped"
    );
    let seen = After::Seen(whole.iter().take(3).map(|number| mark(id(*number))).collect());
    let page = engine.search(&Query { after: Some(seen), ..query }).await?;
    assert!(page.hits.iter().all(|hit| hit.score.is_some() && !hit.highlights.is_empty()));
    let counted: u64 = page.facets[0].counts.iter().map(|(_, count)| count).sum();
    assert_eq!(counted, page.total, "what was seen is counted still");
    Ok(())
}

pub(crate) async fn a_place_of_another_order_is_refused(engine: Arc<dyn Engine>) -> Outcome {
    let place = |keys: &[Option<i64>]| Some(After::Place { keys: keys.to_vec(), id: id(1) });
    let refused = [
        Query { after: place(&[]), ..everything() },
        Query { after: place(&[Some(1), None]), ..everything() },
        Query { after: place(&[Some(1)]), ..typed("soudure") },
        Query { after: Some(After::Seen(HashSet::new())), ..everything() },
        Query { filter: Filter::Between(Field::Hires, None, None), ..everything() },
    ];
    for query in refused {
        assert!(matches!(engine.search(&query).await, Err(Error::Rejected(_))), "{query:?}");
    }
    Ok(())
}
