//! What a file is, by how it begins: what its sender or its name says of it counts for nothing.

/// The types that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileType {
    /// A document.
    Pdf,
    /// A picture.
    Png,
    /// A picture.
    Jpeg,
}

/// So many bytes tell the type.
pub(super) const HEAD: usize = 16;

impl FileType {
    /// Every one that is taken.
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Png, Self::Jpeg];

    /// The type of a file that begins so; `None` where it is not taken.
    #[must_use]
    pub fn of(head: &[u8]) -> Option<Self> {
        let found = infer::get(head)?;
        // A reader forgives what stands before a document; what is handed on unread must not need that.
        let whole = |taken: &Self| *taken != Self::Pdf || head.starts_with(b"%PDF-");
        Self::ALL.into_iter().filter(whole).find(|taken| taken.content_type() == found.mime_type())
    }

    /// As in `Content-Type`.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// What its name ends with.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpg",
        }
    }
}
