//! What is asked for, checked: words, page, cursor.

use crate::auth::tokens::digest;
use crate::error::Error;
use crate::graphql::pagination::{OpaqueCursor, Page};
use crate::searching::cursor::{self, At, Position};
use crate::searching::types::FacetField;
use async_graphql::{InputType, SelectionField};
use search::{After, Field, Filter, Hit, Kind, Query, Sort, mark};
use uuid::Uuid;

/// Characters of what is typed at most; beyond ten words engines read no further.
pub(crate) const LONGEST: usize = 300;

/// What every search takes.
#[derive(Debug)]
pub(super) struct Asked {
    /// What was typed.
    pub(super) text: Option<String>,
    /// Rows a page.
    pub(super) first: Option<i32>,
    /// The cursor after which the page begins.
    pub(super) after: Option<String>,
}

/// A search, checked.
pub(super) struct Search {
    /// What the engine is asked.
    pub(super) query: Query,
    /// What makes it another search.
    of: String,
    /// Rows a page.
    pub(super) first: usize,
    /// The marks of what was seen, where the best matches come first.
    seen: Vec<u8>,
    /// Whether SQL is to answer, for the engine cannot.
    pub(super) only_sql: bool,
}

impl Search {
    /// Checks what is asked for.
    ///
    /// # Errors
    /// `BAD_USER_INPUT`: too long a text, a wrong page, a cursor of another search. `CURSOR_TOO_FAR`: beyond what can be
    /// paged through by relevance.
    pub(super) fn new(
        ctx: &async_graphql::Context<'_>,
        kind: Kind,
        asked: Asked,
        filter: Filter,
        facets: &[Field],
        sort: Sort,
    ) -> Result<Self, Error> {
        let text = checked(asked.text.unwrap_or_default(), "query")?;
        let page = Page::<Position>::new(asked.first, asked.after)?;
        let facets = counted(ctx, facets);
        let limit = usize::try_from(page.first).unwrap_or_default();
        let query = Query { text, filter, facets, sort, limit, ..Query::new(kind) };
        let of = signature(&query);
        let mut search = Self { query, of, first: limit, seen: Vec::new(), only_sql: false };
        if let Some(position) = page.after {
            search.go_on(position)?;
        }
        Ok(search)
    }

    fn go_on(&mut self, position: Position) -> Result<(), Error> {
        if position.of != self.of {
            let message =
                "this cursor is of another search; repeat the query, filter and order that it came from";
            return Err(Error::bad_input(&["after"], message));
        }
        let (after, seen) = position.at.read(&self.query)?;
        if let After::Seen(_) = &after {
            let left = cursor::MOST_SEEN.saturating_sub(seen.len() / cursor::MARK);
            if left == 0 {
                return Err(Error::CursorTooFar);
            }
            self.first = self.first.min(left);
        }
        self.query.after = Some(after);
        self.seen = seen;
        // One more says whether there is a page after this one; of the first page, the total does.
        self.query.limit = self.first + 1;
        Ok(())
    }

    /// Leaves rows out, whatever the engine knows of them. Cursors are of the same search still. SQL is told nothing: it
    /// knows.
    pub(super) fn leave_out(&mut self, ids: Vec<Uuid>) {
        if !ids.is_empty() {
            let others = Filter::Not(Box::new(Filter::Ids(ids)));
            let asked = std::mem::replace(&mut self.query.filter, Filter::everything());
            self.query.filter = Filter::All(vec![asked, others]);
        }
    }

    /// Asks SQL alone.
    pub(super) fn ask_sql(&mut self) {
        self.only_sql = true;
    }

    /// The cursors of shown hits, one after the other.
    pub(super) fn cursors(&self) -> impl FnMut(&Hit) -> OpaqueCursor {
        let (ranked, of, mut seen) = (self.query.is_ranked(), self.of.clone(), self.seen.clone());
        move |hit| {
            seen.extend(mark(hit.id));
            let at = if ranked { At::seen(&seen) } else { At::Place(hit.keys.clone(), hit.id) };
            OpaqueCursor::of(&Position { of: of.clone(), at })
        }
    }
}

/// The facets that are asked for, of those that there are.
fn counted(ctx: &async_graphql::Context<'_>, facets: &[Field]) -> Vec<Field> {
    let asked: Vec<Option<Vec<FacetField>>> =
        ctx.look_ahead().field("facets").selection_fields().iter().map(only).collect();
    let is_asked = |field: &&Field| {
        let facet = FacetField::of(**field);
        let among = |only: &Vec<FacetField>| facet.is_some_and(|facet| only.contains(&facet));
        asked.iter().any(|only| only.as_ref().is_none_or(among))
    };
    facets.iter().filter(is_asked).copied().collect()
}

/// The facets that one selection asks for; `None` is all.
fn only(selection: &SelectionField<'_>) -> Option<Vec<FacetField>> {
    let arguments = selection.arguments().unwrap_or_default();
    let of = arguments.into_iter().find_map(|(name, value)| (name == "of").then_some(value));
    // What cannot be read is refused by the field itself.
    Option::<Vec<FacetField>>::parse(of).ok().flatten()
}

/// A text that is typed, if it is not too long.
///
/// # Errors
/// `BAD_USER_INPUT`: it is.
pub(super) fn checked(text: String, argument: &str) -> Result<String, Error> {
    if text.chars().count() > LONGEST {
        return Err(Error::bad_input(&[argument], format!("expected {LONGEST} characters at most")));
    }
    Ok(text)
}

/// What makes a search another one, in few characters: neither the page nor what is counted.
fn signature(query: &Query) -> String {
    let told = format!("{}\n{}\n{:?}\n{:?}", query.kind, query.text, query.filter, query.sort);
    digest(&told).chars().take(12).collect()
}
