use crate::analysis::Terms;
use crate::{After, Error, Field, Filter, Key, Kind, Point, Shape};

/// The farthest result that can be asked for: `offset + limit` at most. Beyond, narrow the filter.
pub const MAX_WINDOW: usize = 100_000;

/// A search of one index.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// The index.
    pub kind: Kind,
    /// What the user typed; empty for everything.
    pub text: String,
    /// What results must satisfy; [`Filter::everything`] for no condition.
    pub filter: Filter,
    /// Keys whose values are counted. A key's counts leave out the conditions of the filter that speak of that key
    /// alone, so that choosing one value still shows what the others would give.
    pub facets: Vec<Field>,
    /// The order.
    pub sort: Sort,
    /// After which result to begin. Neither the total nor the facets depend on it.
    pub after: Option<After>,
    /// How many results to pass over, where there is no `after`.
    pub offset: usize,
    /// How many results to return at most; 0 for the total and the facets alone.
    pub limit: usize,
}

impl Query {
    /// Everything of a kind: the first 20, in the kind's own order.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        Query {
            kind,
            text: String::new(),
            filter: Filter::everything(),
            facets: Vec::new(),
            sort: Sort::Relevance,
            after: None,
            offset: 0,
            limit: 20,
        }
    }

    /// Checks that the fields named belong to the kind and may be used so.
    ///
    /// # Errors
    /// [`Error::Rejected`] says what is wrong.
    pub fn check(&self) -> Result<(), Error> {
        for field in &self.facets {
            self.demand(*field, field.shape() == Shape::Key, "counted")?;
        }
        if !self.is_ranked() {
            for (key, _) in self.order() {
                let field = if let Key::Field(field) = key { field } else { Field::Latitude };
                let sortable = field == Field::SortKey || field.shape() == Shape::Number;
                self.demand(field, sortable, "sorted by")?;
            }
        }
        self.check_after()?;
        for (field, shape) in self.filter.fields() {
            self.demand(field, field.shape() == shape, "filtered so")?;
        }
        if self.offset.saturating_add(self.limit) > MAX_WINDOW {
            return Err(Error::Rejected(format!("results beyond {MAX_WINDOW} cannot be asked for")));
        }
        Ok(())
    }

    /// Whether the best matches come first: there are words, and no other order is asked for.
    #[must_use]
    pub fn is_ranked(&self) -> bool {
        self.sort == Sort::Relevance && !Terms::read(&self.text).is_empty()
    }

    fn check_after(&self) -> Result<(), Error> {
        let fits = match &self.after {
            None => true,
            Some(After::Seen(_)) => self.is_ranked(),
            Some(After::Place { keys, .. }) => {
                let order = self.order();
                let by_numbers = order.iter().all(|(key, _)| *key != Key::Field(Field::SortKey));
                !self.is_ranked() && by_numbers && keys.len() == order.len()
            }
        };
        if fits { Ok(()) } else { Err(Error::Rejected("results cannot go on after that".to_owned())) }
    }

    fn demand(&self, field: Field, usable: bool, how: &str) -> Result<(), Error> {
        if usable && self.kind.has(field) {
            return Ok(());
        }
        Err(Error::Rejected(format!("{field} of {} cannot be {how}", self.kind)))
    }
}

/// The order of results. Ties are broken by the kind's own order, then by the id, so that it is the same each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// The best matches first, equals in the kind's own order; without text, [`Kind::order`].
    Relevance,
    /// By a number or by [`Field::SortKey`]; documents without a value come last either way.
    By(Field, Direction),
    /// The nearest to a point first; documents whose place is not known come last.
    Nearest(Point),
}

/// Which end of an order comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The smallest first.
    Ascending,
    /// The greatest first.
    Descending,
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use uuid::Uuid;

    use super::{Direction, MAX_WINDOW, Query, Sort};
    use crate::{After, Field, Filter, Kind, Point};

    #[test]
    fn what_an_index_cannot_do_is_refused_before_it_is_asked() {
        let query = Query::new(Kind::Hire);
        assert!(query.check().is_ok());
        let facet = Query { facets: vec![Field::Remote], ..query.clone() };
        assert!(facet.check().is_err(), "hires have no such field");
        let sort = Query { sort: Sort::By(Field::City, Direction::Ascending), ..query.clone() };
        assert!(sort.check().is_err(), "several values cannot be sorted by");
        let filter = Query { filter: Filter::Is(Field::AcademicYear, "2019".to_owned()), ..query.clone() };
        assert!(filter.check().is_err(), "a number is filtered by range");
        let far = Query { offset: MAX_WINDOW, ..query.clone() };
        assert!(far.check().is_err(), "too far");
        let point = Point::of(43.6, 1.4).unwrap();
        assert!(Query { sort: Sort::Nearest(point), ..query.clone() }.check().is_err(), "hires are nowhere");
        let after = |after| Query { after: Some(after), ..query.clone() };
        assert!(after(After::Seen(HashSet::new())).check().is_err(), "nothing was ranked");
        assert!(after(After::Place { keys: vec![None], id: Uuid::nil() }).check().is_ok());
        assert!(after(After::Place { keys: Vec::new(), id: Uuid::nil() }).check().is_err(), "another order");
    }
}
