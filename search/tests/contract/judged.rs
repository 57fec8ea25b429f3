//! The judged set, on both engines: each good enough, nonsense finds nothing, and neither much better than the other.

use libtest_mimic::{Failed, Trial};
use search::Embedded;
use search::evaluation::{JudgedSet, Report, evaluate, query_lines};

use crate::server::{Place, Server};
use crate::{Outcome, wait};

/// The least mean nDCG@10.
const LEVEL: f64 = 0.90;
/// How far the engines may be apart in it.
const GAP: f64 = 0.05;

pub(crate) const NAME: &str = "judged::answers_are_as_good_as_the_embedded_engine's";

/// The embedded engine's trial.
pub(crate) fn embedded() -> Trial {
    Trial::test("embedded::judged::answers_are_good", || {
        let set = JudgedSet::shipped()?;
        wait(async { good(&set, &evaluate(&Embedded::in_memory()?, &set).await?) })
    })
}

/// Meilisearch's trial.
pub(crate) fn meilisearch(server: &Server) -> Trial {
    let place = server.place(NAME);
    Trial::test(format!("meilisearch::{NAME}"), move || {
        place.clear()?;
        wait(both(&place))?;
        place.clear()
    })
}

async fn both(place: &Place) -> Outcome {
    let set = JudgedSet::shipped()?;
    let embedded = evaluate(&Embedded::in_memory()?, &set).await?;
    let report = evaluate(&place.engine()?, &set).await?;
    good(&set, &report)?;
    let gap = (embedded.ndcg() - report.ndcg()).abs();
    if gap > GAP {
        return Err(Failed::from(format!("{gap:.3} apart: {:.3}, {:.3}", embedded.ndcg(), report.ndcg())));
    }
    Ok(())
}

fn good(set: &JudgedSet, report: &Report) -> Outcome {
    if report.ndcg() >= LEVEL && report.fooled().next().is_none() {
        return Ok(());
    }
    let worst: Vec<String> = query_lines(set, report).into_iter().take(40).collect();
    Err(Failed::from(format!("nDCG@10 is {:.3}\n{}", report.ndcg(), worst.join("\n"))))
}
