//! Reading a PDF back.

use lopdf::{Dictionary, Document, Object};

/// A document that was read back.
pub(crate) struct Reader(Document);

impl Reader {
    /// Reads the bytes of a document.
    pub(crate) fn new(pdf: &[u8]) -> Self {
        Self(Document::load_mem(pdf).expect("a valid PDF"))
    }

    /// How many pages there are.
    pub(crate) fn pages(&self) -> usize {
        self.0.get_pages().len()
    }

    /// All its text without any white space, which a reader may set otherwise than the printer.
    pub(crate) fn text(&self) -> String {
        let pages: Vec<u32> = self.0.get_pages().into_keys().collect();
        squeezed(&self.0.extract_text(&pages).expect("text"))
    }

    /// The catalogue.
    pub(crate) fn catalogue(&self) -> &Dictionary {
        self.0.catalog().expect("a catalogue")
    }

    /// What a reference points to.
    pub(crate) fn follow<'a>(&'a self, object: &'a Object) -> &'a Object {
        self.0.dereference(object).expect("an object").1
    }

    /// Every dictionary of the document that has this `Type` or `S`.
    pub(crate) fn all<'a>(
        &'a self,
        key: &'static [u8],
        name: &'static str,
    ) -> impl Iterator<Item = &'a Dictionary> {
        self.0.objects.values().filter_map(move |object| {
            let dictionary = object.as_dict().ok()?;
            let value = dictionary.get(key).and_then(Object::as_name).ok()?;
            (value == name.as_bytes()).then_some(dictionary)
        })
    }
}

/// A text without white space and places to break.
pub(crate) fn squeezed(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace() && *sign != '\u{200b}').collect()
}
