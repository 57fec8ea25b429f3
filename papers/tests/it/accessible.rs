//! Tags, language, title, fonts: what a screen reader needs.

use crate::{issued, reader::Reader};
use lopdf::Object;
use papers::Kind;
use strum::IntoEnumIterator;

#[test]
fn every_paper_of_every_school_is_tagged_titled_and_embeds_its_fonts() {
    for school in papers::schools() {
        for kind in Kind::iter() {
            let paper = issued(kind, school);
            let read = Reader::new(&paper.pdf);
            let catalogue = read.catalogue();
            assert_eq!(read.pages(), paper.pages, "{kind} of {school}");
            assert_eq!(catalogue.get(b"Lang").and_then(Object::as_str).ok(), Some(b"fr-FR".as_slice()));
            assert!(catalogue.has(b"StructTreeRoot"), "{kind} of {school}");
            let marked = read.follow(catalogue.get(b"MarkInfo").expect("marks"));
            let marked = marked.as_dict().and_then(|marks| marks.get(b"Marked")).and_then(Object::as_bool);
            assert!(marked.expect("a flag"), "{kind} of {school}");
            let claims = String::from_utf8_lossy(&paper.pdf).contains("pdfuaid");
            assert!(claims, "{kind} of {school} does not say that it is PDF/UA");
            let mut descriptors = 0;
            for descriptor in read.all(b"Type", "FontDescriptor") {
                descriptors += 1;
                assert!(descriptor.has(b"FontFile2") || descriptor.has(b"FontFile3"), "{kind} of {school}");
            }
            assert!(descriptors > 0, "{kind} of {school} has no font");
        }
    }
}

#[test]
fn headings_are_in_order_and_tables_have_headers() {
    for school in papers::schools() {
        let paper = issued(Kind::TrainingAgreement, school);
        let read = Reader::new(&paper.pdf);
        assert_eq!(read.all(b"S", "H1").count(), 1, "{school}: one title");
        assert!(read.all(b"S", "H2").count() >= 10, "{school}: articles and annexes");
        let tables = read.all(b"S", "Table").count();
        assert!(tables >= 5, "{school}: {tables} tables");
        assert!(read.all(b"S", "TH").count() > tables, "{school}: headers");
    }
}
