//! What people type is printed, never run.

use crate::{
    reader::{Reader, squeezed},
    sample,
};
use papers::{Facts, Failure, Issued, Kind, Press, Why};
use strum::IntoEnumIterator;

fn with_description(text: &str) -> Result<Issued, Failure> {
    let mut facts = sample::facts("INSA-TOULOUSE");
    facts.missions[0].description = Some(text.to_owned());
    papers::issue(&Press::Inside, Kind::MissionSheet, "INSA-TOULOUSE", &facts, sample::day(2026, 9, 10))
}

#[test]
fn markup_is_printed_as_it_was_typed() {
    for text in [
        "#panic(\"x\")",
        "#import \"/common.typ\": *",
        "#read(\"/etc/passwd\") #sys.inputs #eval(\"1\")",
        "$ x^2 $ \\ [a] *b* _c_ `d` <e> @f // g /* h */ ~ -- --- = i",
        "= Titre",
        "]})\"'); drop table",
        "https://example.org/a_b?c=d&e=f#g",
        "- liste\n+ liste\n/ terme: x",
        "\\u{41} %PDF-1.7 endobj stream",
    ] {
        let paper = with_description(text).unwrap_or_else(|failure| panic!("{text}: {failure:?}"));
        let printed = Reader::new(&paper.pdf).text();
        assert!(printed.contains(&squeezed(text)), "{text} is not in {printed}");
    }
}

#[test]
fn in_every_fact_of_every_paper_markup_is_harmless() {
    for school in papers::schools() {
        let mut tree = serde_json::to_value(sample::facts(school)).expect("a tree");
        spoil(&mut tree);
        let facts: Facts = serde_json::from_value(tree).expect("facts");
        for kind in Kind::iter() {
            let paper = papers::issue(&Press::Inside, kind, school, &facts, sample::day(2026, 9, 10))
                .unwrap_or_else(|failure| panic!("{kind} of {school}: {failure:?}"));
            assert!(Reader::new(&paper.pdf).text().contains("#panic(1)$[*_`<@"), "{kind} of {school}");
        }
    }
}

/// Puts markup behind every text that is not a date, an amount or a code.
fn spoil(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::String(text) => {
            let is_coded = text.starts_with(|sign: char| sign.is_ascii_digit())
                || text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
            if !is_coded {
                text.push_str(" #panic(1) $ [ * _ ` < @");
            }
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(spoil),
        serde_json::Value::Object(fields) => fields.values_mut().for_each(spoil),
        _ => {}
    }
}

#[test]
fn very_long_texts_and_words_fit_the_page() {
    let long = "Un texte de plusieurs mots. ".repeat(180);
    let pages = with_description(&long).expect("issued").pages;
    assert!((2..=4).contains(&pages), "{pages} pages");
    // A letter that nothing else has: heads and feet of pages stand between its lines.
    let paper = with_description(&"ÿ".repeat(5000)).expect("issued");
    assert_eq!(Reader::new(&paper.pdf).text().matches('ÿ').count(), 5000);
    let mut facts = sample::facts("IMT-ALES");
    facts.company.name = Some("W".repeat(300));
    facts.student.last_name = Some("M".repeat(300));
    for kind in Kind::iter() {
        papers::issue(&Press::Inside, kind, "IMT-ALES", &facts, sample::day(2026, 9, 10)).expect("issued");
    }
}

#[test]
fn what_cannot_be_seen_is_dropped_and_what_has_no_picture_is_shown_as_such() {
    let paper = with_description("a\u{0}b\u{7}c\u{202e}d 🚀 e\u{200d}f").expect("issued");
    assert!(Reader::new(&paper.pdf).text().contains("abcd\u{fffd}ef"));
}

#[test]
fn letters_that_the_fonts_lack_are_named() {
    let Err(Failure::Missing(missing)) = with_description("שלום") else { panic!("issued") };
    assert_eq!(missing[0].path, "missions.0.description");
    assert_eq!(missing[0].why, Why::Unprintable(vec!['ו', 'ל', 'ם', 'ש']));
    with_description("Ελληνικά, кириллица, Łódź, œuvre, Δt ≤ 5 µs → 3 Ω").expect("issued");
}
