use super::*;
use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, proptest};
use proptest::sample::select;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..73_000).prop_map(|days| day("1990-01-01") + Days::new(days))
}

#[test]
fn easter_is_where_almanacs_print_it() {
    let printed = [
        "1818-03-22",
        "1913-03-23",
        "1943-04-25",
        "1954-04-18",
        "1981-04-19",
        "2000-04-23",
        "2008-03-23",
        "2011-04-24",
        "2016-03-27",
        "2020-04-12",
        "2021-04-04",
        "2024-03-31",
        "2025-04-20",
        "2026-04-05",
        "2027-03-28",
        "2038-04-25",
        "2049-04-18",
        "2076-04-19",
    ];
    for sunday in printed.map(day) {
        assert_eq!(easter(sunday.year()), Some(sunday));
    }
    assert_eq!(easter(i32::MAX), None);
}

#[test]
fn a_year_has_its_eleven_holidays() {
    let of_2026 = [
        "2026-01-01",
        "2026-04-06",
        "2026-05-01",
        "2026-05-08",
        "2026-05-14",
        "2026-05-25",
        "2026-07-14",
        "2026-08-15",
        "2026-11-01",
        "2026-11-11",
        "2026-12-25",
    ];
    assert_eq!(holidays(2026).iter().map(|holiday| holiday.day).collect::<Vec<_>>(), of_2026.map(day));
    let on_labour_day = holidays(2008).iter().filter(|one| one.day == day("2008-05-01")).count();
    assert_eq!(on_labour_day, 2, "Ascension fell on 1 May");
    assert_eq!(holidays(i32::MAX), []);
}

/// Anchors, amounts and units, with the day that a wall calendar gives.
#[test]
fn limits_are_counted_in_their_unit() {
    use Unit::{CalendarDays, Hours, Months, Weeks, WorkingDays, WorkingDaysWithSaturdays};
    let cases = [
        ("2026-09-01", 5, CalendarDays, "2026-09-06"),
        ("2026-09-01", 5, WorkingDaysWithSaturdays, "2026-09-07"),
        ("2026-09-01", 5, WorkingDays, "2026-09-08"),
        ("2026-05-13", 1, WorkingDays, "2026-05-15"),
        ("2026-05-13", 3, WorkingDaysWithSaturdays, "2026-05-18"),
        ("2026-12-24", 1, WorkingDays, "2026-12-28"),
        ("2027-01-04", -1, WorkingDays, "2026-12-31"),
        ("2025-09-01", -14, CalendarDays, "2025-08-18"),
        ("2026-08-28", -15, CalendarDays, "2026-08-13"),
        ("2026-10-01", 20, CalendarDays, "2026-10-21"),
        ("2025-11-30", 3, Months, "2026-02-28"),
        ("2024-03-31", -1, Months, "2024-02-29"),
        ("2026-09-01", 2, Weeks, "2026-09-15"),
        ("2026-09-01", 48, Hours, "2026-09-03"),
        ("2026-09-01", 30, Hours, "2026-09-02"),
        ("2026-09-01", -30, Hours, "2026-08-30"),
        ("2026-08-15", 0, WorkingDays, "2026-08-15"),
    ];
    for (anchor, amount, unit, due) in cases {
        assert_eq!(Limit { amount, unit }.due(day(anchor)), day(due), "{anchor} {amount} {unit}");
    }
}

#[test]
fn the_calendar_has_an_end() {
    for unit in Unit::VARIANTS.iter().filter(|unit| **unit != Unit::Hours) {
        assert_eq!(shift(NaiveDate::MAX, 1, *unit), NaiveDate::MAX);
        assert_eq!(shift(NaiveDate::MIN, -1, *unit), NaiveDate::MIN);
    }
    assert_eq!(shift(day("2026-01-01"), i32::MAX, Unit::Months), NaiveDate::MAX);
    assert_eq!(birthday(day("2026-01-01"), u32::MAX), NaiveDate::MAX);
}

#[test]
fn who_is_born_on_a_leap_day_is_older_in_march() {
    let born = day("2004-02-29");
    assert_eq!((age_on(born, day("2025-02-28")), age_on(born, day("2025-03-01"))), (Some(20), Some(21)));
    assert_eq!((birthday(born, 21), birthday(born, 20)), (day("2025-03-01"), day("2024-02-29")));
    assert_eq!(first_of_next_month(day("2025-12-31")), day("2026-01-01"));
    assert_eq!(first_of_next_month(day("2025-12-01")), day("2026-01-01"));
}

#[test]
fn what_is_stored_is_read_back() {
    for unit in Unit::VARIANTS {
        assert_eq!(unit.to_string().parse(), Ok(*unit));
    }
}

