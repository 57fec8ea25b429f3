use super::*;
use chrono::NaiveDate;
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};
use proptest::{collection, option, sample::select};
use std::collections::BTreeSet;
use strum::VariantArray;

const PROFESSIONALISATION: ContractType = ContractType::Professionalisation;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn list(school: &str) -> &'static Conditions {
    all_conditions().iter().find(|list| list.school == school).unwrap()
}

fn facts(start: &str, birth: &str, answers: &[(Fact, bool)]) -> Facts {
    Facts {
        start: Some(day(start)),
        birth_date: Some(day(birth)),
        answers: answers.iter().copied().collect(),
    }
}

fn finding(school: &str, facts: &Facts, rule: &str) -> Finding {
    check(list(school), facts).into_iter().find(|finding| finding.rule == rule).unwrap()
}

fn outcome(school: &str, facts: &Facts, rule: &str) -> Outcome {
    finding(school, facts, rule).outcome
}

#[test]
fn four_schools_have_their_lists_in_full() {
    let keys = |school| list(school).condition.iter().map(|one| one.key.as_str()).collect::<Vec<_>>();
    assert_eq!(keys("INSA-TOULOUSE"), ["FINAL_YEAR", "AGE"]);
    assert_eq!(keys("IMT-ALBI"), ["LEVEL", "AGE", "SELECTION", "COMPANY"]);
    assert_eq!(
        keys("IMT-ALES"),
        [
            "FINAL_YEAR",
            "FRENCH_EMPLOYER",
            "INFORMATION_MEETING",
            "STAY_ABROAD",
            "NO_RESIT",
            "NO_MOBILITY",
            "RESIDENCE_PERMIT",
            "HOME_SCHOOL_CONSENT",
            "TOEIC",
            "SCHOLARSHIP",
            "DEPARTMENT_HEAD_APPROVAL",
        ]
    );
    assert_eq!(keys("ENSSAT"), ["BENEFICIARY", "ACCEPTED", "EMPLOYER_FUNDS_TRAINING", "EMPLOYER_NOT_PUBLIC"]);
    assert!(conditions_of("IMT-ALBI", PROFESSIONALISATION).is_none());
    assert!(conditions_of("ELSEWHERE", PROFESSIONALISATION).is_none());
}

#[test]
fn the_files_are_sound() {
    let mut asked = BTreeSet::new();
    for list in all_conditions() {
        assert!(crate::school::schools().iter().any(|school| school.code == list.school));
        let keys: BTreeSet<_> = list.condition.iter().map(|condition| &condition.key).collect();
        assert_eq!(keys.len(), list.condition.len(), "{}", list.school);
        for condition in &list.condition {
            let (last, before) = condition.otherwise.split_last().unwrap();
            assert!(last.only_if.is_none(), "{}", condition.key);
            assert!(before.iter().all(|case| case.only_if.is_some()), "{}", condition.key);
            asked.extend(condition.facts());
        }
    }
    assert_eq!(asked, Fact::VARIANTS.iter().copied().collect(), "a fact that nobody asks for");
}

#[test]
fn at_insa_the_age_of_30_june_counts() {
    let on = |birth, answers: &[(Fact, bool)]| {
        finding("INSA-TOULOUSE", &facts("2020-09-28", birth, answers), "AGE")
    };
    assert_eq!(on("1994-07-01", &[]).outcome, Outcome::Met, "25 on 30/06/2020, 26 at the start");
    let derogation = on("1994-06-30", &[(Fact::EeaNational, true)]);
    assert_eq!((derogation.outcome, derogation.missing.len()), (Outcome::Warning, 0));
    assert!(derogation.remedy.unwrap().en.contains("derogation"));
    let authorisation = on("1994-06-30", &[(Fact::EeaNational, false)]);
    assert_eq!(authorisation.outcome, Outcome::Warning);
    assert!(authorisation.remedy.unwrap().en.contains("work authorisation"));
    let unknown = on("1994-06-30", &[]);
    assert_eq!((unknown.outcome, unknown.missing), (Outcome::Warning, vec![Fact::EeaNational]));
    let later = facts("2026-09-28", "2000-07-01", &[]);
    assert_eq!(outcome("INSA-TOULOUSE", &later, "AGE"), Outcome::Met, "30 June of its own year");
    assert!(finding("INSA-TOULOUSE", &later, "AGE").projected);
    assert!(!on("1994-07-01", &[]).projected);
    let early = facts("2026-07-01", "2000-07-01", &[]);
    assert_eq!(outcome("INSA-TOULOUSE", &early, "AGE"), Outcome::Met, "July begins the year to come");
    let far = facts("2150-09-28", "2124-06-30", &[]);
    assert_eq!(finding("INSA-TOULOUSE", &far, "AGE").missing, [Fact::EeaNational], "no year is too far");
}

