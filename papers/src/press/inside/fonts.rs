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
        include_bytes!("../../../fonts/IBMPlexSans-Regular.ttf").as_slice(),
        include_bytes!("../../../fonts/IBMPlexSans-SemiBold.ttf").as_slice(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage;

    #[test]
    fn what_is_said_to_be_covered_is_what_every_face_has() {
        assert_eq!(FACES.len(), 2);
        let has = |sign: char| FACES.iter().all(|face| face.info().coverage.contains(u32::from(sign)));
        let differ: Vec<char> =
            ('\0'..=char::MAX).filter(|&sign| coverage::have(sign) != has(sign)).collect();
        assert!(differ.is_empty(), "{differ:?}");
    }
}
