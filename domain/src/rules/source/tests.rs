//! What the documents do not say is marked: in what the program answers, in its data, in its comments and in the docs.

use super::{Source, cited};
use crate::rules::{cost, eligibility, pay};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Whose documents there are.
const DOCUMENTS: [&str; 4] = ["INSA Toulouse", "IMT Mines Albi", "IMT Mines Alès", "Enssat"];
/// The articles of the Labour Code that go with what those say. Any other is external.
const ARTICLES: [&str; 3] = ["D6325-1", "D6325-9", "D6325-14"];
const PAGE: &str = include_str!("../../../../docs/contract-rules.md");

/// Everything that is cited in an answer.
fn all() -> Vec<&'static Source> {
    let mut all: Vec<&Source> = cited::ALL.iter().collect();
    all.extend(pay::data().sources());
    all.extend(cost::sources());
    for list in eligibility::all_conditions() {
        let cases = list.condition.iter().flat_map(|condition| &condition.otherwise);
        all.extend(cases.filter_map(|case| case.source.as_ref()).chain([&list.source]));
    }
    all
}

/// The articles and decrees that a text names: `L6325-11`, `2018-1347`.
fn articles(text: &str) -> BTreeSet<&str> {
    let words = text.split(|one: char| !one.is_ascii_alphanumeric() && one != '-');
    words.filter(|word| is_article(word) || is_decree(word)).collect()
}

fn is_article(word: &str) -> bool {
    let code = word.strip_prefix(['L', 'D', 'R']).and_then(|rest| rest.split_once('-'));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    code.is_some_and(|(book, rest)| book.len() == 4 && is_number(book) && rest.split('-').all(is_number))
}

/// A year and a number of three digits or more, which no academic year (2018-2019, 2018-19) is.
fn is_decree(word: &str) -> bool {
    let numbers = word.split_once('-').and_then(|(year, number)| {
        Some((year.parse::<u32>().ok()?, number.parse::<u32>().ok().filter(|_| number.len() >= 3)?))
    });
    numbers.is_some_and(|(year, number)| (1900..2100).contains(&year) && number != year + 1)
}

/// The documents say no more than these.
fn is_printed(article: &&str) -> bool {
    ARTICLES.contains(article)
}

#[test]
fn an_article_is_told_from_other_words() {
    let text =
        "Labour Code L6222-7-1, D6325-14 (decree 2018-1347) in 2025-2026, 2025-26 on 2019-01-01; LA-1, R12-3";
    assert_eq!(articles(text), ["2018-1347", "D6325-14", "L6222-7-1"].into());
}

#[test]
fn what_is_not_of_the_documents_is_external() {
    for source in all() {
        let (fr, en) = (articles(&source.fr), articles(&source.en));
        assert_eq!(fr, en, "both languages cite the same");
        if !source.external {
            assert!(DOCUMENTS.iter().any(|one| source.fr.contains(one)), "not external: {}", source.fr);
            assert!(fr.iter().all(is_printed), "not external: {}", source.fr);
        }
    }
}

#[test]
fn every_source_of_the_files_is_among_them() {
    let files = ["pay.toml", "employer-cost.toml", "eligibility/enssat.toml", "eligibility/imt-albi.toml"];
    let more = ["eligibility/imt-ales.toml", "eligibility/insa-toulouse.toml"];
    let read = |file| fs::read_to_string(root().join("data").join(file)).unwrap();
    let marks = |file| read(file).matches("external = ").count();
    let of_files: usize = files.into_iter().chain(more).map(marks).sum();
    assert_eq!(all().len(), cited::ALL.len() + of_files);
}

#[test]
fn the_page_marks_each_source_as_the_program_does() {
    let rows: Vec<&str> = PAGE.lines().filter(|line| line.starts_with("| ")).collect();
    for source in all().into_iter().filter(|source| **source != cited::OF_USER) {
        let mark = if source.external { "| external |" } else { "| documents |" };
        let is_its = |row: &&&str| row.contains(&format!("| {} |", source.en));
        let row = rows.iter().find(is_its);
        assert!(row.is_some_and(|row| row.ends_with(mark)), "{} {mark}: {row:?}", source.en);
    }
    for row in rows.iter().filter(|row| row.ends_with("| documents |")) {
        let cites = |source: &&Source| !source.external && row.contains(source.en.as_ref());
        assert!(all().iter().any(cites), "no source: {row}");
    }
}

/// Comments and prose too: an article stands in no paragraph that does not say that it is external.
#[test]
fn no_article_is_named_without_its_mark() {
    let mut seen = 0;
    let here = [
        "src/rules",
        "src/calendar",
        "src/matching",
        "data",
        "../docs/contract-rules.md",
        "../docs/matching.md",
    ];
    for file in here.iter().flat_map(|place| files(&root().join(place))) {
        let text = fs::read_to_string(&file).unwrap();
        for paragraph in text.split("\n\n").filter(|_| !file.ends_with("source/tests.rs")) {
            let others: Vec<_> = articles(paragraph).into_iter().filter(|one| !is_printed(one)).collect();
            let marked = ["external", "externe"].iter().any(|mark| paragraph.contains(mark));
            assert!(others.is_empty() || marked, "{}: {others:?}", file.display());
            seen += others.len();
        }
    }
    assert!(seen >= 20, "{seen} were found: have they moved?");
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files in a folder that people write, at any depth; of a file, itself.
fn files(place: &Path) -> Vec<std::path::PathBuf> {
    if place.is_dir() {
        let entries = fs::read_dir(place).unwrap().map(|entry| entry.unwrap().path());
        return entries.flat_map(|entry| files(&entry)).collect();
    }
    let written = place.extension().is_some_and(|end| end == "rs" || end == "toml" || end == "md");
    if written { vec![place.to_owned()] } else { Vec::new() }
}
