use super::*;
use crate::locale::Locale;
use proptest::{
    collection::vec,
    prelude::{any, proptest},
};

const HEADER: &str = "specialty,academic_year,row,company_as_printed,postcode,city,confidence,note";

fn specialties() -> BTreeSet<String> {
    ["AE", "IR"].map(String::from).into()
}

fn read(lines: &str) -> Result<Vec<HireLine>, Vec<LineFault>> {
    parse(format!("{HEADER}\n{lines}").as_bytes(), &specialties())
}

/// Line, column and fault of everything wrong with the lines.
fn faults(lines: &str) -> Vec<(u64, Option<&'static str>, Fault)> {
    let found = read(lines).expect_err("faults");
    found.into_iter().map(|fault| (fault.line, fault.column, fault.fault)).collect()
}

fn only_fault(file: &[u8]) -> LineFault {
    let mut found = parse(file, &specialties()).expect_err("a fault");
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

#[test]
fn a_line_is_read_as_printed() {
    let hires = read("AE,2020-2021,1,\"ACME,  Sud\nOuest\",31 024,Toulouse,likely,\n").expect("hires");
    let expected = HireLine {
        line: 2,
        specialty: "AE".into(),
        academic_year: AcademicYear::starting_in(2020).expect("a year"),
        row: 1,
        company_as_printed: "ACME, Sud Ouest".into(),
        postcode: Some("31 024".into()),
        city: Some("Toulouse".into()),
        confidence: Confidence::Likely,
        note: None,
    };
    assert_eq!(hires, [expected]);
}

#[test]
fn what_spreadsheets_write_is_tolerated() {
    let plain = read("AE,2020-2021,1,ACME,,,,\nIR,2020-2021,1,ACME,,,,\n").expect("hires");
    let written = format!(
        "\u{feff}{}\r\nAE;2020-2021;1;ACME;;;;\r\n;;;;;;;\r\n\r\nIR ; 2020-2021;1;\"ACME\";;;;",
        HEADER.to_uppercase().replace(',', ";")
    );
    let hires = parse(written.as_bytes(), &specialties()).expect("hires");
    let without_lines =
        |hires: Vec<HireLine>| hires.into_iter().map(|h| HireLine { line: 0, ..h }).collect::<Vec<_>>();
    assert_eq!(hires.last().map(|hire| hire.line), Some(5));
    assert_eq!(without_lines(hires), without_lines(plain));
}

#[test]
fn columns_may_come_in_any_order() {
    let file = "row,note,specialty,city,academic_year,postcode,confidence,company_as_printed\n\
                7,a note,IR,Nice,2021-2022,06000,certain,ACME";
    let hires = parse(file.as_bytes(), &specialties()).expect("hires");
    let hire = hires.first().expect("a hire");
    assert_eq!(
        (hire.row, hire.company_as_printed.as_str(), hire.note.as_deref()),
        (7, "ACME", Some("a note"))
    );
}

#[test]
fn every_fault_of_every_line_is_reported() {
    use crate::academic_year::AcademicYearError::{Form, NotConsecutive};
    let known = vec!["AE".to_owned(), "IR".to_owned()];
    let lines = "ae,2020,0,--,6000,Nice,sure,\n\
                 AE,2020-2022,1,ACME,,,,\n\
                 AE,2020-2021,+1,A\u{7}B,,,,\n\
                 AE,2020-2021,1,ACME\n";
    let expected = [
        (2, Some("specialty"), Fault::UnknownSpecialty { known }),
        (2, Some("academic_year"), Fault::AcademicYear(Form)),
        (2, Some("row"), Fault::Row { max: 9_999 }),
        (2, Some("company_as_printed"), Fault::NoCompany),
        (2, Some("postcode"), Fault::Postcode),
        (2, Some("confidence"), Fault::Confidence),
        (3, Some("academic_year"), Fault::AcademicYear(NotConsecutive { first: 2020 })),
        (4, Some("row"), Fault::Row { max: 9_999 }),
        (4, Some("company_as_printed"), Fault::ControlCharacter),
        (5, None, Fault::NumberOfCells),
    ];
    assert_eq!(faults(lines), expected);
}

#[test]
fn a_key_may_occur_once() {
    let lines = "AE,2020-2021,1,A,,,,\nAE,2020-2021,2,A,,,,\nIR,2020-2021,1,A,,,,\nAE,2020-2021,01,B,,,,\n";
    assert_eq!(faults(lines), [(5, Some("row"), Fault::Repeated { first_line: 2 })]);
}

#[test]
fn the_header_must_name_the_columns() {
    let file = format!("{}\nAE,2020-2021,1,A,,,,", HEADER.replace("city", "ville").replace("note", "row"));
    let found = parse(file.as_bytes(), &specialties()).expect_err("faults");
    let found: Vec<_> = found.iter().map(|f| (f.column, f.value.as_str(), &f.fault)).collect();
    let expected = [
        (None, "ville", &Fault::UnknownColumn),
        (None, "row", &Fault::RepeatedColumn),
        (Some("city"), "", &Fault::MissingColumn),
        (Some("note"), "", &Fault::MissingColumn),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_file_that_cannot_be_read_is_refused_whole() {
    assert_eq!(only_fault(b" \r\n").fault, Fault::Empty);
    assert_eq!(only_fault(",".repeat(1_000).as_bytes()).fault, Fault::NumberOfCells);
    assert_eq!(only_fault(&vec![b'a'; MAX_BYTES + 1]).fault, Fault::TooLarge);
    let latin = only_fault(b"specialty\nAE\nSoci\xe9t\xe9");
    assert_eq!((latin.line, latin.fault), (3, Fault::NotUtf8));
    let many = format!("{HEADER}\n{}", "AE,2020-2021,1,A,,,,\n".repeat(MAX_LINES + 1));
    let found = parse(many.as_bytes(), &specialties()).expect_err("faults");
    let last = found.last().map(|fault| (fault.line, &fault.fault));
    assert_eq!(last, Some((20_002, &Fault::TooManyLines)));
}

#[test]
fn a_text_has_a_limit() {
    let lines = format!("AE,2020-2021,1,{},,,,\n", "é".repeat(201));
    let found = read(&lines).expect_err("too long");
    assert_eq!(found.first().map(|fault| &fault.fault), Some(&Fault::TooLong { max: 200 }));
    assert_eq!(found.first().map(|fault| fault.value.chars().count()), Some(80));
    assert!(read(&lines.replacen('é', "", 1)).is_ok());
}

#[test]
fn a_fault_reads_as_a_sentence() {
    let found = read("AE,2020-2021,x,ACME,,,,").expect_err("a fault");
    let told: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["line 2, row \"x\": not a row number; accepted: 1 to 9999"]);
    assert_eq!(Fault::Postcode.reason(Locale::Fr), "ce n'est pas un code postal");
}

proptest! {
    #[test]
    fn no_bytes_crash_it(bytes in vec(any::<u8>(), 0..400)) {
        assert!(parse(&bytes, &specialties()).is_err() || bytes.starts_with(HEADER.as_bytes()));
    }

    #[test]
    fn no_lines_crash_it(lines in "(AE|IR|\"|,|;|2020-2021|1|A|\n|\r|é|\\PC){0,60}") {
        if let Ok(hires) = read(&lines) {
            assert!(hires.iter().all(|hire| specialties().contains(&hire.specialty) && hire.row > 0));
        }
    }
}
