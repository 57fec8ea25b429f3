use super::*;
use chrono::{Datelike, Days, Weekday};
use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, proptest};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn due(key: DeadlineKey, anchor: &str) -> String {
    all().iter().find(|deadline| deadline.key == key).unwrap().due(day(anchor)).to_string()
}

#[test]
fn each_limit_is_counted_in_its_unit() {
    use DeadlineKey::{
        Defence, FinalProjectReport, JobseekerAidForm, OpcoDecision, OpcoFile, OpcoFileApprenticeship,
        Papers, ProjectTopic, SickLeave,
    };
    let cases = [
        (OpcoFile, "2026-10-01", "2026-10-06"),
        (OpcoFileApprenticeship, "2026-10-01", "2026-10-07"),
        (OpcoFileApprenticeship, "2026-10-30", "2026-11-05"),
        (OpcoDecision, "2026-10-06", "2026-10-26"),
        (Papers, "2025-09-01", "2025-08-18"),
        (FinalProjectReport, "2026-08-28", "2026-08-13"),
        (Defence, "2026-08-28", "2026-08-28"),
        (Defence, "2026-08-30", "2026-08-28"),
        (SickLeave, "2026-02-27", "2026-03-01"),
        (JobseekerAidForm, "2016-11-30", "2017-02-28"),
        (ProjectTopic, "2026-01-31", "2026-01-31"),
    ];
    for (key, anchor, expected) in cases {
        assert_eq!(due(key, anchor), expected, "{key}");
    }
    let keys: Vec<_> = all().iter().map(|deadline| deadline.key).collect();
    assert_eq!(keys, DeadlineKey::VARIANTS);
}

#[test]
fn schools_have_their_own() {
    let keys = |school, kind| of(school, kind).map(|deadline| deadline.key).collect::<Vec<_>>();
    let albi = keys("IMT-ALBI", ContractType::Apprenticeship);
    use DeadlineKey::{OpcoDecision, OpcoFile, OpcoFileApprenticeship, ProjectTopic};
    assert_eq!(albi, [OpcoFileApprenticeship, OpcoDecision, ProjectTopic]);
    assert_eq!(keys("INSA-TOULOUSE", ContractType::Professionalisation), [OpcoFile, OpcoDecision]);
    assert_eq!(keys("IMT-ALES", ContractType::Professionalisation).len(), 6);
}

#[test]
fn silence_means_what_the_text_of_its_day_said() {
    let pro = |concluded| silence(ContractType::Professionalisation, day(concluded));
    assert_eq!((pro("2024-07-31"), pro("2024-08-01")), (Silence::Accepts, Silence::AskStaff));
    assert_eq!(silence(ContractType::Apprenticeship, day("2024-07-31")), Silence::Rejects);
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..40_000).prop_map(|days| day("2000-01-01") + Days::new(days))
}

/// The days from one to another, both included, that are worked; Saturdays among them or not.
fn worked(from: NaiveDate, to: NaiveDate, saturdays: bool) -> usize {
    let free = |day: &NaiveDate| match day.weekday() {
        Weekday::Sun => true,
        Weekday::Sat => !saturdays,
        _ => false,
    };
    let holidays = |day: &NaiveDate| calendar::holidays(day.year()).iter().any(|one| one.day == *day);
    from.iter_days().take_while(|day| *day <= to).filter(|day| !free(day) && !holidays(day)).count()
}

proptest! {
    /// Each limit by what its unit means, and not by how it is counted.
    #[test]
    fn each_due_day_is_as_far_as_its_limit_says(anchor in any_day()) {
        for deadline in all() {
            let due = deadline.due(anchor);
            let after = due.signed_duration_since(anchor).num_days();
            match deadline.rule {
                Rule::LastWorkingDay => {
                    prop_assert!(due <= anchor);
                    prop_assert_eq!((worked(due, due, false), worked(due, anchor, false)), (1, 1));
                }
                Rule::Within(Limit { amount, unit }) => match unit {
                    Unit::CalendarDays => prop_assert_eq!(after, i64::from(amount)),
                    Unit::Weeks => prop_assert_eq!(after, 7 * i64::from(amount)),
                    Unit::Hours => prop_assert_eq!(24 * after, i64::from(amount)),
                    Unit::Months => {
                        let months = 12 * (due.year() - anchor.year()) + due.month().cast_signed()
                            - anchor.month().cast_signed();
                        prop_assert_eq!(months, amount);
                        let is_last = due.succ_opt().unwrap().day() == 1;
                        prop_assert!(due.day() == anchor.day() || is_last && due.day() < anchor.day());
                    }
                    Unit::WorkingDays | Unit::WorkingDaysWithSaturdays => {
                        let saturdays = unit == Unit::WorkingDaysWithSaturdays;
                        let first = anchor.succ_opt().unwrap();
                        prop_assert_eq!(worked(first, due, saturdays), usize::try_from(amount).unwrap());
                        prop_assert_eq!(worked(due, due, saturdays), 1);
                    }
                },
            }
        }
    }

    #[test]
    fn a_later_anchor_is_never_due_earlier(anchor in any_day(), later in 0_u64..400) {
        for deadline in all() {
            prop_assert!(deadline.due(anchor) <= deadline.due(anchor + Days::new(later)), "{}", deadline.key);
        }
    }

    #[test]
    fn silence_rejects_every_apprenticeship_and_later_accepts_nothing(concluded in any_day()) {
        prop_assert_eq!(silence(ContractType::Apprenticeship, concluded), Silence::Rejects);
        let is_old = concluded <= day("2024-07-31");
        let expected = if is_old { Silence::Accepts } else { Silence::AskStaff };
        prop_assert_eq!(silence(ContractType::Professionalisation, concluded), expected);
    }
}

#[test]
fn what_silence_means_is_of_no_document() {
    for kind in [ContractType::Professionalisation, ContractType::Apprenticeship] {
        assert!(silence_source(kind).external);
    }
}