#[test]
fn at_albi_the_age_at_the_start_counts() {
    let on =
        |birth, answers: &[(Fact, bool)]| finding("IMT-ALBI", &facts("2025-09-15", birth, answers), "AGE");
    assert_eq!(on("1995-09-16", &[]).outcome, Outcome::Met);
    assert_eq!(on("1995-09-15", &[]).outcome, Outcome::Refused);
    assert_eq!(on("1995-09-15", &[(Fact::AgeLimitWaived, false)]).outcome, Outcome::Refused);
    let waived = on("1995-09-15", &[(Fact::AgeLimitWaived, true)]);
    assert!(waived.outcome == Outcome::Warning && waived.source.external);
}

#[test]
fn each_condition_of_ales_has_its_effect() {
    let good = [
        (Fact::AdmittedToFinalYear, true),
        (Fact::EmployerUnderFrenchLaw, true),
        (Fact::InformationMeetingAttended, true),
        (Fact::StayAbroadValidated, true),
        (Fact::BlockingResit, false),
        (Fact::MobilityAbroadBegun, false),
        (Fact::EeaNational, true),
        (Fact::IncomingDoubleDegree, false),
        (Fact::ToeicValidated, true),
        (Fact::ScholarshipHolder, false),
        (Fact::DepartmentHeadApproval, true),
    ];
    let facts = facts("2025-09-01", "2003-05-05", &good);
    assert!(check(list("IMT-ALES"), &facts).iter().all(|one| one.outcome == Outcome::Met && !one.projected));
    let effects = [
        (Fact::AdmittedToFinalYear, "FINAL_YEAR", Outcome::Refused),
        (Fact::EmployerUnderFrenchLaw, "FRENCH_EMPLOYER", Outcome::Refused),
        (Fact::InformationMeetingAttended, "INFORMATION_MEETING", Outcome::Refused),
        (Fact::StayAbroadValidated, "STAY_ABROAD", Outcome::Warning),
        (Fact::BlockingResit, "NO_RESIT", Outcome::Refused),
        (Fact::MobilityAbroadBegun, "NO_MOBILITY", Outcome::Refused),
        (Fact::EeaNational, "RESIDENCE_PERMIT", Outcome::Refused),
        (Fact::IncomingDoubleDegree, "HOME_SCHOOL_CONSENT", Outcome::Refused),
        (Fact::ToeicValidated, "TOEIC", Outcome::Warning),
        (Fact::ScholarshipHolder, "SCHOLARSHIP", Outcome::Warning),
        (Fact::DepartmentHeadApproval, "DEPARTMENT_HEAD_APPROVAL", Outcome::Refused),
    ];
    for (fact, rule, effect) in effects {
        let other = facts.clone().with(fact, !facts.is(fact).unwrap());
        let changed: Vec<_> =
            check(list("IMT-ALES"), &other).into_iter().filter(|one| one.outcome != Outcome::Met).collect();
        assert_eq!(changed.iter().map(|one| one.rule.as_str()).collect::<Vec<_>>(), [rule]);
        assert_eq!(changed[0].outcome, effect, "{rule}");
        assert!(changed[0].remedy.is_some());
    }
}

#[test]
fn a_foreign_student_at_ales_needs_the_permit_that_the_internship_asks_for() {
    use Fact::{EeaNational, LongSecondYearInternship, MainActivityPermitProvided, WorkPermitProvided};
    let on = |answers: &[(Fact, bool)]| {
        finding("IMT-ALES", &facts("2025-09-01", "2003-05-05", answers), "RESIDENCE_PERMIT")
    };
    let foreign = (EeaNational, false);
    assert!(!on(&[(EeaNational, true)]).applies);
    assert_eq!(
        on(&[foreign, (WorkPermitProvided, true), (LongSecondYearInternship, false)]).outcome,
        Outcome::Met
    );
    let long = [foreign, (WorkPermitProvided, true), (LongSecondYearInternship, true)];
    assert_eq!(on(&long).missing, [MainActivityPermitProvided]);
    let ordinary = on(&[long.as_slice(), &[(MainActivityPermitProvided, false)]].concat());
    assert!(ordinary.outcome == Outcome::Refused && ordinary.remedy.unwrap().en.contains("main activity"));
    assert_eq!(on(&[long.as_slice(), &[(MainActivityPermitProvided, true)]].concat()).outcome, Outcome::Met);
    assert_eq!(
        on(&[]).missing,
        [EeaNational, WorkPermitProvided, LongSecondYearInternship, MainActivityPermitProvided]
    );
}

