//! Counting in one process; tests/it/http/allowance.rs has several.

use super::{Allowance, Exhausted, MOST, Payer, Spending, network};
use crate::config::Limits;
use chrono::{DateTime, TimeDelta, Utc};
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;
use uuid::Uuid;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

fn spending(signed_in: u64, anonymous: u64) -> Spending {
    Spending::new(&Limits {
        allowance_signed_in: signed_in,
        allowance_anonymous: anonymous,
        allowance_window: Duration::from_secs(60),
        ..Limits::default()
    })
}

fn address(number: u32) -> Payer {
    Payer::of(None, IpAddr::V4(Ipv4Addr::from_bits(number)))
}

#[test]
fn an_allowance_is_spent_and_comes_back_with_the_next_window() {
    let spending = spending(100, 50);
    let left = |remaining| Ok(Some(Allowance { limit: 50, remaining, resets_at: at(60) }));
    assert_eq!(spending.take(address(1), 30, at(10)), left(20));
    assert_eq!(spending.take(address(1), 21, at(20)), Err(Exhausted { retry_after: 40 }));
    assert_eq!(spending.take(address(1), 20, at(20)), left(0), "what was refused was not taken");
    assert_eq!(spending.look(address(1), at(59)), Err(Exhausted { retry_after: 1 }));
    assert_eq!(spending.look(address(2), at(59)), left(50), "others are not concerned");
    let next = Ok(Some(Allowance { limit: 50, remaining: 50, resets_at: at(120) }));
    assert_eq!(spending.look(address(1), at(60)), next);
}

#[test]
fn a_refusal_is_charged_beyond_what_is_left() {
    let spending = spending(100, 50);
    spending.charge(address(1), 500, at(0));
    assert!(spending.look(address(1), at(0)).is_err());
    let person = Payer::of(Some(Uuid::from_u128(1)), IpAddr::V4(Ipv4Addr::from_bits(1)));
    assert_eq!(spending.take(person, 100, at(0)).unwrap().unwrap().remaining, 0, "a person pays alone");
}

#[test]
fn no_limit_is_no_count() {
    let spending = spending(0, 0);
    assert_eq!(spending.take(address(1), u64::MAX, at(0)), Ok(None));
    spending.charge(address(1), u64::MAX, at(0));
    assert_eq!(spending.look(address(1), at(0)), Ok(None));
}

#[test]
fn memory_is_bounded_whatever_the_number_of_addresses() {
    let spending = spending(100, 50);
    for number in 0..100_000 {
        spending.charge(address(number), 2, at(0));
    }
    let counted = spending.counts(at(0).timestamp()).spent.len();
    assert!((MOST..=MOST + 1024).contains(&counted), "{counted}");
    assert!(spending.look(address(99_999), at(0)).is_err(), "those who came late share what is left");
    assert!(spending.look(address(1), at(0)).is_ok());
}

#[test]
fn only_who_has_spent_a_tenth_is_settled() {
    let spending = spending(100, 50);
    spending.charge(address(1), 4, at(0));
    spending.charge(address(2), 5, at(0));
    let (start, due) = spending.due(at(0));
    assert_eq!(due, [("address/0.0.0.2".to_owned(), address(2), 5)]);
    spending.charge(address(2), 1, at(0));
    spending.settled(start, address(2), 5, 45);
    assert_eq!(spending.look(address(2), at(0)).unwrap().unwrap().remaining, 4, "45 in SQL, 1 since");
    spending.settled(start - 60, address(2), 1, 1000);
    assert!(spending.look(address(2), at(0)).is_ok(), "of a window that is over");
    assert_eq!(spending.due(at(60)).1, []);
    spending.look(address(1), at(0) + TimeDelta::days(1)).unwrap();
}

#[test]
fn an_ipv6_client_is_its_first_64_bits() {
    let of = |text: &str| network(text.parse().unwrap()).to_string();
    assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
    assert_eq!(of("::ffff:203.0.113.9"), "203.0.113.9");
    assert_eq!(of("203.0.113.9"), "203.0.113.9");
}