proptest! {
    #[test]
    fn easter_is_a_sunday_between_its_bounds(year in 1583..10_000_i32) {
        let sunday = easter(year).unwrap();
        prop_assert_eq!(sunday.weekday(), Weekday::Sun);
        let (first, last) = (NaiveDate::from_ymd_opt(year, 3, 22), NaiveDate::from_ymd_opt(year, 4, 25));
        prop_assert!(first <= Some(sunday) && Some(sunday) <= last);
    }

    /// Against another method, that of the anonymous correspondent of 1876.
    #[test]
    fn easter_is_found_by_another_method(year in 1583..10_000_i32) {
        let (golden, century, of_century) = (year % 19, year / 100, year % 100);
        let moon = (century - (century - (century + 8) / 25 + 1) / 3 + 19 * golden + 15 - century / 4) % 30;
        let sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - moon - of_century % 4) % 7;
        let late = (golden + 11 * moon + 22 * sunday) / 451;
        let after_march = moon + sunday - 7 * late + 114;
        let number = |value: i32| u32::try_from(value).unwrap();
        let other = NaiveDate::from_ymd_opt(year, number(after_march / 31), number(after_march % 31 + 1));
        prop_assert_eq!(easter(year), other);
    }

    #[test]
    fn holidays_are_eleven_and_never_worked(year in 1990..2_200_i32) {
        let all = holidays(year);
        prop_assert_eq!(all.len(), 11);
        prop_assert!(all.iter().all(|one| one.day.year() == year));
        for one in &all {
            prop_assert!(!is_working_day(one.day) && !is_working_day_or_saturday(one.day), "{}", one.name.en);
        }
        let sunday = easter(year).unwrap();
        for (days, name) in [(1, "Easter Monday"), (39, "Ascension Day"), (50, "Whit Monday")] {
            prop_assert!(all.iter().any(|one| one.day == sunday + Days::new(days) && one.name.en == name));
        }
    }

    #[test]
    fn days_weeks_and_hours_are_so_long(anchor in any_day(), amount in -2_000..2_000_i32) {
        let off = |amount, unit| shift(anchor, amount, unit).signed_duration_since(anchor).num_days();
        let whole = i64::from(amount);
        prop_assert_eq!((off(amount, Unit::CalendarDays), off(amount, Unit::Weeks)), (whole, 7 * whole));
        prop_assert_eq!(off(24 * amount, Unit::Hours), whole);
        let hours = off(amount, Unit::Hours) * 24;
        prop_assert!(hours <= whole && whole < hours + 24);
    }

    #[test]
    fn the_list_and_the_question_agree(day in any_day()) {
        let listed = holidays(day.year()).iter().any(|holiday| holiday.day == day);
        prop_assert_eq!(is_holiday(day), listed);
    }

    #[test]
    fn working_days_are_those_between(anchor in any_day(), amount in 1..400_i32) {
        for unit in [Unit::WorkingDays, Unit::WorkingDaysWithSaturdays] {
            let saturdays = unit == Unit::WorkingDaysWithSaturdays;
            let is_worked = |day| if saturdays { is_working_day_or_saturday(day) } else { is_working_day(day) };
            let due = shift(anchor, amount, unit);
            prop_assert!(is_worked(due));
            let between = anchor.iter_days().skip(1).take_while(|day| *day <= due);
            let worked = between.filter(|day| is_worked(*day)).count();
            prop_assert_eq!(worked, usize::try_from(amount).unwrap());
            let back = shift(due, -amount, unit);
            prop_assert_eq!(back, if is_worked(anchor) { anchor } else { shift(anchor, -1, unit) });
        }
        let back = shift(shift(anchor, amount, Unit::WorkingDays), -amount, Unit::WorkingDays);
        prop_assert_eq!(back, last_working_day_on_or_before(anchor));
    }

    #[test]
    fn more_time_is_never_earlier(
        anchor in any_day(), amount in -500..500_i32, unit in select(Unit::VARIANTS)
    ) {
        prop_assert!(shift(anchor, amount, unit) <= shift(anchor, amount + 1, unit));
        prop_assert!(shift(anchor, amount, unit) <= shift(anchor.succ_opt().unwrap(), amount, unit));
        let strict = shift(anchor, amount, Unit::WorkingDays);
        let wide = shift(anchor, amount, Unit::WorkingDaysWithSaturdays);
        let (first, last) = if amount < 0 { (strict, wide) } else { (wide, strict) };
        prop_assert!(first <= last);
    }

    #[test]
    fn the_nearest_working_days_are_near(day in any_day()) {
        let (before, after) = (last_working_day_on_or_before(day), first_working_day_on_or_after(day));
        prop_assert!(before <= day && day <= after && is_working_day(before) && is_working_day(after));
        prop_assert_eq!(before == day, is_working_day(day));
        // Five when a week-end has a holiday on either side, as 8 May and an early Whit Monday.
        prop_assert!(after.signed_duration_since(before).num_days() <= 5);
    }

    #[test]
    fn an_age_is_reached_on_its_birthday(birth in any_day(), age in 0..100_u32) {
        let reached = birthday(birth, age);
        prop_assert_eq!(age_on(birth, reached), Some(age));
        prop_assert_eq!(age_on(birth, reached.pred_opt().unwrap()), age.checked_sub(1));
    }
}
