//! The fonts that papers are printed with, part of the program: IBM Plex Sans, under the SIL Open Font Licence.

use std::sync::LazyLock;
use typst_library::{
    foundations::Bytes,
    text::{Font, FontBook},
};
use typst_utils::LazyHash;

/// The faces: regular, and semi-bold for headings and terms.
static FACES: LazyLock<Vec<Font>> = LazyLock::new(|| {
    [
        include_bytes!("../fonts/IBMPlexSans-Regular.ttf").as_slice(),
        include_bytes!("../fonts/IBMPlexSans-SemiBold.ttf").as_slice(),
    ]
    .into_iter()
    .filter_map(|face| Font::new(Bytes::new(face), 0))
    .collect()
});

static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FACES.iter())));

/// The face of an index in the book.
pub(crate) fn face(index: usize) -> Option<Font> {
    FACES.get(index).cloned()
}

/// What the faces are.
pub(crate) fn book() -> &'static LazyHash<FontBook> {
    &BOOK
}

/// Whether every face has a glyph for a sign, by the fonts themselves.
#[cfg(test)]
pub(crate) fn have(sign: char) -> bool {
    !FACES.is_empty() && FACES.iter().all(|face| face.info().coverage.contains(u32::from(sign)))
}
