//! Archives that are not whole, or not for this program: refused before the database is touched.

use super::{archive_in, filled, now};
use crate::harness::{Database, close};
use api::backup::{self, Archive, Problem};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

trials![
    what_is_damaged_or_cut_off_is_refused,
    what_is_newer_or_another_s_is_refused,
    a_row_that_lies_is_not_kept
];

async fn what_is_damaged_or_cut_off_is_refused(database: Database) {
    let whole = archived(&database).await;
    let changed = database.folder.path().join("changed.gz");
    // From 10 on: the header of gzip has bytes that mean nothing.
    for position in (10..whole.len()).step_by(whole.len() / 20) {
        let mut bytes = whole.clone();
        bytes[position] ^= 0x20;
        // Some changes are none: a repetition may be taken from either of two places that say the same.
        let harmless = try_unpacked(&bytes).is_ok_and(|text| text == unpacked(&whole));
        assert_ne!(
            complaint(&changed, &bytes).await.is_some(),
            harmless,
            "byte {position} of {}",
            whole.len()
        );
    }
    for length in (0..whole.len()).step_by(whole.len() / 8).chain([whole.len() - 1]) {
        let complaint = complaint(&changed, &whole[..length]).await.expect("cut off");
        assert!(length == 0 || complaint.contains("is cut off"), "{length} of {}: {complaint}", whole.len());
    }
    let longer = [whole.as_slice(), b"and more than there should be"].concat();
    assert!(complaint(&changed, &longer).await.unwrap().contains("damaged"));
    let twice = [whole.as_slice(), whole.as_slice()].concat();
    assert!(complaint(&changed, &twice).await.unwrap().contains("does not end where it should"));
    assert_eq!(complaint(&changed, &whole).await, None);
}

async fn what_is_newer_or_another_s_is_refused(database: Database) {
    let text = unpacked(&archived(&database).await);
    let changed = database.folder.path().join("changed.gz");
    let cases = [
        ("\"tremplin_backup\":1", "\"tremplin_backup\":2", "is of format 2, made by a newer version"),
        ("\"migrations\":[", "\"migrations\":[\"m29990101_000001_after\",", "m29990101_000001_after"),
        (
            "\"migrations\":[\"m20261121_000001_create_school\",",
            "\"migrations\":[",
            "lacked m20261121_000001_create_school",
        ),
        ("\"name\":\"headline\"", "\"name\":\"headlines\"", "not those of its schema: student"),
        ("{\"tremplin_backup\":1", "{\"backup\":1", "is no archive of tremplin"),
    ];
    for (from, to, meant) in cases {
        assert!(text.contains(from), "{from}");
        let complaint = complaint(&changed, &packed(&text.replacen(from, to, 1))).await.unwrap();
        assert!(complaint.contains(meant), "{complaint}");
    }
    for other in [&b"PK\x03\x04 of another program"[..], b"short"] {
        let complaint = complaint(&changed, other).await.unwrap();
        assert!(complaint.contains("no archive") || complaint.contains("cut off"), "{complaint}");
    }
    let line = text.lines().nth(1).unwrap();
    let doubled = complaint(&changed, &packed(&text.replacen(line, &format!("{line}\n{line}"), 1))).await;
    assert!(doubled.unwrap().contains("not those that were written"));
}

/// A sum that fits rows which the database refuses: all is as it was.
async fn a_row_that_lies_is_not_kept(database: Database) {
    let text = unpacked(&archived(&database).await);
    let (db, path) = (database.connect().await.unwrap(), database.folder.path().join("lie.gz"));
    let mark = text.lines().find(|line| line.starts_with("{\"table\":\"company_alias\"")).unwrap();
    let (before, _) = text.split_once(mark).unwrap();
    let orphan = before.lines().last().unwrap();
    let values: Vec<serde_json::Value> = serde_json::from_str(orphan).unwrap();
    let company = values[1].as_str().unwrap();
    let lie = orphan.replace(company, "00000000-0000-0000-0000-000000000bad");
    let mut rows: Vec<&str> = before.lines().rev().take(3).collect();
    rows.reverse();
    rows[2] = &lie;
    let sum = sha256(&rows);
    let old = mark.split("\"sha256\":\"").nth(1).unwrap().trim_end_matches(['"', '}']);
    let text = text.replacen(orphan, &lie, 1).replacen(old, &sum, 1);
    std::fs::write(&path, packed(&text)).unwrap();
    let archive = Archive::read(&path).await.unwrap();
    let before = backup::holding(&db.read).await.unwrap();
    let problem = backup::restore(&database.settings(), &db, &archive, true).await.unwrap_err();
    assert!(problem.to_string().contains("company_alias"), "{problem}");
    assert_eq!(backup::holding(&db.read).await.unwrap(), before);
    close(db).await.unwrap();
}

/// The archive of a filled database.
async fn archived(database: &Database) -> Vec<u8> {
    let (db, _) = filled(database, 3).await;
    backup::make(&db, &archive_in(database), now()).await.unwrap();
    close(db).await.unwrap();
    std::fs::read(archive_in(database)).unwrap()
}

/// What is said of these bytes as an archive.
async fn complaint(path: &Path, bytes: &[u8]) -> Option<String> {
    std::fs::write(path, bytes).unwrap();
    match Archive::read(&PathBuf::from(path)).await {
        Ok(_) => None,
        Err(Problem::Archive(text)) => Some(text),
        Err(other) => panic!("{other:?}"),
    }
}

fn unpacked(bytes: &[u8]) -> String {
    try_unpacked(bytes).unwrap()
}

fn try_unpacked(bytes: &[u8]) -> std::io::Result<String> {
    let mut text = String::new();
    GzDecoder::new(bytes).read_to_string(&mut text)?;
    Ok(text)
}

fn packed(text: &str) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap()
}

fn sha256(lines: &[&str]) -> String {
    use sha2::{Digest, Sha256};
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
