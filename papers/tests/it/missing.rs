//! What is missing is named before anything is issued.

use crate::sample;
use papers::{Facts, Failure, Kind, Press, Why};
use strum::IntoEnumIterator;

#[test]
fn without_any_fact_every_paper_says_what_it_lacks() {
    for school in papers::schools() {
        for kind in Kind::iter() {
            let lacks = papers::missing(kind, school, &Facts::default());
            assert!(lacks.iter().any(|lack| lack.path == "reference"), "{kind} of {school}");
            assert!(lacks.iter().all(|lack| lack.why == Why::Absent && lack.name.is_some()), "{lacks:?}");
            let Err(Failure::Missing(refused)) =
                papers::issue(&Press::Inside, kind, school, &Facts::default(), sample::day(2026, 9, 10))
            else {
                panic!("{kind} of {school} was issued from nothing");
            };
            assert_eq!(refused, lacks);
        }
    }
}

#[test]
fn nothing_is_missing_from_the_samples() {
    for school in papers::schools() {
        for kind in Kind::iter() {
            assert_eq!(papers::missing(kind, school, &sample::facts(school)), [], "{kind} of {school}");
        }
    }
}

#[test]
fn a_blank_is_no_fact() {
    let mut facts = sample::facts("IMT-ALES");
    facts.student.birth_date = None;
    facts.company.siret = Some("  ".to_owned());
    facts.missions.clear();
    let lacks = papers::missing(Kind::TrainingAgreement, "IMT-ALES", &facts);
    let paths: Vec<_> = lacks.iter().map(|lack| lack.path.as_str()).collect();
    assert_eq!(paths, ["company.siret", "student.birth_date", "missions"]);
    assert_eq!(
        lacks[0].name.map(|name| (name.fr, name.en)),
        Some(("SIRET de l'entreprise", "SIRET of the company"))
    );
}

#[test]
fn with_only_what_is_needed_every_paper_is_issued() {
    for school in papers::schools() {
        for kind in Kind::iter() {
            let facts = bare(kind, school);
            assert_eq!(papers::missing(kind, school, &facts), []);
            papers::issue(&Press::Inside, kind, school, &facts, sample::day(2026, 9, 10))
                .unwrap_or_else(|failure| panic!("{kind} of {school}: {failure:?}"));
        }
    }
}

/// The sample without anything that the paper can do without.
fn bare(kind: Kind, school: &str) -> Facts {
    let full = serde_json::to_value(sample::facts(school)).expect("a tree");
    let mut bare = serde_json::to_value(Facts::default()).expect("a tree");
    // Who signs depends on the kind of contract and on who ends it.
    let (contract, ending) = (sample::facts(school).contract, sample::facts(school).ending);
    let needs = papers::missing(kind, school, &Facts { contract, ending, ..Facts::default() });
    let pointers = needs.iter().map(|need| format!("/{}", need.path.replace('.', "/")));
    let given = ["contract/contract_type", "contract/start", "contract/end", "ending/on", "ending/by"];
    let labour = (kind == Kind::TerminationNoticeLabour).then_some("ending/labour_administration");
    let given = given.into_iter().chain(labour).map(|path| format!("/{path}"));
    for pointer in pointers.chain(given) {
        *bare.pointer_mut(&pointer).expect("a fact") = full.pointer(&pointer).expect("a fact").clone();
    }
    if !papers::missing(kind, school, &serde_json::from_value(bare.clone()).expect("facts")).is_empty() {
        // What the school's file would know from the specialty's code.
        bare["study"]["specialty"] = full["study"]["specialty"].clone();
    }
    serde_json::from_value(bare).expect("facts")
}