#[test]
fn at_enssat_age_or_standing_opens_the_contract() {
    let on = |birth, answers: &[(Fact, bool)]| {
        outcome("ENSSAT", &facts("2016-09-01", birth, answers), "BENEFICIARY")
    };
    assert_eq!(on("1990-09-02", &[]), Outcome::Met, "25");
    assert_eq!(on("2000-09-01", &[]), Outcome::Met, "16");
    assert_eq!(on("2000-09-02", &[(Fact::Jobseeker, true)]), Outcome::Refused, "15");
    let nothing = [
        (Fact::Jobseeker, false),
        (Fact::BenefitHolder, false),
        (Fact::JobseekerRegistrationNotNeeded, false),
    ];
    assert_eq!(on("1990-09-01", &nothing), Outcome::Refused, "26");
    for (fact, _) in nothing {
        assert_eq!(on("1990-09-01", &[(fact, true)]), Outcome::Met, "{fact}");
    }
    let public = facts("2016-09-01", "1995-01-01", &[(Fact::PublicEmployer, true)]);
    assert_eq!(outcome("ENSSAT", &public, "EMPLOYER_NOT_PUBLIC"), Outcome::Refused);
}

#[test]
fn of_whom_nothing_is_known_everything_is_to_be_said() {
    for list in all_conditions() {
        for finding in check(list, &Facts::default()) {
            assert!(finding.outcome != Outcome::Met && !finding.missing.is_empty(), "{}", finding.rule);
            assert!(finding.sentence.en.starts_with("Still to be known: "), "{}", finding.sentence.en);
        }
    }
}

#[test]
fn a_day_of_the_year_is_read_strictly() {
    let read = |text: &str| OnDay::try_from(text.to_owned());
    assert_eq!(read("06-30"), Ok(OnDay::Of { month: 6, day: 30 }));
    assert_eq!(read("START"), Ok(OnDay::Start));
    for wrong in ["", "6-30", "02-29", "13-01", "start", "06-30 "] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}

fn any_facts() -> impl Strategy<Value = Facts> {
    let from = |first: &str, days: u64| {
        let first = day(first);
        option::of((0..days).prop_map(move |after| first + chrono::Days::new(after)))
    };
    let answers = collection::btree_map(select(Fact::VARIANTS), any::<bool>(), 0..20);
    (from("1985-01-01", 9_000), from("2016-01-01", 4_000), answers)
        .prop_map(|(birth_date, start, answers)| Facts { birth_date, start, answers })
}

proptest! {
    #[test]
    fn every_condition_answers_with_all_that_goes_with_it(facts in any_facts()) {
        for list in all_conditions() {
            let findings = check(list, &facts);
            prop_assert_eq!(findings.len(), list.condition.len());
            for finding in findings {
                prop_assert_eq!(finding.outcome == Outcome::Met, finding.remedy.is_none());
                prop_assert!(finding.outcome != Outcome::Met || finding.missing.is_empty());
                prop_assert!(finding.missing.iter().all(|fact| !facts.knows(*fact)));
                prop_assert!(finding.sentence.fr.ends_with('.') && finding.sentence.en.ends_with('.'));
                prop_assert!(finding.sentence.fr != finding.sentence.en);
            }
        }
    }

    #[test]
    fn knowing_more_changes_no_answer_that_was_sure(facts in any_facts(), fact in select(Fact::VARIANTS), so in any::<bool>()) {
        if facts.knows(fact) || fact.is_date() {
            return Ok(());
        }
        let more = facts.clone().with(fact, so);
        for list in all_conditions() {
            for (before, after) in check(list, &facts).into_iter().zip(check(list, &more)) {
                if !before.missing.contains(&fact) {
                    prop_assert_eq!((before.outcome, before.remedy), (after.outcome, after.remedy));
                }
            }
        }
    }
}
