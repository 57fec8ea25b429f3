use crate::{Error, Field, Filter, Kind, Shape};

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
    /// How many results to pass over.
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
        if let Sort::By(field, _) = self.sort {
            let sortable = field == Field::SortKey || field.shape() == Shape::Number;
            self.demand(field, sortable, "sorted by")?;
        }
        for (field, shape) in self.filter.fields() {
            self.demand(field, field.shape() == shape, "filtered so")?;
        }
        if self.offset.saturating_add(self.limit) > MAX_WINDOW {
            return Err(Error::Rejected(format!("results beyond {MAX_WINDOW} cannot be asked for")));
        }
        Ok(())
    }

    fn demand(&self, field: Field, usable: bool, how: &str) -> Result<(), Error> {
        if usable && self.kind.has(field) {
            return Ok(());
        }
        Err(Error::Rejected(format!("{field} of {} cannot be {how}", self.kind)))
    }
}

/// The order of results. Ties are broken by the id, so that it is the same each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// The best matches first, equals in the kind's own order; without text, [`Kind::order`].
    Relevance,
    /// By a number or by [`Field::SortKey`]; documents without a value come last either way.
    By(Field, Direction),
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
    use super::{Direction, MAX_WINDOW, Query, Sort};
    use crate::{Field, Filter, Kind};

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
        let far = Query { offset: MAX_WINDOW, ..query };
        assert!(far.check().is_err(), "too far");
    }
}
