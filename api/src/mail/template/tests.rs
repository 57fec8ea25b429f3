//! Every template in every language: its variables, and what it looks like filled in.

use super::*;
use std::collections::BTreeSet;

/// One content a template, each optional field there.
fn samples() -> Vec<Content> {
    let text = str::to_owned;
    vec![
        Content::StepReminder {
            person: text("Ada Exemple"),
            contract: text("Contrat A"),
            step: text("Étape B"),
            due: NaiveDate::from_ymd_opt(2027, 3, 1).unwrap(),
            overdue: false,
            link: text("https://tremplin.example.org/c/1"),
        },
        Content::SignatureCode {
            person: text("Ada Exemple"),
            paper: text("Papier C"),
            code: text("271828"),
            valid_until: "2027-03-01T12:05:00Z".parse().unwrap(),
        },
        Content::SignatureRequest {
            person: text("Ada Exemple"),
            paper: text("Papier C"),
            contract: text("Contrat A"),
            due: NaiveDate::from_ymd_opt(2027, 3, 2),
            link: text("https://tremplin.example.org/s/1"),
        },
        Content::PaperTold {
            person: text("Ada Exemple"),
            paper: text("Papier C"),
            state: text("signé"),
            reason: Some(text("Motif D")),
            link: text("https://tremplin.example.org"),
        },
        Content::ContractTold {
            person: text("Ada Exemple"),
            contract: text("Contrat A"),
            state: text("actif"),
            reason: Some(text("Motif D")),
            link: text("https://tremplin.example.org/c/1"),
        },
        Content::Told {
            person: text("Ada Exemple"),
            sentence: text("Une phrase."),
            reason: Some(text("Motif D")),
            link: text("https://tremplin.example.org"),
        },
    ]
}

/// The fields of a content, as its template sees them.
fn fields(content: &Content) -> BTreeSet<String> {
    let written = serde_json::to_value(content).unwrap();
    assert_eq!(written["template"], content.template(), "stored under the name that is looked for");
    written["variables"].as_object().unwrap().keys().cloned().collect()
}

#[test]
fn every_template_has_exactly_the_variables_of_its_content() {
    for content in samples() {
        for locale in [Locale::Fr, Locale::En] {
            let name = file(content.template(), locale);
            let environment = environment(locale).as_ref().unwrap();
            let template = environment.get_template(&name).unwrap();
            let named: BTreeSet<String> = template.undeclared_variables(false).into_iter().collect();
            assert_eq!(named, fields(&content), "{name}");
        }
    }
}

#[test]
fn there_is_no_template_without_a_content() {
    let known: BTreeSet<String> = samples()
        .iter()
        .flat_map(|content| [Locale::Fr, Locale::En].map(|locale| file(content.template(), locale)))
        .collect();
    let found: BTreeSet<String> = Texts::iter().map(|name| name.to_string()).collect();
    assert_eq!(known, found);
}

#[test]
fn every_mail_says_all_that_it_is_given() {
    for content in samples() {
        let written = serde_json::to_value(&content).unwrap();
        for locale in [Locale::Fr, Locale::En] {
            let words = words(&content, locale).unwrap();
            let text = format!("{}\n{}", words.subject, words.body);
            for (name, value) in written["variables"].as_object().unwrap() {
                let Some(value) = value.as_str() else { continue };
                let shown = match name.as_str() {
                    "due" => day(value.parse().unwrap(), locale),
                    "valid_until" => moment(value.parse().unwrap(), locale),
                    _ => value.to_owned(),
                };
                assert!(text.contains(&shown), "{} in {locale:?} lacks {name}: {text}", content.template());
            }
            assert!((5..120).contains(&words.subject.chars().count()), "{}", words.subject);
            assert!(!text.contains("none") && !text.contains("{{") && !text.contains("\n\n\n"), "{text}");
            let longest = words.body.lines().map(|line| line.chars().count()).max().unwrap();
            assert!(longest < 200, "{text}");
        }
    }
}

#[test]
fn what_is_left_out_leaves_no_hole() {
    let told = |reason| Content::Told {
        person: "Ada Exemple".to_owned(),
        sentence: "A sentence.".to_owned(),
        reason,
        link: "https://tremplin.example.org".to_owned(),
    };
    let without = words(&told(None), Locale::En).unwrap().body;
    let with = words(&told(Some("Because.".to_owned())), Locale::En).unwrap().body;
    assert!(
        with.contains("Because.") && !without.contains("none") && !without.contains("\n\n\n"),
        "{without}"
    );
}

#[test]
fn overdue_is_said() {
    let Content::StepReminder { person, contract, step, due, link, .. } = samples().remove(0) else {
        panic!("the first sample")
    };
    let of = |overdue| Content::StepReminder {
        person: person.clone(),
        contract: contract.clone(),
        step: step.clone(),
        due,
        overdue,
        link: link.clone(),
    };
    for locale in [Locale::Fr, Locale::En] {
        let [early, late] = [of(false), of(true)].map(|content| words(&content, locale).unwrap());
        assert!(early.subject != late.subject && early.body != late.body);
    }
}

#[test]
fn a_variable_that_is_missing_stops_the_mail() {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.add_template("x", "Subject: {{ absent }}\n").unwrap();
    let rendered = environment.get_template("x").unwrap().render(());
    assert_eq!(rendered.unwrap_err().kind(), ErrorKind::UndefinedError);
}

#[test]
fn a_subject_is_one_line_whatever_people_write() {
    let told = Content::ContractTold {
        person: "Ada".to_owned(),
        contract: "A\r\nBcc: victim@example.org\r\n\r\nOther body".to_owned(),
        state: "x".to_owned(),
        reason: None,
        link: String::new(),
    };
    let words = words(&told, Locale::En).unwrap();
    assert!(!words.subject.contains(['\r', '\n']), "{:?}", words.subject);
}
