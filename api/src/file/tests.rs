//! Types by content, and names in headers.

use super::{FileType, attachment};

#[test]
fn types_are_told_by_content() {
    let pdf = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj";
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    let jpeg = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01";
    for (head, expected) in
        [(&pdf[..], FileType::Pdf), (&png[..], FileType::Png), (&jpeg[..], FileType::Jpeg)]
    {
        assert_eq!(FileType::of(head), Some(expected));
        assert_eq!(FileType::of(&head[..super::sniff::HEAD]), Some(expected), "so many bytes are enough");
    }
}

#[test]
fn everything_else_is_not_taken() {
    for head in [
        &b""[..],
        b"<!doctype html><html>",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\">",
        b"PK\x03\x04\x14\0\x06\0docx and the like",
        b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0",
        b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0",
        b"\n%PDF-1.7 behind something else",
        b"plain text of some length",
    ] {
        assert_eq!(FileType::of(head), None, "{}", String::from_utf8_lossy(head));
    }
}

#[test]
fn a_name_stays_within_its_header() {
    assert_eq!(attachment("CV.pdf"), "attachment; filename=\"CV.pdf\"; filename*=UTF-8''CV.pdf");
    assert_eq!(
        attachment("Été 100%.pdf"),
        "attachment; filename=\"_t_ 100_.pdf\"; filename*=UTF-8''%C3%89t%C3%A9%20100%25.pdf"
    );
    let evil = attachment("a\"\r\nSet-Cookie: b");
    assert!(!evil.contains(['\r', '\n']) && evil.matches('"').count() == 2, "{evil}");
}
