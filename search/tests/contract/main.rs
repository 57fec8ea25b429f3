//! The contract of [`search::Engine`], one suite for both engines.
//!
//! Every case runs on the embedded engine. It runs on Meilisearch too when a server is given by
//! `TREMPLIN_TEST_MEILISEARCH` (and `TREMPLIN_TEST_MEILISEARCH_KEY` if it has a key), or when there is a program
//! `meilisearch` in the `PATH`, which is then started for the time of the tests. Without either, what was skipped is
//! named at the end.
#![expect(clippy::print_stderr, reason = "a test program tells people what it skipped")]

mod changes;
mod files;
mod finding;
mod judged;
mod narrowing;
mod paging;
mod places;
mod rebuilding;
mod server;
mod two_processes;
mod unprepared;
mod world;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};
use search::{Embedded, Engine};

use server::Server;

/// How a case ends.
type Outcome = Result<(), Failed>;

/// A case: its name and what it does with an empty engine.
type Case = (&'static str, fn(Arc<dyn Engine>) -> Pin<Box<dyn Future<Output = Outcome>>>);

/// Names cases after their functions.
macro_rules! cases {
    ($($module:ident::$case:ident),* $(,)?) => {
        [$((concat!(stringify!($module), "::", stringify!($case)), |engine| Box::pin($module::$case(engine)))),*]
    };
}

const CASES: &[Case] = &cases![
    finding::accents_case_and_plurals_do_not_count,
    finding::typos_are_forgiven_by_length,
    finding::codes_are_exact,
    finding::short_names_are_never_reached_by_a_typo,
    finding::synonyms_find_alike,
    finding::synonyms_of_one_way_stay_one_way,
    finding::what_an_offer_says_comes_before_what_is_near,
    finding::the_whole_word_comes_before_longer_ones,
    finding::contract_types_are_found_by_their_names,
    finding::the_last_word_may_be_unfinished,
    finding::nonsense_finds_nothing,
    finding::every_word_that_tells_something_is_required,
    finding::what_names_a_thing_comes_before_what_mentions_it,
    finding::matches_are_highlighted_as_written,
    finding::each_kind_is_found_by_its_own_texts,
    narrowing::filters_combine,
    narrowing::values_are_never_read_as_filters,
    narrowing::a_facet_ignores_its_own_filter,
    narrowing::facets_follow_the_text,
    narrowing::orders_are_total,
    narrowing::pages_are_exact_beyond_a_thousand,
    narrowing::what_one_may_not_see_is_not_counted,
    narrowing::what_one_may_not_see_changes_no_score,
    narrowing::a_field_of_another_kind_is_refused,
    changes::the_last_change_of_a_batch_holds,
    changes::writing_again_changes_nothing,
    changes::versions_are_listed_in_order,
    paging::orders_go_on_while_documents_come_and_go,
    paging::the_best_matches_go_on_without_those_seen,
    paging::a_place_of_another_order_is_refused,
    places::circles_hold_what_is_known_to_be_within,
    places::both_engines_measure_alike,
    places::the_nearest_come_first_and_the_unknown_last,
    places::many_in_one_place_are_paged_through,
    rebuilding::results_are_never_missing,
    rebuilding::what_is_written_meanwhile_is_newer,
    rebuilding::a_swap_needs_a_beginning,
    rebuilding::a_rebuild_is_remembered,
];

fn main() {
    let arguments = Arguments::from_args();
    let server = if arguments.list { None } else { Server::find() };
    let mut trials = files::trials();
    trials.push(judged::embedded());
    trials.extend(server.as_ref().into_iter().flat_map(|server| {
        [unprepared::trial(server), two_processes::trial(server), judged::meilisearch(server)]
    }));
    for case in CASES {
        trials.push(Trial::test(format!("embedded::{}", case.0), || {
            run(case, Arc::new(Embedded::in_memory()?))
        }));
        if let Some(server) = &server {
            let place = server.place(case.0);
            trials.push(Trial::test(format!("meilisearch::{}", case.0), move || {
                place.clear()?;
                run(case, Arc::new(place.engine()?))?;
                place.clear()
            }));
        }
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    if server.is_none() && !arguments.list {
        let skipped: Vec<&str> = CASES
            .iter()
            .map(|case| case.0)
            .chain([unprepared::NAME, two_processes::NAME, judged::NAME])
            .collect();
        eprintln!("skipped for want of a Meilisearch server: {}", skipped.join(", "));
    }
    // Before the exit, which would not end the server.
    drop(server);
    conclusion.exit();
}

fn run(case: &Case, engine: Arc<dyn Engine>) -> Outcome {
    wait(async {
        engine.prepare().await?;
        engine.healthy().await?;
        case.1(engine).await
    })
}

/// Runs a future to its end, on a runtime of its own.
fn wait(future: impl Future<Output = Outcome>) -> Outcome {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(future)
}
