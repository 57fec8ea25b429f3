//! What a cursor of a search says: after which result to go on.
//!
//! It is whole in itself: any replica takes it, at any time (docs/adr/0013-cursors-of-searches.md).

use crate::error::Error;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use search::{After, Mark, Query};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How many of the best matches can be paged through: each is remembered by the cursor.
pub(super) const MOST_SEEN: usize = 1_000;
/// Bytes that remember one.
pub(super) const MARK: usize = size_of::<Mark>();

/// A position in the results of a search.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Position {
    /// Of which search.
    pub(super) of: String,
    /// After which result.
    pub(super) at: At,
}

/// After which result.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum At {
    /// The one with this id, which is sorted by these keys.
    #[serde(rename = "p")]
    Place(Vec<Option<i64>>, Uuid),
    /// Those that were seen, by their marks one after the other.
    #[serde(rename = "s")]
    Seen(String),
}

impl At {
    pub(super) fn seen(marks: &[u8]) -> Self {
        Self::Seen(URL_SAFE_NO_PAD.encode(marks))
    }

    /// What the engine is told, and the marks.
    ///
    /// # Errors
    /// `BAD_USER_INPUT`: no search of ours wrote it.
    pub(super) fn read(self, query: &Query) -> Result<(After, Vec<u8>), Error> {
        match self {
            Self::Place(keys, id) if !query.is_ranked() && keys.len() == query.order().len() => {
                Ok((After::Place { keys, id }, Vec::new()))
            }
            Self::Seen(text) if query.is_ranked() => {
                let marks = URL_SAFE_NO_PAD.decode(text).map_err(|_| foreign())?;
                let (whole, rest) = marks.as_chunks::<MARK>();
                if !rest.is_empty() || whole.len() > MOST_SEEN {
                    return Err(foreign());
                }
                Ok((After::Seen(whole.iter().copied().collect()), marks))
            }
            _ => Err(foreign()),
        }
    }
}

fn foreign() -> Error {
    Error::bad_input(&["after"], "not a cursor of this list; take cursors from its edges")
}

#[cfg(test)]
mod tests {
    use super::{At, MARK, MOST_SEEN};
    use search::{After, Kind, Query};
    use uuid::Uuid;

    #[test]
    fn what_no_search_wrote_is_refused() {
        let listed = Query::new(Kind::Offer);
        let ranked = Query { text: "rust".to_owned(), ..listed.clone() };
        let place = |keys: &[Option<i64>]| At::Place(keys.to_vec(), Uuid::nil());
        assert!(place(&[Some(1)]).read(&listed).is_ok());
        assert!(place(&[]).read(&listed).is_err() && place(&[Some(1)]).read(&ranked).is_err());
        let seen = |count: usize| At::seen(&vec![7; count]);
        let (after, marks) = seen(2 * MARK).read(&ranked).unwrap();
        assert_eq!((after, marks.len()), (After::Seen([[7; MARK]].into()), 2 * MARK));
        assert!(seen(MOST_SEEN * MARK).read(&ranked).is_ok());
        for refused in [seen(MARK + 1), seen((MOST_SEEN + 1) * MARK), At::Seen("?".to_owned())] {
            assert!(refused.read(&ranked).is_err());
        }
        assert!(seen(MARK).read(&listed).is_err(), "nothing was ranked");
    }
}
