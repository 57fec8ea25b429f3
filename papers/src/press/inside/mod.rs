//! From a sheet to the bytes of a PDF, by typst.

mod fonts;
mod templates;

use super::{Printed, Sheet};
use chrono::{Datelike, NaiveDate};
use std::sync::LazyLock;
use typst::{
    Feature, Library, LibraryExt, World,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Duration, Smart},
    syntax::{FileId, Source},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// Where templates read the data of the paper.
const DATA: &str = "paper.json";

/// Prints a sheet.
///
/// # Errors
/// What typst says, one line each: a fault of a template, never of the data, which it only prints.
pub(super) fn print(sheet: &Sheet) -> Result<Printed, String> {
    let desk = Desk::new(sheet)?;
    let document = typst::compile::<PagedDocument>(&desk).output.map_err(|faults| lines(&faults));
    let printed = document.and_then(|document| {
        let pdf =
            typst_pdf::pdf(&document, &options(&sheet.ident, sheet.on)?).map_err(|faults| lines(&faults))?;
        Ok(Printed { pages: document.pages().len(), pdf })
    });
    // What typst remembers between papers holds people's data and grows: the next paper pays a few milliseconds.
    typst::comemo::evict(0);
    printed
}

fn lines(faults: &[SourceDiagnostic]) -> String {
    let lines: Vec<String> = faults
        .iter()
        .map(|fault| {
            format!(
                "{} {}",
                fault.message,
                fault.hints.iter().map(|hint| hint.v.as_str()).collect::<Vec<_>>().join("; ")
            )
        })
        .collect();
    lines.join("\n")
}

/// Accessible (PDF/UA-1, which asks for tags, a title and a language), and the same bytes for the same data: the
/// identifier and the time come from the caller.
fn options(ident: &str, on: NaiveDate) -> Result<PdfOptions, String> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|fault| fault.message().to_string())?;
    Ok(PdfOptions {
        ident: Smart::Custom(ident.to_owned()),
        creator: Smart::Custom(Some("Tremplin".to_owned())),
        timestamp: midnight(on).map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    })
}

fn midnight(on: NaiveDate) -> Option<Datetime> {
    let (month, day) = (u8::try_from(on.month()).ok()?, u8::try_from(on.day()).ok()?);
    Datetime::from_ymd_hms(on.year(), month, day, 0, 0, 0)
}

/// All that typst sees of the world: our templates, our fonts, the paper's data. No clock, no network, no disk.
struct Desk {
    main: FileId,
    data_id: FileId,
    data: Bytes,
}

impl Desk {
    fn new(sheet: &Sheet) -> Result<Self, String> {
        let id = |path| templates::id(path).ok_or_else(|| format!("{path} is no path"));
        Ok(Self {
            main: id(&sheet.template)?,
            data_id: id(DATA)?,
            data: Bytes::from_string(sheet.data.clone()),
        })
    }
}

/// The language of the templates, with what says which cells are headers.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    let features = [Feature::A11yExtras].into_iter().collect();
    LazyHash::new(Library::builder().with_features(features).build())
});

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        fonts::book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        templates::source(id)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts::face(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
